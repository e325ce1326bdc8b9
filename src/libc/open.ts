// Which C library interface this thread uses. All others get theirs here.
import { markAsUntransferable } from 'node:worker_threads'
import { libcOver } from './calls.js'
import { UsageError } from './errors.js'
import { ffiRs } from './ffi-rs.js'
import type { FfiRs } from './ffi-rs.js'
import type { Ffi } from './functions.js'
import type { Libc } from './libc.js'
import type { Memory } from './memory.js'
import { nodeFfi } from './node-ffi.js'

/** 'ffi-rs' (the npm package; the default) or 'node' (Node's own node:ffi, Node 26.9 and later). */
export type Backend = 'ffi-rs' | 'node'

const opened = new Map<Backend, { readonly ffi: Ffi, readonly libc: Libc }>()

/**
 * The C library, made when first asked for and then kept, one for each thread and backend. Without `backend` the
 * environment says: RTNETLINK_FFI=node is Node's own FFI, else it is ffi-rs. Nothing is loaded before the first call.
 * @throws UsageError where the system is not a 64-bit Linux, or the backend is none
 */
export function libc (backend?: Backend): Libc {
  return open(backend).libc
}

/** For the other files of this folder: what `libc` calls through. */
export function currentFfi (): Ffi {
  return open().ffi
}

let rs: FfiRs | undefined
const loadedFfiRs = (): FfiRs => rs ??= ffiRs()

/**
 * For the other files of this folder: ffi-rs, also when another FFI makes the calls; undefined where it has nothing for
 * this system.
 */
export function optionalFfiRs (): FfiRs | undefined {
  try {
    return loadedFfiRs()
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}

function open (backend: Backend = fromEnvironment()): { readonly ffi: Ffi, readonly libc: Libc } {
  let one = opened.get(backend)
  if (one === undefined) {
    if (process.platform !== 'linux') {
      throw new UsageError(`rtnetlink talks to a Linux kernel: this system is ${process.platform}`)
    }
    if (process.arch === 'arm' || process.arch === 'ia32') {
      throw new UsageError(`rtnetlink lays structures out for 64 bits: this Node is built for ${process.arch}`)
    }
    const ffi = makers[backend]()
    one = { ffi, libc: libcOver(ffi) }
    opened.set(backend, one)
  }
  return one
}

const makers: Readonly<Record<Backend, () => Ffi>> = {
  'ffi-rs': loadedFfiRs,
  node: nodeFfi
}

function fromEnvironment (): Backend {
  const name = process.env['RTNETLINK_FFI']
  if (name === undefined || name === '') return 'ffi-rs'
  if (name === 'ffi-rs' || name === 'node') return name
  throw new UsageError(`RTNETLINK_FFI: ${JSON.stringify(name)} is none of ffi-rs, node`)
}

let addressOf: ((bytes: Uint8Array) => number) | undefined

/**
 * `size` zero bytes that stay where they are. They cannot be transferred to another thread, which would take them from
 * the kernel's hands.
 */
export function allocate (size: number): Memory {
  if (addressOf === undefined) {
    // memmove gives back where it wrote: the one portable way to an address through any FFI.
    const memmove = open().ffi.bind('memmove')
    addressOf = bytes => memmove(bytes, bytes, 0)
  }
  // Never Buffer.alloc: its pool is shared, and a small typed array lies on V8's moving heap until its buffer is asked
  // for.
  const buffer = new ArrayBuffer(size)
  markAsUntransferable(buffer)
  const bytes = new Uint8Array(buffer)
  return { bytes, view: new DataView(buffer), address: addressOf(bytes) }
}
