// Encoded messages one behind the other: of a batch there may be a million, and each alone would be an array of its own.
import { Bytes, powerOfTwo, Writer } from '../../codec/core/bytes.js'
import { aligned } from '../../codec/core/header.js'

/** Chunks grow up to this: a program that asks for little has little. */
const LARGEST = 1 << 16
/** So much is left free, which is more than nearly all messages have: V8 throws compiled code away when it writes beyond the end for the first time. */
const ROOM = 1 << 10

let size = 1 << 12
let free: Writer | undefined

/** A place in memory that nobody else writes to. */
export interface Kept {
  readonly chunk: Uint8Array
  readonly at: number
  readonly length: number
}

/** Keeps what `step` writes from where the writer is: it is called once more, in a new chunk, where it did not fit. */
export function keep (step: (w: Writer) => void): Kept {
  // It is taken away while in use, should an object's getter encode something itself.
  const w = free ?? new Writer(size)
  free = undefined
  if (w.b.u8.length - w.p < ROOM) renew(w, ROOM)
  let at = w.p
  try {
    for (;;) {
      step(w)
      const length = w.p - at
      if (w.p <= w.b.u8.length) {
        const kept = { chunk: w.b.u8, at, length }
        at = w.p = aligned(w.p)
        return kept
      }
      renew(w, length)
      at = 0
    }
  } finally {
    w.p = at // also where it failed
    free = w
  }
}

function renew (w: Writer, least: number): void {
  size = Math.min(2 * size, LARGEST)
  w.b = new Bytes(new ArrayBuffer(Math.max(size, powerOfTwo(least))))
  w.p = 0
}
