// Ports of switches (distributed switch architecture). IFLA_DSA_*: linux/if_link.h; net/dsa/netlink.c
import { attributes } from '../../../core/attributes.js'
import { linkIndex } from '../../../core/types.js'

export class Dsa extends attributes('IFLA_DSA_', () => ({
  /** The host's link to the switch; IFLA_DSA_MASTER is its older name. */
  conduit: [1, linkIndex],
})) {}
