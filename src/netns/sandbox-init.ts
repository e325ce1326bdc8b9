// The program that is PID 1 of a sandbox (PID 2 where clone.ts made it). pid_namespaces(7): as PID 1 a command would
// ignore INT and TERM, default actions do not exist for it, and nobody would reap its orphans.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import net from 'node:net'
import os from 'node:os'
import { check, SystemError } from '../libc/errors.js'
import { fs } from '../libc/node.js'
import { libc } from '../libc/open.js'
import { dropCapabilities, forbidNewPrivileges } from './capabilities.js'
import { FIRST_OF_COMMAND, FROM_A_TERMINAL, LIFELINE, line, lines, unstartable } from './sandbox-job.js'
import type { Job, Report, SignalLine } from './sandbox-job.js'
import { setups } from './sandbox-mounts.js'

const PR_SET_DUMPABLE = 4
const PR_SET_CHILD_SUBREAPER = 36
const P_ALL = 0
const WNOHANG = 1
const WEXITED = 4
const WNOWAIT = 0x1000000

// Nobody but the outer process holds the other end: when that ends, also by kill -9, this ends, and the kernel kills
// all that is inside.
const lifeline = new net.Socket({ fd: LIFELINE })
lifeline.on('error', () => {}).on('close', () => process.exit(1))
/** When a signal came here directly: on a terminal the whole foreground group gets it, the command too. */
const directly = new Map<string, number>()
let child: ChildProcess | undefined

lifeline.on('data', lines(value => {
  if (child === undefined) start(value as Job)
  else pass(child, value as SignalLine)
}))

function start (job: Job): void {
  try {
    prepare(job)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    const place = error.message.slice(0, error.message.indexOf(`: ${error.code}`))
    return finish({ state: 'refused', errno: error.errno, call: error.call, place })
  }
  const { command: [file = '', ...args], cwd, env } = job
  const stdio = Array.from({ length: job.descriptors }, (_, index) => FIRST_OF_COMMAND + index)
  // Written before the command can do anything: who is killed after this was killed, and did not fail to begin.
  lifeline.write(line({ state: 'started' }))
  const failed = (error: NodeJS.ErrnoException): void => finish({ state: 'unstartable', ...unstartable(error, file, cwd) })
  try {
    child = spawn(file, args, { cwd, env, stdio })
  } catch (error) {
    return failed(error as NodeJS.ErrnoException)
  }
  child.on('error', (error: NodeJS.ErrnoException) => { if (child?.pid === undefined) failed(error) })
  child.on('exit', (code, signal) => finish({ state: 'ended', code, signal }))
  if (child.pid === undefined) return
  // A pipe's other end must see it when the command closes its own.
  for (const fd of stdio) fs.closeSync(fd)
}

function prepare (job: Job): void {
  check(libc().prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 'prctl(PR_SET_CHILD_SUBREAPER)')
  setups[job.setup]()
  for (const name of [...FROM_A_TERMINAL, 'SIGTERM'] as const) process.on(name, () => directly.set(name, Date.now()))
  process.on('SIGCHLD', reap)
  if (job.drop.length === 0) return
  // The main thread starts the command. The other threads keep what they have, so nobody may look into this process
  // from now on (ptrace), nor start its debugger.
  process.on('SIGUSR1', () => {})
  check(libc().prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), 'prctl(PR_SET_DUMPABLE)')
  dropCapabilities(job.drop)
  forbidNewPrivileges()
}

function pass (to: ChildProcess, { signal, terminal }: SignalLine): void {
  if (!terminal) return void to.kill(signal)
  // Ctrl-C, which the command has had, or `kill -INT` to the outer process alone? The terminal's comes here as well, at
  // the same moment.
  setTimeout(() => { if (Date.now() - (directly.get(signal) ?? 0) > 1000) to.kill(signal) }, 100)
}

// Orphans: looked at with WNOWAIT, and reaped only if not Node's own child, whose status Node wants.
function reap (): void {
  const info = new Uint8Array(128)
  const view = new DataView(info.buffer)
  const littleEndian = os.endianness() === 'LE'
  for (;;) {
    info.fill(0)
    if (libc().waitid(P_ALL, 0, info, WEXITED | WNOHANG | WNOWAIT) < 0) return
    const pid = view.getInt32(16, littleEndian) // si_pid behind si_signo, si_errno, si_code and padding
    if (pid === 0 || pid === child?.pid) return
    libc().waitpid(pid, new Uint8Array(4), WNOHANG)
  }
}

function finish (report: Report): void {
  lifeline.write(line(report), () => process.exit(0))
}
