// VLANs of bridges and their ports: RTM_NEWVLAN, RTM_DELVLAN, RTM_GETVLAN; since Linux 5.6. linux/if_bridge.h, bridge(8); net/bridge/br_vlan.c
import { CodecError } from '../../codec/core/errors.js'
import type { Input, Wide } from '../../codec/core/infer.js'
import { messageTypes } from '../../codec/route/message-types.js'
import { Vlan, VlanRequest, type VlanEntry, type VlanGlobalOptions } from '../../codec/route/vlan-db.js'
import type { Ask } from './asked.js'
import { nothing } from './conversation.js'
import type { Mode, Result, Steps, WaitOptions } from './mode.js'
import { Objects } from './objects.js'

/** A VLAN of a port, or of a bridge itself: BRIDGE_VLANDB_ENTRY_*, one for each VLAN of a range. */
export interface BridgeVlan extends Omit<VlanEntry, 'info' | 'range'> {
  readonly ifindex: number
  readonly vid: number
  /** BRIDGE_VLAN_INFO_*: `pvid`, `untagged` ... */
  readonly flags: ReadonlyArray<string | number>
}
export interface BridgeVlanKey {
  /** A port; or the bridge itself. */
  readonly ifindex: string | number
  /** 1 to 4094. */
  readonly vid: number
  /** The last one, of a range that begins with `vid`. */
  readonly range?: number
}
type Flags = NonNullable<NonNullable<Input<VlanEntry, Wide>['info']>['flags']>
export type NewBridgeVlan = BridgeVlanKey & Pick<Input<VlanEntry, Wide>, 'state' | 'tunnelInfo' | 'mcastRouter' | 'mcastMaxGroups' | 'neighSuppress'> & { readonly flags?: Flags }
export interface BridgeVlanFilter {
  readonly ifindex?: string | number
  readonly vid?: number
  /** With counters. */
  readonly stats?: boolean
}
export type BridgeVlanGlobals = VlanGlobalOptions & { readonly ifindex: number }

export class BridgeVlans<M extends Mode> extends Objects<M> {
  /** Of all bridges and ports, or those that fit; the kernel filters by link. */
  list (filter: BridgeVlanFilter = {}, options?: WaitOptions): Result<M, BridgeVlan[]> {
    return this.steps(() => this.#list('vlan.list', filter), options)
  }

  /** @throws {NetlinkError} ENOENT */
  get (key: Omit<BridgeVlanKey, 'range'>): Result<M, BridgeVlan> {
    return this.steps(() => this.#get('vlan.get', key))
  }

  /** Puts a port, or the bridge itself, into a VLAN or a range of them, and gives the first back. A port that was in it has other flags then. */
  add (vlan: NewBridgeVlan): Result<M, BridgeVlan> {
    return this.steps(() => this.#set('vlan.add', vlan, vlan.flags ?? []))
  }

  /** Changes options of VLANs that a port is in: `state`, `mcastRouter`, `neighSuppress` ... @throws {NetlinkError} ENOENT */
  change (vlan: Omit<NewBridgeVlan, 'flags'>): Result<M, BridgeVlan> {
    return this.steps(() => this.#set('vlan.change', vlan, ['onlyOpts']))
  }

  /** Takes it out of a VLAN, or a range of them. @throws {NetlinkError} ENOENT */
  delete (key: BridgeVlanKey): Result<M, void> {
    return this.now(() => this.talk.exchange([asking('vlan.delete', messageTypes.RTM_DELVLAN, key, [])], nothing))
  }

  /** What is set for VLANs in the whole of a bridge: multicast, instances of spanning trees; since Linux 5.15. */
  globals (filter: Pick<BridgeVlanFilter, 'ifindex'> = {}, options?: WaitOptions): Result<M, BridgeVlanGlobals[]> {
    const vlans = this
    return this.steps(function * () {
      vlans.mustKnow('vlan.globals', filter, ['ifindex'])
      const found = yield * vlans.#dump('vlan.globals', filter, ['global'])
      return found.flatMap(({ ifindex, globalOptions = [] }) => globalOptions.flatMap(({ range, ...options }) =>
        upTo(options.id!, range).map((id): BridgeVlanGlobals => ({ ...options, id, ifindex }))))
    }, options)
  }

  /** Sets them, for a VLAN (`id`) or a range. */
  changeGlobals (options: Input<VlanGlobalOptions, Wide> & { readonly ifindex: string | number, readonly id: number }): Result<M, void> {
    return this.now(() => {
      const { ifindex, ...rest } = options
      return this.talk.exchange([{
        call: `vlan.changeGlobals ${ifindex}`, type: messageTypes.RTM_NEWVLAN, codec: Vlan, value: { family: 'bridge', ifindex, globalOptions: [rest] },
        written: path => path.replace(/^globalOptions\[0\]\./, ''),
      }], nothing)
    })
  }

  * #set (verb: string, vlan: NewBridgeVlan, flags: Flags): Steps<BridgeVlan> {
    this.talk.exchange([asking(verb, messageTypes.RTM_NEWVLAN, vlan, flags)])
    return yield * this.#get(verb, vlan)
  }

  * #get (call: string, { ifindex, vid }: BridgeVlanKey): Steps<BridgeVlan> {
    const [found] = yield * this.#list(call, { ifindex, vid })
    return this.mustFind(found, `${call} ${ifindex} ${vid}`, 'it is not in that VLAN')
  }

  * #list (call: string, filter: BridgeVlanFilter): Steps<BridgeVlan[]> {
    this.mustKnow(call, filter, ['ifindex', 'vid', 'stats'])
    const found = yield * this.#dump(call, filter, filter.stats === true ? ['stats'] : [])
    return found.flatMap(vlansOf).filter(({ vid }) => filter.vid === undefined || vid === filter.vid)
  }

  #dump (call: string, filter: BridgeVlanFilter, flags: ReadonlyArray<'stats' | 'global'>): Steps<Vlan[]> {
    const ifindex = this.indexIn(call, filter, 'ifindex') ?? 0
    return this.talk.dump<Vlan>({ call, type: messageTypes.RTM_GETVLAN, codec: VlanRequest, answer: Vlan, value: { family: 'bridge', ifindex, ...flags.length === 0 ? {} : { flags } } })
  }
}

/** The VLANs that a message tells of. */
export const vlansOf = ({ ifindex, entry = [] }: Vlan): BridgeVlan[] => entry.flatMap(({ info, range, ...rest }) =>
  upTo(info!.vid, range).map(vid => ({ ifindex, vid, flags: info!.flags, ...rest, ...tunnelOf(rest, vid - info!.vid) })))

/** A range's tunnels go on by one, as its VLANs do. */
const tunnelOf = ({ tunnelInfo }: Pick<VlanEntry, 'tunnelInfo'>, further: number): Pick<VlanEntry, 'tunnelInfo'> =>
  tunnelInfo?.id === undefined ? {} : { tunnelInfo: { ...tunnelInfo, id: tunnelInfo.id + further } }
const upTo = (first: number, last = first): number[] => Array.from({ length: Math.max(0, last - first) + 1 }, (_, i) => first + i)

function asking (verb: string, type: number, { ifindex, vid, range, ...options }: NewBridgeVlan, flags: Flags): Ask {
  const call = `${verb} ${ifindex} ${vid}`
  if (range !== undefined && !(range >= vid)) throw new CodecError(`${range} comes before ${vid}`, 'range').during(call)
  const { flags: _flags, ...rest } = options
  return {
    call, type, codec: Vlan, value: { family: 'bridge', ifindex, entry: [{ info: { vid, flags }, ...range === undefined ? {} : { range }, ...rest }] },
    written: path => path.replace(/^entry\[0\]\.(info\.)?/, ''),
  }
}
