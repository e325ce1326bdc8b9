// One list on its way from the kernel: a request, many datagrams, an end. netlink(7); netlink_dump in
// net/netlink/af_netlink.c
import type { Bytes } from '../../codec/core/bytes.js'
import {
  aligned, messageLengthIfWhole, NLM_F_DUMP_FILTERED, NLM_F_DUMP_INTR, NLMSG_DONE, NLMSG_ERROR, NLMSG_HDRLEN,
  NLMSG_OVERRUN, readAcknowledgement, readDone
} from '../../codec/core/header.js'
import type { NetlinkError } from './errors.js'
import { refuse } from './request.js'
import type { OnMessage, Receiver, Refused, Request } from './request.js'

const TOLD = NLM_F_DUMP_INTR | NLM_F_DUMP_FILTERED

export class Dump implements Receiver {
  /** The kernel has sent its end: another may begin. */
  ended = false
  interrupted = false
  filtered = false
  error: NetlinkError | undefined
  /** What the reader threw: it is handed nothing more, and the datagram is read on, for the end of the list may be in it. */
  thrown: { readonly error: unknown } | undefined
  /** Datagrams that came while somebody else was reading, not looked at yet. */
  readonly kept: Uint8Array[] = []
  #abandoned = false
  #cut = false

  constructor (
    readonly request: Request, readonly sequence: number, readonly port: number, readonly onMessage: OnMessage
  ) {}

  /** All of it has been handed on. */
  get over (): boolean { return this.ended && this.kept.length === 0 }

  /** Whether the datagram at `at` is part of it: datagrams are never shared with other answers. */
  owns (b: Bytes, at: number, end: number): boolean {
    return end - at >= NLMSG_HDRLEN && b.u32[at + 8 >> 2] === this.sequence && b.u32[at + 12 >> 2] === this.port
  }

  take (b: Bytes, at: number, length: number): boolean {
    if (!this.owns(b, at, at + length)) return false
    const flags = b.u16[at + 6 >> 1] ?? 0
    const type = b.u16[at + 4 >> 1] ?? 0
    if ((flags & TOLD) !== 0) {
      this.interrupted ||= (flags & NLM_F_DUMP_INTR) !== 0
      this.filtered ||= (flags & NLM_F_DUMP_FILTERED) !== 0
    }
    if (type > NLMSG_OVERRUN) this.#hand(b, at, length)
    else if (type === NLMSG_DONE) this.#end(readDone(b, at, length))
    else if (type === NLMSG_ERROR) this.#end(readAcknowledgement(b, at, length))
    else if (type === NLMSG_OVERRUN) this.interrupted = true
    return true
  }

  #hand (b: Bytes, at: number, length: number): void {
    if (this.thrown !== undefined) return
    try { this.onMessage(this.request, b, at, length) } catch (error) { this.thrown = { error } }
  }

  /** What is lost must be read again: for those above it is as if the list had changed meanwhile. */
  takeCut (b: Bytes, at: number): void {
    if (!this.owns(b, at, at + NLMSG_HDRLEN)) return
    this.interrupted = true
    this.#cut = true
  }

  /** Of a list that was cut, the end may have been in what is lost. */
  silence (): boolean {
    if (!this.#cut || this.ended) return false
    this.ended = true
    return true
  }

  /** Copies a datagram that came while somebody else was reading. */
  keep (b: Bytes, at: number, end: number): void {
    if (!this.#abandoned) this.kept.push(b.u8.slice(at, end))
    for (let length; at < end; at += aligned(length)) {
      length = messageLengthIfWhole(b, at, end)
      // It will be said when the copy is read.
      if (length === undefined) return
      const type = b.u16[at + 4 >> 1]
      if (type === NLMSG_DONE || type === NLMSG_ERROR) this.ended = true
    }
  }

  /** Nobody wants the rest. */
  abandon (): void {
    this.#abandoned = true
    this.kept.length = 0
  }

  /** Nothing more will come. */
  lose (errno: number, text?: string): void {
    this.#end({ errno, text })
  }

  #end (refused: Refused): void {
    this.ended = true
    if (refused.errno !== 0) this.error = refuse(this.request, this.sequence, this.port, refused)
  }
}
