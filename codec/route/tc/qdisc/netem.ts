// Emulates a network: delay, loss, order, rate. struct tc_netem_qopt, then TCA_NETEM_*: linux/pkt_sched.h;
// net/sched/sch_netem.c
import { attributes, message, struct } from '../../../core/attributes.js'
import { array } from '../../../core/lists.js'
import { s16, s32, s64, u32, u64 } from '../../../core/types.js'

/** struct tc_netem_qopt. Times in ticks of 64 ns, probabilities in 1/2^32. */
export class NetemParms extends struct('tc_netem_qopt', {
  latency: u32,
  /** In packets. */
  limit: u32,
  /** `loss` in C, as an attribute is called, too: tc's `loss random`. */
  lossRandom: u32,
  /** Each packet of so many goes at once. */
  gap: u32,
  duplicate: u32,
  jitter: u32,
}) {}

/** struct tc_netem_corr: how much a packet's lot depends on that of the one before. */
export class NetemCorr extends struct('tc_netem_corr', { delayCorr: u32, lossCorr: u32, dupCorr: u32 }) {}

export class NetemReorder extends struct('tc_netem_reorder', { probability: u32, correlation: u32 }) {}

export class NetemCorrupt extends struct('tc_netem_corrupt', { probability: u32, correlation: u32 }) {}

/** struct tc_netem_rate: bytes per second; sizes in bytes. */
export class NetemRate extends struct('tc_netem_rate', {
  rate: u32,
  packetOverhead: s32,
  cellSize: u32,
  cellOverhead: s32,
}) {}

/** struct tc_netem_slot: times in ns. */
export class NetemSlot extends struct('tc_netem_slot', {
  minDelay: s64,
  maxDelay: s64,
  maxPackets: s32,
  maxBytes: s32,
  distDelay: s64,
  distJitter: s64,
}) {}

/** struct tc_netem_gimodel: a Markov chain of four states. */
export class NetemGimodel extends struct('tc_netem_gimodel', { p13: u32, p31: u32, p32: u32, p14: u32, p23: u32 }) {}

/** struct tc_netem_gemodel: Gilbert and Elliott's. */
export class NetemGemodel extends struct('tc_netem_gemodel', { p: u32, r: u32, h: u32, k1: u32 }) {}

export class NetemLoss extends attributes('NETEM_LOSS_', () => ({ gi: [1, NetemGimodel], ge: [2, NetemGemodel] })) {}

export class Netem extends message(NetemParms, 'TCA_NETEM_', () => ({
  corr: [1, NetemCorr],
  /** Up to 16384 numbers, in 1/8192 of a standard deviation. The kernel never sends it. */
  delayDist: [2, array(s16)],
  reorder: [3, NetemReorder],
  corrupt: [4, NetemCorrupt],
  loss: [5, NetemLoss],
  rate: [6, NetemRate],
  ecn: [7, u32],
  /** Where 32 bits are too few. */
  rate64: [8, u64],
  /** In ns; where they are there, `latency` and `jitter` do not count. */
  latency64: [10, s64],
  jitter64: [11, s64],
  slot: [12, NetemSlot],
  slotDist: [13, array(s16)],
  prngSeed: [14, u64],
})) {}
