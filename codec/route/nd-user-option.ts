// RTM_NEWNDUSEROPT: struct nduseroptmsg, the options, then NDUSEROPT_*: what a router of IPv6 advertised that the kernel leaves to programs. Only
// the kernel tells it, to RTNLGRP_ND_USEROPT. linux/rtnetlink.h; ndisc_ra_useropt() in net/ipv6/ndisc.c; RFC 4861, 4.6
import { message, struct } from '../core/attributes.js'
import type { Type } from '../core/infer.js'
import { within, writeWord } from '../core/interpret.js'
import { bytes, counted, enumeration, ip, linkIndex, listOf, objectOf, pad, u16, u8, type Word } from '../core/types.js'
import { fail } from '../core/errors.js'
import { addressFamily } from './family.js'

/** One option of neighbour discovery, whole: `data` is what follows its type and length, 6 bytes or 8 more and so on. */
export interface NdOption {
  /** RFC 8106: rdnss, dnssl; RFC 8910: captivePortal; RFC 8781: pref64. */
  type: 'rdnss' | 'dnssl' | 'captivePortal' | 'pref64' | number
  data: Uint8Array
}
const optionType = enumeration(u8, { rdnss: 25, dnssl: 31, captivePortal: 37, pref64: 38 }) as Word

export const ndOptions: Type<NdOption[]> = counted('optsLen', {
  type: 'options of neighbour discovery',
  size: 0,
  read (b, p, n, family) {
    const found: NdOption[] = []
    for (const end = p + n; p < end;) {
      const length = (b.u8[p + 1] ?? 0) * 8
      if (length === 0 || length > end - p) fail(`an option of ${length} bytes where ${end - p} are left`)
      found.push({ type: optionType.read(b, p, 1, family) as NdOption['type'], data: b.u8.slice(p + 2, p + length) })
      p += length
    }
    return found
  },
  write (w, value, family) {
    for (const [i, one] of listOf(value).entries()) {
      within(`[${i}]`, '', undefined, () => {
        const { type, data } = objectOf(one) as NdOption
        const at = w.p
        within('type', '', undefined, () => { writeWord(optionType, w, type, family) })
        w.p++
        within('data', '', undefined, () => { writeWord(bytes as Word, w, data, family) })
        const length = w.p - at
        if ((length & 7) !== 0 || length > 8 * 255) fail(`data of ${length - 2} bytes; with type and length it is a multiple of 8, and at most 2040`)
        w.b.u8[at + 1] = length >> 3
      })
    }
  },
})

/** struct nduseroptmsg */
export class Nduseroptmsg extends struct('nduseroptmsg', {
  family: addressFamily,
  pad1: pad(1),
  /** Of `options`. */
  optsLen: u16,
  /** The link that the advertisement came in by. */
  ifindex: linkIndex,
  /** Of ICMPv6: 134, a router's advertisement. */
  icmpType: u8,
  icmpCode: u8,
  pad2: pad(2),
  pad3: pad(4),
  options: ndOptions,
}) {}

export class NdUserOption extends message(Nduseroptmsg, 'NDUSEROPT_', () => ({
  /** The router's. */
  srcaddr: [1, ip],
})) {}
