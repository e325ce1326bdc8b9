// IP over InfiniBand, RFC 4391. IFLA_IPOIB_*, IPOIB_MODE_*: linux/if_link.h; drivers/infiniband/ulp/ipoib/ipoib_netlink.c
import { attributes } from '../../../core/attributes.js'
import { enumeration, u16 } from '../../../core/types.js'

export class Ipoib extends attributes('IFLA_IPOIB_', () => ({
  pkey: [1, u16],
  mode: [2, enumeration(u16, { datagram: 0, connected: 1 })],
  /** Take multicast groups from programs. */
  umcast: [3, u16],
})) {}
