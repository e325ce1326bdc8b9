// Stochastic fair blue. TCA_SFB_*, struct tc_sfb_*: linux/pkt_sched.h. tc.yaml has the struct without the attribute
// around it.
import { attributes, struct } from '../../../core/attributes.js'
import { u32 } from '../../../core/types.js'
import { counters } from '../stats.js'

/** struct tc_sfb_qopt: times in ms, `increment` and `decrement` in 1/65536, `penaltyRate` in packets per second. */
export class SfbParms extends struct('tc_sfb_qopt', {
  rehashInterval: u32,
  warmupTime: u32,
  max: u32,
  binSize: u32,
  increment: u32,
  decrement: u32,
  limit: u32,
  penaltyRate: u32,
  penaltyBurst: u32,
}) {}

export class Sfb extends attributes('TCA_SFB_', () => ({ parms: [1, SfbParms] })) {}

/** struct tc_sfb_xstats */
export class SfbXstats extends struct('tc_sfb_xstats', {
  earlydrop: u32,
  penaltydrop: u32,
  bucketdrop: u32,
  queuedrop: u32,
  childdrop: u32,
  marked: u32,
  maxqlen: u32,
  maxprob: u32,
  avgprob: u32,
}) {}
export class SfbStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, SfbXstats] })) {}
