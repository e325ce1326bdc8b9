// Virtual functions of a network card (SR-IOV), and ports of 802.1Qbg. IFLA_VF_*, IFLA_PORT_*: linux/if_link.h
import { attributes, struct } from '../../core/attributes.js'
import { repeated } from '../../core/lists.js'
import { be16, bytes, enumeration, string, u16, u32, u64, u8 } from '../../core/types.js'
import { paddedAddress } from './address.js'

/** struct ifla_vf_mac */
export class VfMac extends struct('ifla_vf_mac', { vf: u32, mac: paddedAddress }) {}
/** struct ifla_vf_broadcast */
export class VfBroadcast extends struct('ifla_vf_broadcast', { broadcast: paddedAddress }) {}
/** struct ifla_vf_vlan: 802.1Q; `vlan` 0 switches it off. */
export class VfVlan extends struct('ifla_vf_vlan', { vf: u32, vlan: u32, qos: u32 }) {}
/** struct ifla_vf_vlan_info. rt-link.yaml has u32 for `vlanProto`; if_link.h has __be16. */
export class VfVlanInfo extends struct('ifla_vf_vlan_info', {
  vf: u32, vlan: u32, qos: u32, vlanProto: enumeration(be16, { '802.1q': 0x8100, '802.1ad': 0x88a8 }),
}) {}
/** struct ifla_vf_tx_rate, in Mbit/s: the older form of VfRate. */
export class VfTxRate extends struct('ifla_vf_tx_rate', { vf: u32, rate: u32 }) {}
/** struct ifla_vf_rate, in Mbit/s; 0 is without bound. */
export class VfRate extends struct('ifla_vf_rate', { vf: u32, minTxRate: u32, maxTxRate: u32 }) {}
/** 0xffffffff where the driver does not know. */
const setting = { vf: u32, setting: u32 }
/** struct ifla_vf_spoofchk */
export class VfSpoofchk extends struct('ifla_vf_spoofchk', setting) {}
/** struct ifla_vf_rss_query_en */
export class VfRssQueryEn extends struct('ifla_vf_rss_query_en', setting) {}
/** struct ifla_vf_trust */
export class VfTrust extends struct('ifla_vf_trust', setting) {}
/** struct ifla_vf_guid */
export class VfGuid extends struct('ifla_vf_guid', { vf: u32, guid: u64 }) {}
/** struct ifla_vf_link_state */
export class VfLinkState extends struct('ifla_vf_link_state', { vf: u32, linkState: enumeration(u32, { auto: 0, enable: 1, disable: 2 }) }) {}

export class VfStats extends attributes('IFLA_VF_STATS_', () => ({
  rxPackets: [0, u64],
  txPackets: [1, u64],
  rxBytes: [2, u64],
  txBytes: [3, u64],
  broadcast: [4, u64],
  multicast: [5, u64],
  rxDropped: [7, u64],
  txDropped: [8, u64],
})) {}

export class VfInfo extends attributes('IFLA_VF_', () => ({
  mac: [1, VfMac],
  vlan: [2, VfVlan],
  txRate: [3, VfTxRate],
  spoofchk: [4, VfSpoofchk],
  linkState: [5, VfLinkState],
  rate: [6, VfRate],
  rssQueryEn: [7, VfRssQueryEn],
  stats: [8, VfStats],
  trust: [9, VfTrust],
  ibNodeGuid: [10, VfGuid],
  ibPortGuid: [11, VfGuid],
  vlanList: [12, repeated(1, VfVlanInfo, 'IFLA_VF_VLAN_INFO')],
  broadcast: [13, VfBroadcast],
})) {}

/** PORT_VDP_RESPONSE_*, PORT_PROFILE_RESPONSE_*; the spelling of `vdpResponseVtidVersionVioaltion` is the kernel's. */
const portResponse = enumeration(u16, {
  vdpResponseSuccess: 0,
  vdpResponseInvalidFormat: 1,
  vdpResponseInsufficientResources: 2,
  vdpResponseUnusedVtid: 3,
  vdpResponseVtidViolation: 4,
  vdpResponseVtidVersionVioaltion: 5,
  vdpResponseOutOfSync: 6,
  profileResponseSuccess: 256,
  profileResponseInprogress: 257,
  profileResponseInvalid: 258,
  profileResponseBadstate: 259,
  profileResponseInsufficientResources: 260,
  profileResponseError: 261,
})

export class Port extends attributes('IFLA_PORT_', () => ({
  vf: [1, u32],
  profile: [2, string],
  /** struct ifla_port_vsi, which the kernel no longer reads. */
  vsiType: [3, bytes],
  instanceUuid: [4, bytes],
  hostUuid: [5, bytes],
  request: [6, enumeration(u8, { preassociate: 0, preassociateRr: 1, associate: 2, disassociate: 3 })],
  response: [7, portResponse],
})) {}
