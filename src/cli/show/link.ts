// Links, as `ip -j link` and `ip -j addr` have them.
import { linkFlags, type Link } from '../../../codec/route/link/link.js'
import type { LinkStats64 } from '../../../codec/route/link/stats.js'
import type { Context } from '../command.js'
import { facts, when, type Facts } from './facts.js'
import { groupName, type LinkNames } from './names.js'
import { kindFacts, portFacts } from './link-data.js'

/** In ip's order; `running` is told by NO-CARRIER. */
const flagOrder = ['loopback', 'broadcast', 'pointopoint', 'multicast', 'noarp', 'allmulti', 'promisc', 'master', 'slave', 'debug', 'dynamic',
  'automedia', 'portsel', 'notrailers', 'up', 'lowerUp', 'dormant', 'echo'] as const
const flagName = (flag: string): string => flag === 'lowerUp' ? 'LOWER_UP' : flag.toUpperCase()

function flagsOf (link: Link, names: LinkNames): string[] {
  const { flags } = link
  const known = new Set<string | number>(flags)
  const rest = flags.filter(flag => typeof flag === 'number')
  return [
    ...known.has('up') && !known.has('running') ? ['NO-CARRIER'] : [],
    ...flagOrder.filter(flag => known.has(flag)).map(flagName),
    ...rest.map(flag => flag.toString(16)),
    ...isDownBelow(link, names) ? ['M-DOWN'] : [],
  ]
}
/** What this link is on is in the same namespace, and not up. */
function isDownBelow ({ link, linkNetnsid }: Link, names: LinkNames): boolean {
  if (link === undefined || link === 0 || linkNetnsid !== undefined) return false
  const below = names.link(link)
  return below !== undefined && (linkFlags.bits(below.flags).set & 1) === 0
}

/** What ip calls the hardware: linux/if_arp.h by names of its own. */
const linkTypes: Readonly<Record<string, string>> = { tunnel: 'ipip', tunnel6: 'tunnel6', ipgre: 'gre', ip6gre: 'gre6', ieee80211: 'ieee802.11', infiniband: 'infiniband' }
const genModes = { eui64: 'eui64', none: 'none', stablePrivacy: 'stable_secret', random: 'random' } as const

/** @param forAddresses as `ip addr` says it: what is of the link alone is left out */
export function linkFacts (link: Link, names: LinkNames, { details, statistics, family }: Context, forAddresses = false): Facts {
  const below = link.link === undefined ? {} : link.link === 0 ? { link: null }
    : link.linkNetnsid === undefined ? { link: names.name(link.link) } : { link_index: link.link }
  const differs = link.permAddress !== undefined && link.permAddress !== link.address
  const hardware = forAddresses && family !== undefined && !details ? {} : {
    link_type: linkTypes[link.type] ?? (typeof link.type === 'number' ? `[${link.type}]` : link.type),
    address: link.address,
    link_pointtopoint: when(link.broadcast !== undefined && link.flags.includes('pointopoint')),
    broadcast: link.broadcast,
    permaddr: differs ? link.permAddress : undefined,
  }
  return facts({
    ifindex: link.index,
    ...below,
    ifname: link.ifname,
    flags: flagsOf(link, names),
    mtu: link.mtu,
    qdisc: link.qdisc,
    master: link.master === undefined ? undefined : names.name(link.master),
    operstate: typeof link.operstate === 'string' ? link.operstate.toUpperCase() : undefined,
    operstate_index: typeof link.operstate === 'number' ? link.operstate : undefined,
    linkmode: forAddresses ? undefined : typeof link.linkmode === 'string' ? link.linkmode.toUpperCase() : undefined,
    group: link.group === undefined ? undefined : groupName(link.group),
    txqlen: link.txqlen === 0 ? undefined : link.txqlen,
    ...hardware,
    link_netnsid: link.linkNetnsid,
    proto_down: when((link.protoDown ?? 0) !== 0),
    ...details ? detailsOf(link, forAddresses, names) : {},
    ifalias: forAddresses && !details ? undefined : link.ifalias,
    stats64: statistics && link.stats64 !== undefined ? counterFacts(link.stats64) : undefined,
    altnames: link.propList?.altIfname,
  })
}

function detailsOf (link: Link, forAddresses: boolean, names: LinkNames): Facts {
  const mode = link.afSpec?.inet6?.addrGenMode
  const info = link.linkinfo
  return facts({
    promiscuity: link.promiscuity,
    allmulti: link.allmulti,
    min_mtu: link.minMtu,
    max_mtu: link.maxMtu,
    linkinfo: info === undefined ? undefined : facts({
      info_kind: info.kind,
      info_data: kindFacts(info, names),
      info_slave_kind: info.slaveKind,
      info_slave_data: portFacts(info),
    }),
    inet6_addr_gen_mode: forAddresses || mode === undefined ? undefined : genModes[mode as keyof typeof genModes] ?? String(mode),
    num_tx_queues: link.numTxQueues,
    num_rx_queues: link.numRxQueues,
    gso_max_size: link.gsoMaxSize,
    gso_max_segs: link.gsoMaxSegs,
    tso_max_size: link.tsoMaxSize,
    tso_max_segs: link.tsoMaxSegs,
    gro_max_size: link.groMaxSize,
    phys_port_name: link.physPortName,
    phys_port_id: link.physPortId === undefined ? undefined : Buffer.from(link.physPortId).toString('hex'),
    phys_switch_id: link.physSwitchId === undefined ? undefined : Buffer.from(link.physSwitchId).toString('hex'),
    parentbus: link.parentDevBusName,
    parentdev: link.parentDevName,
  })
}

/** struct rtnl_link_stats64, as ip has it. */
export function counterFacts (s: LinkStats64): Facts {
  const some = (value: bigint | undefined): bigint | undefined => value === 0n ? undefined : value
  return {
    rx: facts({
      bytes: s.rxBytes, packets: s.rxPackets, errors: s.rxErrors, dropped: s.rxDropped, over_errors: s.rxOverErrors, multicast: s.multicast,
      compressed: some(s.rxCompressed),
    }),
    tx: facts({
      bytes: s.txBytes, packets: s.txPackets, errors: s.txErrors, dropped: s.txDropped, carrier_errors: s.txCarrierErrors, collisions: s.collisions,
      compressed: some(s.txCompressed),
    }),
  }
}

/** The same, for people: one paragraph a link, as `ip link`. */
export function linkText (f: Facts): string {
  const below = 'link' in f ? `@${f.link ?? 'NONE'}` : 'link_index' in f ? `@if${String(f.link_index)}` : ''
  const named: ReadonlyArray<readonly [key: string, said: string]> = [['mtu', 'mtu'], ['qdisc', 'qdisc'], ['master', 'master'], ['operstate', 'state'], ['linkmode', 'mode'], ['group', 'group'], ['txqlen', 'qlen']]
  const first = named.filter(([key]) => key in f).map(([key, said]) => `${said} ${String(f[key])}`)
  const peer = f.link_pointtopoint === true ? 'peer' : 'brd'
  const lines = [
    `${String(f.ifindex)}: ${String(f.ifname)}${below}: <${(f.flags as string[]).join(',')}> ${first.join(' ')}`,
    f.link_type === undefined ? '' : `    link/${String(f.link_type)}${f.address === undefined ? '' : ` ${String(f.address)}`}${f.broadcast === undefined ? '' : ` ${peer} ${String(f.broadcast)}`}` +
      `${f.permaddr === undefined ? '' : ` permaddr ${String(f.permaddr)}`}${f.link_netnsid === undefined ? '' : ` link-netnsid ${String(f.link_netnsid)}`}`,
  ]
  if ('promiscuity' in f) {
    const shown = Object.entries(f).slice(Object.keys(f).indexOf('promiscuity')).filter(([, value]) => typeof value === 'number')
    lines.push(`    ${shown.map(([key, value]) => `${key.replaceAll('_', '')} ${String(value)}`).join(' ')}`)
  }
  const info = f.linkinfo as { info_kind?: string, info_data?: Facts, info_slave_kind?: string, info_slave_data?: Facts } | undefined
  if (info?.info_kind !== undefined) lines.push(`    ${info.info_kind} ${wordsOf(info.info_data)}`.trimEnd())
  if (info?.info_slave_kind !== undefined) lines.push(`    ${info.info_slave_kind}_slave ${wordsOf(info.info_slave_data)}`.trimEnd())
  if (f.ifalias !== undefined) lines.push(`    alias ${String(f.ifalias)}`)
  const stats = f.stats64 as { rx: Facts, tx: Facts } | undefined
  if (stats !== undefined) lines.push(`    RX: ${wordsOf(stats.rx)}`, `    TX: ${wordsOf(stats.tx)}`)
  for (const name of (f.altnames ?? []) as string[]) lines.push(`    altname ${name}`)
  return `${lines.filter(line => line !== '').join('\n')}\n`
}
const wordsOf = (all: Facts | undefined): string => Object.entries(all ?? {}).map(([key, value]) =>
  `${key} ${value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(' ')
