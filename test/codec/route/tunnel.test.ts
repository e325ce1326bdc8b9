// struct tunnel_msg and VXLAN_VNIFILTER_*. The bytes are made by hand, of linux/if_link.h and of what vxlan_fill_vni_filter_entry() puts:
// drivers/net/vxlan/vxlan_vnifilter.c
import { Tunnel } from '../../../codec/route/tunnel.js'
import { tables } from '../tables.js'

const header = { family: 'bridge', flags: [], ifindex: 5 }

describe('Tunnel', () => {
  tables({
    codec: Tunnel,
    degraded: [
      ['a VNI and a range with a group', '07000000 05000000 0c000180 08000100 64000000 1c000180 08000100 c8000000 08000200 2c010000 08000300 ef010101', {
        ...header, entry: [{ start: 100 }, { start: 200, end: 300, group: '239.1.1.1' }] }],
      ['a group of IPv6', '07000000 05000000 20000180 08000100 64000000 14000400 ff020000000000000000000000000001', {
        ...header, entry: [{ start: 100, group6: 'ff02::1' }] }],
      ['counters', '07010000 05000000 28000180 08000100 64000000 1c000580 0c000100 0000000001000000 0c000600 0700000000000000', {
        ...header, flags: ['stats'], entry: [{ start: 100, stats: { rxBytes: 0x100000000n, txPkts: 7n } }] }],
      ['an attribute of tomorrow', '07000000 05000000 05003300 01000000', { ...header, unknown: [{ type: 51, data: Uint8Array.of(1) }] }],
    ],
    refused: [
      [{ ...header, entry: [{ start: 1 }, { start: -1 }] }, 'entry[1].start: -1 is not a whole number from 0 to 4294967295'],
      [{ ...header, entry: [{ group: 'all' }] }, 'entry[0].group: "all" is no IP address'],
    ],
    malformed: [
      ['a VNI cut short', '07000000 05000000 0c000180 06000100 64000000', 'entry.start: 2 bytes, 4 wanted'],
    ],
  })
})
