// Changes addresses without tracking connections. TCA_NAT_*: linux/tc_act/tc_nat.h
import { attributes, struct } from '../../../core/attributes.js'
import { fixed, flags, ip, u32 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

const address = fixed(4, ip)

/** struct tc_nat */
export class NatParms extends struct('tc_nat', {
  ...generic,
  oldAddr: address,
  newAddr: address,
  mask: address,
  /** TCA_NAT_FLAG_* */
  flags: flags(u32, { egress: 1 }),
}) {}

export class Nat extends attributes('TCA_NAT_', { parms: [1, NatParms], tm: [2, Times] }) {}
