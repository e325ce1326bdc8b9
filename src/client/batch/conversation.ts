// A conversation that puts off what it is to send, and then sends all in one go.
import type { Input } from '../../../codec/core/infer.js'
import type { Link } from '../../../codec/route/link/link.js'
import { RTM_DELLINK, RTM_NEWLINK } from '../../../codec/route/registry.js'
import { NetlinkError } from '../../socket/errors.js'
import type { Request } from '../../socket/request.js'
import { asksForOne, Conversation, type Answered, type Ask, type Listing } from '../conversation.js'
import type { Steps } from '../mode.js'
import type { BatchEntry } from './entry.js'

/** A call that was put off. */
interface Held {
  readonly entry: BatchEntry
  readonly asks: readonly Ask[]
  readonly requests: readonly Request[]
  /** What the call gives, from the answers. */
  readonly then: Answered<unknown>
}

/**
 * A call of the client ends with an exchange that says what becomes of its answers: that one is put off, and the rest of the call with it.
 * A call that must know something first has all sent before it, and is made at once. Names of links are looked up when the call is put
 * off; where what was put off before may change what a name stands for, that is sent first.
 */
export class BatchConversation extends Conversation {
  readonly #held: Held[] = []
  readonly #indices = new Map<string, number>()
  /** Names that may stand for something else once all is sent. */
  #touched: Set<string> | 'all' = new Set()
  /** Of the call that is being made; undefined where nothing is put off. */
  #making: BatchEntry | undefined
  /** The first refusal. */
  refusal: NetlinkError | undefined

  /** Makes a call. @throws {CodecError} where a value does not fit: then nothing is sent for it */
  make (entry: BatchEntry, call: () => unknown): void {
    this.#making = entry
    try { this.#settle(entry, call) } finally { this.#making = undefined }
  }

  /** Sends what was put off, so many calls at most. False: there is nothing left. */
  flush (most = Infinity): boolean {
    const all = this.#held.splice(0, most)
    if (this.#held.length === 0) this.#touched = new Set()
    if (all.length === 0) return false
    const { answers, outcomes } = this.send(all.flatMap(({ asks }) => asks), all.flatMap(({ requests }) => requests))
    let at = 0
    for (const { entry, asks, then } of all) {
      const from = at
      at += asks.length
      this.#settle(entry, () => {
        for (let i = from; i < at; i++) if (outcomes[i] !== undefined) throw outcomes[i]!
        return then(answers.slice(from, at))
      })
    }
    return this.#held.length > 0
  }

  override exchange<T = unknown[][]> (asks: readonly Ask[], then?: Answered<T>): T {
    const entry = this.#making
    if (entry === undefined || then === undefined || asksForOne(asks[0]!)) {
      this.#atOnce()
      return super.exchange(asks, then)
    }
    this.#held.push({ entry, asks, requests: asks.map(ask => this.request(ask)), then })
    for (const ask of asks) if (ask.type === RTM_NEWLINK || ask.type === RTM_DELLINK) this.#touch(ask)
    return undefined as T // of nobody: `then` gives what the call does
  }

  override * dump<T> (ask: Ask, fits?: Listing<T>['fits']): Steps<T[]> {
    this.#atOnce()
    return yield * super.dump<T>(ask, fits)
  }

  override all (asks: readonly Ask[], tolerated: readonly string[] = []): void {
    this.#atOnce()
    super.all(asks, tolerated)
  }

  override withIndex<T> (link: string | number, call: string, path: string, step: (index: number) => T): T {
    return step(this.index(link, call, path))
  }

  protected override lookUp (name: string): number | undefined {
    const entry = this.#making
    if (entry !== undefined) {
      if (this.#touched === 'all' || this.#touched.has(name)) {
        this.#making = undefined
        this.flush()
        this.#making = entry
      }
      const known = this.#indices.get(name)
      if (known !== undefined) return known
    }
    const index = super.lookUp(name)
    if (index !== undefined) this.#indices.set(name, index)
    return index
  }

  /** Sends what is before the call that is being made, which is put off no more. */
  #atOnce (): void {
    if (this.#making === undefined) return
    this.#making = undefined
    this.flush()
    // What is done at once may change what names stand for.
    this.#indices.clear()
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

  #settle (entry: BatchEntry, call: () => unknown): void {
    try {
      const value = call()
      if (this.#held.at(-1)?.entry === entry) return // put off
      entry.value = value
      entry.status = 'done'
    } catch (error) {
      if (!(error instanceof NetlinkError)) throw error
      entry.status = 'refused'
      entry.error = error
      this.refusal ??= error
    }
  }
}

/** All texts of a value, however deep: some of them are names of links. */
function collect (value: unknown, names: Set<string>): void {
  if (typeof value === 'string') names.add(value)
  else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) for (const one of Object.values(value)) collect(one, names)
}
