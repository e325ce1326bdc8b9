// Requests made by hand, in the host's byte order, for the tests of src/socket: not by our codec. rtnetlink(7),
// linux/if_link.h
import { readFileSync } from 'node:fs'
import type { Bytes } from '../../codec/core/bytes.js'
import { inside } from '../../src/netns/enter.js'
import type { NetworkNamespace } from '../../src/netns/namespace.js'
import { NetlinkSocket } from '../../src/socket/socket.js'
import type { DumpEnd, SocketOptions } from '../../src/socket/socket.js'
import type { Request } from '../../src/socket/request.js'

export const RTM_NEWLINK = 16, RTM_DELLINK = 17, RTM_GETLINK = 18, RTM_NEWADDR = 20, RTM_GETADDR = 22, RTM_NEWROUTE = 24, RTM_GETROUTE = 26
export const RTM_NEWLINKPROP = 108
/** NLM_F_REQUEST with NLM_F_CREATE and NLM_F_EXCL; with NLM_F_ECHO; with NLM_F_DUMP */
export const ADD = 0x601, ECHO = 0x609, DUMP = 0x301, PLAIN = 0x001, ACK = 0x004

export const u8 = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)
export const u16 = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer)
export const u32 = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer)
export const text = (value: string): Uint8Array => new TextEncoder().encode(`${value}\0`)
export const bytes = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

export function attribute (type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const payload = bytes(...parts)
  return bytes(u16(4 + payload.length, type), payload, new Uint8Array(-payload.length & 3))
}

export function request (call: string, type: number, flags: number, ...parts: readonly Uint8Array[]): Request {
  return { call, bytes: bytes(new Uint8Array(4), u16(type, flags), new Uint8Array(8), ...parts) }
}

/** struct ifinfomsg */
export const link = (index = 0, flags = 0, change = 0): Uint8Array => bytes(u8(0, 0), u16(0), u32(index, flags, change))
export const name = (value: string): Uint8Array => attribute(3, text(value))
/** struct ifaddrmsg of an IPv4 address, and IFA_LOCAL */
export const address = (index: number, prefix: number, ...local: readonly number[]): Uint8Array =>
  bytes(u8(2, prefix, 0, 0), u32(index), attribute(2, u8(...local)))
/** struct rtmsg of an IPv4 unicast route in the main table */
export const route = (prefix: number, ...attributes: readonly Uint8Array[]): Uint8Array => bytes(u8(2, prefix, 0, 0, 254, 4, 0, 1), u32(0), ...attributes)

export const info = (kind: string, ...data: readonly Uint8Array[]): Uint8Array =>
  attribute(0x8012, attribute(1, text(kind)), ...data.map(part => attribute(0x8002, part)))
export const veth = (ifname: string, peer: string): Uint8Array => bytes(link(), name(ifname), info('veth', attribute(0x8001, link(), name(peer))))

/** To lo: as IPv4 addresses are echoed by every kernel, links since Linux 6.2 only. */
export const addAddress = (last: number, flags = ADD): Request =>
  request(`address.add ${last}`, RTM_NEWADDR, flags, address(1, 8, 10, 0, 0, last))
export const getLink = (index: number): Request => request(`link.get ${index}`, RTM_GETLINK, PLAIN, link(index))
export const addVeth = (ifname: string, flags = ADD): Request => request(`link.add ${ifname}`, RTM_NEWLINK, flags, veth(ifname, `${ifname}p`))
export const setUp = (index: number): Request => request(`link.change ${index}`, RTM_NEWLINK, PLAIN, link(index, 1, 1))
export const listLinks = request('link.list', RTM_GETLINK, DUMP, link())

/** A socket inside a namespace. */
export function socketIn (namespace: NetworkNamespace, options: SocketOptions = {}): NetlinkSocket {
  return NetlinkSocket.open({ ...options, inside: step => inside(namespace.fd, String(namespace), step) })
}

/** What a file of /proc says inside of a namespace. */
export function procFile (namespace: NetworkNamespace, path: string): string {
  return namespace.run(() => readFileSync(`/proc/thread-self/${path}`, 'utf8'))
}

/** The names of the links, as the kernel lists them in /proc/net/dev. */
export function linkNames (namespace: NetworkNamespace): string[] {
  return procFile(namespace, 'net/dev').split('\n').slice(2).flatMap(line => /^\s*(\S+):/.exec(line)?.[1] ?? []).sort()
}

/** The payload of the attribute `type` of the message at `at`, whose attributes begin `from` bytes on. */
function find (data: Uint8Array, message: { at: number, length: number, from: number, type: number }): Uint8Array {
  const view = new DataView(data.buffer, data.byteOffset)
  const little = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
  const end = message.at + message.length
  for (let p = message.at + message.from; p < end; p += view.getUint16(p, little) + 3 & ~3) {
    if (view.getUint16(p + 2, little) === message.type) return data.subarray(p + 4, p + view.getUint16(p, little))
  }
  return new Uint8Array()
}

/** IFLA_IFNAME of the RTM_NEWLINK at `at`. */
export const linkName = (data: Uint8Array, at: number, length: number): string =>
  Buffer.from(find(data, { at, length, from: 32, type: 3 })).toString().slice(0, -1)

export const decodeName = (b: Bytes, at: number, length: number): string => linkName(b.u8, at, length)

/** Takes the rest of a dump. */
export function rest (dump: ReturnType<NetlinkSocket['dump']>): DumpEnd {
  for (;;) {
    const step = dump.next()
    if (step.done === true) return step.value
  }
}

/** A whole list, read again where it changed meanwhile or did not fit. */
export function list<T> (socket: NetlinkSocket, asked: Request, decode: (b: Bytes, at: number, length: number) => T): T[] {
  for (let tries = 0; tries < 5; tries++) {
    const found: T[] = []
    if (!rest(socket.dump(asked, (_, b, at, length) => { found.push(decode(b, at, length)) })).interrupted) return found
  }
  throw new Error(`${asked.call}: interrupted again and again`)
}

/** IFA_LOCAL of the RTM_NEWADDR at `at`: '10.0.0.1' */
export const localAddress = (data: Uint8Array, at: number, length: number): string =>
  find(data, { at, length, from: 24, type: 2 }).join('.')
