// What actions and filters have in common. tc_gen, struct tcf_t, TC_ACT_*, TCA_CLS_FLAGS_*: linux/pkt_cls.h
import { struct } from '../../core/attributes.js'
import { enumeration, flags, s32, u16, u32, u64, u8 } from '../../core/types.js'

/** TC_ACT_*: what becomes of a packet. Jumps (0x10000000 + actions) and chains (0x20000000 + number) are numbers. */
export const verdict = enumeration(s32, {
  unspec: -1, ok: 0, reclassify: 1, shot: 2, pipe: 3, stolen: 4, queued: 5, repeat: 6, redirect: 7, trap: 8,
})

/** tc_gen: what the parameters of every action begin with. */
export const generic = {
  /** 0 in a request: the kernel takes one that is free. */
  index: u32,
  capab: u32,
  action: verdict,
  refcnt: s32,
  bindcnt: s32,
} as const

/** struct tcf_t: all in 1/100 s, before now. */
export class Times extends struct('tcf_t', { install: u64, lastuse: u64, expires: u64, firstuse: u64 }) {}

/** TCA_CLS_FLAGS_* */
export const filterFlags = flags(u32, {
  skipHw: 1 << 0, skipSw: 1 << 1, inHw: 1 << 2, notInHw: 1 << 3, verbose: 1 << 4,
})

/** struct sock_filter: an instruction of classic BPF. linux/filter.h */
export class SockFilter extends struct('sock_filter', { code: u16, jt: u8, jf: u8, k: u32 }) {}
