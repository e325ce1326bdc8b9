// RTM_NEWPREFIX: struct prefixmsg, then PREFIX_*: a prefix that a router of IPv6 advertised. Only the kernel tells it, to RTNLGRP_IPV6_PREFIX.
// linux/rtnetlink.h; net/ipv6/addrconf.c
import { message, struct } from '../core/attributes.js'
import { flags, ip, linkIndex, pad, u32, u8 } from '../core/types.js'
import { addressFamily } from './family.js'

/** struct prefixmsg */
export class Prefixmsg extends struct('prefixmsg', {
  family: addressFamily,
  pad: pad(3),
  /** The link that it came in by. */
  ifindex: linkIndex,
  /** The option's of the advertisement: 3. */
  type: u8,
  len: u8,
  /** IF_PREFIX_*: net/if_inet6.h of the kernel. */
  flags: flags(u8, { onlink: 0x1, autoconf: 0x2 }),
  pad3: pad(1),
}) {}

/** struct prefix_cacheinfo, in seconds. */
export class PrefixCacheinfo extends struct('prefix_cacheinfo', { preferredTime: u32, validTime: u32 }) {}

export class Prefix extends message(Prefixmsg, 'PREFIX_', () => ({
  address: [1, ip],
  cacheinfo: [2, PrefixCacheinfo],
})) {}
