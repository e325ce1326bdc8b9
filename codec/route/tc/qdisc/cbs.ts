// Credit-based shaping, IEEE 802.1Q-2014 8.6.8.2. TCA_CBS_*, struct tc_cbs_qopt: linux/pkt_sched.h
import { attributes, struct } from '../../../core/attributes.js'
import { pad, s32, u8 } from '../../../core/types.js'

/** struct tc_cbs_qopt: slopes in kbit/s, credits in bytes. */
export class CbsParms extends struct('tc_cbs_qopt', {
  offload: u8,
  pad: pad(3),
  hicredit: s32,
  locredit: s32,
  idleslope: s32,
  sendslope: s32,
}) {}

export class Cbs extends attributes('TCA_CBS_', () => ({ parms: [1, CbsParms] })) {}
