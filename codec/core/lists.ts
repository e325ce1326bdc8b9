// Words that hold other words: lists in the forms that netlink has, and declarations that come back to themselves.
import type { Bytes, Writer } from './bytes.js'
import { compileArray } from './compile.js'
import { bare, isNested, NLA_F_NESTED, NLA_TYPE_MASK } from './declaration.js'
import { CodecError, fail } from './errors.js'
import type { Keyed, Lazy, Payload, Repeated, Type } from './infer.js'
import { attributesOf, readWord, within, writeAttribute, writeWord } from './interpret.js'
import { listOf, show, type Word } from './types.js'

type Each = {
  readonly each: Word
  readonly list: 'repeated' | 'indexed' | 'keyed' | 'array' | 'records' | 'many'
  /** The attribute that is repeated. */
  readonly element?: { readonly number: number, readonly constant: string }
}
type Lists = Word & Each

/**
 * A nest that holds the same attribute again and again, as IFLA_VLAN_INGRESS_QOS; or one of several, where the value says which;
 * `repeated(1, nested(...))` where the kernel wants these marked. `constant` is
 * the name of that attribute, where it has one of its own, as IFLA_VLAN_QOS_MAPPING: what a tree shows.
 */
export const repeated = <C>(number: number | ((value: unknown) => number), of: C, constant?: string): Repeated<C> => typeof number === 'number'
  ? nest(of, 'repeated', () => number, constant === undefined ? undefined : { number, constant })
  : nest(of, 'repeated', (_, value) => number(value))
/**
 * A nest whose attributes are numbered by their place, `first`, `first` + 1 ..., as IFLA_BOND_ARP_IP_TARGET and lists of actions. A list that
 * the kernel numbers from elsewhere, as it does actions in a dump, goes back as it came.
 */
export const indexed = <C>(of: C, first = 1): Repeated<C> => nest(of, 'indexed', i => i + first)
const begin = Symbol('the number of the first, where it is another')
/** An attribute that comes several times in its set, as IFLA_ALT_IFNAME. */
export const many = <C>(of: C): Repeated<C> => ({ ...of, many: true, each: of, list: 'many', size: 0 }) as unknown as Repeated<C>

function nest<C> (of: C, list: Each['list'], numberOf: (i: number, value?: unknown) => number, element?: Each['element']): Repeated<C> {
  const each = bare(of as Payload)
  const flags = isNested(of as Payload) ? NLA_F_NESTED : 0
  const noted = (found: unknown[], b: Bytes, p: number): unknown[] => {
    const number = found.length > 0 && list === 'indexed' ? b.u16[(p >> 1) + 1]! & NLA_TYPE_MASK : numberOf(0)
    return number === numberOf(0) ? found : Object.defineProperty(found, begin, { value: number - numberOf(0) })
  }
  const shift = (list: readonly unknown[]): number => (list as { [begin]?: number })[begin] ?? 0
  const word: Lists = {
    size: 0, each, list,
    ...element === undefined ? {} : { element },
    // `read` and `write` are what compiled code calls: without a path in their errors, as all of it.
    read (b, p, n, family) {
      const found: unknown[] = []
      const least = 4 + (each.least ?? each.size)
      const start = p
      for (const end = p + n; end - p >= 4;) {
        const length = b.u16[p >> 1]!
        if (length < least || length > end - p) fail('refused')
        found.push(each.read(b, p + 4, length - 4, family))
        p += length + 3 & ~3
      }
      return noted(found, b, start)
    },
    explain (b, p, n, family) {
      const found: unknown[] = []
      for (const { at, length } of attributesOf(b, p, p + n)) {
        within(`[${found.length}]`, '', at, () => { found.push(readWord(each, b, at + 4, length - 4, family)) })
      }
      return noted(found, b, p)
    },
    write (w, value, family) {
      const list = listOf(value)
      for (let i = 0; i < list.length; i++) {
        const at = w.p
        w.p = at + 4
        each.write(w, list[i], family)
        w.close(at, numberOf(i, list[i]) + shift(list) | flags)
      }
    },
    explainWrite (w, value, family) {
      const list = listOf(value)
      for (const [i, one] of list.entries()) {
        within(`[${i}]`, '', undefined, () => writeAttribute(w, numberOf(i, one) + shift(list) | flags, each, one, family))
      }
    },
  }
  return word as unknown as Repeated<C>
}

/**
 * A nest whose attribute numbers are keys, as those of CTRL_ATTR_OP_POLICY are commands: an object by number. `keyed(nested(...))` where the
 * kernel marks what is in it.
 */
export function keyed<C> (of: C): Keyed<C> {
  const each = bare(of as Payload)
  const flags = isNested(of as Payload) ? NLA_F_NESTED : 0
  const entries = (value: unknown, one: (type: number, value: unknown, key: string) => void): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(`${show(value)} is no object by number`)
    for (const [key, inside] of Object.entries(value as object)) {
      const number = Number(key)
      if (!Number.isInteger(number) || number < 0 || number > NLA_TYPE_MASK) fail(`${show(key)} is no number of an attribute, from 0 to ${NLA_TYPE_MASK}`)
      if (inside !== undefined) one(number | flags, inside, key)
    }
  }
  const word: Lists = {
    size: 0, each, list: 'keyed',
    read (b, p, n, family) {
      const found: Record<number, unknown> = {}
      const least = 4 + (each.least ?? each.size)
      for (const { at, length, type } of attributesOf(b, p, p + n)) {
        if (length < least) fail('refused')
        found[type & NLA_TYPE_MASK] = each.read(b, at + 4, length - 4, family)
      }
      return found
    },
    explain (b, p, n, family) {
      const found: Record<number, unknown> = {}
      for (const { at, length, type } of attributesOf(b, p, p + n)) {
        const key = type & NLA_TYPE_MASK
        within(`[${key}]`, '', at, () => { found[key] = readWord(each, b, at + 4, length - 4, family) })
      }
      return found
    },
    write (w, value, family) {
      entries(value, (type, inside) => {
        const at = w.p
        w.p = at + 4
        each.write(w, inside, family)
        w.close(at, type)
      })
    },
    explainWrite (w, value, family) {
      entries(value, (type, inside, key) => within(`[${key}]`, '', undefined, () => writeAttribute(w, type, each, inside, family)))
    },
  }
  return word as unknown as Keyed<C>
}

/** As many as the payload holds, one after the other, as a C array. What is left over of a payload is not read. */
export function array<C> (of: C): Repeated<C> {
  const each = of as Word
  const { size } = each
  if (size === 0) throw new CodecError('the elements of an array have a size of their own')
  const word: Lists = {
    size: 0, each, list: 'array',
    ...each.align === undefined ? {} : { align: each.align },
    ...each.js === undefined ? {} : { js: (p: string, bind: (value: unknown) => string, n: string) => `${bind(compileArray(each))}(b, ${p}, ${n})` },
    read (b, p, n, family) {
      const found = new Array<unknown>(Math.floor(n / size))
      for (let i = 0; i < found.length; i++, p += size) found[i] = each.read(b, p, size, family)
      return found
    },
    explain: (b, p, n, family) => Array.from({ length: Math.floor(n / size) }, (_, i) =>
      within(`[${i}]`, '', p + i * size, () => readWord(each, b, p + i * size, size, family))),
    write (w, value, family) {
      const list = listOf(value)
      for (let i = 0; i < list.length; i++) each.write(w, list[i], family)
    },
    explainWrite (w, value, family) {
      for (const [i, one] of listOf(value).entries()) within(`[${i}]`, '', undefined, () => writeWord(each, w, one, family))
    },
  }
  return word as unknown as Repeated<C>
}

/** Messages one after the other, each with its length in its first two bytes, as the hops of RTA_MULTIPATH (struct rtnexthop). */
export function records<C> (of: C): Repeated<C> {
  const each = of as Word
  const word: Lists = {
    size: 0, each, list: 'records',
    read (b, p, n, family) {
      const found: unknown[] = []
      for (const { at, length } of recordsOf(b, p, p + n)) found.push(each.read(b, at, length, family))
      return found
    },
    explain (b, p, n, family) {
      const found: unknown[] = []
      for (const { at, length } of recordsOf(b, p, p + n)) {
        within(`[${found.length}]`, '', at, () => { found.push(readWord(each, b, at, length, family)) })
      }
      return found
    },
    write (w, value, family) {
      const list = listOf(value)
      for (let i = 0; i < list.length; i++) {
        const at = w.p
        each.write(w, list[i], family)
        closeRecord(w, at, i)
      }
    },
    explainWrite (w, value, family) {
      for (const [i, one] of listOf(value).entries()) {
        const at = w.p
        within(`[${i}]`, '', undefined, () => writeWord(each, w, one, family))
        closeRecord(w, at, i)
      }
    },
  }
  return word as unknown as Repeated<C>
}
function * recordsOf (b: Bytes, p: number, end: number): Generator<{ at: number, length: number }> {
  while (end - p >= 4) {
    const length = b.u16[p >> 1]!
    if (length < 4 || length > end - p) throw new CodecError(`a record of ${length} bytes where ${end - p} are left`, '', '', p)
    yield { at: p, length }
    p += length + 3 & ~3
  }
}
function closeRecord (w: Writer, at: number, i: number): void {
  if (w.p - at > 0xffff) fail(`record ${i} has ${w.p - at} bytes; its length has 16 bits`)
  w.b.u16[at >> 1] = w.p - at
  w.zero(-w.p & 3)
}

/** How deep a declaration may come back to itself: bytes from elsewhere could nest until the stack ends. */
const DEEPEST = 32
/** For a declaration that comes back to itself: `lazy((): Type<Link> => Link)`. */
export function lazy<T> (later: () => Type<T, any>): Lazy<T> {
  const inside = <R>(b: Bytes, step: (word: Word) => R): R => {
    if (++b.depth > DEEPEST) fail(`nested deeper than ${DEEPEST} times`)
    const found = step(later() as Word)
    b.depth--
    return found
  }
  const word: Word & { later: typeof later } = {
    size: 0,
    later,
    read: (b, p, n, family) => inside(b, word => word.read(b, p, n, family)),
    explain: (b, p, n, family) => inside(b, word => readWord(word, b, p, n, family)),
    write: (w: Writer, value, family) => { later().write(w, value, family) },
    explainWrite: (w: Writer, value, family) => { writeWord(later() as Word, w, value, family) },
  }
  return word as unknown as Lazy<T>
}
