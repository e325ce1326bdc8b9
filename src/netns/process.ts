// The network namespace of a process, with care that its number still means it: pidfd_open(2), proc(5)
import { ENOENT, ESRCH } from '../libc/errno.js'
import { check, SystemError, UsageError } from '../libc/errors.js'
import { fs } from '../libc/node.js'
import { libc } from '../libc/open.js'
import { O_RDONLY } from './flags.js'
import { refusal } from './refusal.js'

/** A descriptor of the network namespace that a process (or thread) is in. */
export function openProcess (pid: number): number {
  if (!Number.isInteger(pid) || pid < 1) throw new UsageError(`${pid} is no process: a whole number from 1 on is`)
  const path = `/proc/${pid}/ns/net`
  // Fails for a thread's number (EINVAL), below Linux 5.3 (ENOSYS) and in some containers (EPERM): then the number
  // alone must do
  const pidfd = libc().pidfdOpen(pid)
  if (pidfd === -ESRCH) throw new SystemError(ESRCH, 'pidfd_open', `(process ${pid})`)
  try {
    const fd = libc().open(path, O_RDONLY)
    if (fd === -ENOENT) throw new SystemError(ESRCH, 'open', path)
    check(fd, 'open', path)
    let same = false
    try {
      same = pidfd < 0 || stillIs(pidfd, pid)
    } finally {
      if (!same) libc().close(fd)
    }
    if (same) return fd
    throw new SystemError(ESRCH, 'open', path, 'the process ended while it was being looked at')
  } finally {
    if (pidfd >= 0) libc().close(pidfd)
  }
}

/** fdinfo says "Pid: -1" once the process is gone and its number may be another's. */
function stillIs (pidfd: number, pid: number): boolean {
  const path = `/proc/thread-self/fdinfo/${pidfd}`
  try {
    return new RegExp(`^Pid:\\s+${pid}$`, 'm').test(fs.readFileSync(path, 'utf8'))
  } catch (error) {
    throw refusal(error, path)
  }
}
