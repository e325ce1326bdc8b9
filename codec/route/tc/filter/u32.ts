// By 32 bits anywhere in the packet, in trees of hash tables. TCA_U32_*, struct tc_u32_*: linux/pkt_cls.h;
// net/sched/cls_u32.c
import { attributes, struct } from '../../../core/attributes.js'
import { array } from '../../../core/lists.js'
import { be16, be32, flags, linkName, s16, u16, u32, u64, u8 } from '../../../core/types.js'
import { actionList } from '../action.js'
import { Police } from '../action/police.js'
import { U32Key } from '../ematch/small.js'
import { filterFlags } from '../generic.js'

/** struct tc_u32_sel. tc.yaml has one key; there are `nkeys`. */
export class U32Sel extends struct('tc_u32_sel', {
  /** TC_U32_* */
  flags: flags(u8, { terminal: 1, offset: 2, varoffset: 4, eat: 8 }),
  offshift: u8,
  nkeys: u8,
  offmask: be16,
  off: u16,
  offoff: s16,
  hoff: s16,
  hmask: be32,
  keys: array(U32Key),
}) {}

/** struct tc_u32_pcnt. tc.yaml has one count of a key; there are as many as keys. */
export class U32Count extends struct('tc_u32_pcnt', { rcnt: u64, rhit: u64, kcnts: array(u64) }) {}

/** struct tc_u32_mark */
export class U32Mark extends struct('tc_u32_mark', { val: u32, mask: u32, success: u32 }) {}

export class U32 extends attributes('TCA_U32_', () => ({
  classid: [1, u32],
  /** The table it is in, and the table it leads to. */
  hash: [2, u32],
  link: [3, u32],
  /** Of a table: how many buckets it has. */
  divisor: [4, u32],
  sel: [5, U32Sel],
  police: [6, Police],
  act: [7, actionList],
  indev: [8, linkName],
  pcnt: [9, U32Count],
  mark: [10, U32Mark],
  flags: [11, filterFlags],
})) {}
