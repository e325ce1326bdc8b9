// The words that declarations are written in: what one payload holds, in both directions.
import { littleEndian, type Bytes, type Writer } from './bytes.js'
import { CodecError, fail } from './errors.js'
import type { Decoded, Enumeration, Flags, FlagsInput, Integer, LinkIndex, Long, NameFile, NamespaceFd, Pad, Text, Type, Value } from './infer.js'
import { colonHex, fromHex, ip4, ip6, putColonHex, putIp, putText, text } from './text.js'

/** What the engine knows of a word besides reading and writing. All of it is optional: without, it calls `read` and `write`. */
export interface Word {
  readonly size: number
  /** Fewer bytes than this are an error; without it, fewer than `size`. */
  readonly least?: number
  readonly type?: string
  /** In a C struct; without it, its size up to 8. */
  readonly align?: number
  /** The name of its layout in buffer-layout. */
  readonly layout?: string
  /** What the client may widen: an index to a name, a descriptor to a namespace. */
  readonly role?: string
  /** Of an enumeration, or of flags. */
  readonly names?: Names
  /** Of an enumeration: a number's name, where it has one. */
  readonly nameOf?: (value: number) => string | number
  /** By the payload's length, and what it is of every other length. */
  readonly lengths?: Readonly<Record<number, Word>>
  readonly others?: Word
  /** `false` is an attribute that is not there. */
  readonly takesFalse?: true
  /** The expression that reads its `n` bytes at `p`, in place of a call; `bind` gives a name to a value that the expression needs. */
  js? (p: string, bind: (value: unknown) => string, n: string): string
  /** The statement that writes `v` at `p`, in place of a call; `bad` is what to do with a value that does not fit. */
  put? (v: string, p: string, bad: string, bind: (value: unknown) => string): string
  read (b: Bytes, p: number, n: number, family: unknown): any
  write (w: Writer, value: any, family: unknown): void
  /** As `read`, by walking the declaration: slow, and says where the bytes are wrong. */
  explain? (b: Bytes, p: number, n: number, family: unknown): any
  explainWrite? (w: Writer, value: any, family: unknown): void
}

// --- numbers
/** @throws {CodecError} where it is none, or does not fit */
export const whole = (value: unknown, least: number, most: number): number => Number.isInteger(value) && value as number >= least && value as number <= most
  ? value as number
  : fail(`${show(value)} is not a whole number from ${least} to ${most}`)
export const objectOf = (value: unknown): object => typeof value === 'object' && value !== null ? value : fail(`${show(value)} is no object`)
export const listOf = (value: unknown): readonly unknown[] => Array.isArray(value) ? value : fail(`${show(value)} is no list`)
interface Width { bits: 8 | 16 | 32, signed?: boolean, network?: boolean }
function integer ({ bits, signed = false, network = false }: Width): Integer {
  const size = bits / 8
  const least = signed ? -(2 ** (bits - 1)) : 0
  const most = least + 2 ** bits - 1
  const accessor = `${signed ? 'Int' : 'Uint'}${bits}`
  const get = `get${accessor}` as 'getUint32'
  const shift = size >> 1
  // Typed arrays where the byte order is the host's and there is one: DataView is as fast, but for the flag that one forgets.
  const array = network ? undefined : signed ? (bits === 32 ? 's32' : undefined) : `u${bits}`
  const order = bits === 8 ? '' : network ? ', false' : `, ${littleEndian}`
  const js = (p: string): string => array === undefined ? `dv.get${accessor}(${p}${order})` : `${array}[${shift === 0 ? p : `(${p}) >> ${shift}`}]`
  const little = !network && littleEndian
  const word: Word = {
    size,
    type: `${network && bits > 8 ? 'be' : signed ? 's' : 'u'}${bits}`,
    layout: `${signed ? 's' : 'u'}${bits}${network && bits > 8 ? 'be' : ''}`,
    js,
    // Beyond the end of the memory a typed array ignores a store; a DataView throws: so bytes, one by one, where there is no array.
    put: (v, p, bad) => `if (typeof ${v} !== 'number' || ${signed ? `(${v} | 0)` : bits === 32 ? `(${v} >>> 0)` : `(${v} & ${most})`} !== ${v}` +
      `${signed && bits < 32 ? ` || ${v} < ${least} || ${v} > ${most}` : ''}) ${bad}; ` + (array === undefined
      ? Array.from({ length: size }, (_, i) => `u8[${p} + ${i}] = ${v} >>> ${8 * (little ? i : size - 1 - i)}`).join('; ')
      : `${array}[${shift === 0 ? p : `(${p}) >> ${shift}`}] = ${v}`),
    read: (b, p) => b.dv[get](p, little),
    write (w, value: number) {
      whole(value, least, most)
      for (let i = 0; i < size; i++) w.b.u8[w.p + i] = value >>> 8 * (little ? i : size - 1 - i)
      w.p += size
    },
  }
  return word as Integer
}
export const u8 = integer({ bits: 8 })
export const u16 = integer({ bits: 16 })
export const u32 = integer({ bits: 32 })
export const s8 = integer({ bits: 8, signed: true })
export const s16 = integer({ bits: 16, signed: true })
export const s32 = integer({ bits: 32, signed: true })
/** In network byte order, as ports and protocols are. */
export const be16 = integer({ bits: 16, network: true })
export const be32 = integer({ bits: 32, network: true })

const isDecimal = (value: unknown): boolean => typeof value === 'string' && /^-?\d{1,20}$/.test(value)
function long ({ signed = false, network = false }: { signed?: boolean, network?: boolean }): Long {
  const accessor = signed ? 'BigInt64' : 'BigUint64'
  const little = !network && littleEndian
  const least = signed ? -(2n ** 63n) : 0n
  const most = least + 2n ** 64n - 1n
  const word: Word = {
    size: 8,
    type: `${network ? 'be' : signed ? 's' : 'u'}64`,
    layout: network ? 'nu64be' : 'nu64',
    js: p => `dv.get${accessor}(${p}, ${little})`,
    read: (b, p) => (b.dv[`get${accessor}`])(p, little),
    write (w, value: bigint | number) {
      // JSON has those beyond 2^53 as text.
      const whole = typeof value === 'bigint' || Number.isSafeInteger(value) || isDecimal(value) ? BigInt(value) : undefined
      if (whole === undefined || whole < least || whole > most) fail(`${show(value)} is not a whole number from ${least} to ${most}`)
      if (w.p + 8 <= w.b.u8.length) w.b.dv[`set${accessor}`](w.p, whole!, little)
      w.p += 8
    },
  }
  return word as Long
}
export const u64 = long({})
export const s64 = long({ signed: true })
export const be64 = long({ network: true })
/** A number in 4 or 8 bytes, as small as it goes (NLA_UINT, since Linux 6.7). */
export const uint: Long = {
  type: 'u32 or u64',
  size: 0,
  read: (b, p, n) => n === 4 ? BigInt(u32.read(b, p, n, undefined)) : n === 8 ? u64.read(b, p, n, undefined) : fail(`${n} bytes, 4 or 8 wanted`),
  write (w, value: bigint | number, family) {
    const small = (typeof value === 'bigint' || typeof value === 'number') && value >= 0 && value < 2 ** 32
    if (small) u32.write(w, Number(value), family)
    else u64.write(w, value as bigint, family)
  },
}

// --- numbers that stand for names
type Names = Readonly<Record<string, number>>
/** A number that stands for a name: the name, or the number where nobody named it. */
export function enumeration<const N extends Names> (of: Type<number>, names: N): Enumeration<keyof N & string> {
  const byNumber: string[] = []
  const byHighNumber = new Map<number, string>()
  for (const [name, number] of Object.entries(names)) {
    if (number < 256) byNumber[number] ??= name
    else if (!byHighNumber.has(number)) byHighNumber.set(number, name)
  }
  const numbers = new Map(Object.entries(names))
  const numberOf = (value: string | number): number => typeof value === 'number' ? value : numbers.get(value) ?? unnamed(value, names)
  const nameOf = (value: number): string | number => (value < 256 ? byNumber[value] : byHighNumber.get(value)) ?? value
  const number = of as unknown as Word
  return {
    ...of,
    put: (v: string, p: string, bad: string, bind: (value: unknown) => string) =>
      `const number = ${bind(numberOf)}(${v}); ${number.put!('number', p, bad, bind)}`,
    // Of one byte, a table of all 256, and no call: 2 to 3 ns each, and there are four in a route.
    js: (p: string, bind: (value: unknown) => string, n: string) => of.size === 1
      ? `${bind(Array.from({ length: 256 }, (_, value) => nameOf(value)))}[${number.js!(p, bind, n)}]`
      : `${bind(nameOf)}(${number.js!(p, bind, n)})`,
    read: (b: Bytes, p: number, n: number, family: unknown) => nameOf(of.read(b, p, n, family)),
    write (w: Writer, value: string | number, family: unknown) { of.write(w, numberOf(value), family) },
    names,
    nameOf,
  } as Enumeration<keyof N & string>
}

/** Bits that stand for names: the names of those that are set, and the rest as one number. The same bits give the same, frozen array. */
export function flags<const N extends Names> (of: Type<number>, names: N): Flags<keyof N & string> {
  const entries = Object.entries(names)
  const lists = new Map<number, ReadonlyArray<string | number>>()
  const list = (value: number): ReadonlyArray<string | number> => {
    const set = entries.filter(([, bit]) => (value & bit) !== 0 && (value & bit) >>> 0 === bit)
    const rest = set.reduce((left, [, bit]) => left & ~bit, value) >>> 0
    const found = Object.freeze([...set.map(([name]) => name), ...rest === 0 ? [] : [rest]])
    if (lists.size < 4096) lists.set(value, found) // a bound: hostile bytes could name 2^32 of them
    return found
  }
  const namesOf = (value: number): ReadonlyArray<string | number> => lists.get(value) ?? list(value)
  /** For compiled code: an array in front of the Map, 10 ns faster for the flags of most routes. */
  const compiled = (): typeof namesOf => {
    const few = new Array<ReturnType<typeof list> | undefined>(256).fill(undefined)
    return value => value < 256 ? few[value] ??= list(value) : namesOf(value)
  }
  const numbers = new Map(entries)
  const bit = (name: string | number): number => typeof name === 'number' ? whole(name, 0, 0xffffffff) : numbers.get(name) ?? unnamed(name, names)
  const bits = (value: FlagsInput<string>): { set: number, named: number } => {
    if (typeof value === 'number') return { set: value, named: value }
    if (typeof value !== 'object' || value === null) fail(`${show(value)}: give a list of flags, or an object of them`)
    let set = 0; let named = 0
    if (Array.isArray(value)) for (const name of value as ReadonlyArray<string | number>) { named |= bit(name); set |= bit(name) }
    else {
      for (const [name, on] of Object.entries(value as Record<string, boolean | undefined>)) {
        if (on === undefined) continue
        if (typeof on !== 'boolean') throw new CodecError(`${show(on)} is neither true nor false`, name)
        named |= bit(name)
        if (on) set |= bit(name)
      }
    }
    return { set: set >>> 0, named: named >>> 0 }
  }
  /** For compiled code: a list, as it nearly always is, without an object for the result. */
  const setOf = (value: FlagsInput<string>): number => {
    if (!Array.isArray(value)) return bits(value).set
    let set = 0
    for (const name of value as ReadonlyArray<string | number>) set |= bit(name)
    return set >>> 0
  }
  const number = of as unknown as Word
  return {
    ...of,
    put: (v: string, p: string, bad: string, bind: (value: unknown) => string) => `const number = ${bind(setOf)}(${v}); ${number.put!('number', p, bad, bind)}`,
    js: (p: string, bind: (value: unknown) => string, n: string) => `${bind(compiled())}(${number.js!(p, bind, n)})`,
    read: (b: Bytes, p: number, n: number, family: unknown) => namesOf(of.read(b, p, n, family)),
    write (w: Writer, value: FlagsInput<string>, family: unknown) { of.write(w, bits(value).set, family) },
    bits, names,
  } as Flags<keyof N & string>
}
/** The mask beside a member of flags: where none is given, the bits that the flags speak of. */
export const maskOf = (member: string): Integer => ({ ...u32, maskOf: member }) as Integer

// --- text and bytes
function checkText (value: unknown): void {
  if (typeof value !== 'string') return fail(`${show(value)} is no text`)
  if (value.includes('\0')) fail(`${show(value)} has a zero character inside`)
}
/** Text, ended by a zero byte. */
export const string: Text = {
  type: 'string',
  size: 0,
  read: text,
  write (w, value) {
    checkText(value)
    w.p += putText(w.b.u8, w.p, value)
    w.b.u8[w.p++] = 0
  },
}
/** Whether bytes may be a link's name: dev_valid_name() in net/core/dev.c, to which 0xa0 is white space, also inside of a character. */
export function isLinkName (u8: Uint8Array, from: number, length: number): boolean {
  if (length === 0 || length > 15 || (length < 3 && u8[from] === 0x2e && u8[from + length - 1] === 0x2e)) return false
  for (let i = from; i < from + length; i++) {
    const byte = u8[i]!
    if (byte === 0x2f || byte === 0x3a || byte === 0x20 || byte === 0xa0 || (byte >= 0x09 && byte <= 0x0d)) return false
  }
  return true
}
/** Text that must be fit for a name of a link. */
export const linkName: Text = {
  ...string,
  write (w, value, family) {
    const from = w.p
    string.write(w, value, family)
    const length = w.p - from - 1
    if (length > 15) fail(`${show(value)} has ${length} bytes; a link's name has at most 15`)
    // Beyond the end of the memory nothing was written yet: `Writer.write` comes again.
    if (w.p <= w.b.u8.length && !isLinkName(w.b.u8, from, length)) {
      fail(`${show(value)} is no name for a link: 1 to 15 bytes without '/', ':', white space and the byte 0xa0, and neither '.' nor '..'`)
    }
  },
}
/** Text in a field of fixed size, filled up with zeros. */
export const chars = (size: number): Text => ({
  type: `char[${size}]`,
  size,
  align: 1,
  read: text,
  write (w: Writer, value: string) {
    checkText(value)
    const from = w.p
    w.p += putText(w.b.u8, w.p, value)
    if (w.p - from >= size) fail(`${show(value)} has ${w.p - from} bytes, ${size - 1} at most`)
    w.zero(size - (w.p - from))
  },
}) as Text
export const bytes: Type<Uint8Array> = {
  type: 'bytes',
  size: 0,
  read: (b, p, n) => b.u8.slice(p, p + n),
  // JSON has them as text.
  write (w, value: Uint8Array | string) {
    w.put(value instanceof Uint8Array ? value : typeof value === 'string' && /^([0-9a-f]{2})*$/i.test(value) ? fromHex(value) : fail(`${show(value)} is no Uint8Array`))
  },
}
/** The last member of a header, before its attributes: `member` says how many bytes it has, and follows from it where it is not given. */
export const counted = <T>(member: string, of: Type<T>): Type<T> => ({ ...of, countedBy: member }) as Type<T>
/** An attribute without a value: there or not. */
export const flag = {
  type: 'flag',
  size: 0,
  takesFalse: true,
  read: () => true,
  write (_w, value) { if (typeof value !== 'boolean') fail(`${show(value)} is neither true nor false`) },
} satisfies Word as Type<true, boolean>
/** Bytes of a struct that say nothing. */
export const pad = (size: number): Pad => ({ pad: size })

// --- addresses
/** IPv4 of 4 bytes, IPv6 of 16; as colon-separated hexadecimal where it is neither. */
const readIp = (b: Bytes, p: number, n: number): string => n === 4 ? ip4(b, p) : n === 16 ? ip6(b, p) : colonHex(b, p, n)
export const ip: Text = {
  type: 'IP address',
  size: 0,
  // The frequent one straight, for V8 does not inline them all.
  js: (p: string, bind: (value: unknown) => string, n: string) => `(${n} === 4 ? ${bind(ip4)}(b, ${p}) : ${bind(readIp)}(b, ${p}, ${n}))`,
  read: readIp,
  write (w, value) {
    const n = typeof value === 'string' ? putIp(w.b.u8, w.p, value) : 0
    if (n === 0) fail(`${show(value)} is no IP address`)
    w.p += n
  },
} as Text
/** A hardware address of any length: `02:00:00:00:00:01`. */
export const mac: Text = {
  type: 'hardware address',
  size: 0,
  read: colonHex,
  write (w, value) {
    if (value === '') return
    const n = typeof value === 'string' ? putColonHex(w.b.u8, w.p, value) : 0
    if (n === 0) fail(`${show(value)} is no hardware address`)
    w.p += n
  },
}
/** A word of a payload's own length, in a field of fixed size: `fixed(6, mac)`. */
export function fixed (size: number, of: Text): Text
export function fixed<T> (size: number, of: Type<T>): Type<T>
export function fixed<T> (size: number, of: Type<T>): Type<T> {
  const { explain, explainWrite = of.write } = of as Word
  const whole = (write: Word['write']) => (w: Writer, value: T, family: unknown): void => {
    const from = w.p
    write.call(of, w, value, family)
    if (w.p - from !== size) fail(`${show(value)} has ${w.p - from} bytes, ${size} wanted`)
  }
  return {
    ...of,
    size,
    align: 1,
    js: undefined,
    read: (b: Bytes, p: number, _n: number, family: unknown) => of.read(b, p, size, family),
    write: whole(of.write),
    explain: explain && ((b: Bytes, p: number, _n: number, family: unknown) => explain.call(of, b, p, size, family)),
    explainWrite: whole(explainWrite),
  } as Type<T>
}

/** An address of one family alone. */
export const ipv4 = fixed(4, ip)
export const ipv6 = fixed(16, ip)

// --- by the payload's length
/**
 * One type for each length: `byLength({ 4: ip, 16: ip })`; what has none of these is `others`. On the way out, the first that takes the value:
 * `others` takes every object.
 */
export function byLength<T extends Readonly<Record<number, Type<any, any>>>> (types: T): Type<ValueOf<T>, InputOfAny<T>>
export function byLength<T extends Readonly<Record<number, Type<any, any>>>, E> (types: T, others: E): Type<ValueOf<T> | Decoded<E>, InputOfAny<T> | Value<E>>
export function byLength (types: Readonly<Record<number, Type<any, any>>>, others?: Word): never {
  const typeOf = (n: number): Word => types[n] as Word | undefined ?? others ?? fail(`${n} bytes, ${Object.keys(types).join(' or ')} wanted`)
  const write = (w: Writer, value: unknown, one: (type: Word) => void): void => {
    if (others !== undefined && typeof value === 'object' && value !== null) return one(others)
    const from = w.p
    let refused: unknown
    for (const type of Object.values(types)) {
      try { one(type as Word); return } catch (error) { w.p = from; refused ??= error }
    }
    throw refused
  }
  const word: Word = {
    size: 0,
    ...others === undefined ? {} : { others },
    ...Object.values(types).some(type => (type as Word).takesFalse) ? { takesFalse: true } : {},
    lengths: types as Readonly<Record<number, Word>>,
    read: (b, p, n, family) => typeOf(n).read(b, p, n, family),
    explain: (b, p, n, family) => { const type = typeOf(n); return (type.explain ?? type.read).call(type, b, p, n, family) },
    write: (w, value, family) => { write(w, value, type => { type.write(w, value, family) }) },
    explainWrite: (w, value, family) => { write(w, value, type => { (type.explainWrite ?? type.write).call(type, w, value, family) }) },
  }
  return word as never
}
type ValueOf<T> = T[keyof T] extends Type<infer V, any> ? V : never
type InputOfAny<T> = T[keyof T] extends Type<any, infer V> ? V : never
/** A number that newer kernels take in more bytes than older ones: read in either width, written in the first. */
export const widened = (written: Integer, other: Integer): Integer => ({
  type: `${(written as Word).type} or ${(other as Word).type}`,
  size: 0,
  read: (b, p, n, family) => n >= Math.max(written.size, other.size)
    ? (written.size > other.size ? written : other).read(b, p, n, family)
    : n >= Math.min(written.size, other.size)
      ? (written.size > other.size ? other : written).read(b, p, n, family)
      : fail(`${n} bytes, ${Math.min(written.size, other.size)} wanted`),
  write: written.write.bind(written),
})

// --- roles
/** A number that a client takes by any name that the machine has for it, too. */
export const named = <T extends Type<any>, const F extends NameFile>(of: T, role: F): T & { readonly role: F } => ({ ...of, role })
/** The index of a link; the client takes its name, too. */
export const linkIndex = { ...s32, role: 'link' } as unknown as LinkIndex
/** A descriptor open on a network namespace; the client takes the namespace itself, too. */
export const namespaceFd = { ...s32, role: 'namespace' } as unknown as NamespaceFd

export function show (value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  if (typeof value !== 'object') return typeof value === 'bigint' || typeof value === 'number' || value === undefined ? String(value) : JSON.stringify(value) ?? typeof value
  // An object may come back to itself, or have a toJSON that throws: what is said of a value must not be another error.
  try { return JSON.stringify(value, (_, inner: unknown) => typeof inner === 'bigint' ? String(inner) : inner) ?? typeof value } catch { return typeof value }
}
function unnamed (name: unknown, among: Names): never {
  const names = Object.keys(among)
  throw new CodecError(`${show(name)} is none of ${names.slice(0, 20).join(', ')}${names.length > 20 ? ' …' : ''}`)
}
