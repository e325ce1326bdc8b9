// A program that runs in a network namespace, as its user holds it: what Node's ChildProcess is. child_process in
// Node's documentation
import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { SystemError } from '../libc/errors.js'
import { net } from '../libc/node.js'
import { launcher } from './launcher.js'
import type { Launch, Launcher, Refusal } from './launcher.js'
import { signalNumber } from './signal.js'

export interface ProgramEvents {
  spawn: []
  error: [error: Error]
  exit: [code: number | null, signal: NodeJS.Signals | null]
  close: [code: number | null, signal: NodeJS.Signals | null]
}

/** What the program was asked to be, its descriptors open: `ours` are the ends of the pipes that stay here. */
export interface ProgramSetup {
  readonly launch: Omit<Launch, 'kind' | 'id'>
  readonly ours: ReadonlyArray<number | undefined>
}

/**
 * A program started by `NetworkNamespace.spawn`. It has the properties, methods and events of Node's ChildProcess, but
 * for the channel of `fork`. `pid` is undefined where it could not be started; the event 'error' then says why.
 */
export class Program extends EventEmitter<ProgramEvents> implements Disposable {
  readonly pid: number | undefined
  readonly spawnfile: string
  readonly spawnargs: readonly string[]
  readonly stdin: Writable | null
  readonly stdout: Readable | null
  readonly stderr: Readable | null
  readonly stdio: ReadonlyArray<Socket | null>
  /** Files of /etc/netns/NAME that could not be bound over those in /etc, a sentence each. */
  readonly warnings: readonly string[]
  exitCode: number | null = null
  signalCode: NodeJS.Signals | null = null
  /** Has `kill` sent a signal? */
  killed = false
  readonly #launcher: Launcher
  readonly #id: number
  #running: boolean
  /** The end itself, and each stream that is still to be read: then comes 'close'. */
  #open = 1

  /** @throws SystemError where the namespace may not be entered; what Node's spawn throws */
  constructor ({ launch, ours }: ProgramSetup) {
    super()
    this.#launcher = launcher()
    const { id, outcome } = this.#launcher.launch(launch, (code, signal, error) => { this.#ended(code, signal, error) })
    if (outcome.kind === 'system-error') throw new SystemError(outcome.errno, outcome.call, outcome.about)
    if (outcome.kind === 'thrown') throw errorOf(outcome)
    this.#id = id
    this.spawnfile = launch.file
    this.spawnargs = [launch.options.argv0 ?? launch.file, ...launch.args]
    this.stdio = ours.map((fd, index) => fd === undefined ? null : this.#stream(fd, index))
    this.stdin = this.stdio[0] ?? null
    this.stdout = this.stdio[1] ?? null
    this.stderr = this.stdio[2] ?? null
    this.#running = outcome.kind === 'started'
    this.pid = outcome.kind === 'started' ? outcome.pid : undefined
    this.warnings = outcome.kind === 'started' ? outcome.warnings : []
    process.nextTick(() => {
      if (outcome.kind === 'started') this.emit('spawn')
      else this.#ended(outcome.errno ?? null, null, errorOf(outcome))
    })
  }

  /**
   * Sends a signal, SIGTERM if none is named. False where the program has ended (its number may be another's by then), or
   * where it may not be sent one.
   * @throws UsageError for a signal that Node has no name for: it would say that the program ended with status 0
   */
  kill (signal: NodeJS.Signals | number = 'SIGTERM'): boolean {
    const number = signalNumber(signal)
    if (!this.#running) return false
    const sent = this.#launcher.kill(this.#id, number)
    if (sent && number !== 0) this.killed = true
    return sent
  }

  /** The process waits for this program's end, as it does if nothing else is said. */
  ref (): void {
    this.#launcher.ref(this.#id)
  }

  /** The process does not wait for this program's end. Streams hold it up on their own. */
  unref (): void {
    this.#launcher.unref(this.#id)
  }

  [Symbol.dispose] (): void {
    this.kill()
  }

  #stream (fd: number, index: number): Socket {
    const stream = new (net().Socket)({ fd, readable: index !== 0, writable: index === 0 || index > 2 })
    if (index > 0) {
      this.#open++
      stream.once('close', () => { this.#closed() })
    }
    return stream
  }

  #ended (code: number | null, signal: NodeJS.Signals | null, error?: Error): void {
    this.#running = false
    this.exitCode = code
    this.signalCode = signal
    this.stdin?.destroy()
    try {
      if (error === undefined) this.emit('exit', code, signal)
      else this.emit('error', error)
    } finally {
      // What nobody reads would never end. A listener of 'exit' may still begin to
      process.nextTick(() => { for (const stream of this.stdio) if (stream?.readable === true) stream.resume() })
      this.#closed()
    }
  }

  #closed (): void {
    if (--this.#open === 0) this.emit('close', this.exitCode, this.signalCode)
  }
}

/** The error of Node's own spawn, which a message between threads cannot carry whole. */
function errorOf ({ name, message, code, errno, syscall, path, spawnargs }: Refusal): Error {
  const Kind = name === 'TypeError' ? TypeError : name === 'RangeError' ? RangeError : Error
  const error = new Kind(message)
  for (const [key, value] of Object.entries({ code, errno, syscall, path, spawnargs })) {
    if (value !== undefined) Object.assign(error, { [key]: value })
  }
  return error
}
