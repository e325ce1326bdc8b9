// Requests into memory, one behind the other, for one send. send(2)
import { aligned } from '../../codec/core/header.js'
import { Bytes, powerOfTwo } from '../../codec/core/bytes.js'
import type { Libc } from '../libc/libc.js'
import type { Memory } from '../libc/memory.js'
import { allocate } from '../libc/open.js'

const shared = new WeakMap<Libc, Outbox>()

/** Filled and sent without a step in between: one is enough for all sockets of a thread. */
export class Outbox {
  /** Bytes that are in it. */
  length = 0
  #last = 0
  #memory: Memory
  #bytes: Bytes
  readonly #libc: Libc

  private constructor (libc: Libc, size: number) {
    this.#libc = libc
    this.#memory = allocate(size)
    this.#bytes = seen(this.#memory)
  }

  /** Empty. */
  static of (libc: Libc): Outbox {
    const outbox = shared.get(libc) ?? new Outbox(libc, 1 << 16)
    shared.set(libc, outbox)
    outbox.length = 0
    return outbox
  }

  /** Appends a copy of a message, and fills in what is the socket's to know. */
  put (message: Uint8Array, sequence: number, port: number, flags: number): void {
    const at = this.length
    this.length += aligned(message.length)
    if (this.length > this.#memory.bytes.length) this.#grow(at)
    const { u8, u16, u32 } = this.#bytes
    u8.set(message, at)
    u8.fill(0, at + message.length, this.length)
    u32[at >> 2] = message.length
    u16[at + 6 >> 1] = (u16[at + 6 >> 1] ?? 0) | flags
    u32[at + 8 >> 2] = sequence
    u32[at + 12 >> 2] = port
    this.#last = at
  }

  /** Has the message that was put in last say this, too. */
  flag (flags: number): void {
    const at = this.#last + 6 >> 1
    const { u16 } = this.#bytes
    u16[at] = (u16[at] ?? 0) | flags
  }

  /** Gives minus errno where nothing was sent. */
  send (fd: number): number {
    return this.#libc.send(fd, this.#memory, 0, this.length, 0)
  }

  #grow (used: number): void {
    const larger = allocate(powerOfTwo(this.length))
    larger.bytes.set(this.#memory.bytes.subarray(0, used))
    this.#memory = larger
    this.#bytes = seen(larger)
  }
}

const seen = ({ bytes }: Memory): Bytes => new Bytes(bytes.buffer, bytes.byteOffset, bytes.length)
