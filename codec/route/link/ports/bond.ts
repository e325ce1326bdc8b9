// Ports of bonds. IFLA_BOND_SLAVE_*: linux/if_link.h; drivers/net/bonding/bond_netlink.c
import { attributes } from '../../../core/attributes.js'
import { enumeration, flags, mac, s32, u16, u32, u8 } from '../../../core/types.js'

/** LACP_STATE_*: linux/if_bonding.h */
const lacpState = {
  lacpActivity: 0x1, lacpTimeout: 0x2, aggregation: 0x4, synchronization: 0x8, collecting: 0x10, distributing: 0x20, defaulted: 0x40, expired: 0x80,
}
/** AD_*: include/net/bond_3ad.h */
const churn = enumeration(u8, { churnMonitor: 0, churn: 1, noChurn: 2 })

export class BondPort extends attributes('IFLA_BOND_SLAVE_', () => ({
  /** BOND_STATE_*: linux/if_bonding.h */
  state: [1, enumeration(u8, { active: 0, backup: 1 })],
  /** BOND_LINK_* */
  miiStatus: [2, enumeration(u8, { up: 0, fail: 1, down: 2, back: 3 })],
  linkFailureCount: [3, u32],
  permHwaddr: [4, mac],
  queueId: [5, u16],
  adAggregatorId: [6, u16],
  adActorOperPortState: [7, flags(u8, lacpState)],
  adPartnerOperPortState: [8, flags(u16, lacpState)],
  /** rt-link.yaml has u32; bond_netlink.c puts s32. */
  prio: [9, s32],
  actorPortPrio: [10, u16],
  adChurnActorState: [11, churn],
  adChurnPartnerState: [12, churn],
})) {}
