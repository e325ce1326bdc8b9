// Kinds of extended matches: what `kind` of struct tcf_ematch_hdr says, and what is behind it.
import { CmpMatch } from './cmp.js'
import { IptMatch } from './ipt.js'
import { MetaMatch } from './meta.js'
import { NbyteMatch } from './nbyte.js'
import { canidMatch, ContainerMatch, IpsetMatch, U32Key } from './small.js'
import { TextMatch } from './text.js'

export const matches = {
  canid: canidMatch,
  cmp: CmpMatch,
  container: ContainerMatch,
  ipset: IpsetMatch,
  ipt: IptMatch,
  meta: MetaMatch,
  nbyte: NbyteMatch,
  text: TextMatch,
  u32: U32Key,
}
