// What all objects of the client have in common.
import type { Ask, Conversation } from './conversation.js'
import type { Mode, Result, Runner, Steps, WaitOptions } from './mode.js'

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

  /** A call that is over at once. */
  protected now<T> (call: () => T): Result<M, T> {
    // eslint-disable-next-line require-yield
    return this.#runner.run(function * () { return call() })
  }

  /** Deletes each of a list in as few sends as it takes; what is gone already does not matter. Gives how many there were. */
  protected flushed (asks: readonly Ask[], gone: readonly string[]): number {
    this.talk.all(asks, gone)
    return asks.length
  }
}
