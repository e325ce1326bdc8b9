// Qualcomm's multiplexing of a modem's link. IFLA_RMNET_*, RMNET_FLAGS_*: linux/if_link.h
import { attributes, struct } from '../../../core/attributes.js'
import { flags, maskOf, u16, u32 } from '../../../core/types.js'

/** struct ifla_rmnet_flags: only the bits of `mask` are changed. */
export class RmnetFlags extends struct('ifla_rmnet_flags', {
  flags: flags(u32, {
    ingressDeaggregation: 0x1, ingressMapCommands: 0x2, ingressMapCksumv4: 0x4, egressMapCksumv4: 0x8, ingressMapCksumv5: 0x10, egressMapCksumv5: 0x20,
  }),
  mask: maskOf('flags'),
}) {}

export class Rmnet extends attributes('IFLA_RMNET_', () => ({
  muxId: [1, u16],
  flags: [2, RmnetFlags],
})) {}
