// Kinds of classes: what TCA_KIND, the qdisc's kind, says, and the type of TCA_OPTIONS. Other qdiscs' classes have
// none.
import { nested } from '../../../core/attributes.js'
import { Cbq } from '../qdisc/cbq.js'
import { Dsmark } from '../qdisc/dsmark.js'
import { Ets } from '../qdisc/ets.js'
import { Htb } from '../qdisc/htb.js'
import { Atm } from './atm.js'
import { Drr } from './drr.js'
import { HfscClass } from './hfsc.js'
import { Qfq } from './qfq.js'

export const classes = {
  atm: Atm,
  cbq: Cbq,
  drr: Drr,
  dsmark: Dsmark,
  ets: nested(Ets),
  hfsc: HfscClass,
  htb: Htb,
  qfq: Qfq,
}
