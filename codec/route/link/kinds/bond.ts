// Bonds: several links as one. IFLA_BOND_*: linux/if_link.h; BOND_MODE_*, BOND_XMIT_POLICY_*: linux/if_bonding.h; names without a constant there
// are those of drivers/net/bonding/bond_options.c
import { attributes, nested } from '../../../core/attributes.js'
import { indexed } from '../../../core/lists.js'
import { enumeration, fixed, ipv4, ipv6, linkIndex, mac, u16, u32, u8 } from '../../../core/types.js'

/** Of the aggregator that is in use, in mode 802.3ad. */
export class BondAdInfo extends attributes('IFLA_BOND_AD_INFO_', () => ({
  aggregator: [1, u16],
  numPorts: [2, u16],
  actorKey: [3, u16],
  partnerKey: [4, u16],
  partnerMac: [5, fixed(6, mac)],
})) {}

/** All times are in milliseconds, where nothing else is said. */
export class Bond extends attributes('IFLA_BOND_', () => ({
  mode: [1, enumeration(u8, { roundrobin: 0, activebackup: 1, xor: 2, broadcast: 3, '8023ad': 4, tlb: 5, alb: 6 })],
  activeSlave: [2, linkIndex],
  /** How often to look at the ports' carrier; 0: never. */
  miimon: [3, u32],
  updelay: [4, u32],
  downdelay: [5, u32],
  useCarrier: [6, u8],
  arpInterval: [7, u32],
  /** Up to 16. */
  arpIpTarget: [8, indexed(ipv4, 0)],
  arpValidate: [9, enumeration(u32, { none: 0, active: 1, backup: 2, all: 3, filter: 4, filterActive: 5, filterBackup: 6 })],
  arpAllTargets: [10, enumeration(u32, { any: 0, all: 1 })],
  primary: [11, linkIndex],
  primaryReselect: [12, enumeration(u8, { always: 0, better: 1, failure: 2 })],
  failOverMac: [13, enumeration(u8, { none: 0, active: 1, follow: 2 })],
  xmitHashPolicy: [14, enumeration(u8, { layer2: 0, layer34: 1, layer23: 2, encap23: 3, encap34: 4, vlanSrcmac: 5 })],
  /** How many membership reports to send after another port was taken. */
  resendIgmp: [15, u32],
  numPeerNotif: [16, u8],
  allSlavesActive: [17, u8],
  minLinks: [18, u32],
  /** In seconds. */
  lpInterval: [19, u32],
  /** Before the next port, in mode roundrobin; 0: by lot. */
  packetsPerSlave: [20, u32],
  adLacpRate: [21, enumeration(u8, { slow: 0, fast: 1 })],
  adSelect: [22, enumeration(u8, { stable: 0, bandwidth: 1, count: 2, prio: 3 })],
  adInfo: [23, BondAdInfo],
  adActorSysPrio: [24, u16],
  adUserPortKey: [25, u16],
  adActorSystem: [26, fixed(6, mac)],
  tlbDynamicLb: [27, u8],
  peerNotifDelay: [28, u32],
  adLacpActive: [29, u8],
  missedMax: [30, u8],
  /** Up to 16. */
  nsIp6Target: [31, nested(indexed(ipv6, 0))],
  coupledControl: [32, u8],
  broadcastNeigh: [33, u8],
  lacpStrict: [34, u8],
})) {}
