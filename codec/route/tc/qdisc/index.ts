// Kinds of qdiscs: what TCA_KIND says, and the type of TCA_OPTIONS. mq, noqueue, teql, drr and qfq have none.
import { nested } from '../../../core/attributes.js'
import { Cake } from './cake.js'
import { Cbq } from './cbq.js'
import { Cbs } from './cbs.js'
import { Choke } from './choke.js'
import { Codel } from './codel.js'
import { Dsmark } from './dsmark.js'
import { Dualpi2 } from './dualpi2.js'
import { Etf } from './etf.js'
import { Ets } from './ets.js'
import { Fifo } from './fifo.js'
import { FqCodel } from './fq-codel.js'
import { FqPie } from './fq-pie.js'
import { Fq } from './fq.js'
import { Gred } from './gred.js'
import { Hfsc } from './hfsc.js'
import { Hhf } from './hhf.js'
import { Htb } from './htb.js'
import { Ingress } from './ingress.js'
import { Mqprio } from './mqprio.js'
import { Multiq } from './multiq.js'
import { Netem } from './netem.js'
import { Pie } from './pie.js'
import { Plug } from './plug.js'
import { Prio } from './prio.js'
import { Red } from './red.js'
import { Sfb } from './sfb.js'
import { Sfq } from './sfq.js'
import { Skbprio } from './skbprio.js'
import { Taprio } from './taprio.js'
import { Tbf } from './tbf.js'

export const qdiscs = {
  bfifo: Fifo,
  cake: Cake,
  cake_mq: Cake,
  cbq: Cbq,
  cbs: Cbs,
  choke: Choke,
  clsact: Ingress,
  codel: Codel,
  dsmark: Dsmark,
  dualpi2: Dualpi2,
  etf: Etf,
  ets: nested(Ets),
  fq: Fq,
  fq_codel: FqCodel,
  fq_pie: nested(FqPie),
  gred: Gred,
  hfsc: Hfsc,
  hhf: Hhf,
  htb: Htb,
  ingress: Ingress,
  mqprio: Mqprio,
  multiq: Multiq,
  netem: Netem,
  pfifo: Fifo,
  pfifo_fast: Prio,
  pfifo_head_drop: Fifo,
  pie: Pie,
  plug: Plug,
  prio: Prio,
  red: Red,
  sfb: Sfb,
  sfq: Sfq,
  skbprio: Skbprio,
  taprio: Taprio,
  tbf: Tbf,
}
