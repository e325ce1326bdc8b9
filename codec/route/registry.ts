// What is declared for each message of NETLINK_ROUTE. linux/rtnetlink.h
import { NLM_F_REQUEST, NLMSG_HDRLEN } from '../core/header.js'
import type { Type } from '../core/infer.js'
import type { Known, Registry, Writable } from '../core/protocol.js'
import { Address } from './address.js'
import { AddressLabel } from './address-label.js'
import { CacheReport } from './cache-report.js'
import { CacheReport6 } from './cache-report6.js'
import { Dcb } from './dcb.js'
import { addressFamilies } from './family.js'
import { Link } from './link/link.js'
import { Mdb, MdbGetRequest, MdbRequest } from './mdb.js'
import { isMessageType, messageTypes, multicastGroups, type MessageType } from './message-types.js'
import { NdUserOption } from './nd-user-option.js'
import { Neighbour } from './neighbour.js'
import { NeighbourTable } from './neighbour-table.js'
import { Netconf } from './netconf.js'
import { Nexthop } from './nexthop.js'
import { Nsid } from './nsid.js'
import { Prefix } from './prefix.js'
import { Route } from './route/route.js'
import { Rule } from './rule.js'
import { Stats, StatsRequest } from './stats.js'
import { Actions } from './tc/action.js'
import { Class, Filter, Qdisc } from './tc/tc.js'
import { Tunnel } from './tunnel.js'
import { Vlan, VlanRequest } from './vlan-db.js'

/**
 * What the payload of each message is; of those in `requests`, as the kernel sends it. `as typeof`: else the .d.ts has those that are no classes
 * whole, once a message.
 */
export const declarations = {
  RTM_NEWLINK: Link, RTM_DELLINK: Link, RTM_GETLINK: Link, RTM_SETLINK: Link,
  RTM_NEWADDR: Address, RTM_DELADDR: Address, RTM_GETADDR: Address,
  RTM_NEWROUTE: Route as typeof Route, RTM_DELROUTE: Route as typeof Route, RTM_GETROUTE: Route as typeof Route,
  RTM_NEWNEIGH: Neighbour, RTM_DELNEIGH: Neighbour, RTM_GETNEIGH: Neighbour,
  RTM_NEWRULE: Rule, RTM_DELRULE: Rule, RTM_GETRULE: Rule,
  RTM_NEWQDISC: Qdisc as typeof Qdisc, RTM_DELQDISC: Qdisc as typeof Qdisc, RTM_GETQDISC: Qdisc as typeof Qdisc,
  RTM_NEWTCLASS: Class as typeof Class, RTM_DELTCLASS: Class as typeof Class, RTM_GETTCLASS: Class as typeof Class,
  RTM_NEWTFILTER: Filter as typeof Filter, RTM_DELTFILTER: Filter as typeof Filter, RTM_GETTFILTER: Filter as typeof Filter,
  RTM_NEWACTION: Actions, RTM_DELACTION: Actions, RTM_GETACTION: Actions,
  RTM_NEWCHAIN: Filter as typeof Filter, RTM_DELCHAIN: Filter as typeof Filter, RTM_GETCHAIN: Filter as typeof Filter,
  RTM_NEWMULTICAST: Address, RTM_DELMULTICAST: Address, RTM_GETMULTICAST: Address,
  RTM_NEWANYCAST: Address, RTM_DELANYCAST: Address, RTM_GETANYCAST: Address,
  RTM_NEWNSID: Nsid, RTM_DELNSID: Nsid, RTM_GETNSID: Nsid,
  RTM_NEWLINKPROP: Link, RTM_DELLINKPROP: Link, RTM_GETLINKPROP: Link,
  RTM_NEWPREFIX: Prefix, RTM_NEWNDUSEROPT: NdUserOption, RTM_NEWCACHEREPORT: CacheReport,
  RTM_GETDCB: Dcb, RTM_SETDCB: Dcb,
  RTM_NEWNEIGHTBL: NeighbourTable, RTM_GETNEIGHTBL: NeighbourTable, RTM_SETNEIGHTBL: NeighbourTable,
  RTM_NEWADDRLABEL: AddressLabel, RTM_DELADDRLABEL: AddressLabel, RTM_GETADDRLABEL: AddressLabel,
  RTM_NEWNETCONF: Netconf, RTM_DELNETCONF: Netconf, RTM_GETNETCONF: Netconf,
  RTM_NEWMDB: Mdb, RTM_DELMDB: Mdb, RTM_GETMDB: Mdb,
  RTM_NEWSTATS: Stats, RTM_GETSTATS: StatsRequest, RTM_SETSTATS: StatsRequest,
  RTM_NEWNEXTHOP: Nexthop as typeof Nexthop, RTM_DELNEXTHOP: Nexthop as typeof Nexthop, RTM_GETNEXTHOP: Nexthop as typeof Nexthop,
  RTM_NEWVLAN: Vlan, RTM_DELVLAN: Vlan, RTM_GETVLAN: VlanRequest,
  RTM_NEWNEXTHOPBUCKET: Nexthop as typeof Nexthop, RTM_DELNEXTHOPBUCKET: Nexthop as typeof Nexthop, RTM_GETNEXTHOPBUCKET: Nexthop as typeof Nexthop,
  RTM_NEWTUNNEL: Tunnel as typeof Tunnel, RTM_DELTUNNEL: Tunnel as typeof Tunnel, RTM_GETTUNNEL: Tunnel as typeof Tunnel,
} as const satisfies Record<MessageType, unknown>

/** What the payload of a request is, where the kernel's own message of that number is another: told by NLM_F_REQUEST, which the kernel never sets. */
export const requests = {
  RTM_NEWMDB: MdbRequest, RTM_DELMDB: MdbRequest, RTM_GETMDB: MdbGetRequest,
} as const
export type RequestType = keyof typeof requests
const hasRequest = (name: MessageType): name is RequestType => Object.hasOwn(requests, name)
/** Whether a message with these flags is what `requests` has for it. */
const isRequest = (name: MessageType, flags: number): name is RequestType => (flags & NLM_F_REQUEST) !== 0 && hasRequest(name)

/** What the payload is in one address family, the first byte of its header, where the attributes of that have names of their own. */
export const inFamilies = {
  RTM_NEWCACHEREPORT: { ip6mr: CacheReport6 },
} as const
export type FamilyType = keyof typeof inFamilies
const familiesOf = new Map(Object.entries(inFamilies).map(([name, families]) => [name, new Map(Object.entries(families) as unknown as Array<[string, Type<unknown>]>)]))

/** What is declared for a message with these flags in its header, of this address family where its sort has one. */
export const declarationOf = (name: MessageType, flags: number, family?: unknown): Type<unknown> =>
  (isRequest(name, flags) ? requests[name] : familiesOf.get(name)?.get(family as string) ?? declarations[name]) as Type<unknown>

/** All that is declared: a message's payload, then what it is in single address families, then in requests. */
export interface Payload { readonly name: MessageType, readonly of: Type<unknown>, readonly family?: string, readonly request?: true }
export const payloads = (): Payload[] => (Object.keys(messageTypes) as MessageType[]).flatMap((name): Payload[] => [
  { name, of: declarations[name] as Type<unknown> },
  ...[...familiesOf.get(name) ?? []].map(([family, of]) => ({ name, of, family })),
  ...hasRequest(name) ? [{ name, of: requests[name] as Type<unknown>, request: true } as const] : [],
])

/** By number: what is known of a message, and of the requests that are something else. */
const known: Known[] = []
const knownRequests: Known[] = []
for (const [name, type] of Object.entries(messageTypes) as ReadonlyArray<[MessageType, number]>) {
  if (!hasRequest(name)) known[type] = { name, of: declarations[name] }
  else {
    known[type] = { name, of: declarations[name], beside: { request: false } }
    knownRequests[type] = { name, of: requests[name], beside: { request: true } }
  }
}
/** By number, then by the number of the address family. */
const knownInFamilies: Array<Known[] | undefined> = []
for (const [name, families] of familiesOf) {
  const byNumber: Known[] = knownInFamilies[messageTypes[name as FamilyType]] = []
  for (const [family, of] of families) byNumber[addressFamilies[family as keyof typeof addressFamilies]] = { name, of }
}
const unnamed: Known = {}

export const route: Registry = {
  find: ({ type, flags, length }, b, at) => {
    const special = (flags & NLM_F_REQUEST) === 0 ? undefined : knownRequests[type]
    const families = knownInFamilies[type]
    const ofFamily = families === undefined || length <= NLMSG_HDRLEN ? undefined : families[b.u8[at + NLMSG_HDRLEN]!]
    return special ?? ofFamily ?? known[type] ?? unnamed
  },
  named: (name, flags, family): Writable | undefined =>
    isMessageType(name) ? { type: messageTypes[name], of: declarationOf(name, flags, family) } : undefined,
  multicastGroups,
}
