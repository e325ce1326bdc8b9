// Literal addresses as the kernel takes them, struct sockaddr_in and sockaddr_in6, and names of links. ip(7), ipv6(7), netdevice(7)
import { Bytes } from '../../codec/core/bytes.js'
import { ip4, ip6, putIp } from '../../codec/core/text.js'
import { UsageError } from '../libc/errors.js'

const AF_INET = 2
const AF_INET6 = 10

export const familyNumber = (family: 4 | 6): number => family === 4 ? AF_INET : AF_INET6

/**
 * 4 or 6, of a literal address; what follows a '%' names a link and is not looked at.
 * @throws UsageError of a name, or of a text that is no address
 */
export function familyOf (address: string): 4 | 6 {
  const [literal = '', scope] = address.split('%')
  const length = putIp(new Uint8Array(16), 0, literal)
  const text = JSON.stringify(address)
  if (length === 0) throw new UsageError(`${text} is no IPv4 or IPv6 address: names are not looked up here`)
  if (length === 4 && scope !== undefined) throw new UsageError(`${text}: only an IPv6 address says its link with '%'`)
  return length === 4 ? 4 : 6
}

/** `scope`: the index of the link that a link-local IPv6 address belongs to, or 0. The port is 0. */
export function writeAddress (literal: string, scope: number): Uint8Array {
  const family = familyOf(literal)
  const bytes = new Uint8Array(family === 4 ? 16 : 28)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, familyNumber(family), true)
  putIp(bytes, family === 4 ? 4 : 8, literal)
  if (family === 6) view.setUint32(24, scope, true)
  return bytes
}

/** The address of a sockaddr within `bytes`, a multiple of 4 from the start; undefined of another family. */
export function readAddress (bytes: Uint8Array, at: number): string | undefined {
  const memory = Bytes.of(bytes)
  const family = memory.dv.getUint16(at, true)
  if (family === AF_INET) return ip4(memory, at + 4)
  if (family === AF_INET6) return ip6(memory, at + 8)
  return undefined
}

/**
 * The name of a link. `place`: whose it is, for the message.
 * @throws UsageError for one that no link can have: of a longer one the kernel would take the beginning
 */
export function linkName (name: string, place = ''): Uint8Array {
  const bytes = new TextEncoder().encode(name)
  if (bytes.length > 0 && bytes.length < 16 && !bytes.includes(0)) return bytes
  throw new UsageError(`${place}${JSON.stringify(name)} is no name that a link can have: 1 to 15 bytes, none of them zero`)
}
