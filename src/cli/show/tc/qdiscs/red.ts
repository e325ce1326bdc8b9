// Early detection: red, gred, choke, sfb.
import type { Choke, ChokeXstats } from '../../../../../codec/route/tc/qdisc/choke.js'
import type { Gred, GredParms, GredQueue } from '../../../../../codec/route/tc/qdisc/gred.js'
import type { Red, RedXstats } from '../../../../../codec/route/tc/qdisc/red.js'
import type { Sfb, SfbXstats } from '../../../../../codec/route/tc/qdisc/sfb.js'
import type { How } from '../../how.js'
import { any, counts, list, NEW_LINE, size, text, time, type Said } from '../../said.js'
import { float } from './codel.js'

export const redFlags = (flags: ReadonlyArray<string | number>): Said => ([['ecn', 'ecn'], ['harddrop', 'harddrop'], ['adaptive', 'adaptative'], ['nodrop', 'nodrop']] as const)
  .map(([name, flag]) => any(name, flags.includes(flag), flags.includes(flag) ? `${name} ` : ''))
interface Average { readonly wlog: number, readonly plog: number, readonly scellLog: number }
const average = (a: Average, maxP: number | undefined, last: string): Said =>
  [any('ewma', a.wlog), maxP === undefined ? any('Plog', a.plog) : float('probability', maxP / 2 ** 32), any('Scell_log', a.scellLog, `Scell_log %${last}`)]
const notZero = (value: number | undefined): number | undefined => value === 0 ? undefined : value

export function red (r: Red, how: How): Said {
  const p = r.parms!
  const events = ([['early_drop', r.earlyDropBlock], ['mark', r.markBlock]] as const).filter(([, block]) => notZero(block) !== undefined)
  return [
    size('limit', p.limit), size('min', p.qthMin), size('max', p.qthMax), redFlags(r.flags?.value ?? p.flags), how.details && average(p, notZero(r.maxP), ''),
    events.length > 0 && list('qevents', events.map(([kind, block]) => [any('kind', kind, 'qevent %'), any('block', block, ' block %'), text(' ')])),
  ]
}
export const redCounters = (x: RedXstats): Said => [any('marked', x.marked, '  marked % '), any('early', x.early), any('pdrop', x.pdrop), any('other', x.other)]

export const choke = ({ parms: p, maxP }: Choke, how: How): Said => p && [
  ([['limit', p.limit], ['min', p.qthMin], ['max', p.qthMax]] as const).map(([name, value]) => any(name, value, `${name} %p `)),
  redFlags(p.flags), how.details && average(p, notZero(maxP), ''),
]
export const chokeCounters = (x: ChokeXstats): Said => counts({ marked: x.marked, early: x.early, pdrop: x.pdrop, other: x.other, matched: x.matched })

export const sfb = ({ parms: p }: Sfb): Said => p && [
  time('rehash', p.rehashInterval * 1000), time('db', p.warmupTime * 1000), any('limit', p.limit, 'limit %p '), any('max', p.max, 'max %p '), any('target', p.binSize, 'target %p '),
  float('increment', p.increment / 0xffff), float('decrement', p.decrement / 0xffff),
  any('penalty_rate', p.penaltyRate, 'penalty_rate %pps '), any('penalty_burst', p.penaltyBurst, 'penalty_burst %p '),
]
export const sfbCounters = (x: SfbXstats): Said => [
  counts({ earlydrop: x.earlydrop, penaltydrop: x.penaltydrop, bucketdrop: x.bucketdrop, queuedrop: x.queuedrop, childdrop: x.childdrop, marked: x.marked }), NEW_LINE,
  counts({ maxqlen: x.maxqlen }), float('maxprob', x.maxprob / 0xffff, ' maxprob %'), float('avgprob', x.avgprob / 0xffff, ' avgprob %'),
]

export const gred = (g: Gred, how: How): Said => [
  any('dp_cnt', g.dps?.dps, 'vqs % '), any('dp_default', g.dps?.defDp, 'default % '), g.dps && any('grio', g.dps.grio !== 0, g.dps.grio === 0 ? '' : 'grio '),
  size('limit', g.limit), g.dps && redFlags(g.dps.flags),
  list('vqs', (g.parms ?? []).flatMap((queue, i) => queue.dp >= 16 ? [] : [gredQueue(queue, g.vqList?.find(({ dp }) => dp === queue.dp), g.maxP?.[i], how)])),
]
const gredQueue = (q: GredParms, more: GredQueue | undefined, maxP: number | undefined, how: How): Said => [
  any('vq', q.dp, '\n vq % '), any('prio', q.prio), size('limit', q.limit), size('min', q.qthMin), size('max', q.qthMax),
  more?.flags !== undefined && redFlags(more.flags), how.details && average(q, maxP, ' '), how.statistics && gredCounters(q, more),
]
const gredCounters = (q: GredParms, more: GredQueue | undefined): Said => [
  text('\n  Queue size: '), size('qave', q.qave, 'average % '), size('backlog', q.backlog, 'current % '), text('\n  Dropped packets: '),
  any('forced_drop', more?.statForcedDrop ?? q.forced, 'forced % '), any('prob_drop', more?.statProbDrop ?? q.early, 'early % '),
  any('pdrop', more?.statPdrop ?? q.pdrop), any('other', more?.statOther ?? q.other),
  more !== undefined && [text('\n  Marked packets: '), any('forced_mark', more.statForcedMark ?? 0, 'forced % '), any('prob_mark', more.statProbMark ?? 0, 'early % ')],
  text('\n  Total packets: '), any('packets', q.packets, '% '), size('bytes', Number(more?.statBytes ?? q.bytesin), '(%) '),
]
