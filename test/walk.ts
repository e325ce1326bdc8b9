// Declarations, reached from the registry: what tests ask of all of them.
import { isDeclared, resolved, type Declaration, type Entry } from '../codec/core/declaration.js'
import type { Word } from '../codec/core/types.js'
import { controllerCommands } from '../codec/generic/registry.js'
import { Controller } from '../codec/generic/controller.js'
import { payloads } from '../codec/route/registry.js'

type Listed = Word & { readonly each: Word, readonly list: string, readonly element?: Element }
/** The attribute that a list is of, again and again, where it has a constant of its own. */
interface Element { readonly number: number, readonly constant: string }

export const isListed = (word: Word): word is Listed => 'each' in word

/** All that an attribute may hold, by whatever it goes; each with the kind that it goes by. */
export function wordsOf ({ word, choice, header }: Entry): Array<{ readonly by?: string, readonly word: Word }> {
  const kinds = choice?.kinds ?? header?.kinds ?? new Map<string, Word>()
  const others = (choice?.kinds as { others?: Word } | undefined)?.others ?? header?.otherwise
  return [
    ...word === undefined ? [] : [{ word }],
    ...[...kinds].map(([by, word]) => ({ by, word })),
    ...others === undefined ? [] : [{ word: others }],
  ].map(one => ({ ...one, word: resolved(one.word) }))
}

export interface Reached {
  readonly declarations: readonly Declaration[]
  /** Attributes that a list is of, with a constant of their own: IFLA_VLAN_QOS_MAPPING. */
  readonly elements: ReadonlyArray<Element & { readonly word: Word }>
}

/** All declarations that are reached from these words, each once. */
export function reachedFrom (words: readonly Word[]): Reached {
  const found = new Map<object, Declaration>()
  const elements = new Map<string, Element & { readonly word: Word }>()
  const visit = (given: Word | undefined): void => {
    if (given === undefined) return
    const word = resolved(given)
    if (isListed(word)) {
      if (word.element !== undefined) elements.set(word.element.constant, { ...word.element, word: word.each })
      visit(word.each)
    }
    for (const inside of [...Object.values(word.lengths ?? {}), word.others]) visit(inside)
    if (!isDeclared(word) || found.has(word)) return
    const { declaration } = word
    found.set(word, declaration)
    for (const { word, choice } of declaration.layout.fields) for (const inside of [word, ...Object.values(choice?.kinds ?? {})]) visit(inside)
    for (const entry of declaration.entries) for (const { word } of wordsOf(entry)) visit(word)
  }
  for (const word of words) visit(word)
  return { declarations: [...found.values()], elements: [...elements.values()] }
}

/** Of NETLINK_ROUTE. */
export const reached = (): Reached => reachedFrom(payloads().map(({ of }) => of as unknown as Word))
/** Of the controller of generic netlink. */
export const reachedOfController = (): Reached => reachedFrom(Object.keys(controllerCommands).map(() => Controller as unknown as Word))
