// Fair queues: fq, sfq, hhf.
import type { Fq, FqXstats } from '../../../../../codec/route/tc/qdisc/fq.js'
import type { Hhf, HhfXstats } from '../../../../../codec/route/tc/qdisc/hhf.js'
import type { Sfq, SfqXstats } from '../../../../../codec/route/tc/qdisc/sfq.js'
import type { How } from '../../how.js'
import { any, counted, counts, NEW_LINE, rate, shown, size, time, word, type Said } from '../../said.js'
import { nanoText } from '../units.js'
import { float } from './codel.js'
import { redFlags } from './red.js'

const nanoseconds = (name: string, ns: number | bigint | undefined, form: string): Said => ns === undefined ? undefined : shown(name, ns, form, nanoText(ns))
export const fq = (f: Fq): Said => [
  any('limit', f.plimit, 'limit %p '), any('flow_limit', f.flowPlimit, 'flow_limit %p '),
  f.bucketsLog !== undefined && any('buckets', 2 ** f.bucketsLog), any('orphan_mask', f.orphanMask),
  f.rateEnable === 0 && any('pacing', false, 'nopacing '),
  size('quantum', f.quantum), size('initial_quantum', f.initialQuantum),
  f.flowMaxRate !== 0xffffffff && rate('maxrate', f.flowMaxRate), f.flowDefaultRate !== 0 && rate('defrate', f.flowDefaultRate),
  f.lowRateThreshold !== 0 && rate('low_rate_threshold', f.lowRateThreshold),
  time('refill_delay', f.flowRefillDelay), f.ceThreshold !== 0xffffffff && time('ce_threshold', f.ceThreshold),
  nanoseconds('timer_slack', f.timerSlack, 'timer_slack % '), time('horizon', f.horizon),
  f.horizonDrop !== undefined && (f.horizonDrop === 0 ? any('horizon_cap', null, 'horizon_cap ') : any('horizon_drop', null, 'horizon_drop ')),
]
export const fqCounters = (x: FqXstats): Said => [
  any('flows', x.flows, '  flows %'), any('inactive', x.inactiveFlows, ' (inactive %'), any('throttled', x.throttledFlows, ' throttled %)'),
  x.timeNextDelayedFlow > 0n && nanoseconds('next_packet_delay', x.timeNextDelayedFlow, ' next_packet_delay %'), NEW_LINE,
  counts({ gc: x.gcFlows, highprio: x.highprioPackets }), counted('retrans', x.tcpRetrans),
  // The same name twice, as tc has it: how often, after how many flows.
  any('throttled', x.throttled, ' throttled %'),
  x.unthrottleLatencyNs !== 0 && nanoseconds('latency', x.unthrottleLatencyNs, ' latency %'), counted('ce_mark', x.ceMark), counted('flows_plimit', x.flowsPlimit),
  (x.pktsTooLong !== 0n || x.allocationErrors !== 0n || x.horizonDrops !== 0n || x.horizonCaps !== 0n) && NEW_LINE,
  counted('pkts_too_long', x.pktsTooLong), counted('alloc_errors', x.allocationErrors), counted('horizon_drops', x.horizonDrops),
  counted('horizon_caps', x.horizonCaps, '  horizon_caps %'),
]

export const sfq = (s: Sfq, how: How): Said => [
  any('limit', s.v0.limit, 'limit %p '), size('quantum', s.v0.quantum), s.depth !== 0 && any('depth', s.depth), word('headdrop', s.headdrop),
  how.details && any('flows', s.v0.flows), any('divisor', s.v0.divisor), s.v0.perturbPeriod !== 0 && any('perturb', s.v0.perturbPeriod, 'perturb %sec '),
  s.qthMin !== 0 && [
    any('ewma', s.wlog), size('min', s.qthMin), size('max', s.qthMax), float('probability', s.maxP / 2 ** 32), redFlags(s.flags),
    how.statistics && [
      NEW_LINE, counts({ prob_mark: s.stats.probMark, prob_mark_head: s.stats.probMarkHead, prob_drop: s.stats.probDrop }), NEW_LINE,
      counts({ forced_mark: s.stats.forcedMark, forced_mark_head: s.stats.forcedMarkHead, forced_drop: s.stats.forcedDrop }),
    ],
  ],
]
/** Of a flow, that is, a class. */
export const sfqCounters = ({ allot }: SfqXstats): Said => counts({ allot })

export const hhf = (h: Hhf): Said => [
  any('limit', h.backlogLimit, 'limit %p '), size('quantum', h.quantum), any('hh_limit', h.hhFlowsLimit), time('reset_timeout', h.resetTimeout),
  size('admit_bytes', h.admitBytes), time('evict_timeout', h.evictTimeout), any('non_hh_weight', h.nonHhWeight),
]
export const hhfCounters = (x: HhfXstats): Said =>
  counts({ drop_overlimit: x.dropOverlimit, hh_overlimit: x.hhOverlimit, tot_hh: x.hhTotCount, cur_hh: x.hhCurCount })
