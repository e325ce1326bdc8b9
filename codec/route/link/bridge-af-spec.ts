// IFLA_AF_SPEC of the family AF_BRIDGE: VLANs of a port, spanning trees, rings. IFLA_BRIDGE_*: linux/if_bridge.h
import { attributes, nested, struct } from '../../core/attributes.js'
import { many } from '../../core/lists.js'
import { enumeration, flags, u16, u32 } from '../../core/types.js'
import { bridgePortState } from './bridge.js'
import { BridgeCfm } from './bridge-cfm.js'
import { BridgeMrp } from './bridge-mrp.js'

/** BRIDGE_VLAN_INFO_*. A range is two entries, `rangeBegin` and `rangeEnd`. */
export const bridgeVlanFlags = flags(u16, {
  master: 0x1, pvid: 0x2, untagged: 0x4, rangeBegin: 0x8, rangeEnd: 0x10, brentry: 0x20, onlyOpts: 0x40,
})

/** struct bridge_vlan_info */
export class BridgeVlanInfo extends struct('bridge_vlan_info', { flags: bridgeVlanFlags, vid: u16 }) {}

export class BridgeVlanTunnel extends attributes('IFLA_BRIDGE_VLAN_TUNNEL_', () => ({
  id: [1, u32],
  vid: [2, u16],
  flags: [3, bridgeVlanFlags],
})) {}

export class BridgeMstEntry extends attributes('IFLA_BRIDGE_MST_ENTRY_', () => ({
  msti: [1, u16],
  state: [2, bridgePortState],
})) {}

export class BridgeMst extends attributes('IFLA_BRIDGE_MST_', () => ({
  /** br_mst.c wants NLA_F_NESTED when it is asked, and does not set it when it tells. */
  entry: [1, nested(many(BridgeMstEntry))],
})) {}

export class BridgeAfSpec extends attributes('IFLA_BRIDGE_', () => ({
  /** Who is asked: the bridge that the port is in (`master`), or the card's own switch (`self`). */
  flags: [0, flags(u16, { master: 0x1, self: 0x2 })],
  mode: [1, enumeration(u16, { veb: 0, vepa: 1, undef: 0xffff })],
  vlanInfo: [2, many(BridgeVlanInfo)],
  vlanTunnelInfo: [3, many(BridgeVlanTunnel)],
  mrp: [4, nested(BridgeMrp)],
  cfm: [5, nested(BridgeCfm)],
  mst: [6, nested(BridgeMst)],
})) {}
