// Neighbours, proxies and forwarding entries: RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH. rtnetlink(7), ip-neighbour(8), bridge(8)
import { CodecError } from '../../codec/core/errors.js'
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../codec/core/header.js'
import type { Input, Wide } from '../../codec/core/infer.js'
import { Neighbour, neighbourFlags } from '../../codec/route/neighbour.js'
import { RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH } from '../../codec/route/message-types.js'
import type { Ask } from './asked.js'
import { answer, nothing, type Listing } from './conversation.js'
import type { Each, Mode, Result, WaitOptions } from './mode.js'
import { Objects } from './objects.js'
import { during, familyOfText, parseHost } from './values.js'

type Wire = Input<Neighbour, Wide>
/**
 * An entry of the link `ifindex`: `dst` with its `lladdr`; or `dst` with `flags: ['proxy']`; or, of a bridge or a VXLAN, an `lladdr` with
 * `family: 'bridge'`. It is permanent unless `state` says something else.
 */
export type NewNeighbour = Omit<Wire, 'ndmIfindex' | 'ifindex'> & { readonly ifindex: string | number }
export interface NeighbourFilter {
  readonly ifindex?: string | number
  readonly family?: 'inet' | 'inet6' | 'bridge'
  /** Entries of links that are ports of this one. */
  readonly master?: string | number
  /** The addresses that are answered for, instead of the neighbours. */
  readonly proxy?: boolean
}
export interface NeighbourKey {
  readonly ifindex: string | number
  readonly proxy?: boolean
}

/** The header's member is `ifindex` to whoever called. */
const written = (path: string): string => path.replace(/^ndmIfindex\b/, 'ifindex')

export class Neighbours<M extends Mode> extends Objects<M> {
  /** All of the namespace, or those that fit; the kernel filters by link and master. */
  list (filter: NeighbourFilter = {}, options?: WaitOptions): Result<M, Neighbour[]> {
    return this.steps(() => this.listed(this.#listing('neighbour.list', filter)), options)
  }

  /** The same one by one, as `route.each`. @throws {InterruptedError} at the end, if the list changed meanwhile */
  each (filter: NeighbourFilter = {}, options?: WaitOptions): Each<M, Neighbour> {
    return this.pieces(() => this.#listing('neighbour.each', filter), options)
  }

  /** The entry of an address on a link. @throws {NetlinkError} ENOENT */
  get (dst: string, { ifindex, proxy = false }: NeighbourKey): Result<M, Neighbour> {
    return this.now(() => {
      const { address } = during(`neighbour.get ${dst}`, () => parseHost(dst, 'dst'))
      const value = { family: familyOfText(dst), ifindex, dst: address, ...proxy ? { flags: ['proxy'] as const } : {} }
      return this.talk.exchange([this.#ask('neighbour.get', RTM_GETNEIGH, 0, value)], answer<Neighbour>)
    })
  }

  /** Makes an entry, and gives it back as it then is. @throws {CodecError}, {NetlinkError} EEXIST, ENODEV ... */
  add (neighbour: NewNeighbour): Result<M, Neighbour> {
    return this.now(() => this.#make('neighbour.add', NLM_F_CREATE | NLM_F_EXCL, neighbour))
  }

  /** Makes an entry, or changes the one of the same address. */
  replace (neighbour: NewNeighbour): Result<M, Neighbour> {
    return this.now(() => this.#make('neighbour.replace', NLM_F_CREATE | NLM_F_REPLACE, neighbour))
  }

  /** As `replace`, but there must be one. @throws {NetlinkError} ENOENT */
  change (neighbour: NewNeighbour): Result<M, Neighbour> {
    return this.now(() => this.#make('neighbour.change', NLM_F_REPLACE, neighbour))
  }

  /** @throws {NetlinkError} ENOENT */
  delete (neighbour: NewNeighbour): Result<M, void> {
    return this.now(() => this.talk.exchange([this.#ask('neighbour.delete', RTM_DELNEIGH, 0, neighbour)], nothing))
  }

  /** Deletes those that fit, but for permanent ones and those that need no address (`noarp`), as `ip neigh flush`. Gives how many. */
  flush (filter: NeighbourFilter & ({ ifindex: string | number } | { family: string } | { master: string | number })): Result<M, number> {
    const neighbours = this
    return this.steps(function * () {
      neighbours.mustSay('neighbour.flush', filter, ['ifindex', 'family', 'master'])
      const found = (yield * neighbours.listed(neighbours.#listing('neighbour.flush', filter))).filter(({ state, flags }) =>
        flags.includes('proxy') || !(state.includes('permanent') || state.includes('noarp')))
      return neighbours.flushed(found.map(({ family, ndmIfindex, dst, lladdr, flags }) => ({
        call: `neighbour.flush ${dst ?? lladdr}`,
        type: RTM_DELNEIGH,
        codec: Neighbour,
        value: { family, ndmIfindex, flags, ...dst === undefined ? { lladdr } : { dst } },
      })), ['ENOENT'])
    })
  }

  #listing (call: string, filter: NeighbourFilter): Listing<Neighbour> {
    this.mustKnow(call, filter, ['ifindex', 'family', 'master', 'proxy'])
    const { family, proxy = false } = filter
    const [index, master] = [this.indexIn(call, filter, 'ifindex'), this.indexIn(call, filter, 'master')]
    const value = {
      family: family ?? 'unspec',
      // The header's own must be zero in a strict dump; NDA_IFINDEX filters.
      ...index === undefined ? {} : { ifindex: index },
      ...master === undefined ? {} : { master },
      ...proxy ? { flags: ['proxy'] } : {},
    }
    const ask = { call, type: RTM_GETNEIGH, codec: Neighbour, value }
    return { ask, fits: one => (index === undefined || one.ndmIfindex === index) && (family === undefined || one.family === family) }
  }

  #ask (verb: string, type: number, flags: number, { ifindex, ...rest }: NewNeighbour): Ask {
    const call = `${verb} ${rest.dst ?? rest.lladdr ?? ''}`.trimEnd()
    if (rest.dst === undefined && rest.lladdr === undefined) throw new CodecError('it is missing', 'dst').during(call)
    const family = rest.family ?? (rest.dst === undefined ? 'bridge' : familyOfText(rest.dst))
    const adds = type === RTM_NEWNEIGH ? { state: ['permanent'] } : {}
    return { call, type, flags, codec: Neighbour, written, value: { ...adds, ...rest, family, ndmIfindex: ifindex } }
  }

  #make (verb: string, flags: number, neighbour: NewNeighbour): Neighbour {
    const asked = this.#ask(verb, RTM_NEWNEIGH, flags, neighbour)
    this.talk.check(asked)
    return this.talk.withIndex(neighbour.ifindex, asked.call, 'ifindex', ndmIfindex => {
      const request = { ...asked, value: { ...asked.value, ndmIfindex } }
      const { family, dst, lladdr, vlan } = request.value as Wire
      const proxy = neighbour.flags === undefined ? 0 : neighbourFlags.bits(neighbour.flags).set & neighbourFlags.bits(['proxy']).set
      const key = family === 'bridge' ? { lladdr, ...vlan === undefined ? {} : { vlan } } : { dst }
      const get: Ask = { ...request, type: RTM_GETNEIGH, flags: 0, value: { family, ndmIfindex, ...key, ...proxy === 0 ? {} : { flags: ['proxy'] } } }
      return this.talk.exchange([request, get], answer<Neighbour>)
    })
  }
}
