// Compares what the kernel knows of a packet. TCA_EM_META_*, struct tcf_meta_*: linux/tc_ematch/tc_em_meta.h;
// net/sched/em_meta.c
import { attributes, struct } from '../../../core/attributes.js'
import type { Type } from '../../../core/infer.js'
import { bytes, u16, u32, u8 } from '../../../core/types.js'

/** struct tcf_meta_val */
export class MetaValue extends struct('tcf_meta_val', {
  /** TCF_META_ID_* | TCF_META_TYPE_* << 12 (0 bytes, 1 a number). */
  kind: u16,
  shift: u8,
  /** Of the left one: TCF_EM_OPND_*. */
  op: u8,
}) {}

/** struct tcf_meta_hdr */
export class MetaHeader extends struct('tcf_meta_hdr', { left: MetaValue, right: MetaValue }) {}

/** A number of 4 bytes, as tc writes it, else bytes, as a C long of 8 is: the header's `kind` says what they are. */
const metaOperand: Type<number | Uint8Array> = {
  type: 'u32 or bytes',
  size: 0,
  read: (b, p, n, family) => (n === 4 ? u32 : bytes).read(b, p, n, family),
  write (w, value, family) { (typeof value === 'number' ? u32 : bytes).write(w, value as never, family) },
}

export class MetaMatch extends attributes('TCA_EM_META_', () => ({
  hdr: [1, MetaHeader],
  lvalue: [2, metaOperand],
  rvalue: [3, metaOperand],
})) {}
