// All objects of one sort that are known of one namespace.
import { changes, type Changed, type Comparison } from './differences.js'
import type { Monitored } from './monitored.js'

/** What became of one: it was not there before, or is not there after, or other than it was in `what`. */
export interface Difference {
  readonly before: unknown
  readonly after: unknown
  /** The members that differ; absent also where nothing does: then the one from before is kept. */
  readonly what?: Changed<object> | undefined
}

/** Only a part of it is gone. */
export const PART = Symbol('part')

const comparisons = new WeakMap<Monitored<unknown>, Comparison>()
/** How two of them are compared. */
export function comparison (line: Monitored<unknown>): Comparison {
  let found = comparisons.get(line)
  if (found === undefined) comparisons.set(line, found = { ignored: new Set(line.ignored), unordered: new Set(line.unordered) })
  return found
}

export class Table {
  /** One of a key, or a list of them where there may be several and are. */
  readonly #all = new Map<string, unknown>()
  constructor (readonly line: Monitored<unknown>) {}

  * values (): Generator<unknown, void> {
    for (const found of this.#all.values()) yield * listed(found)
  }

  /** One more of a list: those that it has of one key are different ones. */
  add (one: unknown): void {
    const key = this.line.key(one)
    const found = this.#all.get(key)
    this.#all.set(key, found === undefined || this.line.several === undefined ? one : [...listed(found), one])
  }

  /** It is there, or it was changed. `flags`: NLM_F_* of the message that says so. */
  put (told: unknown, flags: number): Difference {
    const key = this.line.key(told)
    const known = this.#all.get(key)
    if (known === undefined) {
      this.#all.set(key, told)
      return { before: undefined, after: told }
    }
    const list = listed(known)
    const at = this.line.several?.place(list, told, flags) ?? 0
    const before = list[at]
    const one = this.line.partial === true && before !== undefined ? joined(before, told) : told
    const what = before === undefined ? undefined : this.#changes(before, one)
    if (before === undefined || what !== undefined) this.#keep(key, at < 0 ? [one, ...list] : [...list.slice(0, at), one, ...list.slice(at + 1)])
    return { before, after: one, what }
  }

  /** It is gone. Gives the one that was known; undefined where none was, PART where only a part of that one is gone. */
  take (gone: unknown): unknown {
    const { several } = this.line
    const key = this.line.key(gone)
    const list = listed(this.#all.get(key))
    const at = this.#find(list, gone)
    if (at < 0) return undefined
    if (several?.isPart(list[at], gone) === true) return PART
    this.#keep(key, list.toSpliced(at, 1))
    return list[at]
  }

  /** Takes what this one lacks from another. */
  keep (other: Table): void {
    for (const one of other.values()) if (this.#find(listed(this.#all.get(this.line.key(one))), one) < 0) this.add(one)
  }

  /** What is different in `after`, which takes from here what is not. */
  * differences (after: Table): Generator<Difference, void> {
    for (const [key, found] of this.#all) {
      const list = [...listed(after.#all.get(key))]
      for (const [before, at] of pairs(this.line, listed(found), list)) {
        const one = at === undefined ? undefined : list[at]
        const what = before === undefined || one === undefined ? undefined : this.#changes(before, one)
        if (before === undefined || one === undefined || what !== undefined) yield { before, after: one, what }
        else list[at!] = before
      }
      after.#keep(key, list)
    }
    for (const [key, found] of after.#all) {
      if (!this.#all.has(key)) for (const one of listed(found)) yield { before: undefined, after: one }
    }
  }

  #changes (before: unknown, after: unknown): Changed<object> | undefined { return changes(before as object, after as object, comparison(this.line)) }

  /** Which one it is of those that have its key; -1: none. */
  #find (list: readonly unknown[], one: unknown): number {
    return list.length === 0 ? -1 : this.line.several?.find(list, one) ?? list.length - 1
  }

  #keep (key: string, list: readonly unknown[]): void {
    if (list.length === 0) this.#all.delete(key)
    else this.#all.set(key, list.length === 1 ? list[0] : list)
  }
}

const none: readonly unknown[] = []
const listed = (found: unknown): readonly unknown[] => found === undefined ? none : Array.isArray(found) ? found as unknown[] : [found]

/** What was known, with what is told of it. */
const joined = (before: unknown, told: unknown): unknown =>
  Object.assign(Object.create(Object.getPrototypeOf(told) as object), before, Object.fromEntries(Object.entries(told as object).filter(([, value]) => value !== undefined)))

/** Who of `before` is whom of `after`: first those that say so, then the rest as they stand; what is left of either has no other. */
function pairs (line: Monitored<unknown>, before: readonly unknown[], after: readonly unknown[]): ReadonlyArray<readonly [before: unknown, after: number | undefined]> {
  const free = after.map((_, i) => i)
  const found = before.map((one): [unknown, number | undefined] => {
    const at = line.several === undefined ? free.length - 1 : line.several.find(free.map(i => after[i]), one)
    return [one, at < 0 ? undefined : free.splice(at, 1)[0]]
  })
  for (const pair of found) pair[1] ??= free.shift()
  return [...found, ...free.map((at): [unknown, number] => [undefined, at])]
}
