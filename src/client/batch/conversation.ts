// A conversation that puts off what it is to send, and then sends all in one go.
import type { Input } from '../../../codec/core/infer.js'
import { NLM_F_ECHO } from '../../../codec/core/header.js'
import type { Link } from '../../../codec/route/link/link.js'
import { RTM_DELLINK, RTM_NEWLINK } from '../../../codec/route/message-types.js'
import { NetlinkError } from '../../socket/errors.js'
import type { NetlinkSocket } from '../../socket/socket.js'
import { asksForOne, type Ask, type Asked } from '../asked.js'
import { Conversation, type Answered, type Listing } from '../conversation.js'
import type { Steps } from '../mode.js'
import { BatchEntry } from './entry.js'

/** A call that was put off. Of one request, and without a value: its entry alone. */
type Held = BatchEntry | {
  readonly entry: BatchEntry
  /** How many requests it has. */
  readonly count: number
  /** What the call gives, from the answers; undefined where nobody wants it. */
  readonly then: Answered<unknown> | undefined
}
/** Calls that go out together, and their requests, in order. */
interface Piece { readonly held: Held[], readonly requests: Asked[] }
/** So many calls have others run in between. */
const PIECE = 1000

/**
 * A call of the client ends with an exchange that says what becomes of its answers: that one is put off, and the rest of the call with it.
 * A call that must know something first has all sent before it, and is made at once. Names of links are looked up when the call is put
 * off; where what was put off before may change what a name stands for, that is sent first.
 */
export class BatchConversation extends Conversation {
  readonly #pieces: Piece[] = []
  readonly #indices = new Map<string, number>()
  /** Names that may stand for something else once all is sent. */
  #touched: Set<string> | 'all' = new Set()
  /** Of the call that is being made; undefined where nothing is put off. */
  #making: BatchEntry | undefined
  /** It is put off, and what it gives now means nothing. */
  #putOff = false
  readonly #values: boolean
  /** The first refusal. */
  refusal: NetlinkError | undefined

  /** @param values whether calls are to give what they give alone */
  constructor (socket: NetlinkSocket, values: boolean) {
    super(socket)
    this.#values = values
  }

  /** Makes a call. @throws {CodecError} where a value does not fit: then nothing is sent for it */
  make (entry: BatchEntry, call: () => unknown): void {
    this.#making = entry
    try { this.#settle(entry, call) } finally {
      this.#making = undefined
      this.#putOff = false
    }
  }

  /** Sends all that was put off. */
  flush (): void { while (this.flushPiece()); }

  /** Sends the first piece of what was put off. False: there is nothing left. */
  flushPiece (): boolean {
    const piece = this.#pieces.shift()
    if (this.#pieces.length === 0) this.#touched = new Set()
    if (piece === undefined) return false
    const { held: all, requests } = piece
    const outcomes = this.send(requests)
    let at = 0
    for (const held of all) {
      const { entry, count, then } = held instanceof BatchEntry ? { entry: held, count: 1, then: undefined } : held
      const from = at
      let refusal = outcomes[at++]
      for (; at < from + count; at++) refusal ??= outcomes[at]
      if (refusal !== undefined) this.#refuse(entry, refusal)
      else if (then === undefined) entry.status = 'done'
      else this.#settle(entry, () => then(requests.slice(from, from + count).map(({ answers }) => answers)))
    }
    return this.#pieces.length > 0
  }

  override exchange<T = unknown[][]> (asks: readonly Ask[], then?: Answered<T>): T {
    const entry = this.#making
    if (entry === undefined || then === undefined || asksForOne(asks[0]!)) {
      this.#atOnce()
      return super.exchange(asks, then)
    }
    if (asks.length === 1 && !this.#values) {
      const request = this.request(asks[0]!, this.#flags(asks[0]!))
      const { held, requests } = this.#piece()
      requests.push(request)
      held.push(entry)
    } else {
      // All are encoded before the first is put off.
      const own = (this.#values ? asks : asks.filter(ask => !asksForOne(ask))).map(ask => this.request(ask, this.#flags(ask)))
      const { held, requests } = this.#piece()
      requests.push(...own)
      held.push({ entry, count: own.length, then: this.#values ? then : undefined })
    }
    this.#putOff = true
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

  /** The one that is not full. */
  #piece (): Piece {
    const last = this.#pieces.at(-1)
    if (last !== undefined && last.held.length < PIECE) return last
    const next: Piece = { held: [], requests: [] }
    this.#pieces.push(next)
    return next
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
      if (this.#putOff) return
      entry.value = value
      entry.status = 'done'
    } catch (error) {
      if (!(error instanceof NetlinkError)) throw error
      this.#refuse(entry, error)
    }
  }

  /** Without a value, nothing is told of it but a refusal. */
  #flags ({ flags = 0 }: Ask): number { return this.#values ? flags : flags & ~NLM_F_ECHO }

  #refuse (entry: BatchEntry, error: NetlinkError): void {
    entry.status = 'refused'
    entry.error = error
    this.refusal ??= error
  }
}

/** All texts of a value, however deep: some of them are names of links. */
function collect (value: unknown, names: Set<string>): void {
  if (typeof value === 'string') names.add(value)
  else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) for (const one of Object.values(value)) collect(one, names)
}
