// What an author of tools holds: one network namespace, its links, addresses, routes, neighbours, rules.
import { libc as defaultLibc } from '../libc/open.js'
import { Client } from './client.js'
import { asynchronous } from './mode.js'
import { Monitor, type MonitorOptions } from './monitor/monitor.js'
import type { MonitoredObject } from './monitor/monitored.js'
import { namespaceOfThread, type Place } from './monitor/open.js'
import type { RtnetlinkOptions } from './open.js'
import { State, type StateOptions } from './state/state.js'

/**
 * A conversation with one network namespace: the one that is given, or the one that the thread is in at `open`; it stays with that one.
 * The kernel answers inside of the call that asks, so a call keeps the event loop while the kernel works (it holds one lock for all
 * changes); only long lists let others run in between.
 */
export class Rtnetlink extends Client<'async'> {
  /** In a bundle, too, where esbuild renames a class that names itself. */
  static override readonly name: string = 'Rtnetlink'
  /** Where more sockets of the same namespace are opened. */
  readonly #place: Place

  private constructor (options: RtnetlinkOptions) {
    super(asynchronous, options)
    const { libc = defaultLibc(), namespace } = options
    this.#place = { libc, socket: this.socket, home: namespace === undefined ? namespaceOfThread() : undefined }
  }

  /** @throws {SystemError} EPERM where the namespace may not be entered; {UsageError} where this is not Linux */
  static async open (options: RtnetlinkOptions = {}): Promise<Rtnetlink> { return new Rtnetlink(options) }

  /**
   * What there is and what happens: `for await (const event of rt.monitor({ objects: ['link'] })) ...`. It hears from now on, and lives on
   * when this client is closed; leaving the loop ends it.
   * @throws {SystemError} EPERM where another socket in the namespace is not allowed; {UsageError} where this client is closed
   */
  monitor<O extends MonitoredObject = MonitoredObject> (options: MonitorOptions<O> = {}): Monitor<O> {
    return new Monitor(this.#place, options)
  }

  /**
   * Links, addresses, routes, neighbours and rules at hand, kept right by what the kernel tells: `state.link('v0')`,
   * `state.lookup('10.1.2.3')`. It lives on when this client is closed.
   * @throws {SystemError} EPERM where another socket in the namespace is not allowed; {UsageError} where this client is closed
   */
  async state (options: StateOptions = {}): Promise<State> {
    return await State.open(this.#place, options)
  }
}
