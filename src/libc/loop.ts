// Readiness of a descriptor from the event loop of this thread, by libuv's own uv_poll found in the running program.
// docs.libuv.org: Poll handle, Base handle; uv_close in libuv's src/unix/core.c; node.h has the loop of a thread and the
// hooks at its end. No thread of ours, nothing compiled.
import { SystemError } from './errors.js'
import { ADD_CLEANUP_HOOK, CURRENT_ISOLATE, CURRENT_LOOP, symbols } from './functions.js'
import type { Ffi } from './functions.js'
import { currentFfi, optionalFfiRs } from './open.js'

/**
 * A descriptor that the event loop looks at for good. The loop stays alive for it between `ref` and `unref`; it begins
 * without.
 */
export interface LoopPoll {
  ref (): void
  unref (): void
}

const UV_POLL = 8
const UV_PREPARE = 9
const UV_READABLE = 1

// uv_loop_t: data, active_handles, handle_queue {next, previous}
// uv_handle_t: data, loop, type, close_cb, handle_queue
const LOOP_LAST_HANDLE = 24
const HANDLE_LOOP = 8
const HANDLE_TYPE = 16
const HANDLE_CLOSE_CB = 24
const HANDLE_QUEUE = 32
const QUEUE_PREVIOUS = 8

/**
 * A function of libc that stores four zero bytes at its argument: int, or a struct of one unsigned, is pthread_barrierattr_t
 * in glibc and musl. Not pthread_mutexattr_init: eight bytes in glibc on arm64.
 */
export const STORES_FOUR_ZEROS = 'pthread_barrierattr_init'

const needed = [
  CURRENT_ISOLATE, CURRENT_LOOP, ADD_CLEANUP_HOOK, STORES_FOUR_ZEROS,
  'uv_handle_size', 'uv_poll_init', 'uv_poll_start', 'uv_close', 'uv_ref', 'uv_unref'
]

/**
 * Runs `onReadable` whenever `fd` is readable, until this thread ends. Let `fd` be held (open.ts): then it is closed after
 * that. undefined where this build of Node does not show what that takes. One for a thread is meant: let `fd` be an epoll
 * descriptor, and the others in it.
 */
export function pollOnLoop (fd: number, onReadable: () => void): LoopPoll | undefined {
  const ffi = currentFfi()
  const symbol = symbols(ffi)
  if (!needed.every(name => symbol(name) !== 0)) return undefined

  const isolate = ffi.bind(CURRENT_ISOLATE)()
  const loop = ffi.bind(CURRENT_LOOP)(isolate)
  // From calloc, not from JavaScript: libuv looks at it once more after this thread's heap is gone.
  const handle = ffi.bind('calloc')(1, ffi.bind('uv_handle_size')(UV_POLL))
  if (loop === 0 || handle === 0) return undefined
  const callback = callbackUnreferenced(ffi, loop, onReadable)
  if (callback === undefined) return undefined
  const unref = ffi.bind('uv_unref')
  const start = ffi.bind('uv_poll_start')

  // A worker must end with its loop empty, or Node aborts the process; terminate() runs no JavaScript. Node calls each
  // hook with one argument, the last one first. So: uv_close(handle, whatever the second register holds), which takes
  // `fd` out of the loop; close_cb is set to NULL, in two halves, as what is behind it in the handle must stay; `fd` is
  // closed, for it was held before; and the loop runs once more before it ends.
  // Once the handle is in the loop it is too late for hooks, a terminate() may come in between. So it first is one that
  // can be closed without ever having been in there.
  ffi.bind('bcopy')(closable(loop, handle), handle, HANDLE_QUEUE + 16)
  const atEnd = ffi.bind(ADD_CLEANUP_HOOK)
  atEnd(isolate, symbol(STORES_FOUR_ZEROS), handle + HANDLE_CLOSE_CB + 4)
  atEnd(isolate, symbol(STORES_FOUR_ZEROS), handle + HANDLE_CLOSE_CB)
  atEnd(isolate, symbol('uv_close'), handle)
  // libuv's results are minus errno already.
  const begun = ffi.bind('uv_poll_init')(loop, handle, fd)
  if (begun !== 0) throw new SystemError(-begun, 'uv_poll_init')
  const started = start(handle, UV_READABLE, callback)
  if (started !== 0) throw new SystemError(-started, 'uv_poll_start')
  unref(handle)

  const ref = ffi.bind('uv_ref')
  return { ref: () => { ref(handle) }, unref: () => { unref(handle) } }
}

/**
 * The first members of a prepare handle that is not active: closing one does nothing but take it out of its queue, where
 * it is alone.
 */
function closable (loop: number, handle: number): Uint8Array {
  const members = new ArrayBuffer(HANDLE_QUEUE + 16)
  const [pointers, numbers] = [new BigUint64Array(members), new Int32Array(members)]
  const queue = BigInt(handle + HANDLE_QUEUE)
  pointers[HANDLE_LOOP / 8] = BigInt(loop)
  numbers[HANDLE_TYPE / 4] = UV_PREPARE
  pointers.set([queue, queue], HANDLE_QUEUE / 8)
  return new Uint8Array(members)
}

/**
 * ffi-rs brings a callback home by a handle of its own, which would keep the process alive for ever: what is new in the
 * loop is unreferenced. undefined where there is no ffi-rs.
 */
function callbackUnreferenced (ffi: Ffi, loop: number, listener: () => void): number | undefined {
  const rs = optionalFfiRs()
  if (rs === undefined) return undefined
  const memcpy = ffi.bind('memcpy')
  const word = new BigUint64Array(new ArrayBuffer(8))
  const read = (address: number): number => {
    memcpy(new Uint8Array(word.buffer), address, 8)
    return Number(word[0])
  }
  const last = read(loop + LOOP_LAST_HANDLE)
  const callback = rs.callback(listener)
  const unref = ffi.bind('uv_unref')
  for (let queue = read(loop + LOOP_LAST_HANDLE); queue !== last; queue = read(queue + QUEUE_PREVIOUS)) {
    unref(queue - HANDLE_QUEUE)
  }
  return callback
}
