// Bytes to text and back: what most of a decoder's time goes into. Addresses as RFC 5952 and IEEE 802 write them; text is UTF-8.
import type { Bytes } from './bytes.js'
import { CodecError } from './errors.js'

const code = String.fromCharCode
const octets = Array.from({ length: 256 }, (_, i) => String(i))
const octetsDot = octets.map(octet => `${octet}.`)
const hex = Uint8Array.from('0123456789abcdef', digit => digit.charCodeAt(0))

// --- addresses, read
/** The text of 4 bytes. What comes twice is shared, as gateways are: a kept dump is as large as its strings. What comes once is not kept. */
const seen = new Int32Array(1024)
const keptWords = new Int32Array(1024)
const keptTexts = new Array<string>(1024).fill('0.0.0.0')
/** The text of either half, `10.0.` and `0.1`, made when first wanted: one step in place of three, and no garbage. */
type Rows = Array<string[] | undefined>
const rows = (): Rows => new Array<undefined>(256).fill(undefined)
const highs = rows()
const lows = rows()
const rowOf = (of: Rows, octet: number): string[] => of[octet] ??= new Array<string>(256)
// In two, as V8 inlines what is short: 5 to 20 ns of a route.
export function ip4 (b: Bytes, p: number): string {
  const { u8 } = b
  const word = u8[p]! << 24 | u8[p + 1]! << 16 | u8[p + 2]! << 8 | u8[p + 3]!
  const slot = Math.imul(word, 0x9e3779b1) >>> 22
  return keptWords[slot] === word ? keptTexts[slot]! : makeIp4(word, slot)
}
function makeIp4 (word: number, slot: number): string {
  const o = word >>> 24; const p = word >> 16 & 255; const q = word >> 8 & 255; const r = word & 255
  const text = (rowOf(highs, o)[p] ??= octetsDot[o]! + octetsDot[p]!) + (rowOf(lows, q)[r] ??= octetsDot[q]! + octets[r]!)
  if (seen[slot] !== word) seen[slot] = word
  else {
    keptWords[slot] = word
    keptTexts[slot] = text
  }
  return text
}

/** Text of 16 bits in hexadecimal, with the colon behind them and without, made when first wanted. */
const groups = rows()
const lastGroups = rows()
/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as `::`; IPv4-mapped ones with dots. */
export function ip6 (b: Bytes, p: number): string {
  const { u8 } = b
  let best = -1; let length = 1; let from = -1
  for (let i = 0; i < 8; i++) {
    if ((u8[p + 2 * i]! | u8[p + 2 * i + 1]!) !== 0) { from = -1; continue }
    if (from < 0) from = i
    if (i - from + 1 > length) { best = from; length = i - from + 1 }
  }
  if (best === 0 && length === 5 && u8[p + 10] === 0xff && u8[p + 11] === 0xff) return `::ffff:${ip4(b, p + 12)}`
  let text = ''
  for (let i = 0; i < 8; i++) {
    if (i === best) {
      text += i === 0 ? '::' : ':'
      i += length - 1
      continue
    }
    const high = u8[p + 2 * i]!; const low = u8[p + 2 * i + 1]!
    text += i < 7
      ? rowOf(groups, high)[low] ??= `${(high << 8 | low).toString(16)}:`
      : rowOf(lastGroups, high)[low] ??= (high << 8 | low).toString(16)
  }
  return text
}

/** Bytes in hexadecimal with colons, as a hardware address. */
export function colonHex (b: Bytes, p: number, n: number): string {
  const { u8 } = b
  if (n === 6) {
    const [o, q, r, s, t, u] = [u8[p]!, u8[p + 1]!, u8[p + 2]!, u8[p + 3]!, u8[p + 4]!, u8[p + 5]!]
    return code(hex[o >> 4]!, hex[o & 15]!, 58, hex[q >> 4]!, hex[q & 15]!, 58, hex[r >> 4]!, hex[r & 15]!, 58,
      hex[s >> 4]!, hex[s & 15]!, 58, hex[t >> 4]!, hex[t & 15]!, 58, hex[u >> 4]!, hex[u & 15]!)
  }
  let text = ''
  for (let i = p; i < p + n; i++) text += (i > p ? ':' : '') + code(hex[u8[i]! >> 4]!, hex[u8[i]! & 15]!)
  return text
}

// --- addresses, written: the length, or 0 if the text is none
export function putIp (u8: Uint8Array, p: number, text: string): number {
  return text.includes(':') ? putIp6(u8, p, text) : putIp4(u8, p, text)
}
function putIp4 (u8: Uint8Array, p: number, text: string): number {
  let value = 0; let digits = 0; let dots = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 46) {
      if (digits === 0 || dots === 3) return 0
      u8[p + dots++] = value
      value = digits = 0
    } else {
      // No leading zeros: '010' is 8 to inet_aton(3) and 10 to people.
      if (c < 48 || c > 57 || (digits > 0 && value === 0)) return 0
      digits++
      value = value * 10 + c - 48
      if (value > 255) return 0
    }
  }
  if (dots !== 3 || digits === 0) return 0
  u8[p + 3] = value
  return 4
}
function putIp6 (u8: Uint8Array, p: number, text: string): number {
  const halves = text.split('::')
  if (halves.length > 2) return 0
  const head = words(halves[0]!, halves.length === 1)
  const tail = halves.length === 2 ? words(halves[1]!, true) : []
  if (head === undefined || tail === undefined) return 0
  const zeros = 8 - head.length - tail.length
  if (halves.length === 2 ? zeros < 1 : zeros !== 0) return 0
  const all = [...head, ...new Array<number>(zeros).fill(0), ...tail]
  for (let i = 0; i < 8; i++) { u8[p + 2 * i] = all[i]! >> 8; u8[p + 2 * i + 1] = all[i]! & 255 }
  return 16
}
/** The 16-bit groups of one side of `::`; the last two may be written as an IPv4 address. */
function words (text: string, last: boolean): number[] | undefined {
  if (text === '') return []
  const found: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    if (last && i === parts.length - 1 && part.includes('.')) {
      const octet = new Uint8Array(4)
      if (putIp4(octet, 0, part) === 0) return undefined
      found.push(octet[0]! << 8 | octet[1]!, octet[2]! << 8 | octet[3]!)
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) found.push(parseInt(part, 16))
    else return undefined
  }
  return found.length > 8 ? undefined : found
}
export function putColonHex (u8: Uint8Array, p: number, text: string): number {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2})*$/i.test(text)) return 0
  const n = (text.length + 1) / 3
  for (let i = 0; i < n; i++) u8[p + i] = parseInt(text.slice(3 * i, 3 * i + 2), 16)
  return n
}

// --- bytes as text
export const toHex = (data: Uint8Array): string => Array.from(data, byte => code(hex[byte >> 4]!, hex[byte & 15]!)).join('')
/** @throws {CodecError} */
export function fromHex (digits: string): Uint8Array {
  if (typeof digits !== 'string' || !/^([0-9a-f]{2})*$/i.test(digits)) throw new CodecError(`"${digits}" is not bytes in hexadecimal`)
  return Uint8Array.from(digits.match(/../g) ?? [], two => parseInt(two, 16))
}

// --- text
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()
/** The last short text of each hash: the same few names come again and again, and are shared. */
const interned = new Array<string>(1024).fill('')

/** Text up to the first zero byte. */
export function text (b: Bytes, p: number, n: number): string {
  const { u8 } = b
  let hash = 0; let any = 0; let end = p
  for (const most = p + n; end < most; end++) {
    const byte = u8[end]!
    if (byte === 0) break
    hash = Math.imul(hash, 31) + byte | 0
    any |= byte
  }
  const length = end - p
  if (any > 127) return unusual(u8.subarray(p, end))
  if (length > 32) return ascii(u8, p, end)
  const slot = (hash ^ hash >>> 10 ^ length) & 1023
  const known = interned[slot]!
  if (known.length === length) {
    let i = 0
    while (i < length && known.charCodeAt(i) === u8[p + i]) i++
    if (i === length) return known
  }
  return interned[slot] = ascii(u8, p, end)
}
function ascii (u8: Uint8Array, p: number, end: number): string {
  let found = ''
  for (; end - p >= 4; p += 4) found += code(u8[p]!, u8[p + 1]!, u8[p + 2]!, u8[p + 3]!)
  for (; p < end; p++) found += code(u8[p]!)
  return found
}
/** Not ASCII: UTF-8, or, byte for byte, U+DC80 to U+DCFF where it is none, so that any name of a link survives. */
function unusual (data: Uint8Array): string {
  try { return utf8.decode(data) } catch { return Array.from(data, byte => code(byte < 128 ? byte : 0xdc00 + byte)).join('') }
}

/** Writes text without a final zero, and gives its length in bytes. */
export function putText (u8: Uint8Array, p: number, value: string): number {
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i)
    if (c > 127) return putUnusual(u8, p, value)
    u8[p + i] = c
  }
  return value.length
}
function putUnusual (u8: Uint8Array, p: number, value: string): number {
  const data = /[\udc80-\udcff]/.test(value) && !/[\ud800-\udbff]/.test(value)
    ? Uint8Array.from(value, c => c.charCodeAt(0) & 0xff)
    : encoder.encode(value)
  if (p + data.length <= u8.length) u8.set(data, p)
  return data.length
}
