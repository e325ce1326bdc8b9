// From what a person writes to what the wire has: words with a role (a link, a namespace) take more than their number.
import { isDeclared, isLazy, type Declaration, type Declared, type Entry } from './declaration.js'
import { CodecError } from './errors.js'
import { familyOf, within, wordToWrite } from './interpret.js'
import type { Type } from './infer.js'
import type { Word } from './types.js'

/** Gives the number that `value` stands for. @throws {CodecError} without a path, where it stands for none */
export type Convert = (role: string, value: unknown) => number

/**
 * The same value with every word of a role converted, however deep; what has none is not copied. A name that is not declared is left
 * for the encoder to refuse.
 * @throws {CodecError} with the path of the word that could not be converted
 */
export function narrow (of: Type<any>, value: unknown, convert: Convert): unknown {
  return narrowWord(of as Word, value, convert, undefined)
}

/** Whether there may be anything to convert: quickly, for by far most values have nothing. */
export function mayNarrow (of: Type<any>, value: unknown): boolean {
  const { declaration } = of as unknown as Partial<Declared>
  if (declaration === undefined || typeof value !== 'object' || value === null) return true
  for (const name in value) {
    const given = (value as Record<string, unknown>)[name]
    if (isDone(given)) continue
    const member = memberToNarrow(declaration, name)
    if (member !== null && !(member.word?.role !== undefined && isOwnName(member.word, given))) return true
  }
  return false
}

function narrowWord (word: Word, value: unknown, convert: Convert, family: unknown): unknown {
  if (word.role !== undefined) return typeof value === 'number' || isOwnName(word, value) ? value : convert(word.role, value)
  if (typeof value !== 'object' || value === null || !mayHaveRole(word)) return value
  if (isLazy(word)) return narrowWord(word.later() as unknown as Word, value, convert, family)
  const { each } = word as { each?: Word }
  if (each !== undefined) {
    return Array.isArray(value) ? value.map((one, i) => within(`[${i}]`, '', undefined, () => narrowWord(each, one, convert, family))) : value
  }
  return narrowSet((word as Declared).declaration, value as Record<string, unknown>, convert, family)
}

function narrowSet (d: Declaration, value: Record<string, unknown>, convert: Convert, family: unknown): object {
  let result = value
  for (const name in value) {
    const given = value[name]
    if (isDone(given)) continue
    const member = memberToNarrow(d, name)
    if (member === null) continue
    const { entry } = member
    const inner = entry === undefined ? family : familyOf(d, value, family)
    const word = entry === undefined ? member.word : chosen(() => wordToWrite(d, entry, value, inner))
    if (word === undefined) continue
    const is = within(name, entry?.constant ?? '', undefined, () => entry?.many === true && Array.isArray(given)
      ? given.map(one => narrowWord(word, one, convert, inner))
      : narrowWord(word, given, convert, inner))
    if (given !== is) result = { ...result, [name]: is }
  }
  return result
}
/** A number is one already; nothing, and a flag that is not to be there, stay. */
const isDone = (given: unknown): boolean => typeof given === 'number' || given === undefined || given === false
/** Nothing where the choice cannot be made: the encoder says so, in its own words. */
function chosen (step: () => Word): Word | undefined {
  try { return step() } catch (error) {
    if (error instanceof CodecError) return undefined
    throw error
  }
}

/** What the codec itself has a name for needs nobody's. */
const isOwnName = ({ names }: Word, value: unknown): boolean => names !== undefined && typeof value === 'string' && Object.hasOwn(names, value)

/** A member of the header, or an attribute, that may hold a word of a role. */
interface Member {
  /** Where it goes by nothing else. */
  readonly word: Word | undefined
  readonly entry: Entry | undefined
}
/** By name; only what is given is ever looked at: a kind of link that nobody names stays as it is declared. */
const members = new WeakMap<Declaration, Map<string, Member | null>>()
/** Null where there is nothing to convert. */
function memberToNarrow (d: Declaration, name: string): Member | null {
  let known = members.get(d)
  if (known === undefined) members.set(d, known = new Map<string, Member | null>())
  const before = known.get(name)
  if (before !== undefined) return before
  const entry = d.byName.get(name)
  const field = entry === undefined ? d.layout.fields.find(field => field.name === name) : undefined
  if (entry === undefined && field === undefined) return null
  const word = entry?.word ?? field?.word
  // What goes by the family is of few kinds; what goes by a sibling of any.
  const words = entry?.header === undefined ? [word] : [...entry.header.kinds.values(), entry.header.otherwise]
  const holds = entry?.choice !== undefined || words.some(one => one !== undefined && mayHaveRole(one))
  const found = holds ? { word, entry } : null
  known.set(name, found)
  return found
}
/** A word of a role, or what may hold one. */
function mayHaveRole (word: Word): boolean {
  const { each } = word as { each?: Word }
  return word.role !== undefined || isLazy(word) || (each !== undefined ? mayHaveRole(each) : isDeclared(word))
}
