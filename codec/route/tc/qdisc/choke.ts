// CHOose and Keep: RED that drops flows that are too fast. TCA_CHOKE_*, struct tc_choke_*: linux/pkt_sched.h
import { attributes, struct } from '../../../core/attributes.js'
import { bytes, u32 } from '../../../core/types.js'
import { counters } from '../stats.js'
import { redParms } from './red.js'

/** struct tc_choke_qopt: as RED's, in packets. */
export class ChokeParms extends struct('tc_choke_qopt', redParms) {}

export class Choke extends attributes('TCA_CHOKE_', () => ({
  parms: [1, ChokeParms],
  /** 256 bytes. */
  stab: [2, bytes],
  maxP: [3, u32],
})) {}

export class ChokeXstats extends struct('tc_choke_xstats', {
  early: u32,
  pdrop: u32,
  other: u32,
  marked: u32,
  matched: u32,
}) {}
export class ChokeStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, ChokeXstats] })) {}
