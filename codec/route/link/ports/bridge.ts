// Ports of bridges: IFLA_INFO_SLAVE_DATA, and IFLA_PROTINFO of the family AF_BRIDGE. IFLA_BRPORT_*: linux/if_link.h;
// net/bridge/br_netlink.c
import { attributes } from '../../../core/attributes.js'
import { enumeration, flag, linkIndex, u16, u32, u64, u8 } from '../../../core/types.js'
import { BridgeId, bridgePortState, multicastRouter } from '../bridge.js'

export class BridgePort extends attributes('IFLA_BRPORT_', () => ({
  state: [1, bridgePortState],
  /** 0 to 63. */
  priority: [2, u16],
  cost: [3, u32],
  /** Whether frames may leave by the port that they came in by. */
  mode: [4, enumeration(u8, { unspec: 0, hairpin: 1 })],
  /** Drop BPDUs, and disable the port. */
  guard: [5, u8],
  /** The port cannot become the root port. */
  protect: [6, u8],
  fastLeave: [7, u8],
  learning: [8, u8],
  unicastFlood: [9, u8],
  proxyarp: [10, u8],
  learningSync: [11, u8],
  proxyarpWifi: [12, u8],
  rootId: [13, BridgeId],
  bridgeId: [14, BridgeId],
  designatedPort: [15, u16],
  designatedCost: [16, u16],
  id: [17, u16],
  no: [18, u16],
  topologyChangeAck: [19, u8],
  configPending: [20, u8],
  /** In 1/100 s, as the next two. */
  messageAgeTimer: [21, u64],
  forwardDelayTimer: [22, u64],
  holdTimer: [23, u64],
  /** Forget the addresses that were learnt here. */
  flush: [24, flag],
  multicastRouter: [25, multicastRouter],
  mcastFlood: [27, u8],
  mcastToUcast: [28, u8],
  vlanTunnel: [29, u8],
  bcastFlood: [30, u8],
  groupFwdMask: [31, u16],
  neighSuppress: [32, u8],
  /** Isolated ports hear only the others. */
  isolated: [33, u8],
  /** The port that takes over while this one is down; 0: none. */
  backupPort: [34, linkIndex],
  mrpRingOpen: [35, u8],
  mrpInOpen: [36, u8],
  mcastEhtHostsLimit: [37, u32],
  mcastEhtHostsCnt: [38, u32],
  /** Nothing is learnt, and what comes from unknown addresses is dropped. */
  locked: [39, u8],
  mab: [40, u8],
  mcastNGroups: [41, u32],
  /** 0: without bound. */
  mcastMaxGroups: [42, u32],
  neighVlanSuppress: [43, u8],
  backupNhid: [44, u32],
  neighForwardGrat: [45, u8],
})) {}
