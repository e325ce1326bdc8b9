// RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR: struct ifaddrmsg, then IFA_*. linux/if_addr.h; net/ipv4/devinet.c, net/ipv6/addrconf.c
import { byFamily, message, struct } from '../core/attributes.js'
import { enumeration, fixed, flags, ip, linkIndex, mac, named, s32, string, u32, u8 } from '../core/types.js'
import { addressFamily } from './family.js'
import { routeScope } from './numbers.js'

const lowFlags = {
  /** Of an IPv6 address, the same bit is IFA_F_TEMPORARY. */
  secondary: 0x1,
  nodad: 0x2, optimistic: 0x4, dadfailed: 0x8, homeaddress: 0x10, deprecated: 0x20, tentative: 0x40, permanent: 0x80,
} as const
/** IFA_F_* */
export const addressFlags = flags(u32, { ...lowFlags, managetempaddr: 0x100, noprefixroute: 0x200, mcautojoin: 0x400, stablePrivacy: 0x800 })

/** struct ifaddrmsg */
export class Ifaddrmsg extends struct('ifaddrmsg', {
  family: addressFamily,
  /** Bits of `address` that the subnet has. */
  prefixlen: u8,
  /** The first eight of `flags`; the kernel reads them only where `flags` is missing. */
  ifaFlags: flags(u8, lowFlags),
  scope: routeScope,
  /** The link that has it. */
  index: linkIndex,
}) {}

/** struct ifa_cacheinfo. Lifetimes are in seconds, 0xffffffff for ever; times are in 1/100 s since the machine began. */
export class AddressCacheinfo extends struct('ifa_cacheinfo', {
  /** How long connections may still begin from it. */
  prefered: u32,
  valid: u32,
  /** When it was made. */
  cstamp: u32,
  /** When it was last changed. */
  tstamp: u32,
}) {}

/** One byte: the endpoint of MCTP (DSP0236), the address of Phonet. */
const byte = fixed(1, mac)
const address = byFamily({ mctp: byte, phonet: byte }, ip)

/** An address of a link. */
export class Address extends message(Ifaddrmsg, 'IFA_', () => ({
  /** The other end of a point-to-point link; everywhere else the same as `local`. IPv6 has it alone, and `local` only beside a peer. */
  address: [1, address],
  local: [2, address],
  /** IPv4 only: the link's name, or that with a colon and more behind it. */
  label: [3, string],
  broadcast: [4, ip],
  /** In answers to RTM_GETANYCAST. */
  anycast: [5, ip],
  cacheinfo: [6, AddressCacheinfo],
  /** In answers to RTM_GETMULTICAST. */
  multicast: [7, ip],
  flags: [8, addressFlags],
  /** Metric of the route to its subnet, 0 for the kernel's own choice. */
  rtPriority: [9, u32],
  /** In requests: look in the namespace of this id. In answers: that it was. */
  targetNetnsid: [10, s32],
  /** IFAPROT_*: who made it; since Linux 5.18. */
  proto: [11, named(enumeration(u8, { unspec: 0, kernelLo: 1, kernelRa: 2, kernelLl: 3 }), 'rt_addrprotos')],
  /** Of a multicast address: how many want it. Newer than Linux 7.2. */
  mcUsers: [12, u32],
})) {
  /** `10.0.0.1/24`: the link's own address, with the length of the prefix. Beside a peer, the length is of the peer's prefix. */
  get prefix (): string { return `${this.local ?? this.address ?? this.anycast ?? this.multicast ?? ''}/${this.prefixlen}` }
}
