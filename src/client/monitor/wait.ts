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

/** One wait at a time, which `wake` ends: the descriptor may be closed behind it. */
export class Waiting {
  #wake: (() => void) | undefined

  /** Until there is something to read, or the time has come, or somebody wakes it, or the signal is aborted. */
  async wait (fd: number, { until, signal, holds }: WaitFor): Promise<void> {
    if (signal?.aborted === true) return
    let timeout: NodeJS.Timeout | undefined
    const { promise, resolve } = withResolver()
    const watcher = new Watcher(fd, resolve)
    // What waits for the promise runs later, and by then the number may be another descriptor's.
    this.#wake = () => {
      watcher.close()
      resolve()
    }
    try {
      if (!holds) watcher.unref()
      if (until !== undefined) {
        timeout = setTimeout(resolve, Math.max(1, until - now()))
        if (!holds) timeout.unref()
      }
      signal?.addEventListener('abort', resolve, { once: true })
      await promise
    } finally {
      watcher.close()
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
