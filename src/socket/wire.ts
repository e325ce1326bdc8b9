// A descriptor, and whom what comes in by it is for. netlink(7); net/netlink/af_netlink.c
import type { Bytes } from '../../codec/core/bytes.js'
import { aligned, messageLength, NLMSG_HDRLEN } from '../../codec/core/header.js'
import { ENOBUFS } from '../libc/errno.js'
import { UsageError } from '../libc/errors.js'
import type { Libc } from '../libc/libc.js'
import { hold, letGo } from '../libc/open.js'
import { widenSendBuffer } from './descriptor.js'
import type { Descriptor } from './descriptor.js'
import type { Dump } from './dump.js'
import type { Outbox } from './outbox.js'
import { Inbox } from './receive.js'
import type { Shape } from './receive.js'
import type { Receiver } from './request.js'

/** The port of the kernel. */
const KERNEL = 0
/** What the kernel sets aside of the send buffer. */
const OVERHEAD = 32
/** What a part of a list is when there is room for it. */
const LARGE = 1 << 15

interface Held { readonly libc: Libc, readonly fd: number }
const collected = new FinalizationRegistry<Held>(({ libc, fd }) => letGo(libc, fd))

export class Wire {
  /** Counted since it was opened. */
  readonly stats = {
    /** Calls to send. */
    sent: 0,
    /** Datagrams. */
    received: 0,
    /** Datagrams that the kernel did not send: they are not looked at. */
    foreign: 0,
    /** Messages that nobody waits for (any more). */
    stale: 0,
    /** How often the receive buffer was full. */
    overruns: 0,
    /** Datagrams that there was too little room for. */
    cut: 0,
  }

  /** So much has been asked for at once that the kernel makes parts of lists as large as it ever does. */
  large = false
  /** The namespace that the datagram which is being handed on is about: a number, where it is not the socket's own. */
  nsid: number | undefined
  #open = true
  #dump: Dump | undefined
  #descriptor: Descriptor
  #room: number
  readonly #libc: Libc

  /** @param room for one answer at first */
  constructor (libc: Libc, descriptor: Descriptor, room: number) {
    this.#libc = libc
    this.#descriptor = descriptor
    this.#room = room
    collected.register(this, { libc, fd: descriptor.fd }, this)
    hold(descriptor.fd)
  }

  get descriptor (): Descriptor { return this.#descriptor }

  /** The one dump that the kernel is in the middle of. */
  get dump (): Dump | undefined { return this.#dump?.ended === true ? undefined : this.#dump }

  set dump (dump: Dump) { this.#dump = dump }

  /** How many bytes one send may have. */
  get limit (): number { return this.#descriptor.sendBuffer - OVERHEAD }

  /** @throws UsageError once it is closed: the number of the descriptor can be another file's by now */
  mustBeOpen (): void {
    if (!this.#open) throw new UsageError('this socket is closed')
  }

  /** May be called again. */
  close (): void {
    if (!this.#open) return
    this.#open = false
    collected.unregister(this)
    letGo(this.#libc, this.#descriptor.fd)
  }

  /** A request that is larger than what may be sent gets a larger buffer, as far as the machine allows. */
  makeRoom (size: number): void {
    if (size > this.limit) this.#descriptor = widenSendBuffer(this.#libc, this.#descriptor, size)
  }

  /** Gives 0, or the errno for which nothing was sent. */
  send (outbox: Outbox): number {
    this.mustBeOpen()
    const sent = outbox.send(this.#descriptor.fd)
    if (sent < 0) return -sent
    this.stats.sent++
    return 0
  }

  /**
   * Takes what has come, at most a batch, without waiting. What is neither for the dump that goes on nor for `to` is
   * counted and left. Gives how many datagrams, or minus errno.
   */
  receive (shape: Shape, to: Receiver): number {
    this.mustBeOpen()
    const inbox = Inbox.borrow(this.#libc, this.#room)
    try {
      const got = inbox.receive(this.#descriptor.fd, shape)
      for (let i = 0; i < got; i++) this.#deliver(inbox, i, to)
      if (got > 0) this.large ||= shape !== 'acknowledgements' && this.#room >= LARGE
      if (got === -ENOBUFS) this.stats.overruns++
      return got
    } finally {
      inbox.release()
    }
  }

  /** Waits for something to receive, which blocks the thread. False: nothing came in time. */
  wait (milliseconds: number): boolean {
    const inbox = Inbox.borrow(this.#libc, this.#room)
    try {
      return inbox.wait(this.#descriptor.fd, milliseconds)
    } finally {
      inbox.release()
    }
  }

  #deliver (inbox: Inbox, i: number, to: Receiver): void {
    const { dump } = this
    const b = inbox.bytes
    const at = inbox.at(i)
    const end = at + inbox.length(i)
    this.stats.received++
    this.nsid = inbox.nsid(i)
    if (inbox.sender(i) !== KERNEL) this.stats.foreign++
    else if (inbox.sent(i) > inbox.length(i)) this.#deliverCut(inbox, i, to)
    else if (dump !== undefined && dump !== to && dump.owns(b, at, end)) dump.keep(b, at, end)
    else this.walk(b, at, end, to)
  }

  #deliverCut (inbox: Inbox, i: number, to: Receiver): void {
    const sent = inbox.sent(i)
    this.stats.cut++
    while (this.#room < sent) this.#room *= 2
    if (inbox.length(i) < NLMSG_HDRLEN + 4) return
    to.takeCut(inbox.bytes, inbox.at(i), sent)
    if (this.dump !== to) this.dump?.takeCut(inbox.bytes, inbox.at(i))
  }

  /** Hands on the messages of a datagram. @throws CodecError where they do not fill it */
  walk (b: Bytes, at: number, end: number, to: Receiver): void {
    for (let length; at < end; at += aligned(length)) {
      length = messageLength(b, at, end)
      if (!to.take(b, at, length)) this.stats.stale++
    }
  }
}
