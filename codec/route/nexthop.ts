// RTM_NEWNEXTHOP, RTM_DELNEXTHOP, RTM_GETNEXTHOP and RTM_*NEXTHOPBUCKET: struct nhmsg, then NHA_*: nexthops with an id of their own.
// linux/nexthop.h; net/ipv4/nexthop.c
import { attributes, choice, message, nested, struct } from '../core/attributes.js'
import type { Decoded } from '../core/infer.js'
import { array, many } from '../core/lists.js'
import { enumeration, flag, flags, ip, linkIndex, pad, u16, u32, u64, u8, uint } from '../core/types.js'
import { addressFamily } from './family.js'
import { routeProtocol, routeScope } from './numbers.js'
import { encaps, encapType } from './route/encap/index.js'
import { hopFlags } from './route/nexthops.js'

/** struct nhmsg */
export class Nhmsg extends struct('nhmsg', {
  /** Of the gateway; `unspec` of groups. */
  family: addressFamily,
  scope: routeScope,
  protocol: routeProtocol,
  resvd: pad(1),
  flags: flags(u32, hopFlags),
}) {}

/** struct nexthop_grp: one of a group. */
export class NexthopGrp extends struct('nexthop_grp', {
  id: u32,
  /** Less 1. */
  weight: u8,
  /** The upper eight bits of the weight, less 1, since Linux 6.12; always 0 before. */
  weightHigh: u8,
  resvd2: pad(2),
}) {}

/** NHA_RES_GROUP_*: a resilient group. Times in 1/100 s. */
export class NexthopResGroup extends attributes('NHA_RES_GROUP_', () => ({
  buckets: [1, u16],
  /** A bucket that had no packet for so long may go to another nexthop. */
  idleTimer: [2, u32],
  /** After so long out of balance, buckets in use go too. */
  unbalancedTimer: [3, u32],
  /** How long it is out of balance. */
  unbalancedTime: [4, u64],
})) {}

/** NHA_RES_BUCKET_* */
export class NexthopResBucket extends attributes('NHA_RES_BUCKET_', () => ({
  index: [1, u16],
  /** In 1/100 s. */
  idleTime: [2, u64],
  /** The nexthop that the bucket's packets take. */
  nhId: [3, u32],
})) {}

export class NexthopGroupStatsEntry extends attributes('NHA_GROUP_STATS_ENTRY_', () => ({
  id: [1, u32],
  packets: [2, uint],
  /** Of these, what the hardware forwarded. */
  packetsHw: [3, uint],
})) {}
export class NexthopGroupStats extends attributes('NHA_GROUP_STATS_', () => ({
  entry: [1, nested(many(NexthopGroupStatsEntry))],
})) {}

/** A nexthop, a group of them, or a bucket of a resilient group. */
export const Nexthop = message(Nhmsg, 'NHA_', () => ({
  /** In requests, 0 or none: choose one. */
  id: [1, u32],
  group: [2, array(NexthopGrp)],
  groupType: [3, enumeration(u16, { mpath: 0, res: 1 })],
  blackhole: [4, flag],
  /** In dumps: only those of this link. */
  oif: [5, linkIndex],
  gateway: [6, ip],
  encapType: [7, encapType],
  encap: [8, nested(choice('encapType', encaps))],
  /** In dumps: only groups. */
  groups: [9, flag],
  /** In dumps: only those of links in this bridge or VRF. */
  master: [10, linkIndex],
  /** For forwarding entries of VXLANs. */
  fdb: [11, flag],
  resGroup: [12, nested(NexthopResGroup)],
  resBucket: [13, nested(NexthopResBucket)],
  /**
   * NHA_OP_FLAG_*: tell the statistics, too; since Linux 6.9. `respGrpResvd0`, in answers: `weightHigh` of groups is known, and the last two
   * bytes of `NexthopGrp` are 0; since 6.12.
   */
  opFlags: [14, flags(u32, { dumpStats: 0x1, dumpHwStats: 0x2, respGrpResvd0: 0x80000000 })],
  groupStats: [15, nested(NexthopGroupStats)],
  hwStatsEnable: [16, u32],
  hwStatsUsed: [17, u32],
}))
export type Nexthop = Decoded<typeof Nexthop>
