// Captures of netlink: pcap files of LINKTYPE_NETLINK (253), as nlmon gives them; the format: pcap-format.ts
import { CodecError } from '../core/errors.js'
import { cookedPacket } from './cooked.js'
import { PieceReader } from './pieces.js'
import {
  COOKED_HEADER, FILE_HEADER, LINKTYPE_NETLINK, LONGEST_PACKET, MICROSECONDS, NANOSECONDS, RECORD_HEADER, viewOf, type Packet, type PcapFormat,
} from './pcap-format.js'
export type { Packet, PacketInput, PcapFormat } from './pcap-format.js'
export { PcapWriter, writePcap } from './pcap-writer.js'

function readFormat (bytes: Uint8Array): PcapFormat {
  const view = viewOf(bytes)
  for (const littleEndian of [true, false]) {
    const magic = view.getUint32(0, littleEndian)
    if (magic !== MICROSECONDS && magic !== NANOSECONDS) continue
    const major = view.getUint16(4, littleEndian)
    if (major !== 2) throw new CodecError(`a pcap file of version ${major}; version 2 is read`, '', '', 4)
    // The upper half has other things: the length of a frame check sequence
    const linkType = view.getUint32(20, littleEndian) & 0xffff
    if (linkType !== LINKTYPE_NETLINK) {
      throw new CodecError(`a capture of link type ${linkType}; ${LINKTYPE_NETLINK} is netlink`, '', '', 20)
    }
    return { littleEndian, nanoseconds: magic === NANOSECONDS, snaplen: view.getUint32(16, littleEndian) }
  }
  const magic = view.getUint32(0, false).toString(16).padStart(8, '0')
  const reason = `no pcap file: it begins with 0x${magic}, not with 0xa1b2c3d4 or 0xa1b23c4d in either byte order`
  throw new CodecError(reason, '', '', 0)
}

/** The length of the record that begins at `at`, its header included; 0 where less than a record is there. */
function recordLength (bytes: Uint8Array, at: number, { littleEndian }: PcapFormat, base: number): number {
  if (bytes.length - at < RECORD_HEADER) return 0
  const length = viewOf(bytes).getUint32(at + 8, littleEndian)
  if (length < COOKED_HEADER) {
    const reason = `a record of ${length} bytes; the header of a netlink packet has ${COOKED_HEADER}`
    throw new CodecError(reason, '', '', base + at + 8)
  }
  if (length > LONGEST_PACKET) {
    const reason = `a record that claims ${length} bytes; none is longer than ${LONGEST_PACKET}`
    throw new CodecError(reason, '', '', base + at + 8)
  }
  return bytes.length - at < RECORD_HEADER + length ? 0 : RECORD_HEADER + length
}

function readPacket (record: Uint8Array, { littleEndian, nanoseconds }: PcapFormat, base: number): Packet {
  const view = viewOf(record)
  const fraction = view.getUint32(4, littleEndian)
  const time = BigInt(view.getUint32(0, littleEndian)) * 1_000_000_000n + BigInt(nanoseconds ? fraction : fraction * 1000)
  return cookedPacket(record.subarray(RECORD_HEADER), { time, originalLength: view.getUint32(12, littleEndian), littleEndian, offset: base + RECORD_HEADER })
}

const cutShort = (rest: number, offset: number): CodecError =>
  new CodecError(`the file ends inside a record: ${rest} bytes of it are there`, '', '', offset)
const tooShort = (length: number): CodecError =>
  new CodecError(`no pcap file: ${length} bytes; its header alone has ${FILE_HEADER}`, '', '', 0)

/** What the header of a file says. @throws CodecError if `bytes` do not begin a pcap file of netlink */
export function pcapFormat (bytes: Uint8Array): PcapFormat {
  if (bytes.length < FILE_HEADER) throw tooShort(bytes.length)
  return readFormat(bytes)
}

/**
 * Reads a whole file, packet by packet. `data` of each packet is part of `file`, not a copy.
 * @throws CodecError where the file is not one of netlink, and, after the packets before it, where a record is
 * malformed or cut short
 */
export function * readPcap (file: Uint8Array): Generator<Packet, void, undefined> {
  const format = pcapFormat(file)
  // Not a Buffer, where the caller has one: its slices would be Buffers, too
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
  let at = FILE_HEADER
  while (at < bytes.length) {
    const length = recordLength(bytes, at, format, 0)
    if (length === 0) throw cutShort(bytes.length - at, at)
    yield readPacket(bytes.subarray(at, at + length), format, at)
    at += length
  }
}

/** Reads a file that comes in pieces, of any size. @throws CodecError as `readPcap` */
export class PcapReader extends PieceReader {
  /** What the file's header says, as soon as that has come. */
  format: PcapFormat | undefined

  protected override unfinished (rest: number, offset: number): CodecError | undefined {
    return this.format === undefined ? tooShort(rest) : rest > 0 ? cutShort(rest, offset) : undefined
  }

  protected override take (bytes: Uint8Array, at: number, base: number, packets: Packet[]): number {
    if (this.format === undefined) {
      if (bytes.length < FILE_HEADER) return 0
      this.format = readFormat(bytes)
      return FILE_HEADER
    }
    const length = recordLength(bytes, at, this.format, base)
    if (length > 0) packets.push(readPacket(bytes.slice(at, at + length), this.format, base + at))
    return length
  }
}
