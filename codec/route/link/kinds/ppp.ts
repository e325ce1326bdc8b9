// PPP. IFLA_PPP_*: linux/if_link.h; drivers/net/ppp/ppp_generic.c
import { attributes } from '../../../core/attributes.js'
import { s32 } from '../../../core/types.js'

export class Ppp extends attributes('IFLA_PPP_', () => ({
  /** A descriptor open on /dev/ppp. The kernel takes it, and does not tell it. */
  devFd: [1, s32],
})) {}
