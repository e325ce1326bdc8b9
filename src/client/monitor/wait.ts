// Waiting for a descriptor, a time, an end.
import { now } from '../../libc/node.js'
import { Watcher } from '../../socket/ready.js'

export interface WaitFor {
  /** As `now` has it. */
  readonly until?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Whether the process stays alive for it. */
  readonly holds: boolean
}

/** One wait at a time, which `wake` ends. */
export class Waiting {
  #wake: (() => void) | undefined

  /** Until there is something to read, or the time has come, or somebody wakes it, or the signal is aborted. */
  async wait (fd: number, { until, signal, holds }: WaitFor): Promise<void> {
    if (signal?.aborted === true) return
    let timeout: NodeJS.Timeout | undefined
    let watcher: Watcher | undefined
    const { promise, resolve } = withResolver()
    this.#wake = resolve
    try {
      watcher = new Watcher(fd, resolve)
      if (!holds) watcher.unref()
      if (until !== undefined) {
        timeout = setTimeout(resolve, Math.max(1, until - now()))
        if (!holds) timeout.unref()
      }
      signal?.addEventListener('abort', resolve, { once: true })
      await promise
    } finally {
      watcher?.close()
      clearTimeout(timeout)
      signal?.removeEventListener('abort', resolve)
      this.#wake = undefined
    }
  }

  wake (): void { this.#wake?.() }
}

function withResolver (): { readonly promise: Promise<void>, readonly resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>(done => { resolve = done })
  return { promise, resolve }
}
