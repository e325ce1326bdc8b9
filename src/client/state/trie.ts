// Prefixes of addresses, found by the longest that fits: a binary tree in which what has one way on only is left out.

/** Addresses as words of 32 bits, the first bits first: one for IPv4, four for IPv6. */
export type Words = readonly number[]

interface Node<T> {
  /** The bits up to `length`; what is behind them is zero. */
  readonly words: Words
  readonly length: number
  value: T | undefined
  zero: Node<T> | undefined
  one: Node<T> | undefined
}

const node = <T>(words: Words, length: number, value?: T): Node<T> => ({ words: masked(words, length), length, value, zero: undefined, one: undefined })

export class PrefixTrie<T> {
  #root: Node<T> | undefined

  get (words: Words, length: number): T | undefined {
    for (let at = this.#root; at !== undefined && at.length <= length && fits(at, words); at = bit(words, at.length) === 0 ? at.zero : at.one) {
      if (at.length === length) return at.value
    }
    return undefined
  }

  /** Puts a value in the place of what was there. */
  set (words: Words, length: number, value: T): void {
    let parent: Node<T> | undefined
    let at = this.#root
    while (at !== undefined && at.length <= length && fits(at, words)) {
      if (at.length === length) {
        at.value = value
        return
      }
      parent = at
      at = bit(words, at.length) === 0 ? at.zero : at.one
    }
    const made = node(words, length, value)
    if (at === undefined) return this.#hang(parent, made)
    const common = commonLength(made, at)
    if (common === length) {
      // The new one stands above.
      this.#hang(parent, made)
      return this.#hang(made, at)
    }
    const fork = node<T>(words, common)
    this.#hang(parent, fork)
    this.#hang(fork, made)
    this.#hang(fork, at)
  }

  delete (words: Words, length: number): void {
    const above: Array<Node<T>> = []
    let at = this.#root
    while (at !== undefined && at.length < length && fits(at, words)) {
      above.push(at)
      at = bit(words, at.length) === 0 ? at.zero : at.one
    }
    if (at === undefined || at.length !== length || !fits(at, words)) return
    at.value = undefined
    // What holds nothing and has no two ways on goes, up to the first that is still of use.
    for (let found: Node<T> | undefined = at; found !== undefined && found.value === undefined && (found.zero === undefined || found.one === undefined);) {
      const parent = above.pop()
      const rest = found.zero ?? found.one
      if (parent === undefined) this.#root = rest
      else if (parent.zero === found) parent.zero = rest
      else parent.one = rest
      found = parent
    }
  }

  /** From the longest prefix that an address has to the shortest, the first that `pick` takes. */
  find<R> (words: Words, pick: (value: T) => R | undefined): R | undefined {
    let depth = 0
    for (let at = this.#root; at !== undefined && fits(at, words); at = at.length === 32 * words.length ? undefined : bit(words, at.length) === 0 ? at.zero : at.one) {
      if (at.value !== undefined) path[depth++] = at.value
    }
    while (depth > 0) {
      const picked = pick(path[--depth] as T)
      if (picked !== undefined) return picked
    }
    return undefined
  }

  #hang (parent: Node<T> | undefined, child: Node<T>): void {
    if (parent === undefined) this.#root = child
    else if (bit(child.words, parent.length) === 0) parent.zero = child
    else parent.one = child
  }
}

/** There are no more prefixes of one address than lengths. Nothing is kept from one search to the next but this. */
const path: unknown[] = Array.from({ length: 129 })

const bit = (words: Words, at: number): number => words[at >>> 5]! >>> 31 - (at & 31) & 1

function fits<T> ({ words: own, length }: Node<T>, words: Words): boolean {
  const whole = length >>> 5
  for (let i = 0; i < whole; i++) if (own[i] !== words[i]) return false
  const rest = length & 31
  return rest === 0 || (own[whole]! ^ words[whole]!) >>> 32 - rest === 0
}

function masked (words: Words, length: number): Words {
  return words.map((word, i) => length >= 32 * i + 32 ? word : length <= 32 * i ? 0 : word & -1 << 32 * i + 32 - length)
}

function commonLength<T> (a: Node<T>, b: Node<T>): number {
  const most = Math.min(a.length, b.length)
  for (let i = 0; 32 * i < most; i++) {
    const differs = a.words[i]! ^ b.words[i]!
    if (differs !== 0) return Math.min(most, 32 * i + Math.clz32(differs))
  }
  return most
}
