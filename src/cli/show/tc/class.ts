// Classes, as tc class show has them. iproute2 6.1 has no JSON for classes, whatever is asked: these are the names of later ones. tc/tc_class.c
import type { DrrXstats, Drr } from '../../../../codec/route/tc/class/drr.js'
import type { HfscClass, HfscXstats, ServiceCurve } from '../../../../codec/route/tc/class/hfsc.js'
import type { Qfq } from '../../../../codec/route/tc/class/qfq.js'
import type { Ets } from '../../../../codec/route/tc/qdisc/ets.js'
import type { Class } from '../../../../codec/route/tc/tc.js'
import { TC_H_ROOT } from '../../../../codec/route/tc/tcmsg.js'
import type { How } from '../how.js'
import { cakeCounters } from './qdiscs/cake.js'
import { fqCodelCounters } from './qdiscs/codel.js'
import { sfqCounters } from './qdiscs/fair.js'
import { htb, htbCounters } from './qdiscs/shapers.js'
import { any, counted, NEW_LINE, object, rate, shown, size, text, time, word, type Said } from '../said.js'
import { counters } from './stats.js'
import { classidText } from './units.js'

export function classSaid (of: Class, how: How, oneLink: boolean): Said {
  const kind = of.kind ?? ''
  const own = of.stats2?.app ?? of.xstats
  const print = own === undefined ? undefined : ownCounters[kind]
  return [
    any('class', kind, 'class % '), any('handle', of.handle === 0 ? '' : classidText(of.handle), '% '),
    !oneLink && any('dev', how.names.name(of.ifindex)),
    of.parent === TC_H_ROOT ? word('root', true) : any('parent', classidText(of.parent)),
    of.info !== 0 && shown('leaf', `${(of.info >>> 16).toString(16)}:`, 'leaf % ', `${(of.info >>> 16).toString(16)}:`),
    of.options !== undefined && options[kind]?.(of.options as never, how), NEW_LINE,
    how.statistics && object('stats',
      of.stats2 !== undefined && [counters(of.stats2, ' '), NEW_LINE],
      print !== undefined && [print(own as never, how), NEW_LINE]),
  ]
}

const curve = (name: string, sc: ServiceCurve | undefined): Said => sc && object(name, text(`${name} `), rate('m1', sc.m1), time('d', sc.d), rate('m2', sc.m2))
const same = (a: ServiceCurve | undefined, b: ServiceCurve | undefined): boolean =>
  a !== undefined && b !== undefined && a.m1 === b.m1 && a.d === b.d && a.m2 === b.m2
const options: Readonly<Record<string, (of: never, how: How) => Said>> = {
  htb,
  hfsc: ({ rsc, fsc, usc }: HfscClass): Said => [same(rsc, fsc) ? curve('sc', rsc) : [curve('rt', rsc), curve('ls', fsc)], curve('ul', usc)],
  drr: ({ quantum }: Drr): Said => size('quantum', quantum),
  qfq: ({ weight, lmax }: Qfq): Said => [any('weight', weight), any('maxpkt', lmax)],
  ets: ({ quantaBand }: Ets): Said => any('quantum', quantaBand),
}
const ownCounters: Readonly<Record<string, (of: never, how: How) => Said>> = {
  htb: htbCounters,
  hfsc: (x: HfscXstats): Said => [
    any('period', x.period, ' period % '), counted('work', x.work, 'work % bytes '), counted('rtwork', x.rtwork, 'rtwork % bytes '), any('level', x.level), text('\n'),
  ],
  drr: (x: DrrXstats): Said => size('deficit', x.deficit, ' deficit % '),
  cake: cakeCounters, fq_codel: fqCodelCounters, sfq: sfqCounters,
}
