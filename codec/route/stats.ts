// RTM_NEWSTATS, RTM_GETSTATS, RTM_SETSTATS: struct if_stats_msg, then IFLA_STATS_*: counters of links. linux/if_link.h;
// rtnl_fill_statsinfo() in net/core/rtnetlink.c
import { attributes, message, nested, struct } from '../core/attributes.js'
import { many } from '../core/lists.js'
import { flags, linkIndex, pad, u16, u32, u64, u8 } from '../core/types.js'
import { addressFamily } from './family.js'
import { bridgeVlanFlags } from './link/bridge-af-spec.js'
import { LinkStats64 } from './link/stats.js'

/** struct if_stats_msg */
export class IfStatsMsg extends struct('if_stats_msg', {
  family: addressFamily,
  pad: pad(3),
  /** 0 in a dump. */
  ifindex: linkIndex,
  /** What is asked for, or told: IFLA_STATS_FILTER_BIT of IFLA_STATS_*. */
  filterMask: flags(u32, { link64: 0x1, linkXstats: 0x2, linkXstatsSlave: 0x4, linkOffloadXstats: 0x8, afSpec: 0x10 }),
}) {}

// --- of kinds of links. BRIDGE_XSTATS_*: linux/if_bridge.h; BOND_XSTATS_*: linux/if_bonding.h
/** struct bridge_vlan_xstats: linux/if_bridge.h */
export class BridgeVlanXstats extends struct('bridge_vlan_xstats', {
  rxBytes: u64, rxPackets: u64, txBytes: u64, txPackets: u64, vid: u16, flags: bridgeVlanFlags, pad2: pad(4),
}) {}

/** BR_MCAST_DIR_* */
class Directions extends struct('u64[BR_MCAST_DIR_SIZE]', { rx: u64, tx: u64 }) {}
/** struct br_mcast_stats: messages of IGMP and MLD. linux/if_bridge.h */
export class BrMcastStats extends struct('br_mcast_stats', {
  igmpV1queries: Directions,
  igmpV2queries: Directions,
  igmpV3queries: Directions,
  igmpLeaves: Directions,
  igmpV1reports: Directions,
  igmpV2reports: Directions,
  igmpV3reports: Directions,
  igmpParseErrors: u64,
  mldV1queries: Directions,
  mldV2queries: Directions,
  mldLeaves: Directions,
  mldV1reports: Directions,
  mldV2reports: Directions,
  mldParseErrors: u64,
  mcastBytes: Directions,
  mcastPackets: Directions,
}) {}

/** struct bridge_stp_xstats: how often a port went to blocking and to forwarding, and its BPDUs. linux/if_bridge.h */
export class BridgeStpXstats extends struct('bridge_stp_xstats', {
  transitionBlk: u64, transitionFwd: u64, rxBpdu: u64, txBpdu: u64, rxTcn: u64, txTcn: u64,
}) {}

export class BridgeXstats extends attributes('BRIDGE_XSTATS_', () => ({
  vlan: [1, many(BridgeVlanXstats)],
  mcast: [2, BrMcastStats],
  /** Of ports. */
  stp: [4, BridgeStpXstats],
})) {}

export class Bond3adStats extends attributes('BOND_3AD_STAT_', () => ({
  lacpduRx: [0, u64],
  lacpduTx: [1, u64],
  lacpduUnknownRx: [2, u64],
  lacpduIllegalRx: [3, u64],
  markerRx: [4, u64],
  markerTx: [5, u64],
  markerRespRx: [6, u64],
  markerRespTx: [7, u64],
  markerUnknownRx: [8, u64],
})) {}
export class BondXstats extends attributes('BOND_XSTATS_', () => ({
  /** In the mode 802.3ad. */
  '3ad': [1, Bond3adStats],
})) {}

/** By the kind of the link, or of the link that it is a port of. */
export class LinkXstats extends attributes('LINK_XSTATS_TYPE_', () => ({
  bridge: [1, BridgeXstats],
  bond: [2, BondXstats],
})) {}

// --- of hardware
/** struct rtnl_hw_stats64 */
export class RtnlHwStats64 extends struct('rtnl_hw_stats64', {
  rxPackets: u64, txPackets: u64, rxBytes: u64, txBytes: u64, rxErrors: u64, txErrors: u64, rxDropped: u64, txDropped: u64, multicast: u64,
}) {}
/** Whether somebody asked for the counters, and whether a driver counts. */
export class OffloadXstatsHwSInfo extends attributes('IFLA_OFFLOAD_XSTATS_HW_S_INFO_', () => ({
  request: [1, u8],
  used: [2, u8],
})) {}
/** By the counters that it is of. */
export class OffloadXstatsInfo extends attributes('IFLA_OFFLOAD_XSTATS_', () => ({ l3Stats: [3, nested(OffloadXstatsHwSInfo)] })) {}
export class OffloadXstats extends attributes('IFLA_OFFLOAD_XSTATS_', () => ({
  /** What went through the host's processor. */
  cpuHit: [1, LinkStats64],
  hwSInfo: [2, nested(OffloadXstatsInfo)],
  l3Stats: [3, RtnlHwStats64],
})) {}

// --- of address families. MPLS_STATS_*: linux/mpls.h
/** struct mpls_link_stats: linux/mpls.h */
export class MplsLinkStats extends struct('mpls_link_stats', {
  rxPackets: u64, txPackets: u64, rxBytes: u64, txBytes: u64, rxErrors: u64, txErrors: u64, rxDropped: u64, txDropped: u64, rxNoroute: u64,
}) {}
export class MplsStats extends attributes('MPLS_STATS_', () => ({ link: [1, MplsLinkStats] })) {}
export class StatsAfSpec extends attributes('AF_', () => ({ mpls: [28, MplsStats] })) {}

/** RTM_NEWSTATS: what the kernel tells. */
export class Stats extends message(IfStatsMsg, 'IFLA_STATS_', () => ({
  link64: [1, LinkStats64, 'IFLA_STATS_LINK_64'],
  linkXstats: [2, LinkXstats],
  /** What the link that it is a port of counts for it. */
  linkXstatsSlave: [3, LinkXstats],
  linkOffloadXstats: [4, OffloadXstats],
  afSpec: [5, StatsAfSpec],
})) {}

/** IFLA_STATS_GET_FILTERS: of what `filterMask` asks for, which parts. The kernel takes no other. */
export class StatsFilters extends attributes('IFLA_STATS_', () => ({
  /** IFLA_STATS_FILTER_BIT of IFLA_OFFLOAD_XSTATS_*. */
  linkOffloadXstats: [4, flags(u32, { cpuHit: 0x1, hwSInfo: 0x2, l3Stats: 0x4 })],
})) {}
/** RTM_GETSTATS and RTM_SETSTATS. */
export class StatsRequest extends message(IfStatsMsg, 'IFLA_STATS_', () => ({
  getFilters: [1, nested(StatsFilters)],
  /** RTM_SETSTATS: 1 asks drivers to count what they route. */
  setOffloadXstatsL3Stats: [2, u8],
})) {}
