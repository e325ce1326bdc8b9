// Identifier-locator addressing: the upper half of an IPv6 address is exchanged on the way. ILA_*: linux/ila.h; net/ipv6/ila/ila_lwt.c
import { attributes } from '../../../core/attributes.js'
import { be64, enumeration, flags, linkIndex, u32, u8 } from '../../../core/types.js'

export class Ila extends attributes('ILA_ATTR_', () => ({
  /** Half an IPv6 address: 0x20010db800000000n is 2001:db8::/64. */
  locator: [1, be64],
  /** This and the next three are of the generic netlink family `ila` alone. */
  identifier: [2, be64],
  locatorMatch: [3, be64],
  ifindex: [4, linkIndex],
  dir: [5, flags(u32, { in: 0x1, out: 0x2 })],
  /** ILA_CSUM_* */
  csumMode: [7, enumeration(u8, { adjustTransport: 0, neutralMap: 1, noAction: 2, neutralMapAuto: 3 })],
  /** ILA_ATYPE_* */
  identType: [8, enumeration(u8, { iid: 0, luid: 1, virtV4: 2, virtUniV6: 3, virtMultiV6: 4, nonlocalAddr: 5, rsvd1: 6, rsvd2: 7, useFormat: 32 })],
  /** ILA_HOOK_ROUTE_* */
  hookType: [9, enumeration(u8, { output: 0, input: 1 })],
})) {}
