// Classes of drr, deficit round robin. TCA_DRR_*, struct tc_drr_stats: linux/pkt_sched.h
import { attributes, struct } from '../../../core/attributes.js'
import { u32 } from '../../../core/types.js'
import { counters } from '../stats.js'

export class Drr extends attributes('TCA_DRR_', () => ({ quantum: [1, u32] })) {}

export class DrrXstats extends struct('tc_drr_stats', { deficit: u32 }) {}
export class DrrStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, DrrXstats] })) {}
