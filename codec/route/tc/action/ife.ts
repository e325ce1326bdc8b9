// Packs metadata around Ethernet frames. TCA_IFE_*: linux/tc_act/tc_ife.h; IFE_META_*: linux/ife.h; net/sched/act_ife.c
import { attributes, struct } from '../../../core/attributes.js'
import type { Type } from '../../../core/infer.js'
import { flags, mac, u16, u32 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

/** struct tc_ife: linux/tc_act/tc_ife.h */
export class IfeParms extends struct('tc_ife', { ...generic, flags: flags(u16, { encode: 1 }) }) {}

/** A value that packets are given; `true`, an attribute without a value: what the packet has. */
const given = (of: Type<number>): Type<number | true> => ({
  type: `${of.type} or flag`,
  size: 0,
  read: (b, p, n, family) => n === 0 ? true : of.read(b, p, n, family),
  write (w, value, family) { if (value !== true) of.write(w, value, family) },
})

/** What goes along. */
export class IfeMeta extends attributes('IFE_META_', () => ({
  skbmark: [1, given(u32)],
  hashid: [2, given(u32)],
  prio: [3, given(u32)],
  qmap: [4, given(u16)],
  tcindex: [5, given(u16)],
})) {}

export class Ife extends attributes('TCA_IFE_', () => ({
  parms: [1, IfeParms],
  tm: [2, Times],
  dmac: [3, mac],
  smac: [4, mac],
  /** An ethertype, in host byte order. */
  type: [5, u16],
  metalst: [6, IfeMeta],
})) {}
