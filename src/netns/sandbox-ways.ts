// The three ways into new namespaces, and which of them is open to whom. namespaces(7), user_namespaces(7), unshare(1)
import type { ChildProcess } from 'node:child_process'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { EIO } from '../libc/errno.js'
import { SystemError } from '../libc/errors.js'
import { childProcess, fs } from '../libc/node.js'
import { hasCapability } from './capabilities.js'
import { CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUSER, CLONE_NEWUTS } from './flags.js'
import { programFile } from './program-file.js'
import type { Ended, Report } from './sandbox-job.js'
import type { Departure } from './sandbox-thread.js'
import { SandboxError, whyNoNamespaces } from './user-namespace.js'

/**
 * 'thread': a thread of this process leaves its namespaces and starts the command's init; needs CAP_SYS_ADMIN.
 * 'unshare': util-linux' program does it. 'clone': a process of ours does, by the C library's clone(). Both take a user
 * namespace where CAP_SYS_ADMIN is missing.
 */
export type Way = 'thread' | 'unshare' | 'clone'

/** A program that was started. `gone` rejects if it could not be. */
export interface Program {
  readonly gone: Promise<Ended>
  readonly kill: (signal: NodeJS.Signals) => void
}

/** The way in for this process: by its capabilities, not by its uid, as root in a plain container has none of them. */
export function wayIn (): Way {
  if (hasCapability('SYS_ADMIN')) return 'thread'
  const directories = (process.env['PATH'] ?? '').split(path.delimiter)
  return directories.some(directory => isExecutable(path.join(directory, 'unshare'))) ? 'unshare' : 'clone'
}

/** Starts `departure.command` in new namespaces, by the way that is asked for. */
export function start (way: Way, departure: Departure, started: () => void): Program {
  if (way === 'thread') return inThread(departure, started)
  const user = hasCapability('SYS_ADMIN') ? 0 : CLONE_NEWUSER
  const flags = departure.unshare | user
  if (way === 'clone') {
    const words = [`${flags}`, `${departure.descriptors.length}`, ...departure.command]
    return asProcess({ ...departure, command: [process.execPath, programFile('clone.js'), ...words] }, started)
  }
  // The short names are busybox' as well. Unchanged: the init wants what the machine unmounts to go inside, too.
  const letters = letterOf.filter(([flag]) => (flags & flag) !== 0).map(([, letter]) => letter).join('')
  const words = [`-f${letters}`, '--propagation', 'unchanged', ...departure.command]
  return asProcess({ ...departure, command: ['unshare', ...words] }, started)
}

const letterOf: ReadonlyArray<readonly [flag: number, letter: string]> = [
  [CLONE_NEWUSER, 'Ur'], [CLONE_NEWNET, 'n'], [CLONE_NEWNS, 'm'],
  [CLONE_NEWPID, 'p'], [CLONE_NEWUTS, 'u'], [CLONE_NEWIPC, 'i'],
]

/** Starts a program from a thread of its own. @throws SandboxError, SystemError (by `gone`) */
export function inThread (departure: Departure, started: () => void): Program {
  // Its own flags: those of this process may name what only a main thread has.
  const worker = new Worker(programFile('sandbox-thread.js'), { workerData: departure, execArgv: [] })
  const gone = new Promise<Ended>((resolve, reject) => {
    let last: Report | undefined
    worker.on('message', (report: Report) => {
      last = report
      if (report.state === 'started') started()
    })
    worker.on('error', reject)
    // Not before: a thread that is still there holds descriptors.
    worker.on('exit', () => {
      if (last?.state === 'ended') resolve({ code: last.code, signal: last.signal })
      else if (last?.state === 'unstartable') reject(new SystemError(last.errno, last.call, last.about))
      else if (last?.state === 'refused') reject(new SandboxError(last.errno, last, whyNoNamespaces(last.errno)))
      else reject(new SandboxError(EIO, { call: 'worker' }, 'its thread ended without a word'))
    })
  })
  return { gone, kill: signal => worker.postMessage(signal) }
}

function asProcess ({ command: [file = '', ...args], cwd, env, descriptors }: Departure, started: () => void): Program {
  let child: ChildProcess | undefined
  const gone = new Promise<Ended>((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => reject(new SystemError(-(error.errno ?? 0), 'execve', file))
    try {
      child = childProcess().spawn(file, args, { cwd, env, stdio: [...descriptors] })
    } catch (error) {
      return failed(error as NodeJS.ErrnoException)
    }
    child.on('spawn', started)
    child.on('error', failed)
    child.on('exit', (code, signal) => resolve({ code, signal }))
  })
  return { gone, kill: signal => void child?.kill(signal) }
}

function isExecutable (file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    return false
  }
}
