// police, as an action and, in the old way, of a filter itself. iproute2's tc/m_police.c
import type { Police } from '../../../../../codec/route/tc/action/police.js'
import { control, since } from '../action.js'
import type { How } from '../../how.js'
import { linkLayer } from '../qdiscs/shapers.js'
import { any, fact, NEW_LINE, size, text, type Said } from '../../said.js'
import { rateText, sizeText, ticksToSize } from '../units.js'

export function police (p: Police, how: How): Said {
  const tbf = p.tbf
  if (tbf === undefined) return fact('kind', 'police')
  const [rate, peak] = [p.rate64 ?? tbf.rate.rate, p.peakrate64 ?? tbf.peakrate.rate]
  return [
    fact('kind', 'police'), fact('index', tbf.index),
    // What follows is not in tc's JSON.
    text(` police 0x${tbf.index.toString(16)} rate ${rateText(rate)} burst ${sizeText(ticksToSize(rate, tbf.burst))} mtu ${sizeText(tbf.mtu)} `),
    Number(peak) !== 0 && text(`peakrate ${rateText(peak)} `), p.avrate !== undefined && text(`avrate ${rateText(p.avrate)} `),
    p.pktrate64 !== undefined && p.pktburst64 !== undefined && [any('pkts_rate', p.pktrate64), any('pkts_burst', ticksToSize(p.pktrate64, Number(p.pktburst64)))],
    control(tbf.action, 'action '), p.result === undefined ? text(' ') : control(p.result, '/', ' '),
    size('overhead', tbf.rate.overhead), linkLayer(tbf.rate.linklayer, how), NEW_LINE,
    any('ref', tbf.refcnt, '\tref % '), any('bind', tbf.bindcnt), how.statistics && p.tm && since(p.tm), NEW_LINE,
  ]
}
