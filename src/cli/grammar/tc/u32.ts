// u32's selectors: words of 32 bits with masks. tc-u32(8); iproute2's tc/f_u32.c
import { putIp } from '../../../../codec/core/text.js'
import { CommandLineError } from '../../command.js'
import { parsePrefix } from '../../../client/values.js'
import type { Words } from '../words.js'
import { number, takeOption, type Options } from './units.js'

interface Key { val: number, mask: number, off: number, offmask: number }
interface Sel { keys: Key[], nkeys: number }
/** `TABLE:BUCKET:NODE`, hexadecimal, each of which may be left out; or a number with 0x. */
export function u32Handle (text: string): number | undefined {
  if (/^0x[0-9a-f]+$/i.test(text)) return Number(text)
  const [, table = '', bucket = '', node = ''] = /^([0-9a-f]{0,3}):(?:([0-9a-f]{0,2})(?::([0-9a-f]{0,3}))?)?$/i.exec(text) ?? []
  if (table === '' && bucket === '' && node === '') return undefined
  const part = (digits: string): number => Number.parseInt(digits || '0', 16)
  return (part(table) << 20 | part(bucket) << 12 | part(node)) >>> 0
}
const handle: Options[string][1] = (words, what) => u32Handle(words.next(what)) ?? words.unknown(words.last)
const tables: Options = {
  divisor: ['divisor', number], link: ['link', handle],
  ht: ['hash', (words, what) => ((u32Handle(words.next(what)) ?? words.unknown(words.last)) & 0xfffff000) >>> 0],
}

/** Fields of headers: where they are, and how many bytes they have. `nexthdr`: counted from the header after IP's. */
interface Field { readonly at: number, readonly bytes: 1 | 2, readonly nexthdr?: true }
const fields: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  ip: {
    tos: { at: 1, bytes: 1 }, dsfield: { at: 1, bytes: 1 }, ihl: { at: 0, bytes: 1 }, protocol: { at: 9, bytes: 1 }, sport: { at: 20, bytes: 2 }, dport: { at: 22, bytes: 2 },
    icmp_type: { at: 20, bytes: 1 }, icmp_code: { at: 21, bytes: 1 },
  },
  ip6: { protocol: { at: 6, bytes: 1 }, sport: { at: 40, bytes: 2 }, dport: { at: 42, bytes: 2 }, icmp_type: { at: 40, bytes: 1 }, icmp_code: { at: 41, bytes: 1 } },
  tcp: { src: { at: 0, bytes: 2, nexthdr: true }, dst: { at: 2, bytes: 2, nexthdr: true } },
  udp: { src: { at: 0, bytes: 2, nexthdr: true }, dst: { at: 2, bytes: 2, nexthdr: true } },
  icmp: { type: { at: 0, bytes: 1, nexthdr: true }, code: { at: 1, bytes: 1, nexthdr: true } },
}
const addresses: Readonly<Record<string, Readonly<Record<string, number>>>> = { ip: { src: 12, dst: 16 }, ip6: { src: 8, dst: 24 } }
const raw: Readonly<Record<string, 1 | 2 | 4>> = { u8: 1, u16: 2, u32: 4 }
const NEXT_HEADER = -1

/** A key of its own, or one with others of the same four bytes. */
function add (sel: Sel, bytes: 1 | 2 | 4, value: number, mask: number, at: number, offmask: number): void {
  const shift = 8 * (4 - bytes - (at & 3))
  const most = 2 ** (8 * bytes) - 1
  if (value > most || mask > most || shift < 0) throw new CommandLineError(`match: ${value} with mask 0x${mask.toString(16)} at ${at} is not of ${bytes} bytes`)
  const [val, bits, off] = [((value & mask) << shift) >>> 0, (mask << shift) >>> 0, at & ~3]
  const same = sel.keys.find(key => key.off === off && key.offmask === offmask)
  if (same === undefined) sel.nkeys = sel.keys.push({ val, mask: bits, off, offmask })
  else if (((same.val ^ val) & same.mask & bits) !== 0) throw new CommandLineError(`match: nothing at ${at} is both`)
  else Object.assign(same, { val: (same.val | val) >>> 0, mask: (same.mask | bits) >>> 0 })
}

function addAddress (sel: Sel, text: string, at: number): void {
  const { address, length } = parsePrefix(text, 'match')
  if (address === undefined) return
  const bytes = new Uint8Array(16)
  const size = putIp(bytes, 0, address)
  const view = new DataView(bytes.buffer)
  for (let i = 0, left = length ?? size * 8; i < size; i += 4, left -= 32) {
    const mask = left >= 32 ? 0xffffffff : left <= 0 ? 0 : (0xffffffff << 32 - left) >>> 0
    if (mask !== 0) add(sel, 4, (view.getUint32(i) & mask) >>> 0, mask, at + i, 0)
  }
}

const digits = (words: Words, what: string): number => {
  const word = words.next(what)
  return /^(0x)?[0-9a-f]+$/i.test(word) ? Number.parseInt(word, 16) : words.unknown(word)
}
function match (words: Words, sel: Sel): void {
  const layer = words.next('match')
  if (Object.hasOwn(raw, layer)) {
    // Value and mask: tc reads these as hexadecimal.
    const [value, mask] = [digits(words, 'value'), digits(words, 'mask')]
    const at = words.take('at') ? words.next('at') : '0'
    const [, next, offset] = /^(nexthdr\+)?(-?\d+|0x[0-9a-f]+)$/i.exec(at) ?? []
    if (offset === undefined) words.unknown(at)
    add(sel, raw[layer]!, value, mask, Number(offset), next === undefined ? 0 : NEXT_HEADER)
    return
  }
  if (!Object.hasOwn(fields, layer)) words.unknown(layer)
  const name = words.next(layer)
  const address = addresses[layer]?.[name]
  if (address !== undefined) { addAddress(sel, words.next(name), address); return }
  const field = Object.hasOwn(fields[layer]!, name) ? fields[layer]![name]! : words.unknown(name)
  const value = words.number(name)
  add(sel, field.bytes, value, digits(words, 'mask'), field.at, field.nexthdr === true ? NEXT_HEADER : 0)
}

export function u32Word (words: Words, options: Record<string, unknown>): boolean {
  if (takeOption(words, tables, options)) return true
  if (!words.take('match')) return false
  match(words, (options['sel'] ??= { keys: [], nkeys: 0 }) as Sel)
  return true
}
