// struct prefixmsg and PREFIX_*. The bytes are made by hand, of linux/rtnetlink.h and of what inet6_fill_prefix() puts: net/ipv6/addrconf.c
import { Prefix } from '../../../codec/route/prefix.js'
import { tables } from '../tables.js'

const header = { family: 'inet6', ifindex: 3, type: 3, len: 64, flags: ['onlink', 'autoconf'] }

describe('Prefix', () => {
  tables({
    codec: Prefix,
    degraded: [
      ['an advertised prefix', '0a000000 03000000 03400300 14000100 20010db8000000000000000000000000 0c000200 80510100 803a0900', {
        ...header, address: '2001:db8::', cacheinfo: { preferredTime: 86400, validTime: 604800 } }],
      ['a bit without a name, an attribute of tomorrow', '0a000000 03000000 03408300 05003300 01000000', {
        ...header, flags: ['onlink', 'autoconf', 128], unknown: [{ type: 51, data: Uint8Array.of(1) }] }],
    ],
    refused: [
      [{ ...header, len: 256 }, 'len: 256 is not a whole number from 0 to 255'],
      [{ ...header, address: 'fe80' }, 'address: "fe80" is no IP address'],
    ],
    malformed: [
      ['an attribute longer than the message', '0a000000 03000000 03400300 0c000200 80510100', 'an attribute of 12 bytes where 8 are left'],
    ],
  })
})
