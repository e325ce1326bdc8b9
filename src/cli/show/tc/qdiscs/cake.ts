// cake. iproute2's tc/q_cake.c
import type { Cake, CakeTin, CakeXstats } from '../../../../../codec/route/tc/qdisc/cake.js'
import type { Facts } from '../../facts.js'
import { facts } from '../../facts.js'
import { any, fact, list, rate, size, text, time, word, type Said } from '../../said.js'
import { rateText, signedTime, sizeText, timeText } from '../units.js'

const flowModes: Readonly<Record<string, string>> = {
  none: 'flowblind', srcIp: 'srchost', dstIp: 'dsthost', hosts: 'hosts', flows: 'flows', dualSrc: 'dual-srchost', dualDst: 'dual-dsthost', triple: 'triple-isolate',
}
const acks: Readonly<Record<string, readonly [value: string, words: string]>> = {
  none: ['disabled', 'no-ack-filter '], filter: ['enabled', 'ack-filter '], aggressive: ['aggressive', 'ack-filter-aggressive '],
}
const mode = (name: string, is: string | undefined): Said => is === undefined ? any(name, 'unknown', `(?${name}?)`) : any(name, is, '% ')
const isSet = (value: number | undefined): boolean => value !== undefined && value !== 0
/** `nat ` or `nonat `; nothing, where that is not said. */
const switched = (name: string, value: number | undefined, on: string, off = ''): Said => any(name, isSet(value), isSet(value) ? on : off)

export function cake (c: Cake): Said {
  const [ack, ackWords] = acks[c.ackFilter ?? 'none'] ?? acks['none']!
  const raw = c.raw !== undefined
  return [
    c.baseRate64 !== undefined && (c.baseRate64 === 0n ? any('bandwidth', 'unlimited') : rate('bandwidth', c.baseRate64)),
    isSet(c.autorate) && (c.autorate === 1 ? any('autorate', 'autorate-ingress', '% ') : any('autorate', 'unknown', '(?autorate?) ')),
    c.diffservMode !== undefined && mode('diffserv', typeof c.diffservMode === 'string' ? c.diffservMode : undefined),
    c.flowMode !== undefined && mode('flowmode', flowModes[c.flowMode]),
    switched('nat', c.nat, 'nat ', 'nonat '), switched('wash', c.wash, 'wash ', 'nowash '), switched('ingress', c.ingress, 'ingress '),
    any('ack-filter', ack, ackWords), switched('split_gso', c.splitGso, 'split-gso ', 'no-split-gso '),
    isSet(c.rtt) ? time('rtt', c.rtt) : fact('rtt', 0), any('raw', raw, raw ? 'raw ' : ''),
    c.atm === 'atm' || c.atm === 'ptm' ? any('atm', c.atm, '% ') : !raw && any('atm', 'noatm', '% '),
    any('overhead', (c.overhead ?? 0) | 0), isSet(c.mpu) && any('mpu', c.mpu), isSet(c.memory) && size('memlimit', c.memory),
    isSet(c.fwmark) ? any('fwmark', `0x${c.fwmark!.toString(16)}`) : fact('fwmark', '0'),
  ]
}

const wide = (value: number, width: number): string => String(value).padStart(width)
/** Of the qdisc, or of a flow, that is, a class. */
export const cakeCounters = (x: CakeXstats): Said => [
  x.memoryUsed !== undefined && x.memoryLimit !== undefined && [
    text(` memory used: ${sizeText(x.memoryUsed)} of ${sizeText(x.memoryLimit)}\n`), fact('memory_used', x.memoryUsed), fact('memory_limit', x.memoryLimit),
  ],
  rate('capacity_estimate', x.capacityEstimate64, ' capacity estimate: %\n'),
  range('network', ' min/max network layer size: ', 12, x.minNetlen, x.maxNetlen), range('adj', ' min/max overhead-adjusted size: ', 8, x.minAdjlen, x.maxAdjlen),
  x.avgNetoff !== undefined && [text(` average network hdr offset: ${wide(x.avgNetoff, 12)}\n\n`), fact('avg_hdr_offset', x.avgNetoff)],
  any('deficit', x.deficit, '  deficit %'), any('count', x.cobaltCount, ' count %'),
  isSet(x.dropping) && [word('dropping', true, ' dropping'), moment('drop_next', x.dropNextUs)],
  x.pDrop !== undefined && [any('blue_prob', x.pDrop, ' blue_prob %'), moment('blue_timer', x.blueTimerUs)],
  x.tinStats !== undefined && x.tinStats.length > 0 && tins(x.tinStats),
]
const range = (name: string, words: string, width: number, min: number | undefined, max: number | undefined): Said => min !== undefined && max !== undefined && [
  text(`${words}${wide(min, width)} /${wide(max, 8)}\n`), fact(`min_${name}_size`, min), fact(`max_${name}_size`, max),
]
/** What is over is not in JSON. */
const moment = (name: string, us: number | undefined): Said => us !== undefined && [text(` ${name} ${signedTime(us)}`), us >= 0 && fact(name, us)]

const tinFacts = (t: CakeTin): Facts => facts({
  threshold_rate: t.thresholdRate64, sent_bytes: t.sentBytes64, backlog_bytes: t.backlogBytes, target_us: t.targetUs, interval_us: t.intervalUs, peak_delay_us: t.peakDelayUs,
  avg_delay_us: t.avgDelayUs, base_delay_us: t.baseDelayUs, sent_packets: t.sentPackets, way_indirect_hits: t.wayIndirectHits, way_misses: t.wayMisses,
  way_collisions: t.wayCollisions, drops: t.droppedPackets, ecn_mark: t.ecnMarkedPackets, ack_drops: t.acksDroppedPackets, sparse_flows: t.sparseFlows, bulk_flows: t.bulkFlows,
  unresponsive_flows: t.unresponsiveFlows, max_pkt_len: t.maxSkblen, flow_quantum: t.flowQuantum,
})
const rows: ReadonlyArray<readonly [words: string, name: keyof CakeTin, form?: (value: number) => string]> = [
  ['thresh  ', 'thresholdRate64', rateText], ['target  ', 'targetUs', timeText], ['interval', 'intervalUs', timeText], ['pk_delay', 'peakDelayUs', timeText],
  ['av_delay', 'avgDelayUs', timeText], ['sp_delay', 'baseDelayUs', timeText], ['backlog ', 'backlogBytes', sizeText], ['pkts    ', 'sentPackets'], ['bytes   ', 'sentBytes64'],
  ['way_inds', 'wayIndirectHits'], ['way_miss', 'wayMisses'], ['way_cols', 'wayCollisions'], ['drops   ', 'droppedPackets'], ['marks   ', 'ecnMarkedPackets'],
  ['ack_drop', 'acksDroppedPackets'], ['sp_flows', 'sparseFlows'], ['bk_flows', 'bulkFlows'], ['un_flows', 'unresponsiveFlows'], ['max_len ', 'maxSkblen'], ['quantum ', 'flowQuantum'],
]
const headings: Readonly<Record<number, string>> = {
  3: '                   Bulk  Best Effort        Voice', 4: '                   Bulk  Best Effort        Video        Voice',
}
function tins (all: readonly CakeTin[]): Said {
  const heading = headings[all.length] ?? `          ${all.map((_, i) => `        Tin ${i}`).join('')}`
  const lines = rows.filter(([, name]) => all[0]![name] !== undefined)
    .map(([words, name, form = String]) => `  ${words}${all.map(tin => ` ${form(Number(tin[name] as number)).padStart(12)}`).join('')}\n`)
  return [text(`${heading}\n${lines.join('')}`), list('tins', all.map(tin => Object.entries(tinFacts(tin)).map(([name, value]) => fact(name, value))))]
}
