// From what a person writes to what the wire has: words with a role (a link, a namespace) take more than their number.
import { isLazy, type Declaration, type Declared, type Entry } from './declaration.js'
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
  const { fields, entries } = withRole(declaration)
  for (const { name, word } of fields) if (mayConvert(word, (value as Record<string, unknown>)[name])) return true
  for (const { name, word } of entries) if (mayConvert(word, (value as Record<string, unknown>)[name])) return true
  return false
}
const mayConvert = (word: Word | undefined, value: unknown): boolean =>
  value !== undefined && typeof value !== 'number' && !(word?.role !== undefined && isOwnName(word, value))

function narrowWord (word: Word, value: unknown, convert: Convert, family: unknown): unknown {
  if (word.role !== undefined) return typeof value === 'number' || isOwnName(word, value) ? value : convert(word.role, value)
  if (typeof value !== 'object' || value === null || !hasRole(word)) return value
  if (isLazy(word)) return narrowWord(word.later() as unknown as Word, value, convert, family)
  const { each } = word as { each?: Word }
  if (each !== undefined) {
    return Array.isArray(value) ? value.map((one, i) => within(`[${i}]`, '', undefined, () => narrowWord(each, one, convert, family))) : value
  }
  return narrowSet((word as Declared).declaration, value as Record<string, unknown>, convert, family)
}

function narrowSet (d: Declaration, value: Record<string, unknown>, convert: Convert, family: unknown): object {
  const { fields, entries } = withRole(d)
  let result = value
  for (const { name, word } of fields) {
    const given = value[name]
    if (typeof given === 'number' || given === undefined) continue
    result = withMember(result, name, within(name, '', undefined, () => narrowWord(word!, given, convert, family)))
  }
  for (const entry of entries) {
    const given = value[entry.name]
    if (typeof given === 'number' || given === undefined || given === false) continue
    const inner = familyOf(d, value, family)
    const word = chosen(() => wordToWrite(d, entry, value, inner))
    if (word === undefined) continue
    result = withMember(result, entry.name, within(entry.name, entry.constant, undefined, () => entry.many && Array.isArray(given)
      ? given.map(one => narrowWord(word, one, convert, inner))
      : narrowWord(word, given, convert, inner)))
  }
  return result
}
const withMember = (value: Record<string, unknown>, name: string, is: unknown): Record<string, unknown> =>
  value[name] === is ? value : { ...value, [name]: is }
/** Nothing where the choice cannot be made: the encoder says so, in its own words. */
function chosen (step: () => Word): Word | undefined {
  try { return step() } catch (error) {
    if (error instanceof CodecError) return undefined
    throw error
  }
}

/** What the codec itself has a name for needs nobody's. */
const isOwnName = ({ names }: Word, value: unknown): boolean => names !== undefined && typeof value === 'string' && Object.hasOwn(names, value)

/** The members of a declaration that have a word of a role, or one inside: few, and looked for once. */
const roles = new WeakMap<Declaration, Pick<Declaration['layout'], 'fields'> & Pick<Declaration, 'entries'>>()
function withRole (d: Declaration): Pick<Declaration['layout'], 'fields'> & Pick<Declaration, 'entries'> {
  let found = roles.get(d)
  if (found === undefined) {
    found = {
      fields: d.layout.fields.filter(({ word }) => word !== undefined && hasRole(word)),
      entries: d.entries.filter(entry => wordsOf(entry).some(hasRole)),
    }
    roles.set(d, found)
  }
  return found
}
/** All that an attribute may be. */
const wordsOf = ({ word, choice, header }: Entry): Word[] =>
  [word, ...choice?.kinds.values() ?? [], ...header?.kinds.values() ?? [], header?.otherwise].filter(word => word !== undefined)

const known = new WeakMap<Word, boolean>()
/** Whether a word of a role is anywhere inside. */
function hasRole (word: Word): boolean {
  if (word.role !== undefined) return true
  if (isLazy(word)) return true
  const answer = known.get(word)
  if (answer !== undefined) return answer
  known.set(word, false) // while it is being looked at; only a lazy word comes back to itself, and that is answered above
  const { each, declaration } = word as { each?: Word, declaration?: Declaration }
  const found = (each !== undefined && hasRole(each)) || (declaration !== undefined &&
    (declaration.layout.fields.some(({ word }) => word !== undefined && hasRole(word)) || declaration.entries.some(entry => wordsOf(entry).some(hasRole))))
  known.set(word, found)
  return found
}
