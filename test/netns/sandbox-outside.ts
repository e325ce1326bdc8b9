// The ways into a sandbox that tests go through, each by a child process that stands for it: as one who has
// CAP_SYS_ADMIN, and as one who has not.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess, StdioOptions } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { rounds } from './witness.js'

export const outerProgram = fileURLToPath(new URL('./sandbox-outer.js', import.meta.url))

export interface WayIn {
  readonly title: string
  /** The command line before the command. */
  readonly outer: readonly string[]
  /** Run it as this uid and gid; undefined for the test's own. */
  readonly uid: number | undefined
}

// Not in a user namespace of one uid, nor where no stranger may read this package: who lacks CAP_SYS_ADMIN is the
// nearest to an ordinary user.
const nobody = 65534
const asNobody = spawnSync('test', ['-r', outerProgram], { uid: nobody, gid: nobody }).status === 0
const ordinary = asNobody
  ? { who: `uid ${nobody}`, flags: [], uid: nobody }
  : { who: 'root without CAP_SYS_ADMIN', flags: ['--without-admin'], uid: undefined }

export const privileged: readonly WayIn[] = [
  ['from a thread', 'thread'], ['by unshare(1)', 'unshare'], ['by clone()', 'clone']
].map(([title = '', way = '']) => ({ title, outer: [process.execPath, outerProgram, '--way', way], uid: undefined }))

export const unprivileged: readonly WayIn[] = [
  ['by unshare(1)', 'unshare'], ['by clone()', 'clone']
].map(([title = '', way = '']) => ({
  title: `in a user namespace, ${title}, as ${ordinary.who}`,
  outer: [process.execPath, outerProgram, ...ordinary.flags, '--way', way],
  uid: ordinary.uid,
}))

/** Three of the five, which `npm run soak` has: unshare(1) is what one way falls back on, with CAP_SYS_ADMIN and without. */
const few = [privileged[0]!, privileged[2]!, unprivileged[0]!]
export const ways: readonly WayIn[] = rounds(few, [...privileged, ...unprivileged])

/** For a test that needs but one. */
export function firstOf (some: readonly WayIn[]): WayIn {
  const [first] = some
  if (first === undefined) throw new Error('no way in')
  return first
}

/** What Node 26 says of node:ffi, where the tests run on that. */
export const warnings = /^\(node:\d+\) ExperimentalWarning: FFI is.*\n\(Use `node --trace-warnings.*\n/gm

/** A command in a sandbox made by a child process. */
export class Outer implements AsyncDisposable {
  readonly child: ChildProcess
  stdout = ''
  stderr = ''
  #closed = false
  #heard = (): void => {}

  constructor (way: WayIn, command: readonly string[], stdio: StdioOptions = 'pipe') {
    const [file = '', ...args] = [...way.outer, ...command]
    const { uid } = way
    this.child = spawn(file, args, { stdio, cwd: '/', ...(uid === undefined ? {} : { uid, gid: uid }) })
    this.child.stdout?.on('data', part => { this.stdout += part; this.#heard() })
    this.child.stderr?.on('data', part => { this.stderr += part })
    this.child.on('close', () => { this.#closed = true; this.#heard() })
  }

  /** Waits until the command has written this. */
  async says (text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      if (this.#closed) throw new Error(`ended before it said ${text}: ${this.stdout}${this.stderr}`)
      await new Promise<void>(resolve => { this.#heard = resolve })
    }
  }

  /** Waits for the end of the process, and of all that hold its output: whoever is left inside does. */
  async end (): Promise<{ code: number | null, signal: NodeJS.Signals | null, stdout: string, stderr: string }> {
    while (!this.#closed) await new Promise<void>(resolve => { this.#heard = resolve })
    const { child } = this
    return { code: child.exitCode, signal: child.signalCode, stdout: this.stdout, stderr: this.stderr.replaceAll(warnings, '') }
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    this.child.kill('SIGKILL')
    await this.end()
  }
}

/** Runs a command in a sandbox to its end. */
export async function run (way: WayIn, ...command: string[]): ReturnType<Outer['end']> {
  return await new Outer(way, command).end()
}

/** Runs lines of sh in a sandbox to their end. */
export async function sh (way: WayIn, script: string): ReturnType<Outer['end']> {
  return await run(way, 'sh', '-c', script)
}
