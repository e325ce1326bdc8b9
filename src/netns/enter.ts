// In another network namespace for a moment, and back: setns(2), unshare(2), network_namespaces(7).
import { check, UsageError } from '../libc/errors.js'
import { fs } from '../libc/node.js'
import { libc } from '../libc/open.js'
import { CLONE_NEWNET, O_RDONLY } from './flags.js'

/** The network namespace of this thread: /proc/self would be the main thread's. */
export const OWN = '/proc/thread-self/ns/net'

/** A descriptor of the network namespace that this thread is in. */
export const openOwn = (): number => check(libc().open(OWN, O_RDONLY), 'open', OWN)

/** A descriptor that somebody gave, or that is in what somebody gave; undefined where there is none. */
export function descriptorOf (given: unknown): number | undefined {
  const fd = typeof given === 'object' && given !== null && 'fd' in given ? given.fd : given
  return typeof fd === 'number' && Number.isInteger(fd) && fd >= 0 ? fd : undefined
}

/** The same. `place`: as what it was given. @throws UsageError where there is none: the FFI would say nothing of it */
export function descriptorIn (given: unknown, place: string): number {
  const fd = descriptorOf(given)
  if (fd !== undefined) return fd
  throw new UsageError(`${place}: ${JSON.stringify(given)} is neither a NetworkNamespace nor a descriptor: NetworkNamespace.open gives one of a name`)
}

/** How many `elsewhere` are under way on this thread, and a descriptor of where the outermost came from. */
let depth = 0
let outermost = -1

/**
 * Calls `enter`, which takes the thread to another network namespace, then `step`, then goes back to where it was,
 * whatever `step` did. If the way back fails, the process ends: everything that it would do from then on would happen
 * in the wrong network.
 */
export function elsewhere<R> (enter: () => void, step: () => R): R {
  startPool()
  const home = openOwn()
  try {
    enter()
    if (depth++ === 0) outermost = home
    try {
      return step()
    } finally {
      depth--
      goBack(home)
    }
  } finally {
    libc().close(home)
  }
}

/** Calls `step` in the namespace of this descriptor; `name` is for the error if it may not be entered. */
export function inside<R> (fd: number, name: string, step: () => R): R {
  return elsewhere(() => { check(libc().setns(fd, CLONE_NEWNET), 'setns', name) }, step)
}

/**
 * Calls `step` in the namespace that the thread was in before any `elsewhere`. A thread that is made inherits the
 * namespace of the one that makes it, for good: ours are made here.
 */
export function atHome<R> (step: () => R): R {
  return depth === 0 ? step() : inside(outermost, 'the first namespace', step)
}

function goBack (home: number): void {
  const result = libc().setns(home, CLONE_NEWNET)
  if (result >= 0) return
  fs.writeSync(2, `rtnetlink: the way back from a network namespace failed (setns: errno ${-result}). ` +
    'The process ends here: all that it did from now on would happen in the wrong network.\n')
  libc().abort()
}

let started = false

/**
 * Starts the threads of libuv's pool, once. Started while this thread is elsewhere they would stay there for good, and
 * dns.lookup with them. uv_queue_work starts all of them before it returns; fs.access(2) goes through it always, stat and
 * open may go to an io_uring.
 */
function startPool (): void {
  if (started) return
  started = true
  fs.access('/', () => {})
}
