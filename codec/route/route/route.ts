// RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE: struct rtmsg, then RTA_*. linux/rtnetlink.h; net/ipv4/fib_frontend.c, net/ipv6/route.c,
// net/mpls/af_mpls.c, net/ipv4/ipmr.c
import { byFamily, choice, message, struct } from '../../core/attributes.js'
import type { Decoded } from '../../core/infer.js'
import { records } from '../../core/lists.js'
import { be16, be32, bytes, enumeration, flags, ip, linkIndex, s32, u32, u64, u8 } from '../../core/types.js'
import { addressFamily } from '../family.js'
import { ipProtocol, realms, routeProtocol, routeScope, routeType } from '../numbers.js'
import { encaps, encapType } from './encap/index.js'
import { labels } from './labels.js'
import { Metrics } from './metrics.js'
import { Hop, hopFlags } from './nexthops.js'
import { Via } from './via.js'

/**
 * RTNH_F_* of the route's one hop; RTM_F_*; and of answers to look-ups (`cloned`) RTCF_*, linux/in_route.h. Where two have one name, that
 * of RTM_F_ begins with `rt`, that of RTCF_ with `rtcf`; of 0x20000000 RTCF_MULTICAST is the other meaning.
 */
export const routeFlags = flags(u32, {
  ...hopFlags, notify: 0x100, cloned: 0x200, equalize: 0x400, prefix: 0x800, lookupTable: 0x1000, fibMatch: 0x2000, rtOffload: 0x4000, rtTrap: 0x8000,
  rtcfNotify: 0x10000, directdst: 0x20000, redirected: 0x40000, tproxy: 0x80000, fast: 0x200000, masq: 0x400000, snat: 0x800000, doredirect: 0x1000000,
  directsrc: 0x4000000, dnat: 0x8000000, broadcast: 0x10000000, offloadFailed: 0x20000000, reject: 0x40000000, local: 0x80000000,
})

/** struct rtmsg */
export class Rtmsg extends struct('rtmsg', {
  family: addressFamily,
  /** Bits of `dst` and of `src`; of a default route 0. */
  dstLen: u8,
  srcLen: u8,
  tos: u8,
  /** `table`, where it is less than 256; else 252. */
  rtmTable: u8,
  protocol: routeProtocol,
  scope: routeScope,
  type: routeType,
  flags: routeFlags,
}) {}

/** struct rta_cacheinfo */
export class RouteCacheinfo extends struct('rta_cacheinfo', {
  clntref: u32,
  /** In 1/100 s, as `expires`, which is below 0 for a route that is past. */
  lastuse: u32,
  expires: s32,
  /** An errno, below 0. rt-route.yaml ends after `used`; the kernel's struct has 32 bytes. */
  error: u32,
  used: u32,
  id: u32,
  ts: u32,
  tsage: u32,
}) {}

/** struct rta_mfc_stats */
export class MfcStats extends struct('rta_mfc_stats', { packets: u64, bytes: u64, wrongIf: u64 }) {}

/** A route. A set by a sibling makes it const and type: what reads it is a function, as `prefixOf`. */
export const Route = message(Rtmsg, 'RTA_', () => ({
  /** A default route has none. Of AF_MPLS, the label: '100'. */
  dst: [1, byFamily({ mpls: labels }, ip)],
  src: [2, ip],
  /** In requests: as if the packet came in by this link. Of multicast routes, the link it must come in by. */
  iif: [3, linkIndex],
  oif: [4, linkIndex],
  gateway: [5, ip],
  /** The metric: of two routes to one prefix, the lower wins. */
  priority: [6, u32],
  /** The address that packets of this machine's own have as their source. */
  prefsrc: [7, ip],
  metrics: [8, Metrics],
  multipath: [9, records(Hop)],
  /** Nobody has used it since Linux 2.2; nor `session` and `mpAlgo`. */
  protoinfo: [10, bytes],
  flow: [11, realms],
  cacheinfo: [12, RouteCacheinfo],
  session: [13, bytes],
  mpAlgo: [14, bytes],
  table: [15, u32],
  mark: [16, u32],
  mfcStats: [17, MfcStats],
  /** A gateway of another family. */
  via: [18, Via],
  /** Of AF_MPLS: the labels to put in the place of `dst`. */
  newdst: [19, byFamily({ mpls: labels }, ip)],
  /** ICMPV6_ROUTER_PREF_*: of routes that routers advertise (RFC 4191). */
  pref: [20, enumeration(u8, { medium: 0, high: 1, invalid: 2, low: 3 })],
  encapType: [21, encapType],
  /** What is put around packets on this route. */
  encap: [22, choice('encapType', encaps)],
  /** In requests, IPv6: in how many seconds the route goes. Of multicast routes: how long ago it was last used, in 1/100 s. */
  expires: [23, byFamily({ ipmr: u64, ip6mr: u64 }, u32)],
  /** In look-ups: as for packets of this user. */
  uid: [25, u32],
  /** Of MPLS: 1 copies the ttl into the packet that comes out of the tunnel, 0 does not; without it, as the sysctl says. */
  ttlPropagate: [26, u8],
  /** In look-ups, as `sport` and `dport`: as for such a packet. */
  ipProto: [27, ipProtocol],
  // rt-route.yaml has both in the host's byte order; net/ipv4/route.c reads them as __be16
  sport: [28, be16],
  dport: [29, be16],
  /** A nexthop object, in place of `gateway`, `oif` and `multipath`. */
  nhId: [30, u32],
  /** In look-ups, IPv6: of 20 bits; since Linux 6.14. */
  flowlabel: [31, be32],
  /** In RTM_DELROUTE: why it went. Newer than Linux 7.2. */
  delReason: [32, enumeration(u32, { unspec: 0, expired: 1, raWithdrawn: 2 })],
}))
export type Route = Decoded<typeof Route>

/** `10.0.0.0/24`, `default`, or of an MPLS route its label. */
export function prefixOf (route: { readonly family: string | number, readonly dst?: string, readonly dstLen: number }): string {
  if (route.dst === undefined) return 'default'
  return route.family === 'mpls' ? route.dst : `${route.dst}/${route.dstLen}`
}
