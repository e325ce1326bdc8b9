// The launcher: a thread of its own that programs are started from, so that namespaces and mounts never change on this
// one.
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { ETIMEDOUT } from '../libc/errno.js'
import { SystemError } from '../libc/errors.js'
import { fs } from '../libc/node.js'
import { atHome } from './enter.js'
import { programFile } from './program-file.js'

/** How long a program's start may take: it waits for a slow disk, too. */
const PATIENCE = 60_000

export interface LauncherData {
  readonly answers: MessagePort
  /** 1 when an answer is there. */
  readonly answered: Int32Array
  /** What '/' is in this process. */
  readonly root: { readonly device: number, readonly inode: number }
}

export interface Launch {
  readonly kind: 'launch'
  readonly id: number
  /** A descriptor of the network namespace, and its name if it has one. */
  readonly namespace: number
  readonly name: string | undefined
  /** What errors call the namespace. */
  readonly about: string
  readonly file: string
  readonly args: readonly string[]
  readonly options: {
    readonly cwd: string
    readonly env: Readonly<Record<string, string>>
    readonly stdio: Array<number | 'ignore'>
    readonly argv0?: string
    readonly uid?: number
    readonly gid?: number
    readonly detached?: boolean
  }
}

export type Request = Launch | { readonly kind: 'kill', readonly id: number, readonly signal: number }

/** What a program could not be started for, as Node has it: `spawn nosuch ENOENT`. */
export interface Refusal {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly errno?: number
  readonly syscall?: string
  readonly path?: string
  readonly spawnargs?: readonly string[]
}

export type Outcome =
  | { readonly kind: 'started', readonly pid: number, readonly warnings: readonly string[] }
  | { readonly kind: 'refused' | 'thrown' } & Refusal
  | { readonly kind: 'system-error', readonly errno: number, readonly call: string, readonly about: string | undefined }

/** `spent`: the thread may not be used for another program. */
export type Answer =
  | { readonly kind: 'launched', readonly outcome: Outcome, readonly spent: boolean }
  | { readonly kind: 'killed', readonly sent: boolean }

/** Told by the thread, unasked. */
export interface End {
  readonly id: number
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A program has ended; or, with an error, nobody will know how it ends. */
export type Ended = (code: number | null, signal: NodeJS.Signals | null, error?: Error) => void

let resident: Launcher | undefined

/**
 * The launcher of this thread, made when first asked for. It holds nothing up: the process ends without waiting for it.
 */
export function launcher (): Launcher {
  return resident ??= new Launcher()
}

export class Launcher {
  readonly #worker: Worker
  readonly #answers: MessagePort
  readonly #answered = new Int32Array(new SharedArrayBuffer(4))
  readonly #ended = new Map<number, Ended>()
  /** Programs that the process shall wait for. */
  readonly #awaited = new Set<number>()
  #spent = false
  #ids = 0

  constructor () {
    // A worker that is not there would be an error event, which cannot arrive while its answer is waited for
    const file = programFile('launcher-thread.js')
    const { dev, ino } = fs.statSync('/')
    const { port1, port2 } = new MessageChannel()
    const data: LauncherData = { answers: port2, answered: this.#answered, root: { device: dev, inode: ino } }
    // No options of this process: what --import or a debugger bring along has no business there. Descriptors are handed
    // over by number
    const options = { workerData: data, transferList: [port2], execArgv: [], trackUnmanagedFds: false }
    this.#worker = atHome(() => new Worker(file, options))
    this.#answers = port1
    this.#worker.on('message', ({ id, code, signal }: End) => { this.#done(id)(code, signal) })
    this.#worker.on('error', error => { this.#lost(error) })
    this.#worker.on('exit', () => { this.#lost(new Error('the thread that started the program has ended')) })
    this.#worker.unref()
  }

  /** Starts a program. Until it runs, or cannot, this thread waits, as it does in Node's own spawn. */
  launch (request: Omit<Launch, 'kind' | 'id'>, ended: Ended): { readonly id: number, readonly outcome: Outcome } {
    const id = ++this.#ids
    const answer = this.#ask({ ...request, kind: 'launch', id })
    if (answer.kind !== 'launched') throw new Error('the launcher answered another question')
    if (answer.outcome.kind === 'started') {
      this.#ended.set(id, ended)
      this.ref(id)
    }
    if (answer.spent) this.#retire()
    return { id, outcome: answer.outcome }
  }

  /** Sends a signal to a program that has not been waited for yet, so never to another that got its number. */
  kill (id: number, signal: number): boolean {
    if (!this.#ended.has(id)) return false
    const answer = this.#ask({ kind: 'kill', id, signal })
    return answer.kind === 'killed' && answer.sent
  }

  /** The process shall wait for this program's end, as it does at first. */
  ref (id: number): void {
    if (!this.#ended.has(id)) return
    this.#awaited.add(id)
    this.#worker.ref()
  }

  unref (id: number): void {
    this.#awaited.delete(id)
    if (this.#awaited.size === 0) this.#worker.unref()
  }

  #ask (request: Request): Answer {
    Atomics.store(this.#answered, 0, 0)
    this.#worker.postMessage(request)
    Atomics.wait(this.#answered, 0, 0, PATIENCE)
    const received: { message: Answer } | undefined = receiveMessageOnPort(this.#answers)
    if (received !== undefined) return received.message
    this.#retire()
    throw new SystemError(ETIMEDOUT, 'spawn', request.kind === 'launch' ? request.file : '(a signal)')
  }

  #done (id: number): Ended {
    const ended = this.#ended.get(id)
    this.#ended.delete(id)
    this.unref(id)
    if (this.#spent && this.#ended.size === 0) void this.#worker.terminate()
    return ended ?? (() => {})
  }

  /** Starts nothing any more; it waits for the end of what it has started. */
  #retire (): void {
    this.#spent = true
    if (resident === this) resident = undefined
    if (this.#ended.size === 0) void this.#worker.terminate()
  }

  #lost (error: Error): void {
    this.#spent = true
    if (resident === this) resident = undefined
    for (const id of [...this.#ended.keys()]) this.#done(id)(null, null, error)
  }
}
