// What is there, kept right by what the kernel tells: lists, then events, and lists again where events are lost or were never sent.
import type { Nsid } from '../../../codec/route/nsid.js'
import type { Libc } from '../../libc/libc.js'
import { now } from '../../libc/node.js'
import type { MonitorEvent, ObjectEvent } from './event.js'
import { isListed, Lists, tableOf, TURN, type Known, type Scope } from './lists.js'
import { lineOf, monitoredObjects, type MonitoredObject } from './monitored.js'
import { openSockets, type Place, type Sockets } from './open.js'
import { OWN, Queue, type Told } from './queue.js'
import { PART, type Difference } from './table.js'

export interface FollowerOptions {
  readonly objects: readonly MonitoredObject[]
  readonly initial: boolean
  readonly allNamespaces: boolean
  readonly receiveBuffer?: number | undefined
}
/** Nothing has come: it is to be waited for, though not beyond `due`. */
export const IDLE = Symbol('idle')
export type Step = MonitorEvent | typeof TURN | typeof IDLE
type Steps<T> = Generator<Step, T, void>

/** How much is received in one piece after a list, where events come faster than they are read; as often lists are read that are overrun meanwhile. */
const GOES = 64
const TRIES = 8
/** How much time may go into lists that are read again: after one, so many times its own duration is waited. */
const REST = 8
/** How long a list that changed each time that it was read is left alone, in milliseconds. */
const LATER = 1000

export class Follower {
  readonly sockets: Sockets
  /** When to look again though nothing has come, as `now` has it. */
  due: number | undefined
  readonly #libc: Libc
  readonly #options: FollowerOptions
  readonly #wanted: ReadonlySet<MonitoredObject>
  /** Some are followed only because they say that others may have changed. */
  readonly #objects: readonly MonitoredObject[]
  readonly #lists: Lists
  readonly #queue: Queue
  readonly #known: Known = new Map()
  /** What may have changed with nobody told, and from when on it may be listed. */
  readonly #doubted = new Map<MonitoredObject, number>()
  /** Before this, it is not listed again. */
  readonly #resting = new Map<MonitoredObject | 'all', number>()
  /** By object, whose changes bring silent ones of others with them, and which of its members do. */
  readonly #silent: ReadonlyMap<MonitoredObject, ReadonlyArray<readonly [other: MonitoredObject, names: readonly string[]]>>
  /** Namespaces that have a number now, and are to be listed. */
  readonly #newcomers = new Set<number>()

  constructor (place: Place, options: FollowerOptions) {
    this.#libc = place.libc
    this.#options = options
    this.#wanted = new Set(options.objects)
    const silent = options.objects.flatMap(object => Object.keys(lineOf(object).silent ?? {}))
    const followed = new Set<string>([...options.objects, ...silent, ...options.allNamespaces ? ['nsid'] : []])
    this.#objects = monitoredObjects.filter(object => followed.has(object))
    this.#silent = new Map(this.#objects.map(object => [object, this.#objects.flatMap(other => {
      const names = lineOf(other).silent?.[object]
      return names === undefined ? [] : [[other, names] as const]
    })]))
    this.sockets = openSockets(place, this.#objects, options)
    this.#lists = new Lists(this.sockets.lists, this.#objects)
    this.#queue = new Queue(this.sockets.events, this.#objects)
  }

  /** `run` throws from then on. */
  close (): void {
    this.sockets.events.close()
    this.sockets.lists.close()
  }

  /** The whole of it, step by step, for ever. */
  * run (): Steps<never> {
    if (this.#options.allNamespaces) this.#queue.own = this.#lists.own = this.#lists.ownNsid(this.#libc)
    yield * this.#synchronise('synchronised', this.#options.initial)
    for (let told = false; ;) {
      const more = this.#queue.receive()
      for (let one = this.#queue.next(); one !== undefined; one = this.#queue.next()) {
        const { object, nsid, made, value } = one
        const difference = this.#difference(one)
        if (difference === undefined) continue
        const number = object === 'nsid' && this.#options.allNamespaces && nsid === OWN ? (value as Nsid).nsid : undefined
        if (number !== undefined && !made) yield * this.#forget(number)
        const event = this.#event(object, nsid, difference)
        if (event !== undefined) yield event
        if (number !== undefined && made) this.#newcomers.add(number)
      }
      yield * this.#welcome()
      // Where some are lost, all that is left must be taken all the same: else nothing comes any more (socket.receiveEvents).
      if (more) yield TURN
      else if (this.#queue.lost) {
        if (!told) yield { event: 'overrun' }
        told = true
        this.due = this.#resting.get('all')
        if (now() < (this.due ?? 0)) yield IDLE
        else {
          yield * this.#spaced('all', this.#synchronise('resynchronised', true))
          told = false
        }
      } else if (!(yield * this.#settle())) yield IDLE
    }
  }

  /** Whether something may not be as it is known: it is in doubt, or what was told of it is lost. */
  get isUnsure (): boolean { return this.#doubted.size > 0 || this.#queue.lost }

  /** What is in doubt is listed at once, however little time has passed. */
  hurry (): void {
    this.#resting.clear()
    for (const object of this.#doubted.keys()) this.#doubted.set(object, 0)
  }

  * #synchronise (event: 'synchronised' | 'resynchronised', told: boolean): Steps<void> {
    this.#doubted.clear()
    this.#newcomers.clear()
    const interrupted = yield * this.#survey(() => true, { nsids: this.#options.allNamespaces ? 'all' : [], told, whole: true })
    yield * this.#welcome()
    const foreign = this.#known.size > 1
    const unlisted = foreign ? this.#objects.filter(object => this.#wanted.has(object) && object !== 'nsid' && !isListed(object, 0)) : []
    yield { event, interrupted: interrupted.filter(object => this.#wanted.has(object)), unlisted } as MonitorEvent
  }

  /** Lists what is in doubt, if it may be by now. True if anything was. */
  * #settle (): Steps<boolean> {
    const times = [...this.#doubted].map(([object, time]) => [object, Math.max(time, this.#resting.get(object) ?? 0)] as const)
    this.due = times.length === 0 ? undefined : Math.min(...times.map(([, time]) => time))
    const reached = now()
    const [object] = times.find(([, time]) => time <= reached) ?? []
    if (object === undefined) return false
    this.#doubted.delete(object)
    yield * this.#spaced(object, this.#survey((one, nsid) => one === object && nsid === OWN, { nsids: [], told: true, whole: false }))
    return true
  }

  * #spaced (what: MonitoredObject | 'all', steps: Steps<unknown>): Steps<void> {
    const begin = now()
    yield * steps
    this.#resting.set(what, now() + REST * (now() - begin))
  }

  /** Lists namespaces that have got a number. */
  * #welcome (): Steps<void> {
    for (const nsid of this.#newcomers) {
      this.#newcomers.delete(nsid)
      if (nsid === this.#queue.own) continue
      yield * this.#survey((_, one) => one === nsid, { nsids: [nsid], told: true, whole: false })
    }
  }

  /** Lists all of a scope, and tells how it differs from what was known. Gives what changed each time that it was read. */
  * #survey (scope: Scope, { nsids, told, whole }: { readonly nsids: readonly number[] | 'all', readonly told: boolean, readonly whole: boolean }): Steps<MonitoredObject[]> {
    const inside = ({ object, nsid }: Told): boolean => scope(object, nsid) && isListed(object, nsid)
    for (let tries = 1; ; tries++) {
      if (whole) {
        // What was told so far is in the lists, and may have gaps.
        while (this.#queue.receive()) this.#queue.take(inside)
        this.#queue.take(inside)
        this.#queue.lost = false
      }
      const { known, interrupted } = yield * this.#lists.read(scope, nsids)
      for (let goes = 0; goes < GOES; goes++) {
        const more = this.#queue.receive()
        for (const one of this.#queue.take(inside)) this.#fold(known, one)
        if (!more) break
        yield TURN
      }
      if (whole && this.#queue.lost && tries < TRIES) continue
      for (const object of interrupted) {
        this.#doubted.set(object, now() + LATER)
        // What such a list lacks is not gone.
        for (const [nsid, tables] of known) tables.get(object)?.keep(tableOf(this.#known, object, nsid))
      }
      yield * this.#replace(known, { told, whole })
      return interrupted
    }
  }

  /** What was told while lists were read is later than they are. */
  #fold (known: Known, { object, nsid, made, flags, value }: Told): void {
    const table = tableOf(known, object, nsid)
    // What it brings with it may have been listed before it.
    if (made) this.#consequences(object, nsid, table.put(value, flags))
    else {
      const before = table.take(value)
      if (before === PART || (before === undefined && lineOf(object).atOnce === true)) this.#doubt(object)
      else if (before !== undefined) this.#consequences(object, nsid, { before, after: undefined })
    }
    if (object !== 'nsid' || !this.#options.allNamespaces) return
    const number = (value as Nsid).nsid!
    if (made) this.#newcomers.add(number)
    else known.delete(number)
  }

  * #replace (known: Known, { told, whole }: { readonly told: boolean, readonly whole: boolean }): Steps<void> {
    for (const [nsid, tables] of known) {
      for (const [object, table] of tables) {
        const before = tableOf(this.#known, object, nsid)
        for (const difference of before.differences(table)) {
          if (!whole) this.#consequences(object, nsid, difference)
          const event = told ? this.#event(object, nsid, difference) : undefined
          if (event !== undefined) yield event
        }
        this.#known.get(nsid)!.set(object, table)
      }
    }
    if (whole) for (const nsid of [...this.#known.keys()]) if (!known.has(nsid)) yield * this.#forget(nsid)
  }

  /** What becomes different by what is told; undefined: nothing that is known. */
  #difference ({ object, nsid, made, flags, value }: Told): Difference | undefined {
    const table = tableOf(this.#known, object, nsid)
    let difference: Difference
    if (made) difference = table.put(value, flags)
    else {
      const taken = table.take(value)
      // Of what is not listed, it is the first that is heard.
      const before = taken ?? (isListed(object, nsid) ? undefined : value)
      if (before === undefined || before === PART) {
        const { several, atOnce } = lineOf(object)
        if (before === PART || several !== undefined || atOnce === true) this.#doubt(object)
        return undefined
      }
      difference = { before, after: undefined }
    }
    this.#consequences(object, nsid, difference)
    return difference
  }

  /** A namespace that is gone: the kernel does not say what goes with it. */
  * #forget (nsid: number): Steps<void> {
    this.#newcomers.delete(nsid)
    const tables = [...this.#known.get(nsid) ?? []].reverse()
    this.#known.delete(nsid)
    for (const [object, table] of tables) {
      for (const before of table.values()) {
        const event = this.#event(object, nsid, { before, after: undefined })
        if (event !== undefined) yield event
      }
    }
  }

  /** Some changes bring others with them that the kernel tells nobody of. */
  #consequences (object: MonitoredObject, nsid: number, difference: Difference): void {
    if (nsid !== OWN) return
    for (const [other, names] of this.#silent.get(object)!) {
      const found = difference.after === undefined ? ['removed'] : difference.before === undefined ? ['added'] : Object.keys(difference.what ?? {})
      if (found.some(name => names.includes(name))) this.#doubt(other)
    }
  }

  #doubt (object: MonitoredObject): void {
    if (!this.#doubted.has(object)) this.#doubted.set(object, 0)
  }

  #event (object: MonitoredObject, nsid: number, difference: Difference): ObjectEvent | undefined {
    if (!this.#wanted.has(object)) return undefined
    const { before, after, what } = difference
    if (before !== undefined && after !== undefined && what === undefined) return undefined
    const told: Record<string, unknown> = before === undefined ? { event: 'added', object, value: after }
      : after === undefined ? { event: 'removed', object, value: before } : { event: 'changed', object, value: after, before, changed: what }
    if (nsid !== OWN) told['nsid'] = nsid
    // The table says which values an object has.
    return told as unknown as ObjectEvent
  }
}
