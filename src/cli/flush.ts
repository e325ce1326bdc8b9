// What `flush` does with all that its words choose, as `show` would show them.
import type { BatchEntry } from '../client/batch/entry.js'

/** Deletes each of a list. What is gone meanwhile, or went with another, is refused with `gone`, and does not matter. @throws {NetlinkError} */
export function deleteAll<B, T> (
  rt: { batch (fill: (batch: B) => void): BatchEntry[] }, all: readonly T[], remove: (batch: B, one: T) => BatchEntry, gone: string
): void {
  for (const { error } of rt.batch(batch => { for (const one of all) remove(batch, one) })) {
    if (error !== undefined && error.code !== gone) throw error
  }
}
