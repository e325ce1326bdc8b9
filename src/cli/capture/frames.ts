// Frames of netlink from a stream: a pcap or pcapng file, or lines of hexadecimal. What it is, its first bytes say.
import { CodecError } from '../../../codec/core/errors.js'
import { PcapReader } from '../../../codec/capture/pcap.js'
import { isPcapng, PcapngReader } from '../../../codec/capture/pcapng.js'

/** What one send or one receive carried. */
export interface Frame {
  readonly data: Uint8Array
  /** Nanoseconds since 1970. */
  readonly time?: bigint
  readonly direction?: 'in' | 'out'
  readonly protocol: number
}

interface Reader {
  push (chunk: Uint8Array): Iterable<Frame>
  end (): Iterable<Frame>
}

const pcapMagics = ['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1']
const isPcap = (bytes: Uint8Array): boolean => pcapMagics.includes(Buffer.from(bytes.subarray(0, 4)).toString('hex'))
/** No netlink socket has buffers for more: what is longer is no line of a message. */
const LONGEST_LINE = 1 << 26

class HexReader implements Reader {
  readonly #decoder = new TextDecoder('latin1')
  readonly #protocol: number
  #held = ''
  #line = 0

  constructor (protocol: number) { this.#protocol = protocol }

  * push (chunk: Uint8Array): Generator<Frame> {
    const lines = (this.#held + this.#decoder.decode(chunk, { stream: true })).split('\n')
    this.#held = lines.pop()!
    if (this.#held.length > LONGEST_LINE) throw new CodecError(`line ${this.#line + lines.length + 1} has no end`)
    for (const line of lines) yield * this.#frame(line)
  }

  * end (): Generator<Frame> {
    yield * this.#frame(this.#held)
    this.#held = ''
  }

  /** `14000000 1200 ...`, `14:00:...`, `0x14...`; what follows a # is a comment. */
  * #frame (line: string): Generator<Frame> {
    this.#line++
    const digits = line.replace(/#.*/, '').replace(/0x/gi, '').replace(/[\s:,]/g, '')
    if (digits === '') return
    if (!/^([0-9a-f]{2})+$/i.test(digits)) throw new CodecError(`line ${this.#line} is no message in hexadecimal, and the file is neither pcap nor pcapng`)
    yield { data: new Uint8Array(Buffer.from(digits, 'hex')), protocol: this.#protocol }
  }
}

/** A reader of captures, which has nothing left to give at its end. */
const ending = (reader: { push (chunk: Uint8Array): Iterable<Frame>, end (): void }): Reader => ({
  push: chunk => reader.push(chunk),
  end: () => { reader.end(); return [] },
})

/**
 * The frames of a stream as they come: no more of it is held than one frame.
 * @param protocol of what is hexadecimal; a capture says it itself
 * @throws {CodecError} where it is none of the three, or malformed
 */
export async function * framesOf (stream: AsyncIterable<Uint8Array>, protocol: number): AsyncGenerator<Frame, void, undefined> {
  let reader: Reader | undefined
  let first = new Uint8Array()
  const begin = (): Reader => isPcapng(first) ? ending(new PcapngReader()) : isPcap(first) ? ending(new PcapReader()) : new HexReader(protocol)
  for await (const chunk of stream) {
    if (reader !== undefined) {
      yield * reader.push(chunk)
      continue
    }
    first = new Uint8Array(Buffer.concat([first, chunk]))
    if (first.length < 4) continue
    reader = begin()
    yield * reader.push(first)
  }
  if (reader === undefined) {
    reader = begin()
    yield * reader.push(first)
  }
  yield * reader.end()
}
