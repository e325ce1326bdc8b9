// Multicast groups of bridges, as `bridge -j mdb` has them.
import type { MulticastGroup, MulticastRouterPort } from '../../client/mdb.js'
import type { Context } from '../command.js'
import { facts, type Facts } from './facts.js'
import { protocolName, type LinkNames } from './names.js'

/** In bridge's order. */
const flagNames = [['offload', 'offload'], ['fastLeave', 'fast_leave'], ['starExcl', 'added_by_star_ex'], ['blocked', 'blocked']] as const
const seconds = (ticks: number): string => (ticks / 100).toFixed(2)
const aligned = (ticks: number): string => seconds(ticks).padStart(7)

export function mdbFacts (one: MulticastGroup, names: LinkNames, { details, statistics }: Pick<Context, 'details' | 'statistics'>): Facts {
  return facts({
    index: one.bridge,
    dev: names.name(one.bridge),
    port: names.name(one.port),
    grp: one.group,
    src: one.source,
    state: one.state === 'permanent' ? 'permanent' : 'temp',
    ...details ? {
      filter_mode: one.groupMode === undefined ? undefined : String(one.groupMode),
      source_list: one.srcList?.entry?.map(({ address, timer = 0 }) => facts({ address, timer: seconds(timer) })),
      protocol: one.rtprot === undefined ? undefined : protocolName(one.rtprot),
    } : {},
    flags: flagNames.filter(([flag]) => one.flags.includes(flag)).map(([, name]) => name),
    vid: one.vid === 0 ? undefined : one.vid,
    timer: statistics && one.timer !== undefined ? aligned(one.timer) : undefined,
  })
}
/** The same, for people: a line a group, as `bridge mdb`. */
export function mdbText ({ index: _index, ...f }: Facts): string {
  const words = Object.entries(f).flatMap(([name, value]) => {
    if (name === 'flags') return value as string[]
    if (name === 'source_list') return [name, (value as Facts[]).map(({ address, timer }) => `${String(address)}/${String(timer)}`).join(',')]
    if (name === 'state' || name === 'timer') return [String(value)]
    // bridge has two blanks behind it.
    return name === 'protocol' ? [`proto ${String(value)} `] : [name, String(value)]
  })
  return `${words.join(' ')}\n`
}

const routerTypes: Readonly<Record<string, string>> = { tempQuery: 'temp', temp: 'temp' }
/** By bridge, its ports with a router behind them. */
export function routerFacts (ports: readonly MulticastRouterPort[], names: LinkNames, { statistics }: Pick<Context, 'statistics'>): Facts {
  const shown: Record<string, Facts[]> = {}
  for (const { bridge, ifindex, timer, type } of ports) {
    (shown[names.name(bridge)] ??= []).push(facts({
      port: names.name(ifindex),
      ...statistics ? { timer: timer === undefined ? undefined : aligned(timer), type: type === undefined ? undefined : routerTypes[type] ?? 'permanent' } : {},
    }))
  }
  return shown
}
export function routerText (f: Facts, { statistics }: Pick<Context, 'statistics'>): string {
  return (Object.entries(f) as Array<[string, Facts[]]>).map(([bridge, ports]) => statistics
    ? ports.map(port => `router ports on ${bridge}: ${Object.values(port).map(String).join(' ')}\n`).join('')
    : `router ports on ${bridge}: ${ports.map(({ port }) => `${String(port)} `).join('')}\n`).join('')
}
