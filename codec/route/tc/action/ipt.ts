// A target of iptables, as the actions ipt and xt had it until Linux 6.8. TCA_IPT_*: linux/tc_act/tc_ipt.h of those
import { attributes, struct } from '../../../core/attributes.js'
import { bytes, s32, string, u32 } from '../../../core/types.js'
import { Times } from '../generic.js'

/** struct tc_cnt: linux/pkt_cls.h */
export class IptCount extends struct('tc_cnt', { refcnt: s32, bindcnt: s32 }) {}

export class Ipt extends attributes('TCA_IPT_', () => ({
  table: [1, string],
  /** NF_INET_*: linux/netfilter.h */
  hook: [2, u32],
  index: [3, u32],
  cnt: [4, IptCount],
  tm: [5, Times],
  /** struct xt_entry_target, and what the target's own struct is. */
  targ: [6, bytes],
})) {}
