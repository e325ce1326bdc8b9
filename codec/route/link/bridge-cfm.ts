// Connectivity fault management of bridges (CFM, 802.1Q clause 12.14). IFLA_BRIDGE_CFM_*: linux/if_bridge.h; BR_CFM_*:
// linux/cfm_bridge.h
import { attributes, nested } from '../../core/attributes.js'
import { many } from '../../core/lists.js'
import { bytes, enumeration, fixed, linkIndex, mac, u32, u8 } from '../../core/types.js'

const interval = enumeration(u32, {
  none: 0, '3_3Ms': 1, '10Ms': 2, '100Ms': 3, '1Sec': 4, '10Sec': 5, '1Min': 6, '10Min': 7,
})

export class CfmMepCreate extends attributes('IFLA_BRIDGE_CFM_MEP_CREATE_', () => ({
  instance: [1, u32],
  domain: [2, enumeration(u32, { port: 0, vlan: 1 })],
  direction: [3, enumeration(u32, { down: 0, up: 1 })],
  ifindex: [4, linkIndex],
})) {}
export class CfmMepDelete extends attributes('IFLA_BRIDGE_CFM_MEP_DELETE_', () => ({ instance: [1, u32] })) {}
export class CfmMepConfig extends attributes('IFLA_BRIDGE_CFM_MEP_CONFIG_', () => ({
  instance: [1, u32],
  unicastMac: [2, fixed(6, mac)],
  /** 0 to 7. */
  mdlevel: [3, u32],
  /** 0 to 8191. */
  mepid: [4, u32],
})) {}
export class CfmCcConfig extends attributes('IFLA_BRIDGE_CFM_CC_CONFIG_', () => ({
  instance: [1, u32],
  enable: [2, u32],
  expInterval: [3, interval],
  /** 48 bytes. */
  expMaid: [4, bytes],
})) {}
export class CfmCcPeerMep extends attributes('IFLA_BRIDGE_CFM_CC_PEER_MEP_', () => ({
  instance: [1, u32],
  mepid: [2, u32, 'IFLA_BRIDGE_CFM_CC_PEER_MEPID'],
})) {}
export class CfmCcRdi extends attributes('IFLA_BRIDGE_CFM_CC_RDI_', () => ({ instance: [1, u32], rdi: [2, u32] })) {}
export class CfmCcCcmTx extends attributes('IFLA_BRIDGE_CFM_CC_CCM_TX_', () => ({
  instance: [1, u32],
  dmac: [2, fixed(6, mac)],
  seqNoUpdate: [3, u32],
  /** In s; 0 stops it. */
  period: [4, u32],
  ifTlv: [5, u32],
  ifTlvValue: [6, u8],
  portTlv: [7, u32],
  portTlvValue: [8, u8],
})) {}
export class CfmMepStatus extends attributes('IFLA_BRIDGE_CFM_MEP_STATUS_', () => ({
  instance: [1, u32],
  opcodeUnexpSeen: [2, u32],
  versionUnexpSeen: [3, u32],
  rxLevelLowSeen: [4, u32],
})) {}
export class CfmCcPeerStatus extends attributes('IFLA_BRIDGE_CFM_CC_PEER_STATUS_', () => ({
  instance: [1, u32],
  peerMepid: [2, u32],
  ccmDefect: [3, u32],
  rdi: [4, u32],
  portTlvValue: [5, u8],
  ifTlvValue: [6, u8],
  seen: [7, u32],
  tlvSeen: [8, u32],
  seqUnexpSeen: [9, u32],
})) {}

/** The first eight are asked, one of each; the others are told, one for each end point. */
export class BridgeCfm extends attributes('IFLA_BRIDGE_CFM_', () => ({
  mepCreate: [1, nested(CfmMepCreate)],
  mepDelete: [2, nested(CfmMepDelete)],
  mepConfig: [3, nested(CfmMepConfig)],
  ccConfig: [4, nested(CfmCcConfig)],
  ccPeerMepAdd: [5, nested(CfmCcPeerMep)],
  ccPeerMepRemove: [6, nested(CfmCcPeerMep)],
  ccRdi: [7, nested(CfmCcRdi)],
  ccCcmTx: [8, nested(CfmCcCcmTx)],
  mepCreateInfo: [9, nested(many(CfmMepCreate))],
  mepConfigInfo: [10, nested(many(CfmMepConfig))],
  ccConfigInfo: [11, nested(many(CfmCcConfig))],
  ccRdiInfo: [12, nested(many(CfmCcRdi))],
  ccCcmTxInfo: [13, nested(many(CfmCcCcmTx))],
  ccPeerMepInfo: [14, nested(many(CfmCcPeerMep))],
  mepStatusInfo: [15, nested(many(CfmMepStatus))],
  ccPeerStatusInfo: [16, nested(many(CfmCcPeerStatus))],
})) {}
