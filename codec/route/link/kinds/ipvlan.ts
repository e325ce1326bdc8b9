// Several links of one hardware address, told apart by IP address (ipvlan); with a character device (ipvtap). IFLA_IPVLAN_*, IPVLAN_MODE_*,
// IPVLAN_F_*: linux/if_link.h
import { attributes } from '../../../core/attributes.js'
import { enumeration, flags, u16 } from '../../../core/types.js'

export class Ipvlan extends attributes('IFLA_IPVLAN_', () => ({
  mode: [1, enumeration(u16, { l2: 0, l3: 1, l3s: 2 })],
  /** Neither: those of one link hear each other. */
  flags: [2, flags(u16, { private: 0x1, vepa: 0x2 })],
})) {}
