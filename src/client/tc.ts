// Traffic control: qdiscs, classes, filters and chains of links. RTM_NEWQDISC, RTM_NEWTCLASS, RTM_NEWTFILTER, RTM_NEWCHAIN and their like.
// linux/rtnetlink.h, tc(8); net/sched/sch_api.c, cls_api.c
import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from '../../codec/core/header.js'
import type { Type, Value, Wide } from '../../codec/core/infer.js'
import { messageTypes } from '../../codec/route/message-types.js'
import type { classes } from '../../codec/route/tc/class/index.js'
import type { filters } from '../../codec/route/tc/filter/index.js'
import type { qdiscs } from '../../codec/route/tc/qdisc/index.js'
import { Class, Filter, Qdisc, type ClassKind, type FilterKind, type QdiscKind } from '../../codec/route/tc/tc.js'
import { TC_H_INGRESS } from '../../codec/route/tc/tcmsg.js'
import type { Ask } from './asked.js'
import { answer, nothing, type Listing } from './conversation.js'
import type { Each, Mode, Result, Steps, WaitOptions } from './mode.js'
import { Objects } from './objects.js'
import { filterInfo, parseHandle, parseParent, priorityAndProtocol, type FilterProtocol, type Handle, type Parent } from './tc-values.js'
import { during } from './values.js'

/** A link, or (filters and chains) the number of a block that links share. */
type Where = { readonly ifindex: string | number } | { readonly block: number }
interface Common {
  readonly handle?: Handle
  readonly parent?: Parent
}
interface OfLink extends Common { readonly ifindex: string | number }

export type QdiscKey = OfLink
/** `kind` and its `options`; without a `parent` the root of the link (of `ingress` and `clsact`, their own place). */
export interface NewQdisc<K = QdiscKind> extends OfLink {
  readonly kind: K | QdiscKind
  readonly options?: K extends QdiscKind ? Value<(typeof qdiscs)[K], Wide> : undefined
  /** Share the filters of this block with other links. */
  readonly ingressBlock?: number
  readonly egressBlock?: number
}
export interface QdiscFilter extends Partial<OfLink> {
  readonly kind?: QdiscKind | (string & {})
  /** Those that the kernel made and hides, too. */
  readonly invisible?: boolean
}
/** A class of the qdisc of its kind: `handle` is its own number ('1:10'), `parent` the qdisc's or another class's. */
export interface NewClass<K = ClassKind> extends OfLink {
  readonly kind: K | ClassKind
  readonly options?: K extends ClassKind ? Value<(typeof classes)[K], Wide> : undefined
}
export type ClassFilter = OfLink
interface FilterPlace { readonly parent?: Parent, readonly priority?: number, readonly protocol?: FilterProtocol, readonly chain?: number }
/** Without a `priority` the kernel chooses one; without a `protocol` it looks at all packets. */
export type NewFilter<K = FilterKind> = Where & FilterPlace & {
  readonly handle?: number
  readonly kind: K | FilterKind
  readonly options?: K extends FilterKind ? Value<(typeof filters)[K], Wide> : undefined
}
export type FilterKey = Where & FilterPlace & { readonly handle?: number, readonly kind?: FilterKind | (string & {}) }
export type FilterFilter = Where & FilterPlace
export type ChainKey = Where & { readonly parent?: Parent, readonly chain: number }

interface Verbs { readonly noun: string, readonly codec: Type<unknown>, readonly make: number, readonly remove: number, readonly ask: number }
interface Given extends FilterPlace {
  readonly ifindex?: string | number
  readonly block?: number
  readonly handle?: Handle
  readonly kind?: string
}

/** What qdiscs, classes, filters and chains have in common: one message with `struct tcmsg` in front, and an echo of what was made. */
abstract class TrafficControl<M extends Mode, T> extends Objects<M> {
  protected abstract readonly verbs: Verbs
  /** From what a person writes to the message. @throws {CodecError} */
  protected abstract value (given: Given, type: number): object

  protected asking (verb: string, type: number, flags: number, given: Given): Ask {
    const { ifindex, block, handle, kind } = given
    const of = [ifindex ?? (block === undefined ? undefined : `block ${String(block)}`), kind ?? handle].filter(word => word !== undefined)
    const call = `${this.verbs.noun}.${verb} ${of.join(' ')}`.trimEnd()
    const ask = { call, type, flags, codec: this.verbs.codec, kind }
    return { ...ask, value: during(call, () => this.value(given, type)) }
  }

  protected made (verb: string, flags: number, given: Given): T {
    // Of a qdisc, the echo may tell of the old one first.
    return this.talk.exchange([this.asking(verb, this.verbs.make, flags | NLM_F_ECHO, given)], ([told]) => told!.at(-1) as T)
  }

  protected removed (given: Given): void {
    this.talk.exchange([this.asking('delete', this.verbs.remove, 0, given)], nothing)
  }

  protected dumped (verb: string, given: Given): Steps<T[]> {
    return this.talk.dump<T>(this.asking(verb, this.verbs.ask, 0, given))
  }
}
const parentOf = (parent: Parent | undefined): number | undefined => parent === undefined ? undefined : parseParent(parent)
const handleOf = (handle: Handle | undefined): number | undefined => handle === undefined ? undefined : parseHandle(handle, 'handle')
const ADD = NLM_F_CREATE | NLM_F_EXCL
const REPLACE = NLM_F_CREATE | NLM_F_REPLACE

export class Qdiscs<M extends Mode> extends TrafficControl<M, Qdisc> {
  protected readonly verbs = {
    noun: 'qdisc', codec: Qdisc, make: messageTypes.RTM_NEWQDISC, remove: messageTypes.RTM_DELQDISC, ask: messageTypes.RTM_GETQDISC,
  }

  /** All of the namespace, or those that fit. */
  list (filter: QdiscFilter = {}, options?: WaitOptions): Result<M, Qdisc[]> {
    return this.steps(() => this.listed(this.#listing('list', filter)), options)
  }

  /** The same one by one, as `route.each`. @throws {InterruptedError} at the end, if the list changed meanwhile */
  each (filter: QdiscFilter = {}, options?: WaitOptions): Each<M, Qdisc> {
    return this.pieces(() => this.#listing('each', filter), options)
  }

  /** The one at a place (`parent`; the root, if nothing is said), or with a handle. @throws {NetlinkError} ENOENT */
  get (key: QdiscKey): Result<M, Qdisc> {
    const qdiscs = this
    return this.steps(function * () {
      const [found] = yield * qdiscs.listed(qdiscs.#listing('get', key.parent === undefined && key.handle === undefined ? { ...key, parent: 'root' } : key))
      return qdiscs.mustFind(found, `qdisc.get ${key.ifindex}`, 'there is no such qdisc')
    })
  }

  /** Makes one, and gives it back as the kernel has it. @throws {CodecError}, {NetlinkError} EEXIST, ENOENT (no such kind) ... */
  add<K extends QdiscKind | (string & {}) = never> (qdisc: NewQdisc<K>): Result<M, Qdisc> {
    return this.now(() => this.made('add', ADD, qdisc))
  }

  /** Makes one, or puts it in the place of another. */
  replace<K extends QdiscKind | (string & {}) = never> (qdisc: NewQdisc<K>): Result<M, Qdisc> {
    return this.now(() => this.made('replace', REPLACE, qdisc))
  }

  /** Changes the options of one. @throws {NetlinkError} ENOENT; EINVAL where it is of another kind */
  change<K extends QdiscKind | (string & {}) = never> (qdisc: NewQdisc<K>): Result<M, Qdisc> {
    return this.now(() => this.made('change', 0, qdisc))
  }

  /** With its classes and filters. @throws {NetlinkError} ENOENT */
  delete (key: QdiscKey & { readonly kind?: QdiscKind | (string & {}) }): Result<M, void> {
    return this.now(() => { this.removed(key) })
  }

  protected value ({ handle, parent, ...rest }: Given, type: number): object {
    const own = rest.kind === 'ingress' || rest.kind === 'clsact'
    const place = parentOf(parent) ?? (own ? TC_H_INGRESS : type === messageTypes.RTM_GETQDISC || handle !== undefined && type === messageTypes.RTM_DELQDISC ? 0 : parseParent('root'))
    return { ...rest, parent: place, handle: handleOf(handle) ?? (own ? (TC_H_INGRESS & 0xffff0000) >>> 0 : 0) }
  }

  #listing (verb: string, filter: QdiscFilter): Listing<Qdisc> {
    this.mustKnow(`qdisc.${verb}`, filter, ['ifindex', 'handle', 'parent', 'kind', 'invisible'])
    const index = this.indexIn(`qdisc.${verb}`, filter, 'ifindex')
    const [handle, parent] = during(`qdisc.${verb}`, () => [handleOf(filter.handle), parentOf(filter.parent)] as const)
    // The kernel lists those of all links.
    return {
      ask: this.asking(verb, this.verbs.ask, 0, (filter.invisible === true ? { dumpInvisible: true } : {}) as Given),
      fits: one => (index === undefined || one.ifindex === index) && (handle === undefined || one.handle === handle) &&
        (parent === undefined || one.parent === parent) && (filter.kind === undefined || one.kind === filter.kind),
    }
  }
}

export class Classes<M extends Mode> extends TrafficControl<M, Class> {
  protected readonly verbs = {
    noun: 'class', codec: Class, make: messageTypes.RTM_NEWTCLASS, remove: messageTypes.RTM_DELTCLASS, ask: messageTypes.RTM_GETTCLASS,
  }

  /** Those of a link, or those of it that fit. */
  list (filter: ClassFilter, options?: WaitOptions): Result<M, Class[]> {
    return this.steps(() => this.listed(this.#listing('list', filter)), options)
  }

  /** The same one by one, as `route.each`. @throws {InterruptedError} at the end, if the list changed meanwhile */
  each (filter: ClassFilter, options?: WaitOptions): Each<M, Class> {
    return this.pieces(() => this.#listing('each', filter), options)
  }

  /** @throws {NetlinkError} ENOENT */
  get (key: OfLink & { readonly handle: Handle }): Result<M, Class> {
    // The kernel answers as it tells of changes: to who wants an echo.
    return this.now(() => this.talk.exchange([this.asking('get', this.verbs.ask, NLM_F_ECHO, key)], answer<Class>))
  }

  add<K extends ClassKind | (string & {}) = never> (of: NewClass<K>): Result<M, Class> {
    return this.now(() => this.made('add', ADD, of))
  }

  replace<K extends ClassKind | (string & {}) = never> (of: NewClass<K>): Result<M, Class> {
    return this.now(() => this.made('replace', REPLACE, of))
  }

  change<K extends ClassKind | (string & {}) = never> (of: NewClass<K>): Result<M, Class> {
    return this.now(() => this.made('change', 0, of))
  }

  /** @throws {NetlinkError} ENOENT; EBUSY where filters lead to it */
  delete (key: OfLink & { readonly handle: Handle }): Result<M, void> {
    return this.now(() => { this.removed(key) })
  }

  protected value ({ handle, parent, ...rest }: Given): object {
    return { ...rest, handle: handleOf(handle) ?? 0, parent: parentOf(parent) ?? 0 }
  }

  #listing (verb: string, filter: ClassFilter): Listing<Class> {
    this.mustKnow(`class.${verb}`, filter, ['ifindex', 'handle', 'parent'])
    const [handle, parent] = during(`class.${verb}`, () => [handleOf(filter.handle), parentOf(filter.parent)] as const)
    return {
      ask: this.asking(verb, this.verbs.ask, 0, { ifindex: filter.ifindex }),
      fits: one => (handle === undefined || one.handle === handle) && (parent === undefined || one.parent === parent),
    }
  }
}

/** TCM_IFINDEX_MAGIC_BLOCK: `parent` is the number of a block. linux/rtnetlink.h */
const BLOCK = -1
/** `otherwise`: the protocol where a priority is given alone. */
const placed = ({ block, parent, handle, priority, protocol, ...rest }: Given, otherwise: FilterProtocol): object => ({
  ...rest, ...block === undefined ? {} : { ifindex: BLOCK }, handle: handle ?? 0, parent: block ?? parentOf(parent) ?? 0,
  info: priority === undefined && protocol === undefined ? 0 : filterInfo(priority, protocol ?? otherwise),
})

export class Filters<M extends Mode> extends TrafficControl<M, Filter> {
  protected readonly verbs = {
    noun: 'filter', codec: Filter, make: messageTypes.RTM_NEWTFILTER, remove: messageTypes.RTM_DELTFILTER, ask: messageTypes.RTM_GETTFILTER,
  }

  /** Those of a place (`parent`: `'ingress'`, `'egress'`, a handle; the root's, if nothing is said) in their order. */
  list (filter: FilterFilter, options?: WaitOptions): Result<M, Filter[]> {
    return this.steps(() => this.listed(this.#listing('list', filter)), options)
  }

  /** The same one by one, as `route.each`. @throws {InterruptedError} at the end, if the list changed meanwhile */
  each (filter: FilterFilter, options?: WaitOptions): Each<M, Filter> {
    return this.pieces(() => this.#listing('each', filter), options)
  }

  /** @throws {NetlinkError} ENOENT */
  get (key: FilterKey & { readonly priority: number, readonly handle: number, readonly kind: FilterKind | (string & {}) }): Result<M, Filter> {
    return this.now(() => this.talk.exchange([this.asking('get', this.verbs.ask, 0, key)], answer<Filter>))
  }

  add<K extends FilterKind | (string & {}) = never> (filter: NewFilter<K>): Result<M, Filter> {
    return this.now(() => this.made('add', ADD, filter))
  }

  /** Makes one, or changes the one with its priority and handle. */
  replace<K extends FilterKind | (string & {}) = never> (filter: NewFilter<K>): Result<M, Filter> {
    return this.now(() => this.made('replace', NLM_F_CREATE, filter))
  }

  /** @throws {NetlinkError} ENOENT */
  change<K extends FilterKind | (string & {}) = never> (filter: NewFilter<K>): Result<M, Filter> {
    return this.now(() => this.made('change', 0, filter))
  }

  /** One (`priority`, `handle`, `kind`), or all of a `priority`. @throws {NetlinkError} ENOENT */
  delete (key: FilterKey & { readonly priority: number }): Result<M, void> {
    return this.now(() => { this.removed(key) })
  }

  /** Deletes all of a place. Gives how many there were. */
  flush (filter: Where & { readonly parent?: Parent, readonly chain?: number }): Result<M, number> {
    const filters = this
    return this.steps(function * () {
      filters.mustKnow('filter.flush', filter, ['ifindex', 'block', 'parent', 'chain'])
      // An entry with handle 0 tells of the priority, not of a filter.
      const found = (yield * filters.dumped('flush', filter)).filter(({ handle }) => handle !== 0)
      if (found.length > 0) filters.talk.exchange([filters.asking('flush', filters.verbs.remove, 0, filter)])
      return found.length
    })
  }

  /** What is asked for or deleted is of any protocol, where none is said. */
  protected value (given: Given, type: number): object { return placed(given, type === this.verbs.make ? 'all' : 0) }

  #listing (verb: string, filter: FilterFilter): Listing<Filter> {
    this.mustKnow(`filter.${verb}`, filter, ['ifindex', 'block', 'parent', 'priority', 'protocol', 'chain'])
    const { priority, protocol } = filter
    const ask = this.asking(verb, this.verbs.ask, 0, filter)
    const wanted = priorityAndProtocol(filterInfo(priority, protocol))
    return {
      ask,
      fits: ({ info }) => {
        const of = priorityAndProtocol(info)
        return (priority === undefined || of.priority === priority) && (protocol === undefined || of.protocol === wanted.protocol)
      },
    }
  }
}

export class Chains<M extends Mode> extends TrafficControl<M, Filter> {
  protected readonly verbs = {
    noun: 'chain', codec: Filter, make: messageTypes.RTM_NEWCHAIN, remove: messageTypes.RTM_DELCHAIN, ask: messageTypes.RTM_GETCHAIN,
  }

  /** Those of a place. */
  list (filter: Where & { readonly parent?: Parent }, options?: WaitOptions): Result<M, Filter[]> {
    return this.steps(() => {
      this.mustKnow('chain.list', filter, ['ifindex', 'block', 'parent'])
      return this.dumped('list', filter)
    }, options)
  }

  /** @throws {NetlinkError} ENOENT */
  get (key: ChainKey): Result<M, Filter> {
    return this.now(() => this.talk.exchange([this.asking('get', this.verbs.ask, 0, key)], answer<Filter>))
  }

  /** @throws {NetlinkError} EEXIST */
  add (key: ChainKey): Result<M, Filter> {
    // The kernel echoes no chain.
    return this.now(() => this.talk.exchange([this.asking('add', this.verbs.make, ADD, key), this.asking('add', this.verbs.ask, 0, key)], answer<Filter>))
  }

  /** With its filters. @throws {NetlinkError} ENOENT */
  delete (key: ChainKey): Result<M, void> {
    return this.now(() => { this.removed(key) })
  }

  protected value (given: Given): object { return placed(given, 0) }
}
