// Controlled delay. TCA_CODEL_*, struct tc_codel_xstats: linux/pkt_sched.h
import { attributes, struct } from '../../../core/attributes.js'
import { s32, u32 } from '../../../core/types.js'
import { counters } from '../stats.js'

/** Times in us. */
export class Codel extends attributes('TCA_CODEL_', () => ({
  target: [1, u32],
  limit: [2, u32],
  interval: [3, u32],
  ecn: [4, u32],
  ceThreshold: [5, u32],
})) {}

/** struct tc_codel_xstats: times in us. */
export class CodelXstats extends struct('tc_codel_xstats', {
  maxpacket: u32,
  count: u32,
  lastcount: u32,
  ldelay: u32,
  dropNext: s32,
  dropOverlimit: u32,
  ecnMark: u32,
  dropping: u32,
  ceMark: u32,
}) {}
export class CodelStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, CodelXstats] })) {}
