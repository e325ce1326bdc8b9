// MACsec, as `ip -j -d link` has it.
import type { Macsec } from '../../../../codec/route/link/kinds/macsec.js'
import { facts, type Facts } from '../facts.js'
import { bool } from './udp-tunnels.js'

/** MACSEC_CIPHER_ID_*: linux/if_macsec.h; the first is what older kernels call GCM-AES-128. */
const ciphers: ReadonlyMap<bigint, string> = new Map([
  [0x0080020001000001n, 'GCM-AES-128'], [0x0080c20001000001n, 'GCM-AES-128'], [0x0080c20001000002n, 'GCM-AES-256'],
  [0x0080c20001000003n, 'GCM-AES-XPN-128'], [0x0080c20001000004n, 'GCM-AES-XPN-256'],
])

export const macsec = (m: Macsec): Facts => facts({
  sci: m.sci?.toString(16).padStart(16, '0'), protect: bool(m.protect), cipher_suite: m.cipherSuite === undefined ? undefined : ciphers.get(m.cipherSuite) ?? 'unknown',
  icv_len: m.icvLen, encoding_sa: m.encodingSa, validation: m.validation === undefined ? undefined : String(m.validation), encrypt: bool(m.encrypt),
  inc_sci: bool(m.incSci), es: bool(m.es), scb: bool(m.scb), replay_protect: bool(m.replayProtect), window: m.replayProtect === 1 ? m.window : undefined,
})
