// One call of a batch, and what came of it.
import type { NetlinkError } from '../../socket/errors.js'

/** 'pending': not sent yet. 'stopped': not sent, for one before it was refused. */
export type EntryStatus = 'pending' | 'done' | 'refused' | 'stopped'

/** What a call inside of a batch gives. */
export class BatchEntry<T = unknown> {
  status: EntryStatus = 'pending'
  /** What the call gives when it is made alone; undefined as long as it is not done. */
  value: T | undefined
  /** Why it was refused. */
  error: NetlinkError | undefined
}
