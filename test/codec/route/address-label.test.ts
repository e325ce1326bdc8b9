// struct ifaddrlblmsg and IFAL_*. The bytes are made by hand, of linux/if_addrlabel.h; labels and prefixes are those of RFC 6724, section 2.1.
import { AddressLabel } from '../../../codec/route/address-label.js'
import { tables } from '../tables.js'

const header = { family: 'inet6', prefixlen: 0, flags: 0, index: 0, seq: 0 }

describe('AddressLabel', () => {
  tables({
    codec: AddressLabel,
    degraded: [
      ['the loopback address', '0a008000 00000000 0a000000 14000100 00000000000000000000000000000001 08000200 00000000', {
        ...header, prefixlen: 128, seq: 10, address: '::1', label: 0 }],
      ['6to4, on one link', '0a001000 03000000 00000000 14000100 20020000000000000000000000000000 08000200 02000000', {
        ...header, prefixlen: 16, index: 3, address: '2002::', label: 2 }],
      ['an attribute of tomorrow', '0a000000 00000000 00000000 05003300 01000000', { ...header, unknown: [{ type: 51, data: Uint8Array.of(1) }] }],
    ],
    refused: [
      [{ ...header, label: -1 }, 'label: -1 is not a whole number from 0 to 4294967295'],
      [{ ...header, address: '2002::/16' }, 'address: "2002::/16" is no IP address'],
    ],
    malformed: [
      ['a label cut short', '0a000000 00000000 00000000 06000200 01000000', 'label: 2 bytes, 4 wanted'],
    ],
  })
})
