// Heavy hitters wait. TCA_HHF_*, struct tc_hhf_xstats: linux/pkt_sched.h
import { attributes, struct } from '../../../core/attributes.js'
import { u32 } from '../../../core/types.js'
import { counters } from '../stats.js'

/** Times in us. */
export class Hhf extends attributes('TCA_HHF_', () => ({
  backlogLimit: [1, u32],
  quantum: [2, u32],
  hhFlowsLimit: [3, u32],
  resetTimeout: [4, u32],
  admitBytes: [5, u32],
  evictTimeout: [6, u32],
  nonHhWeight: [7, u32],
})) {}

export class HhfXstats extends struct('tc_hhf_xstats', {
  dropOverlimit: u32,
  hhOverlimit: u32,
  hhTotCount: u32,
  hhCurCount: u32,
}) {}
export class HhfStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, HhfXstats] })) {}
