// What all objects of the client have in common.
import { ENOENT } from '../libc/errno.js'
import { UsageError } from '../libc/errors.js'
import { NetlinkError } from '../socket/errors.js'
import type { Ask } from './asked.js'
import type { Conversation, Listing } from './conversation.js'
import { synchronous, type Each, type Mode, type Result, type Runner, type Steps, type WaitOptions } from './mode.js'

export abstract class Objects<M extends Mode> {
  readonly #runner: Runner<M>
  protected readonly talk: Conversation

  constructor (talk: Conversation, runner: Runner<M>) {
    this.talk = talk
    this.#runner = runner
  }

  protected steps<T> (steps: () => Steps<T>, options?: WaitOptions): Result<M, T> {
    return this.#runner.run(steps, options)
  }

  protected listed<T> ({ ask, fits }: Listing<T>): Steps<T[]> { return this.talk.dump(ask, fits) }

  /** The same without a pause, within a call that is over at once. */
  protected listedNow<T> (listing: Listing<T>): T[] { return synchronous.run(() => this.listed(listing)) }

  /** A list, given as it comes. */
  protected pieces<T> (listing: () => Listing<T>, options?: WaitOptions): Each<M, T> {
    return this.#runner.each(() => this.talk.parts(listing()), options)
  }

  /** A call that is over at once. */
  protected now<T> (call: () => T): Result<M, T> {
    return this.#runner.now(call)
  }

  /** @throws {UsageError} for a filter that nobody looks at, which would list too much, or delete it */
  protected mustKnow (call: string, filter: object, names: readonly string[]): void {
    const unknown = Object.keys(filter).find(name => !names.includes(name))
    if (unknown !== undefined) throw new UsageError(`${call}: ${unknown}: no such filter; there are ${names.join(', ')}`)
  }

  /** @throws {UsageError} for a filter that says nothing: all there is would be deleted */
  protected mustSay (call: string, filter: object, names: readonly string[]): void {
    if (names.some(name => (filter as Readonly<Record<string, unknown>>)[name] !== undefined)) return
    throw new UsageError(`${call}: which? The filter must say at least one of ${names.join(', ')}`)
  }

  /** The index of the link that a filter names. @throws {CodecError}; {NetlinkError} ENODEV */
  protected indexIn<N extends string> (call: string, filter: { readonly [K in N]?: string | number | undefined }, name: N): number | undefined {
    const link = filter[name]
    return link === undefined ? undefined : this.talk.index(link, call, name)
  }

  /** @throws {NetlinkError} ENOENT for what a list did not have */
  protected mustFind<T> (found: T | undefined, call: string, text: string): T {
    if (found === undefined) throw new NetlinkError({ call, errno: ENOENT, text })
    return found
  }

  /** Deletes each of a list in as few sends as it takes; what is gone already does not matter. Gives how many there were. */
  protected flushed (asks: readonly Ask[], gone: readonly string[]): number {
    this.talk.all(asks, gone)
    return asks.length
  }
}
