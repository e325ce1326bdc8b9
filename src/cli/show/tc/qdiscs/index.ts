// What each kind of qdisc says of its options, and what it counts for itself. Kinds that are not here have nothing to say.
import type { Said } from '../../said.js'
import type { How } from '../../how.js'
import { cake, cakeCounters } from './cake.js'
import { cbs, etf, mqprio, taprio } from './clocked.js'
import { codel, codelCounters, fqCodel, fqCodelCounters, fqPie, fqPieCounters, pie, pieCounters } from './codel.js'
import { fq, fqCounters, hhf, hhfCounters, sfq } from './fair.js'
import { netem } from './netem.js'
import { choke, chokeCounters, gred, red, redCounters, sfb, sfbCounters } from './red.js'
import { htb, tbf } from './shapers.js'
import { bytesFifo, ets, fifo, hfsc, ingress, multiq, prio, skbprio } from './small.js'

type Shown = (of: never, how: How) => Said
export const qdiscOptions: Readonly<Record<string, Shown>> = {
  bfifo: bytesFifo, cake, cbs, choke, codel, etf, ets, fq, fq_codel: fqCodel, fq_pie: fqPie, gred, hfsc, hhf, htb, ingress, mqprio, multiq, netem,
  pfifo: fifo, pfifo_fast: prio, pfifo_head_drop: fifo, pie, prio, red, sfb, sfq, skbprio, taprio, tbf,
}
export const qdiscCounters: Readonly<Record<string, Shown>> = {
  cake: cakeCounters, choke: chokeCounters, codel: codelCounters, fq: fqCounters, fq_codel: fqCodelCounters, fq_pie: fqPieCounters, hhf: hhfCounters,
  pie: pieCounters, red: redCounters, sfb: sfbCounters,
}
