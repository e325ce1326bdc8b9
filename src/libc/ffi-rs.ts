// The npm package ffi-rs as an FFI: any Node from 20 on, 1.3 to 3 us a call.
import type { JsExternal } from 'ffi-rs'
import { createRequire } from 'node:module'
import { EBADF, EINVAL } from './errno.js'
import { fs, urlOf } from './node.js'
import { UsageError } from './errors.js'
import { signatures } from './functions.js'
import type { Argument, Call, Ffi, FunctionName, Kind, Shared } from './functions.js'
import { ThreadEnd } from './thread-end.js'

const RTLD_NOW = 2
const RTLD_NODELETE = 0x1000

const library = 'rtnetlink'
/** Room for the bytes that nearly every call has. */
const ROOM = 1 << 14
/** What the event loop calls must not be collected. */
const callbacks: unknown[] = []

export interface FfiRs extends Ffi {
  /**
   * The address of a C function void (*)(void *, int, int), good for ever on this thread, that lets `listener` run soon
   * after, as a callback of Node's own: with promises after it, and where a throw is an uncaught exception. It may be
   * called when JavaScript cannot run any more, as when a thread ends: then nothing happens. (The callbacks of node:ffi
   * end the process in that case.)
   */
  callback (listener: () => void): number
}

/** ffi-rs over the running program itself. @throws UsageError where the package has no native part for this system */
export function ffiRs (): FfiRs {
  const { open, load, createExternalBuffer, createPointer, unwrapPointer, funcConstructor, DataType } = loadPackage()
  // With an empty path it is dlopen(NULL): the C library that Node itself is linked to, be it glibc's or musl's.
  open({ library, path: '' })
  const types = {
    i: DataType.I32, l: DataType.I64, p: DataType.I64, b: DataType.U8Array
  } as const satisfies Record<Kind, number>
  const typeOf = (letter: string): typeof types[Kind] => types[letter as Kind]

  // `load` on one description kept for good is the cheapest way in: `define` builds one for each call (measured by
  // bench/ffi.ts).
  const describe = (name: FunctionName) => ({
    library,
    funcName: name,
    retType: typeOf(signatures[name].charAt(0)),
    paramsType: [...signatures[name].slice(1)].map(typeOf),
    paramsValue: [] as Argument[]
  })
  lookUpAll(name => { load({ ...describe(name), paramsType: [DataType.I32], paramsValue: [] }) })

  /** The pointer that a function of numbers gives. */
  const pointer = (funcName: 'calloc' | '__errno_location', ...paramsValue: number[]): JsExternal => load({
    library, funcName, retType: DataType.External, paramsType: paramsValue.map(() => DataType.I64), paramsValue
  }) as unknown as JsExternal
  /** It as a number: through memory, since ffi-rs has no other way from its External. */
  const addressOf = (pointer: JsExternal): number => {
    const paramsType = [DataType.External, DataType.External, DataType.I32]
    return load({ library, funcName: 'memmove', retType: DataType.I64, paramsType, paramsValue: [pointer, pointer, 0] }) as number
  }
  /** What lies there. */
  const at = (pointer: JsExternal, size: number): Uint8Array => {
    const { buffer, byteOffset } = createExternalBuffer(pointer, size)
    return new Uint8Array(buffer, byteOffset, size)
  }

  // errno of this thread, read from where it lies. ffi-rs would give it with each call, also after a success, when it
  // is stale, for 0.7 us.
  const { buffer, byteOffset } = at(pointer('__errno_location'), 4)
  const errno = new Int32Array(buffer, byteOffset, 1)

  const calling = (name: FunctionName, call: ReturnType<typeof describe>): Call => {
    const givesAddress = signatures[name].startsWith('p')
    return (...values) => {
      call.paramsValue = values
      const result = load(call) as number
      // Nothing may come between the call and this: errno would be somebody else's.
      return result === -1 && !givesAddress ? -(errno[0] ?? 0) : result
    }
  }
  const bind = (name: FunctionName): Call => {
    const call = describe(name)
    const direct = calling(name, call)
    const arrays = call.paramsType.flatMap((type, index) => type === types.b ? [index] : [])
    if (arrays.length === 0) return direct
    // Given an array, ffi-rs ends the process where it cannot look at it, as while the thread is being terminated; and
    // it takes 1.5 to 3 us more.
    const byAddress = calling(name, { ...call, paramsType: call.paramsType.map(type => type === types.b ? types.p : type) })
    return (...values) => {
      const given = arrays.map(index => values[index] as Uint8Array)
      return given.reduce((sum, { length }) => sum + wide(length), 0) > ROOM ? direct(...values) : lent(shared, values, arrays, given, byAddress)
    }
  }

  const allocated = (size: number): Shared => {
    const place = pointer('calloc', size, 1)
    return { bytes: at(place, size), address: addressOf(place) }
  }
  const shared = allocated(ROOM)
  const end = new ThreadEnd({ bind })
  end.add('free', shared.address)
  const free = bind('free')
  const collected = new FinalizationRegistry<number>(address => {
    end.remove('free', address)
    free(address)
  })
  const memory = (size: number): Shared => {
    const made = allocated(size)
    collected.register(made.bytes.buffer, made.address)
    end.add('free', made.address)
    return made
  }
  // Where memory cannot be shared (Electron), the buffer is a copy, and errno would stand still.
  if (bind('close')(-1) !== -EBADF || bind('dup3')(0, 0, 0) !== -EINVAL) {
    throw new Error('ffi-rs: errno cannot be read in this program: its memory is not shared with JavaScript')
  }
  const callback = (listener: () => void): number => {
    const type = funcConstructor({ paramsType: [DataType.I64, DataType.I32, DataType.I32], retType: DataType.Void })
    const made = unwrapPointer(createPointer({ paramsType: [type], paramsValue: [listener] }))
    callbacks.push(made)
    return addressOf(made[0]!)
  }
  return { backend: 'ffi-rs', bind, memory, callback }
}

/** As large as the widest member of a C struct wants its place. */
const wide = (length: number): number => length + 7 & ~7

/** A call with addresses in place of arrays, which are copied there and back. */
function lent ({ bytes, address }: Shared, values: Argument[], places: readonly number[], arrays: readonly Uint8Array[], call: Call): number {
  let at = 0
  for (const [i, array] of arrays.entries()) {
    bytes.set(array, at)
    values[places[i]!] = address + at
    at += wide(array.length)
  }
  const result = call(...values)
  at = 0
  for (const array of arrays) {
    array.set(bytes.subarray(at, at + array.length))
    at += wide(array.length)
  }
  return result
}

function loadPackage (): typeof import('ffi-rs') {
  const { report, dlopen } = process
  const { getReport } = report
  // It asks for a report to tell glibc from musl: 3 to 6 ms, and much longer where there are links by the thousand, or where
  // somebody holds the kernel's lock for networks. All that it looks at is told in place of it.
  const glibcVersionRuntime = maps().includes('/ld-musl-') ? undefined : 'glibc'
  Object.assign(report, { getReport: () => ({ header: { glibcVersionRuntime } }) })
  // Node unloads an addon when the last thread that loaded it ends, but ffi-rs leaves a thread-local destructor behind,
  // which then runs in unmapped memory: a worker's end would end the process. So it is never unloaded.
  const stay = (module: object, path: string): void => { dlopen.call(process, module, path, RTLD_NOW | RTLD_NODELETE) }
  let loaded = false
  Object.assign(process, { dlopen: (module: object, path: string) => { loaded = true; stay(module, path) } })
  try {
    // Not an import: that would load native code where this package is only imported, on any system.
    const require = createRequire(urlOf(import.meta))
    const found = require('ffi-rs') as typeof import('ffi-rs')
    // Somebody else on this thread has loaded it before.
    const path = loaded ? undefined : Object.keys(require.cache).find(isAddon) ?? maps().split('\n').map(line => line.slice(line.indexOf('/'))).find(isAddon)
    if (path !== undefined) stay({ exports: {} }, path)
    return found
  } catch (error) {
    const { platform, arch } = process
    throw new UsageError(`ffi-rs: its native part for ${platform} on ${arch} is not installed. It is an ` +
      'optional dependency of ffi-rs: npm ci without --omit=optional brings it, where there is one; ' +
      'Node 26.9 and later have their own FFI: RTNETLINK_FFI=node', { cause: error })
  } finally {
    Object.assign(report, { getReport })
    Object.assign(process, { dlopen })
  }
}
const maps = (): string => fs.readFileSync('/proc/self/maps', 'utf8')
const isAddon = (path: string): boolean => path.endsWith('.node') && /\bffi-rs\b/.test(path)

/**
 * ffi-rs keeps the functions that it has looked up in a table for the whole process, and has no lock: one thread could
 * read it while another one enters a new name. After this there are no new names. `look` is a call with an argument too
 * few: ffi-rs looks the name up, and then refuses the call.
 */
function lookUpAll (look: (name: FunctionName) => void): void {
  for (const name of Object.keys(signatures) as FunctionName[]) {
    try {
      look(name)
    } catch {}
  }
}
