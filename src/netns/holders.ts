// Who lives in a network namespace, and what keeps it: /proc/PID/ns and /proc/PID/mountinfo. proc(5), namespaces(7)
import { ESRCH } from '../libc/errno.js'
import { SystemError } from '../libc/errors.js'
import { fs } from '../libc/node.js'
import { codeOf, refusal } from './refusal.js'

/** Every process that this one may look at. */
const processes = (): number[] => fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number)

/** The inode of the namespace that a process is in; undefined where it has ended or may not be looked at. */
function inodeOf (pid: number, kind: 'net' | 'mnt' = 'net'): number | undefined {
  try {
    return fs.statSync(`/proc/${pid}/ns/${kind}`).ino
  } catch {
    return undefined
  }
}

/** The processes in a namespace, as `ip netns pids`. */
export const processesIn = (inode: number): number[] => processes().filter(pid => inodeOf(pid) === inode)

/**
 * The namespace that a process is in.
 * @throws SystemError ESRCH where it has ended, EACCES where it may not be looked at
 */
export function namespaceOf (pid: number): number {
  const path = `/proc/${pid}/ns/net`
  try {
    return fs.statSync(path).ino
  } catch (error) {
    throw codeOf(error) === 'ENOENT' ? new SystemError(ESRCH, 'stat', path) : refusal(error, path)
  }
}

/** A sentence about what keeps the namespace, for an error; at most three of each. */
export function whoHolds (inode: number): string {
  const inside = processesIn(inode).slice(0, 3).map(described)
  const mounted = mountNamespacesWith(inode).slice(0, 3)
  const parts = [
    ...inside.length > 0 ? [`in it: ${inside.join(', ')}`] : [],
    ...mounted.map(({ pid, path, namespace }) => `mounted on ${path} in mnt:[${namespace}], where ${described(pid)} is`)
  ]
  if (parts.length > 0) return `It is held: ${parts.join('; ')}`
  return 'Nobody is found that holds it: a process out of sight, or a descriptor'
}

/** Other mount namespaces where a network namespace is mounted somewhere; of each the first process found in it. */
function mountNamespacesWith (inode: number): Array<{ pid: number, path: string, namespace: number }> {
  const found = []
  const seen = new Set<number | undefined>([undefined, fs.statSync('/proc/thread-self/ns/mnt').ino])
  for (const pid of processes()) {
    const namespace = inodeOf(pid, 'mnt')
    if (namespace === undefined || seen.has(namespace)) continue
    seen.add(namespace)
    // "66 65 0:4 net:[4026532248] /run/netns/a rw shared:2 - nsfs nsfs rw"
    const line = textOf(`/proc/${pid}/mountinfo`).split('\n').find(line => line.includes(` net:[${inode}] `))
    if (line !== undefined) found.push({ pid, namespace, path: line.split(' ')[4] ?? '' })
  }
  return found
}

const described = (pid: number): string => `process ${pid} (${textOf(`/proc/${pid}/comm`).trim()})`

function textOf (path: string): string {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
