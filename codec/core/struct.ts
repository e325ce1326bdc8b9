// C structs: where each member lies. buffer-layout does the sums; alignment is C's, by pads put between (System V ABI, natural alignment).
import layouts, { type Layout, type Structure } from 'buffer-layout'
import { CodecError } from './errors.js'
import type { Choice, Member, Members, Pad } from './infer.js'
import type { Word } from './types.js'

/** One member of a struct, at its place. */
export interface Field {
  readonly name: string
  readonly at: number
  /** How it is read; a `choice` has none of its own. */
  readonly word: Word | undefined
  readonly choice: Choice<string, Readonly<Record<string, Word>>> | undefined
  /** Where no value is given: the mask of the flags in that member. */
  readonly maskOf: string | undefined
  /** Of an open one: the member that says how many bytes it has; without it, it takes what is left. */
  readonly countedBy: string | undefined
  /** Not there in older kernels' structs. */
  readonly tail: boolean
}
export interface StructLayout {
  readonly fields: readonly Field[]
  /** Bytes of all members of fixed size, with C's padding at the end. */
  readonly size: number
  /** Bytes that every kernel since 5.10 sends. */
  readonly least: number
  /** The member that takes what is left of the payload, if the last one has no size of its own. */
  readonly open: Field | undefined
  /** For tests: the same struct as buffer-layout has it. */
  readonly layout: Structure
}

const isPad = (member: Member): member is Pad => 'pad' in member
const isChoice = (member: Member): member is Choice<string, object> => 'by' in member

export function layOut (members: Members, tail: Members = {}): StructLayout {
  const parts: Layout[] = []
  const fields: Array<Omit<Field, 'at'>> = []
  let span = 0; let widest = 1; let least = 0
  const padTo = (align: number): void => {
    const gap = (align - span % align) % align
    if (gap > 0) { parts.push(layouts.blob(gap)); span += gap }
  }
  const all = [...Object.entries(members).map(([name, member]) => ({ name, member, tail: false })),
    ...Object.entries(tail).map(([name, member]) => ({ name, member, tail: true }))]
  for (const [i, { name, member, tail }] of all.entries()) {
    if (tail && least === 0) least = span
    if (isPad(member)) { parts.push(layouts.blob(member.pad)); span += member.pad; continue }
    const word = isChoice(member) ? undefined : member as Word
    const size = word?.size ?? 0
    if (size === 0 && i < all.length - 1) throw new CodecError('only the last member may have no size of its own', name)
    const align = word?.align ?? Math.min(size & -size || 1, 8)
    widest = Math.max(widest, align)
    padTo(size === 0 ? Math.min(align, 4) : align)
    if (size > 0) parts.push(layouts[word!.layout ?? '']?.(name) ?? layouts.blob(size, name))
    span += size
    const { maskOf, countedBy } = member as { maskOf?: string, countedBy?: string }
    fields.push({ name, word, choice: isChoice(member) ? member as Field['choice'] : undefined, maskOf, countedBy, tail })
  }
  const last = fields.at(-1)
  const open = last !== undefined && (last.word?.size ?? 0) === 0
  if (!open) padTo(widest)
  const layout = layouts.struct(parts)
  const placed = fields.map(field => ({ ...field, at: layout.offsetOf(field.name) ?? layout.span }))
  return { fields: placed, size: layout.span, least: least === 0 ? layout.span : least, open: open ? placed.at(-1) : undefined, layout }
}
