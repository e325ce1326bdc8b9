// Encoded messages one behind the other: of a batch there may be a million, and each alone would be an array of its own.
import { Bytes } from '../../codec/core/bytes.js'
import { aligned } from '../../codec/core/header.js'

const CHUNK = 1 << 16

let chunk = new Bytes(new ArrayBuffer(CHUNK))
let used = 0

/** A place in memory that nobody else writes to. */
export interface Kept {
  readonly chunk: Uint8Array
  readonly at: number
  readonly length: number
}

/** Copies the first `length` bytes of `from`, word by word. */
export function keep (from: Bytes, length: number): Kept {
  const size = aligned(length)
  if (used + size > chunk.u8.length) {
    chunk = new Bytes(new ArrayBuffer(Math.max(CHUNK, size)))
    used = 0
  }
  const at = used
  used += size
  const [to, source] = [chunk.u32, from.u32]
  for (let i = 0, word = at >> 2; i < size >> 2; i++, word++) to[word] = source[i]!
  return { chunk: chunk.u8, at, length }
}
