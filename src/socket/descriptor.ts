// An AF_NETLINK descriptor with its options. netlink(7), socket(7); linux/netlink.h
import { ENOPROTOOPT, EPERM } from '../libc/errno.js'
import type { Libc } from '../libc/libc.js'
import { check } from '../libc/errors.js'

const AF_NETLINK = 16
export const SOCK_RAW = 3
export const SOL_SOCKET = 1
const SO_SNDBUF = 7
const SO_RCVBUF = 8
const SO_SNDBUFFORCE = 32
const SO_RCVBUFFORCE = 33
export const SOL_NETLINK = 270
const NETLINK_ADD_MEMBERSHIP = 1
export const NETLINK_LISTEN_ALL_NSID = 8
const NETLINK_CAP_ACK = 10
const NETLINK_EXT_ACK = 11
const NETLINK_GET_STRICT_CHK = 12

/** What was got, where an older kernel or missing rights may give less than was asked for. */
export interface Descriptor {
  readonly fd: number
  /** The socket's own address, made by the kernel. */
  readonly port: number
  /** NETLINK_GET_STRICT_CHK, Linux 4.20: unknown values in requests are refused, dumps are filtered by the kernel. */
  readonly strict: boolean
  /** NETLINK_EXT_ACK, Linux 4.12: refusals carry words and offsets. */
  readonly extendedAck: boolean
  /** NETLINK_CAP_ACK, Linux 4.3: refusals do not carry the request. */
  readonly cappedAck: boolean
  /** In bytes as the kernel counts them, its own bookkeeping included: an acknowledgement is 832. */
  readonly receiveBuffer: number
  /** In the same bytes; a request, or a batch of them, may be 32 less. */
  readonly sendBuffer: number
}

export interface DescriptorOptions {
  readonly protocol: number
  readonly groups: readonly number[]
  readonly strict: boolean
  /** Events of all namespaces that this one has a number for, as well. */
  readonly allNamespaces: boolean
  readonly receiveBuffer: number
  readonly sendBuffer: number | undefined
}

/** @throws SystemError, and then no descriptor is left open */
export function openDescriptor (libc: Libc, options: DescriptorOptions): Descriptor {
  const fd = check(libc.socket(AF_NETLINK, SOCK_RAW, options.protocol), 'socket', 'AF_NETLINK')
  try {
    const receiveBuffer = resize(libc, fd, SO_RCVBUF, SO_RCVBUFFORCE, options.receiveBuffer)
    const sendBuffer = resize(libc, fd, SO_SNDBUF, SO_SNDBUFFORCE, options.sendBuffer)
    const extendedAck = switchOn(libc, fd, NETLINK_EXT_ACK)
    const cappedAck = switchOn(libc, fd, NETLINK_CAP_ACK)
    const strict = options.strict && switchOn(libc, fd, NETLINK_GET_STRICT_CHK)
    if (options.allNamespaces) check(libc.setsockopt(fd, SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, int(1)), 'setsockopt', 'NETLINK_LISTEN_ALL_NSID')
    check(libc.bind(fd, address()), 'bind', 'AF_NETLINK')
    for (const group of options.groups) {
      check(libc.setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, int(group)), 'setsockopt', `group ${group}`)
    }
    const name = address()
    check(libc.getsockname(fd, name), 'getsockname')
    return { fd, port: new Uint32Array(name.buffer)[1] ?? 0, strict, extendedAck, cappedAck, receiveBuffer, sendBuffer }
  } catch (error) {
    libc.close(fd)
    throw error
  }
}

/** The same with room to send `size` bytes at once, as far as the machine allows. */
export function widenSendBuffer (libc: Libc, descriptor: Descriptor, size: number): Descriptor {
  // The kernel doubles what it is given, for its own bookkeeping.
  return { ...descriptor, sendBuffer: resize(libc, descriptor.fd, SO_SNDBUF, SO_SNDBUFFORCE, size) }
}

/** struct sockaddr_nl, of no port and no groups */
function address (): Uint8Array {
  const words = new Uint32Array(3)
  new Uint16Array(words.buffer)[0] = AF_NETLINK
  return new Uint8Array(words.buffer)
}

const int = (value: number): Uint8Array => new Uint8Array(Int32Array.of(value).buffer)

/** False where the kernel is too old to know the option. */
function switchOn (libc: Libc, fd: number, option: number): boolean {
  const result = libc.setsockopt(fd, SOL_NETLINK, option, int(1))
  if (result === -ENOPROTOOPT) return false
  check(result, 'setsockopt', `SOL_NETLINK ${option}`)
  return true
}

/** Asks for a size, beyond the machine's limit where that is allowed, and gives the size that it became. */
function resize (libc: Libc, fd: number, option: number, force: number, size: number | undefined): number {
  if (size !== undefined) {
    const forced = libc.setsockopt(fd, SOL_SOCKET, force, int(size))
    if (forced !== -EPERM) check(forced, 'setsockopt', `SOL_SOCKET ${force}`)
    else check(libc.setsockopt(fd, SOL_SOCKET, option, int(size)), 'setsockopt', `SOL_SOCKET ${option}`)
  }
  const value = new Int32Array(1)
  check(libc.getsockopt(fd, SOL_SOCKET, option, new Uint8Array(value.buffer)), 'getsockopt', `SOL_SOCKET ${option}`)
  return value[0] ?? 0
}
