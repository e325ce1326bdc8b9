// What a worker thread leaves behind, let go of when it ends: terminate() runs no JavaScript, so Node calls C functions itself. node.h:
// AddEnvironmentCleanupHook, RemoveEnvironmentCleanupHook. Of the main thread the kernel does it.
import { isMainThread } from 'node:worker_threads'
import { ADD_CLEANUP_HOOK, CURRENT_ISOLATE, REMOVE_CLEANUP_HOOK, symbols } from './functions.js'
import type { Ffi } from './functions.js'

/** A descriptor to close, the address of memory to free. */
type Last = 'close' | 'free'
interface Hooks { add (last: Last, argument: number): void, remove (last: Last, argument: number): void }

export class ThreadEnd {
  #hooks: Hooks | undefined
  /** Node ends the process where one hook is added twice. */
  readonly #added = new Set<string>()
  readonly #ffi: Pick<Ffi, 'bind'>

  constructor (ffi: Pick<Ffi, 'bind'>) { this.#ffi = ffi }

  add (last: Last, argument: number): void {
    if (isMainThread) return
    const key = `${last} ${argument}`
    if (this.#added.has(key)) return
    this.#added.add(key)
    this.#hooks ??= hooks(this.#ffi)
    this.#hooks.add(last, argument)
  }

  /** Before it is let go of: its number can be another's afterwards. */
  remove (last: Last, argument: number): void {
    if (this.#added.delete(`${last} ${argument}`)) this.#hooks?.remove(last, argument)
  }
}

function hooks (ffi: Pick<Ffi, 'bind'>): Hooks {
  const { bind } = ffi
  const symbol = symbols(ffi)
  // A build of Node may hide what it has.
  if (symbol(ADD_CLEANUP_HOOK) === 0 || symbol(REMOVE_CLEANUP_HOOK) === 0) return { add () {}, remove () {} }
  const isolate = bind(CURRENT_ISOLATE)()
  const functions = { close: symbol('close'), free: symbol('free') }
  const [add, remove] = [bind(ADD_CLEANUP_HOOK), bind(REMOVE_CLEANUP_HOOK)]
  return {
    add (last, argument) { add(isolate, functions[last], argument) },
    remove (last, argument) { remove(isolate, functions[last], argument) },
  }
}
