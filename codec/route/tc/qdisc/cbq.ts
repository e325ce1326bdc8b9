// Class-based queueing, until Linux 6.2; of the qdisc and of its classes. TCA_CBQ_*, struct tc_cbq_*:
// linux/pkt_sched.h of those
import { attributes, struct } from '../../../core/attributes.js'
import { flags, pad, s32, u32, u8 } from '../../../core/types.js'
import { RateSpec, rateTable } from '../rate.js'
import { counters } from '../stats.js'

/** struct tc_cbq_lssopt: link sharing. Times in ticks. */
export class CbqLinkSharing extends struct('tc_cbq_lssopt', {
  /** Which of the others count. */
  change: flags(u8, { flags: 1, ewma: 2, maxidle: 4, minidle: 8, offtime: 0x10, avpkt: 0x20 }),
  flags: flags(u8, { bounded: 1, isolated: 2 }),
  ewmaLog: u8,
  level: u8,
  maxidle: u32,
  minidle: u32,
  offtime: u32,
  avpkt: u32,
}) {}

/** struct tc_cbq_wrropt: weighted round robin. */
export class CbqRoundRobin extends struct('tc_cbq_wrropt', {
  flags: u8,
  priority: u8,
  cpriority: u8,
  pad: pad(1),
  allot: u32,
  weight: u32,
}) {}

export class CbqFilter extends struct('tc_cbq_fopt', { split: u32, defmap: u32, defchange: u32 }) {}

export class CbqOverlimit extends struct('tc_cbq_ovl', { strategy: u8, priority2: u8, pad: pad(2), penalty: u32 }) {}

export class CbqPolice extends struct('tc_cbq_police', { police: u8, pad: pad(3) }) {}

export class Cbq extends attributes('TCA_CBQ_', () => ({
  lssopt: [1, CbqLinkSharing],
  wrropt: [2, CbqRoundRobin],
  fopt: [3, CbqFilter],
  ovlStrategy: [4, CbqOverlimit],
  rate: [5, RateSpec],
  rtab: [6, rateTable],
  police: [7, CbqPolice],
})) {}

export class CbqXstats extends struct('tc_cbq_xstats', {
  borrows: u32,
  overactions: u32,
  avgidle: s32,
  undertime: s32,
}) {}
export class CbqStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, CbqXstats] })) {}
