// The options of qdiscs: tc's words, our names. tc-htb(8), tc-netem(8) and the like; tables where a kind has no more than names and units
import { CommandLineError } from '../../command.js'
import type { Words } from '../words.js'
import { cake } from './cake.js'
import { cbs, etf, mqprio, taprio } from './clocked.js'
import { netem } from './netem.js'
import { choke, red, sfb } from './red.js'
import { shaper } from './shapers.js'
import { hexadecimal, is, nanoseconds, number, numbersOf, optionWords, rate, size, time, type Options } from './units.js'

const LIMIT: Options = { limit: ['limit', number] }
const ECN: Options = { ecn: is('ecn'), noecn: is('ecn', 0) }
const codel: Options = { ...LIMIT, target: ['target', time], interval: ['interval', time], ce_threshold: ['ceThreshold', time], ...ECN }
const pie: Options = {
  ...LIMIT, target: ['target', time], tupdate: ['tupdate', time], alpha: ['alpha', number], beta: ['beta', number], ...ECN,
  bytemode: is('bytemode'), nobytemode: is('bytemode', 0), dq_rate_estimator: is('dqRateEstimator'), no_dq_rate_estimator: is('dqRateEstimator', 0),
}
const tables: Readonly<Record<string, Options>> = {
  pfifo: LIMIT, pfifo_head_drop: LIMIT, skbprio: LIMIT, bfifo: { limit: ['limit', size] }, codel, pie,
  fq_codel: { ...codel, flows: ['flows', number], quantum: ['quantum', size], memory_limit: ['memoryLimit', size], drop_batch: ['dropBatchSize', number] },
  fq_pie: { ...pie, flows: ['flows', number], quantum: ['quantum', size], memory_limit: ['memoryLimit', size], ecn_prob: ['ecnProb', number] },
  fq: {
    limit: ['plimit', number], flow_limit: ['flowPlimit', number], quantum: ['quantum', size], initial_quantum: ['initialQuantum', size], maxrate: ['flowMaxRate', rate],
    defrate: ['flowDefaultRate', rate], low_rate_threshold: ['lowRateThreshold', rate], refill_delay: ['flowRefillDelay', time], orphan_mask: ['orphanMask', number],
    ce_threshold: ['ceThreshold', time], timer_slack: ['timerSlack', (words, what) => Number(nanoseconds(words, what))], horizon: ['horizon', time],
    horizon_cap: is('horizonDrop', 0), horizon_drop: is('horizonDrop'), pacing: is('rateEnable'), nopacing: is('rateEnable', 0),
    buckets: ['bucketsLog', (words, what) => Math.ceil(Math.log2(words.number(what)))],
  },
  sfq: {
    limit: ['v0.limit', number], quantum: ['v0.quantum', size], perturb: ['v0.perturbPeriod', number], divisor: ['v0.divisor', number], flows: ['v0.flows', number],
    depth: ['depth', number], headdrop: is('headdrop'),
  },
  htb: {
    default: ['init.defcls', hexadecimal], r2q: ['init.rate2quantum', number], debug: ['init.debug', number], direct_qlen: ['directQlen', number], offload: is('offload', true),
  },
  hfsc: { default: ['defcls', hexadecimal] },
  prio: { bands: ['bands', number], priomap: ['priomap', numbersOf(16)] },
  ets: { bands: ['nbands', number], strict: ['nstrict', number], quanta: ['quanta', numbersOf(16)], priomap: ['priomap', numbersOf(16)] },
  hhf: {
    limit: ['backlogLimit', number], quantum: ['quantum', size], hh_limit: ['hhFlowsLimit', number], reset_timeout: ['resetTimeout', time], admit_bytes: ['admitBytes', size],
    evict_timeout: ['evictTimeout', time], non_hh_weight: ['nonHhWeight', number],
  },
  multiq: {}, ingress: {}, clsact: {}, drr: {}, qfq: {}, mq: {}, noqueue: {},
}
/** What is sent where nothing else is said: the kernel wants it. */
const defaults: Readonly<Record<string, object>> = {
  htb: { init: { version: 3, rate2quantum: 10 } }, prio: { bands: 3, priomap: [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1] }, hfsc: {}, multiq: { bands: 0 },
}
const others: Readonly<Record<string, (words: Words) => Record<string, unknown>>> = {
  cake, cbs, choke, etf, mqprio, netem, red, sfb, taprio, tbf: shaper,
}
export const knownQdiscs: readonly string[] =
  [...Object.entries(tables).filter(([, options]) => Object.keys(options).length > 0).map(([kind]) => kind), ...Object.keys(others)].sort()

/** `kind`, and what comes after it. Options of other kinds are not known here: with them, they are refused. */
export function qdiscWords (words: Words): { readonly kind: string, readonly options?: object } {
  const kind = words.next('kind')
  const options = of(kind, words)
  return Object.keys(options).length === 0 && defaults[kind] === undefined ? { kind } : { kind, options }
}
function of (kind: string, words: Words): Record<string, unknown> {
  if (Object.hasOwn(others, kind)) return others[kind]!(words)
  if (!Object.hasOwn(tables, kind)) {
    if (words.done) return {}
    throw new CommandLineError(`what is "${words.peek!}"? Options of ${kind} are not known here: see ${words.usage}`)
  }
  const given = optionWords(words, tables[kind]!)
  const usual = defaults[kind] as Record<string, object> | undefined
  // One level below, too: what is said of `init` goes before what is usual of it.
  return usual === undefined ? given : { ...usual, ...given, ...'init' in usual ? { init: { ...usual['init'], ...given['init'] as object | undefined } } : {} }
}
