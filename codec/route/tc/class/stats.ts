// What a kind of class counts for itself: TCA_XSTATS, and TCA_STATS2 with the same as TCA_STATS_APP.
import { CakeStats, CakeXstats } from '../qdisc/cake.js'
import { CbqStats, CbqXstats } from '../qdisc/cbq.js'
import { FqCodelStats, FqCodelXstats } from '../qdisc/fq-codel.js'
import { HtbStats, HtbXstats } from '../qdisc/htb.js'
import { SfqStats, SfqXstats } from '../qdisc/sfq.js'
import { DrrStats, DrrXstats } from './drr.js'
import { HfscStats, HfscXstats } from './hfsc.js'
import { QfqStats, QfqXstats } from './qfq.js'

export const classXstats = {
  cake: CakeXstats,
  cake_mq: CakeXstats,
  cbq: CbqXstats,
  drr: DrrXstats,
  fq_codel: FqCodelXstats,
  hfsc: HfscXstats,
  htb: HtbXstats,
  qfq: QfqXstats,
  sfq: SfqXstats,
}
export const classStats = {
  cake: CakeStats,
  cake_mq: CakeStats,
  cbq: CbqStats,
  drr: DrrStats,
  fq_codel: FqCodelStats,
  hfsc: HfscStats,
  htb: HtbStats,
  qfq: QfqStats,
  sfq: SfqStats,
}
