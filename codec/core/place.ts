// From an offset in a message to the names of what lies there, and from a number to the name of an attribute that is missing.
import type { Bytes } from './bytes.js'
import { isDeclared, isLazy, NLA_TYPE_MASK, type Declaration, type Entry } from './declaration.js'
import type { Place } from './errors.js'
import { attributesOf, safely, shallow, startOf, wordOf } from './interpret.js'
import type { Type } from './infer.js'
import type { Word } from './types.js'

/** A piece of a payload: an attribute, or an element of a list. */
interface Part {
  /** With the dot or the bracket in front of it. */
  readonly segment: string
  readonly constant: string
  readonly at: number
  /** Of the payload. */
  readonly inner: number
  readonly end: number
  readonly word: Word | undefined
}
type Listed = Word & { readonly each: Word, readonly list: string }
const isListed = (word: Word): word is Listed => 'each' in word

/**
 * The attribute that the byte at `offset` belongs to: the innermost whose payload or header holds it. An offset outside of every
 * attribute gives the path of what is around it, in the end the empty one.
 */
export function placeAt (of: Type<any>, b: Bytes, p: number, n: number, offset: number): Place {
  const { path, constant } = innermost(of as Word, b, p, n, offset)
  return { path, constant }
}

/**
 * The attribute of number `type` that is missing in the nest whose header is at `nest`, or in the message itself. The kernel tells both
 * with NLMSGERR_ATTR_MISS_TYPE and _MISS_NEST.
 */
export function placeOfMissing (of: Type<any>, b: Bytes, p: number, n: number, nest: number | undefined, type: number): Place | undefined {
  const around = nest === undefined ? { path: '', word: of as Word } : innermost(of as Word, b, p, n, nest)
  const word = around.word !== undefined && isLazy(around.word) ? around.word.later() as Word : around.word
  const entry = word !== undefined && isDeclared(word) ? word.declaration.byNumber.get(type) : undefined
  if (entry === undefined) return undefined
  return { path: around.path === '' ? entry.name : `${around.path}.${entry.name}`, constant: entry.constant }
}

function innermost (of: Word, b: Bytes, p: number, n: number, offset: number): Place & { word: Word | undefined } {
  let found: Place & { word: Word | undefined } = { path: '', constant: '', word: of }
  let family: unknown
  for (let depth = 0; depth < 64; depth++) {
    const { parts, family: inner } = partsOf(found.word, b, p, n, family)
    const part = parts.find(({ at, end }) => offset >= at && offset < end)
    if (part === undefined) return found
    const path = found.path + (found.path === '' && part.segment.startsWith('.') ? part.segment.slice(1) : part.segment)
    found = { path, constant: part.constant || found.constant, word: part.word }
    if (offset < part.inner) return found
    p = part.inner
    n = part.end - part.inner
    family = inner
  }
  return found
}

function partsOf (word: Word | undefined, b: Bytes, p: number, n: number, family: unknown): { parts: Part[], family: unknown } {
  if (word === undefined) return { parts: [], family }
  if (isLazy(word)) return partsOf(word.later() as Word, b, p, n, family)
  if (isDeclared(word)) return partsOfSet(word.declaration, b, p, n, family)
  return { parts: isListed(word) ? partsOfList(word, b, p, n) : [], family }
}
function partsOfSet (d: Declaration, b: Bytes, p: number, n: number, family: unknown): { parts: Part[], family: unknown } {
  const o = shallow(d, b, p, n, family)
  const parts: Part[] = d.layout.fields.map(({ name, at, word, countedBy }) => {
    const end = p + at + (countedBy === undefined ? word?.size || n - at : startOf(d, o) - at)
    return { segment: `.${name}`, constant: '', at: p + at, inner: end, end, word }
  })
  if (d.isStruct) return { parts, family }
  const inner = 'family' in o ? o.family : family
  const counts = new Map<Entry, number>()
  for (const { at, length, type } of safely(attributesOf(b, p + startOf(d, o), p + n))) {
    const entry = d.byNumber.get(type & NLA_TYPE_MASK)
    if (entry === undefined) continue
    const i = counts.get(entry) ?? 0
    counts.set(entry, i + 1)
    parts.push({ segment: `.${entry.name}${entry.many ? `[${i}]` : ''}`, constant: entry.constant, at, inner: at + 4, end: at + length, word: wordOf(entry, o, inner) })
  }
  return { parts, family: inner }
}
function partsOfList ({ each, list }: Listed, b: Bytes, p: number, n: number): Part[] {
  const part = (i: number, at: number, inner: number, end: number): Part => ({ segment: `[${i}]`, constant: '', at, inner, end, word: each })
  if (list === 'array') return Array.from({ length: Math.floor(n / each.size) }, (_, i) => part(i, p + i * each.size, p + i * each.size, p + (i + 1) * each.size))
  if (list !== 'records') {
    return [...safely(attributesOf(b, p, p + n))].map(({ at, length, type }, i) => part(list === 'keyed' ? type & NLA_TYPE_MASK : i, at, at + 4, at + length))
  }
  const parts: Part[] = []
  for (const end = p + n; end - p >= 4;) {
    const length = b.u16[p >> 1]!
    if (length < 4 || length > end - p) break
    parts.push(part(parts.length, p, p, p + length))
    p += length + 3 & ~3
  }
  return parts
}
