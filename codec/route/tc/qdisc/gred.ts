// RED with up to 16 virtual queues. TCA_GRED_*, struct tc_gred_*: linux/pkt_sched.h; net/sched/sch_gred.c
import { attributes, struct } from '../../../core/attributes.js'
import { array, repeated } from '../../../core/lists.js'
import { bytes, flags, pad, u32, u64, u8 } from '../../../core/types.js'
import { redFlags } from './red.js'

/** struct tc_gred_qopt */
export class GredParms extends struct('tc_gred_qopt', {
  limit: u32,
  qthMin: u32,
  qthMax: u32,
  /** Number of the queue; 16 and more: it is not set up. */
  dp: u32,
  backlog: u32,
  qave: u32,
  forced: u32,
  early: u32,
  other: u32,
  pdrop: u32,
  wlog: u8,
  plog: u8,
  scellLog: u8,
  prio: u8,
  packets: u32,
  bytesin: u32,
}) {}

/** struct tc_gred_sopt */
export class GredSetup extends struct('tc_gred_sopt', {
  dps: u32,
  defDp: u32,
  grio: u8,
  flags: flags(u8, redFlags),
  pad: pad(2),
}) {}

export class GredQueue extends attributes('TCA_GRED_VQ_', () => ({
  dp: [2, u32],
  statBytes: [3, u64],
  statPackets: [4, u32],
  statBacklog: [5, u32],
  statProbDrop: [6, u32],
  statProbMark: [7, u32],
  statForcedDrop: [8, u32],
  statForcedMark: [9, u32],
  statPdrop: [10, u32],
  statOther: [11, u32],
  flags: [12, flags(u32, redFlags)],
})) {}

export class Gred extends attributes('TCA_GRED_', () => ({
  /** One in a request, all 16 in an answer. */
  parms: [1, array(GredParms)],
  /** 256 bytes. */
  stab: [2, bytes],
  dps: [3, GredSetup],
  /** One for each queue. */
  maxP: [4, array(u32)],
  limit: [5, u32],
  /** TCA_GRED_VQ_ENTRY, each. */
  vqList: [6, repeated(1, GredQueue, 'TCA_GRED_VQ_ENTRY')],
})) {}
