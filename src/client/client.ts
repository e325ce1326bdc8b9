// What both forms of the client are: a socket in one network namespace, every object of it, batches.
import type { NetlinkSocket } from '../socket/socket.js'
import { Batch } from './batch/batch.js'
import type { BatchEntry } from './batch/entry.js'
import { batchSteps, type BatchOptions } from './batch/steps.js'
import { Conversation } from './conversation.js'
import { EveryObject } from './every.js'
import type { Mode, Result, Runner } from './mode.js'
import { openSocket, type RtnetlinkOptions } from './open.js'

export abstract class Client<M extends Mode> extends EveryObject<M> implements Disposable, AsyncDisposable {
  protected readonly socket: NetlinkSocket
  readonly #talk: Conversation
  readonly #runner: Runner<M>

  protected constructor (runner: Runner<M>, options: RtnetlinkOptions) {
    const socket = openSocket(options)
    const talk = new Conversation(socket)
    super(talk, runner)
    this.socket = socket
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
    return this.#runner.run(() => batchSteps(this.#talk, (talk, runner) => new Batch(talk, runner), fill, options))
  }

  /** What the kernel gave: the socket's port, the sizes of its buffers, which options it knows. */
  get properties (): NetlinkSocket['properties'] { return this.socket.properties }

  /** Closes the socket. A second time does nothing. */
  close (): void { this.socket.close() }
  [Symbol.dispose] (): void { this.close() }
  async [Symbol.asyncDispose] (): Promise<void> { this.close() }
}
