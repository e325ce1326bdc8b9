// What a kind of qdisc counts for itself: TCA_XSTATS, and TCA_STATS2 with the same as TCA_STATS_APP.
import { CakeStats, CakeXstats } from './cake.js'
import { CbqStats, CbqXstats } from './cbq.js'
import { ChokeStats, ChokeXstats } from './choke.js'
import { CodelStats, CodelXstats } from './codel.js'
import { Dualpi2Stats, Dualpi2Xstats } from './dualpi2.js'
import { FqCodelStats, FqCodelXstats } from './fq-codel.js'
import { FqPieStats, FqPieXstats } from './fq-pie.js'
import { FqStats, FqXstats } from './fq.js'
import { HhfStats, HhfXstats } from './hhf.js'
import { PieStats, PieXstats } from './pie.js'
import { RedStats, RedXstats } from './red.js'
import { SfbStats, SfbXstats } from './sfb.js'
import { TaprioStats, TaprioXstats } from './taprio.js'

export const qdiscXstats = {
  cake: CakeXstats,
  cake_mq: CakeXstats,
  cbq: CbqXstats,
  choke: ChokeXstats,
  codel: CodelXstats,
  dualpi2: Dualpi2Xstats,
  fq: FqXstats,
  fq_codel: FqCodelXstats,
  fq_pie: FqPieXstats,
  hhf: HhfXstats,
  pie: PieXstats,
  red: RedXstats,
  sfb: SfbXstats,
  taprio: TaprioXstats,
}
export const qdiscStats = {
  cake: CakeStats,
  cake_mq: CakeStats,
  cbq: CbqStats,
  choke: ChokeStats,
  codel: CodelStats,
  dualpi2: Dualpi2Stats,
  fq: FqStats,
  fq_codel: FqCodelStats,
  fq_pie: FqPieStats,
  hhf: HhfStats,
  pie: PieStats,
  red: RedStats,
  sfb: SfbStats,
  taprio: TaprioStats,
}
