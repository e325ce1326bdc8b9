// XFRM interfaces: IPsec picked by an id. IFLA_XFRM_*: linux/if_link.h; net/xfrm/xfrm_interface_core.c
import { attributes } from '../../../core/attributes.js'
import { flag, linkIndex, u32 } from '../../../core/types.js'

export class Xfrm extends attributes('IFLA_XFRM_', () => ({
  link: [1, linkIndex],
  /** Not 0, but with `collectMetadata`. */
  ifId: [2, u32],
  /** Take id and link from the route. */
  collectMetadata: [3, flag],
})) {}
