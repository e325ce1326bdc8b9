// Hierarchical token buckets: of the qdisc and of its classes. TCA_HTB_*, struct tc_htb_*: linux/pkt_sched.h;
// net/sched/sch_htb.c
import { attributes, struct } from '../../../core/attributes.js'
import { flag, s32, u32, u64 } from '../../../core/types.js'
import { RateSpec, rateTable } from '../rate.js'
import { counters } from '../stats.js'

/** struct tc_htb_opt: of a class. `buffer` and `cbuffer` in ticks of 64 ns, at the rates. */
export class HtbParms extends struct('tc_htb_opt', {
  rate: RateSpec,
  ceil: RateSpec,
  buffer: u32,
  cbuffer: u32,
  quantum: u32,
  /** How far it is from the leaves; the kernel says so. */
  level: u32,
  prio: u32,
}) {}

/** struct tc_htb_glob: of the qdisc. */
export class HtbInit extends struct('tc_htb_glob', {
  /** 3 (TC_HTB_PROTOVER), else it is refused. */
  version: u32,
  rate2quantum: u32,
  /** The minor number of the class for what no filter claims. */
  defcls: u32,
  debug: u32,
  directPkts: u32,
}) {}

export class Htb extends attributes('TCA_HTB_', () => ({
  parms: [1, HtbParms],
  init: [2, HtbInit],
  ctab: [3, rateTable],
  rtab: [4, rateTable],
  directQlen: [5, u32],
  rate64: [6, u64],
  ceil64: [7, u64],
  offload: [9, flag],
})) {}

/** struct tc_htb_xstats: of a class; tokens in ticks. */
export class HtbXstats extends struct('tc_htb_xstats', {
  lends: u32,
  borrows: u32,
  giants: u32,
  tokens: s32,
  ctokens: s32,
}) {}
export class HtbStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, HtbXstats] })) {}
