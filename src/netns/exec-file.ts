// A program in a network namespace, run to its end: what it wrote, or why it failed, as Node's promisified execFile
// tells it.
import { UsageError } from '../libc/errors.js'
import { spawnIn } from './exec.js'
import type { SpawnPlace, SpawnOptions } from './exec.js'
import type { Program } from './program.js'

export interface ExecFileOptions extends Omit<SpawnOptions, 'stdio' | 'detached'> {
  /** 'utf8' if nothing is said; 'buffer' or null: bytes. */
  readonly encoding?: BufferEncoding | 'buffer' | null
  /** As many bytes of stdout or stderr end the program: 1 MiB if nothing is said. */
  readonly maxBuffer?: number
  /** What the program reads. Without it, stdin is a pipe that stays open. */
  readonly input?: string | Uint8Array
}

/** Bytes are asked for. */
export interface BufferEncoded {
  readonly encoding: 'buffer' | null
}

export interface ExecFileResult<T> {
  readonly stdout: T
  readonly stderr: T
}

export interface ExecFilePromise<T> extends Promise<ExecFileResult<T>> {
  /** Undefined where the namespace could not be entered. */
  readonly program: Program | undefined
}

/**
 * A program that `execFile` ran has failed: with an exit status (`code` is a number), by a signal, or it could not be
 * started ('ENOENT').
 */
export interface ExecFileError extends Error, ExecFileResult<string | Buffer> {
  readonly code: number | string | null
  readonly signal: NodeJS.Signals | null
  /** By `timeout`, `maxBuffer` or `kill`. */
  readonly killed: boolean
  readonly cmd: string
}

/** As NetworkNamespace.execFile says. */
export function execFileIn (
  place: SpawnPlace, file: string, args: readonly string[], options: ExecFileOptions
): ExecFilePromise<string | Buffer> {
  const { timeout, ...others } = options
  let program: Program | undefined
  const promise = new Promise<ExecFileResult<string | Buffer>>((resolve, reject) => {
    const { encoding } = options
    if (encoding != null && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
      throw new UsageError(`encoding: ${JSON.stringify(encoding)} is none that Node has`)
    }
    program = spawnIn(place, file, args, { ...others, stdio: 'pipe' })
    finished(program, options, [file, ...args].join(' '), resolve, reject)
  })
  return Object.assign(promise, { program })
}

function finished (
  program: Program, options: ExecFileOptions, cmd: string,
  resolve: (output: ExecFileResult<string | Buffer>) => void, reject: (error: Error) => void
): void {
  const { encoding = 'utf8', maxBuffer = 1024 * 1024, input, killSignal = 'SIGTERM', timeout = 0 } = options
  let failure: Error | undefined
  // A child of the program's may hold its output open for longer than anybody waits.
  const readNoMore = (): void => {
    program.stdout?.destroy()
    program.stderr?.destroy()
  }
  const kill = (): void => {
    program.kill(killSignal)
    readNoMore()
  }
  const collect = (name: 'stdout' | 'stderr'): () => string | Buffer => {
    const chunks: Buffer[] = []
    let size = 0
    program[name]?.on('data', (chunk: Buffer) => {
      const room = maxBuffer - size
      size += chunk.length
      chunks.push(chunk.subarray(0, Math.max(room, 0)))
      if (size <= maxBuffer || failure !== undefined) return
      failure = Object.assign(new RangeError(`${name} maxBuffer length exceeded`), {
        code: 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER'
      })
      kill()
    })
    return () => encoding === null || encoding === 'buffer' ? Buffer.concat(chunks) : Buffer.concat(chunks).toString(encoding)
  }
  const stdout = collect('stdout')
  const stderr = collect('stderr')
  const timer = timeout > 0 ? setTimeout(kill, timeout) : undefined
  const settle = (code: number | null, signal: NodeJS.Signals | null): void => {
    clearTimeout(timer)
    const output = { stdout: stdout(), stderr: stderr() }
    if (failure === undefined && code === 0 && signal === null) return resolve(output)
    const error = failure ?? new Error(`Command failed: ${cmd}\n${output.stderr}`)
    const own = 'code' in error ? error.code : code
    reject(Object.assign(error, { code: own, signal, killed: program.killed, cmd, ...output }))
  }
  program.on('error', error => {
    failure ??= error
    readNoMore()
    settle(program.exitCode, program.signalCode)
  })
  // EPIPE: it did not read all of its input, which is its own affair
  program.stdin?.on('error', () => {})
  if (input !== undefined) program.stdin?.end(input)
  program.once('close', settle)
}
