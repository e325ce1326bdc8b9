// Events for one who is called: taken in between two turns of the event loop, or at once.
import { UsageError } from '../../libc/errors.js'
import { nextTurn, now } from '../../libc/node.js'
import { TURN_MS } from '../mode.js'
import type { MonitorEvent } from './event.js'
import { Follower, IDLE, type Step } from './follower.js'
import { TURN } from './lists.js'
import type { MonitoredObject } from './monitored.js'
import type { Place } from './open.js'
import { Waiting } from './wait.js'

export interface ReaderOptions {
  readonly objects: readonly MonitoredObject[]
  readonly signal?: AbortSignal | undefined
  readonly receiveBuffer?: number | undefined
}

/** How often is listed what is in doubt, and then is again: it was being read, or changed while it was. */
const TRIES = 3

export class Reader {
  /** Resolves when all was listed for the first time. */
  readonly ready: Promise<void>
  failure: unknown
  readonly #follower: Follower
  readonly #steps: Generator<Step, never, void>
  readonly #waiting = new Waiting()
  readonly #take: (event: MonitorEvent) => void
  readonly #signal: AbortSignal | undefined
  #open = true
  #taking = false
  #settle: { resolve (): void, reject (error: unknown): void } = { resolve () {}, reject () {} }

  constructor (place: Place, { signal, ...options }: ReaderOptions, take: (event: MonitorEvent) => void) {
    this.#take = take
    this.#signal = signal
    this.#follower = new Follower(place, { ...options, initial: true, allNamespaces: false })
    this.#steps = this.#follower.run()
    this.ready = new Promise((resolve, reject) => { this.#settle = { resolve, reject } })
    void this.#run()
  }

  get overruns (): number { return this.#follower.sockets.events.stats.overruns }
  get receiveBuffer (): number { return this.#follower.sockets.events.properties.receiveBuffer }

  close (): void {
    if (!this.#open) return
    this.#open = false
    this.#waiting.wake()
    this.#follower.close()
    this.#settle.reject(new UsageError('it was closed before it was there'))
  }

  /** Takes all that there is. @throws {UsageError} when it is closed, or while an event is being taken */
  refresh (): void {
    if (!this.#open) throw this.failure ?? new UsageError('this state is closed')
    if (this.#taking) throw new UsageError('refresh: not while a change is told: what comes after it is told later')
    try {
      for (let left = TRIES; left > 0; left--) {
        this.#follower.hurry()
        while (this.#step() !== IDLE);
        if (!this.#follower.isUnsure) return
      }
    } catch (error) {
      this.#fail(error)
      throw error
    }
  }

  async #run (): Promise<void> {
    try {
      let listed = false
      for (let turn = now(); this.#open;) {
        this.#signal?.throwIfAborted()
        const value = this.#step()
        if (value === IDLE) {
          const { fd } = this.#follower.sockets.events.properties
          await this.#waiting.wait(fd, { until: this.#follower.due, signal: this.#signal, holds: !listed })
          turn = now()
        } else if (value !== TURN && value.event === 'synchronised') {
          listed = true
          this.#settle.resolve()
        }
        if (now() - turn < TURN_MS) continue
        await nextTurn()
        turn = now()
      }
    } catch (error) {
      this.#fail(error)
    }
  }

  #fail (error: unknown): void {
    if (!this.#open) return
    this.failure = error
    this.#settle.reject(error)
    this.close()
  }

  #step (): Step {
    const { value } = this.#steps.next()
    if (value === IDLE || value === TURN) return value
    this.#taking = true
    try { this.#take(value) } finally { this.#taking = false }
    return value
  }
}
