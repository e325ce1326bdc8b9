// MACsec, IEEE 802.1AE: Ethernet, encrypted hop by hop. IFLA_MACSEC_*, MACSEC_VALIDATE_*, MACSEC_OFFLOAD_*: linux/if_link.h; drivers/net/macsec.c
import { attributes } from '../../../core/attributes.js'
import { be16, be64, enumeration, u32, u64, u8 } from '../../../core/types.js'

export class Macsec extends attributes('IFLA_MACSEC_', () => ({
  /** The secure channel's identifier: the hardware address, then the port, as they stand in a frame. */
  sci: [1, be64],
  port: [2, be16],
  icvLen: [3, u8],
  /** MACSEC_CIPHER_ID_*: linux/if_macsec.h, in the host's byte order. GCM-AES-128 is 0x0080c20001000001n, or 0x0080020001000001n. */
  cipherSuite: [4, u64],
  /** How many frames may come late, with `replayProtect`. */
  window: [5, u32],
  /** 0 to 3. */
  encodingSa: [6, u8],
  encrypt: [7, u8],
  protect: [8, u8],
  incSci: [9, u8],
  /** End station. */
  es: [10, u8],
  /** Single copy broadcast. */
  scb: [11, u8],
  replayProtect: [12, u8],
  validation: [13, enumeration(u8, { disabled: 0, check: 1, strict: 2 })],
  offload: [15, enumeration(u8, { off: 0, phy: 1, mac: 2 })],
})) {}
