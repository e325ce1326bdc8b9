// rtnl route. ip-route(8)
import type { Route } from '../../../codec/route/route/route.js'
import { numbered } from '../../client/names.js'
import { Routes, type NewRoute, type RouteFilter, type RouteQuery } from '../../client/route.js'
import { familyOfText, parseHost } from '../../client/values.js'
import { openClient, type Client } from '../client.js'
import { CommandLineError, type Command, type Context } from '../command.js'
import { deleteAll } from '../flush.js'
import { covers, rangeOf, type Range } from '../grammar/prefix.js'
import { action, numeric, Words } from '../grammar/words.js'
import { printShown } from '../output.js'
import { LinkNames } from '../show/names.js'
import { routeSaid } from '../show/route.js'
import { factsOf, textOf, type Said } from '../show/said.js'

const usage = 'rtnl route help'
const help = `rtnl route: which way packets go

usage: rtnl route [show] [table NAME|N|all] [dev LINK] [via ADDRESS] [proto NAME] [type TYPE] [scope SCOPE] [[exact|root|match] PREFIX]
       rtnl route get ADDRESS [from ADDRESS] [iif LINK] [oif LINK] [mark N] [fibmatch]
       rtnl route add [TYPE] PREFIX|default [via ADDRESS] [dev LINK] [src ADDRESS] [metric N] [table NAME|N] [proto NAME] [scope SCOPE]
                      [mtu N] [advmss N] [onlink] [realms [FROM/]TO] [tos NAME|N] [nexthop via ADDRESS [dev LINK] [weight N] [onlink]]...
       rtnl route append|change|replace …     as add
       rtnl route delete PREFIX …
       rtnl route flush …                     those that show shows, with the same words

types: unicast, local, broadcast, multicast, blackhole, unreachable, prohibit, throw

example
  rtnl route add default via 10.1.1.254
  rtnl route get 192.0.2.1
`
const types = ['unicast', 'local', 'broadcast', 'multicast', 'blackhole', 'unreachable', 'prohibit', 'throw', 'nat', 'anycast']
const metrics: Readonly<Record<string, string>> = { mtu: 'mtu', window: 'window', advmss: 'advmss', hoplimit: 'hoplimit', initcwnd: 'initcwnd', initrwnd: 'initrwnd', cwnd: 'cwnd', reordering: 'reordering', quickack: 'quickack' }

function routeWords (words: Words, context: Context): NewRoute {
  const route: Record<string, unknown> = context.family === undefined ? {} : { family: context.family }
  const flags: string[] = []
  const hops: Array<Record<string, unknown>> = []
  while (!words.done) {
    const word = words.next('route')
    if (word === 'via') route['gateway'] = viaWord(words)
    else if (word === 'dev' || word === 'oif') route['oif'] = words.next(word)
    else if (word === 'src') route['prefsrc'] = words.next(word)
    else if (word === 'from') route['src'] = words.next(word)
    else if (word === 'metric' || word === 'priority' || word === 'preference') route['priority'] = words.number(word)
    else if (word === 'table') route['table'] = words.next(word)
    else if (word === 'proto' || word === 'protocol') route['protocol'] = numeric(words.next(word))
    else if (word === 'scope') route['scope'] = numeric(words.next(word))
    else if (word === 'tos' || word === 'dsfield') route['tos'] = words.dsfield(word)
    else if (word === 'realm' || word === 'realms') route['flow'] = words.next(word)
    else if (word === 'nhid') route['nhId'] = words.number(word)
    else if (word === 'pref') route['pref'] = words.next(word)
    else if (word === 'onlink') flags.push('onlink')
    else if (Object.hasOwn(metrics, word)) {
      const lock = words.take('lock')
      const all = (route['metrics'] ??= {}) as Record<string, unknown>
      all[metrics[word]!] = words.number(word)
      if (lock) throw new CommandLineError(`${word} lock is not known here`)
    } else if (word === 'nexthop') hops.push(hopWords(words))
    else if (types.includes(word)) route['type'] = word
    else {
      const text = word === 'to' ? words.next(word) : word
      if ('dst' in route) words.unknown(text)
      route['dst'] = text
    }
  }
  return { ...route, ...flags.length === 0 ? {} : { flags }, ...hops.length === 0 ? {} : { multipath: hops } } as unknown as NewRoute
}
function viaWord (words: Words): string {
  words.take('inet', 'inet6')
  return words.next('via')
}
function hopWords (words: Words): Record<string, unknown> {
  const hop: Record<string, unknown> = {}
  for (;;) {
    if (words.take('via')) hop['gateway'] = viaWord(words)
    else if (words.take('dev')) hop['ifindex'] = words.next('dev')
    else if (words.take('weight')) hop['hops'] = words.number('weight') - 1
    else if (words.take('onlink')) hop['flags'] = ['onlink']
    else return hop
  }
}

/** Routes that some words choose. */
interface Chosen {
  readonly routes: readonly Route[]
  /** What all have in common, as it was asked for: ip does not say it again with each. */
  readonly common: ReadonlySet<string>
  readonly ofAllTables: boolean
}
function chosen (rt: Client<'route'>, words: Words, context: Context): Chosen {
  let table = 'main'
  let scope: number | undefined
  let via: string | undefined
  /** What a route's own prefix must be like: within the first, around the second. */
  let [root, match]: Array<Range | undefined> = []
  const filter: Record<string, unknown> = {}
  while (!words.done) {
    if (words.take('table')) table = words.next('table')
    else if (words.take('dev', 'oif')) filter['oif'] = words.next('dev')
    else if (words.take('proto', 'protocol')) filter['protocol'] = numeric(words.next('proto'))
    else if (words.take('type')) filter['type'] = words.next('type')
    else if (words.take('scope')) scope = numbered('rt_scopes', words.next('scope'), 'scope')
    else if (words.take('via')) via = parseHost(viaWord(words), 'via').address
    else {
      words.take('to')
      const [asRoot, asMatch] = [words.take('root'), words.take('match')]
      if (!asRoot && !asMatch) words.take('exact')
      const word = words.next('route')
      if (types.includes(word) && !asRoot && !asMatch) { filter['type'] = word; continue }
      if ((root !== undefined && !asMatch) || (match !== undefined && !asRoot)) words.unknown(word)
      const range = rangeOf(word)
      if (!asMatch) root = range
      if (!asRoot) match = range
    }
  }
  // Without a family, `ip route` means IPv4, unless the prefix says otherwise; with all tables, all families.
  const said = [root, match].find(range => range?.address !== undefined)?.address ?? via
  const family = context.family ?? (said !== undefined ? familyOfText(said) : table === 'all' ? undefined : 'inet')
  const wanted = (route: Route): boolean => !route.flags.includes('cloned') && (filter['oif'] === undefined || route.oif !== undefined) && (scope === undefined || numbered('rt_scopes', route.scope) === scope) &&
    (via === undefined || route.gateway === via) && (root === undefined || covers(root, rangeOfRoute(route))) && (match === undefined || covers(rangeOfRoute(route), match))
  return {
    routes: rt.route.list({ ...filter, ...family === undefined ? {} : { family }, ...table === 'all' ? {} : { table } } as RouteFilter).filter(wanted),
    common: new Set([...'oif' in filter ? ['dev'] : [], ...'protocol' in filter ? ['protocol'] : [], ...scope === undefined ? [] : ['scope'], ...via === undefined ? [] : ['gateway']]),
    ofAllTables: table === 'all',
  }
}

function show (rt: Client<'route'>, words: Words, context: Context): void {
  const { routes, common, ofAllTables } = chosen(rt, words, context)
  const names = new LinkNames(rt)
  const said = (route: Route): Said => routeSaid(route, { ...context, names, common, showTable: ofAllTables })
  printShown(routes, route => textOf(said(route)), context, route => factsOf(said(route)))
}

const rangeOfRoute = ({ dst, dstLen }: Route): Range => ({ address: dst, length: dst === undefined ? 0 : dstLen })

function get (rt: Client<'route'>, words: Words, context: Context): void {
  const query: Record<string, unknown> = {}
  let dst: string | undefined
  while (!words.done) {
    if (words.take('from')) query['src'] = words.next('from')
    else if (words.take('iif')) query['iif'] = words.next('iif')
    else if (words.take('oif', 'dev')) query['oif'] = words.next('oif')
    else if (words.take('mark')) query['mark'] = words.number('mark')
    else if (words.take('uid')) query['uid'] = words.number('uid')
    else if (words.take('fibmatch')) query['fibMatch'] = true
    else {
      words.take('to')
      if (dst !== undefined) words.unknown(words.peek!)
      dst = words.next('address')
    }
  }
  if (dst === undefined) throw new CommandLineError(`to which address? see ${usage}`)
  const said = routeSaid(rt.route.get(dst, query as RouteQuery), { ...context, names: new LinkNames(rt), showTable: true })
  printShown([said], textOf, context, factsOf)
}

export const route: Command = {
  summary: 'routes: show, get, add, append, change, replace, delete, flush',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['add', 'append', 'change', 'replace', 'delete', 'get', 'show', 'flush'] as const, 'show', usage)
    const words = new Words(rest, usage)
    using rt = openClient({ route: Routes }, context)
    if (verb === 'show') return show(rt, words, context)
    if (verb === 'get') return get(rt, words, context)
    if (verb === 'flush') {
      words.some('routes')
      return deleteAll(rt, chosen(rt, words, context).routes, (batch, one) => batch.route.delete(one), 'ESRCH')
    }
    const route = routeWords(words, context)
    if (route.dst === undefined) throw new CommandLineError(`to where? A prefix is missing, or default: see ${usage}`)
    rt.route[verb](route)
  },
}
