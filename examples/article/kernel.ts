// What the kernel itself says, in its own files: the second witness beside what `rtnl` prints. proc(5)
import fs from 'node:fs'
import { NetworkNamespace } from '../../src/index.js'

/** Where namespaces have their names, as the article has it. On nearly every machine /var/run is /run. */
export const directory = '/var/run/netns'

/** The names that are there. */
export function names (): string[] {
  return fs.existsSync('/run/netns') ? fs.readdirSync('/run/netns').sort() : []
}

/** A file of /proc/net as the first namespace has it, as one with a name has it, or as a process sees it. */
function netFile (name: 'dev' | 'route' | 'snmp', inside?: string | number): string {
  if (typeof inside === 'number') return fs.readFileSync(`/proc/${inside}/net/${name}`, 'utf8')
  const read = (): string => fs.readFileSync(`/proc/thread-self/net/${name}`, 'utf8')
  if (inside === undefined) return read()
  using namespace = NetworkNamespace.openSync(inside)
  return namespace.run(read)
}

/** The links of a namespace, sorted. */
export function links (inside?: string | number): string[] {
  return others(firsts(netFile('dev', inside).split('\n').slice(2), ':')).sort()
}

/**
 * Without the tunnel ends that every namespace has from birth where the kernel's tunnel modules are loaded:
 * net.core.fb_tunnels_only_for_init_net
 */
export function others (names: readonly string[]): string[] {
  return names.filter(name => !/^(tunl0|gre0|gretap0|erspan0|ip_vti0|sit0|ip6tnl0|ip6gre0|ip6_vti0)$/.test(name))
}

const firsts = (lines: readonly string[], end: string): string[] =>
  lines.map(line => line.split(end)[0]?.trim() ?? '').filter(name => name !== '')

/** Which links have IPv4 routes in the main table, one for each route. */
export function routes (inside?: string): string[] {
  return firsts(netFile('route', inside).split('\n').slice(1), '\t')
}

/** How many echo requests have come in. */
export function echoes (inside?: string): number {
  const lines = netFile('snmp', inside).split('\n').filter(line => line.startsWith('Icmp:'))
  const [names = [], numbers = []] = lines.map(line => line.split(' '))
  return Number(numbers[names.indexOf('InEchos')])
}

/** The namespace that is mounted on a name: 'net:[4026532248]'. */
export function mountedOn (name: string): string | undefined {
  return fs.readFileSync('/proc/self/mountinfo', 'utf8').split('\n').map(line => line.split(' '))
    .find(([, , , root = '', at = '']) => root.startsWith('net:[') && at.endsWith(`/netns/${name}`))?.[3]
}

/** The processes that are in a namespace: 'net:[4026532248]'. */
export function processesIn (namespace: string | undefined): number[] {
  const pids = fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number)
  return pids.filter(pid => namespaceOf(pid) === namespace)
}

/** Which namespace a process is in; undefined where there is no such process. */
export function namespaceOf (pid: number | 'self'): string | undefined {
  try {
    return fs.readlinkSync(`/proc/${pid}/ns/net`)
  } catch {
    return undefined
  }
}
