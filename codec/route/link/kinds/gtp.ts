// GTP, which carries the packets of mobile phones: 3GPP TS 29.281. IFLA_GTP_*, GTP_ROLE_*: linux/if_link.h; drivers/net/gtp.c
import { attributes } from '../../../core/attributes.js'
import { enumeration, ipv4, ipv6, u32, u8 } from '../../../core/types.js'

export class Gtp extends attributes('IFLA_GTP_', () => ({
  /** Descriptors of UDP sockets, for GTP version 0 and 1. */
  fd0: [1, u32],
  fd1: [2, u32],
  pdpHashsize: [3, u32],
  role: [4, enumeration(u32, { ggsn: 0, sgsn: 1 })],
  /** In place of `fd0` and `fd1`. */
  createSockets: [5, u8],
  restartCount: [6, u8],
  local: [7, ipv4],
  local6: [8, ipv6],
})) {}
