// Memory seen at every width, and the place where messages are written.
import { CodecError } from './errors.js'

/** Whether this machine is little-endian. Netlink speaks the host's byte order. */
export const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/**
 * One piece of memory seen at every width. Netlink aligns headers and attributes to 4 bytes, and typed arrays read in the host's byte
 * order, which is netlink's: no flag to forget, no unaligned read. A u64 lies on a multiple of 4 only, so it is read by the DataView.
 */
export class Bytes {
  readonly u8: Uint8Array
  readonly u16: Uint16Array
  readonly u32: Uint32Array
  readonly s32: Int32Array
  readonly dv: DataView
  /** How many `lazy` declarations deep the reader is: hostile bytes must not exhaust the stack. */
  depth = 0

  /** @param byteOffset a multiple of 4 */
  constructor (memory: ArrayBufferLike, byteOffset = 0, length = memory.byteLength - byteOffset) {
    this.u8 = new Uint8Array(memory, byteOffset, length)
    this.u16 = new Uint16Array(memory, byteOffset, length >> 1)
    this.u32 = new Uint32Array(memory, byteOffset, length >> 2)
    this.s32 = new Int32Array(memory, byteOffset, length >> 2)
    this.dv = new DataView(memory, byteOffset, length)
  }

  /** Sees `data` itself where it is aligned to 4, else a copy of it. */
  static of (data: Uint8Array): Bytes {
    if ((data.byteOffset & 3) === 0) return new Bytes(data.buffer, data.byteOffset, data.length)
    return new Bytes(data.slice().buffer)
  }
}

/** The least that is not below `least`: memory that grows by it is seldom too small. */
export const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(least))

/**
 * Where a message is written. Stores beyond the end of a typed array do nothing, so nothing that writes looks for room: `write` does,
 * once, when a message is complete, and writes it again into more memory if it did not fit.
 */
export class Writer {
  b: Bytes
  /** Offset of the next byte. */
  p = 0

  /** @param room at first, a multiple of 4 */
  constructor (room = 1 << 14) { this.b = new Bytes(new ArrayBuffer(room)) }

  /** Ends the attribute begun at `at`: its length, its type, zeros up to the next multiple of 4. */
  close (at: number, type: number): void {
    const { u8, u16 } = this.b
    let { p } = this
    if (p - at > 0xffff) throw new CodecError(`an attribute of ${p - at} bytes; its length has 16 bits`)
    u16[at >> 1] = p - at
    u16[(at >> 1) + 1] = type
    while ((p & 3) !== 0) u8[p++] = 0
    this.p = p
  }

  /** Copies bytes in, as far as there is room. */
  put (data: Uint8Array): void {
    if (this.p + data.length <= this.b.u8.length) this.b.u8.set(data, this.p)
    this.p += data.length
  }

  /** Leaves `count` zero bytes. */
  zero (count: number): void {
    this.b.u8.fill(0, this.p, this.p += count)
  }

  /** Runs `step` at offset `at` as often as it takes to fit, and gives the offset after it. */
  write (at: number, step: (w: Writer) => void): number {
    for (;;) {
      this.p = at
      step(this)
      if (this.p <= this.b.u8.length) return this.p
      if (Number.isNaN(this.p)) throw new CodecError(`what was written ends at ${this.p}`) // and would end there whatever the room
      const more = new Bytes(new ArrayBuffer(powerOfTwo(this.p)))
      more.u8.set(this.b.u8.subarray(0, at))
      this.b = more
    }
  }
}
