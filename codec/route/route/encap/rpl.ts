// Source routing of RPL networks. RPL_IPTUNNEL_*: linux/rpl_iptunnel.h; net/ipv6/rpl_iptunnel.c; struct ipv6_rpl_sr_hdr: linux/rpl.h, RFC 6554
import { attributes, struct } from '../../../core/attributes.js'
import { array } from '../../../core/lists.js'
import { be16, ipv6, u8 } from '../../../core/types.js'

/** struct ipv6_rpl_sr_hdr. The kernel takes whole addresses only: `cmpr` is 0. */
export class RplSrh extends struct('ipv6_rpl_sr_hdr', {
  nexthdr: u8,
  /** Of all behind the first 8 bytes, in units of 8 bytes. */
  hdrlen: u8,
  /** 3 */
  type: u8,
  segmentsLeft: u8,
  /** Bytes left out of each segment, in the upper 4 bits, and of the last one. */
  cmpr: u8,
  /** Bytes of padding at the end, in the upper 4 bits. */
  padding: u8,
  reserved: be16,
  segments: array(ipv6),
}) {}

export class Rpl extends attributes('RPL_IPTUNNEL_', () => ({ srh: [1, RplSrh] })) {}
