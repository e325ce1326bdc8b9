// Media redundancy in rings of bridges (MRP, IEC 62439-2). IFLA_BRIDGE_MRP_*: linux/if_bridge.h; BR_MRP_*:
// linux/mrp_bridge.h
import { attributes, nested } from '../../core/attributes.js'
import { many } from '../../core/lists.js'
import { enumeration, linkIndex, u16, u32 } from '../../core/types.js'

const portState = enumeration(u32, { disabled: 0, blocked: 1, forwarding: 2, notConnected: 3 })
const portRole = enumeration(u32, { primary: 0, secondary: 1, inter: 2 })
const ringState = enumeration(u32, { open: 0, closed: 1 })
const ringRole = enumeration(u32, { disabled: 0, mrc: 1, mrm: 2, mra: 3 })
const inRole = enumeration(u32, { disabled: 0, mic: 1, mim: 2 })

export class MrpInstance extends attributes('IFLA_BRIDGE_MRP_INSTANCE_', () => ({
  ringId: [1, u32],
  pIfindex: [2, linkIndex],
  sIfindex: [3, linkIndex],
  prio: [4, u16],
})) {}
export class MrpPortState extends attributes('IFLA_BRIDGE_MRP_PORT_STATE_', () => ({ state: [1, portState] })) {}
export class MrpPortRole extends attributes('IFLA_BRIDGE_MRP_PORT_ROLE_', () => ({ role: [1, portRole] })) {}
export class MrpRingState extends attributes('IFLA_BRIDGE_MRP_RING_STATE_', () => ({
  ringId: [1, u32],
  state: [2, ringState],
})) {}
export class MrpRingRole extends attributes('IFLA_BRIDGE_MRP_RING_ROLE_', () => ({
  ringId: [1, u32],
  role: [2, ringRole],
})) {}
/** Intervals and periods in us. */
export class MrpStartTest extends attributes('IFLA_BRIDGE_MRP_START_TEST_', () => ({
  ringId: [1, u32],
  interval: [2, u32],
  maxMiss: [3, u32],
  period: [4, u32],
  monitor: [5, u32],
})) {}
export class MrpInState extends attributes('IFLA_BRIDGE_MRP_IN_STATE_', () => ({ inId: [1, u32], state: [2, ringState] })) {}
export class MrpInRole extends attributes('IFLA_BRIDGE_MRP_IN_ROLE_', () => ({
  ringId: [1, u32],
  inId: [2, u16],
  role: [3, inRole],
  iIfindex: [4, linkIndex],
})) {}
/** Intervals and periods in us. */
export class MrpStartInTest extends attributes('IFLA_BRIDGE_MRP_START_IN_TEST_', () => ({
  inId: [1, u32],
  interval: [2, u32],
  maxMiss: [3, u32],
  period: [4, u32],
})) {}
/** What the kernel tells of a ring. */
export class MrpInfo extends attributes('IFLA_BRIDGE_MRP_INFO_', () => ({
  ringId: [1, u32],
  pIfindex: [2, linkIndex],
  sIfindex: [3, linkIndex],
  prio: [4, u16],
  ringState: [5, ringState],
  ringRole: [6, ringRole],
  testInterval: [7, u32],
  testMaxMiss: [8, u32],
  testMonitor: [9, u32],
  iIfindex: [10, linkIndex],
  inState: [11, ringState],
  inRole: [12, inRole],
  inTestInterval: [13, u32],
  inTestMaxMiss: [14, u32],
})) {}

/** br_mrp_netlink.c wants NLA_F_NESTED on what it is asked, and sets it on nothing that it tells (`info`). */
export class BridgeMrp extends attributes('IFLA_BRIDGE_MRP_', () => ({
  instance: [1, nested(MrpInstance)],
  portState: [2, nested(MrpPortState)],
  portRole: [3, nested(MrpPortRole)],
  ringState: [4, nested(MrpRingState)],
  ringRole: [5, nested(MrpRingRole)],
  startTest: [6, nested(MrpStartTest)],
  info: [7, many(MrpInfo)],
  inRole: [8, nested(MrpInRole)],
  inState: [9, nested(MrpInState)],
  startInTest: [10, nested(MrpStartInTest)],
})) {}
