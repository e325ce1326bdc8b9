// OpenVPN's data channel. IFLA_OVPN_*, OVPN_MODE_*: linux/if_link.h; drivers/net/ovpn/main.c
import { attributes } from '../../../core/attributes.js'
import { enumeration, u8 } from '../../../core/types.js'

export class Ovpn extends attributes('IFLA_OVPN_', () => ({
  /** One peer, or many. */
  mode: [1, enumeration(u8, { p2p: 0, mp: 1 })],
})) {}
