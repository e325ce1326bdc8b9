// What a kind of link says of itself, as `ip -j -d link` has it: info_data and info_slave_data.
import type { LinkInfo } from '../../../codec/route/link/link-info.js'
import type { Gre } from '../../../codec/route/link/kinds/gre.js'
import type { Iptunnel } from '../../../codec/route/link/kinds/iptunnel.js'
import type { Ipvlan } from '../../../codec/route/link/kinds/ipvlan.js'
import type { Vti } from '../../../codec/route/link/kinds/vti.js'
import { facts, hex, when, type Facts } from './facts.js'
import { bond, bondPort } from './kinds/bond.js'
import { gre, ip6tnl, iptunnel, vti, xfrm } from './kinds/ip-tunnels.js'
import { ipvlan } from './kinds/ipvlan.js'
import { macsec } from './kinds/macsec.js'
import { geneve, gtp, vxlan } from './kinds/udp-tunnels.js'
import type { LinkNames } from './names.js'

type Kind<K> = Extract<LinkInfo, { kind: K }>['data']
type Port<K> = Extract<LinkInfo, { slaveKind: K }>['slaveData']

/** Nothing for kinds without settings, and for those that are only bytes here. */
export function kindFacts (info: LinkInfo, names: LinkNames): Facts | undefined {
  switch (info.kind) {
    case 'bridge': return bridge(info.data)
    case 'vlan': return vlan(info.data)
    case 'macvlan':
    case 'macvtap': return macvlan(info.data as Kind<'macvlan'>)
    case 'bond': return info.data && bond(info.data, names)
    case 'erspan':
    case 'gre':
    case 'gretap': return info.data && gre(info.data as Gre, names, false)
    case 'ip6erspan':
    case 'ip6gre':
    case 'ip6gretap': return info.data && gre(info.data as Gre, names, true)
    case 'geneve': return info.data && geneve(info.data)
    case 'gtp': return info.data && gtp(info.data)
    case 'ip6tnl': return info.data && ip6tnl(info.data, names)
    case 'ipip':
    case 'sit': return info.data && iptunnel(info.data as Iptunnel, names)
    case 'ipvlan':
    case 'ipvtap': return info.data && ipvlan(info.data as Ipvlan)
    case 'macsec': return info.data && macsec(info.data)
    case 'vrf': return info.data && facts({ table: info.data.table })
    case 'vti':
    case 'vti6': return info.data && vti(info.data as Vti, names)
    case 'vxlan': return info.data && vxlan(info.data, names)
    case 'xfrm': return info.data && xfrm(info.data)
    default: return undefined
  }
}
export function portFacts (info: LinkInfo): Facts | undefined {
  switch (info.slaveKind) {
    case 'bond': return info.slaveData && bondPort(info.slaveData)
    case 'bridge': return bridgePort(info.slaveData)
    case 'vrf': return info.slaveData && facts({ table: info.slaveData.table })
    default: return undefined
  }
}

const id = (of: { prio: number, addr: string } | undefined): string | undefined =>
  of && `${of.prio.toString(16).padStart(4, '0')}.${of.addr.split(':').map(byte => Number.parseInt(byte, 16).toString(16)).join(':')}`
/** 1/100 s as seconds. */
const timer = (ticks: bigint | undefined): number | undefined => ticks === undefined ? undefined : Number(ticks) / 100
const protocols = { '802.1q': '802.1Q', '802.1ad': '802.1ad' } as const
const states = ['disabled', 'listening', 'learning', 'forwarding', 'blocking']
const routers = ['disabled', 'tempQuery', 'perm', 'temp']
export const routerNumber = (router: string | number | undefined): number | undefined => typeof router === 'string' ? routers.indexOf(router) : router
/** As C's %#x: zero has no 0x. */
const hexOf = (value: number | undefined): string | undefined => value === undefined ? undefined : value === 0 ? '0' : hex(value)
const is = (value: number | undefined): boolean | undefined => value === undefined ? undefined : value !== 0

function bridge (data: Kind<'bridge'>): Facts {
  const b = data ?? {}
  const bools = new Set<string | number>(b.multiBoolopt?.optval ?? [])
  const says = (name: 'noLlLearn' | 'mcastVlanSnooping'): number | undefined => b.multiBoolopt === undefined ? undefined : Number(bools.has(name))
  return facts({
    forward_delay: b.forwardDelay, hello_time: b.helloTime, max_age: b.maxAge, ageing_time: b.ageingTime, stp_state: b.stpState, priority: b.priority,
    vlan_filtering: b.vlanFiltering, vlan_protocol: b.vlanProtocol === undefined ? undefined : protocols[b.vlanProtocol as '802.1q'] ?? String(b.vlanProtocol),
    bridge_id: id(b.bridgeId), root_id: id(b.rootId), root_port: b.rootPort, root_path_cost: b.rootPathCost,
    topology_change: b.topologyChange, topology_change_detected: b.topologyChangeDetected,
    hello_timer: timer(b.helloTimer), tcn_timer: timer(b.tcnTimer), topology_change_timer: timer(b.topologyChangeTimer), gc_timer: timer(b.gcTimer),
    vlan_default_pvid: b.vlanDefaultPvid, vlan_stats_enabled: b.vlanStatsEnabled, vlan_stats_per_port: b.vlanStatsPerPort,
    group_fwd_mask: hexOf(b.groupFwdMask), group_addr: b.groupAddr, mcast_snooping: b.mcastSnooping,
    no_linklocal_learn: says('noLlLearn'), mcast_vlan_snooping: says('mcastVlanSnooping'),
    mcast_router: routerNumber(b.mcastRouter),
    mcast_query_use_ifaddr: b.mcastQueryUseIfaddr, mcast_querier: b.mcastQuerier,
    mcast_hash_elasticity: b.mcastHashElasticity, mcast_hash_max: b.mcastHashMax, mcast_last_member_cnt: b.mcastLastMemberCnt,
    mcast_startup_query_cnt: b.mcastStartupQueryCnt, mcast_last_member_intvl: b.mcastLastMemberIntvl, mcast_membership_intvl: b.mcastMembershipIntvl,
    mcast_querier_intvl: b.mcastQuerierIntvl, mcast_query_intvl: b.mcastQueryIntvl, mcast_query_response_intvl: b.mcastQueryResponseIntvl,
    mcast_startup_query_intvl: b.mcastStartupQueryIntvl, mcast_stats_enabled: b.mcastStatsEnabled, mcast_igmp_version: b.mcastIgmpVersion,
    mcast_mld_version: b.mcastMldVersion, nf_call_iptables: b.nfCallIptables, nf_call_ip6tables: b.nfCallIp6tables, nf_call_arptables: b.nfCallArptables,
  })
}

function vlan (data: Kind<'vlan'>): Facts {
  const v = data ?? {}
  const flagNames: Readonly<Record<string, string>> = { reorderHdr: 'REORDER_HDR', gvrp: 'GVRP', mvrp: 'MVRP', looseBinding: 'LOOSE_BINDING', bridgeBinding: 'BRIDGE_BINDING' }
  // In ip's order, MVRP before LOOSE_BINDING.
  const set = new Set<string | number>(v.flags?.flags)
  const map = (all: ReadonlyArray<{ from: number, to: number }> | undefined): Facts[] | undefined => all?.map(({ from, to }) => ({ from, to }))
  return facts({
    protocol: v.protocol === undefined ? undefined : protocols[v.protocol as '802.1q'] ?? String(v.protocol),
    id: v.id,
    flags: v.flags === undefined ? undefined : Object.keys(flagNames).filter(flag => set.has(flag)).map(flag => flagNames[flag]!),
    ingress_qos: map(v.ingressQos),
    egress_qos: map(v.egressQos),
  })
}

function macvlan (data: Kind<'macvlan'>): Facts {
  const m = data ?? {}
  return facts({
    mode: m.mode === undefined ? undefined : String(m.mode),
    nopromisc: when(m.flags?.includes('nopromisc') === true),
    bcqueuelen: m.bcQueueLen,
    usedbcqueuelen: m.bcQueueLenUsed,
    macaddr_count: m.macaddrCount === 0 ? undefined : m.macaddrCount,
    macaddr_data: m.macaddrData,
  })
}

function bridgePort (data: Port<'bridge'>): Facts {
  const p = data ?? {}
  return facts({
    state: p.state === undefined ? undefined : states.includes(String(p.state)) ? String(p.state) : undefined,
    priority: p.priority, cost: p.cost, hairpin: p.mode === undefined ? undefined : p.mode === 'hairpin',
    guard: is(p.guard), root_block: is(p.protect), fastleave: is(p.fastLeave), learning: is(p.learning), flood: is(p.unicastFlood),
    id: p.id === undefined ? undefined : hex(p.id), no: p.no === undefined ? undefined : hex(p.no),
    designated_port: p.designatedPort, designated_cost: p.designatedCost, bridge_id: id(p.bridgeId), root_id: id(p.rootId),
    hold_timer: timer(p.holdTimer), message_age_timer: timer(p.messageAgeTimer), forward_delay_timer: timer(p.forwardDelayTimer),
    topology_change_ack: p.topologyChangeAck, config_pending: p.configPending, proxy_arp: is(p.proxyarp), proxy_arp_wifi: is(p.proxyarpWifi),
    multicast_router: routerNumber(p.multicastRouter),
    mcast_flood: is(p.mcastFlood), bcast_flood: is(p.bcastFlood), mcast_to_unicast: is(p.mcastToUcast), neigh_suppress: is(p.neighSuppress),
    group_fwd_mask: hexOf(p.groupFwdMask), group_fwd_mask_str: p.groupFwdMask === undefined ? undefined : hex(p.groupFwdMask),
    vlan_tunnel: is(p.vlanTunnel), isolated: is(p.isolated), locked: is(p.locked),
  })
}
