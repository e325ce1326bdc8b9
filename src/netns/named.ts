// Names of network namespaces: files in /run/netns that a namespace is mounted on, as iproute2's lib/namespace.c makes
// them. ip-netns(8)
import { EBUSY, EEXIST, EINVAL, ENOENT } from '../libc/errno.js'
import { check, SystemError, UsageError } from '../libc/errors.js'
import { fs } from '../libc/node.js'
import { libc } from '../libc/open.js'
import { elsewhere, openOwn, OWN } from './enter.js'
import { CLONE_NEWNET, MNT_DETACH, MS_BIND, MS_REC, MS_SHARED, O_CREAT, O_DIRECTORY, O_EXCL, O_RDONLY, UMOUNT_NOFOLLOW } from './flags.js'
import { whoHolds } from './holders.js'
import { refusal } from './refusal.js'

const LOCK_EX = 2
const LOCK_NB = 4
/** The file system of /proc/PID/ns/net and of what is mounted on a name: linux/magic.h */
export const NSFS_MAGIC = 0x6e736673

/** An entry of /run/netns. */
export interface NamedNamespace {
  readonly name: string
  /** The namespace's, as `readlink /proc/PID/ns/net` has it in brackets; the file's own, if it is stale. */
  readonly inode: number
  /**
   * A file that no namespace is mounted on, as a crash leaves one behind, or a link to one of a process that has ended.
   * `NetworkNamespace.delete` takes it away.
   */
  readonly stale: boolean
}

/**
 * Where the names are. Debian's `ip` says /run/netns, others' /var/run/netns: nearly everywhere the same directory, and
 * where it is not, the one that exists.
 */
function directory (): string {
  const [first, second] = ['/run/netns', '/var/run/netns']
  return inodeOf(first) === undefined && inodeOf(second) !== undefined ? second : first
}

/** @throws UsageError for a name that would lead out of the directory, or that no file can have */
export function pathOf (name: string): string {
  const reason = typeof name !== 'string' ? 'it is no text'
    : name === '' ? 'it is empty'
    : name === '.' || name === '..' ? 'it means a directory'
    : name.includes('/') ? 'it has a slash in it'
    : name.includes('\0') ? 'it has a zero byte in it'
    : Buffer.byteLength(name) > 255 ? 'it is longer than 255 bytes'
    : undefined
  if (reason !== undefined) throw new UsageError(`${JSON.stringify(name)} cannot name a network namespace: ${reason}`)
  return `${directory()}/${name}`
}

export const howToClear = (name: string): string =>
  `NetworkNamespace.delete('${name}') or \`ip netns delete ${name}\` takes it away`

/** Makes a namespace with a name, and gives a descriptor of it. Where a step fails, neither file nor mount stays. */
export function createNamed (name: string): number {
  const path = pathOf(name)
  prepareDirectory()
  const file = libc().open(path, O_RDONLY | O_CREAT | O_EXCL, 0)
  if (file === -EEXIST) {
    throw new SystemError(EEXIST, 'open', path, isNsfs(path)
      ? `there is a network namespace named ${name} already`
      : `it is no network namespace but what a crash left behind: ${howToClear(name)}`)
  }
  libc().close(check(file, 'open', path))
  try {
    return elsewhere(() => { check(libc().unshare(CLONE_NEWNET), 'unshare', '(a network namespace)') }, () => {
      const fd = openOwn()
      const mounted = libc().mount(OWN, path, 'none', MS_BIND, '')
      if (mounted < 0) libc().close(fd)
      check(mounted, 'mount', path)
      return fd
    })
  } catch (error) {
    fs.unlinkSync(path)
    throw error
  }
}

/**
 * Takes a name away, a namespace's or a stale one. The namespace itself lives on while a process, a descriptor or
 * another mount holds it.
 */
export function deleteNamed (name: string): void {
  const path = pathOf(name)
  const inode = inodeOfName(path)
  if (inode === undefined) throw new SystemError(ENOENT, 'umount2', path, `there is no network namespace named ${name}`)
  for (let attempt = 0; ; attempt++) {
    // A link goes, and not what is mounted where it leads to
    const unmounted = libc().umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW)
    // EINVAL: nothing is mounted (any more), it is a link, or it is locked, being from a mount namespace of another user
    // namespace. unlink will tell
    if (unmounted < 0 && unmounted !== -EBUSY && unmounted !== -EINVAL) check(unmounted, 'umount2', path)
    const failed = removed(path)
    if (failed === undefined || failed.errno === ENOENT) return
    if (failed.errno !== EBUSY) throw failed
    // Once more: something was mounted below it
    if (unmounted >= 0) continue
    if (attempt >= 20) {
      const reason = `what is mounted there cannot be unmounted from here. ${whoHolds(inode)}`
      throw new SystemError(EBUSY, 'unlink', path, reason)
    }
    pause(10)
  }
}

/** The entries of /run/netns in the directory's own order, as `ip netns list` has them. */
export function listNamed (): NamedNamespace[] {
  const at = directory()
  if (inodeOf(at) === undefined) return []
  const list: NamedNamespace[] = []
  const dir = fs.opendirSync(at)
  try {
    for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) {
      const path = `${at}/${entry.name}`
      const inode = inodeOfName(path)
      if (inode !== undefined) list.push({ name: entry.name, inode, stale: !isNsfs(path) })
    }
  } finally {
    dir.closeSync()
  }
  return list
}

/** Is a namespace mounted on this file, or is it one of /proc/PID/ns? */
const isNsfs = (path: string): boolean => libc().statfsType(path) === NSFS_MAGIC

/**
 * Makes the directory, and a shared mount of it: what is mounted and unmounted there is so in every mount namespace, so
 * that a name can be deleted from any of them. Two who do this at once would mount it twice: the lock is the one that
 * iproute2 takes.
 */
function prepareDirectory (): void {
  const path = directory()
  const share = (more = 0): number => libc().mount('', path, 'none', MS_SHARED | more, '')
  // It is a mount already, by far the most often. What is mounted in a shared one is shared: not asked of each name again.
  if (share() >= 0) return
  try {
    fs.mkdirSync(path, { mode: 0o755, recursive: true })
  } catch (error) {
    throw refusal(error, path)
  }
  const lock = check(libc().open(path, O_RDONLY | O_DIRECTORY), 'open', path)
  try {
    // Held for microseconds by whoever has it. If it stays taken for 2 s, go on without, as iproute2 does
    for (let attempt = 0; libc().flock(lock, LOCK_EX | LOCK_NB) < 0 && attempt < 200; attempt++) pause(10)
    const shared = share()
    if (shared >= 0) return
    // EINVAL: it is no mount yet
    if (shared !== -EINVAL) check(shared, 'mount', path)
    check(libc().mount(path, path, 'none', MS_BIND | MS_REC, ''), 'mount', path)
    check(share(MS_REC), 'mount', path)
  } finally {
    libc().close(lock)
  }
}

/** Also of a link that leads nowhere. */
const inodeOfName = (path: string): number | undefined => inodeOf(path) ?? inodeOf(path, fs.lstatSync)

function inodeOf (path: string, stat = fs.statSync): number | undefined {
  try {
    return stat(path, { throwIfNoEntry: false })?.ino
  } catch (error) {
    throw refusal(error, path)
  }
}

function removed (path: string): SystemError | undefined {
  try {
    fs.unlinkSync(path)
  } catch (error) {
    return refusal(error, path)
  }
  return undefined
}

/** Waits on this thread, for what the kernel or another process is about to finish and tells nobody. */
const pause = (ms: number): void => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms) }
