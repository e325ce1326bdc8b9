// IFLA_AF_SPEC of RTM_NEWLINK in the family ipmr: IPMRA_*: a table of multicast routes. linux/mroute.h; ipmr_rtm_dumplink() in net/ipv4/ipmr.c
import { attributes } from '../../core/attributes.js'
import { many } from '../../core/lists.js'
import { flags, ip, linkIndex, s32, u16, u32, u64, u8 } from '../../core/types.js'

/** An interface that multicast is routed by. */
export class IpmrVif extends attributes('IPMRA_VIFA_', () => ({
  ifindex: [1, linkIndex],
  /** Its number in multicast routes. */
  vifId: [2, u32],
  /** VIFF_* */
  flags: [3, flags(u16, { tunnel: 0x1, srcrt: 0x2, register: 0x4, useIfindex: 0x8 })],
  bytesIn: [4, u64],
  bytesOut: [5, u64],
  packetsIn: [6, u64],
  packetsOut: [7, u64],
  /** Of a tunnel, as `remoteAddr`. */
  localAddr: [8, ip],
  remoteAddr: [9, ip],
})) {}
export class IpmrVifs extends attributes('IPMRA_', () => ({ vif: [1, many(IpmrVif)] })) {}

export class IpmrAfSpec extends attributes('IPMRA_TABLE_', () => ({
  id: [1, u32],
  /** Packets that wait for a route. */
  cacheResQueueLen: [2, u32],
  /** The interface of PIM's register messages; -1: none. */
  mrouteRegVifNum: [3, s32],
  mrouteDoAssert: [4, u8],
  mrouteDoPim: [5, u8],
  vifs: [6, IpmrVifs],
  mrouteDoWrvifwhole: [7, u8],
})) {}
