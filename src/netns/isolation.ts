// Commands that may do less than their caller: no network, no capability of some name, no view of the other processes.
import { UsageError } from '../libc/errors.js'
import { isCapability } from './capabilities.js'
import type { Capability } from './capabilities.js'
import { commandOf } from './command.js'
import { descriptorIn } from './enter.js'
import { CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWPID } from './flags.js'
import { FROM_A_TERMINAL } from './sandbox-job.js'
import { inForeground, runInside } from './sandbox-run.js'
import type { CommandOptions, Running } from './sandbox-run.js'
import { openStdio, withEnds } from './sandbox-stdio.js'
import { inThread } from './sandbox-ways.js'
import { signalNumber } from './signal.js'

export type { Capability } from './capabilities.js'

// What setns, another /proc, another process' memory or the kernel's own, a chroot, a device or a file handle would
// take on the way back.
const waysBack: readonly Capability[] = [
  'SYS_ADMIN', 'SYS_PTRACE', 'SYS_CHROOT', 'MKNOD', 'DAC_READ_SEARCH', 'NET_ADMIN',
  'SYS_MODULE', 'SYS_RAWIO', 'SYS_BOOT', 'BPF', 'PERFMON',
]

/**
 * Runs a command with its network off: a network namespace with a down `lo` and nothing else, which it can neither
 * leave nor set up, root or not. It has its own PIDs and /proc, no namespace has a path, and SYS_ADMIN, SYS_PTRACE,
 * SYS_CHROOT, MKNOD, DAC_READ_SEARCH, NET_ADMIN (and what reaches into the kernel: SYS_MODULE, SYS_RAWIO, SYS_BOOT,
 * BPF, PERFMON) are gone for good, no set-uid program gives anything, and /proc/sys and /sys are read-only. Ends as
 * `sandbox` does: what the command leaves running is killed with it.
 *
 * It is no wall around files: the command reads and writes what its uid may, and sockets of the machine that have a
 * path (/run/docker.sock, D-Bus) are reachable by it. Descriptors that `stdio` hands it stay what they are.
 * @throws SandboxError, SystemError as `sandbox` does
 */
export function isolated (command: readonly string[], options: CommandOptions = {}): Running {
  const unshare = CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID
  return runInside({ setup: 'isolated', unshare, drop: waysBack }, command, options)
}

/**
 * `network`: the descriptor of a network namespace to run in; the calling thread's own unless given. Needs
 * CAP_SYS_ADMIN in it.
 */
export interface NetworkOption {
  readonly network?: number
}

const networkOf = ({ network }: NetworkOption): number | undefined =>
  network === undefined ? undefined : descriptorIn(network, 'network')

/**
 * Runs a command in new PID and mount namespaces with a fresh /proc: PID 1 is another one there, and no process outside
 * has a PID. Otherwise as `sandbox`: all that it leaves running is killed with it.
 * @throws SandboxError, SystemError as `sandbox` does
 */
export function withOwnPids (command: readonly string[], options: CommandOptions & NetworkOption = {}): Running {
  const unshare = CLONE_NEWNS | CLONE_NEWPID
  return runInside({ setup: 'processes', unshare, network: networkOf(options) }, command, options)
}

/**
 * Runs a command that lacks capabilities, whoever runs it: spawnWithout(['NET_ADMIN'], ['rtnl', 'link', 'set', 'lo',
 * 'up']). Neither it nor what it starts gets them back by executing anything. What it leaves running goes on. `signal`
 * kills it (SIGKILL), and the promise rejects.
 * @throws UsageError for a capability that there is not, SystemError 'execve NAME: ENOENT' where there is no such program
 * (by the promise)
 */
export function spawnWithout (
  drop: readonly Capability[], command: readonly string[], options: Omit<CommandOptions, 'way'> & NetworkOption = {}
): Running {
  const { signal } = options
  const network = networkOf(options)
  const wanted = commandOf(command, options)
  const unknown = drop.find(name => !isCapability(name))
  if (unknown !== undefined) throw new UsageError(`there is no capability ${JSON.stringify(unknown)}: see capabilities(7)`)
  signal?.throwIfAborted()
  const { ends, streams, program } = withEnds(ends => {
    const { descriptors, streams } = openStdio(ends, options.stdio)
    return { ends, streams, program: inThread({ network, unshare: 0, drop, ...wanted, descriptors }, () => ends.close()) }
  })
  const abort = (): void => program.kill('SIGKILL')
  signal?.addEventListener('abort', abort)
  const ended = program.gone.finally(() => {
    ends.close()
    streams[0]?.destroy()
    signal?.removeEventListener('abort', abort)
  }).then(ended => {
    signal?.throwIfAborted()
    return ended
  })
  const kill = (name: NodeJS.Signals): void => {
    signalNumber(name)
    program.kill(name)
  }
  const [stdin = null, stdout = null, stderr = null] = streams
  return Object.assign(ended, {
    stdin, stdout, stderr, stdio: streams,
    kill,
    // A terminal's own has reached the whole group, and the command is in it.
    relay: (name: NodeJS.Signals) => {
      if (!FROM_A_TERMINAL.includes(name) || !inForeground()) kill(name)
    },
  })
}
