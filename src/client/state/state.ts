// What there is in a namespace, at hand: kept right by events, asked without waiting.
import { CodecError } from '../../../codec/core/errors.js'
import type { Address } from '../../../codec/route/address.js'
import type { Link } from '../../../codec/route/link/link.js'
import type { Neighbour } from '../../../codec/route/neighbour.js'
import type { Route } from '../../../codec/route/route/route.js'
import type { Rule } from '../../../codec/route/rule.js'
import type { MonitorEvent, ObjectEvent } from '../monitor/event.js'
import { chosen } from '../monitor/monitored.js'
import type { Place } from '../monitor/open.js'
import { Reader } from '../monitor/reader.js'
import { Fib, wordsOf, type Packet } from './fib.js'
import { Links } from './links.js'

export interface StateOptions {
  /** What to keep: all of them if absent. `lookup` wants rules and routes. */
  readonly objects?: ReadonlyArray<StateObject>
  readonly signal?: AbortSignal | undefined
  /** As of a monitor: 32 MiB if absent. */
  readonly receiveBuffer?: number | undefined
}
export type StateObject = 'link' | 'address' | 'route' | 'neighbour' | 'rule'
export type StateEvent = MonitorEvent<StateObject>
const stateObjects: readonly StateObject[] = ['link', 'address', 'route', 'neighbour', 'rule']

/**
 * Links, addresses, routes, neighbours and rules of a namespace. What the kernel told is taken in between two turns of the event loop;
 * `refresh()` takes it in at once. The process does not stay alive for it.
 */
export class State implements Disposable, AsyncDisposable {
  /** In a bundle, too, where esbuild renames a class that names itself. */
  static readonly name: string = 'State'
  readonly #reader: Reader
  readonly #links = new Links()
  readonly #routes = new Set<Route>()
  readonly #neighbours = new Set<Neighbour>()
  readonly #rules = new Set<Rule>()
  readonly #fib = new Fib()
  readonly #listeners = new Set<(event: StateEvent) => void>()

  private constructor (place: Place, { objects, signal, receiveBuffer }: StateOptions) {
    this.#reader = new Reader(place, { objects: chosen('state', stateObjects, objects), signal, receiveBuffer }, event => { this.#take(event as StateEvent) })
  }

  /** Resolves once all has been listed. @throws the signal's reason, and what lists throw */
  static async open (place: Place, options: StateOptions): Promise<State> {
    options.signal?.throwIfAborted()
    const state = new State(place, options)
    await state.#reader.ready
    return state
  }

  /** Ends it: what is known stays, and is no longer right. May be called again. */
  close (): void { this.#reader.close() }
  [Symbol.dispose] (): void { this.close() }
  async [Symbol.asyncDispose] (): Promise<void> { this.close() }

  /** Why it ended by itself, where it did: a list that failed, a signal. */
  get failure (): unknown { return this.#reader.failure }
  /** How often events were lost, and all was listed again. */
  get overruns (): number { return this.#reader.overruns }
  /** What the receive buffer came to be, in bytes as the kernel counts them. */
  get receiveBuffer (): number { return this.#reader.receiveBuffer }

  /** Takes in all that the kernel has told until now, and lists what it does not tell: what is asked next is what is. Not from a listener. */
  refresh (): void { this.#reader.refresh() }

  /** Calls `listener` with each change from now on, when it has been taken in. Gives what ends that. What it throws is an uncaught exception. */
  onChange (listener: (event: StateEvent) => void): () => void {
    const own = (event: StateEvent): void => { listener(event) }
    this.#listeners.add(own)
    return () => { this.#listeners.delete(own) }
  }

  /** All of them, in no order; as are addresses, routes and neighbours. */
  get links (): Link[] { return this.#links.all() }
  get addresses (): Address[] { return this.#links.addresses() }
  get routes (): Route[] { return [...this.#routes] }
  get neighbours (): Neighbour[] { return [...this.#neighbours] }
  /** In the order in which they are tried, IPv4's first. */
  get rules (): Rule[] { return [...this.#rules].sort((a, b) => a.family === b.family ? (a.priority ?? 0) - (b.priority ?? 0) : a.family === 'inet' ? -1 : 1) }

  /** By name, alternative name or index. A text is a name, also where it is made of digits. */
  link (reference: string | number): Link | undefined { return this.#links.get(reference) }
  /** The ports of a bridge, bond or VRF. */
  children (master: string | number): Link[] { return this.#links.children(master) }
  /** The addresses of a link; none of one that is not there. */
  addressesOf (link: string | number): Address[] { return this.#links.addressesOf(link) }

  /**
   * The route of the tables that a packet takes: rules in their order, then the longest prefix, then the longest of a source, then the
   * lowest metric; undefined where none fits or a rule refuses it. As `route.get(..., { fibMatch: true })`, without asking. Not looked at: tos, ports, protocols and users in
   * rules (such a rule fits nothing), VRFs, what was learnt by redirects, whether a hop answers; of several hops, it gives them all.
   * @throws {CodecError} for a text that is no address
   */
  lookup (address: string, packet: Packet = {}): Route | undefined {
    const words = wordsOf(address)
    if (words === undefined) throw new CodecError(`"${address}" is no IP address`, 'dst', '', undefined, 'state.lookup')
    return this.#fib.lookup(words, packet)
  }

  #take (event: StateEvent): void {
    if ('object' in event) this.#apply(event)
    for (const listener of [...this.#listeners]) {
      try { listener(event) } catch (error) {
        // The state is right all the same, and others are told.
        queueMicrotask(() => { throw error })
      }
    }
  }

  #apply (event: ObjectEvent<StateObject>): void {
    const gone = event.event === 'removed' ? event.value : event.event === 'changed' ? event.before : undefined
    const made = event.event === 'removed' ? undefined : event.value
    switch (event.object) {
      case 'link': return this.#links.apply(gone as Link | undefined, made as Link | undefined)
      case 'address': return this.#links.applyAddress(gone as Address | undefined, made as Address | undefined)
      case 'neighbour': return replace(this.#neighbours, gone, made)
      case 'route':
        replace(this.#routes, gone, made)
        if (gone !== undefined) this.#fib.take(gone as Route)
        if (made !== undefined) this.#fib.put(made as Route)
        return
      case 'rule':
        replace(this.#rules, gone, made)
        if (gone !== undefined) this.#fib.takeRule(gone as Rule)
        if (made !== undefined) this.#fib.putRule(made as Rule)
    }
  }
}

function replace<T> (all: Set<T>, gone: unknown, made: unknown): void {
  if (gone !== undefined) all.delete(gone as T)
  if (made !== undefined) all.add(made as T)
}
