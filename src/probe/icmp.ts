// ICMP echo messages and what comes instead of a reply. RFC 792, 1071, 4443; the sentences are those of iputils' ping.

/**
 * The Internet checksum: the one's complement of the one's complement sum of 16-bit words (RFC 1071). 0 over bytes that
 * hold theirs.
 */
export function checksum (bytes: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i] ?? 0) << 8 | (bytes[i + 1] ?? 0)
  // Two folds do for up to 64 KiB.
  sum = (sum & 0xffff) + (sum >>> 16)
  sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

export type Family = 4 | 6

/** Type, code, checksum, identifier, sequence number. */
export const ECHO_HEADER = 8

const REQUEST: Readonly<Record<Family, number>> = { 4: 8, 6: 128 }
const REPLY: Readonly<Record<Family, number>> = { 4: 0, 6: 129 }
/** What an echo socket must hear of all types: the kernel's filter is made of it. */
export const replyType = (family: Family): number => REPLY[family]

export interface Echo {
  readonly id: number
  /** 16 bits. */
  readonly sequence: number
}

/**
 * Writes an echo request over `message`; what follows the header stays. The checksum of ICMPv6 covers addresses, too,
 * which the kernel chooses: it is left to the kernel.
 */
export function writeRequest (message: Uint8Array, family: Family, { id, sequence }: Echo): void {
  message.set([REQUEST[family], 0, 0, 0, id >> 8, id & 0xff, sequence >> 8, sequence & 0xff])
  if (family === 6) return
  const sum = checksum(message)
  message[2] = sum >> 8
  message[3] = sum & 0xff
}

function readEcho (message: Uint8Array, type: number): Echo | undefined {
  if (message.length < ECHO_HEADER || message[0] !== type || message[1] !== 0) return undefined
  const view = new DataView(message.buffer, message.byteOffset)
  return { id: view.getUint16(4), sequence: view.getUint16(6) }
}

/** undefined of anything but an echo reply with a right checksum (of ICMPv6 the kernel has looked at it). */
export function readReply (message: Uint8Array, family: Family): Echo | undefined {
  if (family === 4 && checksum(message) !== 0) return undefined
  return readEcho(message, REPLY[family])
}

/** An own request, as an ICMP error quotes it: perhaps cut off after the header, its checksum as the sender left it. */
export function readQuoted (message: Uint8Array, family: Family): Echo | undefined {
  return readEcho(message, REQUEST[family])
}

/** What an ICMP error says. `info` is the next hop's MTU, or where in the header the trouble lies. */
export function refusal (family: Family, type: number, code: number, info: number): string {
  const [what, codes = {}] = errors[family][type] ?? [`ICMP type ${type}, code ${code}`]
  return (codes[code] ?? what).replace('%', String(info))
}

type Sentences = Readonly<Record<number, readonly [what: string, codes?: Readonly<Record<number, string>>]>>

const errors: Readonly<Record<Family, Sentences>> = {
  4: {
    3: ['Destination Unreachable', {
      0: 'Destination Net Unreachable',
      1: 'Destination Host Unreachable',
      2: 'Destination Protocol Unreachable',
      3: 'Destination Port Unreachable',
      4: 'Frag needed and DF set (mtu = %)',
      5: 'Source Route Failed',
      6: 'Destination Net Unknown',
      7: 'Destination Host Unknown',
      8: 'Source Host Isolated',
      9: 'Destination Net Prohibited',
      10: 'Destination Host Prohibited',
      11: 'Destination Net Unreachable for Type of Service',
      12: 'Destination Host Unreachable for Type of Service',
      13: 'Packet filtered',
      14: 'Precedence Violation',
      15: 'Precedence Cutoff'
    }],
    11: ['Time exceeded', { 0: 'Time to live exceeded', 1: 'Frag reassembly time exceeded' }],
    12: ['Parameter problem: pointer = %']
  },
  6: {
    1: ['Destination unreachable', {
      0: 'Destination unreachable: No route',
      1: 'Destination unreachable: Administratively prohibited',
      2: 'Destination unreachable: Beyond scope of source address',
      3: 'Destination unreachable: Address unreachable',
      4: 'Destination unreachable: Port unreachable',
      5: 'Destination unreachable: Source address failed ingress/egress policy',
      6: 'Destination unreachable: Reject route to destination'
    }],
    2: ['Packet too big: mtu=%'],
    3: ['Time exceeded', { 0: 'Time exceeded: Hop limit', 1: 'Time exceeded: Defragmentation failure' }],
    4: ['Parameter problem', {
      0: 'Parameter problem: Wrong header field at %',
      1: 'Parameter problem: Unknown header at %',
      2: 'Parameter problem: Unknown option at %'
    }]
  }
}
