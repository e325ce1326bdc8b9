// The npm package ffi-rs as an FFI: any Node from 20 on, 1.3 to 3 us a call.
import { createRequire } from 'node:module'
import { fs } from './node.js'
import { UsageError } from './errors.js'
import { signatures } from './functions.js'
import type { Argument, Call, Ffi, FunctionName, Kind } from './functions.js'

const EBADF = 9
const EINVAL = 22
const RTLD_NOW = 2
const RTLD_NODELETE = 0x1000

const library = 'rtnetlink'
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
  stayLoaded(path => {
    const call = describe('dlopen')
    call.paramsValue = [Buffer.from(`${path}\0`), RTLD_NOW | RTLD_NODELETE]
    return load(call) as number
  })

  // errno of this thread, read from where it lies. ffi-rs would give it with each call, also after a success, when it
  // is stale, for 0.7 us.
  const locate = { library, funcName: '__errno_location', retType: DataType.External, paramsType: [], paramsValue: [] }
  const location = load(locate)
  const external = createExternalBuffer(location as unknown as import('ffi-rs').JsExternal, 4)
  const errno = new Int32Array(external.buffer, external.byteOffset, 1)

  const bind = (name: FunctionName): Call => {
    const call = describe(name)
    const address = signatures[name].startsWith('p')
    return (...values) => {
      call.paramsValue = values
      const result = load(call) as number
      // Nothing may come between the call and this: errno would be somebody else's.
      return result === -1 && !address ? -(errno[0] ?? 0) : result
    }
  }
  // Where memory cannot be shared (Electron), the buffer is a copy, and errno would stand still.
  if (bind('close')(-1) !== -EBADF || bind('dup3')(0, 0, 0) !== -EINVAL) {
    throw new Error('ffi-rs: errno cannot be read in this program: its memory is not shared with JavaScript')
  }
  const callback = (listener: () => void): number => {
    const type = funcConstructor({ paramsType: [DataType.I64, DataType.I32, DataType.I32], retType: DataType.Void })
    const pointer = unwrapPointer(createPointer({ paramsType: [type], paramsValue: [listener] }))
    callbacks.push(pointer)
    // The pointer as a number: through memory, since ffi-rs has no other way from its External.
    const paramsType = [DataType.External, DataType.External, DataType.I32]
    const paramsValue = [pointer[0], pointer[0], 0]
    return load({ library, funcName: 'memmove', retType: DataType.I64, paramsType, paramsValue }) as number
  }
  return { backend: 'ffi-rs', bind, callback }
}

function loadPackage (): typeof import('ffi-rs') {
  // It asks for a report to tell glibc from musl: 3 to 6 ms, and much longer where there are links by the thousand, or where
  // somebody holds the kernel's lock for networks. All that it looks at is told in place of it.
  const { report } = process
  const { getReport } = report
  const glibcVersionRuntime = fs.readFileSync('/proc/self/maps', 'utf8').includes('/ld-musl-') ? undefined : 'glibc'
  Object.assign(report, { getReport: () => ({ header: { glibcVersionRuntime } }) })
  try {
    // Not an import: that would load native code where this package is only imported, on any system.
    return createRequire(import.meta.url)('ffi-rs') as typeof import('ffi-rs')
  } catch (error) {
    const { platform, arch } = process
    throw new UsageError(`ffi-rs: its native part for ${platform} on ${arch} is not installed. It is an ` +
      'optional dependency of ffi-rs: npm ci without --omit=optional brings it, where there is one; ' +
      'Node 26.9 and later have their own FFI: RTNETLINK_FFI=node', { cause: error })
  } finally {
    Object.assign(report, { getReport })
  }
}

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

/**
 * Opens ffi-rs' own file once more, never to be unloaded. Node unloads an addon when the last thread that loaded it
 * ends, but ffi-rs leaves a thread-local destructor behind, which then runs in unmapped memory: a worker's end would
 * end the process.
 */
function stayLoaded (dlopen: (path: string) => number): void {
  const maps = (): string[] => fs.readFileSync('/proc/self/maps', 'utf8').split('\n')
  const mapped = (): string[] => maps().map(line => line.slice(line.indexOf('/')))
  const path = Object.keys(createRequire(import.meta.url).cache).find(isAddon) ?? mapped().find(isAddon)
  if (path === undefined) throw new Error('ffi-rs: the file of its native part is not to be found among those loaded')
  if (dlopen(path) === 0) throw new Error(`ffi-rs: ${path} could not be opened a second time`)
}

function isAddon (path: string): boolean {
  return path.endsWith('.node') && /\bffi-rs\b/.test(path)
}
