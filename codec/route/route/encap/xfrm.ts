// IPsec through an interface in external mode. LWT_XFRM_*: linux/lwtunnel.h; net/xfrm/xfrm_interface_core.c
import { attributes } from '../../../core/attributes.js'
import { linkIndex, u32 } from '../../../core/types.js'

export class Xfrm extends attributes('LWT_XFRM_', () => ({
  ifId: [1, u32],
  /** The link that packets leave by. */
  link: [2, linkIndex],
})) {}
