// A match of iptables. TCA_EM_IPT_*: linux/tc_ematch/tc_em_ipt.h
import { attributes } from '../../../core/attributes.js'
import { bytes, string, u32, u8 } from '../../../core/types.js'

export class IptMatch extends attributes('TCA_EM_IPT_', () => ({
  hook: [1, u32],
  matchName: [2, string],
  matchRevision: [3, u8],
  nfproto: [4, u8],
  /** The match's own struct. */
  matchData: [5, bytes],
})) {}
