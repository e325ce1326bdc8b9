// A conversation that puts off what it is to send, and then sends all in one go.
import type { Input } from '../../../codec/core/infer.js'
import type { Link } from '../../../codec/route/link/link.js'
import { RTM_DELLINK, RTM_NEWLINK } from '../../../codec/route/registry.js'
import { NetlinkError } from '../../socket/errors.js'
import type { Request } from '../../socket/request.js'
import { asksForOne, Conversation, type Ask, type Sent } from '../conversation.js'
import type { Steps } from '../mode.js'
import type { BatchEntry } from './entry.js'

/** Thrown where a call has been put off: it ends there, and is made once more when its answers are there. */
const PUT_OFF = Symbol('put off')

/** A call that was put off, or that is made. */
interface Held {
  readonly entry: BatchEntry
  /** Makes the call. */
  readonly call: () => unknown
  asks: readonly Ask[]
  requests: readonly Request[]
  /** What came of them. */
  sent: Sent | undefined
  /** Indices that names stood for when it was put off. */
  readonly indices: number[]
}

/**
 * Each call of the client is made twice: the first time up to what it sends, which is put off; the second time with the answers. A call
 * that asks before it sends has all sent before it, and is made at once. Names of links are looked up when the call is put off; where what
 * was put off before may change what a name stands for, that is sent first.
 */
export class BatchConversation extends Conversation {
  readonly #held: Held[] = []
  readonly #indices = new Map<string, number>()
  /** Names that may stand for something else once all is sent. */
  #touched: Set<string> | 'all' = new Set()
  #now: Held | undefined
  #mode: 'put off' | 'at once' | 'again' = 'at once'
  /** The first refusal. */
  refusal: NetlinkError | undefined

  /** Makes a call. @throws {CodecError} where a value does not fit: then nothing is sent for it */
  make (entry: BatchEntry, call: () => unknown): void {
    this.#run({ entry, call, asks: [], requests: [], sent: undefined, indices: [] }, 'put off')
  }

  /** Sends what was put off, so many calls at most, and makes them once more with the answers. False: there is nothing left. */
  flush (most = Infinity): boolean {
    const all = this.#held.splice(0, most)
    if (this.#held.length === 0) this.#touched = new Set()
    if (all.length === 0) return false
    const { answers, outcomes } = this.send(all.flatMap(({ asks }) => asks), all.flatMap(({ requests }) => requests))
    let at = 0
    for (const held of all) {
      held.sent = { answers: answers.slice(at, at + held.asks.length), outcomes: outcomes.slice(at, at + held.asks.length) }
      at += held.asks.length
      this.#run(held, 'again')
    }
    return this.#held.length > 0
  }

  override exchange (asks: readonly Ask[]): unknown[][] {
    const held = this.#now
    if (held?.sent !== undefined) {
      const { answers, outcomes } = held.sent
      // Should it ask once more, it is made at once.
      held.sent = undefined
      this.#mode = 'at once'
      for (const refusal of outcomes) if (refusal !== undefined) throw refusal
      return answers
    }
    if (held === undefined || this.#mode !== 'put off') return super.exchange(asks)
    if (asks.length === 0 || asksForOne(asks[0]!)) {
      this.#atOnce()
      return super.exchange(asks)
    }
    held.requests = asks.map(ask => this.request(ask))
    held.asks = asks
    this.#held.push(held)
    for (const ask of asks) if (ask.type === RTM_NEWLINK || ask.type === RTM_DELLINK) this.#touch(ask)
    throw PUT_OFF
  }

  override * dump<T> (ask: Ask): Steps<T[]> {
    this.#atOnce()
    return yield * super.dump<T>(ask)
  }

  override all (asks: readonly Ask[], tolerated: readonly string[] = []): void {
    this.#atOnce()
    super.all(asks, tolerated)
  }

  override withIndex<T> (link: string | number, call: string, path: string, step: (index: number) => T): T {
    return step(this.index(link, call, path))
  }

  override index (link: string | number, call: string, path: string): number {
    if (this.#mode === 'again') return this.#now!.indices.shift()!
    const index = super.index(link, call, path)
    this.#now?.indices.push(index)
    return index
  }

  protected override lookUp (name: string): number | undefined {
    if (this.#mode === 'put off') {
      if (this.#touched === 'all' || this.#touched.has(name)) this.#sendBefore()
      const known = this.#indices.get(name)
      if (known !== undefined) return known
    }
    const index = super.lookUp(name)
    if (index !== undefined) this.#indices.set(name, index)
    return index
  }

  #atOnce (): void {
    if (this.#mode !== 'put off') return
    this.#sendBefore()
    this.#mode = 'at once'
    // What is done at once may change what names stand for.
    this.#indices.clear()
  }

  /** Sends what is before the call that is being made. */
  #sendBefore (): void {
    const [now, mode] = [this.#now, this.#mode]
    this.flush()
    this.#now = now
    this.#mode = mode
  }

  /** Marks the names that a request may give, take or move; where it does not say which, all. */
  #touch ({ type, value }: Ask): void {
    const names = new Set<string>()
    // What it is put on or under keeps its name.
    const { index = 0, ifname, master: _master, link: _link, ...rest } = value as Input<Link>
    collect([ifname, rest], names)
    // Gone, renamed, or named by the kernel.
    if (type === RTM_DELLINK || (index === 0) === (ifname === undefined) || [...names].some(name => name.includes('%'))) {
      this.#touched = 'all'
      this.#indices.clear()
    }
    for (const name of names) {
      if (this.#touched !== 'all') this.#touched.add(name)
      this.#indices.delete(name)
    }
  }

  #run (held: Held, mode: 'put off' | 'again'): void {
    const { entry } = held
    this.#now = held
    this.#mode = mode
    try {
      entry.value = held.call()
      entry.status = 'done'
    } catch (error) {
      if (error === PUT_OFF) return
      if (!(error instanceof NetlinkError)) throw error
      entry.status = 'refused'
      entry.error = error
      this.refusal ??= error
    } finally {
      this.#now = undefined
      this.#mode = 'at once'
    }
  }
}

/** All texts of a value, however deep: some of them are names of links. */
function collect (value: unknown, names: Set<string>): void {
  if (typeof value === 'string') names.add(value)
  else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) for (const one of Object.values(value)) collect(one, names)
}
