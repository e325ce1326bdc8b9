// A conversation with the kernel over AF_NETLINK: requests and their answers, dumps, events. netlink(7); net/netlink/af_netlink.c
import { Bytes } from '../../codec/core/bytes.js'
import { aligned, messageLength, NLM_F_ACK, NLM_F_REQUEST, NLMSG_HDRLEN, NLMSG_NOOP } from '../../codec/core/header.js'
import { SystemError, UsageError } from '../libc/errors.js'
import type { Libc } from '../libc/libc.js'
import { libc as defaultLibc } from '../libc/open.js'
import { openDescriptor, widenSendBuffer } from './descriptor.js'
import type { Descriptor } from './descriptor.js'
import type { NetlinkError } from './errors.js'
import { Outbox } from './outbox.js'
import { Inbox, ROOM } from './receive.js'
import type { Shape } from './receive.js'
import { Dump } from './dump.js'
import { mayAnswer, refuse } from './request.js'
import type { OnMessage, Receiver, Request } from './request.js'
import { Round } from './round.js'

/** The port of the kernel. */
const KERNEL = 0
/** What the kernel sets aside of the send buffer. */
const OVERHEAD = 32
const EAGAIN = 11
const ENOBUFS = 105
const ETIMEDOUT = 110

/** What the kernel charges to the receive buffer: 832 for an acknowledgement (Linux 6.18, x86-64); the rest is room to be wrong. */
const ACKNOWLEDGEMENT = 1280
/** An answer with data: 3,136 for `lo`; a link of the richest kind has some 9,000. */
const ANSWER = 16384

export interface SocketOptions {
  /** NETLINK_ROUTE, 0, if absent. */
  readonly protocol?: number | undefined
  /** Multicast groups by number (RTNLGRP_*), for events. */
  readonly groups?: readonly number[] | undefined
  readonly libc?: Libc | undefined
  /** Bytes asked for by SO_RCVBUFFORCE, or where that is not allowed by SO_RCVBUF. 1 MiB if absent; a monitor wants 32 MiB. */
  readonly receiveBuffer?: number | undefined
  /** The same of what is sent. The machine's default if absent; a larger request makes it larger. */
  readonly sendBuffer?: number | undefined
  /** Whether the kernel is to refuse what it does not know: true if absent. */
  readonly strict?: boolean | undefined
  /** Runs a function inside another namespace: `namespace.run`. The socket stays where it is made. */
  readonly inside?: (<R>(step: () => R) => R) | undefined
  /** Room for one datagram at first; what is larger is asked for again with more. 4 MiB if absent, which nothing exceeds. */
  readonly answerRoom?: number | undefined
  /** Milliseconds to wait for an answer that should be there already: 5000 if absent. */
  readonly patience?: number | undefined
}

/** What a dump was like, once it is through. */
export interface DumpEnd {
  /** What was listed changed meanwhile (NLM_F_DUMP_INTR): entries may be missing, or there twice. */
  readonly interrupted: boolean
  /** The kernel has filtered as it was asked to. */
  readonly filtered: boolean
}

const closed = 'this socket is closed'
const ignore: OnMessage = () => {}
const nobody: Receiver = { take: () => false, takeCut: () => {}, silence: () => false }

const collected = new FinalizationRegistry<{ readonly libc: Libc, readonly fd: number }>(({ libc, fd }) => libc.close(fd))

/**
 * A socket of the namespace that the thread is in at `open`. All calls are synchronous: the kernel answers inside of `send`, so there is
 * nothing to wait for. It may be used in any thread, but only in the one that opened it. Close it, or leave it to `using`; one that
 * is forgotten is closed when it is collected. A worker that is terminated (not one that ends) leaves its sockets open until the
 * process ends.
 */
export class NetlinkSocket implements Disposable, AsyncDisposable {
  readonly protocol: number
  /** Counted since `open`. `foreign`: datagrams that the kernel did not send; `stale`: messages that nobody waits for. */
  readonly stats = { sent: 0, received: 0, foreign: 0, stale: 0, overruns: 0, cut: 0 }
  readonly #libc: Libc
  readonly #patience: number
  #descriptor: Descriptor
  #room: number
  /** Bytes of the receive buffer that the answers to one send may take; less after they did not fit. */
  #budget: number
  #sequence = 0
  #open = true
  #exchanging = false
  #overrun = false
  /** 32 KiB and more have been asked for at once. */
  #large = false
  /** The one dump that the kernel is in the middle of. */
  #dump: Dump | undefined

  private constructor (options: SocketOptions) {
    this.#libc = options.libc ?? defaultLibc()
    this.protocol = options.protocol ?? 0
    this.#room = options.answerRoom ?? ROOM
    this.#patience = options.patience ?? 5000
    const { groups = [], strict = true, receiveBuffer = 1 << 20, sendBuffer, inside = step => step() } = options
    this.#descriptor = inside(() => openDescriptor(this.#libc, { protocol: this.protocol, groups, strict, receiveBuffer, sendBuffer }))
    this.#budget = this.#descriptor.receiveBuffer
    collected.register(this, { libc: this.#libc, fd: this.#descriptor.fd }, this)
  }

  /**
   * Makes a socket and binds it to an address of the kernel's choice.
   * @throws SystemError EPROTONOSUPPORT where the kernel lacks the protocol, EMFILE, EPERM for a group that needs rights
   */
  static open (options: SocketOptions = {}): NetlinkSocket {
    return new NetlinkSocket(options)
  }

  /** What the kernel gave: the descriptor, the port, the sizes of the buffers, which options it knows. */
  get properties (): Descriptor {
    return this.#descriptor
  }

  /**
   * Sends requests, as many at once as the buffers allow, and takes the answers. One refusal does not keep the others from being carried
   * out: the result has at each request's place undefined or its error. What a request asked for (a get, NLM_F_ECHO) goes to `onMessage`
   * before the next request's. NLM_F_ACK is set on all.
   * @throws UsageError after `close`, or when called from an `onMessage` of this very call
   * @throws SystemError where the socket itself fails
   */
  exchange (requests: readonly Request[], onMessage: OnMessage = ignore): Array<NetlinkError | undefined> {
    this.#mustBeFree()
    const outcomes: Array<NetlinkError | undefined> = requests.map(() => undefined)
    const again: number[] = []
    this.#exchanging = true
    try {
      for (let first = 0; first < requests.length;) {
        const round = this.#start(requests, first, onMessage)
        this.#complete(round)
        for (const [index, error] of round.errors) outcomes[first + index] = error
        for (const index of round.again) again.push(first + index)
        first += round.options.requests.length
      }
    } finally {
      this.#exchanging = false
    }
    // There is room for the answer now.
    for (const index of again) {
      const request = requests[index]
      if (request !== undefined) outcomes[index] = this.exchange([request], onMessage)[0]
    }
    return outcomes
  }

  /**
   * Asks for a list, and gives each message of it to `onMessage`. Yields whenever some have come, so that a caller may let others run.
   * Meanwhile the socket can be used for anything else, also for other dumps: what comes in between is kept. One that is left
   * early costs the rest of the list when the next one begins.
   * @throws NetlinkError where the kernel refuses, or the list ends in an error
   */
  * dump (request: Request, onMessage: OnMessage): Generator<void, DumpEnd> {
    this.#mustBeFree()
    this.#finish()
    if (!this.#large) this.#ask32K()
    const dump = new Dump(request, this.#nextSequence(), this.#descriptor.port, onMessage)
    const outbox = Outbox.of(this.#libc)
    this.#put(outbox, request, dump.sequence, 0)
    const failure = this.#send(outbox)
    if (failure !== 0) throw refuse(request, dump.sequence, dump.port, { errno: failure })
    this.#dump = dump
    try {
      for (;;) {
        this.#advance(dump)
        if (dump.over) break
        yield
        this.#mustBeFree()
      }
    } finally {
      dump.abandon()
    }
    if (dump.error !== undefined) throw dump.error
    return { interrupted: dump.interrupted, filtered: dump.filtered }
  }

  /**
   * Takes the events that have come, up to some thousands, and does not wait. After an overrun events are lost: what they would have told
   * must be listed again. `more`: it stopped before the end.
   */
  receiveEvents (onMessage: (b: Bytes, at: number, length: number) => void): { readonly overrun: boolean, readonly more: boolean } {
    this.#mustBeFree()
    let overrun = false
    const events: Receiver = {
      take: (b, at, length) => {
        onMessage(b, at, length)
        return true
      },
      takeCut: () => { overrun = true },
      silence: () => true
    }
    for (let batches = 0; batches < 64; batches++) {
      const got = this.#takeBatch('events', events)
      if (got === -EAGAIN) return { overrun, more: false }
      // Until -EAGAIN, always: recvmmsg reports an overrun without looking into the queue, and only who finds that empty gets new events.
      if (got === -ENOBUFS) overrun = true
      else if (got < 0) throw new SystemError(-got, 'recvmmsg')
    }
    return { overrun, more: true }
  }

  /** Closes it. May be called again. */
  close (): void {
    if (!this.#open) return
    this.#open = false
    collected.unregister(this)
    this.#dump = undefined
    this.#libc.close(this.#descriptor.fd)
  }

  [Symbol.dispose] (): void { this.close() }

  async [Symbol.asyncDispose] (): Promise<void> { this.close() }

  #mustBeFree (): void {
    if (!this.#open) throw new UsageError(closed)
    if (this.#exchanging) throw new UsageError('the socket is in the middle of an exchange: ask when it is over, not from its onMessage')
  }

  #nextSequence (): number {
    // Zero is what events have. A round restarts long before the end, so that its numbers are in one row.
    this.#sequence = this.#sequence === 0xffffffff ? 1 : this.#sequence + 1
    return this.#sequence
  }

  #put (outbox: Outbox, request: Request, sequence: number, flags: number): void {
    const { bytes, call } = request
    if (bytes.length < NLMSG_HDRLEN) throw new UsageError(`${call}: a request of ${bytes.length} bytes, where its header alone has 16`)
    outbox.put(bytes, sequence, this.#descriptor.port, flags)
  }

  /** Sends requests from `first` on, as many as the buffers of the socket allow, at least one. */
  #start (requests: readonly Request[], first: number, onMessage: OnMessage): Round {
    const outbox = Outbox.of(this.#libc)
    const sent: Request[] = []
    if (this.#sequence > 0xf0000000) this.#sequence = 0
    const base = this.#sequence + 1
    let answers = 0
    let data = false
    for (let i = first; i < requests.length; i++) {
      const request = requests[i]
      if (request === undefined) break
      const size = aligned(request.bytes.length)
      const answer = mayAnswer(request, this.protocol)
      answers += answer ? ANSWER : ACKNOWLEDGEMENT
      if (sent.length === 0) this.#makeRoom(size)
      else if (outbox.length + size > this.#descriptor.sendBuffer - OVERHEAD || answers > this.#budget) break
      data ||= answer
      this.#put(outbox, request, this.#nextSequence(), NLM_F_ACK)
      sent.push(request)
    }
    const round = new Round({ requests: sent, base, data, port: this.#descriptor.port, protocol: this.protocol, onMessage })
    const failure = this.#send(outbox)
    if (failure !== 0) round.lose(failure)
    return round
  }

  /** Takes answers until each request has its end. */
  #complete (round: Round): void {
    while (round.left > 0) {
      // Acknowledgements have small places, which would cut what comes for a dump.
      const shape = round.options.data || this.#dump !== undefined ? 'data' : 'acknowledgements'
      const failure = this.#receive(shape, round)
      if (failure === 0) continue
      round.lose(failure, this.#why(failure))
      if (failure === ENOBUFS) this.#budget /= 2
    }
  }

  /** A request that is larger than what the socket may send gets a larger buffer, as far as the machine allows. */
  #makeRoom (size: number): void {
    if (size > this.#descriptor.sendBuffer - OVERHEAD) this.#descriptor = widenSendBuffer(this.#libc, this.#descriptor, size)
  }

  /** Gives 0, or the errno for which nothing was sent. */
  #send (outbox: Outbox): number {
    this.#overrun = false
    const sent = outbox.send(this.#descriptor.fd)
    if (sent < 0) return -sent
    this.stats.sent++
    return 0
  }

  /**
   * The kernel fills 4 KiB, or as much as was ever received at once, up to 32. What does not fit into the first part of a list ends it
   * there and then, with no error (Linux 6.18: one link with 20 alternative names and the list of links is empty): so something is
   * received first. A protocol that does not acknowledge NLMSG_NOOP loses nothing.
   */
  #ask32K (): void {
    const outbox = Outbox.of(this.#libc)
    const noop = new Uint8Array(NLMSG_HDRLEN)
    new Uint16Array(noop.buffer)[2] = NLMSG_NOOP
    outbox.put(noop, this.#nextSequence(), this.#descriptor.port, NLM_F_REQUEST | NLM_F_ACK)
    if (this.#send(outbox) !== 0) return
    this.#large = true
    this.#takeBatch('data', { ...nobody, take: () => true })
  }

  #advance (dump: Dump): void {
    const kept = dump.kept.shift()
    if (kept !== undefined) return this.#walk(Bytes.of(kept), 0, kept.length, dump)
    const failure = this.#receive('data', dump)
    if (failure !== 0) this.#giveUp(dump, failure)
  }

  /** Reads the dump that the kernel is in the middle of to its end: it takes one at a time, else EBUSY. */
  #finish (): void {
    for (let dump = this.#dump; dump !== undefined; dump = this.#dump) {
      const failure = this.#receive('data', nobody)
      if (failure !== 0) this.#giveUp(dump, failure)
    }
  }

  #giveUp (dump: Dump, errno: number): void {
    dump.lose(errno, this.#why(errno))
    if (this.#dump === dump) this.#dump = undefined
  }

  /** In words, why answers are missing. */
  #why (errno: number): string {
    return errno === ENOBUFS
      ? `the answer is lost: the receive buffer of ${this.#descriptor.receiveBuffer} bytes was full`
      : `the kernel gave no answer within ${this.#patience} ms`
  }

  /** Takes one batch of datagrams, and waits for it where it is late. Gives 0, or the errno for which nothing more will come. */
  #receive (shape: Shape, to: Receiver): number {
    const got = this.#takeBatch(shape, to)
    if (got >= 0) return 0
    if (got === -ENOBUFS) {
      this.#overrun = true
      return 0
    }
    if (got !== -EAGAIN) throw new SystemError(-got, 'recvmmsg')
    if (this.#overrun) return ENOBUFS
    if (to.silence() || this.#dump?.silence() === true) {
      if (this.#dump?.ended === true) this.#dump = undefined
      return 0
    }
    return this.#wait() ? 0 : ETIMEDOUT
  }

  #wait (): boolean {
    const inbox = Inbox.borrow(this.#libc, this.#room)
    const came = inbox.wait(this.#descriptor.fd, this.#patience)
    inbox.release()
    return came
  }

  /** Takes what there is, at most a batch. Gives how many datagrams, or minus errno. */
  #takeBatch (shape: Shape, to: Receiver): number {
    // It may have been closed from an onMessage: the number of the descriptor can be another file's by now.
    if (!this.#open) throw new UsageError(closed)
    const inbox = Inbox.borrow(this.#libc, this.#room)
    try {
      const got = inbox.receive(this.#descriptor.fd, shape)
      for (let i = 0; i < got; i++) this.#deliver(inbox, i, to)
      if (got > 0) this.#large ||= shape === 'data'
      if (got === -ENOBUFS) this.stats.overruns++
      return got
    } finally {
      inbox.release()
      if (this.#dump?.ended === true) this.#dump = undefined
    }
  }

  /** Hands a datagram to whom it is for. */
  #deliver (inbox: Inbox, i: number, to: Receiver): void {
    const b = inbox.bytes
    const at = inbox.at(i)
    const end = at + inbox.length(i)
    this.stats.received++
    if (inbox.sender(i) !== KERNEL) {
      this.stats.foreign++
      return
    }
    if (inbox.sent(i) > inbox.length(i)) this.#deliverCut(inbox, i, to)
    else if (this.#dump !== undefined && this.#dump !== to && this.#dump.owns(b, at, end)) this.#dump.keep(b, at, end)
    else this.#walk(b, at, end, to)
  }

  #deliverCut (inbox: Inbox, i: number, to: Receiver): void {
    const sent = inbox.sent(i)
    this.stats.cut++
    while (this.#room < sent) this.#room *= 2
    if (inbox.length(i) < NLMSG_HDRLEN + 4) return
    to.takeCut(inbox.bytes, inbox.at(i), sent)
    if (this.#dump !== to) this.#dump?.takeCut(inbox.bytes, inbox.at(i))
  }

  #walk (b: Bytes, at: number, end: number, to: Receiver): void {
    for (let length; at < end; at += aligned(length)) {
      length = messageLength(b, at, end)
      if (!to.take(b, at, length)) this.stats.stale++
    }
  }
}
