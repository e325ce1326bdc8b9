// The descriptors that a sandbox's command gets, and the streams at their other ends.
import type { Socket } from 'node:net'
import { check, SystemError, UsageError } from '../libc/errors.js'
import { net } from '../libc/node.js'
import { hold, letGo, libc } from '../libc/open.js'
import { AF_UNIX, O_RDWR, SOCK_STREAM } from './flags.js'

const F_GETFD = 1

/**
 * 'inherit': the caller's own of the same number; 'ignore': /dev/null; 'pipe': a stream; a number: that descriptor of
 * the caller.
 */
export type StdioEntry = 'inherit' | 'ignore' | 'pipe' | number
/** One for 0, 1 and 2, or one each, and more for 3 and on. */
export type Stdio = StdioEntry | readonly StdioEntry[]

/** What is opened for a program: its own ends, and the streams of this side. */
export class Ends {
  readonly #theirs: number[] = []
  readonly #ours: Socket[] = []

  /** A descriptor of /dev/null. */
  nothing (): number {
    return this.#add(check(libc().open('/dev/null', O_RDWR), 'open', '/dev/null'))
  }

  /**
   * A stream, and the descriptor of its other end. They are two sockets: unlike a pipe, a socket tells either end when
   * the other is gone.
   */
  pipe (direction: { readonly readable?: boolean, readonly writable?: boolean } = {}): readonly [stream: Socket, fd: number] {
    const both = libc().socketpair(AF_UNIX, SOCK_STREAM, 0)
    if (typeof both === 'number') throw new SystemError(-both, 'socketpair')
    const [ours, theirs] = both
    this.#add(theirs)
    const stream = new (net().Socket)({ fd: ours, ...direction })
    this.#ours.push(stream)
    return [stream, theirs]
  }

  /** Closes the program's ends here, once it has them. May be called again. */
  close (): void {
    // Not by fs: of a thread Node keeps a list of what it opened by that, and warns of the others
    for (const fd of this.#theirs.splice(0)) letGo(libc(), fd)
  }

  /** There will be no program. */
  abandon (): void {
    this.close()
    for (const stream of this.#ours) stream.destroy()
  }

  #add (fd: number): number {
    hold(fd)
    this.#theirs.push(fd)
    return fd
  }
}

/** Calls `open` with ends to open; where it throws, none of them stays open. */
export function withEnds<R> (open: (ends: Ends) => R): R {
  const ends = new Ends()
  try {
    return open(ends)
  } catch (error) {
    ends.abandon()
    throw error
  }
}

export interface OpenStdio {
  /** Those for the command, in its order. */
  readonly descriptors: readonly number[]
  /** Those for the caller; null where there is no pipe. */
  readonly streams: ReadonlyArray<Socket | null>
}

export function openStdio (ends: Ends, stdio: Stdio = 'inherit'): OpenStdio {
  const entries = typeof stdio === 'object' ? stdio : [stdio, stdio, stdio]
  const streams: Array<Socket | null> = []
  const descriptors = [0, 1, 2, ...entries.keys()].slice(0, Math.max(3, entries.length)).map((_, number) => {
    const entry = entries[number] ?? (number < 3 ? 'inherit' : 'ignore')
    streams[number] = null
    if (entry === 'ignore') return ends.nothing()
    if (entry !== 'pipe') return ofCaller(entry === 'inherit' ? number : entry, number)
    const [stream, fd] = ends.pipe({ readable: number !== 0, writable: number === 0 || number > 2 })
    streams[number] = stream
    return fd
  })
  return { descriptors, streams }
}

/** A descriptor that the caller has; else Node would refuse it where nobody knows which one it was. */
function ofCaller (fd: number, number: number): number {
  if (!Number.isInteger(fd)) throw new UsageError(`stdio[${number}]: ${JSON.stringify(fd)} is none of inherit, ignore, pipe, a descriptor`)
  check(libc().fcntl(fd, F_GETFD, 0), 'fcntl', `stdio[${number}]`)
  return fd
}
