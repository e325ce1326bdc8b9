// Programs in the path of received packets. IFLA_XDP_*: linux/if_link.h
import { attributes } from '../../core/attributes.js'
import { enumeration, flags, s32, u32, u8 } from '../../core/types.js'

export class Xdp extends attributes('IFLA_XDP_', () => ({
  /** Of the BPF program to attach; -1 takes the present one off. */
  fd: [1, s32],
  attached: [2, enumeration(u8, { none: 0, drv: 1, skb: 2, hw: 3, multi: 4 })],
  flags: [3, flags(u32, { updateIfNoexist: 0x1, skbMode: 0x2, drvMode: 0x4, hwMode: 0x8, replace: 0x10 })],
  /** Where `attached` is not multi. */
  progId: [4, u32],
  drvProgId: [5, u32],
  skbProgId: [6, u32],
  hwProgId: [7, u32],
  /** With the flag `replace`: the program that must be there. */
  expectedFd: [8, s32],
})) {}
