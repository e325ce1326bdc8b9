// Requests that went out in one send, and what became of each. netlink(7); netlink_rcv_skb in net/netlink/af_netlink.c
import type { Bytes } from '../../codec/core/bytes.js'
import {
  NLMSG_DONE, NLMSG_ERROR, NLMSG_NOOP, NLMSG_OVERRUN, readAcknowledgement, readDone
} from '../../codec/core/header.js'
import type { NetlinkError } from './errors.js'
import { reads, refuse } from './request.js'
import type { OnMessage, Receiver, Refused, Request } from './request.js'

const EMSGSIZE = 90
const ENOBUFS = 105

export interface RoundOptions {
  readonly requests: readonly Request[]
  /** The number of the first; the others follow. */
  readonly base: number
  readonly port: number
  readonly protocol: number
  readonly onMessage: OnMessage
  /** Whether more than acknowledgements may come. */
  readonly data: boolean
}

export class Round implements Receiver {
  /** How many requests are without an end. */
  left: number
  /** By index. */
  readonly errors = new Map<number, NetlinkError>()
  /** Indices of requests whose answer was cut off, and that may be sent once more. */
  readonly again: number[] = []
  readonly options: RoundOptions
  readonly #ended: Uint8Array
  readonly #cut = new Map<number, number>()

  constructor (options: RoundOptions) {
    this.options = options
    this.left = options.requests.length
    this.#ended = new Uint8Array(this.left)
  }

  take (b: Bytes, at: number, length: number): boolean {
    const index = this.#index(b, at)
    if (index < 0) return false
    const type = b.u16[at + 4 >> 1] ?? 0
    if (type > NLMSG_OVERRUN) {
      const request = this.options.requests[index]
      if (request !== undefined) this.options.onMessage(request, b, at, length)
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
    if (b.u16[at + 4 >> 1] !== NLMSG_ERROR) this.#cut.set(index, sent)
    else {
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

  #index (b: Bytes, at: number): number {
    const { base, port, requests } = this.options
    const index = (b.u32[at + 8 >> 2] ?? 0) - base
    if (index < 0 || index >= requests.length || b.u32[at + 12 >> 2] !== port) return -1
    return this.#ended[index] === 0 ? index : -1
  }

  #end (index: number, refused: Refused | undefined): void {
    const { requests, base, port, protocol } = this.options
    this.#ended[index] = 1
    this.left--
    const request = requests[index]
    const cut = this.#cut.get(index)
    if (request === undefined || (refused === undefined && cut === undefined)) return
    if (refused !== undefined) this.errors.set(index, refuse(request, base + index, port, refused))
    else if (reads(request, protocol)) this.again.push(index)
    else {
      const text = `it was done, but the end of an answer of ${cut} bytes is lost`
      this.errors.set(index, refuse(request, base + index, port, { errno: EMSGSIZE, text }))
    }
  }
}
