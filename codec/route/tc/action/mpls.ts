// Pushes, pops and changes MPLS labels. TCA_MPLS_*: linux/tc_act/tc_mpls.h
import { attributes, struct } from '../../../core/attributes.js'
import { be16, enumeration, s32, u32, u8 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

/** struct tc_mpls */
export class MplsParms extends struct('tc_mpls', {
  ...generic,
  /** TCA_MPLS_ACT_* */
  mAction: enumeration(s32, { pop: 1, push: 2, modify: 3, decTtl: 4, macPush: 5 }),
}) {}

export class MplsAction extends attributes('TCA_MPLS_', () => ({
  tm: [1, Times],
  parms: [2, MplsParms],
  /** The ethertype that is pushed, or that comes after what is popped. */
  proto: [4, be16],
  /** 20 bits. */
  label: [5, u32],
  tc: [6, u8],
  ttl: [7, u8],
  /** Bottom of the stack. */
  bos: [8, u8],
})) {}
