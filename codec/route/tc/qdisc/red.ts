// Random early detection. TCA_RED_*, struct tc_red_*, TC_RED_*: linux/pkt_sched.h; net/sched/sch_red.c
import { attributes, struct } from '../../../core/attributes.js'
import { bytes, flags, maskOf, u32, u8 } from '../../../core/types.js'
import { counters } from '../stats.js'

export const redFlags = { ecn: 1, harddrop: 2, adaptative: 4, nodrop: 8 } as const

/** What RED needs to know; thresholds in bytes. */
export const redParms = {
  limit: u32,
  qthMin: u32,
  qthMax: u32,
  wlog: u8,
  plog: u8,
  scellLog: u8,
  flags: flags(u8, redFlags),
} as const
export class RedParms extends struct('tc_red_qopt', redParms) {}

export class RedFlags extends struct('nla_bitfield32', { value: flags(u32, redFlags), selector: maskOf('value') }) {}

export class Red extends attributes('TCA_RED_', () => ({
  parms: [1, RedParms],
  /** 256 bytes: how idle time makes the average smaller. */
  stab: [2, bytes],
  /** 1/2^32 */
  maxP: [3, u32],
  flags: [4, RedFlags],
  /** Numbers of the blocks whose filters see what is dropped or marked. */
  earlyDropBlock: [5, u32],
  markBlock: [6, u32],
})) {}

export class RedXstats extends struct('tc_red_xstats', { early: u32, pdrop: u32, other: u32, marked: u32 }) {}
export class RedStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, RedXstats] })) {}
