// Fair queues with pacing. TCA_FQ_*, struct tc_fq_qd_stats: linux/pkt_sched.h; net/sched/sch_fq.c
import { attributes, struct } from '../../../core/attributes.js'
import { array } from '../../../core/lists.js'
import { fixed, pad, s32, s64, u32, u64, u8 } from '../../../core/types.js'
import { counters } from '../stats.js'
import { Prio } from './prio.js'

/** Rates in bytes per second, times in us, `timerSlack` in ns. */
export class Fq extends attributes('TCA_FQ_', () => ({
  plimit: [1, u32],
  flowPlimit: [2, u32],
  quantum: [3, u32],
  initialQuantum: [4, u32],
  rateEnable: [5, u32],
  flowDefaultRate: [6, u32],
  flowMaxRate: [7, u32],
  bucketsLog: [8, u32],
  flowRefillDelay: [9, u32],
  orphanMask: [10, u32],
  lowRateThreshold: [11, u32],
  ceThreshold: [12, u32],
  timerSlack: [13, u32],
  horizon: [14, u32],
  horizonDrop: [15, u8],
  priomap: [16, Prio],
  /** Of the three bands. */
  weights: [17, array(s32)],
  offloadHorizon: [18, u32],
})) {}

/** struct tc_fq_qd_stats: times in ns. */
export class FqXstats extends struct('tc_fq_qd_stats', {
  gcFlows: u64,
  highprioPackets: u64,
  tcpRetrans: u64,
  throttled: u64,
  flowsPlimit: u64,
  pktsTooLong: u64,
  allocationErrors: u64,
  timeNextDelayedFlow: s64,
  flows: u32,
  inactiveFlows: u32,
  throttledFlows: u32,
  unthrottleLatencyNs: u32,
  ceMark: u64,
  horizonDrops: u64,
  horizonCaps: u64,
}, {
  tail: { fastpathPackets: u64, bandDrops: fixed(24, array(u64)), bandPktCount: fixed(12, array(u32)), pad: pad(4) },
}) {}
export class FqStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, FqXstats] })) {}
