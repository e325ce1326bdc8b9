// RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH: struct ndmsg, then NDA_*: neighbours of IP, forwarding entries of bridges and VXLANs.
// linux/neighbour.h; net/core/neighbour.c, net/bridge/br_fdb.c, drivers/net/vxlan/vxlan_core.c
import { attributes, message, nested, struct } from '../core/attributes.js'
import { be16, flag, flags, ip, linkIndex, pad, s32, u16, u32, u8 } from '../core/types.js'
import { addressFamily } from './family.js'
import { hardwareAddress } from './hardware-address.js'
import { routeProtocol, routeType } from './numbers.js'

const states = { incomplete: 0x1, reachable: 0x2, stale: 0x4, delay: 0x8, probe: 0x10, failed: 0x20, noarp: 0x40, permanent: 0x80 } as const
const entryFlags = { use: 0x1, self: 0x2, master: 0x4, proxy: 0x8, extLearned: 0x10, offloaded: 0x20, sticky: 0x40, router: 0x80 } as const
/** NUD_*: one at a time, but for filters and for entries of VXLANs; none of them is NUD_NONE. */
export const neighbourState = flags(u16, states)
/** NTF_*. Of a bridge's entries, `self` is the port's own table, `master` the bridge's. */
export const neighbourFlags = flags(u8, entryFlags)

/** struct ndmsg */
export class Ndmsg extends struct('ndmsg', {
  family: addressFamily,
  pad: pad(3),
  /** The link it is on; the port, of a bridge's entry. */
  ndmIfindex: linkIndex,
  state: neighbourState,
  flags: neighbourFlags,
  type: routeType,
}) {}

/** struct nda_cacheinfo: how long ago, in 1/100 s. */
export class NeighbourCacheinfo extends struct('nda_cacheinfo', { confirmed: u32, used: u32, updated: u32, refcnt: u32 }) {}

/** NFEA_*: a bridge's entry, as a daemon of EVPN wants it; since Linux 5.14. */
export class FdbExtAttrs extends attributes('NFEA_', () => ({
  /** FDB_NOTIFY_*: tell when it becomes inactive; that it is. */
  activityNotify: [1, flags(u8, { bit: 0x1, inactiveBit: 0x2 })],
  /** In requests: what is asked for does not count as activity. */
  dontRefresh: [2, flag],
})) {}

/** A neighbour, or a forwarding entry (`family` is bridge). */
export class Neighbour extends message(Ndmsg, 'NDA_', () => ({
  /** Its IP address; of a VXLAN's entry, the other end of the tunnel. */
  dst: [1, ip],
  /** A tunnel's neighbours have an IP address here. */
  lladdr: [2, hardwareAddress],
  cacheinfo: [3, NeighbourCacheinfo],
  /** How many times it was asked for since it was last heard of. */
  probes: [4, u32],
  vlan: [5, u16],
  /** UDP, of the other end of a VXLAN's tunnel. */
  port: [6, be16],
  vni: [7, u32],
  /** Of the link that a VXLAN's packets leave by. In dumps of neighbours: only those of this link. */
  ifindex: [8, linkIndex],
  /** The bridge. In dumps: only those of this bridge or VRF. */
  master: [9, linkIndex],
  /** The id of the namespace that `ifindex` is in. */
  linkNetnsid: [10, s32],
  /** For VXLANs with many VNIs: of the entry itself, where `vni` is what goes out. */
  srcVni: [11, u32],
  protocol: [12, routeProtocol],
  /** A nexthop object of type fdb, in place of `dst`. */
  nhId: [13, u32],
  fdbExtAttrs: [14, nested(FdbExtAttrs)],
  /** NTF_EXT_*: beyond the eight of the header; since Linux 5.16. */
  flagsExt: [15, flags(u32, { managed: 0x1, locked: 0x2, extValidated: 0x4 })],
  /** In requests to delete many (NLM_F_BULK), since Linux 5.19: which bits of `state` count. */
  ndmStateMask: [16, neighbourState],
  ndmFlagsMask: [17, neighbourFlags],
})) {}
