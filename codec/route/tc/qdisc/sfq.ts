// Stochastic fairness. struct tc_sfq_*: linux/pkt_sched.h; net/sched/sch_sfq.c
import { attributes, struct } from '../../../core/attributes.js'
import { flags, s32, u32, u8 } from '../../../core/types.js'
import { counters } from '../stats.js'
import { redFlags } from './red.js'

/** struct tc_sfq_qopt */
export class SfqParms extends struct('tc_sfq_qopt', {
  quantum: u32,
  /** In seconds. */
  perturbPeriod: s32,
  limit: u32,
  divisor: u32,
  flows: u32,
}) {}

/** struct tc_sfqred_stats */
export class SfqRedStats extends struct('tc_sfqred_stats', {
  probDrop: u32,
  forcedDrop: u32,
  probMark: u32,
  forcedMark: u32,
  probMarkHead: u32,
  forcedMarkHead: u32,
}) {}

/** struct tc_sfq_qopt_v1. A request may end after `v0`. */
export class Sfq extends struct('tc_sfq_qopt_v1', {
  v0: SfqParms,
  depth: u32,
  headdrop: u32,
  limit: u32,
  qthMin: u32,
  qthMax: u32,
  wlog: u8,
  plog: u8,
  scellLog: u8,
  flags: flags(u8, redFlags),
  maxP: u32,
  stats: SfqRedStats,
}) {}

/** struct tc_sfq_xstats: of a flow, that is, of a class. */
export class SfqXstats extends struct('tc_sfq_xstats', { allot: s32 }) {}
export class SfqStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, SfqXstats] })) {}
