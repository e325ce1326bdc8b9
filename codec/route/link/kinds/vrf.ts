// Virtual routing and forwarding: links that are routed by a table of their own. IFLA_VRF_*: linux/if_link.h
import { attributes } from '../../../core/attributes.js'
import { u32 } from '../../../core/types.js'

export class Vrf extends attributes('IFLA_VRF_', () => ({
  table: [1, u32],
})) {}
