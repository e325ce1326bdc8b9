// Sends packets, or a copy of them, to a link. TCA_MIRRED_*: linux/tc_act/tc_mirred.h
import { attributes, struct } from '../../../core/attributes.js'
import { enumeration, linkIndex, s32, u32 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

/** struct tc_mirred */
export class MirredParms extends struct('tc_mirred', {
  ...generic,
  /** TCA_EGRESS_REDIR ... */
  eaction: enumeration(s32, { egressRedir: 1, egressMirror: 2, ingressRedir: 3, ingressMirror: 4 }),
  ifindex: linkIndex,
}) {}

export class Mirred extends attributes('TCA_MIRRED_', () => ({
  tm: [1, Times],
  parms: [2, MirredParms],
  /** To all links of a block, in place of one. tc.yaml has bytes; act_mirred.c takes u32. */
  blockid: [4, u32],
})) {}
