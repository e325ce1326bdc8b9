// Classes of hfsc: their service curves. TCA_HFSC_*, struct tc_service_curve, struct tc_hfsc_stats: linux/pkt_sched.h
import { attributes, struct } from '../../../core/attributes.js'
import { u32, u64 } from '../../../core/types.js'
import { counters } from '../stats.js'

/** struct tc_service_curve: `m1` bytes per second for `d` us, then `m2`. */
export class ServiceCurve extends struct('tc_service_curve', { m1: u32, d: u32, m2: u32 }) {}

export class HfscClass extends attributes('TCA_HFSC_', () => ({
  /** Real time. */
  rsc: [1, ServiceCurve],
  /** A fair share of what is left. */
  fsc: [2, ServiceCurve],
  /** No more than this. */
  usc: [3, ServiceCurve],
})) {}

/** struct tc_hfsc_stats: bytes. */
export class HfscXstats extends struct('tc_hfsc_stats', { work: u64, rtwork: u64, period: u32, level: u32 }) {}
export class HfscStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, HfscXstats] })) {}
