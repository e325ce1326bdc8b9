// Values that kinds of links refuse, bytes that are wrong, and what nobody named. Bytes are the kernel's (fixtures/route/link), changed.
import { expect } from 'chai'
import { CodecError } from '../../../../../codec/core/errors.js'
import type { Input } from '../../../../../codec/core/infer.js'
import { Link, type Link as Decoded } from '../../../../../codec/route/link/link.js'
import { Bond } from '../../../../../codec/route/link/kinds/bond.js'
import { Can } from '../../../../../codec/route/link/kinds/can.js'
import { Gre } from '../../../../../codec/route/link/kinds/gre.js'
import { Ip6tnl, Iptunnel } from '../../../../../codec/route/link/kinds/iptunnel.js'
import { Macsec } from '../../../../../codec/route/link/kinds/macsec.js'
import { Vxlan } from '../../../../../codec/route/link/kinds/vxlan.js'
import { hex, runTables } from '../table.js'

describe('codec/route/link/kinds/vxlan', () => {
  runTables<Input<Vxlan>>({ decode: bytes => Vxlan.decode(bytes), encode: value => Vxlan.encode(value) }, {
    captured: [
      ['ttl inherit, as iproute2 asks for it', '0400 1c00', { ttlInherit: true }],
      ['ttl inherit, as the kernel tells it', '0500 1c00 01000000', { ttlInherit: 1 }],
      ['no ttl inherit, as the kernel tells it', '0500 1c00 00000000', { ttlInherit: 0 }],
      ['ports in network byte order', '0800 0a00 27104e20 0600 0f00 12b50000', { portRange: { low: 10000, high: 20000 }, port: 4789 }],
      ['a policy that nobody named, an attribute of a newer kernel', '0500 1d00 07000000 0800 5000 01020304', { df: 7, unknown: [{ type: 0x50, data: hex('01020304') }] }],
    ],
    refused: [
      ['a VNI below zero', { id: -1 }, 'id: -1 is not a whole number from 0 to 4294967295'],
      ['an IPv6 group among IPv4 ones', { group: 'ff05::100' }, 'group: "ff05::100" has 16 bytes, 4 wanted'],
      ['a flag that is a number', { gbp: 1 }, 'gbp: 1 is neither true nor false'],
      ['a misspelt policy', { df: 'inherited' }, 'df: "inherited" is none of unset, set, inherit'],
    ],
    malformed: [['a port of one byte', '0500 0f00 12000000', 'port: 1 bytes, 2 wanted'], ['a local address of three', '0700 0400 0a000000', 'local: 3 bytes, 4 wanted']],
  })
})

describe('codec/route/link/kinds/bond', () => {
  runTables<Input<Bond>>({ decode: bytes => Bond.decode(bytes), encode: value => Bond.encode(value) }, {
    shape: { nests: { 8: {} } },
    captured: [
      ['targets, numbered from 0', '1400 0800 0800 0000 0a000002 0800 0100 0a000003', { arpIpTarget: ['10.0.0.2', '10.0.0.3'] }],
      ['a mode that nobody named', '0500 0100 09000000', { mode: 9 }],
    ],
    refused: [
      ['a mode by its iproute2 name', { mode: 'balance-rr' }, 'mode: "balance-rr" is none of roundrobin, activebackup, xor, broadcast, 8023ad, tlb, alb'],
      ['an IPv6 target among IPv4 ones', { arpIpTarget: ['10.0.0.2', '2001:db8::2'] }, 'arpIpTarget[1]: "2001:db8::2" has 16 bytes, 4 wanted'],
    ],
    malformed: [['a target of three bytes', '0b00 0800 0700 0000 0a000000', 'arpIpTarget[0]: 3 bytes, 4 wanted']],
  })
})

describe('codec/route/link/kinds/gre', () => {
  runTables<Input<Gre>>({ decode: bytes => Gre.decode(bytes), encode: value => Gre.encode(value) }, {
    captured: [
      ['flags and keys in network byte order', '0600 0200 a0000000 0600 0300 30000000 0800 0400 01020304 0800 0500 00000005', {
        iflags: ['csum', 'key'], oflags: ['key', 'seq'], ikey: 0x01020304, okey: 5,
      }],
      ['flags that nobody named', '0600 0200 00070000', { iflags: [0x7] }],
    ],
    refused: [['a key that is text', { ikey: '1.2.3.4' }, 'ikey: "1.2.3.4" is not a whole number from 0 to 4294967295']],
    malformed: [['a key of two bytes', '0600 0400 01020000', 'ikey: 2 bytes, 4 wanted']],
  })
})

describe('codec/route/link/kinds/iptunnel', () => {
  runTables<Input<Iptunnel>>({ decode: bytes => Iptunnel.decode(bytes), encode: value => Iptunnel.encode(value) }, {
    captured: [['isatap, in the byte order of the host', '0600 0800 01000000', { flags: ['isatap'] }]],
    refused: [['an IPv6 end', { remote: '2001:db8::2' }, 'remote: "2001:db8::2" has 16 bytes, 4 wanted']],
    malformed: [['an end of six bytes less two', '0600 0200 0a000000', 'local: 2 bytes, 4 wanted']],
  })
  it('gives ip6tnl flags of four bytes, of the host, too', () => {
    expect(Ip6tnl.decode(hex('0800 0800 40000300'))).to.deep.equal({ flags: ['allowLocalRemote', 'capXmit', 'capRcv'] })
  })
})

describe('codec/route/link/kinds/macsec', () => {
  runTables<Input<Macsec>>({ decode: bytes => Macsec.decode(bytes), encode: value => Macsec.encode(value) }, {
    captured: [
      ['a channel as it stands in a frame, a cipher in the byte order of the host', '0c00 0100 020000000001000b 0600 0200 000b0000 0c00 0400 0200000100c28000', {
        sci: 0x020000000001000bn, port: 11, cipherSuite: 0x0080c20001000002n,
      }],
    ],
    refused: [['a validation that is none', { validation: 'loose' }, 'validation: "loose" is none of disabled, check, strict']],
    malformed: [['a channel of four bytes', '0800 0100 01020304', 'sci: 4 bytes, 8 wanted']],
  })
})

describe('codec/route/link/kinds/can', () => {
  it('fills the mask from what the flags speak of', () => {
    expect(Can.encode({ ctrlmode: { flags: { listenonly: true, loopback: false } } })).to.deep.equal(hex('0c00 0500 03000000 02000000'))
  })
  it('refuses a mode that is none', () => {
    expect(() => Can.encode({ ctrlmode: { flags: ['silent' as 'fd'] } })).to.throw(CodecError).with.property('message', 'ctrlmode.flags: "silent" is none of loopback, listenonly, ' +
      '3Samples, oneShot, berrReporting, fd, presumeAck, fdNonIso, ccLen8Dlc, tdcAuto, tdcManual, restricted, xl, xlTdcAuto, xlTdcManual, xlTms')
  })
})

describe('codec/route/link/kinds without data', () => {
  it('keep what they do not know, and refuse what nobody declares', () => {
    const bytes = Link.encode({ linkinfo: { kind: 'team', data: { unknown: [{ type: 1, data: hex('01020304') }] } } })
    expect(Link.decode<Decoded>(bytes).linkinfo).to.deep.equal({ kind: 'team', data: { unknown: [{ type: 1, data: hex('01020304') }] } })
    expect(() => Link.encode({ linkinfo: { kind: 'nlmon', data: { id: 1 } as object } })).to.throw(CodecError).with.property('message', 'linkinfo.data.id: no such attribute; there are ')
  })
})
