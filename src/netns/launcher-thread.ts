// The thread that starts programs inside network namespaces. Started by launcher.ts; what it does to itself for each
// program, and takes back after it, is what `ip netns exec` does: iproute2's lib/namespace.c (netns_switch, bind_etc).
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { parentPort, workerData } from 'node:worker_threads'
import { errorText } from '../libc/errno.js'
import { check, SystemError } from '../libc/errors.js'
import { fs } from '../libc/node.js'
import { hold, libc } from '../libc/open.js'
import { openOwn } from './enter.js'
import { CLONE_NEWNET, CLONE_NEWNS, MNT_DETACH, MS_BIND, MS_RDONLY, MS_REC, MS_SLAVE, O_RDONLY } from './flags.js'
import type { Answer, End, Launch, LauncherData, Outcome, Refusal, Request } from './launcher.js'

const OWN_MOUNTS = '/proc/thread-self/ns/mnt'

const { answers, answered, root } = workerData as LauncherData
/**
 * Where this thread lives, as descriptors. Opened with the first program: an error here must become an answer, which is
 * waited for.
 */
let network = -1
let mounts = -1
const children = new Map<number, ChildProcess>()

parentPort?.on('message', (request: Request) => {
  if (request.kind === 'kill') {
    // Not child.kill(): what it throws, or tells as an event, would end this thread
    const pid = children.get(request.id)?.pid
    answer({ kind: 'killed', sent: pid !== undefined && libc().kill(pid, request.signal) >= 0 })
  } else {
    launch(request)
  }
})

function answer (message: Answer): void {
  answers.postMessage(message)
  Atomics.store(answered, 0, 1)
  Atomics.notify(answered, 0)
}

function launch (request: Launch): void {
  const warnings: string[] = []
  let child: ChildProcess | undefined
  let outcome: Outcome | undefined
  let unshared = false
  let spent = false
  try {
    if (network < 0) hold(network = openOwn())
    if (mounts < 0) hold(mounts = check(libc().open(OWN_MOUNTS, O_RDONLY), 'open', OWN_MOUNTS))
    check(libc().setns(request.namespace, CLONE_NEWNET), 'setns', request.about)
    check(libc().unshare(CLONE_NEWNS), 'unshare', '(a mount namespace)')
    unshared = true
    mountOwn(request.name, warnings)
    child = start(request)
    if (child.pid !== undefined) outcome = { kind: 'started', pid: child.pid, warnings }
  } catch (error) {
    outcome = error instanceof SystemError
      ? { kind: 'system-error', errno: error.errno, call: error.call, about: error.about }
      : { kind: 'thrown', ...refusalOf(error) }
  } finally {
    spent = mounts >= 0 && !backHome(unshared)
  }
  if (outcome !== undefined) return answer({ kind: 'launched', outcome, spent })
  // Node tells this one a tick later
  child?.once('error', error => {
    answer({ kind: 'launched', outcome: { kind: 'refused', ...refusalOf(error) }, spent })
  })
}

function start (request: Launch): ChildProcess {
  const { id, file, args, options } = request
  const child = spawn(file, args, options)
  if (child.pid !== undefined) {
    children.set(id, child)
    child.once('exit', (code, signal) => {
      children.delete(id)
      const end: End = { id, code, signal }
      parentPort?.postMessage(end)
    })
  }
  return child
}

/**
 * The mounts of a program: nothing of them gets out, but what others mount elsewhere is seen; /sys is that of the
 * network namespace; what lies in /etc/netns/NAME is bound over the file in /etc.
 */
function mountOwn (name: string | undefined, warnings: string[]): void {
  check(libc().mount('', '/', 'none', MS_SLAVE | MS_REC, ''), 'mount', '/ (as a slave)')
  // Locked where it belongs to a more privileged user namespace: then it is covered, and a read-only one by a read-only
  // one only
  const flags = libc().umount2('/sys', MNT_DETACH) < 0 && isReadOnly('/sys') ? MS_RDONLY : 0
  check(libc().mount('sysfs', '/sys', 'sysfs', flags, ''), 'mount', '/sys (of the network namespace)')
  if (name === undefined) return
  const from = `/etc/netns/${name}`
  for (const entry of entriesOf(from)) {
    const bound = libc().mount(`${from}/${entry}`, `/etc/${entry}`, 'none', MS_BIND, '')
    if (bound < 0) warnings.push(`${from}/${entry} is not bound over /etc/${entry}: ${errorText(-bound)}`)
  }
}

/**
 * Back to where this thread lives. False where that failed, or led out of a chroot, which setns leaves: then it may not
 * be used again.
 */
function backHome (unshared: boolean): boolean {
  let home = !unshared || libc().setns(mounts, CLONE_NEWNS) >= 0
  home = libc().setns(network, CLONE_NEWNET) >= 0 && home
  if (!home || !unshared) return home
  const { dev, ino } = fs.statSync('/')
  return dev === root.device && ino === root.inode
}

function isReadOnly (path: string): boolean {
  // "23 27 0:22 / /sys ro,relatime - sysfs sysfs rw": the last mount on a path is what is seen there
  const lines = fs.readFileSync('/proc/thread-self/mountinfo', 'utf8').split('\n').map(line => line.split(' '))
  return lines.findLast(fields => fields[4] === path)?.[5]?.split(',').includes('ro') ?? false
}

function entriesOf (path: string): string[] {
  try {
    return fs.readdirSync(path)
  } catch {
    // None is the usual case; one that cannot be read is passed over by `ip netns exec`, too
    return []
  }
}

/** What Node's spawn threw or reported, as an object that a message can carry. */
function refusalOf (error: unknown): Refusal {
  const { name, message, code, errno, syscall, path, spawnargs } = error as Refusal
  return JSON.parse(JSON.stringify({ name, message, code, errno, syscall, path, spawnargs })) as Refusal
}
