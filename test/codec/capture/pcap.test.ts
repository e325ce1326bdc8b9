// pcap of netlink, read and written. Witnesses: files drawn by hand after draft-ietf-opsawg-pcap, what record.py wrote
// for fixtures/, tshark and tcpdump.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import {
  pcapFormat, PcapReader, PcapWriter, readPcap, writePcap, type Packet, type PacketInput,
} from '../../../codec/capture/pcap.js'
import { CodecError } from '../../../codec/core/errors.js'
import { fixture, fixtures, fixturesRoot } from '../../fixtures.js'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'))

// RTM_GETLINK with NLM_F_REQUEST and nothing more
const littleRequest = '10000000 1200 0100 01000000 00000000'
const bigRequest = '00000010 0012 0001 00000001 00000000'
const cooked = '0004 0338 0000 0000000000000000 0000'

// Magic, version 2.4, two zeros, snaplen 0x40000, link type; then seconds, fraction, length, original length, packet.
const drawn: Array<[story: string, hex: string, littleEndian: boolean, nanoseconds: boolean, packet: Packet]> = [
  ['little-endian microseconds', `d4c3b2a1 0200 0400 00000000 00000000 00000400 fd000000
    00f15365 40e20100 20000000 20000000 ${cooked} ${littleRequest}`, true, false, {
    time: 1700000000_123456000n, direction: 'out', packetType: 4, protocol: 0, data: bytes(littleRequest), originalLength: 16,
  }],
  ['little-endian nanoseconds', `4d3cb2a1 0200 0400 00000000 00000000 00000400 fd000000
    00f15365 15cd5b07 20000000 20000000 ${cooked} ${littleRequest}`, true, true, {
    time: 1700000000_123456789n, direction: 'out', packetType: 4, protocol: 0, data: bytes(littleRequest), originalLength: 16,
  }],
  ['big-endian microseconds', `a1b2c3d4 0002 0004 00000000 00000000 00040000 000000fd
    6553f100 0001e240 00000020 00000020 ${cooked} ${bigRequest}`, false, false, {
    time: 1700000000_123456000n, direction: 'out', packetType: 4, protocol: 0, data: bytes(bigRequest), originalLength: 16,
  }],
  ['big-endian nanoseconds, to a program, of NETLINK_GENERIC', `a1b23c4d 0002 0004 00000000 00000000 00040000 000000fd
    6553f100 075bcd15 00000020 00000020 0006 0338 0000 0000000000000000 0010 ${bigRequest}`, false, true, {
    time: 1700000000_123456789n, direction: 'in', packetType: 6, protocol: 16, data: bytes(bigRequest), originalLength: 16,
  }],
  ['a packet that the capture cut', `4d3cb2a1 0200 0400 00000000 00000000 00000400 fd000000
    ffffffff ffc99a3b 14000000 80000000 0007 0338 0000 0000000000000000 000c 10000000`, true, true, {
    time: 4294967295_999999999n, direction: 'out', packetType: 7, protocol: 12, data: bytes('10000000'), originalLength: 112,
  }],
]

const fileHeader = '4d3cb2a1 0200 0400 00000000 00000000 00000400 fd000000'
const record = `00f15365 15cd5b07 20000000 20000000 ${cooked} ${littleRequest}`
const malformed: Array<[story: string, hex: string, packets: number, offset: number, message: string]> = [
  ['nothing', '', 0, 0, 'no pcap file: 0 bytes; its header alone has 24'],
  ['half a header', '4d3cb2a1 0200 0400', 0, 0, 'no pcap file: 8 bytes; its header alone has 24'],
  ['another kind of file', '0a0d0d0a 1c000000 4d3c2b1a 01000000 ffffffff ffffffff', 0, 0,
    'no pcap file: it begins with 0x0a0d0d0a, not with 0xa1b2c3d4 or 0xa1b23c4d in either byte order'],
  ['another version', '4d3cb2a1 0300 0400 00000000 00000000 00000400 fd000000', 0, 4,
    'a pcap file of version 3; version 2 is read'],
  ['a capture of Ethernet', '4d3cb2a1 0200 0400 00000000 00000000 00000400 01000000', 0, 20,
    'a capture of link type 1; 253 is netlink'],
  ['a record that claims 4 GiB', `${fileHeader} ${record} 00f15365 15cd5b07 ffffffff ffffffff ${cooked}`, 1, 80,
    'a record that claims 4294967295 bytes; none is longer than 16777216'],
  ['a record shorter than its header', `${fileHeader} ${record} 00f15365 15cd5b07 0f000000 0f000000 ${cooked}`, 1, 80,
    'a record of 15 bytes; the header of a netlink packet has 16'],
  ['a packet of Ethernet', `${fileHeader} 00f15365 15cd5b07 10000000 10000000 0004 0001 0000 0000000000000000 0000`, 0, 42,
    'a packet of hardware type 1; 824 is netlink'],
  ['a file cut inside a packet', `${fileHeader} ${record} ${record.slice(0, -8)}`, 1, 72,
    'the file ends inside a record: 44 bytes of it are there'],
  ['a file cut inside a record\'s header', `${fileHeader} 00f15365`, 0, 24,
    'the file ends inside a record: 4 bytes of it are there'],
]

const some: PacketInput = { time: 1n, protocol: 0, data: Uint8Array.of(1, 2, 3) }
const refused: Array<[packet: PacketInput, path: string, message: string]> = [
  [{ ...some, time: -1n }, 'time', 'time: -1 ns is not between 1970 and 2106'],
  [{ ...some, time: 1n << 80n }, 'time', `time: ${1n << 80n} ns is not between 1970 and 2106`],
  [{ ...some, protocol: 65536 }, 'protocol', 'protocol: 65536 is not a whole number from 0 to 65535'],
  [{ ...some, packetType: -1 }, 'packetType', 'packetType: -1 is not a whole number from 0 to 65535'],
  [{ ...some, originalLength: 1.5 }, 'originalLength', 'originalLength: 1.5 is not a whole number from 0 to 4294967279'],
]

/** What is read before an error, and the error. */
function attempt (read: () => Iterable<Packet>): { packets: Packet[], error?: CodecError } {
  const packets: Packet[] = []
  try {
    for (const packet of read()) packets.push(packet)
  } catch (error) {
    // Anything but a CodecError is a bug, and fails the test that called
    if (error instanceof CodecError) return { packets, error }
    throw error
  }
  return { packets }
}

function * inPieces (file: Uint8Array, size: number): Generator<Packet> {
  const reader = new PcapReader()
  for (let at = 0; at < file.length; at += size) yield * reader.push(file.slice(at, at + size))
  reader.end()
}

/** The machine's own users, not one of a user namespace. */
const hasEveryUser = (): boolean => /^\s*0\s+0\s+4294967295/.test(readFileSync('/proc/self/uid_map', 'utf8'))
const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0

describe('pcap', () => {
  for (const [story, hex, littleEndian, nanoseconds, packet] of drawn) {
    it(`reads ${story}`, () => {
      expect(pcapFormat(bytes(hex))).to.deep.equal({ littleEndian, nanoseconds, snaplen: 0x40000 })
      expect([...readPcap(bytes(hex))]).to.deep.equal([packet])
    })
    it(`writes ${story}`, () => {
      expect(writePcap([packet], { littleEndian, nanoseconds })).to.deep.equal(bytes(hex))
    })
  }

  it('reads every fixture as the other reader does, and writes it byte for byte', () => {
    for (const story of fixtures()) {
      const file = readFileSync(join(fixturesRoot, `${story}.pcap`))
      const packets = [...readPcap(file)]
      const known = fixture(story)
      expect(packets.length, story).to.equal(known.packets.length)
      expect(packets.length, story).to.equal(known.json.at.at(-1)?.packets[1])
      for (const [index, packet] of packets.entries()) {
        expect(packet.protocol).to.equal(known.packets[index]?.protocol)
        expect(packet.direction).to.equal(known.packets[index]?.direction)
        expect(packet.data.subarray(0, 16)).to.deep.equal(known.packets[index]?.messages[0]?.bytes.subarray(0, 16))
      }
      expect(Buffer.from(writePcap(packets, pcapFormat(file))).equals(file), story).to.equal(true)
    }
  })

  // iproute2 and send.py leave nlmsg_pid 0 and the kernel writes their port there, but in notifications, which some stories listen to, and
  // but for `flush`, which sends back what it was told
  it('tells requests from answers as the port in the header does', () => {
    const listens = (story: string): boolean => readFileSync(join(fixturesRoot, `${story}.sh`), 'utf8').includes('\n# listens to groups ')
    for (const story of fixtures().filter(story => !listens(story))) {
      const packets = [...readPcap(readFileSync(join(fixturesRoot, `${story}.pcap`)))]
      const steps = fixture(story).json.at.filter(step => !JSON.stringify(step).includes('flush'))
      for (const { direction, data } of steps.flatMap(step => packets.slice(...step.packets))) {
        const port = new DataView(data.buffer, data.byteOffset).getUint32(12, true)
        expect(direction, story).to.equal(port === 0 ? 'out' : 'in')
      }
    }
  })

  for (const [story, hex, packets, offset, message] of malformed) {
    it(`explains ${story}`, () => {
      const file = bytes(hex)
      for (const read of [readPcap(file), inPieces(file, 5), inPieces(file, 1000)]) {
        const { packets: before, error } = attempt(() => read)
        expect(error?.message).to.equal(message)
        expect(error?.offset).to.equal(offset)
        expect(before.length).to.equal(packets)
      }
    })
  }

  for (const [packet, path, message] of refused) {
    it(`refuses ${message}`, () => {
      expect(() => writePcap([packet])).to.throw(CodecError, message).with.property('path', path)
    })
  }

  it('marks what it writes as nlmon does, or as to whom it went', () => {
    const types = [{}, { direction: 'in' }, { direction: 'out' }, { direction: 'out', packetType: 4 }] as const
    const read = [...readPcap(writePcap(types.map(type => ({ ...some, ...type }))))]
    expect(read.map(packet => packet.packetType)).to.deep.equal([4, 6, 7, 4])
    expect(read.map(packet => packet.direction)).to.deep.equal(['in', 'in', 'out', 'in'])
  })

  it('cuts what is longer than the snaplen, and keeps what it was', () => {
    const data = Uint8Array.from({ length: 100 }, (_, index) => index)
    const [packet] = readPcap(writePcap([{ ...some, data }], { snaplen: 36 }))
    expect(packet?.data).to.deep.equal(data.slice(0, 20))
    expect(packet?.originalLength).to.equal(100)
  })

  it('drops what is below a microsecond where the file has no room for it', () => {
    const [packet] = readPcap(writePcap([{ ...some, time: 1_000_000_999n }], { nanoseconds: false }))
    expect(packet?.time).to.equal(1_000_000_000n)
  })
})

describe('PcapReader', () => {
  it('gives the same packets whatever the pieces are', () => {
    const file = Uint8Array.from(readFileSync(join(fixturesRoot, 'route/link/veth.pcap')))
    const whole = [...readPcap(file)]
    for (const size of [1, 7, 16, 24, 1000, file.length]) expect([...inPieces(file, size)]).to.deep.equal(whole)
  })

  it('keeps nothing of the piece that it was given', () => {
    const file = bytes(`${fileHeader} ${record}`)
    const reader = new PcapReader()
    const packets = reader.push(file)
    file.fill(0)
    expect(packets[0]?.data).to.deep.equal(bytes(littleRequest))
  })

  it('says the same error at each further call', () => {
    const reader = new PcapReader()
    const message = 'a record of 0 bytes; the header of a netlink packet has 16'
    expect(reader.push(bytes(`${fileHeader} ${record} ${'00'.repeat(16)}`)).length).to.equal(1)
    expect(() => reader.push(bytes(record))).to.throw(CodecError, message)
    expect(() => reader.end()).to.throw(CodecError, message)
  })

  it('allocates for what has come, not for what a record claims', () => {
    const before = process.memoryUsage().arrayBuffers
    const readers = Array.from({ length: 50 }, () => {
      const reader = new PcapReader()
      // 16 MiB, the most that is believed
      expect(reader.push(bytes(`${fileHeader} 00f15365 15cd5b07 00000001 00000001 ${cooked}`))).to.deep.equal([])
      return reader
    })
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(1 << 22)
    expect(() => readers[0]?.end()).to.throw(CodecError, 'the file ends inside a record: 32 bytes of it are there')
  })

  it('reads a long record that comes byte by byte in linear time', () => {
    const data = new Uint8Array(1 << 19)
    const file = writePcap([{ ...some, data }], { snaplen: 1 << 20 })
    const [packet] = inPieces(file, 1)
    expect(packet?.data.length).to.equal(data.length)
  }).timeout(60_000)
})

describe('pcap, hostile', () => {
  const packet = fc.record({
    time: fc.bigInt({ min: 0n, max: (1_000_000_000n << 32n) - 1n }),
    packetType: fc.nat(0xffff),
    protocol: fc.nat(0xffff),
    data: fc.uint8Array({ maxLength: 60 }),
    extra: fc.nat(1000),
  }).map(({ extra, ...rest }) => ({ ...rest, originalLength: rest.data.length + extra }))
  const file = fc.tuple(fc.array(packet, { maxLength: 5 }), fc.boolean())

  it('reads what it wrote, in either byte order', () => {
    fc.assert(fc.property(file, ([packets, littleEndian]) => {
      const read = [...readPcap(writePcap(packets, { littleEndian }))]
      expect(read.map(({ direction, ...rest }) => rest)).to.deep.equal(packets)
    }))
  })

  it('gives what is whole of a file cut anywhere, then says so', () => {
    fc.assert(fc.property(file, fc.nat(), ([packets, littleEndian], cut) => {
      const written = writePcap(packets, { littleEndian })
      const part = written.subarray(0, cut % written.length)
      const { packets: read } = attempt(() => readPcap(part))
      const lengths = packets.map(({ data }) => 32 + data.length)
      const ends = lengths.map((_, index) => 24 + lengths.slice(0, index + 1).reduce((sum, length) => sum + length))
      expect(read.length).to.equal(ends.filter(end => end <= part.length).length)
    }))
  })

  it('reads any bytes, flipped or drawn by lot, to an end or to a CodecError, the same in pieces', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 })
    fc.assert(fc.property(file, flips, fc.integer({ min: 1, max: 40 }), ([packets, littleEndian], flips, size) => {
      const written = writePcap(packets, { littleEndian })
      for (const [at, value] of flips) written[at % written.length] = value
      const whole = attempt(() => readPcap(written))
      expect(whole.packets.reduce((sum, { data }) => sum + data.length, 0)).to.be.below(written.length)
      const pieces = attempt(() => inPieces(written, size))
      expect(pieces.packets).to.deep.equal(whole.packets)
      expect(pieces.error?.message).to.equal(whole.error?.message)
      expect(pieces.error?.offset).to.equal(whole.error?.offset)
    }), { numRuns: 1000 })
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), noise => {
      attempt(() => readPcap(noise))
      attempt(() => readPcap(Uint8Array.from([...bytes(fileHeader), ...noise])))
    }), { numRuns: 1000 })
  })
})

describe('pcap, as others read it', () => {
  let directory = ''
  beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'pcap-')) })
  afterEach(() => rmSync(directory, { recursive: true }))

  const told = (program: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
    expect(status, stderr).to.equal(0)
    return stdout
  }
  const packets: PacketInput[] = [
    { time: 1700000000_123456789n, protocol: 0, data: bytes(littleRequest) },
    { time: 1700000001_000000001n, protocol: 0, data: bytes(`${littleRequest} ${littleRequest}`), originalLength: 100 },
  ]

  it('tshark sees the packets that we wrote [needs tshark]', function () {
    if (!has('tshark')) this.skip()
    const path = join(directory, 'ours.pcap')
    writeFileSync(path, writePcap(packets, { littleEndian: true }))
    const fields = ['frame.time_epoch', 'frame.cap_len', 'frame.len', 'netlink.family', 'netlink.hdr_flags.request']
    const text = told('tshark', '-r', path, '-T', 'fields', ...fields.flatMap(field => ['-e', field]))
    expect(text.trim().split('\n').map(row => row.split('\t'))).to.deep.equal([
      ['1700000000.123456789', '32', '32', '0x0000', '1'],
      ['1700000001.000000001', '48', '116', '0x0000', '1,1'],
    ])
  })

  it('tcpdump writes again what we wrote, and we read what it writes [needs root of the machine, tcpdump]', function () {
    // It becomes another user, whom a user namespace has not.
    if (!has('tcpdump') || !hasEveryUser()) this.skip()
    for (const nanoseconds of [true, false]) {
      const [ours, theirs] = [join(directory, 'ours.pcap'), join(directory, 'theirs.pcap')]
      const format = { littleEndian: true, nanoseconds }
      writeFileSync(ours, writePcap(packets, format))
      told('tcpdump', '-r', ours, '-w', theirs, `--time-stamp-precision=${nanoseconds ? 'nano' : 'micro'}`)
      expect([...readPcap(readFileSync(theirs))]).to.deep.equal([...readPcap(readFileSync(ours))])
      expect(readFileSync(theirs).equals(readFileSync(ours))).to.equal(true)
    }
  })

  it('PcapWriter appends records to a file that has begun', () => {
    const writer = new PcapWriter({ littleEndian: true })
    const parts = [writer.header(), ...packets.map(packet => writer.record(packet))]
    expect(Buffer.concat(parts)).to.deep.equal(Buffer.from(writePcap(packets, { littleEndian: true })))
  })
})
