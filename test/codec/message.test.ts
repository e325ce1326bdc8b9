// Whole messages: what decodeMessage makes of netlink's own and of rtnetlink's, and what encodeMessage makes of values.
import { expect } from 'chai'
import { CodecError } from '../../codec/core/errors.js'
import { decodeMessage, decodeMessages, encodeMessage } from '../../codec/message.js'
import { fixture } from '../fixtures.js'
import { hex, hexOf } from './tables.js'

describe('decodeMessage', () => {
  it('gives header, name and value', () => {
    const { bytes, seq } = fixture('route/route/unicast').find({ type: 24, direction: 'in' })
    const message = decodeMessage(bytes)
    expect(message.header).to.deep.include({ type: 24, length: bytes.length, sequence: seq })
    // the name tells TypeScript what the message is
    expect(message.type === 'RTM_NEWROUTE' ? message.message.gateway : undefined).to.equal('10.0.0.254')
  })
  it('gives the errno of an acknowledgement, and the kernel\'s words', () => {
    const { json, packets } = fixture('errors/extack')
    const refused = json.at.filter(({ stderr }) => stderr?.startsWith('Error: '))
    expect(refused).not.to.have.length(0)
    for (const { stderr, packets: [first, end] } of refused) {
      const said = packets.slice(first, end).flatMap(({ messages }) => messages).map(({ bytes }) => decodeMessage(bytes))
        .flatMap(message => message.type === 'NLMSG_ERROR' && message.message.errno > 0 ? [message.message.extended?.msg] : [])
      expect(said).to.include(/^Error: (.*)\./.exec(stderr!)?.[1])
    }
  })
  it('gives how a dump ended', () => {
    const message = decodeMessage(fixture('route/route/unicast').find({ type: 3, direction: 'in' }).bytes)
    expect([message.type, message.message]).to.deep.equal(['NLMSG_DONE', { errno: 0 }])
  })
  it('gives the bytes of what nobody named, by its number', () => {
    expect(decodeMessage(hex('14000000 e803 0000 07000000 00000000 01020304'))).to.deep.equal({
      header: { length: 20, type: 1000, flags: 0, sequence: 7, port: 0 }, type: 1000, message: Uint8Array.of(1, 2, 3, 4) })
  })
  it('NLMSG_NOOP and NLMSG_OVERRUN are bytes', () => {
    expect(decodeMessage(hex('10000000 0100 0000 00000000 00000000'))).to.deep.include({ type: 'NLMSG_NOOP', message: new Uint8Array() })
    expect(decodeMessage(hex('10000000 0400 0000 00000000 00000000'))).to.deep.include({ type: 'NLMSG_OVERRUN' })
  })
  it('leaves what follows the first message', () => {
    const { messages } = fixture('route/route/unicast').packets.find(({ messages }) => messages.length > 2)!
    const datagram = Uint8Array.from(messages.flatMap(({ bytes }) => [...bytes, ...new Uint8Array(-bytes.length & 3)]))
    expect(decodeMessage(datagram)).to.deep.equal(decodeMessage(messages[0]!.bytes))
    expect(decodeMessages(datagram)).to.deep.equal(messages.map(({ bytes }) => decodeMessage(bytes)))
  })

  it('gives header and bytes of a protocol that nobody declared, by name or number', () => {
    // NFT_MSG_GETGEN of nf_tables, by hand: nlmsg_type 0x0a10, struct nfgenmsg; and AUDIT_GET. linux/netfilter/nfnetlink.h, linux/audit.h
    for (const [protocol, number, type] of [['netfilter', 12, 0x0a10], ['audit', 9, 1000], [undefined, 17, 24]] as const) {
      const bytes = hex('14000000 0000 0100 07000000 00000000 00000000')
      new DataView(bytes.buffer, bytes.byteOffset).setUint16(4, type, true)
      const wanted = { header: { length: 20, type, flags: 1, sequence: 7, port: 0 }, type, message: new Uint8Array(4) }
      expect(decodeMessages(bytes, number)).to.deep.equal([wanted])
      if (protocol !== undefined) expect(decodeMessage(bytes, protocol)).to.deep.equal(wanted)
      expect(hexOf(encodeMessage(type, wanted.message, wanted.header))).to.equal(hexOf(bytes))
    }
  })
  it('gives netlink\'s own messages by name, whatever the protocol', () => {
    const { bytes } = fixture('errors/missing').find({ type: 2, protocol: 16 })
    for (const protocol of ['generic', 'route', 'crypto'] as const) {
      const message = decodeMessage(bytes, protocol)
      expect(message.type === 'NLMSG_ERROR' ? message.message.errno : undefined).to.equal(22)
    }
  })

  const malformed: ReadonlyArray<[story: string, bytes: string, message: string, offset: number]> = [
    ['no header', '10000000 18', '5 bytes, where a header has 16', 0],
    ['longer than the bytes', '30000000 1800 0000 00000000 00000000', 'a message that says it is 48 bytes long, where there are 16', 0],
    ['shorter than a header', '08000000 1800 0000 00000000 00000000', 'a message that says it is 8 bytes long, where there are 16', 0],
    ['an attribute too short', '24000000 1800 0000 00000000 00000000 02180000fe030001 00000000 0600040003000000', 'oif: 2 bytes, 4 wanted', 28],
  ]
  for (const [story, bytes, message, offset] of malformed) {
    it(`${story}: ${message}`, () => {
      expect(() => decodeMessage(hex(bytes))).to.throw(CodecError).that.includes({ message, offset })
    })
  }
})

describe('encodeMessage', () => {
  it('writes what ip writes', () => {
    const { bytes, flags, seq } = fixture('route/route/blackhole').find({ type: 24, direction: 'out' })
    const value = { family: 'inet', dstLen: 24, rtmTable: 254, protocol: 'boot', type: 'blackhole', dst: '192.0.5.0' } as const
    expect(hexOf(encodeMessage('RTM_NEWROUTE', value, { flags, sequence: seq }))).to.equal(hexOf(bytes))
  })
  it('refuses a number that no header holds, and what is no bytes', () => {
    expect(() => encodeMessage(65536, new Uint8Array())).to.throw(CodecError, 'type: 65536 is not a whole number from 0 to 65535')
    expect(() => encodeMessage(24, {} as never)).to.throw(CodecError, '{} is no Uint8Array')
  })
  it('refuses what nobody declared, and a value that does not fit', () => {
    expect(() => encodeMessage('RTM_NEWDECNET' as never, {} as never)).to.throw(CodecError, 'nothing is declared for RTM_NEWDECNET')
    expect(() => encodeMessage('RTM_NEWRULE', { family: 'inet', priority: -1 })).to.throw(CodecError, 'priority: -1 is not a whole number from 0 to 4294967295')
  })
})
