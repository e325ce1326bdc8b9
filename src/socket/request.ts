// What is asked of the kernel, and who gets the answers. netlink(7)
import { littleEndian } from '../../codec/core/bytes.js'
import type { Bytes } from '../../codec/core/bytes.js'
import { NLM_F_ACK, NLM_F_DUMP, NLM_F_ECHO, routeMessageKind } from '../../codec/core/header.js'
import { NetlinkError } from './errors.js'
import type { Places, Refusal } from './errors.js'

/** One netlink message on its way to the kernel. */
export interface Request {
  /** For errors: 'link.add v0'. */
  readonly call: string
  /**
   * The whole message. Of its header the type and the flags count; length, sequence and port are the socket's to fill
   * in.
   */
  readonly bytes: Uint8Array
  /** Names the attributes that a refusal speaks of. */
  readonly places?: Places | undefined
  /** The kind of link, for hints. */
  readonly kind?: string | undefined
  /**
   * Asking again changes nothing, and an answer with data comes. If absent: whether it is one of NETLINK_ROUTE's
   * RTM_GET*.
   */
  readonly reads?: boolean | undefined
}

/** How a request ended, where that is not well. */
export type Refused = Pick<Refusal, 'errno' | 'extended' | 'text'>

/** Gets whole messages, their header at `at`. `b` is used again for what comes next: what is to stay must be copied. */
export type OnMessage = (request: Request, b: Bytes, at: number, length: number) => void

/** Something that messages come for. */
export interface Receiver {
  /** True if the message was for it. */
  take (b: Bytes, at: number, length: number): boolean
  /** A datagram that begins like this was longer than there was room: of its `sent` bytes the end is lost. */
  takeCut (b: Bytes, at: number, sent: number): void
  /** Nothing more is there. True if nothing more need come. */
  silence (): boolean
}

export const NETLINK_ROUTE = 0

/** A u16 of a request, wherever its bytes lie. */
function word (bytes: Uint8Array, at: number): number {
  const low = bytes[littleEndian ? at : at + 1] ?? 0
  const high = bytes[littleEndian ? at + 1 : at] ?? 0
  return high << 8 | low
}

/** `bytes`: the request's own, which it may make anew each time. */
export function reads (request: Request, bytes: Uint8Array, protocol: number): boolean {
  return request.reads ?? (protocol === NETLINK_ROUTE && routeMessageKind(word(bytes, 4)) === 'get')
}

/** Whether its answer has an end of its own, NLMSG_DONE. */
export const dumps = (request: Request, bytes: Uint8Array, protocol: number): boolean => reads(request, bytes, protocol) && (word(bytes, 6) & NLM_F_DUMP) === NLM_F_DUMP

/** Whether its answer is one message, or a refusal: then no acknowledgement is needed, unless it asks for one itself. */
export const answersOnce = (request: Request, bytes: Uint8Array, protocol: number): boolean =>
  protocol === NETLINK_ROUTE && (word(bytes, 6) & (NLM_F_DUMP | NLM_F_ACK)) === 0 && reads(request, bytes, protocol)

/** Whether more than an acknowledgement may come. The types of other protocols than NETLINK_ROUTE do not say. */
export function mayAnswer (request: Request, bytes: Uint8Array, protocol: number): boolean {
  return protocol !== NETLINK_ROUTE || (word(bytes, 6) & NLM_F_ECHO) !== 0 || reads(request, bytes, protocol)
}

const RTM_NEWLINK = 16
/**
 * What the kernel charges to the receive buffer for what comes back, with room to be wrong. Measured on Linux 6.18, x86-64: 832 for an
 * acknowledgement; 3,136 for `lo` and some 9,000 for a link of the richest kind. For other objects it sets aside a page where it does not
 * reckon how much it needs (NLMSG_GOODSIZE), and else about what was asked. `answers`: whether more than an acknowledgement may come.
 */
export function charge (bytes: Uint8Array, protocol: number, answers: boolean): number {
  if (!answers) return 1280
  return protocol !== NETLINK_ROUTE || word(bytes, 4) >> 2 === RTM_NEWLINK >> 2 ? 16384 : 8192 + 4 * bytes.length
}

/** The error of a request that went out under this number, with a copy of it as it was sent. */
export function refuse (request: Request, sequence: number, port: number, why: Refused): NetlinkError {
  const { call, places, kind } = request
  const bytes = request.bytes.slice()
  const header = new Uint32Array(bytes.buffer, 0, 4)
  header[0] = bytes.length
  header[2] = sequence
  header[3] = port
  return new NetlinkError({ ...why, call, places, kind, request: bytes })
}
