// VLANs, 802.1Q and 802.1ad. IFLA_VLAN_*: linux/if_link.h; VLAN_FLAG_*: linux/if_vlan.h
import { attributes, struct } from '../../../core/attributes.js'
import { repeated } from '../../../core/lists.js'
import { be16, enumeration, flags, maskOf, u16, u32 } from '../../../core/types.js'

const vlanFlags = flags(u32, { reorderHdr: 0x1, gvrp: 0x2, looseBinding: 0x4, mvrp: 0x8, bridgeBinding: 0x10 })

/**
 * struct ifla_vlan_flags: only the bits of `mask` are changed, which are those that `flags` names where none is given.
 * linux/if_link.h
 */
export class VlanFlags extends struct('ifla_vlan_flags', { flags: vlanFlags, mask: maskOf('flags') }) {}

/** struct ifla_vlan_qos_mapping: of a packet's priority to the tag's (egress), or back (ingress). linux/if_link.h */
export class VlanQosMapping extends struct('ifla_vlan_qos_mapping', { from: u32, to: u32 }) {}

export class Vlan extends attributes('IFLA_VLAN_', () => ({
  /** 1 to 4094. Needed to make one. */
  id: [1, u16],
  flags: [2, VlanFlags],
  egressQos: [3, repeated(1, VlanQosMapping, 'IFLA_VLAN_QOS_MAPPING')],
  ingressQos: [4, repeated(1, VlanQosMapping, 'IFLA_VLAN_QOS_MAPPING')],
  protocol: [5, enumeration(be16, { '802.1q': 0x8100, '802.1ad': 0x88a8 })],
})) {}
