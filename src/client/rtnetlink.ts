// What an author of tools holds: one network namespace, its links, addresses, routes, neighbours, rules.
import { inside } from '../netns/enter.js'
import type { NetworkNamespace } from '../netns/namespace.js'
import { libc as defaultLibc } from '../libc/open.js'
import { NetlinkSocket, type SocketOptions } from '../socket/socket.js'
import { batchSteps, type Batch, type BatchOptions } from './batch/batch.js'
import type { BatchEntry } from './batch/entry.js'
import { Conversation } from './conversation.js'
import { EveryObject } from './every.js'
import { Monitor, type MonitorOptions } from './monitor/monitor.js'
import type { MonitoredObject } from './monitor/monitored.js'
import { namespaceOfThread, type Place } from './monitor/open.js'
import { asynchronous, synchronous, type Mode, type Result, type Runner } from './mode.js'
import { State, type StateOptions } from './state/state.js'

export interface RtnetlinkOptions extends Pick<SocketOptions, 'libc' | 'receiveBuffer' | 'sendBuffer'> {
  /** Whose links, addresses and so on; without it, those of the namespace that the thread is in. */
  readonly namespace?: Pick<NetworkNamespace, 'fd'> | undefined
}

abstract class Client<M extends Mode> extends EveryObject<M> implements Disposable, AsyncDisposable {
  readonly #socket: NetlinkSocket
  readonly #talk: Conversation
  readonly #runner: Runner<M>
  /** Where more sockets of the same namespace are opened. */
  protected readonly place: Place

  protected constructor (runner: Runner<M>, { namespace, ...options }: RtnetlinkOptions) {
    const enter = namespace === undefined ? {} : { inside: <R>(step: () => R): R => inside(namespace.fd, String(namespace), step) }
    const socket = NetlinkSocket.open({ ...options, ...enter })
    const talk = new Conversation(socket)
    super(talk, runner)
    this.#socket = socket
    this.place = { libc: options.libc ?? defaultLibc(), socket, home: namespace === undefined ? namespaceOfThread() : undefined }
    this.#talk = talk
    this.#runner = runner
  }

  /**
   * Many calls in one send: `rt.batch(b => { b.link.add(...); b.address.add(...) })`. They are carried out in order, and one that is refused does
   * not keep the others from it, unless `stopOnError` says so. Gives an entry for each: `value`, or `error`. Any number of calls: they are cut
   * to what the socket's buffers hold, and where one has to ask first (a list, the name of a link that the batch makes).
   * @throws {CodecError} where a value does not fit: of what was not sent by then, nothing is; {NetlinkError} with `stopOnError`, the refusal
   */
  batch (fill: (batch: Batch) => void, options: BatchOptions = {}): Result<M, BatchEntry[]> {
    return this.#runner.run(() => batchSteps(this.#talk, fill, options))
  }

  /** What the kernel gave: the socket's port, the sizes of its buffers, which options it knows. */
  get properties (): NetlinkSocket['properties'] { return this.#socket.properties }

  /** Closes the socket. A second time does nothing. */
  close (): void { this.#socket.close() }
  [Symbol.dispose] (): void { this.close() }
  async [Symbol.asyncDispose] (): Promise<void> { this.close() }
}

/**
 * A conversation with one network namespace: the one that is given, or the one that the thread is in at `open`; it stays with that one.
 * The kernel answers inside of the call that asks, so a call keeps the event loop while the kernel works (it holds one lock for all
 * changes); only long lists let others run in between.
 */
export class Rtnetlink extends Client<'async'> {
  /** In a bundle, too, where esbuild renames a class that names itself. */
  static override readonly name: string = 'Rtnetlink'
  private constructor (options: RtnetlinkOptions) { super(asynchronous, options) }

  /** @throws {SystemError} EPERM where the namespace may not be entered; {UsageError} where this is not Linux */
  static async open (options: RtnetlinkOptions = {}): Promise<Rtnetlink> { return new Rtnetlink(options) }

  /**
   * What there is and what happens: `for await (const event of rt.monitor({ objects: ['link'] })) ...`. It hears from now on, and lives on
   * when this client is closed; leaving the loop ends it.
   * @throws {SystemError} EPERM where another socket in the namespace is not allowed; {UsageError} where this client is closed
   */
  monitor<O extends MonitoredObject = MonitoredObject> (options: MonitorOptions<O> = {}): Monitor<O> {
    return new Monitor(this.place, options)
  }

  /**
   * Links, addresses, routes, neighbours and rules at hand, kept right by what the kernel tells: `state.link('v0')`,
   * `state.lookup('10.1.2.3')`. It lives on when this client is closed.
   * @throws {SystemError} EPERM where another socket in the namespace is not allowed; {UsageError} where this client is closed
   */
  async state (options: StateOptions = {}): Promise<State> {
    return await State.open(this.place, options)
  }
}

/** The same calls without promises, for scripts and for code that must not wait. */
export class RtnetlinkSync extends Client<'sync'> {
  /** In a bundle, too, where esbuild renames a class that names itself. */
  static override readonly name: string = 'RtnetlinkSync'
  private constructor (options: RtnetlinkOptions) { super(synchronous, options) }

  /** As `Rtnetlink.open`. */
  static open (options: RtnetlinkOptions = {}): RtnetlinkSync { return new RtnetlinkSync(options) }
}
