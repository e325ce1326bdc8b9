// Encoded messages one behind the other: of a batch there may be a million, and each alone would be an array of its own.
import { Bytes, Writer } from '../../codec/core/bytes.js'
import { aligned } from '../../codec/core/header.js'

const CHUNK = 1 << 16

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
  const w = free ?? new Writer(CHUNK)
  free = undefined
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
      w.b = new Bytes(new ArrayBuffer(Math.max(CHUNK, 2 ** Math.ceil(Math.log2(length + 1)))))
      at = w.p = 0
    }
  } finally {
    w.p = at // also where it failed
    free = w
  }
}
