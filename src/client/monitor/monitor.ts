// Events for whoever iterates. ip-monitor(8)
import { UsageError } from '../../libc/errors.js'
import { nextTurn, now } from '../../libc/node.js'
import { TURN_MS } from '../mode.js'
import type { MonitorEvent } from './event.js'
import { Follower, IDLE } from './follower.js'
import { TURN } from './lists.js'
import { chosen, monitoredObjects, type MonitoredObject } from './monitored.js'
import type { Place } from './open.js'
import { Waiting } from './wait.js'

export interface MonitorOptions<O extends MonitoredObject = MonitoredObject> {
  /** What to tell of: all if absent. */
  readonly objects?: readonly O[]
  /** Whether to tell first what there is, as `added`: true if absent. */
  readonly initial?: boolean | undefined
  /**
   * Also of the namespaces that this one has a number for (`nsid`). The kernel lists their links and addresses; of the rest, and of all
   * before it had a number, only changes are told.
   */
  readonly allNamespaces?: boolean | undefined
  /** Ends it: the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Bytes for what has come and was not read yet: 32 MiB if absent, or as much as the machine allows. */
  readonly receiveBuffer?: number | undefined
}

/**
 * What happens in a namespace, for one reader. It hears from when it is made on; the reader gets what there is, then `synchronised`, then
 * changes, without a gap or a double. Who reads slowly has the kernel keep events, as many as `receiveBuffer` holds; when it is full, events
 * are lost: `overrun`, then all is listed again and what differs is told, then `resynchronised`. It keeps what there is, to know what changed.
 */
export class Monitor<O extends MonitoredObject = MonitoredObject> implements AsyncIterable<MonitorEvent<O>>, Disposable {
  readonly #follower: Follower
  readonly #waiting = new Waiting()
  readonly #signal: AbortSignal | undefined
  #open = true
  #taken = false

  constructor (place: Place, { objects, initial = true, allNamespaces = false, signal, receiveBuffer }: MonitorOptions<O>) {
    signal?.throwIfAborted()
    this.#signal = signal
    this.#follower = new Follower(place, { objects: chosen('monitor', monitoredObjects, objects), initial, allNamespaces, receiveBuffer })
  }

  /** What the receive buffer came to be, in bytes as the kernel counts them: less than was asked for where rights are missing. */
  get receiveBuffer (): number { return this.#follower.sockets.events.properties.receiveBuffer }
  /** How often it was full. */
  get overruns (): number { return this.#follower.sockets.events.stats.overruns }

  /** Ends it: whoever iterates is done. May be called again. */
  close (): void {
    if (!this.#open) return
    this.#open = false
    this.#waiting.wake()
    this.#follower.close()
  }
  [Symbol.dispose] (): void { this.close() }

  /** @throws {UsageError} a second time: two readers would each miss what the other gets */
  [Symbol.asyncIterator] (): AsyncGenerator<MonitorEvent<O>, void, void> {
    if (this.#taken) throw new UsageError('this monitor is read already: make one for each reader')
    this.#taken = true
    const events = this.#events()
    // The generator's own would wait for what a `next` waits for, and before the first one nothing would be closed.
    const [end, fail] = [events.return.bind(events), events.throw.bind(events)]
    return Object.assign(events, {
      return: async () => {
        this.close()
        return await end()
      },
      throw: async (error: unknown) => {
        this.close()
        return await fail(error)
      },
    })
  }

  async * #events (): AsyncGenerator<MonitorEvent<O>, void, void> {
    try {
      const steps = this.#follower.run()
      for (let turn = now(); this.#open;) {
        this.#signal?.throwIfAborted()
        const { value } = steps.next()
        if (value === IDLE) {
          await this.#waiting.wait(this.#follower.sockets.events.properties.fd, { until: this.#follower.due, signal: this.#signal, holds: true })
          turn = now()
        } else if (value !== TURN) yield value as MonitorEvent<O>
        if (now() - turn < TURN_MS) continue
        await nextTurn()
        turn = now()
      }
    } finally {
      this.close()
    }
  }
}
