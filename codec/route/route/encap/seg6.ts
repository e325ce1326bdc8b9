// Segment routing of IPv6: packets go by a list of segments. SEG6_IPTUNNEL_*: linux/seg6_iptunnel.h; net/ipv6/seg6_iptunnel.c
import { attributes, struct } from '../../../core/attributes.js'
import { enumeration, ip, s32 } from '../../../core/types.js'
import { segmentRoutingHeader } from './segments.js'

/** struct seg6_iptunnel_encap */
export class Seg6Encap extends struct('seg6_iptunnel_encap', {
  /** SEG6_IPTUN_MODE_*: into the packet's own header, around the packet, around its Ethernet frame; `Red` leaves the first segment out. */
  mode: enumeration(s32, { inline: 0, encap: 1, l2encap: 2, encapRed: 3, l2encapRed: 4 }),
  srh: segmentRoutingHeader,
}) {}

export class Seg6 extends attributes('SEG6_IPTUNNEL_', () => ({
  srh: [1, Seg6Encap],
  /** Of the header around the packet. */
  src: [2, ip],
})) {}
