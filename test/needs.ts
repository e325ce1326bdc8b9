// Tests that need something which a machine may lack: they are skipped by its name, so that a run says what it did not look at.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { RtnetlinkSync } from '../src/client/rtnetlink-sync.js'
import { NetworkNamespace } from '../src/netns/namespace.js'

const program = (file: string, ...args: string[]): () => boolean => () => spawnSync(file, args, { stdio: 'ignore' }).error === undefined
/** Whether this kernel does something, tried in a namespace that is thrown away. `means`: whether a refusal of that code says that it does. */
function does (attempt: (rt: RtnetlinkSync) => void, means = (_code: string | undefined): boolean => false): boolean {
  using namespace = NetworkNamespace.createSync()
  using rt = RtnetlinkSync.open({ namespace })
  try {
    attempt(rt)
    return true
  } catch (error) { return means((error as { code?: string }).code) }
}
/** A kind of link. */
const kind = (name: string): () => boolean => () => does(rt => {
  if (['vlan', 'macvlan', 'macvtap', 'ipvlan'].includes(name)) {
    rt.link.add({ ifname: 'under', kind: 'veth', data: { peer: { ifname: 'peer' } } })
    rt.link.add({ ifname: 'it', kind: name, link: 'under', ...name === 'vlan' ? { data: { id: 5 } } : {} } as never)
  } else rt.link.add({ ifname: 'it', kind: name })
})
/**
 * A kind of traffic control: one that it has not is ENOENT, one that is asked for without what it wants something else. Actions are tried by a
 * filter, which may be made in a user namespace, too.
 */
const trafficControl = (sort: string, kind: string): boolean => does(rt => {
  const place = { ifindex: 'lo', parent: 'ingress', priority: 1, protocol: 'ip' } as const
  rt.qdisc.add({ ifindex: 'lo', kind: 'clsact' })
  if (sort === 'qdisc') rt.qdisc.add({ ifindex: 'lo', parent: 'root', kind })
  else if (sort === 'filter') rt.filter.add({ ...place, kind })
  else rt.filter.add({ ...place, kind: 'bpf', options: { opsLen: 1, ops: [{ code: 6, k: 1 }], act: [{ kind }] } } as never)
}, code => code !== 'ENOENT')

const things = {
  'iproute2': program('ip', '-V'),
  'util-linux': program('unshare', '--version'),
  'python3': program('python3', '--version'),
  'tshark': program('tshark', '--version'),
  'a C compiler': program('cc', '--version'),
  'Node 26': () => process.env['RTNETLINK_NODE26'] !== undefined && existsSync(process.env['RTNETLINK_NODE26']),
  /** uid 0 of the machine itself, not of a user namespace. */
  'root of the machine': () => process.getuid?.() === 0 && /^\s*0\s+0\s+4294967295/.test(execFileSync('cat', ['/proc/self/uid_map'], { encoding: 'utf8' })),
  'kernel: dummy': kind('dummy'),
  'kernel: vlan': kind('vlan'),
  'kernel: macvlan': kind('macvlan'),
  'kernel: ifb': kind('ifb'),
  'kernel: VLANs of bridges': () => does(rt => rt.link.add({ ifname: 'it', kind: 'bridge', data: { vlanFiltering: 1 } })),
  'kernel: IPV6_SUBTREES': () => does(rt => {
    rt.link.change('lo', { flags: { up: true } })
    rt.route.add({ dst: '2001:db8::/48', src: '2001:db8:1::/48', oif: 'lo' })
  }),
  'kernel: groups of VXLANs': () => does(rt => {
    rt.link.add({ ifname: 'it', kind: 'vxlan', data: { id: 5 } })
    rt.mdb.delete({ bridge: 'it', port: 'it', group: '239.1.1.1' })
  }, code => code !== 'EOPNOTSUPP'),
  'kernel: netem': () => does(rt => rt.qdisc.add({ ifindex: 'lo', kind: 'netem', options: { limit: 1000 } })),
} as const
export type Thing = keyof typeof things | `kernel: ${'qdisc' | 'filter' | 'action'} ${string}`
const known = new Map<Thing, boolean>()

export function has (thing: Thing): boolean {
  let answer = known.get(thing)
  if (answer === undefined) {
    const [, sort, kind] = /^kernel: (qdisc|filter|action) (.+)$/.exec(thing) ?? []
    known.set(thing, answer = sort === undefined ? things[thing as keyof typeof things]() : trafficControl(sort, kind!))
  }
  return answer
}

/** `it`, where the machine has all of these; else it is skipped. The title says what it needs, so that a list of the skipped says why. */
export function itNeeds (needed: Thing | readonly Thing[], title: string, test: () => void | Promise<void>): void {
  it(`${title} [needs ${[needed].flat().join(', ')}]`, async function () {
    if ([needed].flat().some(thing => !has(thing))) this.skip()
    await test()
  })
}
