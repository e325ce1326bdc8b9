// RTA_MULTIPATH: struct rtnexthop, then some of RTA_*, again and again. linux/rtnetlink.h; net/ipv4/fib_semantics.c
import { byFamily, choice, message, struct } from '../../core/attributes.js'
import type { Decoded } from '../../core/infer.js'
import { flags, ip, linkIndex, u16, u8 } from '../../core/types.js'
import { realms } from '../numbers.js'
import { encaps, encapType } from './encap/index.js'
import { labels } from './labels.js'
import { Via } from './via.js'

/** RTNH_F_*. The first eight flags of a route are those of its one hop. */
export const hopFlags = { dead: 0x1, pervasive: 0x2, onlink: 0x4, offload: 0x8, linkdown: 0x10, unresolved: 0x20, trap: 0x40 } as const

/** struct rtnexthop */
export class Rtnexthop extends struct('rtnexthop', {
  /** Of all of it, attributes too; written by the encoder. */
  len: u16,
  flags: flags(u8, hopFlags),
  /** Its weight, less 1. */
  hops: u8,
  ifindex: linkIndex,
}) {}

/** One of a route's ways. */
export const Hop = message(Rtnexthop, 'RTA_', () => ({
  gateway: [5, ip],
  flow: [11, realms],
  via: [18, Via],
  newdst: [19, byFamily({ mpls: labels }, ip)],
  encapType: [21, encapType],
  encap: [22, choice('encapType', encaps)],
}))
export type Hop = Decoded<typeof Hop>
