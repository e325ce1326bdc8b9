// Counters of qdiscs, classes, filters and actions, as tc -s has them. iproute2's tc/tc_util.c
import type { Stats, TcStats } from '../../../../codec/route/tc/stats.js'
import { any, fact, NEW_LINE, size, text, type Said } from '../said.js'
import { rateText, sizeText } from './units.js'

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

/** Where there is struct tc_stats alone: of police in the old way. tc prints it as text, into its JSON, too. */
export const oldCounters = (s: TcStats, prefix: string): Said => [
  text(prefix), any('bytes', s.bytes, 'Sent % bytes'), any('packets', s.packets, ' % pkts'), any('drops', s.drops, ' (dropped %'), any('overlimits', s.overlimits, ', overlimits %) '),
  (s.bps !== 0 || s.pps !== 0 || s.qlen !== 0 || s.backlog !== 0) && [
    text(`\n${prefix}`), (s.bps !== 0 || s.pps !== 0) && text(`rate ${s.bps === 0 ? '' : `${rateText(s.bps)} `}${s.pps === 0 ? '' : `${s.pps}pps `}`),
    (s.qlen !== 0 || s.backlog !== 0) && text(`backlog ${s.backlog === 0 ? '' : `${sizeText(s.backlog)} `}${s.qlen === 0 ? '' : `${s.qlen}p `}`),
  ],
]
