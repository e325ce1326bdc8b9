// struct fib_rule_hdr and FRA_*, as Linux 6.1 and iproute2 6.1 sent them; the values are what `ip -j -d rule` printed of the same messages.
import { expect } from 'chai'
import { Rule } from '../../../codec/route/rule.js'
import { dumped, payloadOf, tables, type Captured } from '../tables.js'

const header = { family: 'inet', dstLen: 0, srcLen: 0, tos: 0, frhTable: 0, action: 'toTbl', flags: [] }
const table = (number: number) => ({ ...header, frhTable: number, table: number, suppressPrefixlen: -1, protocol: 'unspec' })
const answer = (nth: number, command = 'ip -j -d rule show') => ({ type: 32, direction: 'in', command, nth }) as const
const request = (nth: number, command = 'batch') => ({ type: 32, direction: 'out', command, nth }) as const

const captured: readonly Captured[] = [
  ['the first rule of all', ['route/rule/rule', answer(0)], { ...table(255), protocol: 'kernel' }],
  ['a source', ['route/rule/rule', answer(1)], { ...table(100), srcLen: 8, src: '10.0.0.0', priority: 1000 }],
  ['what must not match', ['route/rule/rule', answer(3)], { ...table(102), srcLen: 32, flags: ['invert'], src: '10.2.0.1', priority: 1002 }],
  ['a mark with a mask', ['route/rule/rule', answer(4)], { ...table(103), fwmark: 0x10, fwmask: 0xff, priority: 1003 }],
  ['links, one of them not there', ['route/rule/rule', answer(5)], { ...table(106), flags: ['oifDetached'], iifname: 'lo', oifname: 'nonesuch', priority: 1006 }],
  ['a type of service', ['route/rule/rule', answer(6)], { ...table(107), tos: 0x10, priority: 1007 }],
  ['a jump', ['route/rule/rule', answer(7)], { ...table(0), action: 'goto', srcLen: 16, src: '10.3.0.0', goto: 1020, priority: 1014 }],
  ['nothing to be done', ['route/rule/rule', answer(8)], { ...table(0), action: 'nop', priority: 1020 }],
  ['packets thrown away', ['route/rule/rule', answer(9)], { ...table(0), action: 'blackhole', srcLen: 16, src: '10.4.0.0', priority: 1021 }],
  ['realms', ['route/rule/rule', answer(12)], { ...table(111), srcLen: 16, src: '10.7.0.0', flow: 0x50006, priority: 1024 }],
  ['who made it', ['route/rule/rule', answer(13)], { ...table(112), srcLen: 16, src: '10.8.0.0', protocol: 'zebra', priority: 1025 }],
  ['the id of a tunnel, in network byte order', ['route/rule/rule', answer(14)], { ...table(113), tunId: 77n, priority: 1026 }],
  ['a table beyond eight bits', ['route/rule/rule', answer(15)], { ...table(100000), frhTable: 252, srcLen: 16, src: '10.10.0.0', priority: 1028 }],
  ['IPv6, both ends', ['route/rule/rule', answer(1, 'ip -6 -j -d rule show')], {
    ...table(200), family: 'inet6', dstLen: 48, srcLen: 32, dst: '2001:db8:1::', src: '2001:db8::', priority: 2000 }],
  ['ports', ['route/rule/ports', answer(1)], {
    ...table(109), ipProto: 'tcp', sportRange: { start: 1000, end: 2000 }, dportRange: { start: 80, end: 80 }, priority: 1009 }],
  ['ICMPv6', ['route/rule/ports', answer(1, 'ip -6')], { ...table(201), family: 'inet6', ipProto: 'icmpv6', priority: 2001 }],
  ['users', ['route/rule/uidrange', answer(1)], { ...table(108), uidRange: { start: 1000, end: 2000 }, priority: 1008 }],
  ['root alone', ['route/rule/uidrange', answer(2)], { ...table(108), uidRange: { start: 0, end: 0 }, priority: 1009 }],
  ['default routes passed over', ['route/rule/suppress', answer(1)], { ...table(254), suppressPrefixlen: 0, priority: 1012 }],
  ['routes by a group of links passed over', ['route/rule/suppress', answer(2)], { ...table(254), suppressIfgroup: 5, priority: 1013 }],
  ['the table of a VRF', ['route/rule/l3mdev', answer(1)], { ...table(0), l3mdev: 1, priority: 1011 }],
  ['a DSCP, of Linux 6.12', ['newer/rule', answer(1)], { ...table(100), dscp: 10, priority: 1000 }],
  ['a request of iproute2', ['route/rule/rule', request(3)], { ...header, frhTable: 103, fwmark: 16, fwmask: 255, priority: 1003 }],
  ['a request with a table beyond eight bits', ['route/rule/rule', request(14)], { ...header, srcLen: 16, src: '10.10.0.0', table: 100000, priority: 1028 }],
]

describe('Rule', () => {
  tables({
    codec: Rule,
    captured,
    degraded: [
      ['an attribute of tomorrow', '02000000 00000001 00000000 08000600e8030000 0500330001000000', { ...header, priority: 1000, unknown: [{ type: 51, data: Uint8Array.of(1) }] }],
      ['an action and flags without a name', '02000000 00000063 00000480', { ...header, action: 99, flags: [0x80040000] }],
      // Linux 6.13's to 6.15's; layout and byte order: net/core/fib_rules.c
      ['a label of flows, and masks', '0a000000 00000001 00000000 0500190008000000 08001a0000012345 08001b00000fffff 06001c00f0ff0000 06001d0000ff0000 05001e003f000000', {
        ...header, family: 'inet6', dscp: 8, flowlabel: 0x12345, flowlabelMask: 0xfffff, sportMask: 0xfff0, dportMask: 0xff00, dscpMask: 0x3f }],
      ['a range from a longer struct', '02000000 00000001 00000000 0c001700e803d00700000100', {
        ...header, sportRange: { start: 1000, end: 2000, rest: Uint8Array.of(0, 0, 1, 0) } }],
    ],
    refused: [
      [{ ...header, priority: -1 }, 'priority: -1 is not a whole number from 0 to 4294967295'],
      [{ ...header, iifname: 'a/b' }, "iifname: \"a/b\" is no name for a link: 1 to 15 bytes without '/', ':', white space and the byte 0xa0, and neither '.' nor '..'"],
      [{ ...header, action: 'lookup' }, 'action: "lookup" is none of unspec, toTbl, goto, nop, res3, res4, blackhole, unreachable, prohibit'],
      [{ ...header, sportRange: { start: 1, end: 65536 } }, 'sportRange.end: 65536 is not a whole number from 0 to 65535'],
      [{ ...header, sportRange: { from: 1 } }, 'sportRange.from: no such attribute; there are start, end'],
      [{ ...header, tunId: -1 }, 'tunId: -1 is not a whole number from 0 to 18446744073709551615'],
      [{ ...header, suppressPrefixlen: 2 ** 31 }, 'suppressPrefixlen: 2147483648 is not a whole number from -2147483648 to 2147483647'],
      [{ ...header, src: '10.0.0.0/8' }, 'src: "10.0.0.0/8" is no IP address'],
    ],
    malformed: [
      ['a number cut short', '02000000 00000001 00000000 05000600e8000000', 'priority: 1 bytes, 4 wanted'],
      ['an attribute longer than the message', '02000000 00000001 00000000 0c000600e8030000', 'an attribute of 12 bytes where 8 are left'],
    ],
  })

  describe('equals what `ip -j -d rule show` printed', () => {
    for (const story of ['rule', 'ports', 'uidrange', 'suppress', 'l3mdev']) {
      it(story, () => {
        const { printed, messages } = dumped(`route/rule/${story}`, 'ip -j -d rule show', 32)
        expect(messages.map(message => asIp(Rule.decode(payloadOf(message))))).to.deep.equal(printed)
      })
    }
  })
})

const tableNames: Readonly<Record<number, string>> = { 253: 'default', 254: 'main', 255: 'local' }
/** The words of `ip -j`, for the keys that these stories have. */
function asIp (rule: Rule): object {
  const end = (name: 'src' | 'dst', length: number): object => length === 0 || length === 32 ? { [name]: rule[name] } : { [name]: rule[name], [`${name}len`]: length }
  const range = (name: 'sport' | 'dport' | 'uid', from?: { start: number, end: number }): object => from === undefined
    ? {}
    : from.start === from.end && name !== 'uid' ? { [name]: from.start } : { [`${name}_start`]: from.start, [`${name}_end`]: from.end }
  const hex = (number: number): string => `0x${number.toString(16)}`
  return {
    priority: rule.priority ?? 0,
    ...rule.flags.includes('invert') ? { not: null } : {},
    ...rule.src === undefined ? { src: 'all' } : end('src', rule.srcLen),
    ...rule.dst === undefined ? {} : end('dst', rule.dstLen),
    ...rule.tos === 0 ? {} : { tos: hex(rule.tos) },
    ...rule.fwmark === undefined ? {} : { fwmark: hex(rule.fwmark), fwmask: hex(rule.fwmask ?? 0) },
    ...rule.iifname === undefined ? {} : { iif: rule.iifname },
    ...rule.oifname === undefined ? {} : { oif: rule.oifname },
    ...rule.flags.includes('oifDetached') ? { oif_detached: null } : {},
    ...rule.l3mdev === 1 ? { l3mdev: null } : {},
    ...range('uid', rule.uidRange),
    ...rule.ipProto === undefined ? {} : { ipproto: rule.ipProto },
    ...range('sport', rule.sportRange),
    ...range('dport', rule.dportRange),
    ...rule.tunId === undefined ? {} : { tun_id: Number(rule.tunId) },
    ...rule.table ? { table: tableNames[rule.table] ?? String(rule.table) } : {},
    ...rule.suppressPrefixlen === -1 ? {} : { suppress_prefixlen: rule.suppressPrefixlen },
    ...rule.suppressIfgroup === undefined ? {} : { suppress_ifgroup: String(rule.suppressIfgroup) },
    ...rule.flow === undefined ? {} : { flow_from: String(rule.flow >>> 16), flow_to: String(rule.flow & 0xffff) },
    ...rule.action === 'goto' ? { goto: rule.goto } : rule.action === 'nop' ? { nop: null } : rule.action === 'toTbl' ? {} : { action: rule.action },
    protocol: rule.protocol,
  }
}
