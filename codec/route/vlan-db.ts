// RTM_NEWVLAN, RTM_DELVLAN, RTM_GETVLAN: struct br_vlan_msg, then BRIDGE_VLANDB_*: the VLANs of bridges and their ports, with options.
// linux/if_bridge.h; net/bridge/br_vlan.c, br_vlan_options.c
import { attributes, message, nested, struct } from '../core/attributes.js'
import { many } from '../core/lists.js'
import { flags, linkIndex, pad, u16, u32, u64, u8 } from '../core/types.js'
import { addressFamily } from './family.js'
import { bridgePortState, multicastRouter } from './link/bridge.js'
import { BridgeVlanInfo } from './link/bridge-af-spec.js'
import { BridgeQuerier } from './link/kinds/bridge.js'
import { MulticastRouters } from './link/router-ports.js'

/** struct br_vlan_msg */
export class BrVlanMsg extends struct('br_vlan_msg', {
  family: addressFamily,
  reserved: pad(3),
  /** A port, or the bridge. */
  ifindex: linkIndex,
}) {}

export class VlanTunnelInfo extends attributes('BRIDGE_VLANDB_TINFO_', () => ({
  id: [1, u32],
  /** RTM_SETLINK (19) to set it, RTM_DELLINK (17) to take it away. */
  cmd: [2, u32],
})) {}

export class VlanStats extends attributes('BRIDGE_VLANDB_STATS_', () => ({
  rxBytes: [1, u64],
  rxPackets: [2, u64],
  txBytes: [3, u64],
  txPackets: [4, u64],
})) {}

export class VlanEntry extends attributes('BRIDGE_VLANDB_ENTRY_', () => ({
  info: [1, BridgeVlanInfo],
  /** The last VLAN of a range that begins with that of `info`. */
  range: [2, u16],
  state: [3, bridgePortState],
  tunnelInfo: [4, nested(VlanTunnelInfo)],
  stats: [5, nested(VlanStats)],
  mcastRouter: [6, multicastRouter],
  mcastNGroups: [7, u32],
  /** 0: as many as there are. */
  mcastMaxGroups: [8, u32],
  neighSuppress: [9, u8],
  /** Since Linux 7.0. */
  neighForwardGrat: [10, u8],
})) {}

/** BRIDGE_VLANDB_GOPTS_*: of a VLAN in the whole bridge. Intervals in 1/100 s. */
export class VlanGlobalOptions extends attributes('BRIDGE_VLANDB_GOPTS_', () => ({
  id: [1, u16],
  /** The last VLAN of a range that begins with `id`. */
  range: [2, u16],
  mcastSnooping: [3, u8],
  mcastIgmpVersion: [4, u8],
  mcastMldVersion: [5, u8],
  mcastLastMemberCnt: [6, u32],
  mcastStartupQueryCnt: [7, u32],
  mcastLastMemberIntvl: [8, u64],
  mcastMembershipIntvl: [10, u64],
  mcastQuerierIntvl: [11, u64],
  mcastQueryIntvl: [12, u64],
  mcastQueryResponseIntvl: [13, u64],
  mcastStartupQueryIntvl: [14, u64],
  mcastQuerier: [15, u8],
  mcastRouterPorts: [16, nested(MulticastRouters)],
  mcastQuerierState: [17, nested(BridgeQuerier)],
  msti: [18, u16],
})) {}

/** What RTM_NEWVLAN and RTM_DELVLAN say and take. */
export class Vlan extends message(BrVlanMsg, 'BRIDGE_VLANDB_', () => ({
  entry: [1, nested(many(VlanEntry))],
  globalOptions: [2, nested(many(VlanGlobalOptions))],
})) {}

/** RTM_GETVLAN, a dump. */
export class VlanRequest extends message(BrVlanMsg, 'BRIDGE_VLANDB_DUMP_', () => ({
  /** BRIDGE_VLANDB_DUMPF_*: counters, too; only what is global. */
  flags: [1, flags(u32, { stats: 0x1, global: 0x2 })],
})) {}
