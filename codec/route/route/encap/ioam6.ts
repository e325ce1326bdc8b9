// Measurements written into packets of IPv6 on their way. IOAM6_IPTUNNEL_*: linux/ioam6_iptunnel.h; linux/ioam6.h; net/ipv6/ioam6_iptunnel.c
import { attributes, struct } from '../../../core/attributes.js'
import { be16, be32, enumeration, ip, u32, u8 } from '../../../core/types.js'

/** struct ioam6_trace_hdr: linux/ioam6.h, RFC 9197 */
export class Ioam6Trace extends struct('ioam6_trace_hdr', {
  namespaceId: be16,
  /** Bytes of data of each node, in units of 4, in the upper 5 bits; then whether they ran over. */
  nodelen: u8,
  /** Room that is left, in units of 4 bytes. */
  remlen: u8,
  /** Which data: a bit each in the upper 24 bits. */
  type: be32,
}) {}

export class Ioam6 extends attributes('IOAM6_IPTUNNEL_', () => ({
  mode: [1, enumeration(u8, { inline: 1, encap: 2, auto: 3 })],
  dst: [2, ip],
  trace: [3, Ioam6Trace],
  /** In `freqK` of `freqN` packets. */
  freqK: [4, u32],
  freqN: [5, u32],
  /** Of the header around the packet; since Linux 6.12. */
  src: [6, ip],
})) {}
