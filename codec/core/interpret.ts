// Reads and writes by walking a declaration. It is the reference, it runs where code may not be generated, and it says what is wrong
// with bytes or a value that the compiled code refused.
import type { Bytes, Writer } from './bytes.js'
import { NLA_TYPE_MASK, selected, type Declaration, type Entry } from './declaration.js'
import { CodecError, fail } from './errors.js'
import type { Unknown } from './infer.js'
import { bytes, listOf, objectOf, show, whole, type Word } from './types.js'

type Properties = Record<string, any>

export const readWord = (word: Word, b: Bytes, p: number, n: number, family: unknown): any => {
  const least = word.least ?? word.size
  if (n < least) fail(`${n} bytes, ${least} wanted`)
  return (word.explain ?? word.read).call(word, b, p, n, family)
}
export const writeWord = (word: Word, w: Writer, value: unknown, family: unknown): void => {
  (word.explainWrite ?? word.write).call(word, w, value, family)
}
/** Runs `step`; an error from inside carries `segment` in front of its path. */
export function within<R> (segment: string, constant: string, offset: number | undefined, step: () => R): R {
  try { return step() } catch (error) {
    if (!(error instanceof CodecError)) throw error
    const placed = error.within(segment, constant)
    throw placed.offset === undefined && offset !== undefined
      ? new CodecError(placed.reason, placed.path, placed.constant, offset)
      : placed
  }
}

// --- reading
/** Every attribute from `p` on: where it begins, its length, its type with the flag bits. */
export function * attributesOf (b: Bytes, p: number, end: number): Generator<{ at: number, length: number, type: number }> {
  while (end - p >= 4) {
    const length = b.u16[p >> 1]!
    if (length < 4 || length > end - p) {
      throw new CodecError(`an attribute of ${length} bytes where ${end - p} are left`, '', '', p)
    }
    yield { at: p, length, type: b.u16[(p >> 1) + 1]! }
    p += length + 3 & ~3
  }
}
/** The word for an attribute's payload, once the header and its siblings are known. */
export function wordOf ({ word, choice, header }: Entry, o: Properties, family: unknown): Word | undefined {
  if (choice !== undefined) return choice.kinds.get(o[choice.by])
  if (header === undefined) return word
  return header.kinds.get((header.member in o ? o[header.member] : family) as string) ?? header.otherwise
}

export function interpretRead (d: Declaration, prototype: object, b: Bytes, p: number, n: number, family: unknown): object {
  const o = Object.create(prototype) as Properties
  readMembers(d, o, b, p, n, family)
  if (d.isStruct) {
    if (d.layout.open === undefined && n > d.layout.size) o.rest = b.u8.slice(p + d.layout.size, p + n)
    return o
  }
  const inner = 'family' in o ? o.family : family
  const late: Array<{ entry: Entry, at: number, length: number, type: number }> = []
  const keep = ({ at, length, type }: { at: number, length: number, type: number }): void => {
    ((o.unknown ??= []) as Unknown[]).push({ type, data: b.u8.slice(at + 4, at + length) })
  }
  const put = (entry: Entry, attribute: { at: number, length: number, type: number }): void => {
    const word = wordOf(entry, o, inner)
    if (word === undefined) return keep(attribute)
    const value = within(entry.name, entry.constant, attribute.at, () => readWord(word, b, attribute.at + 4, attribute.length - 4, inner))
    if (entry.many) (o[entry.name] ??= []).push(value)
    else o[entry.name] = value
  }
  for (const attribute of attributesOf(b, p + startOf(d, o), p + n)) {
    const entry = d.byNumber.get(attribute.type & NLA_TYPE_MASK)
    if (entry === undefined) keep(attribute)
    else if (entry.choice !== undefined) late.push({ entry, ...attribute })
    else put(entry, attribute)
  }
  for (const { entry, ...attribute } of late) put(entry, attribute)
  return o
}
function readMembers (d: Declaration, o: Properties, b: Bytes, p: number, n: number, family: unknown): void {
  for (const { name, at, word, choice, countedBy } of d.layout.fields) {
    const size = word?.size ?? 0
    if (at + size > n) return // an older kernel's, or a request with its header cut short
    const chosen = word ?? memberWord(choice!.kinds, o[choice!.by])
    const length = countedBy === undefined ? size === 0 ? n - at : size : o[countedBy] as number
    o[name] = within(name, '', p + at, () => length > n - at
      ? fail(`${n - at} bytes, where ${countedBy} says ${length}`)
      : readWord(chosen, b, p + at, length, family))
  }
}
/** Where the attributes begin, from the beginning of a header that has been read. */
export const startOf = (d: Declaration, o: Properties): number => d.layout.open?.countedBy === undefined
  ? d.start
  : d.layout.size + (o[d.layout.open.countedBy] as number | undefined ?? 0) + 3 & ~3
/** What the last member of a struct is: bytes, where nothing is declared for its selector, which may be any text. */
const memberWord = (kinds: Readonly<Record<string, Word>>, by: unknown): Word =>
  typeof by === 'string' && Object.hasOwn(kinds, by) ? kinds[by]! : bytes as Word

/** As many as there are before the bytes end in disorder. */
export function * safely<T> (from: Iterable<T>): Generator<T> {
  try { yield * from } catch (error) { if (!(error instanceof CodecError)) throw error }
}
/** Header and selectors, as far as the bytes can be read: what somebody sends, or the kernel refused, may well be malformed. */
export function shallow (d: Declaration, b: Bytes, p: number, n: number, family: unknown): Properties {
  const o: Properties = {}
  const readable = (step: () => void): void => {
    try { step() } catch (error) { if (!(error instanceof CodecError)) throw error }
  }
  readable(() => readMembers(d, o, b, p, n, family))
  const selectors = new Set(d.entries.flatMap(({ choice }) => choice === undefined ? [] : [choice.by]))
  for (const { at, length, type } of safely(attributesOf(b, p + startOf(d, o), p + n))) {
    const entry = d.byNumber.get(type & NLA_TYPE_MASK)
    const word = entry?.word
    if (entry === undefined || word === undefined || !selectors.has(entry.name)) continue
    readable(() => { o[entry.name] = readWord(word, b, at + 4, length - 4, family) })
  }
  return o
}

// --- writing
export function interpretWrite (d: Declaration, w: Writer, o: Properties, family: unknown): void {
  objectOf(o)
  const begin = w.p
  const names = new Set([...d.layout.fields.map(field => field.name), ...d.byName.keys(), d.isStruct ? 'rest' : 'unknown'])
  checkNames(o, names)
  writeMembers(d, w, o, family)
  if (d.isStruct) return
  w.zero(d.layout.open === undefined ? begin + d.start - w.p : begin - w.p & 3)
  const inner = familyOf(d, o, family)
  for (const entry of d.entries) {
    const value = o[entry.name]
    if (value === undefined) continue
    within(entry.name, entry.constant, undefined, () => {
      const word = wordToWrite(d, entry, o, inner)
      if (value === false && word.takesFalse) return
      if (!entry.many) return writeAttribute(w, entry.typeFor(word), word, value, inner)
      for (const [i, each] of listOf(value).entries()) {
        within(`[${i}]`, '', undefined, () => writeAttribute(w, entry.typeFor(word), word, each, inner))
      }
    })
  }
  if (o.unknown !== undefined) within('unknown', '', undefined, () => { writeUnknown(w, o.unknown) })
}
/** @throws {CodecError} for a name that is none of `known` */
export function checkNames (o: Properties, known: ReadonlySet<string>): void {
  for (const name in o) {
    if (o[name] !== undefined && !known.has(name)) {
      throw new CodecError(`no such attribute; there are ${[...known].filter(known => known !== 'unknown' && known !== 'rest').join(', ')}`, name)
    }
  }
}
export function writeUnknown (w: Writer, value: unknown): void {
  for (const [i, one] of listOf(value).entries()) {
    within(`[${i}]`, '', undefined, () => {
      const { type, data } = objectOf(one) as Unknown
      within('type', '', undefined, () => whole(type, 0, 0xffff))
      within('data', '', undefined, () => { writeAttribute(w, type, bytes as Word, data, undefined) })
    })
  }
}
function writeMembers (d: Declaration, w: Writer, o: Properties, family: unknown): void {
  const begin = w.p
  let end = begin + (o.rest === undefined ? d.layout.least : d.layout.size)
  w.zero(d.layout.size)
  for (const { name, at, word, choice, maskOf, tail } of d.layout.fields) {
    const value = o[name] ?? (maskOf === undefined ? undefined : maskFor(d, maskOf, o))
    if (value === undefined) continue
    w.p = begin + at
    const chosen = word ?? memberWord(choice!.kinds, selected(o[choice!.by], d.layout.fields.find(field => field.name === choice!.by)?.word))
    within(name, '', undefined, () => writeWord(chosen as Word, w, value, family))
    // Members newer than the oldest kernel's struct go out as far as they are given.
    if (tail || w.p > end) end = Math.max(end, w.p)
    if (name === d.layout.fields.at(-1)!.name) end = Math.max(end, begin + d.layout.size)
  }
  w.p = end
  if (o.rest !== undefined) within('rest', '', undefined, () => { writeWord(bytes as Word, w, o.rest, family) })
  count(d, w, begin, o, family)
}
/** Writes the length of the open member into the one that says it. */
function count ({ layout: { fields, open, size } }: Declaration, w: Writer, begin: number, o: Properties, family: unknown): void {
  if (open?.countedBy === undefined) return
  const counter = fields.find(({ name }) => name === open.countedBy)!
  const end = w.p
  const length = Math.max(0, end - begin - size)
  within(counter.name, '', undefined, () => {
    const given: unknown = o[counter.name]
    if (given !== undefined && given !== length) fail(`${show(given)}, where ${open.name} has ${length} bytes`)
    w.p = begin + counter.at
    writeWord(counter.word!, w, length, family)
  })
  w.p = end
}
/** The bits that a member of flags speaks of, for the mask beside it. */
export function maskFor (d: Declaration, member: string, o: Properties): number | undefined {
  if (o[member] === undefined) return undefined
  const { bits } = d.layout.fields.find(({ name }) => name === member)!.word as unknown as { bits: (value: unknown) => { named: number } }
  return within(member, '', undefined, () => bits(o[member]).named)
}
/** The name of the address family that a value's own header gives; a set without a header is of its message's. */
export function familyOf (d: Declaration, o: Properties, family: unknown): unknown {
  const field = d.layout.fields.find(({ name }) => name === 'family')
  return field === undefined ? family : selected(o.family, field.word)
}
export function wordToWrite (d: Declaration, { word, choice, header }: Entry, o: Properties, family: unknown): Word {
  if (choice !== undefined) {
    return choice.kinds.get(selected(o[choice.by], d.byName.get(choice.by)?.word) as string) ?? fail(o[choice.by] === undefined
      ? `it goes by ${choice.by}, which is missing`
      : `nothing is declared for ${choice.by} ${show(o[choice.by])}: give its bytes in \`unknown\``)
  }
  if (header === undefined) return word!
  const field = d.layout.fields.find(({ name }) => name === header.member)
  const by = field === undefined ? family : selected(o[header.member], field.word)
  return header.kinds.get(by as string) ?? header.otherwise ?? fail(`nothing is declared for ${header.member} ${show(by)}: give its bytes in \`unknown\``)
}
export function writeAttribute (w: Writer, type: number, word: Word, value: unknown, family: unknown): void {
  const at = w.p
  w.p += 4
  writeWord(word, w, value, family)
  w.close(at, type)
}
