// VXLANs, RFC 7348: Ethernet in UDP. IFLA_VXLAN_*, VXLAN_DF_*, VXLAN_LABEL_*: linux/if_link.h; drivers/net/vxlan/vxlan_core.c
import { attributes, struct } from '../../../core/attributes.js'
import { be16, be32, byLength, enumeration, flag, ipv4, ipv6, linkIndex, u32, u8 } from '../../../core/types.js'

/** struct ifla_vxlan_port_range: source ports, in network byte order. */
export class VxlanPortRange extends struct('ifla_vxlan_port_range', { low: be16, high: be16 }) {}

/** struct vxlanhdr, as a mask: the bits of a header that must be zero. */
export class VxlanReservedBits extends struct('vxlanhdr', { vxFlags: be32, vxVni: be32 }) {}

export class Vxlan extends attributes('IFLA_VXLAN_', () => ({
  /** The VNI, of 24 bits. */
  id: [1, u32],
  /** Where to send what has no better place: a group, or another end. */
  group: [2, ipv4],
  link: [3, linkIndex],
  local: [4, ipv4],
  /** 0: that of the route. */
  ttl: [5, u8],
  /** 1: that of the packet inside. */
  tos: [6, u8],
  learning: [7, u8],
  /** In seconds; 0: never. */
  ageing: [8, u32],
  /** How many addresses may be learnt; 0: without bound. */
  limit: [9, u32],
  portRange: [10, VxlanPortRange],
  /** Answer ARP for those that are known. */
  proxy: [11, u8],
  /** Route short circuit. */
  rsc: [12, u8],
  l2miss: [13, u8],
  l3miss: [14, u8],
  /** Where to; 8472 where none is given, 4789 in the standard. */
  port: [15, be16],
  group6: [16, ipv6],
  local6: [17, ipv6],
  udpCsum: [18, u8],
  udpZeroCsum6Tx: [19, u8],
  udpZeroCsum6Rx: [20, u8],
  remcsumTx: [21, u8],
  remcsumRx: [22, u8],
  /** Group policy. */
  gbp: [23, flag],
  remcsumNopartial: [24, flag],
  /** Take the header from the route. */
  collectMetadata: [25, u8],
  /** The flow label, of 20 bits. */
  label: [26, be32],
  /** Generic protocol extension. */
  gpe: [27, flag],
  /** The kernel takes it without a value, `true`, and tells it in a byte. */
  ttlInherit: [28, byLength({ 0: flag, 1: u8 })],
  df: [29, enumeration(u8, { unset: 0, set: 1, inherit: 2 })],
  vnifilter: [30, u8],
  localbypass: [31, u8],
  labelPolicy: [32, enumeration(u32, { fixed: 0, inherit: 1 })],
  reservedBits: [33, VxlanReservedBits],
  mcRoute: [34, u8],
})) {}
