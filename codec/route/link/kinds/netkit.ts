// Pairs of links, or one alone, that run BPF. IFLA_NETKIT_*, NETKIT_*: linux/if_link.h; drivers/net/netkit.c
import { attributes } from '../../../core/attributes.js'
import { enumeration, u16, u32, u8 } from '../../../core/types.js'
import { peer } from '../peer.js'

/** enum netkit_action: without a program. The kernel takes `pass` and `drop`. */
const policy = enumeration(u32, { next: 0xffffffff, pass: 0, drop: 2, redirect: 7 })
const scrub = enumeration(u32, { none: 0, default: 1 })

export class Netkit extends attributes('IFLA_NETKIT_', () => ({
  /** The other end, as that of veth. */
  peerInfo: [1, peer],
  /** Whether this is the end that was asked for. */
  primary: [2, u8],
  policy: [3, policy],
  peerPolicy: [4, policy],
  mode: [5, enumeration(u32, { l2: 0, l3: 1 })],
  /** What of a packet's metadata is forgotten on the way. */
  scrub: [6, scrub],
  peerScrub: [7, scrub],
  headroom: [8, u16],
  tailroom: [9, u16],
  pairing: [10, enumeration(u32, { pair: 0, single: 1 })],
})) {}
