// Links in a VRF. IFLA_VRF_PORT_*: linux/if_link.h; drivers/net/vrf.c
import { attributes } from '../../../core/attributes.js'
import { u32 } from '../../../core/types.js'

export class VrfPort extends attributes('IFLA_VRF_PORT_', () => ({
  table: [1, u32],
})) {}
