// The options of classes: tc's words, our names. tc-htb(8), tc-hfsc(8), tc-drr(8)
import { CommandLineError } from '../../command.js'
import type { Words } from '../words.js'
import { htbClass } from './shapers.js'
import { number, optionWords, rate, size, takeOption, time, type Options } from './units.js'

const tables: Readonly<Record<string, Options>> = {
  drr: { quantum: ['quantum', size] },
  qfq: { weight: ['weight', number], maxpkt: ['lmax', number] },
  ets: { quantum: ['quantaBand', size] },
}
const curveWords: Options = { m1: ['m1', rate], d: ['d', time], m2: ['m2', rate], umax: ['umax', size], dmax: ['dmax', time], rate: ['m2', rate] }
/** `[m1 RATE d TIME] m2 RATE`, or a packet of `umax` in `dmax`, then `rate`. */
function curve (words: Words, name: string): { m1: number, d: number, m2: number } {
  const given: { m1?: number, d?: number, m2?: number, umax?: number, dmax?: number } = {}
  while (takeOption(words, curveWords, given)) { /* each of them */ }
  const { m1 = 0, d = 0, m2 = 0, umax, dmax = 0 } = given
  if (given.m1 === undefined && given.m2 === undefined && umax === undefined) throw new CommandLineError(`${name}: m2 or rate is missing: see ${words.usage}`)
  if (umax === undefined) return { m1, d, m2 }
  const bytesPerSecond = dmax === 0 ? 0 : Math.ceil(umax * 1e6 / dmax)
  // As tc: where the packet takes longer at the rate, it goes faster first; else nothing goes until it must.
  return bytesPerSecond > m2 ? { m1: bytesPerSecond, d: dmax, m2 } : { m1: 0, d: Math.max(0, Math.ceil(dmax - umax * 1e6 / m2)), m2 }
}
const curves: Readonly<Record<string, readonly string[]>> = { sc: ['rsc', 'fsc'], rt: ['rsc'], ls: ['fsc'], ul: ['usc'] }
function hfsc (words: Words): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  while (!words.done) {
    const word = words.next('curve')
    const names = Object.hasOwn(curves, word) ? curves[word]! : words.unknown(word)
    const value = curve(words, word)
    for (const name of names) given[name] = value
  }
  return given
}
const others: Readonly<Record<string, (words: Words) => Record<string, unknown>>> = { htb: htbClass, hfsc }
export const knownClasses: readonly string[] = [...Object.keys(tables), ...Object.keys(others)].sort()

export function classWords (words: Words): { readonly kind: string, readonly options: object } {
  const kind = words.next('kind')
  if (Object.hasOwn(others, kind)) return { kind, options: others[kind]!(words) }
  if (!Object.hasOwn(tables, kind)) throw new CommandLineError(`classes of ${kind} are not known here; those of ${knownClasses.join(', ')} are: see ${words.usage}`)
  return { kind, options: optionWords(words, tables[kind]!) }
}
