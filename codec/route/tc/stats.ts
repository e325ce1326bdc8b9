// Counters of qdiscs, classes and actions. TCA_STATS_*, struct gnet_stats_*: linux/gen_stats.h; struct tc_stats:
// linux/pkt_sched.h
import { attributes, struct } from '../../core/attributes.js'
import { s8, u32, u64, u8 } from '../../core/types.js'

/** struct tc_stats: as it was before TCA_STATS2; the kernel still sends both. */
export class TcStats extends struct('tc_stats', {
  bytes: u64,
  packets: u32,
  drops: u32,
  overlimits: u32,
  /** In bytes per second. */
  bps: u32,
  pps: u32,
  qlen: u32,
  backlog: u32,
}) {}

/** struct gnet_stats_basic. `packets` has 32 bits; TCA_STATS_PKT64 has all of them. */
export class BasicStats extends struct('gnet_stats_basic', { bytes: u64, packets: u32 }) {}

/** struct gnet_stats_rate_est: per second. */
export class RateEst extends struct('gnet_stats_rate_est', { bps: u32, pps: u32 }) {}

/** struct gnet_stats_rate_est64 */
export class RateEst64 extends struct('gnet_stats_rate_est64', { bps: u64, pps: u64 }) {}

/** struct gnet_stats_queue */
export class QueueStats extends struct('gnet_stats_queue', {
  qlen: u32,
  backlog: u32,
  drops: u32,
  requeues: u32,
  overlimits: u32,
}) {}

/** struct gnet_estimator: what is asked for, a sample each 2^(interval + 2)/8 s. linux/gen_stats.h */
export class Estimator extends struct('gnet_estimator', { interval: s8, ewmaLog: u8 }) {}

/** What all have; a kind that counts more adds `app`. */
export const counters = {
  basic: [1, BasicStats],
  rateEst: [2, RateEst],
  queue: [3, QueueStats],
  rateEst64: [5, RateEst64],
  /** What hardware counted. */
  basicHw: [7, BasicStats],
  /** Where they are more than 32 bits hold. */
  pkt64: [8, u64],
} as const

/** Of a kind without counters of its own; what a kind that nobody declared sends as TCA_STATS_APP is in `unknown`. */
export class Stats extends attributes('TCA_STATS_', () => counters) {
  declare readonly app?: undefined
}
