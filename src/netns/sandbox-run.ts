// Runs a command under an init of ours in new namespaces: starts the init, gives it its job, passes signals, hears how
// it ended.
import type { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { ENOEXEC, ENOSPC, EPERM } from '../libc/errno.js'
import { SystemError } from '../libc/errors.js'
import { fs } from '../libc/node.js'
import type { Capability } from './capabilities.js'
import { commandOf } from './command.js'
import { programFile } from './program-file.js'
import { FROM_A_TERMINAL, line, lines } from './sandbox-job.js'
import type { Ended, Report, Setup, SignalLine } from './sandbox-job.js'
import { openStdio, withEnds } from './sandbox-stdio.js'
import type { Ends, Stdio } from './sandbox-stdio.js'
import { start, wayIn } from './sandbox-ways.js'
import type { Way } from './sandbox-ways.js'
import { signalNumber } from './signal.js'
import { SandboxError, whyNoUserNamespace, whyRefused } from './user-namespace.js'

export interface CommandOptions {
  /** 'inherit' unless said. */
  readonly stdio?: Stdio
  /** The command's environment, whole. `process.env` unless said. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Where the command starts. `process.cwd()` unless said. */
  readonly cwd?: string
  /** Ends the command, and all that it started, at once; the promise rejects with its reason when nothing is left. */
  readonly signal?: AbortSignal
  /** Which way in. Found out unless said. */
  readonly way?: Way
}

/** A command on the inside: a promise of how it ended, and what one wants of it before that. */
export interface Running extends Promise<Ended> {
  /**
   * Where `stdio` says 'pipe'; else null. What the command wrote may still be unread when the promise resolves: read
   * them to their ends.
   */
  readonly stdin: Writable | null
  readonly stdout: Readable | null
  readonly stderr: Readable | null
  readonly stdio: ReadonlyArray<Socket | null>
  /** Sends the command a signal. Without effect when it has ended. @throws UsageError for a signal that there is not */
  readonly kill: (signal: NodeJS.Signals) => void
  /**
   * As `kill`, for a signal that this process got itself: if it was a terminal's Ctrl-C, the command has had it and
   * gets no second one.
   */
  readonly relay: (signal: NodeJS.Signals) => void
}

/** What differs between the sandbox, isolation, and a mere PID namespace. */
export interface Inside {
  readonly setup: Setup
  readonly unshare: number
  readonly network?: number | undefined
  readonly drop?: readonly Capability[]
}

const initProgram = (): string => programFile('sandbox-init.js')

export function runInside (inside: Inside, command: readonly string[], options: CommandOptions): Running {
  const { signal, way = wayIn() } = options
  const wanted = commandOf(command, options)
  // Entering a namespace takes CAP_SYS_ADMIN in it, and a user namespace of one's own has it in none but its own.
  if (inside.network !== undefined && way !== 'thread') throw new SystemError(EPERM, 'setns')
  signal?.throwIfAborted()
  const { ends, streams, init, program } = withEnds(ends => {
    const { descriptors, streams } = openStdio(ends, options.stdio)
    const init = openInit(ends)
    const { setup, drop = [] } = inside
    init.lifeline.write(line({ setup, ...wanted, descriptors: descriptors.length, drop }))
    const program = start(way, {
      network: inside.network, unshare: inside.unshare, drop: [], command: [process.execPath, initProgram()], cwd: '/',
      // NODE_OPTIONS are the command's; the init's own FFI is the one that is always there.
      env: { ...process.env, NODE_OPTIONS: undefined, RTNETLINK_FFI: undefined },
      descriptors: [...init.descriptors, ...descriptors],
    }, () => ends.close())
    return { ends, streams, init, program }
  })
  const abort = (): void => void init.lifeline.destroy()
  signal?.addEventListener('abort', abort)

  const finish = async (): Promise<Ended> => {
    try {
      await program.gone
    } finally {
      ends.close()
      // Half closed: what the init said last is still read. If it lives on without who started it, this ends it.
      init.lifeline.end()
      await init.closed
      signal?.removeEventListener('abort', abort)
      streams[0]?.destroy()
    }
    const trouble = await init.trouble
    signal?.throwIfAborted()
    return verdict(init.reports.at(-1), trouble, way)
  }
  const pass = (message: SignalLine): void => {
    signalNumber(message.signal)
    if (init.lifeline.writable) init.lifeline.write(line(message))
  }
  const [stdin = null, stdout = null, stderr = null] = streams
  return Object.assign(finish(), {
    stdin, stdout, stderr, stdio: streams,
    kill: (name: NodeJS.Signals) => pass({ signal: name, terminal: false }),
    relay: (name: NodeJS.Signals) => pass({ signal: name, terminal: FROM_A_TERMINAL.includes(name) && inForeground() }),
  })
}

interface InitEnds {
  /** Its 0 to 3: nothing, nothing, what it or who starts it complains of, and the lifeline. */
  readonly descriptors: readonly number[]
  readonly lifeline: Socket
  readonly closed: Promise<unknown>
  readonly reports: readonly Report[]
  readonly trouble: Promise<string>
}

function openInit (ends: Ends): InitEnds {
  const nothing = ends.nothing()
  const [complaints, complain] = ends.pipe({ writable: false })
  const [lifeline, theirs] = ends.pipe()
  const reports: Report[] = []
  lifeline.on('error', () => {}).on('data', lines(value => reports.push(value as Report)))
  const closed = new Promise(resolve => lifeline.once('close', resolve))
  return { descriptors: [nothing, nothing, complain, theirs], lifeline, closed, reports, trouble: textOf(complaints) }
}

function verdict (last: Report | undefined, trouble: string, way: Way): Ended {
  switch (last?.state) {
    case 'ended': return { code: last.code, signal: last.signal }
    case 'started': return { code: null, signal: 'SIGKILL' } // nothing else ends an init without a word
    case 'unstartable': throw new SystemError(last.errno, last.call, last.about)
    case 'refused': throw new SandboxError(last.errno, last, whyRefused(last.errno, last.place))
    case undefined:
  }
  if (way === 'thread' || !/^(unshare|clone)/.test(trouble)) {
    throw new SandboxError(ENOEXEC, { call: 'execve', place: initProgram() }, trouble.trim() || 'it ended without a word')
  }
  throw new SandboxError(/No space|ENOSPC/.test(trouble) ? ENOSPC : EPERM, { call: way }, whyNoUserNamespace())
}

/**
 * Whether this process belongs to those whom its terminal's Ctrl-C goes to. proc(5), stat: pgrp is the fifth, tpgid the
 * eighth
 */
export function inForeground (): boolean {
  const stat = fs.readFileSync('/proc/self/stat', 'utf8')
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return group === foreground
}

function textOf (stream: Readable): Promise<string> {
  const parts: Buffer[] = []
  stream.on('error', () => {}).on('data', (part: Buffer) => { if (parts.length < 64) parts.push(part) })
  return new Promise(resolve => stream.once('close', () => resolve(Buffer.concat(parts).toString())))
}
