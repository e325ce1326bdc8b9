// RTA_ENCAP as iproute2 6.1 asks for it: what it sent, seen by strace, for the command that is the row's name. Linux 6.18 knows only some of these
// kinds; those that a kernel of the fixtures knows are in route.test.ts.
import { expect } from 'chai'
import { CodecError } from '../../../codec/core/errors.js'
import { Route } from '../../../codec/route/route/route.js'
import { sorted, type Shape } from '../../nlattr.js'
import { asJson, hex, hexOf } from '../tables.js'

const shape: Shape = { header: 12, nests: { 22: {} } }
const captured: ReadonlyArray<[command: string, bytes: string, value: object]> = [
  ['ip -6 route add 2001:db8:1::/64 encap rpl segs 2001:db8::1,2001:db8::2 dev lo',
    '0a400000fe030001 00000000 1400010020010db8000100000000000000000000300016802c000100000403020000000020010db800000000000000000000000220010db800000000000000000000000106001500080000000800040001000000', {
    encapType: 'rpl', encap: { srh: {
    nexthdr: 0, hdrlen: 4, type: 3, segmentsLeft: 2, cmpr: 0, padding: 0, reserved: 0, segments: ['2001:db8::2', '2001:db8::1'] } } }],
  ['ip -6 route add 2001:db8:2::/64 encap ioam6 freq 2/5 mode encap tundst 2001:db8::9 trace prealloc type 0x800000 ns 7 size 12 dev lo',
    '0a400000fe030001 00000000 1400010020010db80002000000000000000000003c0016800800040002000000080005000500000005000100020000001400020020010db80000000000000000000000090c000300000700038000000006001500090000000800040001000000', {
    encapType: 'ioam6', encap: {
    freqK: 2, freqN: 5, mode: 'encap', dst: '2001:db8::9', trace: { namespaceId: 7, nodelen: 0, remlen: 3, type: 0x80000000 } } }],
  ['ip -6 route add 2001:db8:3::/64 encap ila 1:2:3:4 csum-mode adj-transport ident-type luid hook-type input dev lo',
    '0a400000fe030001 00000000 1400010020010db8000300000000000000000000280016800c00010000010002000300040500070000d001000500080001f001000500090001e1010006001500030001000800040001000000', {
    encapType: 'ila', encap: {
    locator: 0x0001000200030004n, csumMode: 'adjustTransport', identType: 'luid', hookType: 'input' } }],
  ['ip route add 10.8.0.0/24 encap xfrm if_id 5 link_dev lo dev lo',
    '02180000fe03fd01 00000000 080001000a0800001400168008000100050000000800020001000000060015000a000000', {
    encapType: 'xfrm', encap: { ifId: 5, link: 1 } }],
  ['ip route add 10.7.0.0/24 encap ip id 5 dst 10.0.0.9 erspan_opts 2:0:1:9 dev lo',
    '02180000fe03fd01 00000000 080001000a070000400016800c0001000000000000000005080002000a00000928000880240003800500010002e10100080002000000000005000300011000000500040009c0010006001500020000000800040001000000', {
    encapType: 'ip', encap: { id: 5n, dst: '10.0.0.9', opts: { erspan: { ver: 2, index: 0, dir: 1, hwid: 9 } } } }],
  ['ip route add 10.7.1.0/24 encap ip id 5 dst 10.0.0.9 erspan_opts 1:123:0:0 dev lo',
    '02180000fe03fd01 00000000 080001000a070100400016800c0001000000000000000005080002000a00000928000880240003800500010001e10100080002000000007b05000300001000000500040000c0010006001500020000000800040001000000', {
    encapType: 'ip', encap: { id: 5n, dst: '10.0.0.9', opts: { erspan: { ver: 1, index: 123, dir: 0, hwid: 0 } } } }],
  ['ip -6 route add 2001:db8:5::/64 encap seg6local action End.DT4 vrftable 100 count dev lo',
    '0a400000fe030001 00000000 1400010020010db80005000000000000000000003c0016800800010008000000080009006400000028000a800c00020000000000000000000c00030000000000000000000c000400000000000000000006001500070000000800040001000000', {
    encapType: 'seg6Local', encap: { action: 'endDt4', vrftable: 100, counters: { packets: 0n, bytes: 0n, errors: 0n } } }],
  ['ip -6 route add 2001:db8:7::/64 encap seg6 mode encap segs fc00::1,fc00::2 hmac 5 dev lo',
    '0a400000fe030001 00000000 1400010020010db80007000000000000000000005c00168058000100010000000009040101080000fc000000000000000000000000000002fc0000000000000000000000000000010526000000000005000000000000000000000000000000000000000000000000000000000000000006001500050000000800040001000000', {
    encapType: 'seg6', encap: { srh: { mode: 'encap', srh: {
    nexthdr: 0, hdrlen: 9, type: 4, segmentsLeft: 1, firstSegment: 1, flags: 8, tag: 0, segments: ['fc00::2', 'fc00::1'],
    tlvs: hex(`0526 0000 00000005 ${'00'.repeat(32)}`) } } } }],
  ['ip -6 route add 2001:db8:8::/64 encap seg6local action End flavors psp,usd dev lo',
    '0a400000fe030001 00000000 1400010020010db80008000000000000000000001800168008000100010000000c000b80080001000a00000006001500070001000800040001000000', {
    encapType: 'seg6Local', encap: { action: 'end', flavors: { operation: ['psp', 'usd'] } } }],
  ['ip -6 route add 2001:db8:9::/64 encap seg6local action End.DX2 oif lo dev lo',
    '0a400000fe030001 00000000 1400010020010db8000900000000000000000000140016800800010004000000080007000100000006001500070000000800040001000000', {
    encapType: 'seg6Local', encap: { action: 'endDx2', oif: 1 } }],
  ['ip -6 route add 2001:db8:a::/64 encap seg6local action End.T table 77 dev lo',
    '0a400000fe030001 00000000 1400010020010db8000a00000000000000000000140016800800010003000000080003004d00000006001500070000000800040001000000', {
    encapType: 'seg6Local', encap: { action: 'endT', table: 77 } }],
]

describe('RTA_ENCAP', () => {
  for (const [command, bytes, value] of captured) {
    it(`decodes ${command}`, () => {
      const { encapType, encap, unknown } = Route.decode(hex(bytes))
      expect({ encapType, encap }).to.deep.equal(value)
      expect(unknown).to.equal(undefined)
    })
    it(`encodes ${command}`, () => {
      const options = { ignoreNestedFlag: true }
      const decoded = Route.decode(hex(bytes))
      for (const value of [decoded, asJson(decoded)]) expect(sorted(Route.encode(value), shape, options)).to.deep.equal(sorted(hex(bytes), shape, options))
    })
  }

  it('seg6: says what is wrong with a header, and fills in its length', () => {
    const encoded = (srh: unknown): Uint8Array => Route.encode({ encapType: 'seg6', encap: { srh: { mode: 'encap', srh: srh as never } } })
    const segments = ['2001:db8::1']
    for (const [srh, message] of [
      [5, '5 is no object'], [{ segments, tlvs: {} }, 'tlvs: {} is no Uint8Array'], [{ segments, flags: 256 }, 'flags: 256 is not a whole number from 0 to 255'],
      [{ segments, tag: -1 }, 'tag: -1 is not a whole number from 0 to 65535'], [{ segments: Array(128).fill('::1') }, 'hdrlen: 256 is not a whole number from 0 to 255'],
      [{ segments: ['10.0.0.1'] }, 'segments[0]: "10.0.0.1" is no IPv6 address'],
    ] as const) expect(() => encoded(srh)).to.throw(CodecError).with.property('message', message.startsWith('5') ? `encap.srh.srh: ${message}` : `encap.srh.srh.${message}`)
    expect(hexOf(encoded({ segments, tlvs: new Uint8Array(8) }))).to.match(/00030400.{40}0{16}$/)
  })

  // LWT_BPF_*: linux/lwtunnel.h; ip needs a program to send it
  it('decodes programs', () => {
    const bytes = '02180000fe030001 00000000 0600150006000000 2c001600 0c000100 08000100 05000000 14000300 08000100 07000000 08000200 6e616d00 08000400 14000000'
    expect(Route.decode(hex(bytes))).to.deep.include({ encapType: 'bpf', encap: { in: { fd: 5 }, xmit: { fd: 7, name: 'nam' }, xmitHeadroom: 20 } })
    expect(hexOf(Route.encode(Route.decode(hex(bytes))))).to.equal(hexOf(hex(bytes)))
  })
})
