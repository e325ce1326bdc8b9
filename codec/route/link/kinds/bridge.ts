// Ethernet bridges. IFLA_BR_*: linux/if_link.h; net/bridge/br_netlink.c
import { attributes, nested, struct } from '../../../core/attributes.js'
import {
  be16, enumeration, fixed, flag, flags, ip, linkIndex, mac, maskOf, u16, u32, u64, u8
} from '../../../core/types.js'
import { BridgeId, multicastRouter } from '../bridge.js'

/**
 * struct br_boolopt_multi: only the bits of `optmask` are changed. BR_BOOLOPT_*, the numbers of the bits:
 * linux/if_bridge.h
 */
export class BridgeBoolopt extends struct('br_boolopt_multi', {
  optval: flags(u32, {
    noLlLearn: 0x1, mcastVlanSnooping: 0x2, mstEnable: 0x4, mdbOffloadFailNotification: 0x8, fdbLocalVlan0: 0x10,
  }),
  optmask: maskOf('optval'),
}) {}

/** Another querier of multicast groups, if one was heard. BRIDGE_QUERIER_*: linux/if_bridge.h */
export class BridgeQuerier extends attributes('BRIDGE_QUERIER_', () => ({
  ipAddress: [1, ip],
  ipPort: [2, linkIndex],
  /** In 1/100 s. */
  ipOtherTimer: [3, u64],
  ipv6Address: [5, ip],
  ipv6Port: [6, linkIndex],
  /** In 1/100 s. */
  ipv6OtherTimer: [7, u64],
})) {}

/** All times are in 1/100 s. */
export class Bridge extends attributes('IFLA_BR_', () => ({
  /** Time in listening and in learning. */
  forwardDelay: [1, u32],
  /** Time between hello packets. */
  helloTime: [2, u32],
  maxAge: [3, u32],
  ageingTime: [4, u32],
  /** 0: off, 1: the kernel's spanning tree, 2: a program's. */
  stpState: [5, u32],
  priority: [6, u16],
  vlanFiltering: [7, u8],
  /** rt-link.yaml has host byte order; br_netlink.c puts be16. */
  vlanProtocol: [8, enumeration(be16, { '802.1q': 0x8100, '802.1ad': 0x88a8 })],
  /** Bit n: forward what is sent to the link-local group 01:80:c2:00:00:0n. */
  groupFwdMask: [9, u16],
  rootId: [10, BridgeId],
  bridgeId: [11, BridgeId],
  rootPort: [12, u16],
  rootPathCost: [13, u32],
  topologyChange: [14, u8],
  topologyChangeDetected: [15, u8],
  helloTimer: [16, u64],
  tcnTimer: [17, u64],
  topologyChangeTimer: [18, u64],
  gcTimer: [19, u64],
  groupAddr: [20, fixed(6, mac)],
  fdbFlush: [21, flag],
  mcastRouter: [22, multicastRouter],
  mcastSnooping: [23, u8],
  mcastQueryUseIfaddr: [24, u8],
  mcastQuerier: [25, u8],
  /** Always 16: the table grows by itself. */
  mcastHashElasticity: [26, u32],
  mcastHashMax: [27, u32],
  mcastLastMemberCnt: [28, u32],
  mcastStartupQueryCnt: [29, u32],
  mcastLastMemberIntvl: [30, u64],
  mcastMembershipIntvl: [31, u64],
  mcastQuerierIntvl: [32, u64],
  mcastQueryIntvl: [33, u64],
  mcastQueryResponseIntvl: [34, u64],
  mcastStartupQueryIntvl: [35, u64],
  nfCallIptables: [36, u8],
  nfCallIp6tables: [37, u8],
  nfCallArptables: [38, u8],
  vlanDefaultPvid: [39, u16],
  vlanStatsEnabled: [41, u8],
  mcastStatsEnabled: [42, u8],
  mcastIgmpVersion: [43, u8],
  mcastMldVersion: [44, u8],
  vlanStatsPerPort: [45, u8],
  multiBoolopt: [46, BridgeBoolopt],
  mcastQuerierState: [47, nested(BridgeQuerier)],
  fdbNLearned: [48, u32],
  /** 0: without bound. */
  fdbMaxLearned: [49, u32],
  stpMode: [50, enumeration(u32, { auto: 0, user: 1, kernel: 2 })],
})) {}
