// Nexthops, as `ip -j nexthop` has them.
import type { Nexthop } from '../../../codec/route/nexthop.js'
import type { Hop } from '../../../codec/route/route/nexthops.js'
import type { Context } from '../command.js'
import { facts, word, type Facts } from './facts.js'
import { protocolName, scopeName, type LinkNames } from './names.js'
import { encapFacts, flagsOf } from './route.js'

/** The kernel keeps times in 1/100 s; so do ours, ip says seconds. */
const seconds = (time: number | bigint): number => Number(time) / 100

export function nexthopFacts (nexthop: Nexthop, names: LinkNames, { details }: Pick<Context, 'details'>): Facts {
  const { resGroup } = nexthop
  return facts({
    id: nexthop.id,
    group: nexthop.group?.map(({ id, weight }) => facts({ id, weight: weight === 0 ? undefined : weight + 1 })),
    type: nexthop.groupType === 'res' ? 'resilient' : undefined,
    resilient_args: resGroup === undefined ? undefined : facts({
      buckets: resGroup.buckets,
      idle_timer: seconds(resGroup.idleTimer ?? 0),
      unbalanced_timer: seconds(resGroup.unbalancedTimer ?? 0),
      unbalanced_time: seconds(resGroup.unbalancedTime ?? 0n),
    }),
    // An encapsulation is told alike wherever it stands.
    ...encapFacts(nexthop as unknown as Hop),
    gateway: nexthop.gateway,
    dev: nexthop.oif === undefined ? undefined : names.name(nexthop.oif),
    scope: nexthop.scope !== 'universe' || details ? scopeName(nexthop.scope) : undefined,
    blackhole: word(nexthop.blackhole === true),
    protocol: nexthop.protocol !== 'unspec' || details ? protocolName(nexthop.protocol) : undefined,
    flags: flagsOf(nexthop.flags),
    fdb: word(nexthop.fdb === true),
  })
}

/** The same, for people: a line a nexthop, as `ip nexthop`. */
export function nexthopText (f: Facts): string {
  const parts: string[] = []
  for (const [name, value] of Object.entries(f)) {
    if (value === null) parts.push(name)
    else if (name === 'flags') parts.push(...value as string[])
    else if (name === 'group') parts.push('group', (value as Facts[]).map(({ id, weight }) => `${String(id)}${weight === undefined ? '' : `,${String(weight)}`}`).join('/'))
    else if (name === 'resilient_args') for (const [name, number] of Object.entries(value as Facts)) parts.push(name, String(number))
    else parts.push(said[name] ?? name, String(value))
  }
  return `${parts.join(' ')}\n`
}
const said: Readonly<Record<string, string>> = { gateway: 'via', protocol: 'proto' }

/** A bucket, as `ip -j nexthop bucket`. */
export function bucketFacts ({ id, resBucket, flags }: Nexthop): Facts {
  return facts({ id, bucket: resBucket && facts({ index: resBucket.index, idle_time: seconds(resBucket.idleTime ?? 0n), nhid: resBucket.nhId }), flags: flagsOf(flags) })
}
export function bucketText (f: Facts): string {
  const bucket = Object.entries(f.bucket as Facts).map(([name, value]) => `${name} ${String(value)}`).join(' ')
  return `id ${String(f.id)} ${bucket} ${(f.flags as string[]).join(' ')}`.trimEnd() + '\n'
}
