// Numbers that stand for a name in more than one message. RTN_*, RTPROT_*, RT_SCOPE_*: linux/rtnetlink.h; IPPROTO_*: linux/in.h, linux/in6.h
import { enumeration, named, u32, u8 } from '../core/types.js'

/** RTN_*: what becomes of a packet that a route matches. Neighbours have one, too. */
export const routeType = enumeration(u8, {
  unspec: 0, unicast: 1, local: 2, broadcast: 3, anycast: 4, multicast: 5, blackhole: 6, unreachable: 7, prohibit: 8, throw: 9, nat: 10, xresolve: 11,
})

/** RTPROT_*: who made it. The kernel lets any number pass and looks at none but its own. */
export const protocolNames = {
  unspec: 0, redirect: 1, kernel: 2, boot: 3, static: 4, gated: 8, ra: 9, mrt: 10, zebra: 11, bird: 12, dnrouted: 13, xorp: 14, ntk: 15, dhcp: 16,
  mrouted: 17, keepalived: 18, babel: 42, ovn: 84, openr: 99, bgp: 186, isis: 187, ospf: 188, rip: 189, eigrp: 192,
} as const
export const routeProtocol = named(enumeration(u8, protocolNames), 'rt_protos')

/** RT_SCOPE_*: how far away a destination is, or how far an address is good for: the larger, the nearer. */
export const scopeNames = { universe: 0, site: 200, link: 253, host: 254, nowhere: 255 } as const
export const routeScope = named(enumeration(u8, scopeNames), 'rt_scopes')

/** Realms: the source's in the upper 16 bits, the destination's in the lower. */
export const realms = named(u32, 'rt_realms')

/** IPPROTO_* of one byte. */
export const ipProtocol = enumeration(u8, {
  ip: 0, icmp: 1, igmp: 2, ipip: 4, tcp: 6, egp: 8, pup: 12, udp: 17, idp: 22, tp: 29, dccp: 33, ipv6: 41, routing: 43, fragment: 44, rsvp: 46, gre: 47,
  esp: 50, ah: 51, icmpv6: 58, none: 59, dstopts: 60, mtp: 92, beetph: 94, encap: 98, pim: 103, comp: 108, l2tp: 115, sctp: 132, mh: 135, udplite: 136,
  mpls: 137, ethernet: 143, raw: 255,
})
