// GRE, RFC 2784: over IPv4 (gre, gretap, erspan) and over IPv6 (ip6gre, ip6gretap, ip6erspan). IFLA_GRE_*, GRE_*: linux/if_tunnel.h;
// net/ipv4/ip_gre.c, net/ipv6/ip6_gre.c
import { attributes } from '../../../core/attributes.js'
import { be16, be32, enumeration, flag, flags, ip, linkIndex, u16, u32, u8 } from '../../../core/types.js'
import { encapFlags, encapType, ip6TunnelFlags } from './encap.js'

/** GRE_*: as they stand in the packet. */
const greFlags = flags(be16, { csum: 0x8000, routing: 0x4000, key: 0x2000, seq: 0x1000, strict: 0x800, ack: 0x80 })

export class Gre extends attributes('IFLA_GRE_', () => ({
  link: [1, linkIndex],
  /** Of what comes in. The kernel heeds csum, key and seq. */
  iflags: [2, greFlags],
  oflags: [3, greFlags],
  /** Needs `key` in `iflags`. */
  ikey: [4, be32],
  /** Needs `key` in `oflags`. */
  okey: [5, be32],
  local: [6, ip],
  remote: [7, ip],
  /** 0: that of the packet inside. The hop limit, over IPv6. */
  ttl: [8, u8],
  /** 1: that of the packet inside. */
  tos: [9, u8],
  pmtudisc: [10, u8],
  encapLimit: [11, u8],
  /** Traffic class and flow label, as in the header of IPv6. */
  flowinfo: [12, be32],
  /** Over IPv6. */
  flags: [13, ip6TunnelFlags],
  encapType: [14, encapType],
  encapFlags: [15, encapFlags],
  /** 0: by a hash of the flow. */
  encapSport: [16, be16],
  encapDport: [17, be16],
  /** Take the header from the route. */
  collectMetadata: [18, flag],
  ignoreDf: [19, u8],
  fwmark: [20, u32],
  /** Of 20 bits, in version 1. */
  erspanIndex: [21, u32],
  /** 1 has an index; 2 a direction and the id of the hardware; 0 is that of before, without either. */
  erspanVer: [22, u8],
  erspanDir: [23, enumeration(u8, { ingress: 0, egress: 1 })],
  /** Of 6 bits. */
  erspanHwid: [24, u16],
})) {}
