// Is an address reachable: echo requests and what comes of them, as ping(8) of iputils has them.
import { UsageError } from '../libc/errors.js'
import { now } from '../libc/node.js'
import { waitReadable } from '../socket/ready.js'
import { EchoSocket } from './echo-socket.js'
import type { InNamespace, Refusal, Reply } from './echo-socket.js'
import { familyOf, linkName } from './socket-address.js'

export interface PingOptions {
  /** How many requests; Infinity for no end. 1 */
  readonly count?: number
  /** From one request to the next, in ms. 1000 */
  readonly interval?: number
  /** How long a reply is waited for, in ms. 1000 */
  readonly timeout?: number
  /** Bytes behind the ICMP header. 56 */
  readonly size?: number
  /** 1 to 255; of IPv6 the hop limit. */
  readonly ttl?: number
  /** The address to send from: one of this machine's. */
  readonly source?: string
  /** The link to send by. A link-local address may say it itself: 'fe80::1%eth0'. */
  readonly interface?: string
  /**
   * Calls `step` in the namespace to ping from, and is back when it returns: `step => ns.run(step)`. Only the socket is
   * made there, and stays.
   */
  readonly inNamespace?: InNamespace
  readonly signal?: AbortSignal
}

/** `time`: the round trip in ms. */
export interface PingReply extends Reply {
  readonly time: number
}

export interface PingTimeout {
  readonly outcome: 'timeout'
  readonly sequence: number
}

/** What came of one request. `sequence` counts from 1. */
export type PingResult = PingReply | Refusal | PingTimeout

/** Round trips in ms, undefined as long as nothing came back; `loss`: 0 to 1 of the requests that are decided. */
export interface PingSummary {
  readonly transmitted: number
  readonly received: number
  readonly loss: number
  readonly min: number | undefined
  readonly avg: number | undefined
  readonly max: number | undefined
}

const LARGEST = 65507

/**
 * Pings a literal address; names are not looked up. Nothing is opened or sent before the first result is asked for: by
 * `for await`, which gives the results as they come, or by `finished`. The socket is closed when that ends, also by
 * `break` or a throw. Can be walked once. Asking throws SystemError: EPERM without CAP_NET_RAW, ENODEV of a link,
 * EADDRNOTAVAIL of a source, and where a request cannot be sent, ENETUNREACH: no route; and the signal's reason.
 * @throws UsageError for what makes no sense
 */
export function ping (address: string, options: PingOptions = {}): Ping {
  return new Ping(address, options)
}

/** Requests that are under way, or will be: what `ping` gives. */
export class Ping implements AsyncIterable<PingResult> {
  readonly address: string
  readonly #open: () => EchoSocket
  readonly #options: Required<Pick<PingOptions, 'count' | 'interval' | 'timeout'>>
  readonly #signal: AbortSignal | undefined
  /** By the 16 bits that travel. */
  readonly #pending = new Map<number, { readonly sequence: number, readonly at: number }>()
  #results: PingResult[] = []
  #begun = false
  #transmitted = 0
  #decided = 0
  #times = { count: 0, sum: 0, min: Infinity, max: -Infinity }

  constructor (address: string, options: PingOptions) {
    const { count = 1, interval = 1000, timeout = 1000, size = 56, signal, ...rest } = options
    const { inNamespace = step => { step() } } = options
    if (count !== Infinity) whole('count', count, 1, Number.MAX_SAFE_INTEGER)
    whole('size', size, 0, LARGEST)
    if (rest.ttl !== undefined) whole('ttl', rest.ttl, 1, 255)
    for (const [name, value] of [['interval', interval], ['timeout', timeout]] as const) {
      if (value >= 0 && value < 2 ** 31) continue
      throw new UsageError(`ping ${address}: ${name}: ${value} is no time from 0 to 2147483647 ms`)
    }
    const family = familyOf(address)
    if (rest.source !== undefined && familyOf(rest.source) !== family) {
      throw new UsageError(`ping ${address}: source: ${JSON.stringify(rest.source)} is of the other family`)
    }
    if (rest.interface !== undefined) linkName(rest.interface, `ping ${address}: interface: `)
    this.address = address
    this.#options = { count, interval, timeout }
    this.#signal = signal
    this.#open = () => new EchoSocket({ family, address, size, ...rest, inNamespace })

    function whole (name: string, value: number, least: number, most: number): void {
      if (!Number.isInteger(value) || value < least || value > most) {
        throw new UsageError(`ping ${address}: ${name}: ${value} is not a whole number from ${least} to ${most}`)
      }
    }
  }

  /** So far. */
  get summary (): PingSummary {
    const { count, sum, min, max } = this.#times
    const times = count === 0 ? { min: undefined, avg: undefined, max: undefined } : { min, avg: sum / count, max }
    const loss = this.#decided === 0 ? 0 : 1 - count / this.#decided
    return { transmitted: this.#transmitted, received: count, loss, ...times }
  }

  /** Waits for all results and gives the summary. */
  async finished (): Promise<PingSummary> {
    const results = this[Symbol.asyncIterator]()
    while ((await results.next()).done !== true);
    return this.summary
  }

  async * [Symbol.asyncIterator] (): AsyncGenerator<PingResult, void, undefined> {
    if (this.#begun) throw new UsageError(`ping ${this.address}: its results were asked for before: make another ping`)
    this.#begun = true
    this.#signal?.throwIfAborted()
    const socket = this.#open()
    try {
      for (let next = now(); ;) {
        if (this.#transmitted < this.#options.count && now() >= next) {
          this.#send(socket)
          next += this.#options.interval
        }
        socket.receive(one => { this.#heard(one) })
        this.#expire()
        const results = this.#results
        this.#results = []
        yield * results
        const done = this.#transmitted >= this.#options.count
        if (done && this.#pending.size === 0) return
        await this.#wait(socket.fd, Math.min(done ? Infinity : next, this.#deadline()) - now())
      }
    } finally {
      socket.close()
    }
  }

  #send (socket: EchoSocket): void {
    const sequence = this.#transmitted + 1
    this.#pending.set(sequence & 0xffff, { sequence, at: now() })
    this.#transmitted++
    try {
      socket.send(sequence & 0xffff, one => { this.#heard(one) })
    } catch (error) {
      this.#decided++
      throw error
    }
  }

  #heard (one: Reply | Refusal): void {
    const request = this.#pending.get(one.sequence)
    // A second answer, or one that came too late.
    if (request === undefined) return
    this.#pending.delete(one.sequence)
    this.#decided++
    const { sequence, at } = request
    if (one.outcome === 'refused') {
      this.#results.push({ ...one, sequence })
      return
    }
    const time = now() - at
    const { count, sum, min, max } = this.#times
    this.#times = { count: count + 1, sum: sum + time, min: Math.min(min, time), max: Math.max(max, time) }
    this.#results.push({ ...one, sequence, time })
  }

  #expire (): void {
    const reached = now()
    for (const [key, { sequence, at }] of this.#pending) {
      if (at + this.#options.timeout > reached) return
      this.#pending.delete(key)
      this.#decided++
      this.#results.push({ outcome: 'timeout', sequence })
    }
  }

  /** When the oldest request times out: a Map keeps the order of insertion. */
  #deadline (): number {
    for (const { at } of this.#pending.values()) return at + this.#options.timeout
    return Infinity
  }

  /** Until something comes, but no longer than `ms`. */
  async #wait (fd: number, ms: number): Promise<void> {
    // It may have aborted while the consumer had its turn.
    this.#signal?.throwIfAborted()
    const over = new AbortController()
    const end = (): void => { over.abort() }
    const timer = setTimeout(end, Math.max(0, Math.ceil(ms)))
    this.#signal?.addEventListener('abort', end)
    try {
      await waitReadable(fd, over.signal)
    } catch (error) {
      this.#signal?.throwIfAborted()
      if (!over.signal.aborted) throw error
    } finally {
      clearTimeout(timer)
      this.#signal?.removeEventListener('abort', end)
    }
  }
}
