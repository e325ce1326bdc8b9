// One implementation of every call, with promises and without.
import { setImmediate } from 'node:timers/promises'
import type { BatchEntry } from './batch/entry.js'

export type Mode = 'async' | 'sync' | 'batch'
export type Result<M extends Mode, T> = M extends 'async' ? Promise<T> : M extends 'batch' ? BatchEntry<T> : T
/** A call that takes a while: it yields where others may run. */
export type Steps<T> = Generator<void, T, void>

export interface WaitOptions {
  /** Gives up between two datagrams of a long answer, with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}
export interface Runner<M extends Mode> {
  run<T> (steps: () => Steps<T>, options?: WaitOptions): Result<M, T>
}

/** How long a call keeps the event loop to itself before it lets others run, in milliseconds. */
export const TURN_MS = 5

export const asynchronous: Runner<'async'> = {
  async run<T> (steps: () => Steps<T>, { signal }: WaitOptions = {}): Promise<T> {
    signal?.throwIfAborted()
    const under = steps()
    try {
      for (let turn = performance.now(); ;) {
        const step = under.next()
        if (step.done === true) return step.value
        if (performance.now() - turn < TURN_MS) continue
        await setImmediate()
        signal?.throwIfAborted()
        turn = performance.now()
      }
    } catch (error) {
      under.return(undefined as T) // tells a dump that nobody wants the rest of it
      throw error
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
}
