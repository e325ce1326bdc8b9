// Which routes are one and the same. net/ipv4/fib_trie.c: fib_table_insert; net/ipv6/ip6_fib.c: fib6_add_rt2node; net/mpls/af_mpls.c
import { NLM_F_APPEND, NLM_F_REPLACE } from '../../../codec/core/header.js'
import type { Route } from '../../../codec/route/route/route.js'
import { isSame } from './differences.js'
import type { Several } from './monitored.js'

/** All that the kernel files a route under; several may stand there. */
export function keyOfRoute ({ family, dst, dstLen, src, srcLen, tos, priority, table, rtmTable }: Route): string {
  // Short: there may be a hundred thousand.
  const more = tos === 0 && srcLen === 0 ? '' : ` ${tos} ${src}/${srcLen}`
  return `${dst ?? family}/${dstLen} ${table ?? rtmTable} ${priority ?? 0}${more}`
}

/** Flags tell how it fares; the hops of an IPv6 route come in any order. */
const identity = { ignored: new Set(['flags', 'multipath.flags', 'cacheinfo', 'expires', 'pref']), unordered: new Set(['multipath']) }
/** Whether the hops of other routes of its key join it: rt6_qualify_for_ecmp. What routers advertise stays apart. */
const joins = ({ gateway, multipath, protocol }: Route): boolean => multipath !== undefined || (gateway !== undefined && protocol !== 'ra')

export const routesOfOneKey: Several<Route> = {
  place (list, one, flags) {
    const same = routesOfOneKey.find(list, one)
    if (same >= 0) return same
    if ((flags & NLM_F_REPLACE) !== 0) {
      const alike = one.family === 'inet6' ? list.findIndex(other => joins(other) === joins(one)) : 0
      return Math.max(alike, 0)
    }
    return one.family !== 'inet' || (flags & NLM_F_APPEND) !== 0 ? list.length : -1
  },
  find (list, one) {
    if (one.family === 'mpls') return 0
    if (one.family === 'inet6' && joins(one)) return list.findIndex(joins)
    return list.findIndex(other => isSame(other, one, identity))
  },
  // Of an IPv6 route of several hops that lost some, the kernel says that those are gone, and not what is left.
  isPart: (of, gone) => of.family === 'inet6' && (of.multipath?.length ?? 1) > (gone.multipath?.length ?? 1),
}
