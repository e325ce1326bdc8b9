// A program that was started in place of this one: signals go on to it, and its end is this one's.
import { errorNumber } from '../libc/errno.js'
import { SystemError } from '../libc/errors.js'
import { FROM_A_TERMINAL } from '../netns/sandbox-job.js'
import { inForeground } from '../netns/sandbox-run.js'
import type { Ended } from '../netns/sandbox.js'

interface Started {
  kill (signal: NodeJS.Signals): boolean
  on (event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown
  on (event: 'exit', listener: (code: number | null, signal: NodeJS.Signals | null) => void): unknown
}

const passed: readonly NodeJS.Signals[] = [...FROM_A_TERMINAL, 'SIGTERM', 'SIGUSR2']

/**
 * Calls `start`, and waits for the end of what it starts.
 * @throws SystemError 'execve NAME: ENOENT' where there is no such program; what `start` throws
 */
export async function ended (file: string, start: () => Started): Promise<Ended> {
  let program: Started | undefined
  const pass = (signal: NodeJS.Signals): void => {
    // A terminal sends its own to all of its foreground: the program has had it.
    if (!(FROM_A_TERMINAL.includes(signal) && inForeground())) program?.kill(signal)
  }
  // Before it is there: what comes while it is being started would end this process alone.
  for (const signal of passed) process.on(signal, pass)
  try {
    const started = program = start()
    return await new Promise((resolve, reject) => {
      started.on('error', error => {
        const number = errorNumber(error.code ?? '')
        reject(number === undefined ? error : new SystemError(number, 'execve', file))
      })
      started.on('exit', (code, signal) => resolve({ code, signal }))
    })
  } finally {
    for (const signal of passed) process.off(signal, pass)
  }
}
