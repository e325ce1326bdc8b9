// The file system as a sandbox's command sees it: what the init mounts before anything else runs there. mount(2),
// mount_namespaces(7)
import { ENOENT } from '../libc/errno.js'
import { check } from '../libc/errors.js'
import { fs } from '../libc/node.js'
import { libc } from '../libc/open.js'
import { MNT_DETACH, MS_BIND, MS_NODEV, MS_NOEXEC, MS_NOSUID, MS_RDONLY, MS_REC, MS_REMOUNT, MS_SLAVE } from './flags.js'
import type { Setup } from './sandbox-job.js'

/**
 * Makes the calling process' mount namespace into what is asked. Nothing of it reaches the mount namespace that it was
 * copied from.
 */
export const setups: Readonly<Record<Setup, () => void>> = {
  machine () {
    keepToOurselves()
    ownRun()
    ownProc()
    // As long as the network namespace were the first one's, a user namespace could not (EPERM).
    mount('sysfs', '/sys', 'sysfs', MS_NOSUID | MS_NODEV | MS_NOEXEC)
    ownEtc()
  },
  isolated () {
    keepToOurselves()
    detachNamespaces()
    ownProc()
    // Root needs no capability to write kernel.core_pattern, whose program the kernel runs outside.
    for (const path of ['/proc/sys', '/proc/sysrq-trigger'].filter(path => fs.existsSync(path))) {
      mount(path, path, 'none', MS_BIND)
      mount('none', path, 'none', MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC)
    }
    mount('sysfs', '/sys', 'sysfs', MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC)
  },
  processes () {
    keepToOurselves()
    ownProc()
    // A refusal (EPERM) means a network namespace that is not this user namespace's own: the /sys there is its own
    // already.
    libc().mount('sysfs', '/sys', 'sysfs', MS_NOSUID | MS_NODEV | MS_NOEXEC, '')
  }
}

// Slave, not private: what the machine unmounts must go here, too, else a namespace that it deletes would live on in
// our copy of the mount.
function keepToOurselves (): void {
  mount('none', '/', 'none', MS_REC | MS_SLAVE)
}

function ownProc (): void {
  mount('proc', '/proc', 'proc', MS_NOSUID | MS_NODEV | MS_NOEXEC)
}

function ownRun (): void {
  const links = fs.readdirSync('/run', { withFileTypes: true }).filter(entry => entry.isSymbolicLink())
    .map(({ name }) => ({ name, to: fs.readlinkSync(`/run/${name}`) }))
  mount('tmpfs', '/run', 'tmpfs', MS_NOSUID | MS_NODEV, 'mode=755')
  // NixOS's /run/current-system is where all programs are.
  for (const { name, to } of links) fs.symlinkSync(to, `/run/${name}`)
}

// Without it, /etc/netns/NAME is the machine's own.
function ownEtc (): void {
  // netns: the machine's may belong to a root who is nobody in a user namespace, and the directory of the upper counts.
  fs.mkdirSync('/run/.etc/upper/netns', { recursive: true })
  fs.mkdirSync('/run/.etc/work')
  const layers = 'lowerdir=/etc,upperdir=/run/.etc/upper,workdir=/run/.etc/work'
  // userxattr (Linux 5.11): a user namespace may not write trusted.*, which a directory made anew in the upper needs.
  for (const data of [`${layers},userxattr`, layers]) {
    if (libc().mount('overlay', '/etc', 'overlay', MS_NOSUID | MS_NODEV, data) >= 0) return
  }
  // Overlays stack two deep only (a sandbox in a sandbox, a container on overlayfs), and a user namespace has none
  // before Linux 5.11: then it is a copy.
  copy('/etc', '/run/.etc/upper')
  mount('/run/.etc/upper', '/etc', 'none', MS_BIND)
}

// What may not be read (/etc/shadow, in a user namespace) is left out.
function copy (from: string, to: string): void {
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [`${from}/${entry.name}`, `${to}/${entry.name}`]
    try {
      if (entry.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(source), target)
      else if (entry.isFile()) fs.copyFileSync(source, target)
      else if (entry.isDirectory()) {
        fs.mkdirSync(target, { recursive: true })
        copy(source, target)
      } else continue
      const { uid, gid } = fs.lstatSync(source)
      fs.lchownSync(target, uid, gid)
    } catch (error) {
      if (!['EACCES', 'EPERM', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
}

// Every file that is a namespace, and the directory where they have names. In a user namespace the mounts of its parent
// are locked (EINVAL): those are covered instead.
function detachNamespaces (): void {
  for (const path of mountPoints('nsfs').reverse()) {
    if (libc().umount2(path, MNT_DETACH) >= 0) continue
    const covered = libc().mount('/dev/null', path, 'none', MS_BIND, '')
    // Whoever deletes a name meanwhile deletes it here, too.
    if (covered !== -ENOENT) check(covered, 'mount', path)
  }
  if (!fs.existsSync('/run/netns')) return
  while (libc().umount2('/run/netns', MNT_DETACH) >= 0);
  mount('tmpfs', '/run/netns', 'tmpfs', MS_NOSUID | MS_NODEV | MS_NOEXEC, 'mode=755,size=4k')
}

function mountPoints (type: string): string[] {
  // proc(5): ... 4 is the mount point with \040 for a space; behind ' - ' the type
  return fs.readFileSync('/proc/thread-self/mountinfo', 'utf8').split('\n')
    .filter(line => line.split(' - ')[1]?.split(' ')[0] === type)
    .map(line => line.split(' ')[4] ?? '')
    .map(path => path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))))
}

function mount (source: string, target: string, type: string, flags: number, data = ''): void {
  check(libc().mount(source, target, type, flags, data), 'mount', target)
}
