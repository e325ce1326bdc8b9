// Automatic multicast tunneling, RFC 7450. IFLA_AMT_*, AMT_MODE_*: linux/amt.h; drivers/net/amt.c
import { attributes } from '../../../core/attributes.js'
import { be16, enumeration, ipv4, linkIndex, u32 } from '../../../core/types.js'

export class Amt extends attributes('IFLA_AMT_', () => ({
  mode: [1, enumeration(u32, { gateway: 0, relay: 1 })],
  relayPort: [2, be16],
  gatewayPort: [3, be16],
  link: [4, linkIndex],
  localIp: [5, ipv4],
  /** The relay, once it was found. */
  remoteIp: [6, ipv4],
  /** Whom a gateway asks for a relay. */
  discoveryIp: [7, ipv4],
  maxTunnels: [8, u32],
})) {}
