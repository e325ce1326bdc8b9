// One implementation of every call, with promises and without.
import { nextTurn, now } from '../libc/node.js'
import type { BatchEntry } from './batch/entry.js'

export type Mode = 'async' | 'sync' | 'batch'
export type Result<M extends Mode, T> = M extends 'async' ? Promise<T> : M extends 'batch' ? BatchEntry<T> : T
/** A list that is given as it comes; a batch has none. */
export type Each<M extends Mode, T> = M extends 'async' ? AsyncIterable<T> : M extends 'sync' ? Iterable<T> : never
/** A call that takes a while: it yields where others may run. */
export type Steps<T> = Generator<void, T, void>

export interface WaitOptions {
  /** Gives up between two datagrams of a long answer, with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}
export interface Runner<M extends Mode> {
  run<T> (steps: () => Steps<T>, options?: WaitOptions): Result<M, T>
  /** A call that is over at once. */
  now<T> (call: () => T): Result<M, T>
  each<T> (parts: () => Generator<T[], void, void>, options?: WaitOptions): Each<M, T>
}

/** How long a call keeps the event loop to itself before it lets others run, in milliseconds. */
export const TURN_MS = 2

export const asynchronous: Runner<'async'> = {
  async run<T> (steps: () => Steps<T>, { signal }: WaitOptions = {}): Promise<T> {
    signal?.throwIfAborted()
    const under = steps()
    try {
      for (let turn = now(); ;) {
        const step = under.next()
        if (step.done === true) return step.value
        if (now() - turn < TURN_MS) continue
        await nextTurn()
        signal?.throwIfAborted()
        turn = now()
      }
    } catch (error) {
      under.return(undefined as T) // tells a dump that nobody wants the rest of it
      throw error
    }
  },
  async now<T> (call: () => T): Promise<T> { return call() },
  async * each<T> (parts: () => Generator<T[], void, void>, { signal }: WaitOptions = {}): AsyncGenerator<T, void, void> {
    signal?.throwIfAborted()
    let turn = now()
    for (const part of parts()) {
      for (const one of part) yield one
      if (now() - turn < TURN_MS) continue
      await nextTurn()
      signal?.throwIfAborted()
      turn = now()
    }
  },
}

export const synchronous: Runner<'sync'> = {
  run<T> (steps: () => Steps<T>, { signal }: WaitOptions = {}): T {
    signal?.throwIfAborted()
    const under = steps()
    for (;;) {
      // Nothing else runs meanwhile, so nobody can abort it.
      const step = under.next()
      if (step.done === true) return step.value
    }
  },
  now<T> (call: () => T): T { return call() },
  * each<T> (parts: () => Generator<T[], void, void>, { signal }: WaitOptions = {}): Generator<T, void, void> {
    signal?.throwIfAborted()
    for (const part of parts()) yield * part
  },
}
