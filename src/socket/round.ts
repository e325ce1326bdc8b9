// Requests that went out in one send, and what became of each. netlink(7); netlink_rcv_skb in net/netlink/af_netlink.c
import type { Bytes } from '../../codec/core/bytes.js'
import {
  NLM_F_MULTI, NLMSG_DONE, NLMSG_ERROR, NLMSG_NOOP, NLMSG_OVERRUN, readAcknowledgement, readDone
} from '../../codec/core/header.js'
import { EMSGSIZE, ENOBUFS } from '../libc/errno.js'
import type { NetlinkError } from './errors.js'
import { dumps, NETLINK_ROUTE, reads, refuse } from './request.js'
import type { OnMessage, Receiver, Refused, Request } from './request.js'

export interface RoundOptions {
  readonly requests: readonly Request[]
  /** Which of them: so many from `first` on. */
  readonly first: number
  readonly count: number
  /** The number of the first; the others follow. */
  readonly base: number
  readonly port: number
  readonly protocol: number
  readonly onMessage: OnMessage
  /** Whether more than acknowledgements may come. */
  readonly data: boolean
  /** Whether one of them has an answer with an end of its own. */
  readonly lists: boolean
  /** The last is answered by one message, and by no acknowledgement. */
  readonly once: boolean
}

export class Round implements Receiver {
  /** How many requests are without an end. */
  left: number
  /**
   * Answers may be lost. As long as none is, the end of the last request is the end of all before it, with NETLINK_ROUTE: the kernel
   * carries them out in order, and a refusal comes whether an acknowledgement was asked for or not. netlink_rcv_skb in
   * net/netlink/af_netlink.c
   */
  overrun = false
  /** By index, of all requests. */
  readonly errors: Array<readonly [index: number, error: NetlinkError]> = []
  /** Indices of requests whose answer was cut off, and that may be sent once more. */
  readonly again: number[] = []
  readonly options: RoundOptions
  readonly #ended: Uint8Array
  /** How long answers were that are cut, by index; made when there is one. */
  #cut: Map<number, number> | undefined

  constructor (options: RoundOptions) {
    this.options = options
    this.left = options.count
    this.#ended = new Uint8Array(this.left)
  }

  take (b: Bytes, at: number, length: number): boolean {
    const index = this.#index(b, at)
    if (index < 0) return false
    const type = b.u16[at + 4 >> 1] ?? 0
    if (type > NLMSG_OVERRUN) {
      const request = this.#request(index)
      if (request !== undefined) this.options.onMessage(request, b, at, length)
      if (this.#isOnce(index) && ((b.u16[at + 6 >> 1] ?? 0) & NLM_F_MULTI) === 0) this.#end(index, undefined)
    } else if (type === NLMSG_ERROR) {
      // An acknowledgement is the usual case by far: nothing is made for it.
      if (length >= 20 && b.s32[at + 16 >> 2] === 0) this.#end(index, undefined)
      else this.#end(index, readAcknowledgement(b, at, length))
    } else if (type === NLMSG_DONE) {
      const done = readDone(b, at, length)
      this.#end(index, done.errno === 0 ? undefined : done)
    } else if (type !== NLMSG_NOOP) this.#end(index, { errno: ENOBUFS })
    return true
  }

  takeCut (b: Bytes, at: number, sent: number): void {
    const index = this.#index(b, at)
    if (index < 0) return
    if (b.u16[at + 4 >> 1] !== NLMSG_ERROR) {
      (this.#cut ??= new Map<number, number>()).set(index, sent)
      if (this.#isOnce(index)) this.#end(index, undefined)
    } else {
      // The number stands at the very beginning: only words are lost, and only where the kernel sends the whole request
      // back.
      const errno = -(b.s32[at + 16 >> 2] ?? 0)
      this.#end(index, errno === 0 ? undefined : { errno })
    }
  }

  silence (): boolean {
    return false
  }

  /** No more answers will come. */
  lose (errno: number, text?: string): void {
    this.#ended.forEach((ended, index) => {
      if (ended === 0) this.#end(index, { errno, text })
    })
  }

  #isOnce (index: number): boolean { return this.options.once && index === this.#ended.length - 1 }

  #request (index: number): Request | undefined { return this.options.requests[this.options.first + index] }

  #lists (index: number): boolean {
    const { lists, protocol } = this.options
    const request = lists ? this.#request(index) : undefined
    return request !== undefined && dumps(request, request.bytes, protocol)
  }

  #endOthers (): void {
    for (let index = 0; this.left > 0 && index < this.#ended.length; index++) {
      if (this.#ended[index] === 0 && !this.#lists(index)) this.#end(index, undefined)
    }
  }

  #index (b: Bytes, at: number): number {
    const { base, port, count } = this.options
    const index = (b.u32[at + 8 >> 2] ?? 0) - base
    if (index < 0 || index >= count || b.u32[at + 12 >> 2] !== port) return -1
    return this.#ended[index] === 0 ? index : -1
  }

  #end (index: number, refused: Refused | undefined): void {
    const { first, base, port, protocol } = this.options
    this.#ended[index] = 1
    this.left--
    if (index === this.#ended.length - 1 && protocol === NETLINK_ROUTE && !this.overrun) this.#endOthers()
    // By far most of them.
    if (refused === undefined && this.#cut === undefined) return
    const request = this.#request(index)
    const cut = this.#cut?.get(index)
    if (request === undefined || (refused === undefined && cut === undefined)) return
    if (refused !== undefined) this.errors.push([first + index, refuse(request, base + index, port, refused)])
    else if (reads(request, request.bytes, protocol)) this.again.push(first + index)
    else {
      const text = `it was done, but the end of an answer of ${cut} bytes is lost`
      this.errors.push([first + index, refuse(request, base + index, port, { errno: EMSGSIZE, text })])
    }
  }
}
