// Links of mobile modems. IFLA_WWAN_*: linux/wwan.h; drivers/net/wwan/wwan_core.c
import { attributes } from '../../../core/attributes.js'
import { u32 } from '../../../core/types.js'

export class Wwan extends attributes('IFLA_WWAN_', () => ({
  linkId: [1, u32],
})) {}
