// The kernel's YAML specs of rtnetlink, read, and walked beside our declarations: a set of attributes of theirs beside each set of ours that stands in its place.
import { parse } from 'yaml'
import { isDeclared, resolved, type Declared } from '../../codec/core/declaration.js'
import type { Word } from '../../codec/core/types.js'
import { declarations, requests } from '../../codec/route/registry.js'
import { classes } from '../../codec/route/tc/class/index.js'
import { isListed, wordsOf } from '../walk.js'
import { read } from './shared.js'

export const families = ['rt-link', 'rt-addr', 'rt-route', 'rt-rule', 'rt-neigh', 'tc'] as const

export interface SpecAttribute {
  readonly name: string
  readonly type?: string
  readonly 'nested-attributes'?: string
  readonly 'sub-message'?: string
  readonly 'sub-type'?: string
  readonly 'display-hint'?: string
}
interface SpecSet { readonly name: string, readonly 'subset-of'?: string, readonly attributes: readonly SpecAttribute[] }
export interface Format { readonly value: string, readonly 'fixed-header'?: string, readonly 'attribute-set'?: string }
export interface SpecMember { readonly name: string, readonly type: string, readonly struct?: string, readonly len?: number, readonly 'byte-order'?: string }
interface Definition { readonly name: string, readonly type: string, readonly members?: readonly SpecMember[] }
export interface Spec {
  readonly name: string
  readonly definitions: readonly Definition[]
  readonly 'attribute-sets': readonly SpecSet[]
  readonly 'sub-messages'?: ReadonlyArray<{ readonly name: string, readonly formats: readonly Format[] }>
}
export const spec = (family: string): Spec => parse(read('specs', `${family}.yaml`)) as Spec

/** A set of theirs, a word of ours that is in its place. */
export interface Pair { readonly set: string, readonly word: Word }
export interface FormatPair { readonly message: string, readonly format: Format, readonly words: readonly Word[] }
export interface Walked {
  readonly pairs: readonly Pair[]
  readonly formats: readonly FormatPair[]
}

/** Where to begin: what a family's messages hold. */
const roots: Readonly<Record<string, ReadonlyArray<readonly [set: string, of: ReadonlyArray<keyof typeof declarations | keyof typeof requests>]>>> = {
  'rt-link': [['link-attrs', ['RTM_NEWLINK']], ['stats-attrs', ['RTM_NEWSTATS']]],
  'rt-addr': [['addr-attrs', ['RTM_NEWADDR']]],
  'rt-route': [['route-attrs', ['RTM_NEWROUTE']]],
  'rt-rule': [['fib-rule-attrs', ['RTM_NEWRULE']]],
  'rt-neigh': [['neighbour-attrs', ['RTM_NEWNEIGH']], ['ndt-attrs', ['RTM_NEWNEIGHTBL']]],
  tc: [['attrs', ['RTM_NEWQDISC', 'RTM_NEWTCLASS', 'RTM_NEWTFILTER']]],
}

/** What a set of theirs is beside: of a list of sets, one of them; but what is repeated in a nest is a set of theirs with one attribute. */
const inside = (word: Word): Word => isListed(word) && word.list !== 'repeated' ? inside(resolved(word.each)) : word

export function walk (spec: Spec): Walked {
  const sets = new Map(spec['attribute-sets'].map(set => [set.name, set]))
  const messages = new Map((spec['sub-messages'] ?? []).map(({ name, formats }) => [name, formats]))
  const pairs = new Map<string, Map<Word, Pair>>()
  const formats = new Map<string, { message: string, format: Format, words: Word[] }>()

  /** Of a subset, what it does not say is said by the whole set. */
  const whole = (set: SpecSet, attribute: SpecAttribute): SpecAttribute => {
    const parent = set['subset-of'] === undefined ? undefined : sets.get(set['subset-of'])?.attributes.find(({ name }) => name === attribute.name)
    return { ...parent, ...attribute }
  }
  const seen = new Map<string, Set<Word>>()
  const pair = (name: string, given: Word, kind: string | undefined): void => {
    const word = resolved(given)
    const before = seen.get(name) ?? new Set()
    if (before.has(word)) return
    seen.set(name, before.add(word))
    const known = pairs.get(name) ?? new Map<Word, Pair>()
    pairs.set(name, known)
    known.set(word, { set: name, word })
    const set = sets.get(name)
    if (set === undefined) return
    // A level that their description leaves out: none of it is here, but further in.
    if (isDeclared(word) && !set.attributes.some(({ name }) => entryOf(word, name) !== undefined)) {
      known.delete(word)
      for (const entry of word.declaration.entries) for (const { word, by } of wordsOf(entry)) if (isDeclared(inside(word))) pair(name, inside(word), by ?? kind)
      return
    }
    if (!isDeclared(word)) {
      // A set of one attribute, which may come again, is `repeated`.
      if (isListed(word)) for (const attribute of set.attributes) attend(whole(set, attribute), [{ word: resolved(word.each) }], kind)
      return
    }
    for (const given of set.attributes) {
      const attribute = whole(set, given)
      const entry = entryOf(word, attribute.name)
      if (entry !== undefined) attend(attribute, wordsOf(entry), kind)
    }
  }
  const attend = (attribute: SpecAttribute, words: ReturnType<typeof wordsOf>, kind: string | undefined): void => {
    const nested = attribute['nested-attributes'] ?? (attribute.type === 'indexed-array' ? attribute['sub-type'] : undefined)
    if (nested !== undefined && sets.has(nested)) for (const { word, by } of words) pair(nested, inside(word), by ?? kind)
    const message = attribute['sub-message']
    if (message === undefined) return
    for (const format of messages.get(message) ?? []) {
      const fits = words.filter(({ by }) => by === format.value || (by === undefined && kind === format.value)).map(({ word }) => word)
      const key = `${message}/${format.value}`
      const known = formats.get(key) ?? { message, format, words: [] }
      formats.set(key, known)
      for (const word of fits) {
        if (!known.words.includes(word)) known.words.push(word)
        if (format['attribute-set'] !== undefined) pair(format['attribute-set'], word, format.value)
      }
    }
  }
  // Their set of a class of hfsc is reached from nowhere.
  if (spec.name === 'tc') pair('hfsc-attrs', classes.hfsc as unknown as Word, 'hfsc')
  for (const [set, types] of roots[spec.name] ?? []) for (const type of types) pair(set, declarations[type] as unknown as Word, undefined)
  return { pairs: [...pairs.values()].flatMap(known => [...known.values()]), formats: [...formats.values()] }
}

/** Ours of a name of theirs: `num-tx-queues` is numTxQueues, or the constant ends with it. */
export function entryOf ({ declaration }: Declared, name: string): ReturnType<Declared['declaration']['byName']['get']> {
  const end = name.replaceAll('-', '_').toUpperCase()
  return declaration.entries.find(({ constant }) => constant === declaration.prefix + end) ?? declaration.entries.find(({ constant }) => constant.endsWith(`_${end}`))
}
