// Values as a person writes them: '10.1.1.1/24', 'default', 'main'.
import { Bytes } from '../../codec/core/bytes.js'
import { CodecError } from '../../codec/core/errors.js'
import { putIp } from '../../codec/core/text.js'
import { ip } from '../../codec/core/types.js'
import { numbered } from './names.js'

export interface Prefix {
  /** As the kernel's would be read (RFC 5952), so that both can be compared. Absent: every address (`default`, `all`, `any`). */
  readonly address?: string
  readonly length?: number
}

export const familyOfText = (address: string): 'inet' | 'inet6' => address.includes(':') ? 'inet6' : 'inet'
/** @throws {CodecError} where a text is an address of the other family than the one that is meant */
export function mustBeOf (family: string | number | undefined, text: string | undefined, member: string): void {
  if ((family !== 'inet' && family !== 'inet6') || text === undefined || familyOfText(text) === family || !/[.:]/.test(text)) return
  throw new CodecError(`"${text}" is no ${family === 'inet' ? 'IPv4' : 'IPv6'} address, and the family is ${family}`, member)
}
const bits = (address: string): number => address.includes(':') ? 128 : 32
const scratch = new Bytes(new ArrayBuffer(16))

/**
 * '10.1.1.1/24', '2001:db8::1', 'default', '0.0.0.0/0'. `member`: for the error's path.
 * @throws {CodecError} for what is no address, and for a length that is out of range
 */
export function parsePrefix (text: string, member: string): Prefix {
  if (typeof text !== 'string') throw new CodecError(`${String(text)} is no address`, member)
  if (text === 'default' || text === 'any' || text === 'all') return {}
  const slash = text.indexOf('/')
  const written = slash < 0 ? text : text.slice(0, slash)
  const size = putIp(scratch.u8, 0, written)
  if (size === 0) throw new CodecError(`"${text}" is no IP address`, member)
  // Of IPv4 there is one way to write each.
  const address = size === 4 ? written : ip.read(scratch, 0, size, undefined)
  if (slash < 0) return { address }
  const length = digits(text, slash + 1)
  if (Number.isNaN(length)) throw new CodecError(`"${text}" is no IP address with a length of prefix`, member)
  if (length > bits(address)) throw new CodecError(`"${text}" has a prefix of ${length} bits; ${bits(address)} at most`, member)
  return { address, length }
}
/** The number that text is from `at` on, of one to three digits and nothing else; NaN. */
function digits (text: string, at: number): number {
  let number = text.length > at && text.length <= at + 3 ? 0 : NaN
  for (let i = at; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : NaN
  }
  return number
}
/** The same, with the whole address where no length was given. */
export function parseHost (text: string, member: string): { readonly address: string, readonly length: number } {
  const { address, length } = parsePrefix(text, member)
  if (address === undefined) throw new CodecError(`"${text}" is no address`, member)
  return { address, length: length ?? bits(address) }
}
/**
 * A prefix as header and attribute have it: `{ dst, dstLen }`. `length` counts where the text has none: what a list gives has it apart.
 * @throws {CodecError}
 */
export function endOf (text: string, member: 'dst' | 'src', length?: number): object {
  const end = {}
  setEnd(end, member, text, length)
  return end
}
/** The same into a message, whose member it replaces. */
export function setEnd (message: { dst?: unknown, dstLen?: unknown, src?: unknown, srcLen?: unknown }, member: 'dst' | 'src', text: string, length?: number): void {
  const { address, length: own } = parsePrefix(text, member)
  if (address === undefined) delete message[member]
  else if (member === 'dst') {
    message.dst = address
    message.dstLen = own ?? length ?? bits(address)
  } else {
    message.src = address
    message.srcLen = own ?? length ?? bits(address)
  }
}

/** A number, or its name: those that the kernel itself knows (linux/rtnetlink.h: enum rt_class_t), and others of /etc/iproute2/rt_tables. */
export type Table = number | 'unspec' | 'default' | 'main' | 'local' | (string & {})
/** @throws {CodecError} */
export function parseTable (table: Table): number {
  const number = numbered('rt_tables', table, 'table')
  if (Number.isInteger(number) && number >= 0 && number <= 0xffffffff) return number
  throw new CodecError(`${number} is not a whole number from 0 to ${0xffffffff}`, 'table')
}
/** What a header says of a table, for which it has one byte: 0 of those that an attribute alone can tell. */
export const tableOfHeader = (table: number): number => table < 256 ? table : 0
/** Gives an error of what a person wrote the name of the member that it was written for. */
export function within<T> (member: string, step: () => T): T {
  try { return step() } catch (error) { throw error instanceof CodecError ? error.within(member) : error }
}
/** Gives an error of what a person wrote the call that it was written for. */
export function during<T> (call: string, step: () => T): T {
  try { return step() } catch (error) { throw error instanceof CodecError ? error.during(call) : error }
}

/** The one that says just what is wanted; else the first that says more. */
export function closest<T extends object> (found: readonly T[], wanted: { readonly [K in keyof T]?: T[K] | undefined }): T | undefined {
  const members = Object.entries(wanted) as Array<[keyof T, unknown]>
  return found.find(one => members.every(([name, value]) => one[name] === value)) ??
    found.find(one => members.every(([name, value]) => value === undefined || one[name] === value))
}

/** Without what is not given. */
export const given = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
