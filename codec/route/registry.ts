// The messages of NETLINK_ROUTE: number, name, and what is declared for each; the multicast groups. RTM_*, RTNLGRP_*: linux/rtnetlink.h
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

/** Every message that the kernel has a number for. */
export const messageTypes = {
  RTM_NEWLINK: 16, RTM_DELLINK: 17, RTM_GETLINK: 18, RTM_SETLINK: 19,
  RTM_NEWADDR: 20, RTM_DELADDR: 21, RTM_GETADDR: 22,
  RTM_NEWROUTE: 24, RTM_DELROUTE: 25, RTM_GETROUTE: 26,
  RTM_NEWNEIGH: 28, RTM_DELNEIGH: 29, RTM_GETNEIGH: 30,
  RTM_NEWRULE: 32, RTM_DELRULE: 33, RTM_GETRULE: 34,
  RTM_NEWQDISC: 36, RTM_DELQDISC: 37, RTM_GETQDISC: 38,
  RTM_NEWTCLASS: 40, RTM_DELTCLASS: 41, RTM_GETTCLASS: 42,
  RTM_NEWTFILTER: 44, RTM_DELTFILTER: 45, RTM_GETTFILTER: 46,
  RTM_NEWACTION: 48, RTM_DELACTION: 49, RTM_GETACTION: 50,
  RTM_NEWPREFIX: 52,
  RTM_NEWMULTICAST: 56, RTM_DELMULTICAST: 57, RTM_GETMULTICAST: 58,
  RTM_NEWANYCAST: 60, RTM_DELANYCAST: 61, RTM_GETANYCAST: 62,
  RTM_NEWNEIGHTBL: 64, RTM_GETNEIGHTBL: 66, RTM_SETNEIGHTBL: 67,
  RTM_NEWNDUSEROPT: 68,
  RTM_NEWADDRLABEL: 72, RTM_DELADDRLABEL: 73, RTM_GETADDRLABEL: 74,
  RTM_GETDCB: 78, RTM_SETDCB: 79,
  RTM_NEWNETCONF: 80, RTM_DELNETCONF: 81, RTM_GETNETCONF: 82,
  RTM_NEWMDB: 84, RTM_DELMDB: 85, RTM_GETMDB: 86,
  RTM_NEWNSID: 88, RTM_DELNSID: 89, RTM_GETNSID: 90,
  RTM_NEWSTATS: 92, RTM_GETSTATS: 94, RTM_SETSTATS: 95,
  RTM_NEWCACHEREPORT: 96,
  RTM_NEWCHAIN: 100, RTM_DELCHAIN: 101, RTM_GETCHAIN: 102,
  RTM_NEWNEXTHOP: 104, RTM_DELNEXTHOP: 105, RTM_GETNEXTHOP: 106,
  RTM_NEWLINKPROP: 108, RTM_DELLINKPROP: 109, RTM_GETLINKPROP: 110,
  RTM_NEWVLAN: 112, RTM_DELVLAN: 113, RTM_GETVLAN: 114,
  RTM_NEWNEXTHOPBUCKET: 116, RTM_DELNEXTHOPBUCKET: 117, RTM_GETNEXTHOPBUCKET: 118,
  RTM_NEWTUNNEL: 120, RTM_DELTUNNEL: 121, RTM_GETTUNNEL: 122,
} as const
export type MessageType = keyof typeof messageTypes
const isMessageType = (name: string): name is MessageType => Object.hasOwn(messageTypes, name)

export const {
  RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK, RTM_SETLINK, RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR, RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE,
  RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWRULE, RTM_DELRULE, RTM_GETRULE, RTM_GETMULTICAST, RTM_GETANYCAST, RTM_NEWNSID, RTM_DELNSID,
  RTM_GETNSID, RTM_NEWLINKPROP, RTM_DELLINKPROP, RTM_GETLINKPROP, RTM_NEWNEXTHOP, RTM_DELNEXTHOP, RTM_GETNEXTHOP, RTM_GETNEXTHOPBUCKET,
  RTM_GETNETCONF, RTM_GETNEIGHTBL, RTM_SETNEIGHTBL, RTM_NEWADDRLABEL, RTM_DELADDRLABEL, RTM_GETADDRLABEL,
} = messageTypes

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
export const hasRequest = (name: MessageType): name is RequestType => Object.hasOwn(requests, name)
/** Whether a message with these flags is what `requests` has for it. */
export const isRequest = (name: MessageType, flags: number): name is RequestType => (flags & NLM_F_REQUEST) !== 0 && hasRequest(name)

/** What the payload is in one address family, the first byte of its header, where the attributes of that have names of their own. */
export const inFamilies = {
  RTM_NEWCACHEREPORT: { ip6mr: CacheReport6 },
} as const
export type FamilyType = keyof typeof inFamilies
const familiesOf = new Map(Object.entries(inFamilies).map(([name, families]) => [name, new Map(Object.entries(families) as unknown as Array<[string, Type<unknown>]>)]))

/** What is declared for a message with these flags in its header, of this address family where its sort has one. */
export const declarationOf = (name: MessageType, flags: number, family?: unknown): Type<unknown> =>
  (isRequest(name, flags) ? requests[name] : familiesOf.get(name)?.get(family as string) ?? declarations[name]) as Type<unknown>

const names = new Map(Object.entries(messageTypes).map(([name, type]) => [type as number, name as MessageType]))
/** `RTM_NEWROUTE` for 24; nothing for a number that the kernel does not have. */
export const messageName = (type: number): MessageType | undefined => names.get(type)

/** All that is declared: a message's payload, then what it is in single address families, then in requests. */
export interface Payload { readonly name: MessageType, readonly of: Type<unknown>, readonly family?: string, readonly request?: true }
export const payloads = (): Payload[] => (Object.keys(messageTypes) as MessageType[]).flatMap((name): Payload[] => [
  { name, of: declarations[name] as Type<unknown> },
  ...[...familiesOf.get(name) ?? []].map(([family, of]) => ({ name, of, family })),
  ...hasRequest(name) ? [{ name, of: requests[name] as Type<unknown>, request: true } as const] : [],
])

/** Groups whose members are told of changes, by number (NETLINK_ADD_MEMBERSHIP). */
export const multicastGroups = {
  RTNLGRP_LINK: 1, RTNLGRP_NOTIFY: 2, RTNLGRP_NEIGH: 3, RTNLGRP_TC: 4, RTNLGRP_IPV4_IFADDR: 5, RTNLGRP_IPV4_MROUTE: 6, RTNLGRP_IPV4_ROUTE: 7,
  RTNLGRP_IPV4_RULE: 8, RTNLGRP_IPV6_IFADDR: 9, RTNLGRP_IPV6_MROUTE: 10, RTNLGRP_IPV6_ROUTE: 11, RTNLGRP_IPV6_IFINFO: 12, RTNLGRP_DECnet_IFADDR: 13,
  RTNLGRP_NOP2: 14, RTNLGRP_DECnet_ROUTE: 15, RTNLGRP_DECnet_RULE: 16, RTNLGRP_NOP4: 17, RTNLGRP_IPV6_PREFIX: 18, RTNLGRP_IPV6_RULE: 19,
  RTNLGRP_ND_USEROPT: 20, RTNLGRP_PHONET_IFADDR: 21, RTNLGRP_PHONET_ROUTE: 22, RTNLGRP_DCB: 23, RTNLGRP_IPV4_NETCONF: 24, RTNLGRP_IPV6_NETCONF: 25,
  RTNLGRP_MDB: 26, RTNLGRP_MPLS_ROUTE: 27, RTNLGRP_NSID: 28, RTNLGRP_MPLS_NETCONF: 29, RTNLGRP_IPV4_MROUTE_R: 30, RTNLGRP_IPV6_MROUTE_R: 31,
  RTNLGRP_NEXTHOP: 32, RTNLGRP_BRVLAN: 33, RTNLGRP_MCTP_IFADDR: 34, RTNLGRP_TUNNEL: 35, RTNLGRP_STATS: 36, RTNLGRP_IPV4_MCADDR: 37,
  RTNLGRP_IPV6_MCADDR: 38, RTNLGRP_IPV6_ACADDR: 39,
} as const
export type MulticastGroup = keyof typeof multicastGroups

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
