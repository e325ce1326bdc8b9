// A socket that sends echo requests and hears what comes of them. raw(7), ip(7), ipv6(7), icmp(7); linux/errqueue.h,
// linux/icmp.h.
import { EACCES, EAGAIN, EPERM, errorText } from '../libc/errno.js'
import { check, SystemError, UsageError } from '../libc/errors.js'
import type { Libc } from '../libc/libc.js'
import type { Memory } from '../libc/memory.js'
import { allocate, hold, letGo, libc } from '../libc/open.js'
import { SOCK_RAW, SOL_SOCKET } from '../socket/descriptor.js'
import { ECHO_HEADER, readQuoted, readReply, refusal, replyType, writeRequest } from './icmp.js'
import type { Echo, Family } from './icmp.js'
import { familyNumber, linkName, readAddress, writeAddress } from './socket-address.js'

const SOCK_DGRAM = 2
const SOCK_NONBLOCK = 0x800
const MSG_ERRQUEUE = 0x2000
const SO_BINDTODEVICE = 25
const SOL_RAW = 255
const ICMP_FILTER = 1
const SOL_ICMPV6 = 58
const ICMPV6_FILTER = 1
const SO_EE_ORIGIN_LOCAL = 1
/** struct ifreq: the name in 16 bytes, then a union that begins with the index. */
const SIOCGIFINDEX = 0x8933

/** What the two families call the same. `received` is the control message that carries the time to live. */
const options = {
  4: { protocol: 1, level: 0, ttl: 2, receiveTtl: 12, receivedTtl: 2, receiveErrors: 11 },
  6: { protocol: 58, level: 41, ttl: 16, receiveTtl: 51, receivedTtl: 52, receiveErrors: 25 }
} as const

/** struct msghdr, sockaddr_in6, iovec, control messages, and then the data. */
const ADDRESS = 56
const VECTOR = 88
const CONTROL = 104
const CONTROL_SIZE = 256
const DATA = CONTROL + CONTROL_SIZE
/** An IPv4 header with all its options. */
const LARGEST_HEADER = 60

export interface Reply {
  readonly outcome: 'reply'
  readonly sequence: number
  /** As ping counts them: with the ICMP header, without that of IP. */
  readonly bytes: number
  readonly ttl: number | undefined
  readonly from: string
}

export interface Refusal {
  readonly outcome: 'refused'
  readonly sequence: number
  /** Who says so; undefined where it is this machine's own stack, before anything went out. */
  readonly from: string | undefined
  /** In the words of iputils' ping: 'Destination Host Unreachable'. */
  readonly message: string
}

export interface EchoSocketOptions {
  readonly family: Family
  /** A literal address, perhaps with '%eth0' behind it. */
  readonly address: string
  readonly size: number
  readonly ttl?: number | undefined
  readonly source?: string | undefined
  readonly interface?: string | undefined
  readonly inNamespace: InNamespace
}

export type InNamespace = (step: () => void) => void

export class EchoSocket {
  readonly fd: number
  readonly #libc: Libc
  readonly #family: Family
  readonly #raw: boolean
  readonly #id: number
  readonly #about: string
  readonly #to: Uint8Array
  readonly #request: Memory
  readonly #message: Memory
  /** So that a reply to somebody else's request with the same identifier is not taken for ours. */
  readonly #cookie: Uint8Array

  /**
   * @throws SystemError EPERM without CAP_NET_RAW where net.ipv4.ping_group_range does not let this process ping
   * without it
   */
  constructor ({ family, address, size, ttl, source, interface: device, inNamespace }: EchoSocketOptions) {
    this.#libc = libc()
    this.#family = family
    this.#about = address
    const { fd, raw } = openEither(this.#libc, family, inNamespace)
    this.fd = fd
    hold(fd)
    this.#raw = raw
    try {
      this.#configure(ttl, device)
      const [literal = '', scope] = address.split('%')
      this.#to = writeAddress(literal, scope === undefined ? 0 : this.#index(scope))
      if (source !== undefined || !raw) this.#bind(source)
      this.#id = raw ? Math.floor(Math.random() * 0x10000) : this.#port()
    } catch (error) {
      this.close()
      throw error
    }
    this.#request = allocate(ECHO_HEADER + size)
    this.#cookie = this.#request.bytes.subarray(ECHO_HEADER, ECHO_HEADER + 8)
    for (let i = ECHO_HEADER; i < this.#request.bytes.length; i++) this.#request.bytes[i] = i
    crypto.getRandomValues(this.#cookie)
    this.#message = allocate(DATA + LARGEST_HEADER + ECHO_HEADER + size)
  }

  /** `sequence`: 16 bits. @throws SystemError, as ENETUNREACH, where it cannot even be sent */
  send (sequence: number, refused: (one: Refusal) => void): void {
    writeRequest(this.#request.bytes, this.#family, { id: this.#id, sequence })
    const attempt = (): number => this.#libc.sendto(this.fd, this.#request, 0, this.#request.bytes.length, 0, this.#to)
    let result = attempt()
    // The error of an earlier request is given to the next call, whatever that is: once it is fetched, this one has its
    // turn.
    if (result < 0 && this.#refusals(refused) > 0) result = attempt()
    check(result, 'sendto', this.#about)
  }

  /** Hands on all that has come, without waiting. */
  receive (heard: (one: Reply | Refusal) => void): void {
    for (;;) {
      const length = this.#receive(0)
      if (length === -EAGAIN) break
      if (length < 0) {
        // A queued error comes as the result of one call, too. If the queue has none, it is the socket's own.
        if (this.#refusals(heard) === 0) throw new SystemError(-length, 'recvmsg', this.#about)
        continue
      }
      const reply = this.#reply(length)
      if (reply !== undefined) heard(reply)
    }
    this.#refusals(heard)
  }

  close (): void {
    letGo(this.#libc, this.fd)
  }

  #configure (ttl: number | undefined, device: string | undefined): void {
    const { level, ...option } = options[this.#family]
    if (this.#raw && this.#family === 4) this.#set(SOL_RAW, ICMP_FILTER, Uint32Array.of(~(1 << replyType(4)) >>> 0))
    if (this.#raw && this.#family === 6) {
      const blocked = new Uint32Array(8).fill(0xffffffff)
      blocked[replyType(6) >> 5] = ~(1 << (replyType(6) & 31)) >>> 0
      this.#set(SOL_ICMPV6, ICMPV6_FILTER, blocked)
    }
    this.#set(level, option.receiveErrors, Int32Array.of(1))
    this.#set(level, option.receiveTtl, Int32Array.of(1))
    if (ttl !== undefined) this.#set(level, option.ttl, Int32Array.of(ttl))
    if (device !== undefined) {
      const result = this.#libc.setsockopt(this.fd, SOL_SOCKET, SO_BINDTODEVICE, linkName(device))
      check(result, 'setsockopt', `SO_BINDTODEVICE ${device}`)
    }
  }

  #set (level: number, option: number, value: Uint32Array | Int32Array): void {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    check(this.#libc.setsockopt(this.fd, level, option, bytes), 'setsockopt', `level ${level}, option ${option}`)
  }

  #index (device: string): number {
    if (/^\d+$/.test(device)) return Number(device)
    const request = new Uint8Array(40)
    request.set(linkName(device))
    check(this.#libc.ioctl(this.fd, SIOCGIFINDEX, request), 'ioctl', device)
    return new DataView(request.buffer).getInt32(16, true)
  }

  #bind (source: string | undefined): void {
    const [literal = '', scope] = (source ?? (this.#family === 4 ? '0.0.0.0' : '::')).split('%')
    const address = writeAddress(literal, scope === undefined ? 0 : this.#index(scope))
    check(this.#libc.bind(this.fd, address), 'bind', literal)
  }

  /** Of a socket that is not raw the kernel sets the identifier: it is its port. */
  #port (): number {
    const address = new Uint8Array(28)
    check(this.#libc.getsockname(this.fd, address), 'getsockname')
    return new DataView(address.buffer).getUint16(2)
  }

  #receive (flags: number): number {
    const { view, bytes } = this.#message
    const start = BigInt(this.#message.address)
    view.setBigUint64(0, start + BigInt(ADDRESS), true)
    view.setUint32(8, VECTOR - ADDRESS, true)
    view.setBigUint64(16, start + BigInt(VECTOR), true)
    view.setBigUint64(24, 1n, true)
    view.setBigUint64(32, start + BigInt(CONTROL), true)
    view.setBigUint64(40, BigInt(CONTROL_SIZE), true)
    view.setBigUint64(VECTOR, start + BigInt(DATA), true)
    view.setBigUint64(VECTOR + 8, BigInt(bytes.length - DATA), true)
    return this.#libc.recvmsg(this.fd, this.#message, 0, flags)
  }

  #reply (length: number): Reply | undefined {
    const { bytes, view } = this.#message
    // A raw socket of IPv4 alone is given the IP header, too; its length is in words of 4 bytes.
    const header = this.#raw && this.#family === 4 ? (view.getUint8(DATA) & 15) * 4 : 0
    const message = bytes.subarray(DATA + header, DATA + Math.max(length, header))
    const echo = readReply(message, this.#family)
    if (echo === undefined || !this.#own(echo)) return undefined
    if (this.#cookie.some((byte, i) => message[ECHO_HEADER + i] !== byte)) return undefined
    const { level, receivedTtl } = options[this.#family]
    const ttl = this.#control(level, receivedTtl)
    return {
      outcome: 'reply',
      sequence: echo.sequence,
      bytes: message.length,
      ttl: ttl === undefined ? undefined : view.getInt32(ttl, true),
      from: readAddress(bytes, ADDRESS) ?? ''
    }
  }

  /** Hands on the queued errors, and gives their number, those of others included. */
  #refusals (heard: (one: Refusal) => void): number {
    const { bytes, view } = this.#message
    for (let count = 0; ; count++) {
      const length = this.#receive(MSG_ERRQUEUE)
      if (length < 0) return count
      const echo = readQuoted(bytes.subarray(DATA, DATA + length), this.#family)
      const { level, receiveErrors } = options[this.#family]
      const error = this.#control(level, receiveErrors)
      if (echo === undefined || !this.#own(echo) || error === undefined) continue
      // struct sock_extended_err: errno, origin, type, code, a pad, info, data; then the address of who said it.
      const local = view.getUint8(error + 4) === SO_EE_ORIGIN_LOCAL
      heard({
        outcome: 'refused',
        sequence: echo.sequence,
        from: local ? undefined : readAddress(bytes, error + 16),
        message: local
          ? errorText(view.getUint32(error, true))
          : refusal(this.#family, view.getUint8(error + 5), view.getUint8(error + 6), view.getUint32(error + 8, true))
      })
    }
  }

  #own (echo: Echo): boolean {
    return echo.id === this.#id
  }

  /**
   * Where a control message's data begins. struct cmsghdr: length with itself, level, type; the next one on a multiple
   * of 8.
   */
  #control (level: number, type: number): number | undefined {
    const { view } = this.#message
    const end = CONTROL + Number(view.getBigUint64(40, true))
    for (let at = CONTROL; at + 16 <= end;) {
      const length = Number(view.getBigUint64(at, true))
      if (length < 16) return undefined
      if (view.getInt32(at + 8, true) === level && view.getInt32(at + 12, true) === type) return at + 16
      at += (length + 7) & ~7
    }
    return undefined
  }
}

/**
 * A raw socket; without CAP_NET_RAW a ping socket, which the kernel gives to the groups of net.ipv4.ping_group_range.
 */
function openEither (
  c: Libc, family: Family, inNamespace: InNamespace
): { readonly fd: number, readonly raw: boolean } {
  const { protocol } = options[family]
  const domain = familyNumber(family)
  const about = family === 6 ? 'for ICMPv6' : 'for ICMP'
  let raw = 0
  let datagram = 0
  inNamespace(() => {
    raw = c.socket(domain, SOCK_RAW | SOCK_NONBLOCK, protocol)
    if (raw === -EPERM || raw === -EACCES) datagram = c.socket(domain, SOCK_DGRAM | SOCK_NONBLOCK, protocol)
  })
  if (raw === 0) throw new UsageError('ping: inNamespace did not call what it was given')
  if (datagram > 0) return { fd: datagram, raw: false }
  if (datagram < 0) throw new SystemError(-raw, 'socket', about, unprivileged)
  return { fd: check(raw, 'socket', about), raw: true }
}

const unprivileged =
  'a raw socket needs CAP_NET_RAW, one without it that net.ipv4.ping_group_range holds a group of this process'
