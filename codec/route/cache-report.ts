// RTM_NEWCACHEREPORT: struct rtgenmsg, then IPMRA_CREPORT_*: what the kernel tells a multicast router, to RTNLGRP_IPV4_MROUTE_R and
// RTNLGRP_IPV6_MROUTE_R. Of IPv6 they are IP6MRA_CREPORT_*, by the same numbers. linux/mroute.h, linux/mroute6.h; mroute_netlink_event() in
// net/ipv4/ipmr.c, mrt6msg_netlink_event() in net/ipv6/ip6mr.c
import { message } from '../core/attributes.js'
import { bytes, enumeration, ip, u32, u8 } from '../core/types.js'
import { Rtgenmsg } from './nsid.js'

export class CacheReport extends message(Rtgenmsg, 'IPMRA_CREPORT_', {
  /** IGMPMSG_*, of IPv6 MRT6MSG_*: no route for a packet, one that came in by another interface than its route says, one for PIM to wrap up. */
  msgtype: [1, enumeration(u8, { nocache: 1, wrongvif: 2, wholepkt: 3, wrvifwhole: 4 })],
  /** Of IPv6, IP6MRA_CREPORT_MIF_ID: the number of the interface that the packet came in by, as the router gave it. */
  vifId: [2, u32],
  srcAddr: [3, ip],
  dstAddr: [4, ip],
  /** What is known of the packet. */
  pkt: [5, bytes],
  /** Of IPv4 alone. */
  table: [6, u32],
}) {}
