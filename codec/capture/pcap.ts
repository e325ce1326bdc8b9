// Captures of netlink: pcap files of LINKTYPE_NETLINK (253), as nlmon gives them; the format: pcap-format.ts
import { CodecError } from '../core/errors.js'
import { cookedPacket } from './cooked.js'
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

/**
 * Reads a file that comes in pieces, of any size. It holds a record that is not complete, nothing more, and allocates
 * for what has come, not for what a record claims; `data` of each packet is a copy. After an error it is of no use any
 * more: each further call throws the same.
 */
export class PcapReader {
  /** What the file's header says, as soon as that has come. */
  format: PcapFormat | undefined
  #held = new Uint8Array(1 << 12)
  #length = 0
  /** Where in the file `#held` begins. */
  #base = 0
  #failure: CodecError | undefined

  /**
   * Takes the next piece and gives the packets that are complete with it.
   * @throws CodecError as `readPcap`; where packets came before the malformed record, they are given, and the next call
   * throws
   */
  push (chunk: Uint8Array): Packet[] {
    if (this.#failure !== undefined) throw this.#failure
    this.#hold(chunk)
    const packets: Packet[] = []
    try {
      this.#take(packets)
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
      this.#failure = error
      if (packets.length === 0) throw error
    }
    return packets
  }

  /** Says that nothing more comes. @throws CodecError if a header or a record is not complete */
  end (): void {
    if (this.#failure !== undefined) throw this.#failure
    if (this.format === undefined) throw this.#failure = tooShort(this.#length)
    if (this.#length > 0) throw this.#failure = cutShort(this.#length, this.#base)
  }

  #hold (chunk: Uint8Array): void {
    const needed = this.#length + chunk.length
    if (needed > this.#held.length) {
      const more = new Uint8Array(Math.max(needed, 2 * this.#held.length))
      more.set(this.#held.subarray(0, this.#length))
      this.#held = more
    }
    this.#held.set(chunk, this.#length)
    this.#length = needed
  }

  #take (packets: Packet[]): void {
    const bytes = this.#held.subarray(0, this.#length)
    let at = 0
    if (this.format === undefined) {
      if (bytes.length < FILE_HEADER) return
      this.format = readFormat(bytes)
      at = FILE_HEADER
    }
    for (;;) {
      const length = recordLength(bytes, at, this.format, this.#base)
      if (length === 0) break
      packets.push(readPacket(bytes.slice(at, at + length), this.format, this.#base + at))
      at += length
    }
    // Moved only when something was taken: else a long record in single bytes would be moved once a byte
    if (at > 0) this.#held.copyWithin(0, at, this.#length)
    this.#length -= at
    this.#base += at
  }
}
