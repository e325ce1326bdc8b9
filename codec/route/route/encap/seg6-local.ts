// What a node does with packets of segment routing that are for it. SEG6_LOCAL_*: linux/seg6_local.h; net/ipv6/seg6_local.c, RFC 8986
import { attributes, nested } from '../../../core/attributes.js'
import { enumeration, flags, ip, linkIndex, string, u32, u64, u8 } from '../../../core/types.js'
import { segmentRoutingHeader } from './segments.js'

/** SEG6_LOCAL_ACTION_*: End, End.X, ... of RFC 8986. */
export const seg6LocalAction = enumeration(u32, {
  unspec: 0, end: 1, endX: 2, endT: 3, endDx2: 4, endDx6: 5, endDx4: 6, endDt6: 7, endDt4: 8, endB6: 9, endB6Encap: 10, endBm: 11, endS: 12, endAs: 13,
  endAm: 14, endBpf: 15, endDt46: 16,
})

export class Seg6LocalBpf extends attributes('SEG6_LOCAL_BPF_', () => ({
  /** In requests a descriptor of the program, in answers its id. */
  prog: [1, u32],
  progName: [2, string],
})) {}

/** In requests, zeros: to have them counted. */
export class Seg6LocalCounters extends attributes('SEG6_LOCAL_CNT_', () => ({ packets: [2, u64], bytes: [3, u64], errors: [4, u64] })) {}

export class Seg6LocalFlavors extends attributes('SEG6_LOCAL_FLV_', () => ({
  /** A bit for each SEG6_LOCAL_FLV_OP_*, by its number. */
  operation: [1, flags(u32, { psp: 1 << 1, usp: 1 << 2, usd: 1 << 3, nextCsid: 1 << 4 })],
  lcblockBits: [2, u8],
  lcnodeFnBits: [3, u8],
})) {}

export class Seg6Local extends attributes('SEG6_LOCAL_', () => ({
  action: [1, seg6LocalAction],
  srh: [2, segmentRoutingHeader],
  table: [3, u32],
  nh4: [4, ip],
  nh6: [5, ip],
  iif: [6, linkIndex],
  oif: [7, linkIndex],
  bpf: [8, Seg6LocalBpf],
  /** Of a VRF. */
  vrftable: [9, u32],
  counters: [10, nested(Seg6LocalCounters)],
  flavors: [11, nested(Seg6LocalFlavors)],
})) {}
