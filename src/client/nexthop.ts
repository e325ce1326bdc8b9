// Nexthops with an id of their own, groups of them, and the buckets of resilient groups: RTM_NEWNEXTHOP, RTM_DELNEXTHOP, RTM_GETNEXTHOP,
// RTM_GETNEXTHOPBUCKET; since Linux 5.3. linux/nexthop.h, ip-nexthop(8)
import { CodecError } from '../../codec/core/errors.js'
import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from '../../codec/core/header.js'
import type { Input, Wide } from '../../codec/core/infer.js'
import { Nexthop } from '../../codec/route/nexthop.js'
import { RTM_DELNEXTHOP, RTM_GETNEXTHOP, RTM_GETNEXTHOPBUCKET, RTM_NEWNEXTHOP } from '../../codec/route/message-types.js'
import type { Ask } from './asked.js'
import { answer, nothing, type Listing } from './conversation.js'
import type { Each, Mode, Result, WaitOptions } from './mode.js'
import { Objects } from './objects.js'
import { familyOfText, given } from './values.js'

/**
 * A nexthop: `oif` and `gateway`, or `blackhole: true`; or a group: `group: [{ id: 1 }, { id: 2, weight: 1 }]`, whose weights are one less
 * than they count, as in the kernel. Without an `id` the kernel chooses one.
 */
export type NewNexthop = Input<typeof Nexthop, Wide>
export interface NexthopFilter {
  readonly family?: 'inet' | 'inet6' | 'bridge' | 'mpls'
  readonly oif?: string | number
  /** Of links in this bridge or VRF. */
  readonly master?: string | number
  /** Groups alone. */
  readonly groups?: true
  /** Those for forwarding entries alone. */
  readonly fdb?: true
}
export interface BucketFilter {
  /** Of this group. */
  readonly id?: number
  readonly oif?: string | number
  readonly master?: string | number
}

export class Nexthops<M extends Mode> extends Objects<M> {
  /** All of the namespace by their ids, or those that fit; the kernel filters. */
  list (filter: NexthopFilter = {}, options?: WaitOptions): Result<M, Nexthop[]> {
    return this.steps(() => this.listed(this.#listing('nexthop.list', filter)), options)
  }

  /** The same one by one, as `route.each`. @throws {InterruptedError} at the end, if the list changed meanwhile */
  each (filter: NexthopFilter = {}, options?: WaitOptions): Each<M, Nexthop> {
    return this.pieces(() => this.#listing('nexthop.each', filter), options)
  }

  /** @throws {NetlinkError} ENOENT */
  get (id: number): Result<M, Nexthop> {
    return this.now(() => this.talk.exchange([asking(`nexthop.get ${id}`, RTM_GETNEXTHOP, id)], answer<Nexthop>))
  }

  /** Makes one, and gives it back as the kernel has it. @throws {CodecError}, {NetlinkError} EEXIST, EINVAL, ENODEV ... */
  add (nexthop: NewNexthop): Result<M, Nexthop> {
    return this.now(() => this.#make('nexthop.add', NLM_F_CREATE | NLM_F_EXCL, nexthop))
  }

  /** Makes one, or puts it in the place of the one of the same id: routes and groups that use it then use the new one. */
  replace (nexthop: NewNexthop & { readonly id: number }): Result<M, Nexthop> {
    return this.now(() => this.#make('nexthop.replace', NLM_F_CREATE | NLM_F_REPLACE, nexthop))
  }

  /** As `replace`, but there must be one: the whole is given, not what changes. @throws {NetlinkError} ENOENT */
  change (nexthop: NewNexthop & { readonly id: number }): Result<M, Nexthop> {
    return this.now(() => this.#make('nexthop.change', NLM_F_REPLACE, nexthop))
  }

  /** Routes that used it go, too, and it leaves its groups. @throws {NetlinkError} ENOENT */
  delete (id: number): Result<M, void> {
    return this.now(() => this.talk.exchange([asking(`nexthop.delete ${id}`, RTM_DELNEXTHOP, id)], nothing))
  }

  /** Deletes those that fit; the filter must say something. Gives how many there were. */
  flush (filter: NexthopFilter): Result<M, number> {
    const nexthops = this
    return this.steps(function * () {
      nexthops.mustSay('nexthop.flush', filter, filters)
      const found = yield * nexthops.listed(nexthops.#listing('nexthop.flush', filter))
      // A group goes with the last of its members.
      return nexthops.flushed(found.map(({ id }) => asking(`nexthop.flush ${id!}`, RTM_DELNEXTHOP, id!)), ['ENOENT'])
    })
  }

  /** The buckets of resilient groups: which nexthop each leads to. Since Linux 5.13. */
  buckets (filter: BucketFilter = {}, options?: WaitOptions): Result<M, Nexthop[]> {
    return this.steps(() => {
      const call = 'nexthop.buckets'
      this.mustKnow(call, filter, ['id', 'oif', 'master'])
      return this.talk.dump<Nexthop>({ call, type: RTM_GETNEXTHOPBUCKET, codec: Nexthop, value: this.#wire(call, filter) })
    }, options)
  }

  #listing (call: string, filter: NexthopFilter): Listing<Nexthop> {
    this.mustKnow(call, filter, filters)
    return { ask: { call, type: RTM_GETNEXTHOP, codec: Nexthop, value: this.#wire(call, filter) } }
  }

  #wire (call: string, filter: Pick<NexthopFilter, 'oif' | 'master'>): object {
    return given({ ...filter, oif: this.indexIn(call, filter, 'oif'), master: this.indexIn(call, filter, 'master') })
  }

  #make (verb: string, flags: number, nexthop: NewNexthop): Nexthop {
    const { id, gateway, group } = nexthop
    const call = `${verb} ${id ?? ''}`.trimEnd()
    if (flags === NLM_F_REPLACE && id === undefined) throw new CodecError('it is missing', 'id').during(call)
    const family = nexthop.family ?? (group !== undefined ? 'unspec' : gateway === undefined ? 'inet' : familyOfText(gateway))
    const ask: Ask = { call, type: RTM_NEWNEXTHOP, flags, codec: Nexthop, value: { ...nexthop, family } }
    if (id === undefined) return this.talk.exchange([{ ...ask, flags: flags | NLM_F_ECHO }], answer<Nexthop>)
    // An echo of a change has all routes that use it, and there may be more than the receive buffer holds.
    return this.talk.exchange([ask, asking(call, RTM_GETNEXTHOP, id)], answer<Nexthop>)
  }
}

const filters = ['family', 'oif', 'master', 'groups', 'fdb']
const asking = (call: string, type: number, id: number): Ask => ({ call, type, codec: Nexthop, value: { id } })
