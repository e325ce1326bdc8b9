// IP in IP: over IPv4 (ipip, sit), and over IPv6 (ip6tnl). IFLA_IPTUN_*, SIT_ISATAP: linux/if_tunnel.h; net/ipv4/ipip.c, net/ipv6/sit.c,
// net/ipv6/ip6_tunnel.c
import { attributes } from '../../../core/attributes.js'
import { be16, be32, enumeration, flag, flags, ipv4, ipv6, linkIndex, u16, u32, u8 } from '../../../core/types.js'
import { encapFlags, encapType, ip6TunnelFlags } from './encap.js'

/** IPPROTO_*: what is inside; `ip` is anything. */
const proto = enumeration(u8, { ip: 0, ipip: 4, ipv6: 41, mpls: 137 })

export class Iptunnel extends attributes('IFLA_IPTUN_', () => ({
  link: [1, linkIndex],
  local: [2, ipv4],
  remote: [3, ipv4],
  /** 0: that of the packet inside. */
  ttl: [4, u8],
  /** 1: that of the packet inside. */
  tos: [5, u8],
  /** Of sit. rt-link.yaml has big-endian, as the C type; but SIT_ISATAP is 1 in the host's byte order. */
  flags: [8, flags(u16, { isatap: 0x1 })],
  proto: [9, proto],
  pmtudisc: [10, u8],
  /** 6RD, RFC 5969: of sit. */
  '6rdPrefix': [11, ipv6],
  '6rdRelayPrefix': [12, ipv4],
  '6rdPrefixlen': [13, u16],
  '6rdRelayPrefixlen': [14, u16],
  encapType: [15, encapType],
  encapFlags: [16, encapFlags],
  /** 0: by a hash of the flow. */
  encapSport: [17, be16],
  encapDport: [18, be16],
  /** Take the header from the route. */
  collectMetadata: [19, flag],
  fwmark: [20, u32],
})) {}

export class Ip6tnl extends attributes('IFLA_IPTUN_', () => ({
  link: [1, linkIndex],
  local: [2, ipv6],
  remote: [3, ipv6],
  /** The hop limit. */
  ttl: [4, u8],
  encapLimit: [6, u8],
  /** Traffic class and flow label, as in the header of IPv6. */
  flowinfo: [7, be32],
  /** Four bytes of the host's order; those of sit have two. */
  flags: [8, ip6TunnelFlags],
  proto: [9, proto],
  encapType: [15, encapType],
  encapFlags: [16, encapFlags],
  encapSport: [17, be16],
  encapDport: [18, be16],
  collectMetadata: [19, flag],
  fwmark: [20, u32],
})) {}
