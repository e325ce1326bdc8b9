// CAIF, ST-Ericsson's protocol to modems. IFLA_CAIF_*: linux/caif/if_caif.h
import { attributes } from '../../../core/attributes.js'
import { u32, u8 } from '../../../core/types.js'

export class Caif extends attributes('IFLA_CAIF_', () => ({
  ipv4Connid: [1, u32],
  ipv6Connid: [2, u32],
  loopback: [3, u8],
})) {}
