// Headers, acknowledgements, splitting. Bytes: what Linux 6.18 answered to requests made by Python's socket and struct
// modules.
import { expect } from 'chai'
import fc from 'fast-check'
import { Bytes } from '../../../codec/core/bytes.js'
import { CodecError } from '../../../codec/core/errors.js'
import {
  aligned, headerFlagBits, headerFlags, messageLength, messageLengthIfWhole, readAcknowledgement, readDone, readHeader, routeMessageKind, writeHeader
} from '../../../codec/core/header.js'
import type { Acknowledgement, ExtendedAck } from '../../../codec/core/header.js'

const bytes = (hex: string): Bytes => Bytes.of(new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex')))
const port = 0x518c

/** NLMSG_ERROR. The errno names are those of errno(3), the texts the kernel's own. */
const acknowledgements: ReadonlyArray<readonly [story: string, hex: string, value: Acknowledgement]> = [
  ['lo set up, capped', '24000000 0200 0001 07000000 8c510000 00000000 20000000 1000 0500 07000000 00000000',
    { errno: 0, header: { length: 32, type: 16, flags: 5, sequence: 7, port: 0 } }],
  ['ENODEV without options: the whole request comes back',
    '34000000 0200 0000 07000000 8c510000 edffffff 20000000 1000 0500 07000000 00000000 00000000630000000000000000000000',
    {
      errno: 19,
      header: { length: 32, type: 16, flags: 5, sequence: 7, port: 0 },
      payload: Uint8Array.from([0, 0, 0, 0, 0x63, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }],
  ['ERANGE with words, offset and policy, capped',
    '68000000 0200 0003 07000000 8c510000 deffffff 80000000 1000 0506 07000000 00000000 2700 0100 ' +
    '417474726962757465206661696c656420706f6c6963792076616c69646174696f6e0000 0800 0200 50000000 1400 0480 0800 0700 0f000000 0800 0100 0b000000',
    {
      errno: 34,
      header: { length: 128, type: 16, flags: 0x605, sequence: 7, port: 0 },
      extended: { msg: 'Attribute failed policy validation', offs: 80, policy: { type: 'string', maxLength: 15 } }
    }],
  ['ERANGE of an MTU of one byte: a range of values',
    '78000000 0200 0003 07000000 8c510000 deffffff 28000000 1000 0500 07000000 00000000 2700 0100 ' +
    '417474726962757465206661696c656420706f6c6963792076616c69646174696f6e0000 0800 0200 20000000 ' +
    '2400 0480 0c00 0400 0000000000000000 0c00 0500 ffffffff00000000 0800 0100 04000000',
    {
      errno: 34,
      header: { length: 40, type: 16, flags: 5, sequence: 7, port: 0 },
      extended: { msg: 'Attribute failed policy validation', offs: 32, policy: { type: 'u32', minValueU: 0n, maxValueU: 0xffffffffn } }
    }],
  ['EINVAL for an attribute that is missing (NETDEV_CMD_DEV_GET without an index)',
    '2c000000 0200 0003 07000000 8c510000 eaffffff 14000000 1400 0500 07000000 00000000 0800 0500 01000000',
    { errno: 22, header: { length: 20, type: 20, flags: 5, sequence: 7, port: 0 }, extended: { missType: 1 } }]
]

/** NLMSG_DONE */
const ends: ReadonlyArray<readonly [story: string, hex: string, value: { errno: number, extended?: ExtendedAck }]> = [
  ['a list that is through', '14000000 0300 0200 07000000 8c510000 00000000', { errno: 0 }],
  ['a number above zero, which is no error', '14000000 0300 0200 07000000 8c510000 70000000', { errno: 0 }],
  ['no number at all', '10000000 0300 0200 07000000 8c510000', { errno: 0 }],
  ['EINVAL of strict checking',
    '50000000 0300 0202 07000000 8c510000 eaffffff 3c00 0100 ' +
    '697076343a20496e76616c69642076616c75657320696e2068656164657220666f7220616464726573732064756d70207265717565737400',
    { errno: 22, extended: { msg: 'ipv4: Invalid values in header for address dump request' } }],
  ['ENOENT of a table that is not there',
    '38000000 0300 2202 07000000 8c510000 feffffff 2300 0100 697076343a20464942207461626c6520646f6573206e6f742065786973740000',
    { errno: 2, extended: { msg: 'ipv4: FIB table does not exist' } }]
]

describe('codec/core/header', () => {
  describe('acknowledgement', () => {
    for (const [story, hex, value] of acknowledgements) {
      it(`reads ${story}`, () => {
        const b = bytes(hex)
        expect(readAcknowledgement(b, 0, b.u8.length)).to.deep.equal(value)
      })
    }

    it('reads what follows a request that came back whole', () => {
      // The same refusal as above, asked for without NETLINK_CAP_ACK.
      const b = bytes('d800000002000002070000008c510000deffffff80000000100005060700000000000000000000000000000000000000000000000700030076300000580012' +
        '800900010076657468000000004800028044000180000000000000000000000000000000002d00030079797979797979797979797979797979797979797979797979797979' +
        '7979797979797979797979790000000027000100417474726962757465206661696c656420706f6c6963792076616c69646174696f6e00000800020050000000140004800' +
        '80007000f000000080001000b000000')
      const { errno, payload, extended } = readAcknowledgement(b, 0, b.u8.length)
      expect(errno).to.equal(34)
      expect(payload).to.have.lengthOf(112)
      expect(extended).to.deep.equal({ msg: 'Attribute failed policy validation', offs: 80, policy: { type: 'string', maxLength: 15 } })
    })

    it('reads the rest of NLMSGERR_ATTR_* and NL_POLICY_TYPE_ATTR_*, made by hand from linux/netlink.h', () => {
      const b = bytes('84000000 0200 0003 07000000 8c510000 eaffffff 14000000 1400 0500 07000000 00000000 ' +
        '0600 0300 abcd 0000 0800 0500 02000000 0800 0600 14000000 0800 ff3f 01000000 ' +
        '4000 0480 0800 0100 63000000 0c00 0200 fbffffffffffffff 0c00 0300 0500000000000000 0800 0800 03000000 0800 0900 09000000 ' +
        '0800 0a00 f0000000 0400 0600')
      const { extended } = readAcknowledgement(b, 0, b.u8.length)
      expect(extended).to.deep.equal({
        cookie: Uint8Array.from([0xab, 0xcd]),
        missType: 2,
        missNest: 20,
        policy: { type: 99, minValueS: -5n, maxValueS: 5n, policyIdx: 3, policyMaxtype: 9, bitfield32Mask: 0xf0 }
      })
    })

    it('refuses one that is shorter than struct nlmsgerr', () => {
      const b = bytes('20000000 0200 0000 07000000 8c510000 edffffff 20000000 1000 0500 07000000')
      expect(() => readAcknowledgement(b, 0, 32)).to.throw(CodecError, 'an NLMSG_ERROR of 32 bytes, which has at least 36').with.property('offset', 0)
    })

    it('reads any bytes, or says that they are too short', () => {
      // Words that are mostly small make lengths and types that mostly fit.
      const words = fc.array(fc.oneof({ weight: 5, arbitrary: fc.nat(24) }, fc.nat(0xffff)), { maxLength: 60 })
      fc.assert(fc.property(words, fc.nat(3), (random, flags) => {
        const data = new Uint8Array(Uint16Array.from(random).buffer)
        data[7] = flags
        // As in a datagram: the message ends before the memory does, and what lies behind must not matter.
        const behind = (fill: number): Bytes => {
          const b = new Bytes(new ArrayBuffer(160))
          b.u8.fill(fill)
          b.u8.set(data)
          return b
        }
        const read = (b: Bytes): unknown => {
          try { return [readAcknowledgement(b, 0, data.length), readDone(b, 0, data.length)] } catch (error) {
            if (error instanceof CodecError) return error.message
            throw error
          }
        }
        expect(read(behind(0xff))).to.deep.equal(read(behind(0)))
      }), { numRuns: 3000 })
    })

    it('keeps the number where an attribute claims to be longer than the message', () => {
      const b = bytes('2c000000 0200 0003 07000000 8c510000 eaffffff 14000000 1400 0500 07000000 00000000 ff00 0100 41414141')
      expect(readAcknowledgement(b, 0, 44)).to.deep.include({ errno: 22, extended: {} })
    })

    it('keeps the number where the request inside claims to be longer than the message', () => {
      const b = bytes('34000000 0200 0002 07000000 8c510000 edffffff 20ffff7f 1000 0500 07000000 00000000 00000000630000000000000000000000')
      expect(readAcknowledgement(b, 0, 52)).to.deep.include({ errno: 19, extended: {} })
    })
  })

  describe('end of a dump', () => {
    for (const [story, hex, value] of ends) {
      it(`reads ${story}`, () => {
        const b = bytes(hex)
        expect(readDone(b, 0, b.u8.length)).to.deep.equal(value)
      })
    }
  })

  describe('splitting', () => {
    // Two RTM_NEWADDR (76 and 80 bytes) in one datagram.
    const datagram = '4c00000014000200070000008c510000020880fe01000000080001007f000001080002007f000001070003006c6f0000080008008000000014000600ffffffffffff' +
      'ffff1b6c03001b6c03005000000014000200070000008c5100000a8080fe01000000140001000000000000000000000000000000000114000600ffffffffffffffff1b6c' +
      '03001b6c0300080008008000000005000b0001000000'

    it('walks a datagram to its end', () => {
      const b = bytes(datagram)
      const lengths: number[] = []
      for (let at = 0, length; at < b.u8.length; at += aligned(length)) lengths.push(length = messageLength(b, at, b.u8.length))
      expect(lengths).to.deep.equal([76, 80])
      expect(readHeader(b, 76)).to.deep.equal({ length: 80, type: 20, flags: 2, sequence: 7, port })
    })

    it('writes the header that it reads', () => {
      const b = bytes(datagram)
      const copy = new Bytes(new ArrayBuffer(32), 16)
      writeHeader(copy, 0, readHeader(b, 0))
      expect(copy.u8).to.deep.equal(b.u8.slice(0, 16))
    })

    const malformed: ReadonlyArray<readonly [hex: string, at: number, message: string]> = [
      ['4c0000001400', 0, '6 bytes, where a header has 16'],
      ['0f00000014000200070000008c510000', 0, 'a message that says it is 15 bytes long, where there are 16'],
      ['1100000014000200070000008c510000', 0, 'a message that says it is 17 bytes long, where there are 16'],
      ['ffffffff14000200070000008c510000', 0, 'a message that says it is 4294967295 bytes long, where there are 16'],
      ['1000000014000200070000008c510000 4c000000', 16, '4 bytes, where a header has 16']
    ]
    for (const [hex, at, message] of malformed) {
      it(`refuses ${message}`, () => {
        const b = bytes(hex)
        expect(messageLengthIfWhole(b, at, b.u8.length)).to.equal(undefined)
        expect(() => messageLength(b, at, b.u8.length)).to.throw(CodecError, message).with.property('offset', at)
      })
    }

    it('does not look beyond the end that it is given', () => {
      const b = bytes(datagram)
      expect(messageLengthIfWhole(b, 0, 75)).to.equal(undefined)
      expect(messageLengthIfWhole(b, 0, 76)).to.equal(76)
      expect(() => readHeader(b, 152)).to.throw(CodecError, '4 bytes, where a header has 16')
    })
  })

  describe('flags', () => {
    // linux/netlink.h has four lists from 0x100 on.
    const rows: ReadonlyArray<readonly ['get' | 'new' | 'delete' | 'ack', number, readonly string[], number]> = [
      ['get', 0x301, ['request', 'root', 'match'], 0],
      ['new', 0x605, ['request', 'ack', 'excl', 'create'], 0],
      ['new', 0x90d, ['request', 'ack', 'echo', 'replace', 'append'], 0],
      ['delete', 0x305, ['request', 'ack', 'nonrec', 'bulk'], 0],
      ['ack', 0x300, ['capped', 'ackTlvs'], 0],
      ['get', 0x8032, ['multi', 'dumpIntr', 'dumpFiltered'], 0x8000]
    ]
    for (const [kind, flags, names, rest] of rows) {
      it(`of 0x${flags.toString(16)} in a message of kind ${kind} are ${names.join(', ')}`, () => {
        expect(headerFlags(flags, kind)).to.deep.equal({ names, rest })
        expect(headerFlagBits(names, kind) | rest).to.equal(flags)
      })
    }

    it('refuse a name of another kind of message', () => {
      expect(() => headerFlagBits(['create'], 'delete')).to.throw(CodecError, 'flags: "create" is none of request, multi, ack, echo, dumpIntr, dumpFiltered, nonrec, bulk')
    })

    it('are those of the kind that the type says', () => {
      // RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK, RTM_SETLINK; NLMSG_ERROR
      expect([16, 17, 18, 19, 2].map(routeMessageKind)).to.deep.equal(['new', 'delete', 'get', 'new', 'ack'])
    })
  })
})
