// Any payload as a tree: every struct and attribute with its name, number, place and value; and back, byte for byte, whatever it was.
import { Bytes, Writer } from './bytes.js'
import { isDeclared, isLazy, NLA_F_NESTED, NLA_TYPE_MASK, type Declaration, type Declared, type Entry } from './declaration.js'
import { CodecError } from './errors.js'
import type { Type } from './infer.js'
import { familyOf, interpretRead, interpretWrite, readWord, shallow, startOf, within, wordOf, writeWord } from './interpret.js'
import { fromHex, toHex } from './text.js'
import { whole, type Word } from './types.js'

/** NLA_F_NET_BYTEORDER: linux/netlink.h */
const NET_BYTEORDER = 0x4000

/**
 * A piece of a message. What has a declaration is told by its values alone: `offset`, `length` may be taken away, and the bytes come
 * out the same.
 */
export interface TreeNode {
  /** From the beginning of what the tree is of. */
  offset?: number
  /** Of an attribute, with its header of 4 bytes; without padding. */
  length?: number
  /** The C struct, with its members in `fields`. */
  struct?: string
  fields?: Record<string, unknown>
  /** An attribute's number, without flag bits. */
  type?: number
  /** Its constant. */
  name?: string
  nested?: true
  netByteorder?: true
  value?: unknown
  children?: TreeNode[]
  /** An element of a list that is no attribute, as the hops of RTA_MULTIPATH. */
  record?: true
  /** Bytes for which no declaration applies. */
  hex?: string
  /** Why the bytes of `hex` could not be taken apart. */
  malformed?: string
  // What the usual form would lose:
  /** The bytes up to the next multiple of 4, where they are not zeros, or not there. */
  padding?: string
  /** Bytes behind the value. */
  rest?: string
  /** The value is cut short after so many bytes: text without its final zero, an older kernel's struct. */
  short?: number
  /** Bytes inside of the value that it does not tell, as a struct's padding: where in it, and which. */
  hidden?: Array<{ at: number, hex: string }>
}

type Listed = Word & { readonly each: Word, readonly list: string, readonly element?: { readonly number: number, readonly constant: string } }
type Shape = 'set' | 'nest' | 'records' | 'value'
/** What a word stands for: of `n` bytes, and of no number of them, what has children. */
const resolved = (word: Word, n?: number): Word => isLazy(word)
  ? resolved(word.later() as unknown as Word, n)
  : word.others === undefined || n !== undefined && word.lengths?.[n] !== undefined ? word : resolved(word.others, n)
function shapeOf (word: Word): Shape {
  if (isDeclared(word)) return word.declaration.isStruct ? 'value' : 'set'
  const { list } = word as Partial<Listed>
  return list === 'repeated' || list === 'indexed' || list === 'keyed' ? 'nest' : list === 'records' ? 'records' : 'value'
}
/** How deep a tree goes; what is deeper is told as bytes. */
const DEEPEST = 64

// --- bytes to tree
export function toTree (of: Type<any>, payload: Uint8Array, base = 0): TreeNode[] {
  const data = (payload.byteOffset & 3) === 0 ? payload : payload.slice()
  return inside(resolved(of as Word), Bytes.of(data), { p: 0, n: data.length, base, family: undefined, depth: 0 })
}

interface Span { readonly p: number, readonly n: number, readonly base: number, readonly family: unknown, readonly depth: number }

function inside (word: Word, b: Bytes, span: Span): TreeNode[] {
  switch (shapeOf(word)) {
    case 'set': return ofSet((word as Declared).declaration, b, span)
    case 'nest': return attributes(b, span, type => elementOf(word as Listed, type))
    case 'records': return records((word as Listed).each, b, span)
    case 'value': return []
  }
}
const elementOf = ({ each, element }: Listed, type: number): { name?: string, word: Word } =>
  element !== undefined && (type & NLA_TYPE_MASK) === element.number ? { name: element.constant, word: each } : { word: each }
function ofSet (d: Declaration, b: Bytes, span: Span): TreeNode[] {
  const { p, n, base } = span
  const o = shallow(d, b, p, n, span.family)
  const family = 'family' in o ? o['family'] : span.family
  const head: TreeNode[] = []
  const start = startOf(d, o)
  if (d.layout.size > 0) {
    const header = headerOf(d)
    const length = Math.min(n, d.layout.open === undefined ? d.layout.size : start)
    head.push({ offset: base + p, length, struct: d.struct, ...valueOf(header, b, { ...span, n: length }) ?? { hex: toHex(b.u8.subarray(p, p + length)) } })
    // What lies between it and the attributes goes without saying where there are any.
    const gap = b.u8.subarray(p + length, p + Math.min(n, start))
    if (n > length && (n <= start || gap.some(byte => byte !== 0))) head[0]!.padding = toHex(gap)
  }
  if (n <= start) return head
  return [...head, ...attributes(b, { ...span, p: p + start, n: n - start, family }, type => {
    const entry = d.byNumber.get(type & NLA_TYPE_MASK)
    return entry === undefined ? {} : { name: entry.constant, word: wordOf(entry, o, family) }
  })]
}
function attributes (b: Bytes, span: Span, look: (type: number) => { name?: string, word?: Word | undefined }): TreeNode[] {
  const nodes: TreeNode[] = []
  const end = span.p + span.n
  for (let p = span.p; p < end;) {
    const length = end - p < 4 ? 0 : b.u16[p >> 1]!
    if (length < 4 || length > end - p) {
      const malformed = end - p < 4 ? `${end - p} bytes, too few for an attribute` : `an attribute of ${length} bytes where ${end - p} are left`
      nodes.push({ offset: span.base + p, length: end - p, hex: toHex(b.u8.subarray(p, end)), malformed })
      return nodes
    }
    const type = b.u16[(p >> 1) + 1]!
    const { name, word } = look(type)
    const node: TreeNode = { offset: span.base + p, length, type: type & NLA_TYPE_MASK }
    if (name !== undefined) node.name = name
    if ((type & NLA_F_NESTED) !== 0) node.nested = true
    if ((type & NET_BYTEORDER) !== 0) node.netByteorder = true
    Object.assign(node, payloadOf(word, b, { ...span, p: p + 4, n: length - 4, depth: span.depth + 1 }))
    padding(node, b, p + length, end)
    nodes.push(node)
    p += length + 3 & ~3
  }
  return nodes
}
function records (each: Word, b: Bytes, span: Span): TreeNode[] {
  const nodes: TreeNode[] = []
  const end = span.p + span.n
  for (let p = span.p; p < end;) {
    const length = end - p < 4 ? 0 : b.u16[p >> 1]!
    if (length < 4 || length > end - p) {
      nodes.push({ offset: span.base + p, length: end - p, hex: toHex(b.u8.subarray(p, end)), malformed: `a record of ${length} bytes where ${end - p} are left` })
      return nodes
    }
    const node: TreeNode = { offset: span.base + p, length, record: true, children: inside(resolved(each), b, { ...span, p, n: length, depth: span.depth + 1 }) }
    padding(node, b, p + length, end)
    nodes.push(node)
    p += length + 3 & ~3
  }
  return nodes
}
function padding (node: TreeNode, b: Bytes, from: number, end: number): void {
  const pad = b.u8.subarray(from, Math.min(from + 3 & ~3, end))
  if (pad.length < (-from & 3) || pad.some(byte => byte !== 0)) node.padding = toHex(pad)
}
function payloadOf (given: Word | undefined, b: Bytes, span: Span): Partial<TreeNode> {
  const { p, n } = span
  const raw = (): Partial<TreeNode> => n === 0 ? {} : { hex: toHex(b.u8.subarray(p, p + n)) }
  if (given === undefined || span.depth > DEEPEST) return raw()
  const word = resolved(given, n)
  if (shapeOf(word) !== 'value') return { children: inside(word, b, span) }
  const value = valueOf(word, b, span)
  if (value === undefined) return raw()
  const { struct } = ((word as Partial<Declared>).declaration ?? {}) as Partial<Declaration>
  return struct === undefined || struct === '' ? value : { struct, ...value }
}

/** A value and what it does not tell of its bytes; nothing where the bytes cannot be read as that, or would not come back. */
function valueOf (word: Word, b: Bytes, { p, n, family }: Span): Partial<TreeNode> | undefined {
  const told: Partial<TreeNode> = {}
  let made: Uint8Array
  try {
    const value = readWord(word, b, p, n, family) as unknown
    if (isDeclared(word)) {
      const { rest: _rest, ...fields } = value as Record<string, unknown>
      told.fields = fields
    } else told.value = value
    made = written(word, told.fields ?? value, family)
  } catch (error) {
    if (error instanceof CodecError) return undefined
    throw error
  }
  const was = b.u8.subarray(p, p + n)
  if (made.length > n) told.short = n
  if (made.length < n) told.rest = toHex(was.subarray(made.length))
  const hidden = differences(made, was)
  if (hidden.length > 0) told.hidden = hidden
  return told
}
function differences (made: Uint8Array, was: Uint8Array): Array<{ at: number, hex: string }> {
  const runs: Array<{ at: number, hex: string }> = []
  for (let i = 0, most = Math.min(made.length, was.length); i < most; i++) {
    if (made[i] === was[i]) continue
    const at = i
    while (i < most && made[i] !== was[i]) i++
    runs.push({ at, hex: toHex(was.subarray(at, i)) })
  }
  return runs
}
function written (word: Word, value: unknown, family: unknown): Uint8Array {
  const w = new Writer()
  return w.b.u8.slice(0, w.write(0, w => writeWord(word, w, value, family)))
}
/** The struct in front of the attributes, as one value. */
const headers = new WeakMap<Declaration, Word>()
function headerOf (d: Declaration): Word {
  let word = headers.get(d)
  if (word !== undefined) return word
  const declaration: Declaration = { ...d, entries: [], byNumber: new Map(), byName: new Map(), isStruct: true }
  word = {
    size: d.layout.size,
    least: 0,
    declaration,
    read: (b, p, n, family) => interpretRead(declaration, {}, b, p, n, family),
    write: (w, value, family) => { interpretWrite(declaration, w, value as Record<string, unknown>, family) },
  } as Word
  headers.set(d, word)
  return word
}

// --- tree to bytes
/** @throws {CodecError} where a value does not fit its declaration */
export function fromTree (of: Type<any>, nodes: readonly TreeNode[]): Uint8Array {
  const w = new Writer()
  return w.b.u8.slice(0, w.write(0, w => put(resolved(of as Word), w, nodes, undefined)))
}
function put (word: Word, w: Writer, nodes: readonly TreeNode[], family: unknown): void {
  const shape = shapeOf(word)
  if (shape === 'nest') for (const node of nodes) putAttribute((word as Listed).each, w, node, family)
  else if (shape === 'records') for (const node of nodes) putRecord((word as Listed).each, w, node, family)
  else putSet((word as Declared).declaration, w, nodes, family)
}
function putSet (d: Declaration, w: Writer, nodes: readonly TreeNode[], outer: unknown): void {
  const o: Record<string, unknown> = { ...nodes.find(node => node.type === undefined && node.fields !== undefined)?.fields }
  for (const node of nodes) {
    const entry = node.type === undefined ? undefined : d.byNumber.get(node.type)
    if (entry !== undefined && node.value !== undefined) o[entry.name] = node.value
  }
  const family = familyOf(d, o, outer)
  for (const node of nodes) {
    if (node.type !== undefined) {
      const entry: Entry | undefined = d.byNumber.get(node.type)
      putAttribute(entry && wordOf(entry, o, family), w, node, family)
    } else if (node.fields !== undefined) {
      const begin = w.p
      putValue(headerOf(d), w, node, outer)
      if (node.padding !== undefined) w.put(fromHex(node.padding))
      else if (node.short === undefined && nodes.length > 1) w.zero(d.layout.open === undefined ? Math.max(0, begin + d.start - w.p) : begin - w.p & 3)
    } else w.put(fromHex(node.hex ?? ''))
  }
}
function putAttribute (word: Word | undefined, w: Writer, node: TreeNode, family: unknown): void {
  if (node.type === undefined) return w.put(fromHex(node.hex ?? ''))
  const type = within('type', '', undefined, () => whole(node.type, 0, NLA_TYPE_MASK))
  const at = w.p
  w.p += 4
  if (node.hex !== undefined) w.put(fromHex(node.hex))
  else if (node.children !== undefined || node.value !== undefined || node.fields !== undefined) {
    if (word === undefined) throw new CodecError('nothing is declared for it: give its bytes in `hex`', node.name ?? String(node.type))
    if (node.children !== undefined) put(resolved(word), w, node.children, family)
    else putValue(isLazy(word) ? resolved(word) : word, w, node, family)
  }
  const end = w.p
  w.close(at, type | (node.nested === true ? NLA_F_NESTED : 0) | (node.netByteorder === true ? NET_BYTEORDER : 0))
  repad(w, end, node)
}
function putRecord (each: Word, w: Writer, node: TreeNode, family: unknown): void {
  if (node.children === undefined) return w.put(fromHex(node.hex ?? ''))
  put(resolved(each), w, node.children, family)
  const end = w.p
  w.zero(-w.p & 3)
  repad(w, end, node)
}
function repad (w: Writer, end: number, { padding }: TreeNode): void {
  if (padding === undefined) return
  w.p = end
  w.put(fromHex(padding))
}
function putValue (word: Word, w: Writer, node: TreeNode, family: unknown): void {
  const begin = w.p
  writeWord(word, w, node.fields ?? node.value, family)
  const inside = (name: string, at: unknown): number => within(name, '', undefined, () => begin + whole(at, 0, w.p - begin))
  if (node.short !== undefined) w.p = inside('short', node.short)
  for (const { at, hex } of node.hidden ?? []) {
    const end = w.p
    w.p = inside('hidden', at)
    w.put(fromHex(hex))
    w.p = Math.max(end, w.p)
  }
  if (node.rest !== undefined) w.put(fromHex(node.rest))
}
