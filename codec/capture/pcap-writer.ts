// Writes pcap files of netlink; the format: pcap-format.ts
import { littleEndian as littleEndianHost } from '../core/bytes.js'
import { CodecError } from '../core/errors.js'
import {
  ARPHRD_NETLINK, COOKED_HEADER, FILE_HEADER, LINKTYPE_NETLINK, LONGEST_PACKET, MICROSECONDS, NANOSECONDS,
  PACKET_KERNEL, PACKET_OUTGOING, PACKET_USER, RECORD_HEADER, SNAPLEN, viewOf, type PacketInput, type PcapFormat,
} from './pcap-format.js'

const whole = (value: number, most: number, path: string): number => {
  if (Number.isInteger(value) && value >= 0 && value <= most) return value
  throw new CodecError(`${value} is not a whole number from 0 to ${most}`, path)
}

/**
 * Writes a file in pieces: `header` first, then a `record` for each packet. This machine's byte order and nanoseconds
 * unless told.
 */
export class PcapWriter {
  readonly format: PcapFormat

  /** @param format a `snaplen` below 16 leaves nothing of a packet */
  constructor ({ littleEndian = littleEndianHost, nanoseconds = true, snaplen = SNAPLEN }: Partial<PcapFormat> = {}) {
    this.format = { littleEndian, nanoseconds, snaplen: whole(snaplen, 0xffffffff, 'snaplen') }
  }

  /** What every file begins with. */
  header (): Uint8Array {
    const { littleEndian, nanoseconds, snaplen } = this.format
    const bytes = new Uint8Array(FILE_HEADER)
    const view = viewOf(bytes)
    view.setUint32(0, nanoseconds ? NANOSECONDS : MICROSECONDS, littleEndian)
    view.setUint16(4, 2, littleEndian)
    view.setUint16(6, 4, littleEndian)
    view.setUint32(16, snaplen, littleEndian)
    view.setUint32(20, LINKTYPE_NETLINK, littleEndian)
    return bytes
  }

  /**
   * One packet, cut to the file's snaplen. Without nanoseconds a time loses what is below a microsecond.
   * @throws CodecError with the path of what does not fit
   */
  record (packet: PacketInput): Uint8Array {
    const { littleEndian, nanoseconds, snaplen } = this.format
    const { time, direction, originalLength = packet.data.length } = packet
    if (time < 0n || time >= 1_000_000_000n << 32n) {
      throw new CodecError(`${time} ns is not between 1970 and 2106`, 'time')
    }
    const data = packet.data.subarray(0, Math.max(0, Math.min(snaplen, LONGEST_PACKET) - COOKED_HEADER))
    const marked = direction === undefined ? PACKET_OUTGOING : direction === 'out' ? PACKET_KERNEL : PACKET_USER
    const bytes = new Uint8Array(RECORD_HEADER + COOKED_HEADER + data.length)
    const view = viewOf(bytes)
    const fraction = Number(time % 1_000_000_000n)
    view.setUint32(0, Number(time / 1_000_000_000n), littleEndian)
    view.setUint32(4, nanoseconds ? fraction : Math.floor(fraction / 1000), littleEndian)
    view.setUint32(8, COOKED_HEADER + data.length, littleEndian)
    const original = whole(originalLength, 0xffffffff - COOKED_HEADER, 'originalLength')
    view.setUint32(12, COOKED_HEADER + original, littleEndian)
    view.setUint16(RECORD_HEADER, whole(packet.packetType ?? marked, 0xffff, 'packetType'))
    view.setUint16(RECORD_HEADER + 2, ARPHRD_NETLINK)
    view.setUint16(RECORD_HEADER + 14, whole(packet.protocol, 0xffff, 'protocol'))
    bytes.set(data, RECORD_HEADER + COOKED_HEADER)
    return bytes
  }
}

/** A whole file. @throws CodecError as `PcapWriter.record` */
export function writePcap (packets: Iterable<PacketInput>, format: Partial<PcapFormat> = {}): Uint8Array {
  const writer = new PcapWriter(format)
  const parts = [writer.header()]
  for (const packet of packets) parts.push(writer.record(packet))
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
