// Fair queues, each with a proportional integral controller. TCA_FQ_PIE_*, struct tc_fq_pie_xstats: linux/pkt_sched.h
import { attributes, struct } from '../../../core/attributes.js'
import { u32 } from '../../../core/types.js'
import { counters } from '../stats.js'

/** Times in us. */
export class FqPie extends attributes('TCA_FQ_PIE_', () => ({
  limit: [1, u32],
  flows: [2, u32],
  target: [3, u32],
  tupdate: [4, u32],
  alpha: [5, u32],
  beta: [6, u32],
  quantum: [7, u32],
  memoryLimit: [8, u32],
  ecnProb: [9, u32],
  ecn: [10, u32],
  bytemode: [11, u32],
  dqRateEstimator: [12, u32],
})) {}

export class FqPieXstats extends struct('tc_fq_pie_xstats', {
  packetsIn: u32,
  dropped: u32,
  overlimit: u32,
  overmemory: u32,
  ecnMark: u32,
  newFlowCount: u32,
  newFlowsLen: u32,
  oldFlowsLen: u32,
  memoryUsage: u32,
}) {}
export class FqPieStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, FqPieXstats] })) {}
