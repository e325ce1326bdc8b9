// Nexthops, as `ip nexthop` has them. iproute2's ip/ipnexthop.c
import type { Nexthop } from '../../../codec/route/nexthop.js'
import { encapSaid } from './encap.js'
import { protocolName, scopeName } from './names.js'
import { flagsSaid } from './route.js'
import type { How } from './how.js'
import { any, list, object, shown, text, type Said } from './said.js'
import { general } from './tc/units.js'

/** The kernel keeps times in 1/100 s; so do ours, ip says seconds. */
const seconds = (name: string, time: number | bigint = 0): Said => shown(name, Number(time) / 100, `${name} % `, general(Number(time) / 100))

export function nexthopSaid (nexthop: Nexthop, how: How): Said {
  const { groupType, resGroup, oif } = nexthop
  const { details, names } = how
  return [
    any('id', nexthop.id),
    nexthop.group && [
      text('group '),
      list('group', nexthop.group.map(({ id, weight }, i) => [i > 0 && text('/'), any('id', id, '%'), weight !== 0 && any('weight', weight + 1, ',%')])),
      text(' '),
    ],
    groupType === 'res' && any('type', 'resilient'),
    resGroup && object('resilient_args',
      any('buckets', resGroup.buckets), seconds('idle_timer', resGroup.idleTimer), seconds('unbalanced_timer', resGroup.unbalancedTimer), seconds('unbalanced_time', resGroup.unbalancedTime)),
    encapSaid(nexthop, how), any('gateway', nexthop.gateway, 'via % '), oif !== undefined && any('dev', names.name(oif)),
    (nexthop.scope !== 'universe' || details) && any('scope', scopeName(nexthop.scope)), nexthop.blackhole === true && shown('blackhole', null, 'blackhole ', ''),
    (nexthop.protocol !== 'unspec' || details) && any('protocol', protocolName(nexthop.protocol), 'proto % '),
    flagsSaid(nexthop.flags), nexthop.fdb === true && shown('fdb', null, 'fdb', ''), text('\n'),
  ]
}

/** A bucket, as `ip nexthop bucket`. */
export const bucketSaid = ({ id, resBucket, flags }: Nexthop): Said => [
  any('id', id), resBucket && object('bucket', any('index', resBucket.index), seconds('idle_time', resBucket.idleTime), any('nhid', resBucket.nhId)), flagsSaid(flags), text('\n'),
]
