// RTM_NEWCACHEREPORT: struct rtgenmsg, then IPMRA_CREPORT_*: what the kernel tells a multicast router, to RTNLGRP_IPV4_MROUTE_R.
// linux/mroute.h; mroute_netlink_event() in net/ipv4/ipmr.c
import { message } from '../core/attributes.js'
import { bytes, enumeration, ip, u32, u8 } from '../core/types.js'
import { Rtgenmsg } from './nsid.js'

export class CacheReport extends message(Rtgenmsg, 'IPMRA_CREPORT_', () => ({
  /** IGMPMSG_*: no route for a packet, one that came in by another interface than its route says, one for PIM to wrap up. */
  msgtype: [1, enumeration(u8, { nocache: 1, wrongvif: 2, wholepkt: 3, wrvifwhole: 4 })],
  /** The number of the interface that the packet came in by, as the router gave it. */
  vifId: [2, u32],
  srcAddr: [3, ip],
  dstAddr: [4, ip],
  /** What is known of the packet. */
  pkt: [5, bytes],
  table: [6, u32],
})) {}
