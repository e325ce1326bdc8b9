// For a program that stands for the command it runs inside, as `rtnl sandbox` does: signals go in, and the way it ended
// comes out.
import os from 'node:os'
import { check } from '../libc/errors.js'
import { libc } from '../libc/open.js'
import type { Ended } from './sandbox-job.js'
import type { Running } from './sandbox-run.js'

const PR_SET_PDEATHSIG = 1
const passed: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']

/**
 * As long as the command runs, what this process gets of INT, QUIT, TERM, HUP and USR2 goes to the command instead.
 * Once each: see `relay`.
 */
export async function passSignals (running: Running): Promise<Ended> {
  const pass = (name: NodeJS.Signals): void => running.relay(name)
  for (const name of passed) process.on(name, pass)
  try {
    return await running
  } finally {
    for (const name of passed) process.off(name, pass)
  }
}

/**
 * Ends this process as the command ended: with its exit status, or by the same signal. Where the signal does not end a
 * Node process (SIGPIPE), with 128 and its number, as a shell says it. Does not wait for what is still being written to
 * a pipe.
 */
export function endAs ({ code, signal }: Ended): never {
  if (signal !== null) {
    process.removeAllListeners(signal)
    // No core file of this process over the command's.
    if (!coreDumped.includes(signal)) process.kill(process.pid, signal)
  }
  process.exit(code ?? 128 + os.constants.signals[signal as NodeJS.Signals])
}

/**
 * From now on this process is killed (SIGKILL) when its parent ends. With `exec node ...` as npm's script, killing npm
 * ends all, then. It is the end of the thread that started this process which counts: for a parent of many threads that
 * may be sooner.
 */
export function endWithParent (): void {
  const parent = process.ppid
  check(libc().prctl(PR_SET_PDEATHSIG, os.constants.signals.SIGKILL, 0, 0, 0), 'prctl(PR_SET_PDEATHSIG)')
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
}

const coreDumped: readonly NodeJS.Signals[] = [
  'SIGQUIT', 'SIGILL', 'SIGABRT', 'SIGFPE', 'SIGSEGV', 'SIGBUS', 'SIGSYS', 'SIGTRAP', 'SIGXCPU', 'SIGXFSZ',
]
