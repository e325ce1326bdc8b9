// Multicast groups of bridges and VXLANs, and the ports that they go to: RTM_NEWMDB, RTM_DELMDB, RTM_GETMDB. linux/if_bridge.h, bridge(8);
// net/bridge/br_mdb.c, drivers/net/vxlan/vxlan_mdb.c
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../codec/core/header.js'
import type { Input, Wide } from '../../codec/core/infer.js'
import { Mdb, MdbRequest, type MdbEntryAttributes, type MdbEntryInfo } from '../../codec/route/mdb.js'
import type { RouterPort } from '../../codec/route/link/router-ports.js'
import { messageTypes } from '../../codec/route/message-types.js'
import type { Ask } from './asked.js'
import { nothing } from './conversation.js'
import type { Mode, Result, Steps, WaitOptions } from './mode.js'
import { Objects } from './objects.js'
import { closest, during, given, parseHost } from './values.js'
import { toldOf } from './vxlan.js'

/** A group at a port, as the kernel tells it: the members of MDBA_MDB_EATTR_*, and whose it is. */
export interface MulticastGroup extends Omit<MdbEntryInfo, 'ifindex' | 'addr'> {
  /** The bridge, or the VXLAN. */
  readonly bridge: number
  /** The port; the bridge or the VXLAN itself where the host has joined. */
  readonly port: number
  /** An address of IPv4 or IPv6, or of Ethernet. */
  readonly group: string
}
export interface MulticastGroupKey {
  readonly bridge: string | number
  readonly port: string | number
  readonly group: string
  readonly vid?: number
  /** Of a group by its source, (S, G). */
  readonly source?: string
}
/**
 * A group to be joined: `{ bridge: 'br0', port: 'p0', group: '239.1.1.1', state: 'permanent' }`; without a state it is temporary. `groupMode` and
 * `srcList` need Linux 6.2; what VXLANs have (`dst`, `dstPort`, `vni`, `ifindex`, `srcVni`), 6.4.
 */
export interface NewMulticastGroup extends MulticastGroupKey, Omit<Input<MdbEntryAttributes, Wide>, 'source' | 'srcList' | 'stateMask' | 'unknown' | 'rest'> {
  readonly state?: 'temporary' | 'permanent'
  /** With `groupMode`: the sources that are meant. */
  readonly srcList?: readonly string[]
}
export interface MulticastGroupFilter {
  readonly bridge?: string | number
  readonly port?: string | number
  readonly group?: string
  readonly vid?: number
}
/** A port of a bridge that a router of multicast is behind. */
export interface MulticastRouterPort extends RouterPort { readonly bridge: number }

const BRIDGE = { family: 'bridge' } as const
const filters = ['bridge', 'port', 'group', 'vid']

export class MulticastGroups<M extends Mode> extends Objects<M> {
  /** Of all bridges and VXLANs, or those that fit. The kernel does not filter. */
  list (filter: MulticastGroupFilter = {}, options?: WaitOptions): Result<M, MulticastGroup[]> {
    return this.steps(() => this.#list('mdb.list', filter), options)
  }

  /** Ports of bridges that routers of multicast are behind. */
  routers (filter: Pick<MulticastGroupFilter, 'bridge'> = {}, options?: WaitOptions): Result<M, MulticastRouterPort[]> {
    const groups = this
    return this.steps(function * () {
      groups.mustKnow('mdb.routers', filter, ['bridge'])
      const bridge = groups.indexIn('mdb.routers', filter, 'bridge')
      const found = yield * groups.#dump('mdb.routers')
      return found.filter(({ ifindex }) => bridge === undefined || ifindex === bridge)
        .flatMap(({ ifindex, router }) => (router?.port ?? []).map(port => ({ ...port, bridge: ifindex })))
    }, options)
  }

  /** @throws {NetlinkError} ENOENT */
  get (key: MulticastGroupKey): Result<M, MulticastGroup> {
    return this.steps(() => this.#get('mdb.get', key))
  }

  /** Joins a port to a group, and gives back what the kernel has. @throws {CodecError}, {NetlinkError} EEXIST, EINVAL, ENODEV ... */
  add (group: NewMulticastGroup): Result<M, MulticastGroup> {
    return this.steps(() => this.#make('mdb.add', NLM_F_CREATE | NLM_F_EXCL, group))
  }

  /** Joins, or puts it in the place of what there is: since Linux 6.2. */
  replace (group: NewMulticastGroup): Result<M, MulticastGroup> {
    return this.steps(() => this.#make('mdb.replace', NLM_F_CREATE | NLM_F_REPLACE, group))
  }

  /** @throws {NetlinkError} EINVAL where there is none */
  delete (key: MulticastGroupKey): Result<M, void> {
    return this.now(() => this.talk.exchange([asking('mdb.delete', messageTypes.RTM_DELMDB, 0, key)], nothing))
  }

  /** Deletes those that fit; the filter must say something. Gives how many there were. */
  flush (filter: MulticastGroupFilter): Result<M, number> {
    const groups = this
    return this.steps(function * () {
      groups.mustSay('mdb.flush', filter, filters)
      const found = yield * groups.#list('mdb.flush', filter)
      // Those of a source go with the group that they are of.
      return groups.flushed(found.map(one => asking('mdb.flush', messageTypes.RTM_DELMDB, 0, one)), ['EINVAL', 'ENOENT'])
    })
  }

  * #make (verb: string, flags: number, group: NewMulticastGroup): Steps<MulticastGroup> {
    this.talk.exchange([asking(verb, messageTypes.RTM_NEWMDB, flags, group)])
    // The kernel echoes none.
    return yield * this.#get(verb, group)
  }

  * #get (verb: string, key: MulticastGroupKey): Steps<MulticastGroup> {
    const ask = asking(verb, messageTypes.RTM_GETMDB, 0, key)
    const { ifindex: bridge, entry, entryAttrs: { source, dst, srcVni } = {} } = this.talk.said<MdbRequest>(ask)
    const { ifindex: port, vid, addr } = entry!
    const found = yield * this.#list(ask.call, { bridge, port, group: addr.u, ...key.vid === undefined ? {} : { vid } })
    const one = closest(found.filter(one => one.source === source), { dst, srcVni: toldOf(this.talk, ask.call, bridge, { srcVni }).srcVni })
    return this.mustFind(one, ask.call, 'there is no such group at that port')
  }

  * #list (call: string, filter: MulticastGroupFilter): Steps<MulticastGroup[]> {
    this.mustKnow(call, filter, filters)
    const [bridge, port] = [this.indexIn(call, filter, 'bridge'), this.indexIn(call, filter, 'port')]
    const group = filter.group === undefined ? undefined : during(call, () => groupText(filter.group!))
    const found = yield * this.#dump(call)
    return found.flatMap(groupsOf)
      .filter(one => (bridge === undefined || one.bridge === bridge) && (port === undefined || one.port === port) &&
        (group === undefined || one.group === group) && (filter.vid === undefined || one.vid === filter.vid))
  }

  #dump (call: string): Steps<Mdb[]> {
    return this.talk.dump<Mdb>({ call, type: messageTypes.RTM_GETMDB, codec: MdbRequest, answer: Mdb, value: BRIDGE })
  }
}

/** The groups that a message tells of. */
export const groupsOf = ({ ifindex, mdb }: Mdb): MulticastGroup[] => (mdb?.entry ?? []).flatMap(({ info = [] }) =>
  info.map(({ ifindex: port, addr, ...rest }) => ({ bridge: ifindex, port, group: addr.u, ...rest })))

/** ETH_P_*: which of them an address is; of Ethernet, 0. */
const protocolOf = (group: string): 'ip' | 'ipv6' | 0 => group.includes('.') ? 'ip' : /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(group) ? 0 : 'ipv6'
/** As the kernel's would be read. @throws {CodecError} */
const groupText = (group: string): string => protocolOf(group) === 0 ? group.toLowerCase() : parseHost(group, 'group').address
const paths: Readonly<Record<string, string>> = { 'ifindex': 'bridge', 'entry.ifindex': 'port', 'entry.addr.u': 'group', 'entry.addr': 'group' }

function asking (verb: string, type: number, flags: number, of: NewMulticastGroup | MulticastGroup): Ask {
  const { bridge, port, group, vid, state, source, ...rest } = of as NewMulticastGroup
  const sources = rest.srcList === undefined ? {} : { srcList: { entry: rest.srcList.map(address => ({ address })) } }
  const attributes = type === messageTypes.RTM_DELMDB ? keyOf(rest) : { ...rest, ...sources }
  const entryAttrs = { ...source === undefined ? {} : { source }, ...attributes }
  return {
    call: `${verb} ${String(group)}`,
    type,
    flags,
    codec: MdbRequest,
    value: {
      ...BRIDGE,
      ifindex: bridge,
      entry: { ifindex: port, ...state === undefined ? {} : { state }, ...vid === undefined ? {} : { vid }, addr: { u: group, proto: protocolOf(String(group)) } },
      ...Object.keys(entryAttrs).length === 0 ? {} : { entryAttrs },
    },
    written: path => paths[path] ?? path.replace(/^entry(Attrs)?\./, '').replace(/^srcList\.entry(\[\d+\])\.address$/, 'srcList$1'),
  }
}
/** Of what the kernel told of one, what says which it is: a VXLAN's place to send to. */
const keyOf = (rest: object): object => {
  const { dst, dstPort, vni, eattrIfindex, ifindex, srcVni } = rest as Partial<MdbEntryInfo>
  const link = eattrIfindex ?? ifindex
  return given({ dst, dstPort, vni, ifindex: link, srcVni })
}
