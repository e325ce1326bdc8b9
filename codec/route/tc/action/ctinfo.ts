// Takes DSCP and mark back from the connection's mark. TCA_CTINFO_*: linux/tc_act/tc_ctinfo.h
import { attributes, struct } from '../../../core/attributes.js'
import { u16, u32, u64 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

export class CtinfoParms extends struct('tc_ctinfo', generic) {}

export class Ctinfo extends attributes('TCA_CTINFO_', () => ({
  tm: [2, Times],
  act: [3, CtinfoParms],
  zone: [4, u16],
  parmsDscpMask: [5, u32],
  parmsDscpStatemask: [6, u32],
  parmsCpmarkMask: [7, u32],
  statsDscpSet: [8, u64],
  statsDscpError: [9, u64],
  statsCpmarkSet: [10, u64],
})) {}
