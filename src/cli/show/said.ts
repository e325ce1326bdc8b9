// What tc says, and ip of routes, once for both of its forms: members of JSON, and words of a line. Lines differ in every kind; the pieces are the same.
import type { Fact, Facts } from './facts.js'
import { rateText, sizeText, timeText } from './tc/units.js'

interface Piece {
  readonly name?: string
  readonly value?: Fact
  /** An object, or a list of them, in place of a value. */
  readonly inner?: Said
  readonly items?: readonly Said[]
  readonly text: string
}
/** Pieces in their order; what is undefined or false is not said. */
export type Said = Piece | undefined | false | readonly Said[]
export type Count = number | bigint

/** `form` with the value in place of `%`. */
export const any = (name: string, value: Fact | undefined, form = `${name} % `): Said => shown(name, value, form, String(value))
/** The value in JSON, `text` in place of `%` in the line. */
export const shown = (name: string, value: Fact | undefined, form: string, text: string): Said =>
  value === undefined ? undefined : { name, value, text: form.replace('%', () => text) }
export const text = (line: string): Said => ({ text: line })
export const fact = (name: string, value: Fact | undefined): Said => shown(name, value, '', '')
/** In JSON: an object; in the line, what is in it. */
export const object = (name: string, ...inner: readonly Said[]): Said => ({ name, inner, text: textOf(inner) })
export const list = (name: string, items: readonly Said[]): Said => ({ name, items, text: textOf(items) })
export const NEW_LINE = text('\n')

/** The units of tc's values. */
export const size = (name: string, value: number | undefined, form = `${name} % `): Said => value === undefined ? undefined : shown(name, value, form, sizeText(value))
export const rate = (name: string, value: Count | undefined, form = `${name} % `): Said => value === undefined ? undefined : shown(name, value, form, rateText(value))
/** In us. */
export const time = (name: string, value: number | undefined, form = `${name} % `): Said => value === undefined ? undefined : shown(name, value, form, timeText(value))
/** `true` and a word where it is so. */
export const word = (name: string, is: unknown, form = `${name} `): Said => Boolean(is) && is !== 0n && { name, value: true, text: form }
/** ` name value`, for each: how tc prints counters. */
export const counts = (all: Readonly<Record<string, Count | undefined>>, first = '  '): Said =>
  Object.entries(all).filter(([, value]) => value !== undefined).map(([name, value], i) => any(name, value, `${i === 0 ? first : ' '}${name} %`))
/** Counters that are only said where they are not 0. */
export const counted = (name: string, value: Count, form = ` ${name} %`): Said => Number(value) !== 0 && any(name, value, form)

export function textOf (said: Said): string {
  if (Array.isArray(said)) return (said as readonly Said[]).map(textOf).join('')
  return said === undefined || said === false ? '' : (said as Piece).text
}

/** Where a name comes twice, the last one has it, as for whoever reads tc's JSON. */
export function factsOf (said: Said): Facts {
  const facts: Record<string, Fact | undefined> = {}
  const add = (one: Said): void => {
    if (Array.isArray(one)) for (const each of one as readonly Said[]) add(each)
    else if (one !== undefined && one !== false) {
      const { name, value, inner, items } = one as Piece
      if (name !== undefined) facts[name] = inner !== undefined ? factsOf(inner) : items !== undefined ? items.map(factsOf) : value
    }
  }
  add(said)
  return facts
}
