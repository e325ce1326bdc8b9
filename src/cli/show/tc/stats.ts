// Counters of qdiscs, classes, filters and actions, as tc -s has them. iproute2's tc/tc_util.c
import type { Stats } from '../../../../codec/route/tc/stats.js'
import { any, fact, NEW_LINE, size, text, type Said } from './said.js'
import { rateText } from './units.js'

/** What stats of all kinds have in common: the kind's own, `app`, is said elsewhere. */
export type Counters = Omit<Stats, 'app' | 'unknown'>

export function counters (stats: Counters, prefix: string): Said {
  const { basic, queue, basicHw, rateEst64, rateEst, pkt64 } = stats
  const estimate = rateEst64 ?? rateEst
  return [
    basic && [text(prefix), any('bytes', basic.bytes, 'Sent % bytes'), any('packets', pkt64 ?? basic.packets, ' % pkt')],
    queue && [any('drops', queue.drops, ' (dropped %'), any('overlimits', queue.overlimits, ', overlimits %'), any('requeues', queue.requeues, ' requeues %) ')],
    basicHw && (basicHw.bytes !== 0n || basicHw.packets !== 0) && [
      basic && basic.bytes >= basicHw.bytes && basic.packets >= basicHw.packets && [
        text(`\n${prefix}`), any('sw_bytes', basic.bytes - basicHw.bytes, 'Sent software % bytes'), any('sw_packets', basic.packets - basicHw.packets, ' % pkt'),
      ],
      text(`\n${prefix}`), any('hw_bytes', basicHw.bytes, 'Sent hardware % bytes'), any('hw_packets', basicHw.packets, ' % pkt'),
    ],
    estimate && [text(`\n${prefix}rate ${rateText(estimate.bps)}`), fact('rate', estimate.bps), any('pps', estimate.pps, ' %pps')],
    queue && [
      rateEst === undefined && NEW_LINE, text(prefix),
      size('backlog', queue.backlog, 'backlog %'), any('qlen', queue.qlen, ' %p'), text(` requeues ${queue.requeues}`),
    ],
  ]
}
