// A class by the hash of a flow. TCA_FLOW_*, FLOW_KEY_*: linux/pkt_cls.h
import { attributes } from '../../../core/attributes.js'
import { enumeration, flags, u32 } from '../../../core/types.js'
import { actionList } from '../action.js'
import { Police } from '../action/police.js'
import { EmatchTree } from '../ematch/ematch.js'

/** Bit n is FLOW_KEY_* n. */
const flowKeys = flags(u32, {
  src: 1 << 0, dst: 1 << 1, proto: 1 << 2, protoSrc: 1 << 3, protoDst: 1 << 4, iif: 1 << 5, priority: 1 << 6,
  mark: 1 << 7, nfct: 1 << 8, nfctSrc: 1 << 9, nfctDst: 1 << 10, nfctProtoSrc: 1 << 11, nfctProtoDst: 1 << 12,
  rtclassid: 1 << 13, skuid: 1 << 14, skgid: 1 << 15, vlanTag: 1 << 16, rxhash: 1 << 17,
})

export class Flow extends attributes('TCA_FLOW_', () => ({
  keys: [1, flowKeys],
  mode: [2, enumeration(u32, { map: 0, hash: 1 })],
  baseclass: [3, u32],
  rshift: [4, u32],
  addend: [5, u32],
  mask: [6, u32],
  xor: [7, u32],
  divisor: [8, u32],
  /** tc.yaml has bytes. */
  act: [9, actionList],
  police: [10, Police],
  /** tc.yaml has bytes. */
  ematches: [11, EmatchTree],
  /** In s: how often the hash is another. */
  perturb: [12, u32],
})) {}
