// Changes addresses without tracking connections. TCA_NAT_*: linux/tc_act/tc_nat.h
import { attributes, struct } from '../../../core/attributes.js'
import { flags, ipv4, u32 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

/** struct tc_nat */
export class NatParms extends struct('tc_nat', {
  ...generic,
  oldAddr: ipv4,
  newAddr: ipv4,
  mask: ipv4,
  /** TCA_NAT_FLAG_* */
  flags: flags(u32, { egress: 1 }),
}) {}

export class Nat extends attributes('TCA_NAT_', () => ({ parms: [1, NatParms], tm: [2, Times] })) {}
