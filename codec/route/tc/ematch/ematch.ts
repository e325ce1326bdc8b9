// Extended matches: trees of tests that filters hold. TCA_EMATCH_TREE_*, struct tcf_ematch_*: linux/pkt_cls.h;
// net/sched/ematch.c
import { attributes, choice, struct } from '../../../core/attributes.js'
import type { Decoded } from '../../../core/infer.js'
import { indexed } from '../../../core/lists.js'
import { enumeration, flags, pad, u16 } from '../../../core/types.js'
import { matches } from './index.js'

/** struct tcf_ematch_hdr, and what its `kind` says. */
export const Ematch = struct('tcf_ematch_hdr', {
  matchid: u16,
  /** TCF_EM_* */
  kind: enumeration(u16, {
    container: 0, cmp: 1, nbyte: 2, u32: 3, meta: 4, text: 5, vlan: 6, canid: 7, ipset: 8, ipt: 9,
  }),
  /** How it goes on with the next one; none of relAnd and relOr ends the list. */
  flags: flags(u16, { relAnd: 1 << 0, relOr: 1 << 1, invert: 1 << 2, simple: 1 << 3 }),
  pad: pad(2),
  data: choice('kind', matches),
})
export type Ematch = Decoded<typeof Ematch>

/** struct tcf_ematch_tree_hdr */
export class EmatchTreeHeader extends struct('tcf_ematch_tree_hdr', { nmatches: u16, progid: u16 }) {}

export class EmatchTree extends attributes('TCA_EMATCH_TREE_', () => ({
  hdr: [1, EmatchTreeHeader],
  list: [2, indexed(Ematch)],
})) {}
