// What the kernel told and nobody has looked at yet.
import { decodeAt } from '../../../codec/core/attributes.js'
import type { Bytes } from '../../../codec/core/bytes.js'
import { NLMSG_HDRLEN } from '../../../codec/core/header.js'
import { messageTypes } from '../../../codec/route/message-types.js'
import type { NetlinkSocket } from '../../socket/socket.js'
import { lineOf, valuesOf, type MonitoredObject } from './monitored.js'

/** The number under which what is known of the client's own namespace is kept. */
export const OWN = -1

export interface Told {
  readonly object: MonitoredObject
  readonly nsid: number
  /** It is there or was changed; else it is gone. */
  readonly made: boolean
  /** NLM_F_* */
  readonly flags: number
  readonly value: unknown
}

/** Of one go: 64 events each. What is decoded and waits for the reader is bounded by it. */
const BATCHES = 4

export class Queue {
  /** Events were lost since somebody set it back. */
  lost = false
  /** A number that the namespace may have for itself. */
  own = OWN
  #told: Told[] = []
  /** So many of them were given. */
  #next = 0
  readonly #socket: NetlinkSocket
  /** By the number of the message. */
  readonly #messages = new Map<number, Array<readonly [object: MonitoredObject, made: boolean]>>()

  constructor (socket: NetlinkSocket, objects: readonly MonitoredObject[]) {
    this.#socket = socket
    for (const object of objects) {
      const { messages } = lineOf(object)
      for (const [type, made] of [[messageTypes[`RTM_NEW${messages}`], true], [messageTypes[`RTM_DEL${messages}`], false]] as const) {
        this.#messages.set(type, [...this.#messages.get(type) ?? [], [object, made]])
      }
    }
  }

  /** Takes what has come, as far as it goes at once. True: there may be more. */
  receive (): boolean {
    const { overrun, more } = this.#socket.receiveEvents(this.#take, BATCHES)
    this.lost ||= overrun
    return more
  }

  /** The one that was told first, and is not any more; undefined: all are. */
  next (): Told | undefined {
    const told = this.#told[this.#next++]
    if (told === undefined) {
      this.#told = []
      this.#next = 0
    }
    return told
  }

  /** Takes those out that `is` says. */
  take (is: (told: Told) => boolean): Told[] {
    const left = this.#told.slice(this.#next)
    this.#told = left.filter(told => !is(told))
    this.#next = 0
    return left.filter(is)
  }

  readonly #take = (b: Bytes, at: number, length: number, nsid: number | undefined): void => {
    const lines = this.#messages.get(b.u16[at + 4 >> 1] ?? 0)
    if (lines === undefined) return
    // Those of one number are of one declaration.
    const value = decodeAt(lineOf(lines[0]![0]).codec, b, at + NLMSG_HDRLEN, length - NLMSG_HDRLEN)
    const found = lines.find(([object, made]) => lineOf(object).is?.(value, !made) !== false)
    if (found === undefined) return
    const [object, made] = found
    const flags = b.u16[at + 6 >> 1] ?? 0
    const where = nsid === undefined || nsid === this.own ? OWN : nsid
    for (const one of valuesOf(lineOf(object), value)) this.#told.push({ object, nsid: where, made, flags, value: one })
  }
}
