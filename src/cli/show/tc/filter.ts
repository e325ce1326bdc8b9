// Filters and chains, as tc filter show and tc chain show have them. iproute2's tc/tc_filter.c
import type { Filter } from '../../../../codec/route/tc/tc.js'
import { parseParent, swapped } from '../../../client/tc-values.js'
import { filterOptions } from './filters/index.js'
import type { How } from '../how.js'
import { any, NEW_LINE, object, text, word, type Said } from '../said.js'
import { counters, oldCounters } from './stats.js'
import { classidText, ethertypeText } from './units.js'

/** What was asked for is not said again. */
export interface Asked {
  readonly link?: boolean
  readonly block?: number
  readonly parent?: number
  readonly priority?: number
  /** As tcm_info has it: in network byte order. */
  readonly protocol?: number
  readonly chain?: number
}
const unless = (asked: number | undefined, value: number, said: Said): Said => asked !== value && said

export function filterSaid (filter: Filter, how: How, asked: Asked, noun: 'filter' | 'chain'): Said {
  const options = filter.options === undefined ? undefined : filterOptions[filter.kind ?? '']?.(filter.options as never, how, filter.handle)
  const [priority, protocol] = [filter.info >>> 16, filter.info & 0xffff]
  return [
    text(`${noun} `),
    filter.ifindex === -1 ? unless(asked.block, filter.parent, any('block', filter.parent)) : [
      asked.link !== true && any('dev', how.names.name(filter.ifindex)), unless(asked.parent, filter.parent, place(filter.parent)),
    ],
    noun === 'filter' && [
      protocol !== 0 && unless(asked.protocol, protocol, any('protocol', ethertypeText(swapped(protocol)))),
      priority !== 0 && unless(asked.priority, priority, any('pref', priority)),
    ],
    any('kind', filter.kind, '% '), filter.chain !== undefined && unless(asked.chain, filter.chain, any('chain', filter.chain)),
    filter.kind !== undefined && filter.options !== undefined && object('options', options), NEW_LINE,
    how.statistics && (filter.stats2 !== undefined ? [counters(filter.stats2, ' '), NEW_LINE] : filter.stats !== undefined && [oldCounters(filter.stats, ' '), NEW_LINE]),
  ]
}
function place (parent: number): Said {
  const name = (['root', 'ingress', 'egress'] as const).find(name => parent === parseParent(name))
  return name === undefined ? any('parent', classidText(parent)) : word(name, true)
}
