// The protocols of AF_NETLINK, and what is to be known of one's messages. NETLINK_*: linux/netlink.h
import type { Bytes } from './bytes.js'
import type { Header } from './header.js'
import type { Type } from './infer.js'

/** NETLINK_*, as socket(2) takes them and a capture has them. NETLINK_INET_DIAG is another name of 4. */
export const protocols = {
  route: 0, unused: 1, usersock: 2, firewall: 3, sockDiag: 4, nflog: 5, xfrm: 6, selinux: 7, iscsi: 8, audit: 9, fibLookup: 10, connector: 11,
  netfilter: 12, ip6Fw: 13, dnrtmsg: 14, kobjectUevent: 15, generic: 16, scsitransport: 18, ecryptfs: 19, rdma: 20, crypto: 21, smc: 22,
} as const
/** By name; the messages of 'route' and 'generic' are declared. */
export type Protocol = keyof typeof protocols

const names = new Map(Object.entries(protocols).map(([name, number]) => [number as number, name as Protocol]))
/** `generic` for 16; nothing for a number that the kernel does not have. */
export const protocolName = (number: number): Protocol | undefined => names.get(number)

/** What the numbers stand for that a kernel gives out as it runs. */
export interface Families {
  nameOf (id: number): string | undefined
}

/** What is known of one message. */
export interface Known {
  /** Of its kind, as `RTM_NEWROUTE`; absent where nobody named it. */
  readonly name?: string
  /** What its payload is; absent where nobody declared it. */
  readonly of?: Type<any>
  /** The same for the tree, where that goes deeper than the value. */
  readonly treeOf?: Type<any>
  /** What else is to be said of it beside its name and value, as the family that a number is of. */
  readonly beside?: Readonly<Record<string, unknown>>
}
/** What it takes to write a message that is declared. */
export interface Writable {
  /** For nlmsg_type. */
  readonly type: number
  readonly of: Type<any>
  /** Members of the payload's header that go by the message's name. */
  readonly members?: Readonly<Record<string, unknown>>
}

/** What a protocol knows of its messages. */
export interface Registry {
  /** The message whose nlmsghdr, at `at`, was read as `header`: all of it is there. */
  find (header: Header, b: Bytes, at: number, families?: Families): Known
  /** The message of that name, with these flags in its nlmsghdr, of an address family by its name; nothing where none is declared. */
  named (name: string, flags: number, family?: unknown): Writable | undefined
  /** Names of multicast groups, with their numbers. */
  readonly multicastGroups: Readonly<Record<string, number>>
}
