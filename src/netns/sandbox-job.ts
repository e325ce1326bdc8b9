// What is said between the process outside and the init inside: lines of JSON over a socketpair, which is the sandbox's
// lifeline as well.
import { fs } from '../libc/node.js'
import type { Capability } from './capabilities.js'
import type { Command } from './command.js'

/** The outer process' first line. */
export interface Job extends Command {
  readonly setup: Setup
  /** How many descriptors the command gets: its 0, 1, 2 ... are the init's 4, 5, 6 ... */
  readonly descriptors: number
  /** What the command has to do without. */
  readonly drop: readonly Capability[]
}

/** Which of sandbox-mounts.ts: a machine of its own, or no way back to the first network, or just its own /proc. */
export type Setup = 'machine' | 'isolated' | 'processes'

/**
 * The outer process' other lines. `terminal`: the signal may have come from a terminal, whose every process has had it
 * already.
 */
export interface SignalLine {
  readonly signal: NodeJS.Signals
  readonly terminal: boolean
}

/**
 * The init's lines: what the kernel refused to make; else 'started', and then what it could not execute, or how that
 * ended.
 */
export type Report =
  | { readonly state: 'refused', readonly errno: number, readonly call: string, readonly place: string }
  | { readonly state: 'unstartable' } & Unstartable
  | { readonly state: 'started' }
  | { readonly state: 'ended' } & Ended

/** What was refused when the command was to be executed: `call` is 'execve' of a file, or 'chdir' to a directory. */
export interface Unstartable {
  readonly errno: number
  readonly call: string
  readonly about: string
}

/** Of what Node's spawn threw, or told later. It says ENOENT of the program where it is the directory that is not there. */
export function unstartable (error: NodeJS.ErrnoException, file: string, cwd: string): Unstartable {
  if (error.errno === undefined) throw error
  const [call, about] = fs.existsSync(cwd) ? ['execve', file] as const : ['chdir', cwd] as const
  return { errno: -error.errno, call, about }
}

/** How a command ended: by itself, or by a signal. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** What a terminal sends to its whole foreground group. */
export const FROM_A_TERMINAL: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGHUP']

/** The init's descriptors: the lifeline, and the first of those that are the command's. */
export const LIFELINE = 3
export const FIRST_OF_COMMAND = 4

export function line (value: Job | SignalLine | Report): string {
  return `${JSON.stringify(value)}\n`
}

/** Calls `each` with every whole line; what does not end in one is kept for the next part. */
export function lines (each: (value: unknown) => void): (part: Uint8Array) => void {
  const decoder = new TextDecoder()
  let rest = ''
  return part => {
    const all = (rest + decoder.decode(part, { stream: true })).split('\n')
    rest = all.pop() ?? ''
    for (const one of all) each(JSON.parse(one))
  }
}
