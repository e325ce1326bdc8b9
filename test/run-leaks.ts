// What there is on a machine that tests could leave behind: from /proc, so by the kernel's word and not by our own
// code.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** Lists of what there is; each entry reads as a line of a report. */
export interface Inventory {
  readonly namespaces: readonly string[]
  readonly mounts: readonly string[]
  readonly links: readonly string[]
  readonly names: readonly string[]
  readonly processes: readonly string[]
  readonly descriptors: readonly string[]
}

/** All that a throw-away machine has, seen from a process in it. */
export function inside (): Inventory {
  // Node makes the pipes of its child processes with the first child.
  spawnSync(process.execPath, ['--version'])
  const pids = numbers('/proc')
  const namespaces = new Set<string>()
  for (const pid of pids) {
    for (const task of numbers(`/proc/${pid}/task`)) {
      for (const namespace of namespacesOf(`${pid}/task/${task}`)) namespaces.add(namespace)
    }
  }
  for (const mount of mountinfo()) if (mount.type === 'nsfs') namespaces.add(mount.root)
  namespaces.delete('')
  return {
    namespaces: [...namespaces],
    processes: pids.map(described),
    descriptors: descriptors(),
    ...common(),
  }
}

/**
 * What the first machine has that a run inside could touch. `machine`: namespaces that count only if they are still
 * there.
 */
export function outside (machine: readonly string[] = []): Inventory {
  const pids = numbers('/proc')
  // Other programs of this machine come and go: only this process' own children, and who is still in there, say
  // something about us.
  const here = namespacesOf('self')
  const theirs = machine.filter(one => !here.includes(one))
  const inThere = (pid: number): boolean => namespacesOf(`${pid}`).some(one => theirs.includes(one))
  const isChild = (pid: number): boolean => read(`/proc/${pid}/status`).includes(`\nPPid:\t${process.pid}\n`)
  return {
    namespaces: [],
    processes: pids.filter(pid => isChild(pid) || inThere(pid)).map(described),
    descriptors: descriptors(),
    ...common(),
  }
}

/** What `after` has more than `before`, or has no longer: a line each. */
export function differences (before: Inventory, after: Inventory): string[] {
  const found: string[] = []
  for (const kind of Object.keys(before) as Array<keyof Inventory>) {
    const rest = [...before[kind]]
    for (const one of after[kind]) {
      const at = rest.indexOf(one)
      if (at === -1) found.push(`${kind}: ${one}`)
      else rest.splice(at, 1)
    }
    // A mount, a link or a name that is gone was somebody's; what else is gone may go.
    if (['mounts', 'links', 'names'].includes(kind)) found.push(...rest.map(one => `${kind}: no more ${one}`))
  }
  return found.filter(one => !tolerated(one))
}

/**
 * Waits, at most so many seconds, until there is no difference: the kernel takes namespaces and processes away a little
 * after their end.
 */
export async function settled (seconds: number, look: () => string[]): Promise<string[]> {
  const until = Date.now() + seconds * 1000
  for (;;) {
    const found = look()
    if (found.length === 0 || Date.now() > until) return found
    await delay(50)
  }
}

// Those stay for the process' life: event loops of Node (the resident launcher thread has one, and each opens /dev/null
// with its first stream), libffi's of ffi-rs' own file from the first callback on, and the shared mount that named
// namespaces need, which `ip netns add` makes and leaves as well.
function tolerated (difference: string): boolean {
  return /^descriptors: (anon_inode:\[(eventpoll|eventfd|io_uring)\]|pipe|\/dev\/null|.*\/ffi-rs[^/]*\.node)$/.test(difference) ||
    /^mounts: (no more )?\S+ \/run\/netns /.test(difference)
}

function common (): Pick<Inventory, 'mounts' | 'links' | 'names'> {
  return {
    mounts: mountinfo().map(({ root, at, type }) => `${root} ${at} ${type}`),
    // Two lines of heading, then a link each: `    lo: …`
    links: [...read('/proc/thread-self/net/dev').matchAll(/^ *([^ |]+): /gm)].map(([, name = '']) => name),
    names: list('/run/netns'),
  }
}

function descriptors (): string[] {
  const own = namespacesOf('self')
  return list('/proc/self/fd').map(fd => link(`/proc/self/fd/${fd}`))
    .map(target => target.replace(/^(pipe|socket):.*/, '$1'))
    // The way back from other namespaces, held once for good; and the directory that is being read.
    .filter(target => target !== '' && !own.includes(target) && !/^\/proc\/\d+\/fd$/.test(target))
}

function mountinfo (): Array<{ root: string, at: string, type: string }> {
  return read('/proc/thread-self/mountinfo').trim().split('\n').map(line => {
    const [, , , root = '', at = ''] = line.split(' ')
    return { root, at, type: line.split(' - ')[1]?.split(' ')[0] ?? '' }
  })
}

function namespacesOf (process: string): string[] {
  return list(`/proc/${process}/ns`).map(type => link(`/proc/${process}/ns/${type}`))
}

function described (pid: number): string {
  return `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`
}

function numbers (directory: string): number[] {
  return list(directory).filter(name => /^\d+$/.test(name)).map(Number)
}

// A process may be gone between two looks, or be another user's.
function list (directory: string): string[] {
  try { return fs.readdirSync(directory) } catch { return [] }
}

function link (path: string): string {
  try { return fs.readlinkSync(path) } catch { return '' }
}

function read (path: string): string {
  try { return fs.readFileSync(path, 'utf8') } catch { return '' }
}
