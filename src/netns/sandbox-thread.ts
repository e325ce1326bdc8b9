// A thread that leaves the process' namespaces, starts one program from where it is then, and comes to an end with it.
// Never the resident launcher: what it gives up here (namespaces, capabilities) is given up for good.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { parentPort, workerData } from 'node:worker_threads'
import { check, SystemError } from '../libc/errors.js'
import { libc } from '../libc/open.js'
import { dropCapabilities } from './capabilities.js'
import type { Capability } from './capabilities.js'
import type { Command } from './command.js'
import { CLONE_NEWNET } from './flags.js'
import { unstartable } from './sandbox-job.js'
import type { Report } from './sandbox-job.js'

/**
 * What the thread is asked for, in the order in which it does it. It posts a Report, and is posted signals for the
 * program.
 */
export interface Departure extends Command {
  /** A network namespace to enter. */
  readonly network?: number | undefined
  /** CLONE_NEW* to unshare. */
  readonly unshare: number
  readonly drop: readonly Capability[]
  readonly descriptors: readonly number[]
}

function depart (port: NonNullable<typeof parentPort>, departure: Departure): void {
  const say = (report: Report): void => port.postMessage(report)
  const { network, command: [file = '', ...args], cwd, env } = departure
  try {
    if (network !== undefined) check(libc().setns(network, CLONE_NEWNET), 'setns')
    if (departure.unshare !== 0) check(libc().unshare(departure.unshare), 'unshare')
    if (departure.drop.length > 0) dropCapabilities(departure.drop)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    say({ state: 'refused', errno: error.errno, call: error.call, place: error.call })
    return port.close()
  }
  const failed = (error: NodeJS.ErrnoException): void => {
    say({ state: 'unstartable', ...unstartable(error, file, cwd) })
    port.close()
  }
  let child: ChildProcess
  try {
    child = spawn(file, args, { cwd, env, stdio: [...departure.descriptors] })
  } catch (error) {
    return failed(error as NodeJS.ErrnoException)
  }
  port.on('message', (signal: NodeJS.Signals) => child.kill(signal))
  child.on('spawn', () => say({ state: 'started' }))
  child.on('error', (error: NodeJS.ErrnoException) => {
    if (child.pid === undefined) failed(error) // else it is a signal that could not be sent
  })
  child.on('exit', (code, signal) => {
    say({ state: 'ended', code, signal })
    port.close()
  })
}

if (parentPort !== null) depart(parentPort, workerData as Departure)
