// A program that was started in place of this one: signals go on to it, and its end is this one's exit status.
import { constants } from 'node:os'

interface Started {
  kill (signal: NodeJS.Signals): boolean
  on (event: 'error', listener: (error: Error) => void): unknown
  on (event: 'exit', listener: (code: number | null, signal: NodeJS.Signals | null) => void): unknown
}

const terminal = (): boolean => [process.stdin, process.stdout, process.stderr].some(stream => stream.isTTY)

/** @throws what starting it threw; SystemError ENOENT for a program that is not there */
export async function asStatus (program: Started): Promise<number> {
  const pass = (signal: NodeJS.Signals): void => {
    // On a terminal Ctrl-C has reached the program already, as it has all of the foreground.
    if (!(terminal() && (signal === 'SIGINT' || signal === 'SIGQUIT'))) program.kill(signal)
  }
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, pass)
  try {
    return await new Promise<number>((resolve, reject) => {
      program.on('error', reject)
      program.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]))
    })
  } finally {
    for (const signal of signals) process.off(signal, pass)
  }
}
