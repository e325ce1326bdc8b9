// Qdiscs, as tc qdisc show has them. iproute2's tc/tc_qdisc.c
import type { Qdisc } from '../../../../codec/route/tc/tc.js'
import { TC_H_ROOT } from '../../../../codec/route/tc/tcmsg.js'
import type { How } from '../how.js'
import { qdiscOptions, qdiscCounters } from './qdiscs/index.js'
import { any, NEW_LINE, object, text, word, type Said } from '../said.js'
import { counters } from './stats.js'
import { classidText, linkLayerText } from './units.js'

export function qdiscSaid (qdisc: Qdisc, how: How, oneLink: boolean): Said {
  const own = qdisc.stats2?.app ?? qdisc.xstats
  const print = own === undefined ? undefined : qdiscCounters[qdisc.kind ?? '']
  return [
    any('kind', qdisc.kind, 'qdisc %'), any('handle', `${(qdisc.handle >>> 16).toString(16)}:`, ' % '),
    !oneLink && any('dev', how.names.name(qdisc.ifindex)),
    qdisc.parent === TC_H_ROOT ? word('root', true) : qdisc.parent !== 0 && any('parent', classidText(qdisc.parent)),
    qdisc.info !== 1 && any('refcnt', qdisc.info),
    word('offloaded', qdisc.hwOffload),
    block('ingress_block', qdisc.ingressBlock), block('egress_block', qdisc.egressBlock),
    object('options', qdisc.options !== undefined && qdiscOptions[qdisc.kind ?? '']?.(qdisc.options as never, how)),
    NEW_LINE,
    how.details && qdisc.stab?.base !== undefined && [sizeTable(qdisc.stab.base), NEW_LINE],
    how.statistics && [
      qdisc.stats2 !== undefined && [counters(qdisc.stats2, ' '), NEW_LINE],
      print !== undefined && [print(own as never, how), NEW_LINE],
    ],
  ]
}

const block = (name: string, number: number | undefined): Said => number !== 0 && any(name, number)
const sizeTable = (base: NonNullable<NonNullable<Qdisc['stab']>['base']>): Said => object('stab', text(' '),
  base.linklayer !== 'unaware' && any('linklayer', linkLayerText(base.linklayer)),
  (['overhead', 'mpu', 'mtu', 'tsize'] as const).map(name => base[name] !== 0 && any(name, base[name])))
