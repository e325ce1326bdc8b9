// Routes: RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE. rtnetlink(7), ip-route(8)
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from '../../codec/core/header.js'
import type { Input, Wide } from '../../codec/core/infer.js'
import { Route } from '../../codec/route/route/route.js'
import { RTM_DELROUTE, RTM_GETROUTE, RTM_NEWROUTE } from '../../codec/route/message-types.js'
import type { Ask } from './asked.js'
import { answer, nothing, type Listing } from './conversation.js'
import type { Each, Mode, Result, WaitOptions } from './mode.js'
import { numbered } from './names.js'
import { Objects } from './objects.js'
import { during, endOf, familyOfText, mustBeOf, parseTable, setEnd, tableOfHeader, type Table } from './values.js'

type Wire = Input<typeof Route, Wide>
type Hop = NonNullable<Wire['multipath']>[number]
type OfUnion<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
/**
 * A route: `dst: '10.0.0.0/24'` or 'default', `gateway`, `oif` by name or index, `table`, `protocol`, `scope` and realms (`flow`) by number, or by a name
 * of /etc/iproute2. What is
 * not given is as `ip route` has it: table main, protocol boot, type unicast, scope link where there is no gateway. `dstLen` and `srcLen`
 * count where `dst` and `src` have no length: so what `list` gave can be given back.
 */
export type NewRoute = OfUnion<Wire, 'table' | 'rtmTable'> & { readonly table?: Table }
export interface RouteFilter {
  readonly family?: 'inet' | 'inet6' | 'mpls'
  readonly table?: Table
  readonly oif?: string | number
  readonly protocol?: Wire['protocol']
  readonly type?: Wire['type']
}
/** What a packet looks like whose way is asked for. */
export type RouteQuery = Pick<Wire, 'iif' | 'oif' | 'mark' | 'uid' | 'tos' | 'ipProto' | 'sport' | 'dport'> & {
  readonly src?: string
  /** The route of the table as it stands there, not the one that is made of it for this address. */
  readonly fibMatch?: boolean
}

export class Routes<M extends Mode> extends Objects<M> {
  /**
   * All of all tables and families, or those that fit; the kernel filters. Cached routes are not among them. A table that is not there
   * has none. @throws {NetlinkError} ENODEV for a link that is none
   */
  list (filter: RouteFilter = {}, options?: WaitOptions): Result<M, Route[]> {
    return this.steps(() => this.listed(this.#listing('route.list', filter)), options)
  }

  /**
   * The same one by one, as the kernel gives them, for more than one wants to hold: nothing is read that is not asked for.
   * @throws {InterruptedError} at the end, if the list changed meanwhile: some may be missing, or have come twice
   */
  each (filter: RouteFilter = {}, options?: WaitOptions): Each<M, Route> {
    return this.pieces(() => this.#listing('route.each', filter), options)
  }

  /**
   * The way that a packet to `dst` takes, as `ip route get`.
   * @throws {NetlinkError} ENETUNREACH; for a route of another type (blackhole, prohibit ...) EINVAL, EACCES, EHOSTUNREACH
   */
  get (dst: string, { fibMatch = false, src, ...query }: RouteQuery = {}): Result<M, Route> {
    return this.now(() => {
      const call = `route.get ${dst}`
      const to = during(call, () => endOf(dst, 'dst'))
      const from = src === undefined ? {} : during(call, () => endOf(src, 'src'))
      const value = {
        ...query, ...to, ...from, family: familyOfText(dst),
        // Without lookupTable an IPv4 route comes without its table; IPv6 tells it always, and takes no such flag.
        flags: [...dst.includes(':') ? [] : ['lookupTable'], ...fibMatch ? ['fibMatch'] : []],
      }
      return this.talk.exchange([{ call, type: RTM_GETROUTE, codec: Route, value }], answer<Route>)
    })
  }

  /**
   * Makes a route, and gives it back as the kernel has it.
   * @throws {CodecError} for an address that is none, a prefix out of range; {NetlinkError} EEXIST, ENETUNREACH (the gateway), ENODEV ...
   */
  add (route: NewRoute): Result<M, Route> {
    return this.now(() => this.#make('route.add', NLM_F_CREATE | NLM_F_EXCL, route))
  }

  /** Puts a route behind those of the same destination and priority. Of IPv6 it becomes one more hop of the same route. */
  append (route: NewRoute): Result<M, Route> {
    return this.now(() => this.#make('route.append', NLM_F_CREATE | NLM_F_APPEND, route))
  }

  /**
   * Makes a route, or puts it in the place of the one of the same destination, tos, priority and table, with all of its hops. One of IPv4 that
   * is there just so is looked for in a list, as the kernel does not tell it.
   */
  replace (route: NewRoute): Result<M, Route> {
    return this.now(() => this.#make('route.replace', NLM_F_CREATE | NLM_F_REPLACE, route))
  }

  /** As `replace`, but there must be one. @throws {NetlinkError} ENOENT */
  change (route: NewRoute): Result<M, Route> {
    return this.now(() => this.#make('route.change', NLM_F_REPLACE, route))
  }

  /** The first that fits: what is not given fits all. @throws {NetlinkError} ESRCH */
  delete (route: NewRoute): Result<M, void> {
    return this.now(() => this.talk.exchange([ask('route.delete', RTM_DELROUTE, 0, route)], nothing))
  }

  /** Deletes those that fit; the filter must say something. Those that the kernel made itself stay, unless they are asked for. Gives how many. */
  flush (filter: RouteFilter & ({ table: Table } | { oif: string | number } | { protocol: unknown } | { type: unknown } | { family: string })): Result<M, number> {
    const routes = this
    return this.steps(function * () {
      routes.mustSay('route.flush', filter, filters)
      const found = (yield * routes.listed(routes.#listing('route.flush', filter))).filter(route => filter.protocol !== undefined || filter.table !== undefined || route.protocol !== 'kernel')
      return routes.flushed(found.map(route => ask('route.flush', RTM_DELROUTE, 0, route)), ['ESRCH'])
    })
  }

  #listing (call: string, filter: RouteFilter): Listing<Route> {
    this.mustKnow(call, filter, filters)
    const { family, table, protocol, type } = filter
    const number = table === undefined ? undefined : during(call, () => parseTable(table))
    const index = this.indexIn(call, filter, 'oif')
    const maker = protocol === undefined ? undefined : during(call, () => numbered('rt_protos', protocol, 'protocol'))
    const value = {
      family: family ?? 'unspec',
      ...number === undefined ? {} : { rtmTable: tableOfHeader(number), table: number },
      ...index === undefined ? {} : { oif: index },
      ...maker === undefined ? {} : { protocol: maker },
    }
    // A table that nobody has put a route in is none: no reason to fail. net/ipv4/fib_frontend.c, net/ipv6/ip6_fib.c
    const ask = { call, type: RTM_GETROUTE, codec: Route, value, empty: 'ENOENT' }
    // The kernel would look at the type that was asked for, and tells that of the nexthop object: blackhole.
    const kind = type === undefined ? undefined : this.talk.said<Route>({ ...ask, value: { ...value, type } }).type
    // Not every family filters, and no kernel before 5.0 does.
    return { ask, fits: route => (family === undefined || route.family === family) && (number === undefined || (route.table ?? route.rtmTable) === number) &&
      (index === undefined || route.oif === index || route.multipath?.some(hop => hop.ifindex === index) === true) &&
      (maker === undefined || numbered('rt_protos', route.protocol) === maker) && (kind === undefined || route.type === kind) }
  }

  #make (verb: string, flags: number, route: NewRoute): Route {
    const asked = ask(verb, RTM_NEWROUTE, flags | NLM_F_ECHO, route)
    if ((flags & NLM_F_REPLACE) === 0) return this.talk.exchange([asked], answer<Route>)
    return this.talk.exchange([asked], answers => answer<Route | undefined>(answers) ?? this.#same(asked))
  }

  /** Of IPv4 the kernel echoes none that is there just so: it did nothing. fib_table_insert() in net/ipv4/fib_trie.c */
  #same ({ call, value }: Ask): Route {
    const { dst, dstLen = 0, tos = 0, priority = 0, table, protocol, type } = value as Route
    const found = this.listedNow(this.#listing(call, { family: 'inet', table: table!, protocol, type }))
    return this.mustFind(found.find(one => one.dstLen === dstLen && (dstLen === 0 || one.dst === dst) && one.tos === tos && (one.priority ?? 0) === priority),
      call, 'it was there, and was deleted at once by somebody else')
  }
}

const filters = ['family', 'table', 'oif', 'protocol', 'type']
/** Header and attribute have one name for whoever called; a gateway of another family is still its gateway. */
const written = (path: string): string => path.replace(/^rtmTable\b/, 'table').replace(/^(dst|src)Len\b/, '$1')
const writtenByVia = (path: string): string => written(path).replace(/(^|\.)via(\.\w+)?$/, '$1gateway')

const onLink = new Set<unknown>(['broadcast', 'multicast', 'anycast'])
const ownTable = new Set<unknown>(['local', 'broadcast', 'nat', 'anycast'])

function ask (verb: string, type: number, flags: number, route: NewRoute): Ask {
  const deletes = type === RTM_DELROUTE
  const given = (deletes ? keyOf(route) : route) as Wire & { readonly table?: Table }
  const { dst = 'default', src, gateway, table } = given
  const call = `${verb} ${dst}`
  return during(call, () => {
    const family = route.family ?? ofText(dst) ?? ofText(gateway) ?? ofText(src) ?? ofText(route.prefsrc) ??
      route.multipath?.map(hop => ofText(hop.gateway)).find(found => found !== undefined) ?? 'inet'
    mustBeOf(family, dst, 'dst')
    mustBeOf(family, src, 'src')
    mustBeOf(family, route.prefsrc, 'prefsrc')
    const kind = route.type ?? 'unicast'
    const number = parseTable(table ?? (ownTable.has(kind) ? 'local' : 'main'))
    const direct = gateway === undefined && route.via === undefined && route.multipath === undefined && route.nhId === undefined
    // Only IPv4 knows scopes, and MPLS refuses them.
    const scope = family === 'inet' ? scopeOf(given.type ?? 'unicast', direct, deletes) : 'universe'
    // An IPv4 route by an IPv6 neighbour, or any by one of another family, goes by RTA_VIA.
    const other = isOther(gateway, family)
    const otherHops = given.multipath?.some(hop => isOtherHop(hop, family)) === true
    // One object, and no parts to put together: this is done for each of a million routes.
    const value: Record<string, unknown> = { scope, ...given, family, rtmTable: tableOfHeader(number), table: number }
    if (!deletes) value['protocol'] ??= 'boot'
    if (!deletes || family === 'mpls') value['type'] ??= kind
    if (other) value['via'] = viaOf(gateway!)
    if (tells(given.flags)) value['flags'] = asked(given.flags)
    if (otherHops || given.multipath?.some(hop => tells(hop.flags)) === true) {
      value['multipath'] = given.multipath!.map(hop => hopOf(hop, family))
    }
    if (other || gateway === undefined) without(value, 'gateway')
    if (src === undefined) without(value, 'src')
    // Labels have no length of their own, and one table, which MPLS wants to hear of in the header alone.
    if (family === 'mpls') {
      value['dst'] = dst
      value['dstLen'] = 20
      delete value['table']
    } else {
      setEnd(value, 'dst', dst, route.dstLen)
      if (src !== undefined) setEnd(value, 'src', src, route.srcLen)
    }
    return { call, type, flags, codec: Route, written: other || otherHops ? writtenByVia : written, value }
  })
}
/** As iproute2 has it: what is on the link itself has scope link, a local address scope host; nowhere fits any when deleting. */
function scopeOf (kind: unknown, direct: boolean, deletes: boolean): string {
  if (kind === 'local' || kind === 'nat') return 'host'
  if (onLink.has(kind)) return 'link'
  if (kind !== 'unicast') return 'universe'
  return deletes ? 'nowhere' : direct ? 'link' : 'universe'
}
const isOther = (gateway: string | undefined, family: unknown): boolean => gateway !== undefined && (family === 'mpls' || ofText(gateway) !== family)
/** IPv6 looks at RTA_GATEWAY of a hop alone, and refuses another family's there. */
const isOtherHop = ({ gateway }: Hop, family: unknown): boolean => family !== 'inet6' && isOther(gateway, family)
const viaOf = (gateway: string): object => ({ family: familyOfText(gateway), addr: gateway })
/** What the kernel tells of a route and its hops, and refuses or believes where it is given back. */
const told = new Set<unknown>(['dead', 'linkdown', 'unresolved', 'offload', 'trap', 'rtOffload', 'rtTrap', 'offloadFailed'])
const isTold = (flag: unknown): boolean => told.has(flag)
const tells = (flags: unknown): boolean => Array.isArray(flags) && flags.some(isTold)
const asked = (flags: unknown): unknown => Array.isArray(flags) ? flags.filter(flag => !isTold(flag)) : flags
function hopOf (hop: Hop, family: unknown): object {
  const { gateway, ...rest } = hop
  return { ...rest, flags: asked(hop.flags), ...isOtherHop(hop, family) ? { via: viaOf(gateway!) } : { gateway } }
}
/** An object that is deleted from is slower from then on: only where there is something. */
function without (value: Record<string, unknown>, name: string): void {
  if (name in value) delete value[name]
}
/** A list tells the hops and the type of a nexthop object besides its number; together the kernel refuses them, or finds no such route. */
function keyOf (route: NewRoute): object {
  if (route.nhId === undefined) return route
  const { gateway: _gateway, via: _via, oif: _oif, multipath: _multipath, encapType: _encapType, encap: _encap, type: _type, ...key } = route
  return key
}
const ofText = (text: string | undefined): 'inet' | 'inet6' | undefined =>
  text === undefined || text === 'default' ? undefined : familyOfText(text)
