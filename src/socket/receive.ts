// Datagrams into memory that is used again and again. recvmmsg(2), cmsg(3); struct mmsghdr, msghdr, iovec, cmsghdr as
// 64-bit Linux lays them out
import { Bytes, littleEndian } from '../../codec/core/bytes.js'
import type { Libc } from '../libc/libc.js'
import type { Memory } from '../libc/memory.js'
import { allocate } from '../libc/open.js'
import { NETLINK_LISTEN_ALL_NSID, SOL_NETLINK } from './descriptor.js'

const MSG_TRUNC = 0x20
const MSG_DONTWAIT = 0x40
const POLLIN = 1

const MMSGHDR = 64
const IOVEC = 16
const SOCKADDR_NL = 12
const POLLFD = 8
/** CMSG_SPACE(sizeof(int)): room for NETLINK_LISTEN_ALL_NSID, the one control message that is asked for. */
const CONTROL = 24

/**
 * How many datagrams one call may bring, and how large each may be. `data` is for an answer of any size, and its
 * acknowledgement: an attribute has at most 64 KiB and no message comes near to 64 of that size, so 4 MiB is more than there
 * will be; memory that is never written to is never there. (What is larger all the same is noticed, and asked for again.)
 * `datagram` is one such alone, as of a list, of 500 routes: others may run after each. `answers` is for those to many requests at once, and
 * none but a link's with all its virtual functions is larger. Acknowledgements are small, 104 bytes with a policy, and so
 * are events.
 */
export type Shape = 'data' | 'datagram' | 'answers' | 'acknowledgements' | 'events'
export const ROOM = 1 << 22
const slots: Readonly<Record<Shape, (room: number) => readonly [count: number, size: number]>> = {
  data: room => [2, room],
  datagram: room => [1, room],
  answers: room => [128, Math.min(room, 1 << 16)],
  acknowledgements: () => [256, 1024],
  events: () => [64, 1 << 15]
}

interface Headers {
  /** Of the first struct mmsghdr. */
  readonly at: number
  readonly names: number
  /** 0 where none is wanted. */
  readonly controls: number
  readonly count: number
  readonly size: number
}

const spare = new WeakMap<Libc, Inbox[]>()

/**
 * Where datagrams arrive. One is enough for all sockets of a thread, as long as none is read while another's are looked
 * at.
 */
export class Inbox {
  readonly bytes: Bytes
  readonly #libc: Libc
  readonly #memory: Memory
  readonly #headers: Partial<Record<Shape, Headers>> = {}
  readonly #datagrams: number
  #used = POLLFD
  #now: Headers = { at: 0, names: 0, controls: 0, count: 0, size: 0 }

  /** @param room of one datagram of the shape `data` */
  private constructor (libc: Libc, readonly room: number) {
    this.#libc = libc
    const shapes = Object.values(slots).map(slot => slot(room))
    const headers = shapes.reduce((sum, [count]) => sum + count * (MMSGHDR + IOVEC + SOCKADDR_NL + CONTROL) + 16, POLLFD)
    this.#datagrams = headers + 7 & ~7
    this.#memory = allocate(this.#datagrams + Math.max(...shapes.map(([count, size]) => count * size)))
    const { buffer, byteOffset, length } = this.#memory.bytes
    this.bytes = new Bytes(buffer, byteOffset, length)
  }

  /** One that nobody uses now; give it back by `release`. */
  static borrow (libc: Libc, room: number): Inbox {
    const all = spare.get(libc)
    // By far the most often the one that was given back last.
    if (all?.at(-1)?.room === room) return all.pop()!
    const found = all?.findIndex(one => one.room === room) ?? -1
    return found < 0 ? new Inbox(libc, room) : all!.splice(found, 1)[0]!
  }

  release (): void {
    const all = spare.get(this.#libc)
    if (all === undefined) spare.set(this.#libc, [this])
    else all.push(this)
  }

  /**
   * Takes what has come to the socket, without waiting. Gives how many datagrams, or minus errno (-EAGAIN: there is
   * none).
   */
  receive (fd: number, shape: Shape): number {
    this.#now = this.#headers[shape] ??= this.#prepare(...slots[shape](this.room), shape === 'events')
    const { at, count, controls } = this.#now
    // The kernel writes how long the control messages were where it read how much room there is.
    for (let i = 0; controls !== 0 && i < count; i++) this.#memory.view.setUint32(this.#roomAt(i), CONTROL, littleEndian)
    return this.#libc.recvmmsg(fd, this.#memory, at, count, MSG_DONTWAIT | MSG_TRUNC)
  }

  /** Waits until something has come, which blocks the thread. False: nothing came in time. */
  wait (fd: number, milliseconds: number): boolean {
    const until = Date.now() + milliseconds
    const { view } = this.#memory
    for (;;) {
      view.setInt32(0, fd, littleEndian)
      view.setInt16(4, POLLIN, littleEndian)
      // -EINTR: a signal; what is left of the time is waited for.
      if (this.#libc.poll(this.#memory, 0, 1, Math.max(0, until - Date.now())) > 0) return true
      if (Date.now() >= until) return false
    }
  }

  /** Where datagram `i` begins in `bytes`. */
  at (i: number): number { return this.#datagrams + i * this.#now.size }

  /** How long it was when it was sent. */
  sent (i: number): number { return this.bytes.u32[this.#now.at + i * MMSGHDR + 56 >> 2] ?? 0 }

  /** How much of it is here. Less than `sent` means that the rest is lost. */
  length (i: number): number { return Math.min(this.sent(i), this.#now.size) }

  /** The port of the socket that sent it: 0 is the kernel. */
  sender (i: number): number { return this.bytes.u32[this.#now.names + i * SOCKADDR_NL + 4 >> 2] ?? 0 }

  /** The number of the namespace that datagram `i` is about; undefined: the socket's own. */
  nsid (i: number): number | undefined {
    const { view } = this.#memory
    const { controls } = this.#now
    if (controls === 0 || view.getUint32(this.#roomAt(i), littleEndian) < 20) return undefined
    const at = controls + i * CONTROL
    const is = view.getInt32(at + 8, littleEndian) === SOL_NETLINK && view.getInt32(at + 12, littleEndian) === NETLINK_LISTEN_ALL_NSID
    return is ? view.getInt32(at + 16, littleEndian) : undefined
  }

  /** Of msg_controllen, the half that is not always zero. */
  #roomAt (i: number): number { return this.#now.at + i * MMSGHDR + (littleEndian ? 40 : 44) }

  #prepare (count: number, size: number, controlled: boolean): Headers {
    const at = this.#used
    const vectors = at + count * MMSGHDR
    const names = vectors + count * IOVEC
    const controls = names + count * SOCKADDR_NL + 7 & ~7
    this.#used = controls + (controlled ? count * CONTROL : 0)
    const { view, address } = this.#memory
    const pointer = (offset: number): bigint => BigInt(address) + BigInt(offset)
    for (let i = 0; i < count; i++) {
      const header = at + i * MMSGHDR
      const vector = vectors + i * IOVEC
      view.setBigUint64(header, pointer(names + i * SOCKADDR_NL), littleEndian)
      view.setUint32(header + 8, SOCKADDR_NL, littleEndian)
      view.setBigUint64(header + 16, pointer(vector), littleEndian)
      view.setBigUint64(header + 24, 1n, littleEndian)
      if (controlled) view.setBigUint64(header + 32, pointer(controls + i * CONTROL), littleEndian)
      view.setBigUint64(vector, pointer(this.#datagrams + i * size), littleEndian)
      view.setBigUint64(vector + 8, BigInt(size), littleEndian)
    }
    return { at, names, controls: controlled ? controls : 0, count, size }
  }
}
