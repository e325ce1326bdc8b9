// Captures of netlink in pcapng files, as Wireshark writes them: blocks, of which those with packets are read.
// The format: draft-ietf-opsawg-pcapng
import { CodecError } from '../core/errors.js'
import { cookedPacket } from './cooked.js'
import { PieceReader } from './pieces.js'
import { LINKTYPE_NETLINK, LONGEST_PACKET, viewOf, type Packet } from './pcap-format.js'

/** Block types. */
const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const OBSOLETE_PACKET = 2
const SIMPLE_PACKET = 3
const ENHANCED_PACKET = 6
const BYTE_ORDER_MAGIC = 0x1a2b3c4d
/** if_tsresol and if_tsoffset, of an interface. */
const TIME_RESOLUTION = 9
const TIME_OFFSET = 14
/** Type and length; the length again stands at the end. */
const BLOCK_HEADER = 8
const LONGEST_BLOCK = LONGEST_PACKET + 65536
/** More interfaces than that no machine captures from. */
const MOST_INTERFACES = 65536

interface Interface { readonly linkType: number, readonly snaplen: number, readonly toNanoseconds: (time: bigint) => bigint }

/** A packet in a block: of which interface, from where in the block, how long; `offset` is the block's in the file. */
interface Found { readonly on: number, readonly time: bigint, readonly at: number, readonly length: number, readonly originalLength: number, readonly offset: number }

/** Whether a file begins as a pcapng file does. */
export const isPcapng = (bytes: Uint8Array): boolean => bytes.length >= 4 && viewOf(bytes).getUint32(0) === SECTION

/** Reads a file that comes in pieces, of any size. Packets of other link types are left out. */
export class PcapngReader extends PieceReader {
  #littleEndian: boolean | undefined
  #interfaces: Interface[] = []

  protected override unfinished (rest: number, offset: number): CodecError | undefined {
    if (rest > 0) return new CodecError(`the file ends inside a block: ${rest} bytes of it are there`, '', '', offset)
    return this.#littleEndian === undefined ? new CodecError('no pcapng file: it is empty', '', '', 0) : undefined
  }

  protected override take (bytes: Uint8Array, at: number, base: number, packets: Packet[]): number {
    const length = this.#blockLength(bytes, at, base)
    const packet = length === 0 ? undefined : this.#block(bytes.subarray(at, at + length), base + at)
    if (packet !== undefined) packets.push(packet)
    return length
  }

  /** 0 where the block is not complete. A section says its byte order, so that is looked at first. */
  #blockLength (bytes: Uint8Array, at: number, base: number): number {
    if (bytes.length - at < BLOCK_HEADER + 4) return 0
    const view = viewOf(bytes)
    const fail = (reason: string, offset: number): never => { throw new CodecError(reason, '', '', base + offset) }
    if (view.getUint32(at) === SECTION) {
      if (view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC) this.#littleEndian = true
      else if (view.getUint32(at + 8, false) === BYTE_ORDER_MAGIC) this.#littleEndian = false
      else fail(`a section whose byte order 0x${view.getUint32(at + 8).toString(16).padStart(8, '0')} is none`, at + 8)
    } else if (this.#littleEndian === undefined) fail('no pcapng file: it does not begin with a section', at)
    const length = view.getUint32(at + 4, this.#littleEndian)
    if (length < BLOCK_HEADER + 4 || length % 4 !== 0 || length > LONGEST_BLOCK) fail(`a block that claims ${length} bytes`, at + 4)
    if (bytes.length - at < length) return 0
    const again = view.getUint32(at + length - 4, this.#littleEndian)
    if (again !== length) fail(`a block of ${length} bytes that ends with the length ${again}`, at + length - 4)
    return length
  }

  #block (block: Uint8Array, offset: number): Packet | undefined {
    const view = viewOf(block)
    const littleEndian = this.#littleEndian!
    const type = view.getUint32(0, littleEndian)
    const need = (bytes: number): void => {
      if (block.length < bytes) throw new CodecError(`a block of type ${type} with ${block.length} bytes, ${bytes} at least`, '', '', offset)
    }
    switch (type) {
      case SECTION:
        this.#interfaces = []
        return undefined
      case INTERFACE:
        need(20)
        if (this.#interfaces.length >= MOST_INTERFACES) throw new CodecError(`more than ${MOST_INTERFACES} interfaces`, '', '', offset)
        this.#interfaces.push({
          linkType: view.getUint16(8, littleEndian), snaplen: view.getUint32(12, littleEndian), toNanoseconds: clock(block.subarray(16, -4), littleEndian),
        })
        return undefined
      case ENHANCED_PACKET:
      case OBSOLETE_PACKET: {
        need(32)
        const on = type === ENHANCED_PACKET ? view.getUint32(8, littleEndian) : view.getUint16(8, littleEndian)
        const time = BigInt(view.getUint32(12, littleEndian)) << 32n | BigInt(view.getUint32(16, littleEndian))
        return this.#packet(block, { on, time, at: 28, length: view.getUint32(20, littleEndian), originalLength: view.getUint32(24, littleEndian), offset })
      }
      case SIMPLE_PACKET: {
        need(16)
        const originalLength = view.getUint32(8, littleEndian)
        const { snaplen = 0 } = this.#interfaces[0] ?? {}
        const length = Math.min(originalLength, snaplen === 0 ? Infinity : snaplen, block.length - 16)
        return this.#packet(block, { on: 0, time: 0n, at: 12, length, originalLength, offset })
      }
      default: return undefined
    }
  }

  #packet (block: Uint8Array, { on, time, at, length, originalLength, offset }: Found): Packet | undefined {
    const of = this.#interfaces[on]
    if (of === undefined) throw new CodecError(`a packet of interface ${on}, which no block described`, '', '', offset + 8)
    if (of.linkType !== LINKTYPE_NETLINK) return undefined
    if (length > block.length - at - 4) throw new CodecError(`a packet of ${length} bytes in a block of ${block.length}`, '', '', offset + 20)
    return cookedPacket(block.slice(at, at + length), { time: of.toNanoseconds(time), originalLength, littleEndian: this.#littleEndian!, offset: offset + at })
  }
}

/** From an interface's options; microseconds since 1970 where they do not say. */
function clock (options: Uint8Array, littleEndian: boolean): Interface['toNanoseconds'] {
  const view = viewOf(options)
  let unit = 1_000_000n
  let offset = 0n
  for (let at = 0; at + 4 <= options.length;) {
    const [code, length] = [view.getUint16(at, littleEndian), view.getUint16(at + 2, littleEndian)]
    const has = (bytes: number): boolean => length >= bytes && at + 4 + bytes <= options.length
    if (code === 0) break
    if (code === TIME_RESOLUTION && has(1)) {
      const exponent = BigInt(options[at + 4]! & 0x7f)
      unit = (options[at + 4]! & 0x80) === 0 ? 10n ** exponent : 1n << exponent
    }
    if (code === TIME_OFFSET && has(8)) offset = view.getBigInt64(at + 4, littleEndian)
    at += 4 + (length + 3 & ~3)
  }
  return time => offset * 1_000_000_000n + time * 1_000_000_000n / unit
}
