// Counters of links, as `ip -j stats` has them: an entry for each group, subgroup and suite.
import type { Stats } from '../../../codec/route/stats.js'
import { facts, type Facts } from './facts.js'
import { counterFacts } from './link.js'
import type { LinkNames } from './names.js'

interface Selected { readonly group: string, readonly subgroup?: string, readonly suite?: string }
type Part = 'link64' | 'linkXstats' | 'linkXstatsSlave' | 'linkOffloadXstats' | 'afSpec'
interface Entry extends Selected {
  /** What the kernel is asked for. */
  readonly part: Part
  facts (stats: Stats): Facts
  /** The same, for people. What is there begins with a line's end, as ip has it. */
  text (facts: Facts): string
}

const when = <T>(value: T | undefined, show: (value: T) => Facts): Facts => value === undefined ? {} : show(value)
type Bridge = NonNullable<NonNullable<Stats['linkXstats']>['bridge']>
type Mcast = NonNullable<Bridge['mcast']>
interface Both { readonly rx: bigint, readonly tx: bigint }
const versions = (...all: readonly Both[]): Facts => Object.fromEntries((['rx', 'tx'] as const).flatMap(way => all.map((one, i) => [`${way}_v${i + 1}`, one[way]])))
const mcastFacts = (m: Mcast): Facts => ({
  igmp_queries: versions(m.igmpV1queries, m.igmpV2queries, m.igmpV3queries),
  igmp_reports: versions(m.igmpV1reports, m.igmpV2reports, m.igmpV3reports),
  igmp_leaves: { rx: m.igmpLeaves.rx, tx: m.igmpLeaves.tx },
  igmp_parse_errors: m.igmpParseErrors,
  mld_queries: versions(m.mldV1queries, m.mldV2queries),
  mld_reports: versions(m.mldV1reports, m.mldV2reports),
  mld_leaves: { rx: m.mldLeaves.rx, tx: m.mldLeaves.tx },
  mld_parse_errors: m.mldParseErrors,
})
const indent = ' '.repeat(20)
function mcastText (f: Facts): string {
  return Object.entries(f).flatMap(([name, value]) => {
    const title = name.replace(/^[a-z]+/, protocol => protocol.toUpperCase()).replaceAll('_', ' ')
    if (typeof value !== 'object') return [`${indent}${title}: ${String(value)}`]
    const of = value as Facts
    if ('rx' in of) return [`${indent}${title}: RX: ${String(of.rx)} TX: ${String(of.tx)}`]
    const way = (way: string): string => `${indent}  ${way.toUpperCase()}: ${Object.entries(of).filter(([name]) => name.startsWith(way)).map(([name, count]) => `${name.slice(3)} ${String(count)}`).join(' ')}`
    return [`${indent}${title}:`, way('rx'), way('tx')]
  }).map(line => `${line}\n`).join('')
}
const stpText = (f: Facts): string => `${indent}STP BPDU:  RX: ${String(f.rx_bpdu)} TX: ${String(f.tx_bpdu)}\n${indent}STP TCN:   RX: ${String(f.rx_tcn)} TX: ${String(f.tx_tcn)}
${indent}STP Transitions: Blocked: ${String(f.transition_blk)} Forwarding: ${String(f.transition_fwd)}\n`

/** ip's name, ours, ip's words. */
const bond3ad = [['lacpdu_rx', 'lacpduRx', 'LACPDU Rx'], ['lacpdu_tx', 'lacpduTx', 'LACPDU Tx'], ['lacpdu_unknown_rx', 'lacpduUnknownRx', 'LACPDU Unknown type Rx'],
  ['lacpdu_illegal_rx', 'lacpduIllegalRx', 'LACPDU Illegal Rx'], ['marker_rx', 'markerRx', 'Marker Rx'], ['marker_tx', 'markerTx', 'Marker Tx'],
  ['marker_response_rx', 'markerRespRx', 'Marker response Rx'], ['marker_response_tx', 'markerRespTx', 'Marker response Tx'],
  ['marker_unknown_rx', 'markerUnknownRx', 'Marker unknown type Rx']] as const

const bondText = (f: Facts): string => bond3ad.filter(([said]) => said in f).map(([said, , words]) => `${indent}${words} ${String(f[said])}\n`).join('')

const onOff = (value: unknown): string => value === true ? 'on' : 'off'
const infoText = ({ request, used }: Facts): string => ` ${onOff(request)}${used === undefined ? '' : ` used ${onOff(used)}`}`

/** Two tables with one set of columns, as wide as what is in them. */
interface Ways { readonly rx: Facts, readonly tx: Facts }
function tableText ({ rx, tx }: Ways, columns: ReadonlyArray<readonly [title: string, width: number, rx: string, tx: string]>): string {
  const widths = columns.map(([title, width, rxName, txName]) => Math.max(width, title.length, String(rx[rxName] ?? '').length, String(tx[txName] ?? '').length))
  const row = (of: Facts, at: 2 | 3): string => `    ${columns.map((column, i) => column[at] === '' ? '' : `${String(of[column[at]] ?? 0).padStart(widths[i]!)} `).join('')}`
  const head = (way: string, titles: readonly string[]): string => `    ${way}: ${titles.map((title, i) => title.padStart(widths[i]! - (i === 0 ? 4 : 0))).join(' ')}`
  return [head('RX', columns.map(([title]) => title)), row(rx, 2), head('TX', columns.filter(column => column[3] !== '').map(([title, , , name]) => txTitles[name] ?? title)), row(tx, 3)].join('\n')
}
const txTitles: Readonly<Record<string, string>> = { carrier_errors: 'carrier', collisions: 'collsns' }
const linkColumns = [['bytes', 10, 'bytes', 'bytes'], ['packets', 7, 'packets', 'packets'], ['errors', 6, 'errors', 'errors'], ['dropped', 7, 'dropped', 'dropped'],
  ['missed', 7, 'over_errors', 'carrier_errors'], ['mcast', 7, 'multicast', 'collisions']] as const
const mplsColumns = [['bytes', 9, 'bytes', 'bytes'], ['packets', 7, 'packets', 'packets'], ['errors', 6, 'errors', 'errors'], ['dropped', 7, 'dropped', 'dropped'], ['noroute', 7, 'noroute', '']] as const
function linkText (f: Facts): string {
  if (f.stats64 === undefined) return '\n'
  // ip leaves room for what was compressed.
  return `\n${tableText(f.stats64 as unknown as Ways, linkColumns).replace(/^( +[RT]X: .*)$/gm, `$1${' '.repeat(11)}`)}`
}

const suites = (group: string, part: 'linkXstats' | 'linkXstatsSlave'): Readonly<Record<'bond' | 'mcast' | 'stp', Entry>> => ({
  bond: {
    group, subgroup: 'bond', suite: '802.3ad', part,
    facts: stats => when(stats[part]?.bond?.['3ad'], counts => ({ '802.3ad': facts(Object.fromEntries(bond3ad.map(([said, name]) => [said, counts[name]]))) })),
    text: f => f['802.3ad'] === undefined ? '' : `\n${bondText(f['802.3ad'] as Facts)}`,
  },
  mcast: {
    group, subgroup: 'bridge', suite: 'mcast', part,
    facts: stats => when(stats[part]?.bridge?.mcast, counts => ({ multicast: mcastFacts(counts) })),
    text: f => f.multicast === undefined ? '' : `\n${mcastText(f.multicast as Facts)}`,
  },
  stp: {
    group, subgroup: 'bridge', suite: 'stp', part,
    facts: stats => when(stats[part]?.bridge?.stp, s => ({
      stp: { rx_bpdu: s.rxBpdu, tx_bpdu: s.txBpdu, rx_tcn: s.rxTcn, tx_tcn: s.txTcn, transition_blk: s.transitionBlk, transition_fwd: s.transitionFwd },
    })),
    text: f => f.stp === undefined ? '' : `\n${stpText(f.stp as Facts)}`,
  },
})
const [own, slave] = [suites('xstats', 'linkXstats'), suites('xstats_slave', 'linkXstatsSlave')]
const infoOf = (stats: Stats): Facts | undefined => {
  const info = stats.linkOffloadXstats?.hwSInfo?.l3Stats
  return info && facts({ request: info.request === 1, used: info.used === undefined ? undefined : info.used === 1 })
}

/** All that there are, in ip's order. */
export const statsEntries: readonly Entry[] = [
  {
    group: 'afstats', subgroup: 'mpls', part: 'afSpec',
    facts: stats => when(stats.afSpec?.mpls?.link, s => ({
      mpls_stats: {
        rx: { bytes: s.rxBytes, packets: s.rxPackets, errors: s.rxErrors, dropped: s.rxDropped, noroute: s.rxNoroute },
        tx: { bytes: s.txBytes, packets: s.txPackets, errors: s.txErrors, dropped: s.txDropped },
      },
    })),
    text: f => f.mpls_stats === undefined ? '' : `\n${tableText(f.mpls_stats as unknown as Ways, mplsColumns)}`,
  },
  { group: 'link', part: 'link64', facts: stats => when(stats.link64, counts => ({ stats64: counterFacts(counts) })), text: linkText },
  {
    group: 'offload', subgroup: 'l3_stats', part: 'linkOffloadXstats',
    facts: stats => facts({
      info: infoOf(stats),
      ...when(stats.linkOffloadXstats?.l3Stats, s => ({
        stats64: {
          rx: { packets: s.rxPackets, bytes: s.rxBytes, errors: s.rxErrors, dropped: s.rxDropped, multicast: s.multicast },
          tx: { packets: s.txPackets, bytes: s.txBytes, errors: s.txErrors, dropped: s.txDropped },
        },
      })),
    }),
    text: f => `${f.info === undefined ? '' : infoText(f.info as Facts)}${f.stats64 === undefined ? '' : linkText(f)}`,
  },
  {
    group: 'offload', subgroup: 'hw_stats_info', part: 'linkOffloadXstats',
    facts: stats => when(infoOf(stats), info => ({ info: { l3_stats: info } })),
    text: f => f.info === undefined ? '' : `\n    l3_stats${infoText((f.info as { l3_stats: Facts }).l3_stats)}`,
  },
  { group: 'offload', subgroup: 'cpu_hit', part: 'linkOffloadXstats', facts: stats => when(stats.linkOffloadXstats?.cpuHit, counts => ({ stats64: counterFacts(counts) })), text: linkText },
  slave.bond, own.bond, slave.mcast, slave.stp, own.mcast, own.stp,
]

/** One link's, of these entries. */
export function statsFacts (stats: Stats, names: LinkNames, entries: readonly Entry[]): Facts[] {
  return entries.map(entry => ({
    ifindex: stats.ifindex, ifname: names.name(stats.ifindex), group: entry.group,
    ...entry.subgroup === undefined ? {} : { subgroup: entry.subgroup }, ...entry.suite === undefined ? {} : { suite: entry.suite },
    ...entry.facts(stats),
  }))
}
export function statsText (shown: readonly Facts[], entries: readonly Entry[]): string {
  return shown.map((f, i) => {
    const { group, subgroup, suite, text } = entries[i]!
    return `${String(f.ifindex)}: ${String(f.ifname)}: ${Object.entries({ group, subgroup, suite }).flatMap(([level, name]) => name === undefined ? [] : [`${level} ${name}`]).join(' ')}${text(f)}\n`
  }).join('')
}
