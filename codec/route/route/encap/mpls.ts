// MPLS labels put in front of packets of IP. MPLS_IPTUNNEL_*: linux/mpls_iptunnel.h; net/mpls/mpls_iptunnel.c
import { attributes } from '../../../core/attributes.js'
import { u8 } from '../../../core/types.js'
import { labels } from '../labels.js'

export class Mpls extends attributes('MPLS_IPTUNNEL_', () => ({
  /** Labels, the outermost first: '100/200'. */
  dst: [1, labels],
  /** Without it, the packet's own or the sysctl's. */
  ttl: [2, u8],
})) {}
