// Geneve, RFC 8926: Ethernet in UDP, with options. IFLA_GENEVE_*, GENEVE_DF_*: linux/if_link.h; drivers/net/geneve.c
import { attributes, struct } from '../../../core/attributes.js'
import { be16, be32, enumeration, flag, ipv4, ipv6, u32, u8 } from '../../../core/types.js'

/** struct ifla_geneve_port_range: source ports, in network byte order. */
export class GenevePortRange extends struct('ifla_geneve_port_range', { low: be16, high: be16 }) {}

export class Geneve extends attributes('IFLA_GENEVE_', () => ({
  /** The VNI, of 24 bits. */
  id: [1, u32],
  remote: [2, ipv4],
  ttl: [3, u8],
  /** 1: that of the packet inside. */
  tos: [4, u8],
  /** Where to; 6081 where none is given. */
  port: [5, be16],
  /** Take the header from the route. */
  collectMetadata: [6, flag],
  remote6: [7, ipv6],
  udpCsum: [8, u8],
  udpZeroCsum6Tx: [9, u8],
  udpZeroCsum6Rx: [10, u8],
  /** The flow label, of 20 bits. */
  label: [11, be32],
  ttlInherit: [12, u8],
  df: [13, enumeration(u8, { unset: 0, set: 1, inherit: 2 })],
  /** What is inside need not be Ethernet. */
  innerProtoInherit: [14, flag],
  portRange: [15, GenevePortRange],
  groHint: [16, flag],
  local: [17, ipv4],
  local6: [18, ipv6],
})) {}
