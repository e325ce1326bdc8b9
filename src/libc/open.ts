// Which C library interface this thread uses. All others get theirs here.
import { libcOver } from './calls.js'
import { UsageError } from './errors.js'
import { ffiRs } from './ffi-rs.js'
import type { FfiRs } from './ffi-rs.js'
import type { Ffi } from './functions.js'
import type { Libc } from './libc.js'
import type { Memory } from './memory.js'
import { nodeFfi } from './node-ffi.js'
import { ThreadEnd } from './thread-end.js'

/** 'ffi-rs' (the npm package; the default) or 'node' (Node's own node:ffi, Node 26.9 and later). */
export type Backend = 'ffi-rs' | 'node'

interface Opened { readonly ffi: Ffi, readonly libc: Libc, readonly end: ThreadEnd }
const opened = new Map<Backend, Opened>()

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

function open (backend: Backend = fromEnvironment()): Opened {
  let one = opened.get(backend)
  if (one === undefined) {
    if (process.platform !== 'linux') {
      throw new UsageError(`rtnetlink talks to a Linux kernel: this system is ${process.platform}`)
    }
    if (process.arch === 'arm' || process.arch === 'ia32') {
      throw new UsageError(`rtnetlink lays structures out for 64 bits: this Node is built for ${process.arch}`)
    }
    const ffi = makers[backend]()
    one = { ffi, libc: libcOver(ffi), end: new ThreadEnd(ffi) }
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

/**
 * `size` zero bytes that stay where they are. They cannot be transferred to another thread, which would take them from
 * the kernel's hands.
 */
export function allocate (size: number): Memory {
  const { bytes, address } = open().ffi.memory(size)
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, size), address }
}

/** Of what was opened first: always the same, whichever FFI makes the calls. Nothing is loaded for it. */
const threadEnd = (): ThreadEnd | undefined => [...opened.values()][0]?.end

/** Has a descriptor closed when this thread ends, however it does. */
export function hold (fd: number): void {
  threadEnd()?.add('close', fd)
}

/** Closes one that was held. */
export function letGo (libc: Libc, fd: number): void {
  threadEnd()?.remove('close', fd)
  libc.close(fd)
}
