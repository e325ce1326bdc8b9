// Whole lists: a dump, and again while it is interrupted. NLM_F_DUMP_INTR: net/netlink/af_netlink.c, linux/netlink.h
import type { Bytes } from '../../codec/core/bytes.js'
import { nextTurn } from '../libc/node.js'
import { InterruptedError } from './errors.js'
import type { Request } from './request.js'
import type { NetlinkSocket } from './socket.js'

/** Makes an entry of a message, or undefined where it is not wanted. */
export type Decode<T> = (b: Bytes, at: number, length: number) => T | undefined

export interface ListOptions {
  /** How often at most, where the list keeps changing: 5 if absent. */
  readonly tries?: number | undefined
}

export interface ListAsyncOptions extends ListOptions {
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks for a list, and once more where it changed meanwhile.
 * @throws InterruptedError after the last try, with what that gave
 * @throws NetlinkError where the kernel refuses
 */
export function list<T> (socket: NetlinkSocket, request: Request, decode: Decode<T>, options: ListOptions = {}): T[] {
  const steps = collect(socket, request, decode, options)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/**
 * The same, and lets the event loop go round between datagrams.
 * @throws the signal's reason, once it is aborted; the rest of the list is given up
 */
export async function listAsync<T> (
  socket: NetlinkSocket, request: Request, decode: Decode<T>, options: ListAsyncOptions = {}
): Promise<T[]> {
  const { signal } = options
  signal?.throwIfAborted()
  const steps = collect(socket, request, decode, options)
  try {
    for (;;) {
      const step = steps.next()
      if (step.done === true) return step.value
      await nextTurn()
      signal?.throwIfAborted()
    }
  } finally {
    steps.return([])
  }
}

/** The steps of both: yields whenever others may have a turn. */
export function * collect<T> (
  socket: NetlinkSocket, request: Request, decode: Decode<T>, { tries = 5 }: ListOptions = {}
): Generator<void, T[]> {
  for (let left = tries; ; left--) {
    const entries: T[] = []
    const { interrupted } = yield * socket.dump(request, (_, b, at, length) => {
      const entry = decode(b, at, length)
      if (entry !== undefined) entries.push(entry)
    })
    if (!interrupted) return entries
    if (left <= 1) throw new InterruptedError(request.call, tries, entries)
  }
}
