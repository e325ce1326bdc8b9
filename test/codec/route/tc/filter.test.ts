// Filters, chains and extended matches, as `tc -s -d filter show` of iproute2 6.1 printed what Linux 6.1 had said: fixtures/tc/filters, ematch.
import { expect } from 'chai'
import { Filter } from '../../../../codec/route/tc/tc.js'
import { dumpedText } from './dumped-text.js'
import { hex, payloadOf, tables } from '../../tables.js'

/* eslint-disable @typescript-eslint/no-explicit-any -- of each kind, another */
/** The filter of a priority, in a dump: the upper half of `info`. The first answer of each has a handle of 0, and no options. */
const filtersOf = (file: string, command: string): Map<number, any> => {
  const decoded = dumpedText(file, command, 44).map(message => Filter.decode(payloadOf(message)))
  return new Map(decoded.filter(({ handle, options }) => handle !== 0 && options !== undefined).map(filter => [filter.info >>> 16, filter]))
}
const geneve = (classes: number[], type: number[], data: string[]): object[] => [{ class: classes, type, data: data.map(hex => Uint8Array.from(Buffer.from(hex, 'hex'))) }]

/** What tc prints of each, in our names. */
const printed: ReadonlyArray<readonly [preference: number, says: string, options: object]> = [
  [1, 'handle 0x5 classid 1:2', { classid: 0x10002 }],
  [2, 'handle 0x6/0xff classid 1:3, gact action drop', { classid: 0x10003, mask: 0xff }],
  [3, 'flowid 1:4 to 10 from 20', { classid: 0x10004, to: 10, from: 20 }],
  [4, 'hash keys src,dst,proto,proto-src,proto-dst divisor 1024 baseclass 1:1 perturb 10sec',
    { keys: ['src', 'dst', 'proto', 'protoSrc', 'protoDst'], mode: 'hash', divisor: 1024, baseclass: 0x10001, perturb: 10 }],
  [5, 'map keys mark and 0xff rshift 3 addend 0x5 divisor 16', { keys: ['mark'], mode: 'map', mask: 0xff, rshift: 3, addend: 5, divisor: 16 }],
  [7, 'bytecode 4,40 0 0 12,21 0 1 2048,6 0 0 262144,6 0 0 0 flowid 1:5 not_in_hw', { classid: 0x10005, opsLen: 4, flagsGen: ['notInHw'],
    ops: [{ code: 40, jt: 0, jf: 0, k: 12 }, { code: 21, jt: 0, jf: 1, k: 2048 }, { code: 6, jt: 0, jf: 0, k: 262144 }, { code: 6, jt: 0, jf: 0, k: 0 }] }],
  [8, 'matchall flowid 1:6 skip_hw not_in_hw', { classid: 0x10006, flags: ['skipHw', 'notInHw'], pcnt: { rhit: 0n } }],
  [9, 'u32: match 00060000/00ff0000 at 8, mark 0x10 0xff, input dev d1', { classid: 0x10007, indev: 'd1', mark: { val: 0x10, mask: 0xff, success: 0 } }],
  [10, 'u32: match 20010db8/ffffffff at 24, offset 0f00>>6 at 6 eat', { classid: 0x10008 }],
]
const flower: ReadonlyArray<readonly [preference: number, says: string, options: object]> = [
  [1, 'ip_proto tcp ip_tos 16/0xf0 ip_ttl 64 src_ip 2001:db8::/32 dst_port 80-90 tcp_flags 0x12/3f', {
    keyEthType: 0x86dd, keyIpProto: 'tcp', keyIpTos: 16, keyIpTosMask: 0xf0, keyIpTtl: 64, keyIpv6Src: '2001:db8::', keyIpv6SrcMask: 'ffff:ffff::', keyPortDstMin: 80,
    keyPortDstMax: 90, keyTcpFlags: 0x12, keyTcpFlagsMask: 0x3f }],
  [2, 'ip_flags frag/firstfrag ct_state +trk+est-inv ct_zone 7 ct_mark 5/0xf', {
    keyFlags: ['isFragment', 'fragIsFirst'], keyFlagsMask: ['isFragment', 'fragIsFirst'], keyCtState: ['established', 'tracked'],
    keyCtStateMask: ['established', 'tracked', 'invalid'], keyCtZone: 7, keyCtMark: 5, keyCtMarkMask: 15,
    keyCtLabels: Uint8Array.from(Buffer.from('11000000000000000000000000000022', 'hex')) }],
  [3, 'arp_sip 10.0.0.0/8 arp_tip 10.0.0.1 arp_op request arp_sha 02:…:01 arp_tha 02:…:00/40', {
    keyArpSip: '10.0.0.0', keyArpSipMask: '255.0.0.0', keyArpTip: '10.0.0.1', keyArpOp: 1, keyArpSha: '02:00:00:00:00:01', keyArpThaMask: 'ff:ff:ff:ff:ff:00' }],
  [4, 'mpls_label 1000 mpls_tc 3 mpls_bos 1 mpls_ttl 64', { keyMplsLabel: 1000, keyMplsTc: 3, keyMplsBos: 1, keyMplsTtl: 64 }],
  [5, 'lse depth 1 label 16 ttl 3, lse depth 2 tc 2 bos 1', { keyMplsOpts: { lse: [{ depth: 1, label: 16, ttl: 3 }, { depth: 2, tc: 2, bos: 1 }] } }],
  [6, 'enc_key_id 42 enc_tos 1 enc_ttl 60 geneve_opts 0102:80:00880022,0103:81:11223344,ffff:ff:ffffffff', {
    keyEncKeyId: 42, keyEncIpv4Dst: '10.0.0.2', keyEncIpv4Src: '10.0.0.1', keyEncUdpDstPort: 6081, keyEncIpTos: 1, keyEncIpTtl: 60,
    keyEncOpts: { geneve: geneve([0x102, 0x103, 0xffff], [0x80, 0x81, 0xff], ['00880022', '11223344', 'ffffffff']) } }],
  [7, 'vxlan_opts 5/255', { keyEncKeyId: 43, keyEncOpts: { vxlan: { gbp: 5 } }, keyEncOptsMask: { vxlan: { gbp: 255 } } }],
  [8, 'erspan_opts 1:20:0:0/1:4294967295:0:0', { keyEncOpts: { erspan: { ver: 1, index: 20 } }, keyEncOptsMask: { erspan: { ver: 1, index: 0xffffffff } } }],
  [9, 'gtp_opts 01:09/ff:ff', { keyEncOpts: { gtp: { pduType: 1, qfi: 9 } }, keyEncOptsMask: { gtp: { pduType: 255, qfi: 255 } } }],
  [10, 'vlan_id 100 vlan_prio 5 vlan_ethtype 802.1Q cvlan_id 200 cvlan_prio 2 cvlan_ethtype ip', {
    keyVlanId: 100, keyVlanPrio: 5, keyVlanEthType: 0x8100, keyCvlanId: 200, keyCvlanPrio: 2, keyCvlanEthType: 0x800, keyIpv4Dst: '10.1.0.0', keyIpv4DstMask: '255.255.0.0' }],
  [11, 'icmp_type 8 icmp_code 0', { keyIpProto: 'icmp', keyIcmpv4Type: 8, keyIcmpv4Code: 0 }],
  [12, 'ip_proto sctp dst_port 6 src_port 5 skip_hw not_in_hw', { keyIpProto: 'sctp', keySctpDst: 6, keySctpSrc: 5, flags: ['skipHw', 'notInHw'] }],
  [13, 'pppoe_sid 11 ppp_proto ip', { keyPppoeSid: 11, keyPppProto: 0x21 }],
]

describe('filter', () => {
  describe('captured', () => {
    const filters = filtersOf('tc/filters', 'tc -s -d filter show dev d0')
    for (const [preference, says, options] of printed) {
      it(`${filters.get(preference).kind}: ${says}`, () => { expect(filters.get(preference).options).to.deep.include(options) })
    }
    it('u32: keys, and how an offset is found', () => {
      const [{ options: ip }, { options: ip6 }] = [filters.get(9), filters.get(10)]
      expect(ip.sel.keys).to.deep.equal([{ mask: 0x00ff0000, val: 0x00060000, off: 8, offmask: 0 }])
      expect(ip6.sel).to.deep.include({ flags: ['terminal', 'varoffset', 'eat'], offmask: 0x0f00, offshift: 6, offoff: 6, nkeys: 1 })
      expect(ip6.sel.keys).to.deep.equal([{ mask: 0xffffffff, val: 0x20010db8, off: 24, offmask: 0 }])
      expect(ip6.pcnt.kcnts).to.have.length(1)
      // police 0x2 rate 1Mbit action drop
      expect([ip.police.tbf.index, ip.police.tbf.rate.rate, ip.police.tbf.action]).to.deep.equal([2, 125000, 'shot'])
    })
    it('matchall: police 0x1 rate 1Mbit mtu 64Kb peakrate 2Mbit action drop/pipe overhead 14b linklayer ethernet', () => {
      const [{ kind, options }] = filters.get(8).options.act
      expect([kind, options.tbf.rate.rate, options.tbf.rate.overhead, options.tbf.rate.linklayer, options.tbf.peakrate.rate, options.tbf.action, options.result, options.tbf.mtu])
        .to.deep.equal(['police', 125000, 14, 'ethernet', 250000, 'shot', 'pipe', 65536])
    })
    const onBlock = filtersOf('tc/filters', 'tc -s -d filter show block 7')
    for (const [preference, says, options] of flower) {
      it(`flower: ${says}`, () => { expect(onBlock.get(preference).options).to.deep.include(options) })
    }
    it('of a block has no link', () => {
      expect([onBlock.get(1).ifindex, onBlock.get(1).parent, onBlock.get(1).chain]).to.deep.equal([-1, 7, 0])
    })
    it('chains: flower chain 3 dst_mac ff:ff:ff:ff:ff:ff eth_type ipv4 dst_ip 0.0.0.0/16', () => {
      const [plain, template] = dumpedText('tc/filters', 'tc chain show block 7', 100).map(message => Filter.decode(payloadOf(message)) as any)
      expect([plain.chain, plain.kind, template.chain, template.kind]).to.deep.equal([0, undefined, 3, 'flower'])
      expect(template.options).to.deep.include({ keyEthDst: 'ff:ff:ff:ff:ff:ff', keyEthDstMask: 'ff:ff:ff:ff:ff:ff', keyEthType: 0x800, keyIpv4DstMask: '255.255.0.0' })
    })

    const matches = filtersOf('tc/ematch', 'tc -s -d filter show dev d0')
    for (const [preference, says, list] of [
      [1, 'cmp(u16 at 3 layer 2 mask 0xff00 trans lt 300)', [
        { matchid: 0, kind: 'cmp', flags: [], data: { val: 300, mask: 0xff00, off: 3, alignFlags: 0x12, layerOpnd: 0x22 } }]],
      [4, 'canid(eff 0x12345:0x1FFFF sff 0x123)', [{ matchid: 0, kind: 'canid', flags: [], data: [
        // CAN_EFF_FLAG is the highest bit: linux/can.h
        { canId: 0x80012345, canMask: 0x8001ffff }, { canId: 0x123, canMask: 0x800007ff }] }]],
      [6, 'NOT (nbyte(61 62 at 2 layer 0) OR u32(00010000/00ff0000 at 8)) AND meta(random lt 5)', [
        { matchid: 0, kind: 'container', flags: ['relAnd', 'invert'], data: { ref: 2 } },
        { matchid: 0, kind: 'meta', flags: [], data: { hdr: { left: { kind: 0x1001, shift: 0, op: 2 }, right: { kind: 0x1000, shift: 0, op: 0 } }, lvalue: 0, rvalue: 5 } },
        { matchid: 0, kind: 'nbyte', flags: ['relOr'], data: { off: 2, lenLayer: 2, pattern: Uint8Array.from(Buffer.from('ab\0\0')) } },
        { matchid: 0, kind: 'u32', flags: [], data: { mask: 0x00ff0000, val: 0x00010000, off: 8, offmask: 0 } }]],
    ] as const) {
      it(`basic: ${says}`, () => { expect(matches.get(preference).options.ematches.list).to.deep.equal(list) })
    }
  })

  const header = '00000000 03000000 01000000 00000100 08000100'
  const tcmsg = { family: 'unspec', ifindex: 3, handle: 1, parent: 0x10000, info: 0x10008 }
  tables({
    codec: Filter as never,
    degraded: [
      ['an unknown kind', `${header} 08000100 6e657700 08000200 01020304`, { ...tcmsg, kind: 'new', unknown: [{ type: 2, data: Uint8Array.of(1, 2, 3, 4) }] }],
      ['keys that nobody named', `${header} 0b000100 666c6f776572 0000 0c000200 08000800 08000000`.replace('0c000200 08000800 08000000', '0c000200 0800ff00 08000000'),
        { ...tcmsg, kind: 'flower', options: { unknown: [{ type: 255, data: Uint8Array.of(8, 0, 0, 0) }] } }],
      ['an ematch of a kind that nobody declared', `${header} 0a000100 6261736963000000 1c000200 18000200 14000200 10000100 0000 0600 0000 0000 01020304`,
        { ...tcmsg, kind: 'basic', options: { ematches: { list: [{ matchid: 0, kind: 'vlan', flags: [], data: Uint8Array.of(1, 2, 3, 4) }] } } }],
      // net/sched/em_meta.c gives back as many bytes as it was given, 4 or those of a long; tc gives it 4
      ['an ematch with a number of 8 bytes', `${header} 0a000100 6261736963000000 38000200 34000200 30000200 2c000100 0000 0400 0000 0000
        0c000100 03100000 00100000 0c000200 0500000000000000 08000300 05000000`,
        { ...tcmsg, kind: 'basic', options: { ematches: { list: [{ matchid: 0, kind: 'meta', flags: [], data: {
          hdr: { left: { kind: 0x1003, shift: 0, op: 0 }, right: { kind: 0x1000, shift: 0, op: 0 } }, lvalue: hex('0500000000000000'), rvalue: 5 } }] } } }],
    ],
    refused: [
      [{ kind: 'flower', options: { keyIpv4Src: '2001:db8::1' } }, 'options.keyIpv4Src: "2001:db8::1" has 16 bytes, 4 wanted'],
      [{ kind: 'flower', options: { keyVlanId: 65536 } }, 'options.keyVlanId: 65536 is not a whole number from 0 to 65535'],
      [{ kind: 'flower', options: { act: [{ kind: 'gact', options: { parms: { index: -1 } } }] } },
        'options.act[0].options.parms.index: -1 is not a whole number from 0 to 4294967295'],
      [{ kind: 'fw', options: { indev: 'a name too long for it' } }, 'options.indev: "a name too long for it" has 22 bytes; a link\'s name has at most 15'],
      [{ kind: 'basic', options: { ematches: { list: [{ kind: 'cmp', data: { val: '1' } }] } } },
        'options.ematches.list[0].data.val: "1" is not a whole number from 0 to 4294967295'],
    ],
    malformed: [
      ['a port of one byte', `${header} 0b000100 666c6f776572 0000 0c000200 05001300 50000000`, 'options.keyTcpDst: 1 bytes, 2 wanted'],
      ['an address of three', `${header} 0b000100 666c6f776572 0000 0c000200 07000400 02000000`.replace('07000400', '0b001300'),
        'options: an attribute of 11 bytes where 8 are left'],
    ],
  })
})
