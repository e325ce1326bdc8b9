// Rings with two ways round, IEC 62439-3: HSR and PRP. IFLA_HSR_*, HSR_PROTOCOL_*: linux/if_link.h; net/hsr/hsr_netlink.c
import { attributes } from '../../../core/attributes.js'
import { enumeration, fixed, linkIndex, mac, u16, u8 } from '../../../core/types.js'

export class Hsr extends attributes('IFLA_HSR_', () => ({
  slave1: [1, linkIndex],
  slave2: [2, linkIndex],
  /** The last byte of `supervisionAddr`. */
  multicastSpec: [3, u8],
  supervisionAddr: [4, fixed(6, mac)],
  seqNr: [5, u16],
  /** Of HSR: 0 or 1. */
  version: [6, u8],
  protocol: [7, enumeration(u8, { hsr: 0, prp: 1 })],
  /** To another ring. */
  interlink: [8, linkIndex],
})) {}
