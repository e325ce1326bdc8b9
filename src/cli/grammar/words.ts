// The words of a command, one after the other, as ip(8) has them: `add 10.1.1.1/24 dev v0`.
import { namesOf } from '../../client/names.js'
import { CommandLineError } from '../command.js'

/** A name, or the number itself. */
export const numeric = (text: string): string | number => /^\d+$/.test(text) ? Number(text) : text

const whole = /^(0x[0-9a-f]+|-?\d+)$/i

export class Words {
  #at = 0
  constructor (readonly all: readonly string[], readonly usage: string) {}

  get done (): boolean { return this.#at >= this.all.length }
  get peek (): string | undefined { return this.all[this.#at] }
  /** The word that was taken last. */
  get last (): string { return this.all[this.#at - 1] ?? '' }

  /** The next word, if it is one of these. */
  take (...words: readonly string[]): boolean {
    const is = this.peek !== undefined && words.includes(this.peek)
    if (is) this.#at++
    return is
  }

  /** The next word, which must be there. */
  next (what: string): string {
    const word = this.all[this.#at++]
    if (word === undefined) throw new CommandLineError(`${what} is missing${this.#at > 1 ? ` after "${this.all[this.#at - 2]}"` : ''}: see ${this.usage}`)
    return word
  }

  number (what: string): number {
    const word = this.next(what)
    if (!whole.test(word)) throw new CommandLineError(`${what}: "${word}" is no whole number: see ${this.usage}`)
    return Number(word)
  }

  /** One whole number, or two with a sign between them: `0x10/0xff`, `1000-2000`. */
  numbers (what: string, between: '/' | '-'): [number, number?] {
    const parts = this.next(what).split(between)
    if (parts.length > 2 || !parts.every(part => whole.test(part))) throw new CommandLineError(`${what}: "${this.last}" is neither a whole number nor two with ${between} between them: see ${this.usage}`)
    return parts.map(Number) as [number, number?]
  }

  /** `on` or `off`, as 1 or 0 may be written, too. */
  onOff (what: string): boolean {
    const word = this.next(what)
    if (!['on', 'off', '1', '0'].includes(word)) throw new CommandLineError(`${what}: "${word}" is neither on nor off: see ${this.usage}`)
    return word === 'on' || word === '1'
  }

  /** Type of service: a name of this machine's, or a number in hexadecimal, as ip reads it. */
  dsfield (what: string): number {
    const word = this.next(what)
    // Names first: EF is one.
    const [number] = [...namesOf('rt_dsfield')].find(([, name]) => name === word) ?? [/^(0x)?[0-9a-f]{1,2}$/i.test(word) ? parseInt(word, 16) : this.unknown(word)]
    return number
  }

  /** There must be some: without any, all would be meant. */
  some (what: string): void { if (this.done) throw new CommandLineError(`which ${what}? see ${this.usage}`, 1) }

  /** Nothing more may come. */
  end (): void { if (this.peek !== undefined) this.unknown(this.peek) }

  unknown (word: string): never {
    throw new CommandLineError(`what is "${word}"? see ${this.usage}`)
  }
}

/** Other names of actions, tried after those themselves. */
const others = [['list', 'show'], ['lst', 'show'], ['change', 'set'], ['chg', 'change'], ['chg', 'set']] as const

/** The first action that begins with the word, as ip completes its own: `a`, `del`, `s`. */
export function action<A extends string> (word: string | undefined, actions: readonly A[], otherwise: A, usage: string): A {
  if (word === undefined) return otherwise
  const found = actions.find(name => name.startsWith(word)) ??
    others.flatMap(([name, action]) => name.startsWith(word) ? actions.filter(one => one === action) : [])[0]
  if (found === undefined) throw new CommandLineError(`there is no "${word}"; there are ${actions.join(', ')}: see ${usage}`)
  return found
}
