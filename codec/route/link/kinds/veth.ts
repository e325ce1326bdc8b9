// Virtual Ethernet pairs. VETH_INFO_*: linux/veth.h; drivers/net/veth.c
import { attributes } from '../../../core/attributes.js'
import { peer } from '../peer.js'

export class Veth extends attributes('VETH_INFO_', () => ({
  /** The other end, made in the same call. Its `netNsFd` or `netNsPid` puts it into another namespace at once. */
  peer: [1, peer],
})) {}
