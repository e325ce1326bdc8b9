// Routes, as `ip route` has them. iproute2's ip/iproute.c
import type { Hop } from '../../../codec/route/route/nexthops.js'
import type { Route } from '../../../codec/route/route/route.js'
import { encapSaid } from './encap.js'
import { facts, hex } from './facts.js'
import { dsfieldName, protocolName, realmName, scopeName, tableName } from './names.js'
import type { How } from './how.js'
import { any, list, shown, text, type Said } from './said.js'
import { general } from './tc/units.js'

/** In ip's order. */
const flagNames = [['dead', 'dead'], ['onlink', 'onlink'], ['pervasive', 'pervasive'], ['offload', 'offload'], ['trap', 'trap'], ['notify', 'notify'],
  ['linkdown', 'linkdown'], ['unresolved', 'unresolved'], ['rtOffload', 'rt_offload'], ['rtTrap', 'rt_trap'], ['offloadFailed', 'rt_offload_failed']] as const
export const flagsOf = (flags: ReadonlyArray<string | number>): string[] => flagNames.filter(([flag]) => flags.includes(flag)).map(([, name]) => name)
export function flagsSaid (flags: ReadonlyArray<string | number>): Said {
  const set = flagsOf(flags)
  return shown('flags', set, '%', set.map(flag => `${flag} `).join(''))
}

/** By their numbers, as ip calls them. */
const metricNames = ['mtu', 'window', 'rtt', 'rttvar', 'ssthresh', 'cwnd', 'advmss', 'reordering', 'hoplimit', 'initcwnd', 'features', 'rtoMin', 'initrwnd', 'quickack', 'ccAlgo',
  'fastopenNoCookie'] as const
const metricWords: Readonly<Record<string, string>> = { rtoMin: 'rto_min', ccAlgo: 'congctl', fastopenNoCookie: 'fastopen_no_cookie' }
/** The kernel keeps the round trip in 1/8 ms, its variance in 1/4. */
const perMillisecond: Readonly<Record<string, number>> = { rtt: 8, rttvar: 4, rtoMin: 1 }

const metricsSaid = (metrics: NonNullable<Route['metrics']>): Said => list('metrics', [metricNames.map(name => {
  const locked = metrics.lock?.includes(name) === true
  const value = metrics[name] ?? (locked ? 0 : undefined)
  if (value === undefined || (name === 'hoplimit' && value === 0xffffffff)) return undefined
  const word = metricWords[name] ?? name
  return [text(`${word} ${locked ? 'lock ' : ''}`), metricSaid(name, word, value)]
})])
function metricSaid (name: string, word: string, value: NonNullable<Route['metrics']>[typeof metricNames[number]]): Said {
  if (Array.isArray(value)) return featuresSaid(value as ReadonlyArray<string | number>)
  const unit = perMillisecond[name]
  if (unit === undefined || typeof value !== 'number') return any(name === 'ccAlgo' ? 'congestion' : word, value as string | number, '% ')
  const time = Math.floor(value / unit)
  return shown(word, time, '% ', time >= 1000 ? `${general(time / 1000)}s` : `${time}ms`)
}
/** Those that have a word; all as a number where one has none. */
const featureWords = [['ecn', 'ecn', 0x1], ['tcpUsecTs', 'tcp_usec_ts', 0x10], ['sack', undefined, 0x2], ['timestamp', undefined, 0x4], ['allfrag', undefined, 0x8]] as const
function featuresSaid (features: ReadonlyArray<string | number>): Said {
  const set = featureWords.filter(([name]) => features.includes(name))
  return [
    set.map(([, word]) => word !== undefined && shown(word, null, `${word} `, '')),
    set.some(([, word]) => word === undefined) && any('features', hex(set.reduce((sum, [,, bit]) => sum | bit, 0)), '% '),
  ]
}

/** Address and length as ip writes them: without the length where it is the whole address. */
function prefix (address: string | undefined, length: number, family: string | number): string | undefined {
  if (address === undefined) return length === 0 ? undefined : `0/${length}`
  const whole = family === 'inet' ? 32 : family === 'inet6' ? 128 : 20
  return length === whole ? address : `${address}/${length}`
}

function flowSaid (flow: number | undefined): Said {
  if (flow === undefined) return undefined
  const from = flow >>> 16 === 0 ? undefined : realmName(flow >>> 16)
  const to = realmName(flow & 0xffff)
  return shown('flow', facts({ from, to }), '% ', from === undefined ? `realm ${to}` : `realms ${from}/${to}`)
}
const viaSaid = (via: Route['via']): Said => via && shown('via', { family: String(via.family), host: via.addr }, 'via % ', `${via.family} ${via.addr}`)

export interface RouteHow extends How {
  readonly showTable?: boolean
  /** What all that are shown have in common, as it was asked for: not said again with each. */
  readonly common?: ReadonlySet<string>
}
export function routeSaid (route: Route, how: RouteHow): Said {
  const { family, flags } = route
  const { names, details, showTable = false, common } = how
  const table = route.table ?? route.rtmTable
  const cloned = flags.includes('cloned')
  const own = (name: string): boolean => common?.has(name) !== true
  return [
    (route.type !== 'unicast' || details) && any('type', String(route.type), '% '),
    any('dst', prefix(route.dst, route.dstLen, family) ?? 'default', '% '), any('from', prefix(route.src, route.srcLen, family)),
    any('nhid', route.nhId), any('to', route.newdst, 'as to % '), encapSaid(route, how),
    route.tos !== 0 && any('tos', dsfieldName(route.tos)),
    own('gateway') && any('gateway', route.gateway, 'via % '), viaSaid(route.via),
    own('dev') && route.oif !== undefined && any('dev', names.name(route.oif)),
    showTable && table !== 0 && (table !== 254 || details) && any('table', tableName(table)),
    !cloned && (route.protocol !== 'boot' || details) && own('protocol') && any('protocol', protocolName(route.protocol), 'proto % '),
    !cloned && (route.scope !== 'universe' || details) && own('scope') && any('scope', scopeName(route.scope)),
    any('prefsrc', route.prefsrc, 'src % '), any('metric', route.priority), flagsSaid(flags),
    route.mark !== undefined && route.mark !== 0 && shown('mark', route.mark, 'mark % ', route.mark < 16 ? String(route.mark) : hex(route.mark)),
    flowSaid(route.flow), any('uid', route.uid), cloned && family === 'inet' && cacheSaid(flags), route.cacheinfo && ageSaid(route.cacheinfo, how),
    route.metrics && metricsSaid(route.metrics), route.iif !== undefined && any('iif', names.name(route.iif)),
    any('pref', route.pref, typeof route.pref === 'number' ? '%' : 'pref %'),
    // ip's spelling
    route.ttlPropagate !== undefined && shown('ttl-propogate', route.ttlPropagate !== 0, 'ttl-propogate %', route.ttlPropagate === 0 ? 'disabled' : 'enabled'),
    route.multipath && list('nexthops', route.multipath.map(hop => [text('\n\tnexthop '), hopSaid(hop, family, how)])),
    text('\n'),
  ]
}
const hopSaid = (hop: Hop, family: Route['family'], how: How): Said => [
  encapSaid(hop, how), any('to', hop.newdst, 'as to % '), any('gateway', hop.gateway, 'via % '), viaSaid(hop.via), flowSaid(hop.flow),
  any('dev', how.names.name(hop.ifindex)), family !== 'mpls' && any('weight', hop.hops + 1), flagsSaid(hop.flags),
]
const ageSaid = (info: NonNullable<Route['cacheinfo']>, { statistics }: How): Said => [
  info.expires !== 0 && any('expires', Math.trunc(info.expires / 100), 'expires %sec '), info.error !== 0 && any('error', info.error),
  statistics && [
    info.clntref !== 0 && any('users', info.clntref), info.used !== 0 && any('used', info.used), info.lastuse !== 0 && any('age', Math.trunc(info.lastuse / 100), 'age %sec '),
  ],
]
/** The upper bits of a cached IPv4 route, in ip's order. linux/in_route.h, RTCF_*; of 0x20000000 RTM_F_OFFLOAD_FAILED is the other meaning. */
const cacheNames = [['local', 'local'], ['reject', 'reject'], ['offloadFailed', 'mc'], ['broadcast', 'brd'], ['dnat', 'dst-nat'], ['snat', 'src-nat'],
  ['masq', 'masq'], ['directdst', 'dst-direct'], ['directsrc', 'src-direct'], ['redirected', 'redirected'], ['doredirect', 'redirect'], ['fast', 'fastroute'],
  ['rtcfNotify', 'notify'], ['tproxy', 'proxy']] as const
function cacheSaid (flags: Route['flags']): Said {
  const set = cacheNames.filter(([flag]) => flags.includes(flag)).map(([, name]) => name)
  return shown('cache', set, '\n    cache %', set.length === 0 ? '' : `<${set.join(',')}> `)
}
