// VLANs of bridges and their ports, as `bridge -j vlan` has them: a list a link.
import type { BridgeVlanXstats } from '../../../codec/route/stats.js'
import type { BridgeVlan, BridgeVlanGlobals } from '../../client/vlan.js'
import type { Context } from '../command.js'
import { facts, type Facts } from './facts.js'
import { routerNumber } from './link-data.js'
import type { LinkNames } from './names.js'

type Counters = Pick<BridgeVlanXstats, 'rxBytes' | 'rxPackets' | 'txBytes' | 'txPackets'>
const counterFacts = ({ rxBytes, rxPackets, txBytes, txPackets }: Counters): Facts => ({ rx_bytes: rxBytes, rx_packets: rxPackets, tx_bytes: txBytes, tx_packets: txPackets })
const flagNames = [['pvid', 'PVID'], ['untagged', 'Egress Untagged']] as const
const flagFacts = (flags: BridgeVlan['flags']): string[] | undefined => flags.length === 0 ? undefined : flagNames.filter(([flag]) => flags.includes(flag)).map(([, name]) => name)

export function vlanFacts (vlan: BridgeVlan, { details, statistics }: Pick<Context, 'details' | 'statistics'>): Facts {
  return facts({
    vlan: vlan.vid,
    flags: flagFacts(vlan.flags),
    ...details ? { state: String(vlan.state), mcast_router: routerNumber(vlan.mcastRouter) } : {},
    ...statistics && vlan.stats !== undefined ? counterFacts(vlan.stats as Counters) : {},
  })
}
export const vlanCounterFacts = (counters: BridgeVlanXstats): Facts => facts({ vid: counters.vid, flags: flagFacts(counters.flags), ...counterFacts(counters) })

/** In bridge's order, which names some in full. */
const globalNames = {
  mcastSnooping: 'mcast_snooping', mcastQuerier: 'mcast_querier', mcastIgmpVersion: 'mcast_igmp_version', mcastMldVersion: 'mcast_mld_version',
  mcastLastMemberCnt: 'mcast_last_member_count', mcastLastMemberIntvl: 'mcast_last_member_interval', mcastStartupQueryCnt: 'mcast_startup_query_count',
  mcastStartupQueryIntvl: 'mcast_startup_query_interval', mcastMembershipIntvl: 'mcast_membership_interval', mcastQuerierIntvl: 'mcast_querier_interval',
  mcastQueryIntvl: 'mcast_query_interval', mcastQueryResponseIntvl: 'mcast_query_response_interval',
} as const
/** What `vlan global set` takes: bridge's word, and ours. */
export const globalWords = new Map(Object.entries(globalNames).map(([name, said]) => [said as string, name]))

export function vlanGlobalFacts (vlan: BridgeVlanGlobals, names: LinkNames, { statistics }: Pick<Context, 'statistics'>): Facts {
  const options = Object.entries(globalNames).map(([name, said]) => [said, vlan[name as keyof typeof globalNames]])
  const ports = vlan.mcastRouterPorts?.router?.port?.map(({ ifindex, timer, type }) => facts({
    port: names.name(ifindex),
    ...statistics ? { timer: timer === undefined ? undefined : (timer / 100).toFixed(2).padStart(7), type: type === undefined ? undefined : type === 'perm' ? 'permanent' : 'temp' } : {},
  }))
  return facts({ vlan: vlan.id, ...Object.fromEntries(options) as Facts, router_ports: ports })
}

/** Neighbours that say the same, as the kernel tells them, in one: `vlan` to `vlanEnd`. No range has the VLAN of untagged packets. */
export function inRanges (vlans: readonly Facts[]): Facts[] {
  const ranges: Array<{ first: number, last: number, rest: Facts, said: string }> = []
  for (const { vlan, ...rest } of vlans) {
    const said = JSON.stringify(rest, (_, value: unknown) => typeof value === 'bigint' ? String(value) : value)
    const before = ranges.at(-1)
    const joins = before?.said === said && before.last + 1 === vlan && !(rest.flags as string[] | undefined ?? []).includes('PVID')
    if (joins) before.last = vlan as number
    else ranges.push({ first: vlan as number, last: vlan as number, rest, said })
  }
  return ranges.map(({ first, last, rest }) => ({ vlan: first, ...last === first ? {} : { vlanEnd: last }, ...rest }))
}

/** A link, and what there is of each of its VLANs. */
export const ofLink = (ifname: string, vlans: readonly Facts[]): Facts => ({ ifname, vlans })

export const vlanHeading = `${'port'.padEnd(16)}  vlan-id  \n`
const indent = ' '.repeat(18)
/** The same, for people: a line a VLAN, and below it what more there is. */
export function vlanText (f: Facts): string {
  return (f.vlans as Facts[]).map((vlan, i) => {
    const { vlan: first, vlanEnd, vid, flags = [], rx_bytes, rx_packets, tx_bytes, tx_packets, router_ports, ...options } = vlan
    const lines = [`${i === 0 ? String(f.ifname).padEnd(16) : ' '.repeat(16)}  ${String(first ?? vid)}${vlanEnd === undefined ? '' : `-${String(vlanEnd)}`}${(flags as string[]).map(flag => ` ${flag}`).join('')}`]
    const said = Object.entries(options)
    if (said.length > 0) lines.push(`${indent}  ${said.map(([name, value]) => `${name} ${String(value)} `).join('')}`)
    if (router_ports !== undefined) lines.push(...portLines(router_ports as Facts[]))
    if (rx_bytes !== undefined) lines.push(`${indent}  RX: ${String(rx_bytes)} bytes ${String(rx_packets)} packets`, `${indent}  TX: ${String(tx_bytes)} bytes ${String(tx_packets)} packets`)
    return `${lines.join('\n')}\n`
  }).join('')
}
function portLines (ports: readonly Facts[]): string[] {
  const texts = ports.map(port => Object.values(port).map(String).join('  '))
  return ports.some(({ timer }) => timer !== undefined) ? texts.map((text, i) => `${indent}  ${i === 0 ? 'router ports: ' : ' '.repeat(14)}${text}`)
    : [`${indent}  router ports: ${texts.map(text => `${text} `).join('')}`]
}
