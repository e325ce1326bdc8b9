// What each address family says of a link, by the number of the family. IFLA_INET6_*: linux/if_link.h;
// net/ipv6/addrconf.c
import { attributes, nested, struct } from '../../core/attributes.js'
import { array } from '../../core/lists.js'
import { bytes, enumeration, flags, ip, s32, u32, u64, u8 } from '../../core/types.js'

/**
 * net.ipv4.conf of the link, IPV4_DEVCONF_*: linux/ip.h. The kernel tells all of them as an array, and takes none in
 * that form: set them by sysctl.
 */
export class InetConf extends struct('ipv4_devconf', {
  forwarding: s32,
  mcForwarding: s32,
  proxyArp: s32,
  acceptRedirects: s32,
  secureRedirects: s32,
  sendRedirects: s32,
  sharedMedia: s32,
  rpFilter: s32,
  acceptSourceRoute: s32,
  bootpRelay: s32,
  logMartians: s32,
  tag: s32,
  arpfilter: s32,
  mediumId: s32,
  noxfrm: s32,
  nopolicy: s32,
  forceIgmpVersion: s32,
  arpAnnounce: s32,
  arpIgnore: s32,
  promoteSecondaries: s32,
  arpAccept: s32,
  arpNotify: s32,
  acceptLocal: s32,
  srcVmark: s32,
  proxyArpPvlan: s32,
  routeLocalnet: s32,
  igmpv2UnsolicitedReportInterval: s32,
  igmpv3UnsolicitedReportInterval: s32,
  ignoreRoutesWithLinkdown: s32,
  dropUnicastInL2Multicast: s32,
  dropGratuitousArp: s32,
  bcForwarding: s32,
}, {
  tail: {
    arpEvictNocarrier: s32,
  },
}) {}

export class Inet extends attributes('IFLA_INET_', () => ({
  conf: [1, InetConf],
})) {}

/** net.ipv6.conf of the link, DEVCONF_*: linux/ipv6.h. To be read alone; times in ms. */
export class Inet6Conf extends struct('ipv6_devconf', {
  forwarding: s32,
  hoplimit: s32,
  mtu6: s32,
  acceptRa: s32,
  acceptRedirects: s32,
  autoconf: s32,
  dadTransmits: s32,
  rtrSolicits: s32,
  rtrSolicitInterval: s32,
  rtrSolicitDelay: s32,
  useTempaddr: s32,
  tempValidLft: s32,
  tempPreferedLft: s32,
  regenMaxRetry: s32,
  maxDesyncFactor: s32,
  maxAddresses: s32,
  forceMldVersion: s32,
  acceptRaDefrtr: s32,
  acceptRaPinfo: s32,
  acceptRaRtrPref: s32,
  rtrProbeInterval: s32,
  acceptRaRtInfoMaxPlen: s32,
  proxyNdp: s32,
  optimisticDad: s32,
  acceptSourceRoute: s32,
  mcForwarding: s32,
  disableIpv6: s32,
  acceptDad: s32,
  forceTllao: s32,
  ndiscNotify: s32,
  mldv1UnsolicitedReportInterval: s32,
  mldv2UnsolicitedReportInterval: s32,
  suppressFragNdisc: s32,
  acceptRaFromLocal: s32,
  useOptimistic: s32,
  acceptRaMtu: s32,
  stableSecret: s32,
  useOifAddrsOnly: s32,
  acceptRaMinHopLimit: s32,
  ignoreRoutesWithLinkdown: s32,
  dropUnicastInL2Multicast: s32,
  dropUnsolicitedNa: s32,
  keepAddrOnDown: s32,
  rtrSolicitMaxInterval: s32,
  seg6Enabled: s32,
  seg6RequireHmac: s32,
  enhancedDad: s32,
  addrGenMode: s32,
  disablePolicy: s32,
  acceptRaRtInfoMinPlen: s32,
  ndiscTclass: s32,
  rplSegEnabled: s32,
}, {
  tail: {
    raDefrtrMetric: s32,
    ioam6Enabled: s32,
    ioam6Id: s32,
    ioam6IdWide: s32,
    ndiscEvictNocarrier: s32,
    acceptUntrackedNa: s32,
    acceptRaMinLft: s32,
    forceForwarding: s32,
  },
}) {}

/** ICMP6_MIB_*: linux/snmp.h */
export class Icmp6Stats extends struct('icmp6_mib', {
  /** How many numbers there are, this one included. */
  num: u64,
  inmsgs: u64,
  inerrors: u64,
  outmsgs: u64,
  outerrors: u64,
  csumerrors: u64,
}, {
  tail: {
    ratelimithost: u64,
  },
}) {}

/** struct ifla_cacheinfo */
export class Inet6Cacheinfo extends struct('ifla_cacheinfo', {
  maxReasmLen: u32,
  /** When it was last changed, in 1/100 s since the machine started. */
  tstamp: u32,
  /** In ms. rt-link.yaml has s32; if_link.h has __u32. */
  reachableTime: u32,
  /** In ms. */
  retransTime: u32,
}) {}

export class Inet6 extends attributes('IFLA_INET6_', () => ({
  /** IF_*: net/if_inet6.h */
  flags: [1, flags(u32, { rsSent: 0x10, raRcvd: 0x20, raManaged: 0x40, raOtherconf: 0x80, ready: 0x80000000 })],
  conf: [2, Inet6Conf],
  /** IPSTATS_MIB_*, how many first. What each counts goes by the kernel: linux/snmp.h has had more than one order. */
  stats: [3, array(u64)],
  mcast: [4, bytes],
  cacheinfo: [5, Inet6Cacheinfo],
  icmp6stats: [6, Icmp6Stats, 'IFLA_INET6_ICMP6STATS'],
  /** The lower half of the addresses that are made of advertised prefixes. */
  token: [7, ip],
  addrGenMode: [8, enumeration(u8, { eui64: 0, none: 1, stablePrivacy: 2, random: 3 })],
  /** The MTU that a router advertised. */
  raMtu: [9, u32],
})) {}

/** linux/if_link.h; MCTP_PHYS_BINDING_*: net/mctp.h, after DSP0239 */
export class Mctp extends attributes('IFLA_MCTP_', () => ({
  net: [1, u32],
  physBinding: [2, enumeration(u8, {
    unspec: 0, smbus: 1, pcieVdm: 2, usb: 3, kcs: 4, serial: 5, i3c: 6, mmbi: 7, pcc: 8, ucie: 9, vendor: 0xff,
  })],
})) {}

export class AfSpec extends attributes('AF_', () => ({
  inet: [2, Inet],
  inet6: [10, Inet6],
  /** net/mctp/device.c wants NLA_F_NESTED, which rtnetlink does not set when it tells. */
  mctp: [45, nested(Mctp)],
})) {}
