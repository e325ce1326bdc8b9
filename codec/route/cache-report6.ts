// RTM_NEWCACHEREPORT in the family ip6mr: struct rtgenmsg, then IP6MRA_CREPORT_*: what the kernel tells a multicast router, to
// RTNLGRP_IPV6_MROUTE_R. linux/mroute6.h; mrt6msg_netlink_event() in net/ipv6/ip6mr.c
import { message } from '../core/attributes.js'
import { bytes, enumeration, ip, u32, u8 } from '../core/types.js'
import { Rtgenmsg } from './nsid.js'

export class CacheReport6 extends message(Rtgenmsg, 'IP6MRA_CREPORT_', () => ({
  /** MRT6MSG_*: no route for a packet, one that came in by another interface than its route says, one for PIM to wrap up. */
  msgtype: [1, enumeration(u8, { nocache: 1, wrongmif: 2, wholepkt: 3, wrmifwhole: 4 })],
  /** The number of the interface that the packet came in by, as the router gave it. */
  mifId: [2, u32],
  srcAddr: [3, ip],
  dstAddr: [4, ip],
  /** What is known of the packet. */
  pkt: [5, bytes],
})) {}
