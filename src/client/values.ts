// Values as a person writes them: '10.1.1.1/24', 'default', 'main'.
import { CodecError } from '../../codec/core/errors.js'
import { putIp } from '../../codec/core/text.js'

export interface Prefix {
  /** Absent: every address (`default`, `all`, `any`). */
  readonly address?: string
  readonly length?: number
}

export const familyOfText = (address: string): 'inet' | 'inet6' => address.includes(':') ? 'inet6' : 'inet'
const bits = (address: string): number => address.includes(':') ? 128 : 32
const scratch = new Uint8Array(16)

/**
 * '10.1.1.1/24', '2001:db8::1', 'default', '0.0.0.0/0'. `member`: for the error's path.
 * @throws {CodecError} for what is no address, and for a length that is out of range
 */
export function parsePrefix (text: string, member: string): Prefix {
  if (typeof text !== 'string') throw new CodecError(`${String(text)} is no address`, member)
  if (text === 'default' || text === 'any' || text === 'all') return {}
  const [address, length, ...more] = text.split('/') as [string, string?]
  if (putIp(scratch, 0, address) === 0) throw new CodecError(`"${text}" is no IP address`, member)
  if (length === undefined) return { address }
  if (more.length > 0 || !/^\d{1,3}$/.test(length)) throw new CodecError(`"${text}" is no IP address with a length of prefix`, member)
  if (Number(length) > bits(address)) throw new CodecError(`"${text}" has a prefix of ${length} bits; ${bits(address)} at most`, member)
  return { address, length: Number(length) }
}
/** The same, with the whole address where no length was given. */
export function parseHost (text: string, member: string): { readonly address: string, readonly length: number } {
  const { address, length } = parsePrefix(text, member)
  if (address === undefined) throw new CodecError(`"${text}" is no address`, member)
  return { address, length: length ?? bits(address) }
}

/** The tables that the kernel itself names. linux/rtnetlink.h: enum rt_class_t */
const tables = { unspec: 0, default: 253, main: 254, local: 255 } as const
export type Table = number | keyof typeof tables
/** @throws {CodecError} */
export function parseTable (table: Table): number {
  if (typeof table === 'number') return table
  if (!Object.hasOwn(tables, table)) throw new CodecError(`"${table}" is none of ${Object.keys(tables).join(', ')}: give the table's number`, 'table')
  return tables[table]
}
