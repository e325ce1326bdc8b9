// Echo messages. Witnesses: RFC 1071, section 3; the IPv4 header that Wikipedia's article on its checksum works out; what Windows' ping sends.
import { expect } from 'chai'
import { checksum, readQuoted, readReply, refusal, writeRequest } from '../../src/probe/icmp.js'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

describe('checksum', () => {
  it('is the complement of the sum that RFC 1071 works out', () => {
    // "sum1 … ddf2" there; its complement goes into the field.
    expect(checksum(bytes('00 01 f2 03 f4 f5 f6 f7'))).to.equal(~0xddf2 & 0xffff)
  })

  it('is what a header has, and zero over a header that has it', () => {
    expect(checksum(bytes('4500 0073 0000 4000 4011 0000 c0a8 0001 c0a8 00c7'))).to.equal(0xb861)
    expect(checksum(bytes('4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7'))).to.equal(0)
  })

  it('takes an odd last byte as the upper half of a word', () => {
    expect(checksum(bytes('00 01 f2'))).to.equal(checksum(bytes('00 01 f2 00')))
    expect(checksum(bytes(''))).to.equal(0xffff)
  })

  it('carries around in the largest packet', () => {
    // 32768 times ffff is 0 in one's complement, written as ffff.
    expect(checksum(new Uint8Array(65536).fill(0xff))).to.equal(0)
  })
})

describe('an echo message', () => {
  // Identifier 1, sequence 1, 32 bytes of the alphabet: Windows' first request, 4d5a, and its answer, 555a, as captures have them.
  const reply = bytes('0000 555a 0001 0001 6162 6364 6566 6768 696a 6b6c 6d6e 6f70 7172 7374 7576 7761 6263 6465 6667 6869')
  const request = bytes('0800 4d5a 0001 0001 6162 6364 6566 6768 696a 6b6c 6d6e 6f70 7172 7374 7576 7761 6263 6465 6667 6869')

  it('is written as Windows writes it', () => {
    const message = new Uint8Array(request.length)
    message.set(request.subarray(8), 8)
    writeRequest(message, 4, { id: 1, sequence: 1 })
    expect(message).to.deep.equal(request)
  })

  it('leaves the checksum of ICMPv6 to the kernel', () => {
    const message = new Uint8Array(8)
    writeRequest(message, 6, { id: 0x1234, sequence: 0x5678 })
    expect(message).to.deep.equal(bytes('8000 0000 1234 5678'))
  })

  it('is read where it is a reply, and its checksum right', () => {
    expect(readReply(reply, 4)).to.deep.equal({ id: 1, sequence: 1 })
    expect(readReply(request, 4)).to.equal(undefined)
    for (let i = 0; i < reply.length; i++) {
      const wrong = reply.slice()
      wrong[i] = (wrong[i] ?? 0) ^ 0x40
      expect(readReply(wrong, 4), `byte ${i}`).to.equal(undefined)
    }
    expect(readReply(bytes('8100 0000 1234 5678'), 6)).to.deep.equal({ id: 0x1234, sequence: 0x5678 })
  })

  it('is not read where it is too short', () => {
    expect(readReply(bytes('0000 ffff'), 4)).to.equal(undefined)
    expect(readReply(bytes(''), 6)).to.equal(undefined)
    expect(readQuoted(bytes('0800 0000 0001'), 4)).to.equal(undefined)
  })

  it('is known by its header alone where an error quotes it', () => {
    expect(readQuoted(request.subarray(0, 8), 4)).to.deep.equal({ id: 1, sequence: 1 })
    expect(readQuoted(reply, 4)).to.equal(undefined)
  })
})

describe('refusal', () => {
  it('speaks as ping of iputils does', () => {
    // ping/ping.c and ping/ping6_common.c, pr_icmph()
    expect(refusal(4, 3, 1, 0)).to.equal('Destination Host Unreachable')
    expect(refusal(4, 3, 4, 1400)).to.equal('Frag needed and DF set (mtu = 1400)')
    expect(refusal(4, 3, 13, 0)).to.equal('Packet filtered')
    expect(refusal(4, 11, 0, 0)).to.equal('Time to live exceeded')
    expect(refusal(6, 1, 0, 0)).to.equal('Destination unreachable: No route')
    expect(refusal(6, 2, 0, 1280)).to.equal('Packet too big: mtu=1280')
    expect(refusal(6, 3, 0, 0)).to.equal('Time exceeded: Hop limit')
  })

  it('says the numbers of what it does not know, and the type where the code is new', () => {
    expect(refusal(4, 77, 5, 0)).to.equal('ICMP type 77, code 5')
    expect(refusal(4, 3, 99, 0)).to.equal('Destination Unreachable')
    expect(refusal(6, 1, 99, 0)).to.equal('Destination unreachable')
  })
})
