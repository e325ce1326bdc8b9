// A throw-away machine around a command.
import { CLONE_NEWIPC, CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUTS } from './flags.js'
import { kernelProblem } from './kernel-answers.js'
import type { Ended } from './sandbox-job.js'
import { runInside } from './sandbox-run.js'
import type { CommandOptions, Running } from './sandbox-run.js'
import { SandboxError } from './user-namespace.js'

export type { CommandOptions, Running } from './sandbox-run.js'
export type { Ended } from './sandbox-job.js'
export type { Stdio, StdioEntry } from './sandbox-stdio.js'
export type { Way } from './sandbox-ways.js'
export { SandboxError } from './user-namespace.js'

/**
 * Runs a command in a machine that is thrown away after it: its own network (a down `lo` and nothing else), mounts,
 * PIDs, host name, IPC, an empty /run, a fresh /proc and /sys, and an /etc whose changes are lost. All other files are
 * the machine's own, and the command may write them as far as it might outside. Resolves when the command has ended;
 * whatever it left running is killed with it. If this process ends, also by kill -9, everything inside ends. Nothing
 * outside is touched.
 *
 * For who has CAP_SYS_ADMIN, and for anyone else in a user namespace, where the caller's uid is root and is the only
 * one.
 * @throws SandboxError where the kernel makes none: its `hint` says what is missing and which line mends it
 * @throws SystemError `execve NAME: ENOENT` where there is no such program, `chdir PATH` where there is no such
 * directory inside
 *
 *     const { code, signal } = await sandbox(['node', 'x.js'])
 */
export function sandbox (command: readonly string[], options: CommandOptions = {}): Running {
  const unshare = CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC
  return runInside({ setup: 'machine', unshare }, command, options)
}

/**
 * Why no sandbox can be made here, in one line with what mends it; undefined where it can. It makes one to find out.
 */
export async function sandboxProblem (options: Pick<CommandOptions, 'way'> = {}): Promise<string | undefined> {
  const silent = await kernelProblem()
  if (silent !== undefined) return silent
  try {
    const { code }: Ended = await sandbox([process.execPath, '--version'], { ...options, stdio: 'ignore', cwd: '/' })
    return code === 0 ? undefined : `sandbox: ${process.execPath} does not run inside`
  } catch (error) {
    if (error instanceof SandboxError) return error.message
    throw error
  }
}
