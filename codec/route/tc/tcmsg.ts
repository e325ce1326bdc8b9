// What every message of traffic control begins with. struct tcmsg, struct tcamsg: linux/rtnetlink.h; TC_H_*:
// linux/pkt_sched.h
import { struct } from '../../core/attributes.js'
import { linkIndex, pad, u32 } from '../../core/types.js'
import { addressFamily } from '../family.js'

/** `handle` and `parent` where nothing else is: the top of a link, and what comes in (clsact, too). */
export const TC_H_ROOT = 0xffffffff
export const TC_H_INGRESS = 0xfffffff1
/** The parents of clsact's filters. */
export const TC_H_MIN_INGRESS = 0xfff2
export const TC_H_MIN_EGRESS = 0xfff3

/** struct tcmsg. Handles are `major << 16 | minor`; what tc writes as 1:20 is 0x10020. */
export class Tcmsg extends struct('tcmsg', {
  family: addressFamily,
  pad: pad(3),
  /** -1 (TCM_IFINDEX_MAGIC_BLOCK): of a block that links share; `parent` is then the block's number. */
  ifindex: linkIndex,
  handle: u32,
  parent: u32,
  /** Of filters: priority << 16 | ethertype in network byte order. Of qdiscs: how many use it. */
  info: u32,
}) {}

/** struct tcamsg */
export class Tcamsg extends struct('tcamsg', { family: addressFamily, pad: pad(3) }) {}
