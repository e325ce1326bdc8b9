// The descriptors that a sandbox's command gets, and the streams at their other ends.
import type { Socket } from 'node:net'
import { check } from '../libc/errors.js'
import { fs, net } from '../libc/node.js'
import { libc } from '../libc/open.js'

const AF_UNIX = 1
const SOCK_STREAM = 1

/**
 * 'inherit': the caller's own of the same number; 'ignore': /dev/null; 'pipe': a stream; a number: that descriptor of
 * the caller.
 */
export type StdioEntry = 'inherit' | 'ignore' | 'pipe' | number
/** One for 0, 1 and 2, or one each, and more for 3 and on. */
export type Stdio = StdioEntry | readonly StdioEntry[]

export interface OpenStdio {
  /** Those for the command, in its order. */
  readonly descriptors: readonly number[]
  /** Those for the caller; null where there is no pipe. */
  readonly streams: ReadonlyArray<Socket | null>
  /** Closes the command's ends here, once it has them. May be called again. */
  readonly close: () => void
}

export function openStdio (stdio: Stdio = 'inherit'): OpenStdio {
  const entries = typeof stdio === 'object' ? stdio : [stdio, stdio, stdio]
  const streams: Array<Socket | null> = []
  let opened: number[] = []
  const close = (): void => {
    for (const fd of opened) fs.closeSync(fd)
    opened = []
  }
  const descriptors = [0, 1, 2, ...entries.keys()].slice(0, Math.max(3, entries.length)).map((_, number) => {
    const entry = entries[number] ?? (number < 3 ? 'inherit' : 'ignore')
    streams[number] = null
    if (entry === 'inherit') return number
    if (typeof entry === 'number') return entry
    if (entry === 'ignore') {
      opened.push(fs.openSync('/dev/null', 'r+'))
    } else {
      const [mine, theirs] = pair()
      opened.push(theirs)
      streams[number] = new (net().Socket)({ fd: mine, readable: number !== 0, writable: number === 0 || number > 2 })
    }
    return opened.at(-1) as number
  })
  return { descriptors, streams, close }
}

/** Two sockets that are each other's end. A socket, unlike a pipe, tells either end when the other is gone. */
export function pair (): readonly [number, number] {
  const ends = libc().socketpair(AF_UNIX, SOCK_STREAM, 0)
  if (typeof ends === 'number') {
    check(ends, 'socketpair')
    throw new TypeError('socketpair gave one descriptor')
  }
  return ends
}
