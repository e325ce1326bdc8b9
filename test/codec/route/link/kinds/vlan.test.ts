// VLANs: IFLA_INFO_DATA as Linux 6.1 sent it (fixtures/route/link/vlan); the values are what `ip -j -d link show` printed.
import { expect } from 'chai'
import type { Input } from '../../../../../codec/core/infer.js'
import { Vlan } from '../../../../../codec/route/link/kinds/vlan.js'
import { hex, runTables } from '../table.js'

describe('codec/route/link/kinds/vlan', () => {
  runTables<Input<Vlan>>({ decode: bytes => Vlan.decode(bytes), encode: value => Vlan.encode(value) }, {
    shape: { nests: { 3: {}, 4: {} } },
    captured: [
      ['type vlan id 10', '0600 0500 81000000 0600 0100 0a000000 0c00 0200 01000000 ffffffff', {
        protocol: '802.1q', id: 10, flags: { flags: ['reorderHdr'], mask: 0xffffffff },
      }],
      ['type vlan protocol 802.1ad id 20 reorder_hdr off gvrp on loose_binding on ingress-qos-map 1:2 3:4 egress-qos-map 5:6',
        '0600 0500 88a80000 0600 0100 14000000 0c00 0200 06000000 ffffffff ' +
        '1c00 0400 0c000100 01000000 02000000 0c000100 03000000 04000000 1000 0300 0c000100 05000000 06000000', {
          protocol: '802.1ad',
          id: 20,
          flags: { flags: ['gvrp', 'looseBinding'], mask: 0xffffffff },
          ingressQos: [{ from: 1, to: 2 }, { from: 3, to: 4 }],
          egressQos: [{ from: 5, to: 6 }],
        }],
      // made from the first row: what an older or newer kernel may have
      ['a protocol without a name, a bit, an attribute that nobody declares', '0600 0500 91000000 0c00 0200 41000000 ffffffff 0800 3000 01020304', {
        protocol: 0x9100, flags: { flags: ['reorderHdr', 0x40], mask: 0xffffffff }, unknown: [{ type: 0x30, data: hex('01020304') }],
      }],
      ['flags that a newer kernel says more about', '1000 0200 01000000 ffffffff 07000000', {
        flags: { flags: ['reorderHdr'], mask: 0xffffffff, rest: hex('07000000') },
      }],
    ],
    refused: [
      ['an id of 17 bits', { id: 70000 }, 'id: 70000 is not a whole number from 0 to 65535'],
      ['a protocol that is none', { protocol: '802.1z' }, 'protocol: "802.1z" is none of 802.1q, 802.1ad'],
      ['a flag that is none', { flags: { flags: ['gvrq'] } }, 'flags.flags: "gvrq" is none of reorderHdr, gvrp, looseBinding, mvrp, bridgeBinding'],
      ['a rest that is no bytes', { flags: { flags: [], rest: {} } }, 'flags.rest: {} is no Uint8Array'],
      ['a misspelt option', { vid: 5 }, 'vid: no such attribute; there are id, flags, egressQos, ingressQos, protocol'],
      ['a map that is no list', { egressQos: { from: 1, to: 2 } }, 'egressQos: {"from":1,"to":2} is no list'],
      ['a priority that is no number', { egressQos: [{ from: 1, to: 2 }, { from: '1', to: 2 }] },
        'egressQos[1].from: "1" is not a whole number from 0 to 4294967295'],
    ],
    malformed: [
      ['an id of one byte', '0500 0100 0a000000', 'id: 1 bytes, 2 wanted'],
      ['a map that runs past its nest', '0c00 0400 0c00 0100 01000000', 'ingressQos: an attribute of 12 bytes where 8 are left'],
    ],
  })
  it('reads flags that are cut short', () => {
    expect(Vlan.decode(hex('0800 0200 03000000'))).to.deep.equal({ flags: { flags: ['reorderHdr', 'gvrp'] } })
  })
  it('writes what a newer kernel says more from hexadecimal, as JSON has it', () => {
    expect(Vlan.encode({ flags: { flags: ['gvrp'], rest: '07000000' as never } })).to.deep.equal(hex('1000 0200 02000000 02000000 07000000'))
  })
  it('fills the mask from what the flags speak of', () => {
    expect(Vlan.encode({ flags: { flags: { gvrp: true, mvrp: false } } })).to.deep.equal(hex('0c00 0200 02000000 0a000000'))
    expect(Vlan.encode({ flags: { flags: ['gvrp'], mask: 0xffffffff } })).to.deep.equal(hex('0c00 0200 02000000 ffffffff'))
  })
})
