// struct nlmsghdr, what the kernel answers with (NLMSG_ERROR, NLMSG_DONE, extended ack), and splitting a datagram.
// linux/netlink.h; netlink(7)
import type { Bytes } from './bytes.js'
import { isDeclared, type Declared } from './declaration.js'
import { CodecError } from './errors.js'
import { ExtendedAcknowledgement } from './extended-ack.js'
import type { Policy } from './policy.js'
import { string } from './types.js'

export const NLMSG_HDRLEN = 16
export const NLMSG_NOOP = 1
export const NLMSG_ERROR = 2
export const NLMSG_DONE = 3
export const NLMSG_OVERRUN = 4
/** Smaller types are netlink's own, larger ones the protocol's. */
export const NLMSG_MIN_TYPE = 0x10

export const NLM_F_REQUEST = 0x01
export const NLM_F_MULTI = 0x02
export const NLM_F_ACK = 0x04
export const NLM_F_ECHO = 0x08
export const NLM_F_DUMP_INTR = 0x10
export const NLM_F_DUMP_FILTERED = 0x20
export const NLM_F_ROOT = 0x100
export const NLM_F_MATCH = 0x200
export const NLM_F_ATOMIC = 0x400
export const NLM_F_DUMP = 0x300
export const NLM_F_REPLACE = 0x100
export const NLM_F_EXCL = 0x200
export const NLM_F_CREATE = 0x400
export const NLM_F_APPEND = 0x800
export const NLM_F_NONREC = 0x100
export const NLM_F_BULK = 0x200
export const NLM_F_CAPPED = 0x100
export const NLM_F_ACK_TLVS = 0x200

/** What a message is for. The flag bits from 0x100 on mean something else for each. */
export type MessageKind = 'get' | 'new' | 'delete' | 'ack'

const common = { request: 0x01, multi: 0x02, ack: 0x04, echo: 0x08, dumpIntr: 0x10, dumpFiltered: 0x20 }
const flagsByKind: Readonly<Record<MessageKind, Readonly<Record<string, number>>>> = {
  get: { ...common, root: 0x100, match: 0x200, atomic: 0x400 },
  new: { ...common, replace: 0x100, excl: 0x200, create: 0x400, append: 0x800 },
  delete: { ...common, nonrec: 0x100, bulk: 0x200 },
  ack: { ...common, capped: 0x100, ackTlvs: 0x200 }
}

export interface HeaderFlags {
  readonly names: readonly string[]
  readonly rest: number
}

/**
 * The names of the flags that are set (NLM_F_*, less the prefix), and as one number the bits that have none for this
 * kind of message.
 */
export function headerFlags (flags: number, kind: MessageKind): HeaderFlags {
  let rest = flags
  const names = Object.entries(flagsByKind[kind]).flatMap(([name, bit]) => {
    if ((flags & bit) === 0) return []
    rest &= ~bit
    return [name]
  })
  return { names, rest }
}

/** @throws CodecError for a name that this kind of message does not have */
export function headerFlagBits (names: readonly string[], kind: MessageKind): number {
  const bits = flagsByKind[kind]
  return names.reduce((sum, name) => {
    if (!Object.hasOwn(bits, name)) throw new CodecError(`${JSON.stringify(name)} is none of ${Object.keys(bits).join(', ')}`, 'flags')
    return sum | bits[name]!
  }, 0)
}

/** rtnetlink(7) numbers its messages in fours: new, delete, get, set. Of other protocols the number does not say. */
export function routeMessageKind (type: number): MessageKind {
  if (type < NLMSG_MIN_TYPE) return 'ack'
  return (['new', 'delete', 'get', 'new'] as const)[type & 3] ?? 'new'
}

/** struct nlmsghdr */
export interface Header {
  /** Of the whole message, this header included, the padding behind it not. */
  readonly length: number
  readonly type: number
  readonly flags: number
  readonly sequence: number
  /** Of the socket that asked (nlmsg_pid); 0 in events that nobody asked for. */
  readonly port: number
}

/** Reads the 16 bytes at `at`, a multiple of 4. Its length is as the bytes say: `messageLength` checks it. */
export function readHeader (b: Bytes, at: number): Header {
  if (at + NLMSG_HDRLEN > b.u8.length) throw tooShort(b.u8.length - at, at)
  return {
    length: b.u32[at >> 2] ?? 0,
    type: b.u16[at + 4 >> 1] ?? 0,
    flags: b.u16[at + 6 >> 1] ?? 0,
    sequence: b.u32[at + 8 >> 2] ?? 0,
    port: b.u32[at + 12 >> 2] ?? 0
  }
}

export function writeHeader (b: Bytes, at: number, header: Header): void {
  b.u32[at >> 2] = header.length
  b.u16[at + 4 >> 1] = header.type
  b.u16[at + 6 >> 1] = header.flags
  b.u32[at + 8 >> 2] = header.sequence
  b.u32[at + 12 >> 2] = header.port
}

/** NLMSG_ALIGN and NLA_ALIGN */
export const aligned = (length: number): number => length + 3 & ~3

/**
 * The length of the message at `at`, or undefined where no whole message lies before `end`: the rest is to be kept as
 * it is.
 */
export function messageLengthIfWhole (b: Bytes, at: number, end: number): number | undefined {
  if (at + NLMSG_HDRLEN > end) return undefined
  const length = b.u32[at >> 2] ?? 0
  return length < NLMSG_HDRLEN || length > end - at ? undefined : length
}

/**
 * The length of the message at `at`. A datagram is walked by `for (let at = start; at < end; at += aligned(length)) {
 * length = messageLength(b, at, end); ... }`: nothing outside of it is read.
 * @throws CodecError where no whole message lies before `end`
 */
export function messageLength (b: Bytes, at: number, end: number): number {
  const length = messageLengthIfWhole(b, at, end)
  if (length !== undefined) return length
  if (at + NLMSG_HDRLEN > end) throw tooShort(end - at, at)
  const said = b.u32[at >> 2] ?? 0
  throw new CodecError(`a message that says it is ${said} bytes long, where there are ${end - at}`, '', '', at)
}

function tooShort (length: number, at: number): CodecError {
  return new CodecError(`${length} bytes, where a header has 16`, '', '', at)
}

/** NLMSGERR_ATTR_*: what the kernel says beside the number. */
export interface ExtendedAck {
  readonly msg?: string
  /** Of the attribute that is wrong, from the start of the request's header. */
  readonly offs?: number
  readonly cookie?: Uint8Array
  /** What the kernel would have taken. */
  readonly policy?: Policy
  /** The type of the attribute that is missing. */
  readonly missType?: number
  /** Of the nest that it is missing from, from the start of the request's header; absent: from the message itself. */
  readonly missNest?: number
}

/** struct nlmsgerr: a refusal, or with errno 0 an acknowledgement. */
export interface Acknowledgement {
  /** As errno(3) has it, never negative. */
  readonly errno: number
  /** The header of the request. */
  readonly header: Header
  /** What followed that header, where the kernel sent it back (a refusal without NETLINK_CAP_ACK). */
  readonly payload?: Uint8Array
  readonly extended?: ExtendedAck
}

/**
 * Reads the NLMSG_ERROR at `at`.
 * @throws CodecError where it is shorter than struct nlmsgerr
 */
export function readAcknowledgement (b: Bytes, at: number, length: number): Acknowledgement {
  if (length < 36) throw new CodecError(`an NLMSG_ERROR of ${length} bytes, which has at least 36`, '', '', at)
  const { flags } = readHeader(b, at)
  const errno = 0 - (b.s32[at + 16 >> 2] ?? 0)
  const header = readHeader(b, at + 20)
  const answer = { errno, header }
  const end = at + length
  if ((flags & NLM_F_CAPPED) !== 0) return { ...answer, ...extendedAck(b, at + 36, end, flags) }
  const payloadEnd = Math.min(end, at + 20 + Math.max(header.length, NLMSG_HDRLEN))
  if (payloadEnd === at + 36) return { ...answer, ...extendedAck(b, payloadEnd, end, flags) }
  const payload = b.u8.slice(at + 36, payloadEnd)
  return { ...answer, payload, ...extendedAck(b, at + aligned(payloadEnd - at), end, flags) }
}

export type Done = Pick<Acknowledgement, 'errno' | 'extended'>

/** Reads the NLMSG_DONE at `at`: how a dump ended. */
export function readDone (b: Bytes, at: number, length: number): Done {
  // Kernels before 4.15 and some protocols end without a number.
  if (length < 20) return { errno: 0 }
  const { flags } = readHeader(b, at)
  // A dump may end with the length of its last part: that is not an error.
  return { errno: Math.max(0, 0 - (b.s32[at + 16 >> 2] ?? 0)), ...extendedAck(b, at + 20, at + length, flags) }
}

function extendedAck (b: Bytes, at: number, end: number, flags: number): { extended?: ExtendedAck } {
  return (flags & NLM_F_ACK_TLVS) === 0 ? {} : { extended: leniently(ExtendedAcknowledgement as unknown as Declared, b, at, end) }
}

/** Reads what can be read of a set: without what nobody declared, and what is too short. */
function leniently ({ declaration: { byNumber } }: Declared, b: Bytes, at: number, end: number): object {
  const read: Record<string, unknown> = {}
  for (const [type, from, to] of attributesOf(b, at, end)) {
    const { name, word } = byNumber.get(type) ?? {}
    if (name === undefined || word === undefined || to - from < word.size) continue
    read[name] = isDeclared(word) ? leniently(word, b, from, to) : word === string ? text(b, from, to) : word.read(b, from, to - from, undefined)
  }
  return read
}

/**
 * Type, begin and end of each payload. Ends early where a length does not fit: what explains an error must not become
 * one.
 */
function * attributesOf (b: Bytes, at: number, end: number): Generator<readonly [number, number, number]> {
  while (at + 4 <= end) {
    const length = b.u16[at >> 1] ?? 0
    if (length < 4 || length > end - at) return
    yield [(b.u16[at + 2 >> 1] ?? 0) & 0x3fff, at + 4, at + length]
    at += aligned(length)
  }
}

const decoder = new TextDecoder()

function text (b: Bytes, from: number, to: number): string {
  while (to > from && b.u8[to - 1] === 0) to--
  return decoder.decode(b.u8.subarray(from, to))
}
