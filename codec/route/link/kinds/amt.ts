// Automatic multicast tunneling, RFC 7450. IFLA_AMT_*, AMT_MODE_*: linux/amt.h; drivers/net/amt.c
import { attributes } from '../../../core/attributes.js'
import { be16, enumeration, linkIndex, u32 } from '../../../core/types.js'
import { ip4 } from './encap.js'

export class Amt extends attributes('IFLA_AMT_', {
  mode: [1, enumeration(u32, { gateway: 0, relay: 1 })],
  relayPort: [2, be16],
  gatewayPort: [3, be16],
  link: [4, linkIndex],
  localIp: [5, ip4],
  /** The relay, once it was found. */
  remoteIp: [6, ip4],
  /** Whom a gateway asks for a relay. */
  discoveryIp: [7, ip4],
  maxTunnels: [8, u32],
}) {}
