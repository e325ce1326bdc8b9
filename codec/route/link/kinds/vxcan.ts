// Pairs of virtual CAN links. VXCAN_INFO_*: linux/can/vxcan.h; drivers/net/can/vxcan.c
import { attributes } from '../../../core/attributes.js'
import { peer } from '../peer.js'

export class Vxcan extends attributes('VXCAN_INFO_', () => ({
  /** The other end, as that of veth. */
  peer: [1, peer],
})) {}
