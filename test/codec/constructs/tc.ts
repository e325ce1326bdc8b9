// Traffic control, as far as the constructs need it: struct tcmsg and TCA_*. linux/rtnetlink.h, linux/pkt_sched.h, linux/pkt_cls.h
import { attributes, choice, message, struct } from '../../../codec/core/attributes.js'
import type { Decoded, Type } from '../../../codec/core/infer.js'
import { array, indexed, lazy } from '../../../codec/core/lists.js'
import { be16, be32, bytes, enumeration, ip, pad, s16, s32, s64, string, u16, u32, u64, u8 } from '../../../codec/core/types.js'
import { addressFamily } from '../../../codec/route/family.js'

export class Tcmsg extends struct('tcmsg', { family: addressFamily, pad: pad(3), ifindex: s32, handle: u32, parent: u32, info: u32 }) {}

// --- a struct, then attributes
/** struct tc_netem_qopt: times in ticks of 64 ns, probabilities in 1/2^32. */
export class NetemQopt extends struct('tc_netem_qopt', { latency: u32, limit: u32, loss: u32, gap: u32, duplicate: u32, jitter: u32 }) {}
export class Netem extends message(NetemQopt, 'TCA_NETEM_', () => ({
  latency64: [10, s64], jitter64: [11, s64],
  corr: [1, struct('anonymous', { delayCorr: u32, lossCorr: u32, dupCorr: u32 })],
  reorder: [3, struct('anonymous', { probability: u32, correlation: u32 })],
  corrupt: [4, struct('anonymous', { probability: u32, correlation: u32 })],
  rate: [6, struct('anonymous', { rate: u32, packetOverhead: s32, cellSize: u32, cellOverhead: s32 })],
  ecn: [7, u32],
})) {}
export const Qdisc = message(Tcmsg, 'TCA_', () => ({ kind: [1, string], options: [2, choice('kind', { netem: Netem })], hwOffload: [12, u8] }))
export type Qdisc = Decoded<typeof Qdisc>

// --- a struct with as many behind it as one of its members says
/** struct tc_u32_key */
export class U32Key extends struct('tc_u32_key', { mask: be32, val: be32, off: s32, offmask: s32 }) {}
/** struct tc_u32_sel: `nkeys` keys. */
export class U32Sel extends struct('tc_u32_sel', {
  flags: u8, offshift: u8, nkeys: u8, offmask: be16, off: u16, offoff: s16, hoff: s16, hmask: be32, keys: array(U32Key),
}) {}
/** struct tc_u32_pcnt */
export class U32Pcnt extends struct('tc_u32_pcnt', { rcnt: u64, rhit: u64, kcnts: array(u64) }) {}
export class U32 extends attributes('TCA_U32_', () => ({ classid: [1, u32], hash: [2, u32], divisor: [4, u32], sel: [5, U32Sel], flags: [11, u32], pcnt: [9, U32Pcnt] })) {}

// --- a struct whose last member goes by another of its members
export class EmCmp extends struct('em_cmp', { val: u32, mask: u32, off: u16, alignAndFlags: u8, layerAndOperand: u8 }) {}
export class EmNbyte extends struct('em_nbyte', { off: u16, lenAndLayer: u16, pattern: bytes }) {}
class MetaValue extends struct('meta_value', { kind: u16, shift: u8, op: u8 }) {}
export class EmMeta extends attributes('TCA_EM_META_', () => ({ hdr: [1, struct('em_meta', { left: MetaValue, right: MetaValue })], lvalue: [2, u32], rvalue: [3, u32] })) {}
/** struct tcf_ematch_hdr, and what its `kind` says. */
export const Ematch = struct('tcf_ematch_hdr', {
  matchid: u16,
  kind: enumeration(u16, { container: 0, cmp: 1, nbyte: 2, u32: 3, meta: 4, text: 5, vlan: 6, canid: 7, ipset: 8, ipt: 9 }),
  flags: u16, pad: pad(2),
  data: choice('kind', { container: struct('anonymous', { ref: u32 }), cmp: EmCmp, nbyte: EmNbyte, u32: U32Key, meta: EmMeta }),
})
export class EmatchTree extends attributes('TCA_EMATCH_TREE_', () => ({ hdr: [1, struct('ematch_tree', { nmatches: u16, progid: u16 })], list: [2, indexed(Ematch)] })) {}
export class Basic extends attributes('TCA_BASIC_', () => ({ classid: [1, u32], ematches: [2, EmatchTree], pcnt: [5, struct('basic', { rcnt: u64, rhit: u64 })] })) {}

// --- what comes back to itself: a filter has actions, and a list of actions is indexed by their order
const action = lazy((): Type<Action> => Action)
const generic = { index: u32, capab: u32, action: s32, refcnt: s32, bindcnt: s32 }
export class Skbedit extends attributes('TCA_SKBEDIT_', () => ({ parms: [2, struct('tc_skbedit', generic)], priority: [3, u32], mark: [5, u32] })) {}
export class Mirred extends attributes('TCA_MIRRED_', () => ({ parms: [2, struct('mirred', { ...generic, eaction: s32, ifindex: u32 })] })) {}
export const Action = attributes('TCA_ACT_', () => ({
  kind: [1, string],
  options: [2, choice('kind', { skbedit: Skbedit, mirred: Mirred, flower: lazy((): Type<Flower> => Flower) })],
  index: [3, u32],
}))
export type Action = Decoded<typeof Action>
export class Flower extends attributes('TCA_FLOWER_', () => ({
  keyEthType: [8, be16], keyIpProto: [9, u8], keyIpv4Src: [10, ip], keyIpv4SrcMask: [11, ip], keyTcpDst: [19, be16], flags: [22, u32], act: [3, indexed(action)],
})) {}
export const Filter = message(Tcmsg, 'TCA_', () => ({
  kind: [1, string], options: [2, choice('kind', { basic: Basic, flower: Flower, u32: U32 })], chain: [11, u32],
}))
export type Filter = Decoded<typeof Filter>
