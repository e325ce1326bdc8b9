// Programs in a network namespace, as `ip netns exec` runs them, with the arguments of Node's child_process.spawn.
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SystemError, UsageError } from '../libc/errors.js'
import { libc } from '../libc/open.js'
import { descriptorOf } from './enter.js'
import { AF_UNIX, SOCK_STREAM } from './flags.js'
import { Program } from './program.js'
import { signalNumber } from './signal.js'

/** A pipe to the program, this process' own descriptor of the same number, nothing (/dev/null), or a descriptor. */
export type ProgramStdio = 'pipe' | 'inherit' | 'ignore' | number | { readonly fd: number }

export interface SpawnOptions {
  readonly cwd?: string | URL
  /** Without it, this process' own. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** One for all three, or one for each descriptor from 0 on. 'pipe' if nothing is said. */
  readonly stdio?: 'pipe' | 'inherit' | 'ignore' | ReadonlyArray<ProgramStdio | null | undefined>
  readonly argv0?: string
  readonly uid?: number
  readonly gid?: number
  /** The program leads a session and process group of its own. */
  readonly detached?: boolean
  /** Aborted, it kills the program; 'error' then is an AbortError. */
  readonly signal?: AbortSignal
  /** Milliseconds, after which the program is killed. */
  readonly timeout?: number
  /** What `signal` and `timeout` kill with: SIGTERM if nothing is said. */
  readonly killSignal?: NodeJS.Signals | number
}

/** The namespace a program is started in. */
export interface SpawnPlace {
  readonly fd: number
  readonly name: string | undefined
  readonly about: string
}

/** As NetworkNamespace.spawn says. */
export function spawnIn (place: SpawnPlace, file: string, args: readonly string[], options: SpawnOptions): Program {
  if (options.killSignal !== undefined) signalNumber(options.killSignal, 'killSignal')
  const { stdio, ours, theirs } = openStdio(options.stdio ?? 'pipe')
  let program: Program
  try {
    program = new Program({
      ours,
      launch: {
        namespace: place.fd,
        name: place.name,
        about: place.about,
        file,
        args: args.map(String),
        options: {
          cwd: directoryOf(options.cwd),
          env: environmentOf(options.env ?? process.env),
          stdio,
          ...options.argv0 !== undefined && { argv0: options.argv0 },
          ...options.uid !== undefined && { uid: options.uid },
          ...options.gid !== undefined && { gid: options.gid },
          ...options.detached !== undefined && { detached: options.detached }
        }
      }
    })
  } catch (error) {
    for (const fd of ours) if (fd !== undefined) libc().close(fd)
    throw error
  } finally {
    for (const fd of theirs) libc().close(fd)
  }
  killOn(program, options)
  return program
}

interface OpenedStdio {
  readonly stdio: Array<number | 'ignore'>
  readonly ours: Array<number | undefined>
  readonly theirs: number[]
}

/**
 * Descriptors for the program. Socket pairs, as Node makes them, since a pipe of the kernel's cannot be half closed.
 */
function openStdio (wanted: NonNullable<SpawnOptions['stdio']>): OpenedStdio {
  const each = typeof wanted === 'string' ? [wanted, wanted, wanted] : wanted
  const opened: OpenedStdio = { stdio: [], ours: [], theirs: [] }
  try {
    for (let index = 0; index < Math.max(each.length, 3); index++) {
      const what = each[index] ?? (index < 3 ? 'pipe' : 'ignore')
      let fd: number | undefined
      if (what === 'pipe') {
        const pair = libc().socketpair(AF_UNIX, SOCK_STREAM, 0)
        if (typeof pair === 'number') throw new SystemError(-pair, 'socketpair', '(a pipe to the program)')
        fd = pair[0]
        opened.theirs.push(pair[1])
        opened.stdio.push(pair[1])
      } else {
        opened.stdio.push(what === 'ignore' ? what : what === 'inherit' ? index : descriptorFor(what, index))
      }
      opened.ours.push(fd)
    }
  } catch (error) {
    for (const fd of [...opened.ours, ...opened.theirs]) if (fd !== undefined) libc().close(fd)
    throw error
  }
  return opened
}

function descriptorFor (what: unknown, index: number): number {
  const fd = descriptorOf(what)
  if (fd !== undefined) return fd
  throw new UsageError(`spawn: stdio[${index}] is none of 'pipe', 'inherit', 'ignore', a descriptor, ` +
    'something with a descriptor `fd`')
}

/** As a whole path: the launcher's own directory is not this thread's. */
const directoryOf = (cwd: string | URL | undefined): string =>
  resolve(cwd === undefined ? '' : typeof cwd === 'string' ? cwd : fileURLToPath(cwd))

function environmentOf (env: NonNullable<SpawnOptions['env']>): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [key, value] of Object.entries(env)) if (value !== undefined) result[key] = String(value)
  return result
}

function killOn (program: Program, { signal, timeout, killSignal = 'SIGTERM' }: SpawnOptions): void {
  if (timeout !== undefined && timeout > 0) {
    const timer = setTimeout(() => { program.kill(killSignal) }, timeout)
    // 'exit' does not come where it could not be started; 'close' may come long after it, a grandchild holding the
    // output open
    const forget = (): void => { clearTimeout(timer) }
    program.once('exit', forget).once('close', forget)
  }
  if (signal === undefined) return
  const abort = (): void => {
    if (program.kill(killSignal)) program.emit('error', abortError(signal))
  }
  if (signal.aborted) {
    process.nextTick(abort)
  } else {
    signal.addEventListener('abort', abort, { once: true })
    const forget = (): void => { signal.removeEventListener('abort', abort) }
    program.once('exit', forget).once('close', forget)
  }
}

/** As Node's. */
function abortError (signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason })
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' })
}
