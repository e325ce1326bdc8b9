// Links whose other end is a program: packets (tun) or frames (tap). Told only: they are made by ioctl. IFLA_TUN_*: linux/if_link.h;
// IFF_TUN, IFF_TAP: linux/if_tun.h; drivers/net/tun.c
import { attributes } from '../../../core/attributes.js'
import { enumeration, u32, u8 } from '../../../core/types.js'

export class Tun extends attributes('IFLA_TUN_', () => ({
  /** The user's number. */
  owner: [1, u32],
  group: [2, u32],
  type: [3, enumeration(u8, { tun: 1, tap: 2 })],
  /** Whether each packet has struct tun_pi in front. */
  pi: [4, u8],
  vnetHdr: [5, u8],
  persist: [6, u8],
  multiQueue: [7, u8],
  numQueues: [8, u32],
  numDisabledQueues: [9, u32],
})) {}
