// RTM_NEWRULE, RTM_DELRULE, RTM_GETRULE: struct fib_rule_hdr, then FRA_*. linux/fib_rules.h; net/core/fib_rules.c, net/ipv4/fib_rules.c
import { message, struct } from '../core/attributes.js'
import { be32, be64, enumeration, flags, ip, linkName, named, pad, s32, u16, u32, u8 } from '../core/types.js'
import { addressFamily } from './family.js'
import { ipProtocol, realms, routeProtocol } from './numbers.js'

/** FR_ACT_*: what is done with a packet that the rule matches. */
export const ruleAction = enumeration(u8, { unspec: 0, toTbl: 1, goto: 2, nop: 3, res3: 4, res4: 5, blackhole: 6, unreachable: 7, prohibit: 8 })
/** FIB_RULE_*. `unresolved`: the rule that `goto` names is not there; detached: a link of that name is not there. */
export const ruleFlags = flags(u32, { permanent: 0x1, invert: 0x2, unresolved: 0x4, iifDetached: 0x8, oifDetached: 0x10, findSaddr: 0x10000 })

/** struct fib_rule_hdr */
export class FibRuleHdr extends struct('fib_rule_hdr', {
  family: addressFamily,
  /** Bits of `dst` and of `src` that must match. */
  dstLen: u8,
  srcLen: u8,
  /** Type of service: the DSCP in the upper six bits. */
  tos: u8,
  /** `table`, where it is less than 256; else 252. */
  frhTable: u8,
  res: pad(2),
  action: ruleAction,
  flags: ruleFlags,
}) {}

/** struct fib_rule_port_range: both ends belong to it. */
export class PortRange extends struct('fib_rule_port_range', { start: u16, end: u16 }) {}
/** struct fib_rule_uid_range: both ends belong to it. */
export class UidRange extends struct('fib_rule_uid_range', { start: u32, end: u32 }) {}

/** Which table of routes a packet is looked up in. Rules are tried from the lowest `priority` on. */
export class Rule extends message(FibRuleHdr, 'FRA_', () => ({
  dst: [1, ip],
  src: [2, ip],
  /** The link it came in by; `lo` for packets of this machine's own. */
  iifname: [3, linkName],
  /** The priority of the rule to go on with. */
  goto: [4, u32],
  priority: [6, u32],
  fwmark: [10, u32],
  flow: [11, realms],
  // rt-rule.yaml has u64 of the host; net/core/fib_rules.c compares with tun_key.tun_id, which is __be64
  tunId: [12, be64],
  /** A route by a link of this group does not count; -1 for none. */
  suppressIfgroup: [13, named(s32, 'group')],
  /** A route with a prefix of this length or less does not count; -1 for none. */
  suppressPrefixlen: [14, s32],
  table: [15, u32],
  /** Bits of the mark that are compared with `fwmark`. */
  fwmask: [16, u32],
  /** The link that a socket is bound to. */
  oifname: [17, linkName],
  /** 1: the table is that of the VRF, and `table` is 0. */
  l3mdev: [19, u8],
  uidRange: [20, UidRange],
  protocol: [21, routeProtocol],
  ipProto: [22, ipProtocol],
  sportRange: [23, PortRange],
  dportRange: [24, PortRange],
  /** 0 to 63; since Linux 6.12. */
  dscp: [25, u8],
  /** IPv6 only, 20 bits; with its mask since Linux 6.14. */
  flowlabel: [26, be32],
  flowlabelMask: [27, be32],
  /** The masks of ports and of the DSCP: since Linux 6.15. */
  sportMask: [28, u16],
  dportMask: [29, u16],
  dscpMask: [30, u8],
})) {}
