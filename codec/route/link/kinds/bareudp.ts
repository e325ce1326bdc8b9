// Any protocol in UDP, without a header of its own. IFLA_BAREUDP_*: linux/if_link.h; drivers/net/bareudp.c
import { attributes } from '../../../core/attributes.js'
import { be16, flag, u16 } from '../../../core/types.js'

export class Bareudp extends attributes('IFLA_BAREUDP_', () => ({
  port: [1, be16],
  /** ETH_P_*. */
  ethertype: [2, be16],
  /** In the host's byte order, unlike `port`. */
  srcportMin: [3, u16],
  /** IPv6 beside IPv4, multicast beside unicast MPLS. */
  multiprotoMode: [4, flag],
})) {}
