// codel and pie, alone and for each of many flows.
import type { Codel, CodelXstats } from '../../../../../codec/route/tc/qdisc/codel.js'
import type { FqCodel, FqCodelClassXstats, FqCodelQdiscXstats, FqCodelXstats } from '../../../../../codec/route/tc/qdisc/fq-codel.js'
import type { FqPie, FqPieXstats } from '../../../../../codec/route/tc/qdisc/fq-pie.js'
import type { Pie, PieXstats } from '../../../../../codec/route/tc/qdisc/pie.js'
import { any, counted, counts, NEW_LINE, shown, size, time, word, type Said } from '../../said.js'
import { general, sharpHex, signedTime } from '../units.js'

export const codel = (c: Codel): Said => [
  any('limit', c.limit, 'limit %p '), time('target', c.target), time('ce_threshold', c.ceThreshold), time('interval', c.interval), word('ecn', c.ecn),
]
const dropNext = (us: number): Said => shown('drop_next', us, ' drop_next %', signedTime(us))
export const codelCounters = (x: CodelXstats): Said => [
  counts({ count: x.count, lastcount: x.lastcount }), time('ldelay', x.ldelay, ' ldelay %'), word('dropping', x.dropping, ' dropping'), dropNext(x.dropNext), NEW_LINE,
  counts({ maxpacket: x.maxpacket, ecn_mark: x.ecnMark, drop_overlimit: x.dropOverlimit }), counted('ce_mark', x.ceMark),
]

export const fqCodel = (f: FqCodel): Said => [
  any('limit', f.limit, 'limit %p '), any('flows', f.flows), any('quantum', f.quantum), time('target', f.target), time('ce_threshold', f.ceThreshold),
  ((f.ceThresholdMask ?? 0) !== 0 || (f.ceThresholdSelector ?? 0) !== 0) && [
    shown('ce_threshold_selector', f.ceThresholdSelector ?? 0, 'ce_threshold_selector %', sharpHex(f.ceThresholdSelector ?? 0)),
    shown('ce_threshold_mask', f.ceThresholdMask ?? 0, '/% ', sharpHex(f.ceThresholdMask ?? 0)),
  ],
  time('interval', f.interval), size('memory_limit', f.memoryLimit), word('ecn', f.ecn), f.dropBatchSize !== 0 && any('drop_batch', f.dropBatchSize),
]
/** Of the qdisc, or of a flow, that is, a class. */
export const fqCodelCounters = ({ type, stats }: FqCodelXstats): Said =>
  type === 'qdisc' ? ofQdisc(stats as FqCodelQdiscXstats) : type === 'class' && ofFlow(stats as FqCodelClassXstats)
const ofQdisc = (q: FqCodelQdiscXstats): Said => [
  counts({ maxpacket: q.maxpacket, drop_overlimit: q.dropOverlimit, new_flow_count: q.newFlowCount, ecn_mark: q.ecnMark }),
  counted('ce_mark', q.ceMark), counted('memory_used', q.memoryUsage), counted('drop_overmemory', q.dropOvermemory), NEW_LINE,
  counts({ new_flows_len: q.newFlowsLen, old_flows_len: q.oldFlowsLen }),
]
const ofFlow = (c: FqCodelClassXstats): Said => [
  counts({ deficit: c.deficit, count: c.count, lastcount: c.lastcount }), time('ldelay', c.ldelay, ' ldelay %'),
  c.dropping !== 0 && [word('dropping', true, ' dropping'), dropNext(c.dropNext)],
]

interface Controller { readonly ecn?: number, readonly bytemode?: number, readonly dqRateEstimator?: number }
const controller = (p: Controller): Said => [word('ecn', p.ecn), word('bytemode', p.bytemode), word('dq_rate_estimator', p.dqRateEstimator)]
export const pie = (p: Pie): Said => [
  any('limit', p.limit, 'limit %p '), time('target', p.target), time('tupdate', p.tupdate), any('alpha', p.alpha), any('beta', p.beta), controller(p as Controller),
]
/** tc divides by 2^64, where the kernel has fractions of 2^56. */
export const pieCounters = (x: PieXstats): Said => [
  float('prob', Number(x.prob) / 2 ** 64, '  prob %'), time('delay', x.delay, ' delay %'), x.dqRateEstimating !== 0 && any('avg_dq_rate', x.avgDqRate, ' avg_dq_rate %'), NEW_LINE,
  counts({ pkts_in: x.packetsIn, overlimit: x.overlimit, dropped: x.dropped, maxq: x.maxq, ecn_mark: x.ecnMark }),
]
export const fqPie = (f: FqPie): Said => [
  any('limit', f.limit, 'limit %p '), any('flows', f.flows), time('target', f.target), time('tupdate', f.tupdate), any('alpha', f.alpha), any('beta', f.beta),
  size('quantum', f.quantum), size('memory_limit', f.memoryLimit), any('ecn_prob', f.ecnProb), controller(f as Controller),
]
export const fqPieCounters = (x: FqPieXstats): Said => [
  counts({ pkts_in: x.packetsIn, overlimit: x.overlimit, overmemory: x.overmemory, dropped: x.dropped, ecn_mark: x.ecnMark }), NEW_LINE,
  counts({ new_flow_count: x.newFlowCount, new_flows_len: x.newFlowsLen, old_flows_len: x.oldFlowsLen, memory_used: x.memoryUsage }),
]

/** With six digits, in both forms. */
export const float = (name: string, value: number, form = `${name} % `): Said => shown(name, Number(general(value)), form, general(value))
