// Tunnels in UDP, as `ip -j -d link` has them.
import type { Geneve } from '../../../../codec/route/link/kinds/geneve.js'
import type { Gtp } from '../../../../codec/route/link/kinds/gtp.js'
import type { Vxlan } from '../../../../codec/route/link/kinds/vxlan.js'
import { facts, hex, when, type Facts } from '../facts.js'
import type { LinkNames } from '../names.js'

export const bool = (value: number | undefined): boolean | undefined => value === undefined ? undefined : value !== 0
export const set = (value: number | boolean | undefined): true | undefined => when(value !== undefined && value !== 0 && value !== false)
/** In hexadecimal, where it is not 0. */
export const hexSet = (value: number | undefined): string | undefined => value === undefined || value === 0 ? undefined : hex(value)
const isGroup = (address: string): boolean => /^(22[4-9]|23\d)\.|^ff/.test(address)
const ttl = (value: number | undefined, inherit: number | boolean | undefined): number | undefined => set(inherit) === undefined ? value : undefined

export function vxlan (v: Vxlan, names: LinkNames): Facts {
  const to = (address: string | undefined, suffix: string): Facts => address === undefined ? {} : { [`${isGroup(address) ? 'group' : 'remote'}${suffix}`]: address }
  return facts({
    external: set(v.collectMetadata), vnifilter: set(v.vnifilter), id: v.id, ...to(v.group, ''), ...to(v.group6, '6'), local: v.local, local6: v.local6,
    link: v.link === undefined || v.link === 0 ? undefined : names.name(v.link),
    port_range: v.portRange && { low: v.portRange.low, high: v.portRange.high }, port: v.port, learning: bool(v.learning),
    proxy: set(v.proxy), rsc: set(v.rsc), l2miss: set(v.l2miss), l3miss: set(v.l3miss),
    tos: hexSet(v.tos), ttl: ttl(v.ttl, v.ttlInherit), df: v.df === undefined ? undefined : String(v.df), label: hexSet(v.label),
    ageing: v.ageing, limit: v.limit === 0 ? undefined : v.limit,
    udp_csum: bool(v.udpCsum), udp_zero_csum6_tx: bool(v.udpZeroCsum6Tx), udp_zero_csum6_rx: bool(v.udpZeroCsum6Rx),
    remcsum_tx: set(v.remcsumTx), remcsum_rx: set(v.remcsumRx), gbp: v.gbp, gpe: v.gpe, remcsum_nopartial: v.remcsumNopartial,
  })
}

export const geneve = (g: Geneve): Facts => facts({
  external: g.collectMetadata, id: g.id, remote: g.remote, remote6: g.remote6, ttl: ttl(g.ttl, g.ttlInherit), tos: hexSet(g.tos),
  df: g.df === undefined ? undefined : String(g.df), label: hexSet(g.label), port: g.port,
  udp_csum: bool(g.udpCsum), udp_zero_csum6_tx: bool(g.udpZeroCsum6Tx), udp_zero_csum6_rx: bool(g.udpZeroCsum6Rx), inner_proto_inherit: g.innerProtoInherit,
})

export const gtp = (g: Gtp): Facts => facts({ role: g.role === undefined ? undefined : String(g.role), hsize: g.pdpHashsize, restart_count: g.restartCount })
