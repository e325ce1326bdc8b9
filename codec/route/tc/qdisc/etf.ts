// Earliest time first. TCA_ETF_*, struct tc_etf_qopt, TC_ETF_*: linux/pkt_sched.h
import { attributes, struct } from '../../../core/attributes.js'
import { flags, s32, u32 } from '../../../core/types.js'

/** struct tc_etf_qopt */
export class EtfParms extends struct('tc_etf_qopt', {
  /** In ns. */
  delta: s32,
  /** CLOCK_*: linux/time.h */
  clockid: s32,
  /** tc.yaml has s32; the header has u32. */
  flags: flags(u32, { deadlineModeOn: 1 << 0, offloadOn: 1 << 1, skipSockCheck: 1 << 2 }),
}) {}

export class Etf extends attributes('TCA_ETF_', () => ({ parms: [1, EtfParms] })) {}
