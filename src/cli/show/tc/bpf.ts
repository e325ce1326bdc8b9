// Programs of BPF, as tc has them. What the kernel knows of a loaded program (bpf(2)) is asked by nobody here: its number and hash alone.
import type { SockFilter } from '../../../../codec/route/tc/generic.js'
import { any, list, object, text, type Said } from '../said.js'

/** Instructions of classic BPF. */
export const bytecode = (ops: readonly SockFilter[]): Said => object('bytecode', any('length', ops.length, 'bytecode \'%,'), list('insns', ops.map((op, i) =>
  [any('code', op.code, '% '), any('jt', op.jt, '% '), any('jf', op.jf, '% '), any('k', op.k, '%'), text(i === ops.length - 1 ? '\'' : ',')])))

export const program = (id: number | undefined, tag: Uint8Array | undefined): Said => [
  id !== undefined && object('prog', any('id', id)), tag && any('tag', Buffer.from(tag).toString('hex')),
]
