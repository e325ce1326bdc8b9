// Pushes, pops and changes VLAN tags and Ethernet headers. TCA_VLAN_*: linux/tc_act/tc_vlan.h
import { attributes, struct } from '../../../core/attributes.js'
import { be16, enumeration, mac, s32, u16, u8 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

/** struct tc_vlan */
export class VlanParms extends struct('tc_vlan', {
  ...generic,
  /** TCA_VLAN_ACT_* */
  vAction: enumeration(s32, { pop: 1, push: 2, modify: 3, popEth: 4, pushEth: 5 }),
}) {}

export class VlanAction extends attributes('TCA_VLAN_', () => ({
  tm: [1, Times],
  parms: [2, VlanParms],
  pushVlanId: [3, u16],
  /** tc.yaml has host byte order; act_vlan.c has be16. */
  pushVlanProtocol: [4, enumeration(be16, { '802.1q': 0x8100, '802.1ad': 0x88a8 })],
  pushVlanPriority: [6, u8],
  pushEthDst: [7, mac],
  pushEthSrc: [8, mac],
})) {}
