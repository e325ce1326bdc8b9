// RTM_NEWNETCONF, RTM_DELNETCONF, RTM_GETNETCONF: struct netconfmsg, then NETCONFA_*: settings of links. linux/netconf.h;
// net/ipv4/devinet.c, net/ipv6/addrconf.c, net/mpls/af_mpls.c
import { message, struct } from '../core/attributes.js'
import { s32 } from '../core/types.js'
import { addressFamily } from './family.js'

/** struct netconfmsg: one byte; attributes begin 4 bytes from its start. */
export class Netconfmsg extends struct('netconfmsg', { family: addressFamily }) {}

/** What sysctls under net.ipv4.conf, net.ipv6.conf and net.mpls.conf say of a link: 0 is off, and a setting that a family does not have is absent. */
export class Netconf extends message(Netconfmsg, 'NETCONFA_', () => ({
  /** A link; -1: `all`, -2: `default`. */
  ifindex: [1, s32],
  forwarding: [2, s32],
  /** 0: off, 1: strict, 2: loose. */
  rpFilter: [3, s32],
  mcForwarding: [4, s32],
  proxyNeigh: [5, s32],
  ignoreRoutesWithLinkdown: [6, s32],
  /** Of MPLS. */
  input: [7, s32],
  bcForwarding: [8, s32],
  /** IPv6; since Linux 6.17. */
  forceForwarding: [9, s32],
})) {}
