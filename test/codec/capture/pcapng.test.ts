// pcapng of netlink, in pieces: files drawn by hand after draft-ietf-opsawg-pcapng.
import { expect } from 'chai'
import type { Packet } from '../../../codec/capture/pcap-format.js'
import { isPcapng, PcapngReader } from '../../../codec/capture/pcapng.js'
import { CodecError } from '../../../codec/core/errors.js'
import { GenericFamilies } from '../../../codec/generic/families.js'
import { linesOf } from '../../../src/cli/capture/line.js'
import { hex } from '../tables.js'

// RTM_GETLINK with NLM_F_REQUEST, behind the header of a netlink packet
const request = '10000000 1200 0100 01000000 00000000'
const cooked = `0004 0338 0000 0000000000000000 0000 ${request}`
const u32 = (value: number | bigint): string => Buffer.from(Uint32Array.of(Number(BigInt.asUintN(32, BigInt(value)))).buffer).toString('hex')
/** A block of little-endian numbers: type, length, body, length. */
function block (type: string, body: string): string {
  const length = u32(12 + body.replace(/\s/g, '').length / 2)
  return `${type} ${length} ${body} ${length}`
}
const section = block('0a0d0d0a', '4d3c2b1a 0100 0000 ffffffffffffffff')
const interfaceWith = (options = ''): string => block('01000000', `fd00 0000 00000000 ${options}`)
const packet = (time: bigint, data = cooked): string => {
  const length = u32(data.replace(/\s/g, '').length / 2)
  return block('06000000', `00000000 ${u32(time >> 32n)} ${u32(time)} ${length} ${length} ${data}`)
}
const endOfOptions = '0000 0000'

/** An interface's options, a packet's time in the file, and the nanoseconds that tshark 4.0.17 printed of it (frame.time_epoch). */
const clocks: ReadonlyArray<readonly [story: string, options: string, time: bigint, nanoseconds: bigint]> = [
  ['microseconds, unless said', '', 5_000_001n, 5_000_001_000n],
  ['if_tsresol 9', `0900 0100 09000000 ${endOfOptions}`, 5_000_000_001n, 5_000_000_001n],
  ['if_tsresol 2^-10', `0900 0100 8a000000 ${endOfOptions}`, 1536n, 1_500_000_000n],
  ['if_tsoffset', `0e00 0800 00f1536500000000 ${endOfOptions}`, 5_000_000n, 1_700_000_005_000_000_000n],
  ['if_tsoffset below zero, and if_tsresol', `0900 0100 09000000 0e00 0800 ffffffffffffffff ${endOfOptions}`, 3_000_000_004n, 2_000_000_004n],
  ['a time beyond year 9999', '', 0xffffffffffffffffn, 18446744073709_551615000n],
]

describe('PcapngReader', () => {
  for (const [story, options, time, nanoseconds] of clocks) {
    it(`reads ${story}`, () => {
      const file = hex(`${section} ${interfaceWith(options)} ${packet(time)}`)
      expect(isPcapng(file)).to.equal(true)
      const wanted: Packet = { time: nanoseconds, direction: 'out', packetType: 4, protocol: 0, data: hex(request), originalLength: 16 }
      expect([...new PcapngReader().push(file)]).to.deep.equal([wanted])
    })
  }
  it('rtnl decode goes on behind a time that no date says', () => {
    const timeOf = (time: bigint): unknown => [...linesOf({ data: hex(request), time, protocol: 0 }, 1, 'json', new GenericFamilies())].map(({ time }) => time)[0]
    expect(timeOf(18446744073709_551615000n)).to.equal(undefined)
    expect(timeOf(253402300799_999999999n)).to.equal('9999-12-31T23:59:59.999999999Z')
    expect(timeOf(253402300800_000000000n)).to.equal(undefined)
    expect(timeOf(-1n)).to.equal('1969-12-31T23:59:59.999999999Z')
  })

  const file = hex(`${section} ${interfaceWith()} ${packet(1n)} ${packet(2n)}`)
  const times = (packets: Iterable<Packet>): bigint[] => Array.from(packets, ({ time }) => time)
  it('gives each packet once, whoever stops at one, and takes a piece that nobody looks at', () => {
    const reader = new PcapngReader()
    const given: bigint[] = []
    for (const { time } of reader.push(file)) { given.push(time); break }
    expect([...given, ...times(reader.push(hex(packet(3n))))]).to.deep.equal([1000n, 3000n])
    const other = new PcapngReader()
    other.push(file.subarray(0, -5))
    expect(times(other.push(file.subarray(-5)))).to.deep.equal([2000n])
    other.end()
  })
  it('gives the same packets whatever the pieces are, and what is before an error', () => {
    for (const size of [1, 7, 28, file.length]) {
      const reader = new PcapngReader()
      const found: Packet[] = []
      for (let at = 0; at < file.length; at += size) found.push(...reader.push(file.slice(at, at + size)))
      reader.end()
      expect(times(found)).to.deep.equal([1000n, 2000n])
    }
    const reader = new PcapngReader()
    expect(times(reader.push(hex(`${section} ${interfaceWith()} ${packet(1n)} 06000000 0d000000 00000000`)))).to.deep.equal([1000n])
    for (const again of [() => reader.push(file), () => { reader.end() }]) {
      expect(again).to.throw(CodecError, 'a block that claims 13 bytes').with.property('offset', 28 + 20 + 64 + 4)
    }
    expect(() => { new PcapngReader().end() }).to.throw(CodecError, 'no pcapng file: it is empty')
  })
  it('reads a long block byte by byte in linear time', () => {
    const data = '0004 0338 0000 0000000000000000 0000'.replace(/ /g, '').padEnd(1 << 19, '0')
    const long = hex(`${section} ${interfaceWith()} ${packet(1n, data)}`)
    const reader = new PcapngReader()
    let packets = 0
    for (let at = 0; at < long.length; at++) packets += [...reader.push(long.subarray(at, at + 1))].length
    expect(packets).to.equal(1)
  }).timeout(2000)
})
