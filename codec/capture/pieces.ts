// Reads a file that comes in pieces: what both formats of captures share.
import { CodecError } from '../core/errors.js'
import type { Packet } from './pcap-format.js'

/**
 * Holds what is not complete, nothing more, and allocates for what has come, not for what a record claims; `data` of each packet is a
 * copy. After an error it is of no use any more: each further call throws the same.
 */
export abstract class PieceReader {
  #held = new Uint8Array(1 << 12)
  #length = 0
  /** Where in the file `#held` begins. */
  #base = 0
  #failure: CodecError | undefined

  /** The length of what begins at `at`, 0 where it is not complete; its packet, if it is one, goes to `packets`. */
  protected abstract take (bytes: Uint8Array, at: number, base: number, packets: Packet[]): number
  /** Why the file may not end with these bytes, if it may not. */
  protected abstract unfinished (rest: number, offset: number): CodecError | undefined

  /**
   * Takes the next piece and gives the packets that are complete with it.
   * @throws {CodecError} with the offset in the file, where it is malformed; where packets came before, they are given, and the next call
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

  /** Says that nothing more comes. @throws {CodecError} if the file is not complete */
  end (): void {
    this.#failure ??= this.unfinished(this.#length, this.#base)
    if (this.#failure !== undefined) throw this.#failure
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
    for (let length; (length = this.take(bytes, at, this.#base, packets)) > 0;) at += length
    // Moved only when something was taken: else a long record in single bytes would be moved once a byte
    if (at > 0) this.#held.copyWithin(0, at, this.#length)
    this.#length -= at
    this.#base += at
  }
}
