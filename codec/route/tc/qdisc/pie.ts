// Proportional integral controller. TCA_PIE_*, struct tc_pie_xstats: linux/pkt_sched.h
import { attributes, struct } from '../../../core/attributes.js'
import { u32, u64 } from '../../../core/types.js'
import { counters } from '../stats.js'

/** Times in us. */
export class Pie extends attributes('TCA_PIE_', () => ({
  target: [1, u32],
  limit: [2, u32],
  tupdate: [3, u32],
  alpha: [4, u32],
  beta: [5, u32],
  ecn: [6, u32],
  bytemode: [7, u32],
  dqRateEstimator: [8, u32],
})) {}

/** struct tc_pie_xstats: `prob` in 1/(2^56 - 1), `delay` in us. */
export class PieXstats extends struct('tc_pie_xstats', {
  prob: u64,
  delay: u32,
  avgDqRate: u32,
  dqRateEstimating: u32,
  packetsIn: u32,
  dropped: u32,
  overlimit: u32,
  maxq: u32,
  ecnMark: u32,
}) {}
export class PieStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, PieXstats] })) {}
