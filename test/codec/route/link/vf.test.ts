// Virtual functions, VLANs of bridge ports and small sets. No machine here has such a card: the bytes are laid out by hand after linux/if_link.h.
import { expect } from 'chai'
import { CodecError } from '../../../../codec/core/errors.js'
import type { Input } from '../../../../codec/core/infer.js'
import { Link } from '../../../../codec/route/link/link.js'
import { VfInfo } from '../../../../codec/route/link/vf.js'
import { hex, runTables } from './table.js'

const header = '00000000 00000000 00000000 00000000'
const mac = '0200000000ff'

describe('codec/route/link/vf', () => {
  runTables<Input<VfInfo>>({ decode: bytes => VfInfo.decode(bytes), encode: value => VfInfo.encode(value) }, {
    shape: { nests: { 8: {}, 12: {} } },
    captured: [
      ['an Ethernet address in a field of 32 bytes', `2800 0100 03000000 ${mac}${'00'.repeat(26)}`, { mac: { vf: 3, mac: '02:00:00:00:00:ff' } }],
      ['an InfiniBand address in the same field', `2400 0d00 ${'11'.repeat(20)}${'00'.repeat(12)}`, {
        broadcast: { broadcast: Array.from({ length: 20 }, () => '11').join(':') },
      }],
      ['a VLAN, its protocol in network byte order', '1800 0c00 1400 0100 03000000 64000000 02000000 88a80000', {
        vlanList: [{ vf: 3, vlan: 100, qos: 2, vlanProto: '802.1ad' }],
      }],
      ['rates, state, trust', '1000 0600 03000000 64000000 e8030000 0c00 0500 03000000 02000000 0c00 0900 03000000 ffffffff', {
        rate: { vf: 3, minTxRate: 100, maxTxRate: 1000 }, linkState: { vf: 3, linkState: 'disable' }, trust: { vf: 3, setting: 0xffffffff },
      }],
      ['a GUID, at a multiple of eight', '1400 0a00 03000000 00000000 0807060504030201', { ibNodeGuid: { vf: 3, guid: 0x0102030405060708n } }],
      ['counters, the first of number 0', '1c00 0800 0c00 0000 0500000000000000 0c00 0700 0100000000000000', { stats: { rxPackets: 5n, rxDropped: 1n } }],
      ['a state nobody named, a newer attribute', '0c00 0500 03000000 09000000 0800 2000 01000000', {
        linkState: { vf: 3, linkState: 9 }, unknown: [{ type: 32, data: hex('01000000') }],
      }],
    ],
    refused: [
      ['an address of 33 bytes', { mac: { vf: 0, mac: Array.from({ length: 33 }, () => '01').join(':') } },
        `mac.mac: "${Array.from({ length: 33 }, () => '01').join(':')}" has 33 bytes, 32 at most`],
      ['a state that is none', { linkState: { vf: 0, linkState: 'on' } }, 'linkState.linkState: "on" is none of auto, enable, disable'],
    ],
  })

  const links: ReadonlyArray<readonly [story: string, bytes: string, value: Input<Link>]> = [
    ['a list of virtual functions', '1800 1600 1400 0100 1000 0600 01000000 00000000 00000000', { vfinfoList: [{ rate: { vf: 1, minTxRate: 0, maxTxRate: 0 } }] }],
    ['an empty list of them', '0400 1600', { vfinfoList: [] }],
    ['ports of 802.1Qbg', '2000 1800 1c00 0100 0800 0100 02000000 0500 0600 02000000 0600 0700 05010000', {
      vfPorts: [{ vf: 2, request: 'associate', response: 'profileResponseError' }],
    }],
    ['XDP', '1400 2b00 0500 0200 02000000 0800 0400 07000000', { xdp: { attached: 'skb', progId: 7 } }],
    ['why it is kept down, marked as a nest', '1400 3780 0800 0100 03000000 0800 0200 01000000', { protoDownReason: { mask: 3, value: 1 } }],
    ['the devlink port', '1400 3e80 0800 0100 70636900 0800 0300 01000000', { devlinkPort: { busName: 'pci', portIndex: 1 } }],
    ['the clock\'s pin', '0c00 4180 0800 0100 05000000', { dpllPin: { id: 5 } }],
    ['a horizon in four bytes', '0800 4200 00ca9a3b', { maxPacingOffloadHorizon: 1000000000n }],
    ['a horizon in eight bytes', '0c00 4200 00e40b5402000000', { maxPacingOffloadHorizon: 10000000000n }],
    ['an event', '0800 2c00 04000000', { event: 'notifyPeers' }],
    ['what is asked for besides', '0800 1d00 09000002', { extMask: ['vf', 'skipStats', 0x2000000] }],
  ]
  for (const [story, bytes, value] of links) {
    const whole = hex(`${header} ${bytes}`)
    it(`reads ${story}`, () => { expect(Link.decode(whole)).to.deep.include(value) })
    it(`writes ${story}`, () => { expect(Link.encode(value)).to.deep.equal(whole) })
  }

  it('reads VLANs of a bridge\'s port where the family is AF_BRIDGE', () => {
    const bytes = hex('07000000 00000000 00000000 00000000 1c00 1a00 0600 0000 02000000 0800 0200 06000100 0800 0200 08000a00')
    const afSpec = { flags: ['self'], vlanInfo: [{ flags: ['pvid', 'untagged'], vid: 1 }, { flags: ['rangeBegin'], vid: 10 }] } as const
    expect(Link.decode(bytes).afSpec).to.deep.equal(afSpec)
    expect(Link.encode({ family: 'bridge', afSpec })).to.deep.equal(bytes)
  })
  it('asks for rings, faults and trees with NLA_F_NESTED, as their strict policies want it', () => {
    const written = Link.encode({ family: 'bridge', afSpec: { mrp: { ringRole: { ringId: 1, role: 'mrm' } }, cfm: { mepDelete: { instance: 2 } }, mst: { entry: [{ msti: 3, state: 'blocking' }] } } })
    expect(written.subarray(16)).to.deep.equal(hex('4400 1a00 1800 0480 1400 0580 0800 0100 01000000 0800 0200 02000000 1000 0580 0c00 0280 0800 0100 02000000 ' +
      '1800 0680 1400 0180 0600 0100 03000000 0500 0200 04000000'))
  })
  it('does not know a bridge\'s options in another family', () => {
    expect(() => Link.encode({ afSpec: { vlanInfo: [] } })).to.throw(CodecError).with.property('message', 'afSpec.vlanInfo: no such attribute; there are inet, inet6, mctp')
  })
})
