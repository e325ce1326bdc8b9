// Forwarding entries of bridges, VXLANs and cards: RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH of the family bridge. bridge(8); net/core/rtnetlink.c,
// net/bridge/br_fdb.c, drivers/net/vxlan/vxlan_core.c
import { CodecError } from '../../codec/core/errors.js'
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../codec/core/header.js'
import type { Input, Wide } from '../../codec/core/infer.js'
import { Neighbour } from '../../codec/route/neighbour.js'
import { RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH } from '../../codec/route/message-types.js'
import type { Ask } from './asked.js'
import { nothing, type Listing } from './conversation.js'
import type { Each, Mode, Result, Steps, WaitOptions } from './mode.js'
import { Objects } from './objects.js'
import { closest, given } from './values.js'
import { toldOf } from './vxlan.js'

type Wire = Input<Neighbour, Wide>
/** Which entry. `flags`: `self` (of the link's own table, if nothing is said) or `master` (of the bridge that it is a port of). */
export interface FdbKey extends Pick<Wire, 'vlan' | 'flags' | 'dst' | 'port' | 'vni' | 'srcVni' | 'nhId'> {
  /** The port; or the VXLAN. */
  readonly ifindex: string | number
  readonly lladdr: string
  /** The link that a VXLAN's packets leave by. */
  readonly via?: string | number
}
/** `state`: `permanent` if nothing is said, `noarp` for what bridge(8) calls static, `reachable` for what it calls dynamic. */
export interface NewFdbEntry extends FdbKey, Pick<Wire, 'state' | 'protocol' | 'flagsExt' | 'fdbExtAttrs'> {}
export interface FdbFilter {
  readonly ifindex?: string | number
  /** Of all ports of this bridge. */
  readonly master?: string | number
  readonly vlan?: number
  readonly lladdr?: string
}

const filters = ['ifindex', 'master', 'vlan', 'lladdr']

export class FdbEntries<M extends Mode> extends Objects<M> {
  /** Of all bridges, VXLANs and cards, or those that fit; the kernel filters by link and bridge. */
  list (filter: FdbFilter = {}, options?: WaitOptions): Result<M, Neighbour[]> {
    return this.steps(() => this.listed(this.#listing('fdb.list', filter)), options)
  }

  /** The same one by one, as `route.each`. @throws {InterruptedError} at the end, if the list changed meanwhile */
  each (filter: FdbFilter = {}, options?: WaitOptions): Each<M, Neighbour> {
    return this.pieces(() => this.#listing('fdb.each', filter), options)
  }

  /** @throws {NetlinkError} ENOENT */
  get (key: FdbKey): Result<M, Neighbour> {
    return this.steps(() => this.#get('fdb.get', key))
  }

  /** Makes an entry, and gives it back as it then is. @throws {CodecError}, {NetlinkError} EEXIST, EINVAL, EOPNOTSUPP ... */
  add (entry: NewFdbEntry): Result<M, Neighbour> {
    return this.steps(() => this.#make('fdb.add', NLM_F_CREATE | NLM_F_EXCL, entry))
  }

  /** One more place that a VXLAN sends the same address to. Of an address of one station the kernel makes none, which is ENOENT. */
  append (entry: NewFdbEntry): Result<M, Neighbour> {
    return this.steps(() => this.#make('fdb.append', NLM_F_CREATE | NLM_F_APPEND, entry))
  }

  /** Makes an entry, or changes the one of the same address. */
  replace (entry: NewFdbEntry): Result<M, Neighbour> {
    return this.steps(() => this.#make('fdb.replace', NLM_F_CREATE | NLM_F_REPLACE, entry))
  }

  /** @throws {NetlinkError} ENOENT */
  delete (key: FdbKey): Result<M, void> {
    return this.now(() => this.talk.exchange([asking('fdb.delete', RTM_DELNEIGH, 0, key)], nothing))
  }

  /** Deletes those that fit, but for permanent ones. Gives how many there were. */
  flush (filter: FdbFilter): Result<M, number> {
    const entries = this
    return this.steps(function * () {
      entries.mustSay('fdb.flush', filter, filters)
      const found = (yield * entries.listed(entries.#listing('fdb.flush', filter))).filter(({ state }) => !state.includes('permanent'))
      return entries.flushed(found.map(({ ndmIfindex, lladdr = '', flags, vlan, dst, port, vni, srcVni, ifindex }) => asking('fdb.flush', RTM_DELNEIGH, 0, given({
        ifindex: ndmIfindex, lladdr, flags: flags.filter(flag => flag === 'self' || flag === 'master'), vlan, dst, port, vni, srcVni, via: ifindex,
      }))), ['ENOENT'])
    })
  }

  #listing (call: string, filter: FdbFilter): Listing<Neighbour> {
    this.mustKnow(call, filter, filters)
    const [ifindex, master] = [this.indexIn(call, filter, 'ifindex'), this.indexIn(call, filter, 'master')]
    const { vlan, lladdr } = filter
    return {
      ask: { call, type: RTM_GETNEIGH, codec: Neighbour, value: given({ family: 'bridge', ifindex, master }) },
      fits: one => one.family === 'bridge' && (ifindex === undefined || one.ndmIfindex === ifindex) && (vlan === undefined || one.vlan === vlan) &&
        (lladdr === undefined || one.lladdr === lladdr.toLowerCase()),
    }
  }

  * #get (verb: string, key: FdbKey): Steps<Neighbour> {
    const ask = asking(verb, RTM_GETNEIGH, 0, key)
    const { ndmIfindex, flags, lladdr, vlan, dst, port, vni, srcVni, nhId, ifindex } = this.talk.said<Neighbour>(ask)
    const atBridge = flags.includes('master') || !flags.includes('self')
    const found = (yield * this.listed(this.#listing(ask.call, { ifindex: ndmIfindex }))).filter(one => one.lladdr === lladdr && isAtBridge(one) === atBridge)
    const one = closest(found, { vlan, dst, nhId, ifindex, ...toldOf(this.talk, ask.call, ndmIfindex, { vni, port, srcVni }) })
    return this.mustFind(one, ask.call, 'there is no such entry at that link')
  }

  * #make (verb: string, flags: number, entry: NewFdbEntry): Steps<Neighbour> {
    // The kernel echoes none, and asked for one it answers for some tables only.
    this.talk.exchange([asking(verb, RTM_NEWNEIGH, flags, entry)])
    return yield * this.#get(verb, entry)
  }
}

/** Of the bridge that its link is a port of. A bridge's own say the bridge for both. */
const isAtBridge = ({ master, ndmIfindex }: Neighbour): boolean => master !== undefined && master !== ndmIfindex

function asking (verb: string, type: number, flags: number, { ifindex, via, ...rest }: NewFdbEntry): Ask {
  const call = `${verb} ${String(rest.lladdr)}`
  if (rest.lladdr === undefined) throw new CodecError('it is missing', 'lladdr').during(verb)
  const value = { family: 'bridge', flags: ['self'], ...type === RTM_NEWNEIGH ? { state: ['permanent'] } : {}, ...rest, ndmIfindex: ifindex, ...via === undefined ? {} : { ifindex: via } }
  return { call, type, flags, codec: Neighbour, value, written: path => path.replace(/^ifindex\b/, 'via').replace(/^ndmIfindex\b/, 'ifindex') }
}
