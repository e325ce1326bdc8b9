// Node's own node:ffi as an FFI: Node 26.9 and later, 0.1 to 0.4 us a call. https://nodejs.org/api/ffi.html;
// experimental there.
import { createRequire } from 'node:module'
import { markAsUntransferable } from 'node:worker_threads'
import { UsageError } from './errors.js'
import { signatures } from './functions.js'
import type { Call, Ffi, FunctionName, Kind } from './functions.js'
import { urlOf } from './node.js'

type Type = 'int32' | 'int64' | 'pointer'
type Native = number | bigint | Uint8Array
interface Signature {
  readonly return: Type
  readonly arguments: readonly Type[]
}
/** What is used here of the module; @types/node for Node 20 does not have it. */
interface NodeFfi {
  readonly DynamicLibrary: new (path: string | null) => {
    getFunction (name: string, signature: Signature): (...values: Native[]) => number | bigint
  }
  toArrayBuffer (address: bigint, length: number, copy: boolean): ArrayBuffer
}

const types = { i: 'int32', l: 'int64', p: 'pointer', b: 'pointer' } as const satisfies Record<Kind, Type>
const typeOf = (letter: string): Type => types[letter as Kind]

/** node:ffi over the running program itself. @throws UsageError where this Node has none */
export function nodeFfi (): Ffi {
  const { DynamicLibrary, toArrayBuffer } = load()
  const program = new DynamicLibrary(null)
  const location = program.getFunction('__errno_location', { return: 'pointer', arguments: [] })() as bigint
  const errno = new Int32Array(toArrayBuffer(location, 4, false))

  const bind = (name: FunctionName): Call => {
    const signature = signatures[name]
    const letters = [...signature.slice(1)]
    const call = program.getFunction(name, { return: typeOf(signature.charAt(0)), arguments: letters.map(typeOf) })
    const wide = letters.flatMap((letter, index) => letter === 'l' || letter === 'p' ? [index] : [])
    const address = signature.startsWith('p')
    return (...values) => {
      const native: Native[] = values
      for (const index of wide) native[index] = BigInt(values[index] as number)
      const result = Number(call(...native))
      // Nothing may come between the call and this: errno would be somebody else's.
      return result === -1 && !address ? -(errno[0] ?? 0) : result
    }
  }
  const memmove = bind('memmove')
  const memory: Ffi['memory'] = size => {
    // Never Buffer.alloc: its pool is shared, and a small typed array lies on V8's moving heap until its buffer is asked
    // for. memmove gives back where it wrote.
    const bytes = new Uint8Array(new ArrayBuffer(size))
    markAsUntransferable(bytes.buffer)
    return { bytes, address: memmove(bytes, bytes, 0) }
  }
  return { backend: 'node:ffi', bind, memory }
}

function load (): NodeFfi {
  try {
    // Not an import: older Nodes would fail when this file is loaded. Asked for on Linux alone, by who chose it.
    return createRequire(urlOf(import.meta))('node:ffi') as NodeFfi
  } catch (error) {
    throw new UsageError(`node:ffi: Node ${process.versions.node} has none: it takes 26.9 or later, ` +
      'or the default, RTNETLINK_FFI=ffi-rs', { cause: error })
  }
}
