// Where traffic control is: `dev v0 parent 1:`, `dev v0 ingress`, `block 5`. tc(8)
import type { Parent } from '../../../client/tc-values.js'
import { ethertypeOf } from '../../show/tc/units.js'
import type { Words } from '../words.js'

/** What all objects are found by. */
export interface Place {
  ifindex?: string
  block?: number
  parent?: Parent
  handle?: string
  priority?: number
  /** An ethertype. */
  protocol?: number
  chain?: number
}
/** `1:20`, `:20`, `root`, `none`; without a colon, the upper half. */
export const classidWord = (words: Words, what: string): Parent => classidOf(words.next(what)) ?? words.unknown(words.last)
export function classidOf (text: string): number | undefined {
  if (text === 'root') return 0xffffffff
  if (text === 'none') return 0
  const [, major, colon, minor] = /^([0-9a-f]{0,4})(:?)([0-9a-f]{0,4})$/i.exec(text) ?? []
  if (major === undefined || (major === '' && minor === '') || (colon === '' && minor !== '')) return undefined
  return (Number.parseInt(major || '0', 16) << 16 | Number.parseInt(minor || '0', 16)) >>> 0
}

type Take = (words: Words, place: Place, word: string) => void
const takes: Readonly<Record<string, Take>> = {
  dev: (words, place, word) => { place.ifindex = words.next(word) },
  block: (words, place, word) => { place.block = words.number(word) },
  root: (_, place) => { place.parent = 'root' },
  parent: (words, place, word) => { place.parent = classidWord(words, word) },
  ingress: (_, place) => { place.parent = 'ingress' },
  egress: (_, place) => { place.parent = 'egress' },
  handle: (words, place, word) => { place.handle = words.next(word) },
  classid: (words, place, word) => { place.handle = words.next(word) },
  prio: (words, place, word) => { place.priority = words.number(word) },
  protocol: (words, place, word) => { place.protocol = ethertypeOf(words.next(word)) ?? words.unknown(words.last) },
  chain: (words, place, word) => { place.chain = words.number(word) },
}
const others: Readonly<Record<string, string>> = { pref: 'prio', preference: 'prio', priority: 'prio', proto: 'protocol' }

/** Takes words of a place, those of `known`, up to one that is none. */
export function takePlace (words: Words, known: readonly string[]): Place {
  const place: Place = {}
  for (;;) {
    const word = others[words.peek ?? ''] ?? words.peek
    if (word === undefined || !known.includes(word)) return place
    words.next(word)
    takes[word]!(words, place, word)
  }
}
