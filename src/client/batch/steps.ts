// Many calls in one send.
import { UsageError } from '../../libc/errors.js'
import type { Conversation } from '../conversation.js'
import { synchronous, type Runner, type Steps } from '../mode.js'
import { BatchConversation } from './conversation.js'
import { BatchEntry } from './entry.js'

export interface BatchOptions {
  /** Nothing is sent after a refusal, which is thrown. Each call is then sent by itself. */
  readonly stopOnError?: boolean | undefined
  /**
   * What was made is told, as a call alone tells it: in its entry's `value`. Sending then takes twice as long; without it, only what is asked for
   * (`get`, `list`) has one.
   */
  readonly values?: boolean | undefined
}

/** Has `fill` make its calls of what `objects` makes, and sends them. Gives an entry for each, in order. */
export function * batchSteps<B> (
  talk: Conversation, objects: (talk: Conversation, runner: Runner<'batch'>) => B, fill: (batch: B) => void, { stopOnError = false, values = false }: BatchOptions = {}
): Steps<BatchEntry[]> {
  const held = new BatchConversation(talk.socket, values)
  const entries: BatchEntry[] = []
  let open = true
  const runner: Runner<'batch'> = {
    run<T> (steps: () => Steps<T>): BatchEntry<T> { return runner.now(() => synchronous.run(steps)) },
    now<T> (call: () => T): BatchEntry<T> {
      if (!open) throw new UsageError('this batch is over')
      const entry = new BatchEntry<T>()
      entries.push(entry)
      if (stopOnError && held.refusal !== undefined) entry.status = 'stopped'
      else held.make(entry, call)
      if (stopOnError) held.flush()
      return entry
    },
    each () { throw new UsageError('batch: a list comes whole in a batch: list() has it') },
  }
  try {
    const result: unknown = fill(objects(held, runner))
    if (result instanceof Promise) {
      result.catch(() => {}) // what it calls afterwards is refused, too, and nobody waits for that
      throw new UsageError('batch: its function must not wait: what it calls afterwards would be lost')
    }
  } finally { open = false }
  while (held.flushPiece()) yield
  if (stopOnError && held.refusal !== undefined) throw held.refusal
  return entries
}
