// RTM_NEWTUNNEL, RTM_DELTUNNEL, RTM_GETTUNNEL: struct tunnel_msg, then VXLAN_VNIFILTER_*: the VNIs of a VXLAN that has many; since Linux 5.18.
// linux/if_link.h; drivers/net/vxlan/vxlan_vnifilter.c
import { attributes, message, nested, struct } from '../core/attributes.js'
import { many } from '../core/lists.js'
import { flags, ip, linkIndex, pad, u32, u64, u8 } from '../core/types.js'
import { addressFamily } from './family.js'

/** struct tunnel_msg */
export class TunnelMsg extends struct('tunnel_msg', {
  family: addressFamily,
  /** TUNNEL_MSG_FLAG_*: in dumps, `stats` asks for counters. */
  flags: flags(u8, { stats: 0x1 }),
  reserved2: pad(2),
  ifindex: linkIndex,
}) {}

export class VnifilterEntryStats extends attributes('VNIFILTER_ENTRY_STATS_', () => ({
  rxBytes: [1, u64],
  rxPkts: [2, u64],
  rxDrops: [3, u64],
  rxErrors: [4, u64],
  txBytes: [5, u64],
  txPkts: [6, u64],
  txDrops: [7, u64],
  txErrors: [8, u64],
})) {}

/** One VNI, or a range. */
export class VxlanVnifilterEntry extends attributes('VXLAN_VNIFILTER_ENTRY_', () => ({
  start: [1, u32],
  /** The last of the range, if it is one; it belongs to it. */
  end: [2, u32],
  /** Where packets without another destination go. */
  group: [3, ip],
  group6: [4, ip],
  stats: [5, nested(VnifilterEntryStats)],
})) {}

export class Tunnel extends message(TunnelMsg, 'VXLAN_VNIFILTER_', () => ({
  entry: [1, nested(many(VxlanVnifilterEntry))],
})) {}
