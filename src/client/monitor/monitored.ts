// What can be followed, a line an object: groups that tell of it, its messages, what makes one the same as before. RTNLGRP_*, RTM_*:
// linux/rtnetlink.h
import type { Type } from '../../../codec/core/infer.js'
import { Address } from '../../../codec/route/address.js'
import { Link } from '../../../codec/route/link/link.js'
import { Neighbour } from '../../../codec/route/neighbour.js'
import { Netconf } from '../../../codec/route/netconf.js'
import { Nexthop } from '../../../codec/route/nexthop.js'
import { Nsid } from '../../../codec/route/nsid.js'
import { messageTypes, type MulticastGroup as Group } from '../../../codec/route/message-types.js'
import { Mdb, MdbRequest } from '../../../codec/route/mdb.js'
import { Route } from '../../../codec/route/route/route.js'
import { Rule } from '../../../codec/route/rule.js'
import { Class, Filter, Qdisc } from '../../../codec/route/tc/tc.js'
import { Vlan, VlanRequest } from '../../../codec/route/vlan-db.js'
import { UsageError } from '../../libc/errors.js'
import type { Conversation } from '../conversation.js'
import { groupsOf, type MulticastGroup } from '../mdb.js'
import type { Steps } from '../mode.js'
import { vlansOf, type BridgeVlan } from '../vlan.js'
import { keyOfRoute, routesOfOneKey } from './routes.js'
import { linksOfClasses, placesOfFilters } from './tc.js'

/** Where several may have one key: which of them is meant. */
export interface Several<T> {
  /** Whose place `one` takes; `list.length`: it goes behind them, -1: before them. `flags`: NLM_F_* of the message. */
  place (list: readonly T[], one: T, flags: number): number
  /** Which of them `one` is, or -1. */
  find (list: readonly T[], one: T): number
  /** Whether what is said to be gone is only a part of the one that is meant. */
  isPart (of: T, gone: T): boolean
}

export interface Monitored<T> {
  /** RTNLGRP_* less the prefix: linux/rtnetlink.h */
  readonly groups: ReadonlyArray<GroupName<Group>>
  /** RTM_NEW*, RTM_DEL*, RTM_GET* less the prefixes. */
  readonly messages: MessageName
  /** What the kernel tells. */
  readonly codec: Type<unknown>
  /** What it is asked, where that is something else. */
  readonly request?: Type<unknown>
  /** The objects in a message, where it is not one itself. */
  readonly values?: (message: never) => readonly T[]
  readonly key: (one: T) => string
  readonly several?: Several<T>
  /** Of the messages, those that are about such an object; `gone`: that it is no more. */
  readonly is?: (one: T, gone: boolean) => boolean
  /** What a list of all of them asks for; or each of the lists, where the kernel has none of all. */
  readonly list?: object | ((talk: Conversation) => Steps<object[]>)
  /** Of several that go at once, the kernel tells as of one that nobody knows: then they are listed again. */
  readonly atOnce?: true
  /** Members that change by themselves, the kernel telling nobody, or that say how a message came to be. */
  readonly ignored?: readonly string[]
  /** A message has only what changed; a list has all. */
  readonly partial?: true
  /** Lists whose order means nothing. */
  readonly unordered?: readonly string[]
  /** What of other objects changes these with nobody told: then they are listed again. 'added', 'removed', or the name of a member. */
  readonly silent?: Readonly<Record<string, readonly string[]>>
  /** The kernel lists them of other namespaces, too. */
  readonly elsewhere?: true
}
type GroupName<G> = G extends `RTNLGRP_${infer N}` ? N : never
type Types = keyof typeof messageTypes
/** Those that have all three. */
type MessageName<T = Types> = T extends `RTM_GET${infer N}` ? [`RTM_NEW${N}`, `RTM_DEL${N}`] extends [Types, Types] ? N : never : never

const object = <T>(line: Monitored<T>): Monitored<T> => line

const counters = ['stats', 'stats64', 'afSpec.inet6.stats', 'afSpec.inet6.icmp6stats', 'afSpec.inet6.cacheinfo', 'carrierChanges', 'carrierUpCount', 'carrierDownCount', 'linkinfo.xstats']
const timers = ['helloTimer', 'tcnTimer', 'topologyChangeTimer', 'gcTimer', 'mcastQuerierState'].map(name => `linkinfo.data.${name}`)
const portTimers = ['messageAgeTimer', 'forwardDelayTimer', 'holdTimer'].map(name => `linkinfo.slaveData.${name}`)
/** `info` counts who holds a qdisc; of a filter it is in the key. */
const ofTraffic = ['stats', 'stats2', 'xstats', 'info']
/** HTB counts what went by no class among its options. */
const ofQdiscs = ['options.init.directPkts']
const ofFilters = ['options.pcnt', 'options.act.stats', 'options.act.options.tm', 'options.inHwCount']
const ofMessages = ['change', 'event', 'extMask', 'targetNetnsid']

const monitored = {
  // Bridges tell of their ports as links of the family bridge, and wireless drivers of what happens as links with that alone.
  link: object<Link>({ groups: ['LINK'], messages: 'LINK', codec: Link, key: one => `${one.index}`, is: one => one.family === 'unspec' && one.wireless === undefined, list: { extMask: ['skipStats'] }, ignored: [...counters, ...timers, ...portTimers, ...ofMessages], elsewhere: true }),
  address: object<Address>({ groups: ['IPV4_IFADDR', 'IPV6_IFADDR'], messages: 'ADDR', codec: Address, key: keyOfAddress, is: isInternet, ignored: ['cacheinfo.prefered', 'cacheinfo.valid', 'targetNetnsid'], elsewhere: true }),
  // Of IPv6, a route's own mtu goes down with its link's, or up with it: rt6_mtu_change_route in net/ipv6/route.c
  route: object<Route>({ groups: ['IPV4_ROUTE', 'IPV6_ROUTE', 'MPLS_ROUTE'], messages: 'ROUTE', codec: Route, key: keyOfRoute, several: routesOfOneKey, is: one => (isInternet(one) || one.family === 'mpls') && !one.flags.includes('cloned'), ignored: ['cacheinfo', 'expires'], unordered: ['multipath'], silent: { link: ['removed', 'flags', 'mtu'], address: ['removed'], nexthop: ['removed'] } }),
  neighbour: object<Neighbour>({ groups: ['NEIGH'], messages: 'NEIGH', codec: Neighbour, key: one => `${one.ndmIfindex} ${one.dst}`, is: one => one.family !== 'bridge' && !one.flags.includes('proxy'), ignored: ['cacheinfo', 'probes'] }),
  // What a link hears by itself, and where an address of its own goes that it leaves behind, nobody is told.
  fdb: object<Neighbour>({ groups: ['NEIGH'], messages: 'NEIGH', codec: Neighbour, key: keyOfFdb, is: one => one.family === 'bridge', list: { family: 'bridge' }, ignored: ['cacheinfo'], silent: { link: ['added', 'removed', 'flags', 'master', 'address'], vlan: ['removed'] } }),
  rule: object<Rule>({ groups: ['IPV4_RULE', 'IPV6_RULE'], messages: 'RULE', codec: Rule, key: keyOfRule, is: isInternet, ignored: ['flags'] }),
  nsid: object<Nsid>({ groups: ['NSID'], messages: 'NSID', codec: Nsid, key: one => `${one.nsid}` }),
  nexthop: object<Nexthop>({ groups: ['NEXTHOP'], messages: 'NEXTHOP', codec: Nexthop, key: one => `${one.id}`, ignored: ['groupStats', 'resGroup.unbalancedTime'], silent: { link: ['removed', 'flags'] } }),
  netconf: object<Netconf>({ groups: ['IPV4_NETCONF', 'IPV6_NETCONF', 'MPLS_NETCONF'], messages: 'NETCONF', codec: Netconf, key: one => `${one.family} ${one.ifindex}`, partial: true }),
  mdb: object<MulticastGroup>({ groups: ['MDB'], messages: 'MDB', codec: Mdb, request: MdbRequest, values: groupsOf, key: keyOfGroup, list: { family: 'bridge' }, ignored: ['timer', 'srcList.entry.timer'], silent: { link: ['removed', 'flags', 'master'] } }),
  // The VLAN of untagged packets is one: another is it no more, and nobody told.
  vlan: object<BridgeVlan>({ groups: ['BRVLAN'], messages: 'VLAN', codec: Vlan, request: VlanRequest, values: vlansOf, key: one => `${one.ifindex} ${one.vid}`, list: { family: 'bridge' }, ignored: ['stats', 'mcastNGroups'], silent: { link: ['removed', 'master'], vlan: ['added', 'removed', 'flags'] } }),
  // One has its place for itself. What a link has without being asked, it gets in silence.
  qdisc: object<Qdisc>({ groups: ['TC'], messages: 'QDISC', codec: Qdisc, key: one => `${one.ifindex} ${one.parent}`, ignored: [...ofTraffic, ...ofQdiscs], silent: { link: ['added', 'removed', 'flags', 'qdisc'], qdisc: ['removed'] } }),
  class: object<Class>({ groups: ['TC'], messages: 'TCLASS', codec: Class, key: one => `${one.ifindex} ${one.handle}`, list: linksOfClasses, ignored: ofTraffic, silent: { link: ['removed'], qdisc: ['added', 'removed', 'handle', 'kind', 'options'], class: ['removed'] } }),
  // The first of u32 brings a table with it.
  filter: object<Filter>({ groups: ['TC'], messages: 'TFILTER', codec: Filter, key: one => `${keyOfChain(one)} ${one.info} ${one.handle}`, is: (one, gone) => gone || one.handle !== 0, list: placesOfFilters, atOnce: true, ignored: [...ofTraffic, ...ofFilters], silent: { link: ['removed'], qdisc: ['removed', 'handle', 'kind'], class: ['removed'], chain: ['removed'], filter: ['added'] } }),
  chain: object<Filter>({ groups: ['TC'], messages: 'CHAIN', codec: Filter, key: keyOfChain, list: placesOfFilters, ignored: ofTraffic, silent: { link: ['removed'], qdisc: ['removed', 'handle', 'kind'], class: ['removed'] } }),
} as const

export type MonitoredObject = keyof typeof monitored
export type ValueOf<O extends MonitoredObject> = (typeof monitored)[O] extends Monitored<infer T> ? T : never
export const monitoredObjects = Object.keys(monitored) as readonly MonitoredObject[]
/** Those that are named, or all. @throws {UsageError} where one is none of them */
export function chosen<O extends MonitoredObject> (call: string, all: readonly O[], named: readonly O[] = all): readonly O[] {
  const unknown = named.find(object => !all.includes(object))
  if (unknown !== undefined) throw new UsageError(`${call}: ${JSON.stringify(unknown)}: no such object; there are ${all.join(', ')}`)
  if (named.length === 0) throw new UsageError(`${call}: of what? There are ${all.join(', ')}`)
  return named
}
/** The objects that a message is about. */
export const valuesOf = ({ values }: Monitored<unknown>, message: unknown): readonly unknown[] => values === undefined ? [message] : values(message as never)
/** A line, whatever its object. */
export const lineOf = (object: MonitoredObject): Monitored<unknown> => monitored[object] as Monitored<unknown>

function isInternet ({ family }: { readonly family: string | number }): boolean { return family === 'inet' || family === 'inet6' }
/** An IPv4 address may be there once for each prefix (inet_insert_ifa), an IPv6 address once on a link (ipv6_chk_same_addr). */
function keyOfAddress ({ family, index, local, address, prefixlen }: Address): string {
  return family === 'inet' ? `${index} ${local}/${prefixlen} ${address}` : `${index} ${local ?? address}`
}
function keyOfFdb ({ ndmIfindex, lladdr, vlan, flags, dst, vni, srcVni, nhId }: Neighbour): string {
  return [ndmIfindex, lladdr, vlan, flags.includes('self') ? 'self' : '', dst, vni, srcVni, nhId].join(' ')
}
/** A shared block stands in place of the link, its number in that of the parent. */
function keyOfChain ({ ifindex, parent, chain = 0 }: Filter): string { return `${ifindex} ${parent} ${chain}` }
function keyOfGroup ({ bridge, port, group, vid, source, dst, dstPort, vni, eattrIfindex, srcVni }: MulticastGroup): string {
  return [bridge, port, group, vid, source, dst, dstPort, vni, eattrIfindex, srcVni].join(' ')
}
/** Rules have no key but all that they say. net/core/fib_rules.c: rule_find */
function keyOfRule ({ flags, ...said }: Rule): string {
  return JSON.stringify([flags.includes('invert'), Object.entries(said).filter(([, value]) => value !== undefined)], (_, value: unknown) => typeof value === 'bigint' ? String(value) : value)
}
