// When a descriptor becomes readable, without a thread. epoll(7): all descriptors of a thread in one epoll descriptor,
// and that in libuv's loop.
import { check } from '../libc/errors.js'
import { pollOnLoop } from '../libc/loop.js'
import type { LoopPoll } from '../libc/loop.js'
import { allocate, hold, letGo, libc } from '../libc/open.js'
import type { Libc } from '../libc/libc.js'
import type { Memory } from '../libc/memory.js'

const EPOLLIN = 1
const EPOLL_CTL_ADD = 1
const EPOLL_CTL_DEL = 2
/** struct epoll_event is packed on x86-64 alone. */
const EVENT_SIZE = process.arch === 'x64' ? 12 : 16
const EVENT_DATA = EVENT_SIZE - 8
const EVENTS = 64

/**
 * How a poller learns that its epoll descriptor has something: from the loop, or where that cannot be had, by looking
 * every now and then.
 */
export type Alarm = (fd: number, ring: () => void) => LoopPoll

/**
 * The watched descriptors of a thread. Other code takes the thread's own by `new Watcher` and `waitReadable`.
 * A watched descriptor that has an error or a hang-up counts as readable: the read tells.
 */
export class Poller {
  readonly #libc: Libc
  readonly #epoll: number
  readonly #memory: Memory
  readonly #alarm: LoopPoll
  readonly #watched = new Map<number, Set<() => void>>()
  #holds = 0

  constructor (alarm: Alarm) {
    this.#libc = libc()
    this.#epoll = check(this.#libc.epollCreate(), 'epoll_create1')
    hold(this.#epoll)
    this.#memory = allocate(EVENTS * EVENT_SIZE)
    this.#alarm = alarm(this.#epoll, () => { this.#dispatch() })
  }

  add (fd: number, listener: () => void): void {
    const listeners = this.#watched.get(fd)
    if (listeners !== undefined) {
      listeners.add(listener)
      return
    }
    check(this.#libc.epollControl(this.#epoll, EPOLL_CTL_ADD, fd, event(fd)), 'epoll_ctl', `descriptor ${fd}`)
    this.#watched.set(fd, new Set([listener]))
  }

  remove (fd: number, listener: () => void): void {
    const listeners = this.#watched.get(fd)
    if (listeners?.delete(listener) !== true || listeners.size > 0) return
    this.#watched.delete(fd)
    // A descriptor that was closed before has left the set by itself: its failure here is no news.
    this.#libc.epollControl(this.#epoll, EPOLL_CTL_DEL, fd, event(fd))
  }

  hold (): void {
    if (this.#holds++ === 0) this.#alarm.ref()
  }

  release (): void {
    if (--this.#holds === 0) this.#alarm.unref()
  }

  /**
   * For one whose alarm is a timer, which ends with it: the event loop looks at its descriptor until the thread ends.
   */
  close (): void {
    letGo(this.#libc, this.#epoll)
  }

  #dispatch (): void {
    const count = this.#libc.epollWait(this.#epoll, this.#memory, 0, EVENTS, 0)
    for (let i = 0; i < count; i++) {
      // The number may have been closed and given to another file since: a wake-up for nothing, which a reader must
      // bear anyway.
      const fd = this.#memory.view.getUint32(i * EVENT_SIZE + EVENT_DATA, true)
      const listeners = this.#watched.get(fd)
      for (const listener of [...listeners ?? []]) if (listeners?.has(listener) === true) listener()
    }
  }
}

function event (fd: number): Uint8Array {
  const bytes = new Uint8Array(EVENT_SIZE)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, EPOLLIN, true)
  view.setUint32(EVENT_DATA, fd, true)
  return bytes
}

/**
 * Asks the event loop; where this build of Node hides libuv, looks every 1 to 16 ms, the longer nothing came the later.
 */
function loopOrTimer (fd: number, ring: () => void): LoopPoll {
  return pollOnLoop(fd, ring) ?? timer(fd, ring)
}

const SHORTEST = 1
const LONGEST = 16
const POLLNVAL = 0x20

/** Looks at a descriptor by a timer, until the descriptor is closed. */
export function timer (fd: number, ring: () => void): LoopPoll {
  const memory = allocate(8)
  memory.view.setInt32(0, fd, true)
  memory.view.setInt16(4, EPOLLIN, true)
  let held = false
  let delay = SHORTEST
  let timeout = setTimeout(look, delay).unref()
  return {
    ref: () => {
      held = true
      delay = SHORTEST
      timeout.ref().refresh()
    },
    unref: () => {
      held = false
      timeout.unref()
    }
  }

  function look (): void {
    const ready = libc().poll(memory, 0, 1, 0) > 0
    if (ready && (memory.view.getInt16(6, true) & POLLNVAL) !== 0) return
    delay = ready ? SHORTEST : Math.min(delay * 2, LONGEST)
    timeout = setTimeout(look, delay)
    if (!held) timeout.unref()
    if (ready) ring()
  }
}

let own: Poller | undefined
const poller = (): Poller => own ??= new Poller(loopOrTimer)

/**
 * Calls `onReadable` as long as the descriptor has something to read: once a turn of the event loop, so one read for
 * each call is enough, and a read may still find nothing. The process stays alive for it, unless `unref` was called.
 * Close it before the descriptor is closed.
 * @throws SystemError EPERM of a descriptor that cannot be waited for, as a file on disk; EBADF
 */
export class Watcher implements Disposable {
  readonly #fd: number
  readonly #listener: () => void
  #open = true
  #held = false

  constructor (fd: number, onReadable: () => void) {
    this.#fd = fd
    // A function of its own: the same one may be given for two watchers.
    this.#listener = () => { onReadable() }
    poller().add(fd, this.#listener)
    this.ref()
  }

  ref (): this {
    if (this.#open && !this.#held) {
      this.#held = true
      poller().hold()
    }
    return this
  }

  unref (): this {
    if (this.#held) {
      this.#held = false
      poller().release()
    }
    return this
  }

  /** May be called again, and from within `onReadable`, which is not called after it. */
  close (): void {
    if (!this.#open) return
    this.unref()
    this.#open = false
    poller().remove(this.#fd, this.#listener)
  }

  [Symbol.dispose] (): void {
    this.close()
  }
}

/**
 * Resolves when the descriptor has something to read, has failed or was hung up. The process stays alive until then.
 * Any number may wait for one. Who closes the descriptor lets the signal abort first: of one that is closed nothing is
 * heard any more.
 * @throws the signal's reason when it aborts; SystemError as `Watcher` does
 */
export async function waitReadable (fd: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  let watcher: Watcher | undefined
  let onAbort: (() => void) | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      watcher = new Watcher(fd, resolve)
      onAbort = () => { reject(signal?.reason) }
      signal?.addEventListener('abort', onAbort)
    })
  } finally {
    watcher?.close()
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort)
  }
}
