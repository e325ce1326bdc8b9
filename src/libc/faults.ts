// A C library that fails when a test says so: what an older kernel, a signal or a full queue would do, without needing
// one.
import { errorNumber } from './errno.js'
import { UsageError } from './errors.js'
import type { Libc } from './libc.js'

export type CallName = Exclude<keyof Libc, 'backend'>

/** A call that was made: its arguments as given, and its result; undefined where it threw. */
export interface RecordedCall {
  readonly name: CallName
  readonly values: readonly unknown[]
  readonly result: unknown
}

/** `times`: how often it fails (once; Infinity: for good). `after`: how many calls go well before that (none). */
export interface FaultOptions {
  readonly times?: number
  readonly after?: number
}

interface Fault {
  readonly result: number
  times: number
  after: number
}

/** Wraps a C library. Give `libc` to what is tested; without faults it does as the wrapped one does. */
export class Faults {
  readonly libc: Libc
  readonly calls: RecordedCall[] = []
  readonly #faults = new Map<string, Fault[]>()
  readonly #replaced = new Map<string, (...values: never[]) => unknown>()

  constructor (inner: Libc) {
    const wrapped: Record<string, unknown> = { backend: `faults over ${inner.backend}` }
    for (const [name, call] of Object.entries(inner)) {
      if (typeof call !== 'function') continue
      const inside = call as (...values: never[]) => unknown
      wrapped[name] = (...values: never[]) => this.#make(name as CallName, inside, values)
    }
    // It has the members of `inner`, which is a Libc.
    this.libc = wrapped as unknown as Libc
  }

  /**
   * Lets a call fail without reaching the kernel. Faults for one call are used up in the order in which they were
   * given.
   * @throws UsageError where Linux has no error of that name
   */
  fail (name: CallName, code: string, { times = 1, after = 0 }: FaultOptions = {}): this {
    const errno = errorNumber(code)
    if (errno === undefined) throw new UsageError(`${JSON.stringify(code)} is no error of Linux`)
    const faults = this.#faults.get(name) ?? []
    faults.push({ result: -errno, times, after })
    this.#faults.set(name, faults)
    return this
  }

  /** Puts a function in the place of a call; it may still make the call through the wrapped library. */
  replace<N extends CallName> (name: N, call: Libc[N]): this {
    this.#replaced.set(name, call)
    return this
  }

  /** Ends all faults and replacements, and forgets the calls. */
  clear (): void {
    this.#faults.clear()
    this.#replaced.clear()
    this.calls.length = 0
  }

  #make (name: CallName, call: (...values: never[]) => unknown, values: never[]): unknown {
    const place = this.calls.push({ name, values, result: undefined }) - 1
    const result = this.#fault(name) ?? (this.#replaced.get(name) ?? call)(...values)
    this.calls[place] = { name, values, result }
    return result
  }

  #fault (name: CallName): number | undefined {
    const faults = this.#faults.get(name)
    const fault = faults?.[0]
    if (faults === undefined || fault === undefined) return undefined
    if (fault.after > 0) {
      fault.after--
      return undefined
    }
    if (--fault.times <= 0) faults.shift()
    return fault.result
  }
}
