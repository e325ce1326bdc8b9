// Attributes of rtnetlink: each constant that the kernel's headers have is declared by its name and number, and has a type.
import type { Word } from '../../codec/core/types.js'
import { reached, wordsOf } from '../walk.js'
import { asBytes, attributeSets, leftOut } from './attribute-sets.js'
import { Reasons, type Figure } from './figure.js'
import { formOf } from './form.js'
import { constants, has, type Constant } from './shared.js'

export interface Named { readonly number: number, readonly words: readonly Word[] }
/** Ours, by constant: its number, and all that it may hold, wherever it is declared. */
export function ours (): Map<string, Named> {
  const found = new Map<string, { number: number, words: Word[] }>()
  const add = (constant: string, number: number, words: readonly Word[]): void => {
    const one = found.get(constant)
    if (one === undefined) found.set(constant, { number, words: [...words] })
    else one.words.push(...words)
  }
  const { declarations, elements } = reached()
  for (const entry of declarations.flatMap(({ entries }) => entries)) add(entry.constant, entry.number, wordsOf(entry).map(({ word }) => word))
  for (const { constant, number, word } of elements) add(constant, number, [word])
  return found
}

const prefixesOf = ({ header }: Constant): readonly string[] | undefined => attributeSets[header]
interface Sorted { readonly attributes: Constant[], readonly without: Reasons, readonly unsorted: string[] }
/** IFLA_MAX, where there is __IFLA_MAX; not so IFLA_BR_MCAST_HASH_MAX. */
const isBound = (name: string, all: ReadonlySet<string>): boolean => name.endsWith('_MAX') &&
  [name, ...['_CNT', '_INVALID', '_END', '_NUM', '_ENUM_MAX', ''].map(end => name.replace(/_MAX$/, end))].some(one => all.has(`__${one}`))
function sorted (declared: ReadonlyMap<string, Named>): Sorted {
  const attributes: Constant[] = []
  const without = new Reasons()
  const unsorted: string[] = []
  const constant = constants()
  const all = new Set(constant.map(({ name }) => name))
  for (const one of constant) {
    const prefixes = prefixesOf(one)
    if (prefixes === undefined) continue
    const reason = (isBound(one.name, all) ? leftOut[0] : leftOut.find(([, which]) => which.test(one.name)))?.[0]
    if (reason !== undefined) {
      without.note(reason, one.name)
      if (declared.has(one.name)) unsorted.push(`${one.name} is declared, and left out as one of the ${reason}`)
    } else if (prefixes.some(prefix => one.name.startsWith(prefix))) attributes.push(one)
    else unsorted.push(`${one.name} (${one.header}) is neither an attribute nor left out for a reason`)
  }
  return { attributes, without, unsorted }
}

export function attributes (): Figure[] {
  if (!has('uapi')) return []
  const declared = ours()
  const { attributes, without, unsorted } = sorted(declared)
  const named = attributes.filter(({ name, value }) => declared.get(name)?.number === value)
  const missing = attributes.filter(one => !named.includes(one))
  const unnamed = new Reasons()
  for (const { name, header } of missing) unnamed.note(`not declared, of ${header}`, name)

  const why = new Reasons()
  const wrong: string[] = []
  let typed = 0
  for (const { name } of named) {
    const forms = declared.get(name)!.words.map(word => formOf(word).kind)
    if (forms.some(kind => kind !== 'bytes')) { typed++; continue }
    const [reason, , opaque] = asBytes.find(([, which]) => which.test(name)) ?? []
    if (reason === undefined) wrong.push(`${name} is bytes, for no reason that is told`)
    else why.note(reason, name)
    if (opaque === true) typed++
  }
  const headers = new Set(attributes.map(({ header }) => header)).size
  const beside = [...without].map(([reason, names]) => `${names.length} ${reason}`).join('; ')
  return [
    {
      name: 'attribute constants known by name and number', got: named.length, of: attributes.length, exceptions: unnamed, wrong: unsorted,
      notes: [`of ${headers} headers; not counted: ${beside}`,
        `declared besides, of headers that are not in that list or gone from it: ${[...declared.keys()].filter(name => !attributes.some(one => one.name === name)).length}`],
    },
    { name: 'attribute constants with a typed codec', got: typed, of: attributes.length, least: 0.97, exceptions: why, wrong },
  ]
}
