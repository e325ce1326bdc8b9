// A conversation with the kernel over AF_NETLINK: requests and their answers, dumps, events. netlink(7);
// net/netlink/af_netlink.c
import { Bytes } from '../../codec/core/bytes.js'
import { aligned, NLM_F_ACK, NLM_F_REQUEST, NLMSG_HDRLEN, NLMSG_NOOP } from '../../codec/core/header.js'
import { EAGAIN, ENOBUFS, ETIMEDOUT } from '../libc/errno.js'
import { SystemError, UsageError } from '../libc/errors.js'
import type { Libc } from '../libc/libc.js'
import { libc as defaultLibc } from '../libc/open.js'
import { openDescriptor } from './descriptor.js'
import type { Descriptor } from './descriptor.js'
import { Dump } from './dump.js'
import type { NetlinkError } from './errors.js'
import { Outbox } from './outbox.js'
import { ROOM } from './receive.js'
import type { Shape } from './receive.js'
import { answersOnce, charge, dumps, mayAnswer, NETLINK_ROUTE, refuse } from './request.js'
import type { OnMessage, Receiver, Request } from './request.js'
import { Round } from './round.js'
import { Wire } from './wire.js'

/** How many batches of 64 events are taken in one go. */
const BATCHES = 64

export interface SocketOptions {
  /** NETLINK_ROUTE, 0, if absent. */
  readonly protocol?: number | undefined
  /** Multicast groups by number (RTNLGRP_*), for events. */
  readonly groups?: readonly number[] | undefined
  readonly libc?: Libc | undefined
  /**
   * Bytes asked for by SO_RCVBUFFORCE, or where that is not allowed by SO_RCVBUF. 1 MiB if absent; a monitor wants 32
   * MiB.
   */
  readonly receiveBuffer?: number | undefined
  /** The same of what is sent. The machine's default if absent; a larger request makes it larger. */
  readonly sendBuffer?: number | undefined
  /** Whether the kernel is to refuse what it does not know: true if absent. */
  readonly strict?: boolean | undefined
  /** Hears of all namespaces that its own has a number for, as well, as far as it has CAP_NET_BROADCAST in them. */
  readonly allNamespaces?: boolean | undefined
  /** Runs a function inside another namespace. The socket stays where it is made. */
  readonly inside?: (<R>(step: () => R) => R) | undefined
  /**
   * Room for one datagram at first; what is larger is asked for again with more. 4 MiB if absent, which nothing
   * exceeds.
   */
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

/** How it stands with the events after some were received. */
export interface EventsEnd {
  /** Some are lost. */
  readonly overrun: boolean
  /** There may be more. */
  readonly more: boolean
}

const ignore: OnMessage = () => {}
const nobody: Receiver = { take: () => false, takeCut: () => {}, silence: () => false }

/**
 * A socket of the namespace that the thread is in at `open`. All calls are synchronous: the kernel answers inside of
 * `send`, so there is nothing to wait for. It may be opened in any thread, and is used in that one only. Close it, or
 * leave it to `using`; one that is forgotten is closed when it is collected. A worker that is terminated, rather than
 * ends, leaves its sockets open until the process ends.
 */
export class NetlinkSocket implements Disposable, AsyncDisposable {
  /** In a bundle, too, where esbuild renames a class that names itself. */
  static readonly name: string = 'NetlinkSocket'
  readonly protocol: number
  readonly #libc: Libc
  readonly #wire: Wire
  readonly #patience: number
  #sequence = 0
  /** Bytes of the receive buffer that the answers to one send may take; less after they did not fit. */
  #budget: number
  #exchanging = false
  /** Answers to what was sent last may be lost. */
  #overrun = false

  private constructor (options: SocketOptions) {
    this.#libc = options.libc ?? defaultLibc()
    this.protocol = options.protocol ?? 0
    this.#patience = options.patience ?? 5000
    const { protocol } = this
    const { groups = [], strict = true, allNamespaces = false, receiveBuffer = 1 << 20, sendBuffer } = options
    const { inside = step => step(), answerRoom = ROOM } = options
    const descriptor = inside(() => openDescriptor(this.#libc, { protocol, groups, strict, allNamespaces, receiveBuffer, sendBuffer }))
    this.#wire = new Wire(this.#libc, descriptor, answerRoom)
    this.#budget = descriptor.receiveBuffer
  }

  /**
   * Makes a socket and binds it to an address of the kernel's choice.
   * @throws SystemError EPROTONOSUPPORT where the kernel lacks the protocol, EMFILE, EPERM for a group that needs
   * rights
   */
  static open (options: SocketOptions = {}): NetlinkSocket {
    return new NetlinkSocket(options)
  }

  /** What the kernel gave: the descriptor, the port, the sizes of the buffers, which options it knows. */
  get properties (): Descriptor { return this.#wire.descriptor }

  /** Counted since `open`. */
  get stats (): Readonly<Wire['stats']> { return this.#wire.stats }

  /**
   * Sends requests, as many at once as the buffers allow, and takes the answers. One refusal does not keep the others
   * from being carried out: the result has at each request's place undefined or its error. What a request asked for (a
   * get, NLM_F_ECHO) goes to `onMessage` before the next request's. NLM_F_ACK is set on the last that goes out in one send,
   * by which the others are known to be done, unless it has an answer anyway; with other protocols than NETLINK_ROUTE, on all.
   * @throws UsageError after `close`, or when called from an `onMessage` of this very call
   * @throws SystemError where the socket itself fails
   */
  exchange (requests: readonly Request[], onMessage: OnMessage = ignore): Array<NetlinkError | undefined> {
    this.#mustBeFree()
    const outcomes = new Array<NetlinkError | undefined>(requests.length).fill(undefined)
    const again: number[] = []
    this.#exchanging = true
    try {
      for (let first = 0; first < requests.length;) {
        const round = this.#start(requests, first, onMessage)
        this.#complete(round)
        for (const [index, error] of round.errors) outcomes[index] = error
        again.push(...round.again)
        first += round.options.count
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
   * Asks for a list, and gives each message of it to `onMessage`. Yields whenever some have come, so that a caller may
   * let others run. Meanwhile the socket can be used for anything else, also for other dumps: what comes in between is
   * kept. One that is left early costs the rest of the list when the next one begins.
   * @throws NetlinkError where the kernel refuses, or the list ends in an error
   */
  * dump (request: Request, onMessage: OnMessage): Generator<void, DumpEnd> {
    this.#mustBeFree()
    this.#finish()
    if (!this.#wire.large) this.#askForLargeParts()
    const outbox = Outbox.of(this.#libc)
    this.#wire.makeRoom(aligned(request.bytes.length))
    const dump = new Dump(request, this.#put(outbox, request.call, request.bytes, 0), this.#wire.descriptor.port, onMessage)
    const failure = this.#send(outbox)
    if (failure !== 0) throw refuse(request, dump.sequence, dump.port, { errno: failure })
    this.#wire.dump = dump
    try {
      for (;;) {
        this.#advance(dump)
        if (dump.thrown !== undefined) throw dump.thrown.error
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
   * Takes the events that have come, up to `batches` times 64, and does not wait. After an overrun events are lost: what
   * they would have told must be listed again. `more`: it stopped before the end. `nsid`: the namespace it is about,
   * where that is not the socket's own.
   */
  receiveEvents (onMessage: (b: Bytes, at: number, length: number, nsid: number | undefined) => void, batches = BATCHES): EventsEnd {
    this.#mustBeFree()
    let overrun = false
    const events: Receiver = {
      take: (b, at, length) => {
        onMessage(b, at, length, this.#wire.nsid)
        return true
      },
      takeCut: () => { overrun = true },
      silence: () => true,
    }
    for (let left = batches; left > 0; left--) {
      const got = this.#wire.receive('events', events)
      if (got === -EAGAIN) return { overrun, more: false }
      // Until -EAGAIN, always: recvmmsg reports an overrun without looking into the queue, and only who finds that
      // empty gets new events.
      if (got === -ENOBUFS) overrun = true
      else if (got < 0) throw new SystemError(-got, 'recvmmsg')
    }
    return { overrun, more: true }
  }

  /** @throws UsageError once it is closed */
  mustBeOpen (): void { this.#wire.mustBeOpen() }

  /** Closes it. May be called again. */
  close (): void { this.#wire.close() }

  [Symbol.dispose] (): void { this.close() }

  async [Symbol.asyncDispose] (): Promise<void> { this.close() }

  #mustBeFree (): void {
    this.#wire.mustBeOpen()
    if (!this.#exchanging) return
    throw new UsageError('the socket is in the middle of an exchange: ask when it is over, not from its onMessage')
  }

  /** Sends requests from `first` on, as many as the buffers of the socket allow, at least one. */
  #start (requests: readonly Request[], first: number, onMessage: OnMessage): Round {
    const outbox = Outbox.of(this.#libc)
    const flags = this.protocol === NETLINK_ROUTE ? 0 : NLM_F_ACK
    // The numbers of a round are in one row.
    if (this.#sequence > 0xf0000000) this.#sequence = 0
    const base = this.#sequence + 1
    let answers = 0
    let data = false
    let lists = false
    let count = 0
    for (; first + count < requests.length; count++) {
      const request = requests[first + count]
      if (request === undefined) break
      const { bytes } = request
      const size = aligned(bytes.length)
      const answer = mayAnswer(request, bytes, this.protocol)
      answers += charge(bytes, this.protocol, answer)
      if (count === 0) this.#wire.makeRoom(size)
      else if (outbox.length + size > this.#wire.limit || answers > this.#budget) break
      data ||= answer
      lists ||= dumps(request, bytes, this.protocol)
      this.#put(outbox, request.call, bytes, flags)
    }
    const last = requests[first + count - 1]
    const once = last !== undefined && answersOnce(last, last.bytes, this.protocol)
    if (!once) outbox.flag(NLM_F_ACK)
    const { port } = this.#wire.descriptor
    const round = new Round({ requests, first, count, base, data, lists, once, port, protocol: this.protocol, onMessage })
    const failure = this.#send(outbox)
    if (failure !== 0) round.lose(failure)
    return round
  }

  /** Takes answers until each request has its end. */
  #complete (round: Round): void {
    while (round.left > 0) {
      const { data, once, count } = round.options
      // Acknowledgements have small places, which would cut what comes for a dump; and what was cut is asked for alone.
      const whole = this.#wire.dump !== undefined || (data && count === 1)
      const shape = whole ? (once ? 'datagram' : 'data') : data ? 'answers' : 'acknowledgements'
      round.overrun = this.#overrun
      const failure = this.#receive(shape, round)
      if (failure === 0) continue
      round.lose(failure, this.#why(failure))
      if (failure === ENOBUFS) this.#budget /= 2
    }
  }

  /** Gives the number that the request gets. Zero is what events have. */
  #put (outbox: Outbox, call: string, bytes: Uint8Array, flags: number): number {
    if (bytes.length < NLMSG_HDRLEN) {
      throw new UsageError(`${call}: a request of ${bytes.length} bytes, where its header alone has 16`)
    }
    this.#sequence = this.#sequence === 0xffffffff ? 1 : this.#sequence + 1
    outbox.put(bytes, this.#sequence, this.#wire.descriptor.port, flags)
    return this.#sequence
  }

  #send (outbox: Outbox): number {
    this.#overrun = false
    return this.#wire.send(outbox)
  }

  /**
   * The kernel fills 4 KiB, or as much as was ever received at once, up to 32. What does not fit into the first part of
   * a list ends it there and then, with no error (Linux 6.18: one link with 20 alternative names and the list of links
   * is empty): so something is received first. A protocol that does not acknowledge NLMSG_NOOP loses nothing.
   */
  #askForLargeParts (): void {
    const outbox = Outbox.of(this.#libc)
    const bytes = new Uint8Array(NLMSG_HDRLEN)
    new Uint16Array(bytes.buffer)[2] = NLMSG_NOOP
    this.#put(outbox, 'noop', bytes, NLM_F_REQUEST | NLM_F_ACK)
    // Places for events have 32 KiB, however little room there is for answers.
    if (this.#send(outbox) === 0) this.#wire.receive('events', { ...nobody, take: () => true })
    this.#wire.large = true
  }

  #advance (dump: Dump): void {
    const kept = dump.kept.shift()
    if (kept !== undefined) return this.#wire.walk(Bytes.of(kept), 0, kept.length, dump)
    const failure = this.#receive('datagram', dump)
    if (failure !== 0) dump.lose(failure, this.#why(failure))
  }

  /** Reads the dump that the kernel is in the middle of to its end: it takes one at a time, else EBUSY. */
  #finish (): void {
    for (let { dump } = this.#wire; dump !== undefined; { dump } = this.#wire) {
      const failure = this.#receive('data', nobody)
      if (failure !== 0) dump.lose(failure, this.#why(failure))
    }
  }

  /**
   * Takes one batch of datagrams, and waits for it where it is late. Gives 0, or the errno for which nothing more will
   * come.
   */
  #receive (shape: Shape, to: Receiver): number {
    const got = this.#wire.receive(shape, to)
    if (got >= 0) return 0
    if (got === -ENOBUFS) {
      this.#overrun = true
      return 0
    }
    if (got !== -EAGAIN) throw new SystemError(-got, 'recvmmsg')
    if (this.#overrun) return ENOBUFS
    if (to.silence() || this.#wire.dump?.silence() === true) return 0
    return this.#wire.wait(this.#patience) ? 0 : ETIMEDOUT
  }

  /** In words, why answers are missing. */
  #why (errno: number): string {
    return errno === ENOBUFS
      ? `the answer is lost: the receive buffer of ${this.#wire.descriptor.receiveBuffer} bytes was full`
      : `the kernel gave no answer within ${this.#patience} ms`
  }
}
