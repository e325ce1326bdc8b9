// Routes, as `ip -j route` has them.
import type { Hop } from '../../../codec/route/route/nexthops.js'
import type { Route } from '../../../codec/route/route/route.js'
import type { Context } from '../command.js'
import { facts, type Fact, type Facts } from './facts.js'
import { dsfieldName, protocolName, realmName, scopeName, tableName, type LinkNames } from './names.js'

/** In ip's order. */
const flagNames = [['dead', 'dead'], ['onlink', 'onlink'], ['pervasive', 'pervasive'], ['offload', 'offload'], ['trap', 'trap'], ['notify', 'notify'],
  ['linkdown', 'linkdown'], ['unresolved', 'unresolved'], ['rtOffload', 'rt_offload'], ['rtTrap', 'rt_trap'], ['offloadFailed', 'rt_offload_failed']] as const
export const flagsOf = (flags: ReadonlyArray<string | number>): string[] => flagNames.filter(([flag]) => flags.includes(flag)).map(([, name]) => name)

const metricNames = { mtu: 'mtu', window: 'window', rtt: 'rtt', rttvar: 'rttvar', ssthresh: 'ssthresh', cwnd: 'cwnd', advmss: 'advmss', reordering: 'reordering',
  hoplimit: 'hoplimit', initcwnd: 'initcwnd', rtoMin: 'rto_min', initrwnd: 'initrwnd', quickack: 'quickack', ccAlgo: 'congestion', fastopenNoCookie: 'fastopen_no_cookie' } as const
/** The kernel keeps the round trip in 1/8 ms, its variance in 1/4. */
const scale: Readonly<Record<string, number>> = { rtt: 8, rttvar: 4 }

function metricFacts (metrics: Route['metrics']): Fact | undefined {
  if (metrics === undefined) return undefined
  const shown: Record<string, Fact> = {}
  for (const [name, said] of Object.entries(metricNames)) {
    const value = metrics[name as keyof typeof metricNames]
    if (value === undefined || (name === 'hoplimit' && value === 0xffffffff)) continue
    shown[said] = typeof value === 'number' && name in scale ? Math.floor(value / scale[name]!) : value
    if (name === 'initcwnd' && metrics.features?.includes('ecn') === true) shown['ecn'] = null
  }
  if (metrics.features?.includes('ecn') === true) shown['ecn'] ??= null
  return [shown]
}

/** Address and length as ip writes them: without the length where it is the whole address. */
function prefix (address: string | undefined, length: number, family: string | number): string | undefined {
  if (address === undefined) return length === 0 ? undefined : `0/${length}`
  const whole = family === 'inet' ? 32 : family === 'inet6' ? 128 : 20
  return length === whole ? address : `${address}/${length}`
}

export function encapFacts (of: Route | Hop): Facts {
  if (of.encapType === undefined) return {}
  const said = { encap: String(of.encapType) }
  if (of.encapType === 'mpls') return facts({ ...said, dst: of.encap?.dst })
  // The header has the last segment first.
  if (of.encapType === 'seg6') return facts({ ...said, mode: of.encap?.srh?.mode, segs: of.encap?.srh?.srh.segments.slice().reverse() })
  return said
}
function flowFacts (flow: number | undefined): Facts | undefined {
  if (flow === undefined) return undefined
  return facts({ from: flow >>> 16 === 0 ? undefined : realmName(flow >>> 16), to: realmName(flow & 0xffff) })
}

export function routeFacts (route: Route, names: LinkNames, { details, statistics }: Pick<Context, 'details' | 'statistics'>, showTable = false): Facts {
  const { family, flags, via } = route
  const table = route.table ?? route.rtmTable
  const cloned = flags.includes('cloned')
  const info = route.cacheinfo
  return facts({
    type: route.type !== 'unicast' || details ? String(route.type) : undefined,
    dst: prefix(route.dst, route.dstLen, family) ?? 'default',
    from: prefix(route.src, route.srcLen, family),
    nhid: route.nhId,
    ...encapFacts(route),
    tos: route.tos === 0 ? undefined : dsfieldName(route.tos),
    gateway: route.gateway,
    via: via === undefined ? undefined : { family: String(via.family), host: via.addr },
    dev: route.oif === undefined ? undefined : names.name(route.oif),
    table: showTable && table !== 0 && (table !== 254 || details) ? tableName(table) : undefined,
    protocol: !cloned && (route.protocol !== 'boot' || details) ? protocolName(route.protocol) : undefined,
    scope: !cloned && (route.scope !== 'universe' || details) ? scopeName(route.scope) : undefined,
    prefsrc: route.prefsrc,
    metric: route.priority,
    flags: flagsOf(flags),
    mark: route.mark === 0 ? undefined : route.mark,
    flow: flowFacts(route.flow),
    uid: route.uid,
    cache: cloned && family === 'inet' ? cacheFlags(flags) : undefined,
    expires: info === undefined || info.expires === 0 ? undefined : Math.trunc(info.expires / 100),
    error: info === undefined || info.error === 0 ? undefined : info.error,
    ...statistics && info !== undefined ? { users: info.clntref || undefined, used: info.used || undefined, age: Math.trunc(info.lastuse / 100) || undefined } : {},
    metrics: metricFacts(route.metrics),
    iif: route.iif === undefined ? undefined : names.name(route.iif),
    pref: route.pref === undefined ? undefined : String(route.pref),
    ttl: route.ttlPropagate === undefined ? undefined : String(route.ttlPropagate),
    nexthops: route.multipath?.map(hop => facts({
      ...encapFacts(hop),
      gateway: hop.gateway,
      via: hop.via === undefined ? undefined : { family: String(hop.via.family), host: hop.via.addr },
      flow: flowFacts(hop.flow),
      dev: names.name(hop.ifindex),
      weight: family === 'mpls' ? undefined : hop.hops + 1,
      flags: flagsOf(hop.flags),
    })),
  })
}
/** The upper bits of a cached IPv4 route, in ip's order. linux/in_route.h, RTCF_*; of 0x20000000 RTM_F_OFFLOAD_FAILED is the other meaning. */
const cacheNames = [['local', 'local'], ['reject', 'reject'], ['offloadFailed', 'mc'], ['broadcast', 'brd'], ['dnat', 'dst-nat'], ['snat', 'src-nat'],
  ['masq', 'masq'], ['directdst', 'dst-direct'], ['directsrc', 'src-direct'], ['redirected', 'redirected'], ['doredirect', 'redirect'], ['fast', 'fast'],
  ['rtcfNotify', 'notify'], ['tproxy', 'proxy']] as const
const cacheFlags = (flags: Route['flags']): string[] => cacheNames.filter(([flag]) => flags.includes(flag)).map(([, name]) => name)

/** The same, for people: a line a route, as `ip route`. */
export function routeText (f: Facts): string {
  const hop = (of: Facts, more: readonly string[]): string => ['gateway', ...more].flatMap(key => {
    const value = key === 'gateway' && of.via !== undefined ? `via ${Object.values(of.via as object).join(' ')}` : of[key]
    if (value === undefined) return []
    if (key === 'gateway') return [of.via === undefined ? `via ${String(value)}` : String(value)]
    return [`${said[key] ?? key} ${String(value)}`]
  }).concat(of.flags as string[]).join(' ')
  const parts = [...f.type === undefined || f.type === 'unicast' ? [] : [String(f.type)], String(f.dst), hop(f, ['from', 'nhid', 'encap', 'tos', 'dev', 'table', 'protocol', 'scope', 'prefsrc', 'metric'])]
  for (const key of ['mark', 'uid', 'expires', 'error', 'iif', 'pref'] as const) if (f[key] !== undefined) parts.push(`${key} ${String(f[key])}`)
  for (const [name, value] of Object.entries((f.metrics as readonly Facts[] | undefined)?.[0] ?? {})) parts.push(value === null ? name : `${name} ${String(value)}`)
  const hops = ((f.nexthops ?? []) as Facts[]).map(of => `\n\tnexthop ${hop(of, ['dev', 'weight'])}`)
  return `${parts.filter(part => part !== '').join(' ')}${hops.join('')}${f.cache === undefined ? '' : `\n    cache ${(f.cache as string[]).join(',')}`}\n`
}
const said: Readonly<Record<string, string>> = { protocol: 'proto', prefsrc: 'src' }
