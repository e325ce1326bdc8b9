// rtnl neigh. ip-neighbour(8)
import type { Neighbour } from '../../../codec/route/neighbour.js'
import { numbered } from '../../client/names.js'
import { Neighbours, type NewNeighbour } from '../../client/neighbour.js'
import { parseHost } from '../../client/values.js'
import { openClient, type Client } from '../client.js'
import { CommandLineError, type Command, type Context } from '../command.js'
import { deleteAll } from '../flush.js'
import { action, numeric, Words } from '../grammar/words.js'
import { printJson, printShown } from '../output.js'
import { LinkNames } from '../show/names.js'
import { neighbourFacts, neighbourText } from '../show/neighbour.js'

const usage = 'rtnl neigh help'
const help = `rtnl neigh: who has which address on a link (ARP, neighbour discovery)

usage: rtnl neigh [show] [dev LINK] [nud STATE] [proxy] [ADDRESS]
       rtnl neigh add ADDRESS lladdr MAC dev LINK [nud STATE] [router]      change, replace: the same
       rtnl neigh add proxy ADDRESS dev LINK
       rtnl neigh delete ADDRESS dev LINK
       rtnl neigh get ADDRESS dev LINK
       rtnl neigh flush …                                those that show shows, with the same words, but for permanent ones if no state is said

states: permanent, reachable, stale, noarp, delay, probe, failed, incomplete, none, all

example
  rtnl neigh add 10.1.1.9 lladdr 02:00:00:00:00:09 dev v0
`
const states = ['permanent', 'reachable', 'stale', 'noarp', 'delay', 'probe', 'failed', 'incomplete']

interface Gathered { dst?: string, lladdr?: string, ifindex?: string, state?: string[], proxy: boolean, router: boolean, all: boolean, protocol?: string | number }
function neighbourWords (words: Words): Gathered {
  const found: Gathered = { proxy: false, router: false, all: false }
  while (!words.done) {
    if (words.take('dev')) found.ifindex = words.next('dev')
    else if (words.take('lladdr')) found.lladdr = words.next('lladdr')
    else if (words.take('nud', 'state')) {
      const state = words.next('nud')
      if (state === 'all') found.all = true
      else found.state = state === 'none' ? [] : states.includes(state) ? [...found.state ?? [], state] : words.unknown(state)
    } else if (words.take('proxy')) found.proxy = true
    else if (words.take('router')) found.router = true
    else if (words.take('protocol', 'proto')) found.protocol = numeric(words.next('protocol'))
    else {
      words.take('to')
      if (found.dst !== undefined) words.unknown(words.peek!)
      found.dst = words.next('address')
    }
  }
  return found
}

/** Those that some words choose; of states, where they say none, all but `dull` ones. */
function chosen (rt: Client<'neighbour'>, { dst, ifindex, state, proxy, all, protocol, lladdr, router }: Gathered, { family }: Context, dull: readonly string[]): Neighbour[] {
  if (lladdr !== undefined || router) throw new CommandLineError(`neighbours are not chosen by ${router ? 'router' : 'lladdr'}: see ${usage}`)
  const own = dst === undefined ? undefined : parseHost(dst, 'address').address
  const maker = protocol === undefined ? undefined : numbered('rt_protos', protocol, 'protocol')
  return rt.neighbour.list({
    ...ifindex === undefined ? {} : { ifindex }, ...family === 'inet' || family === 'inet6' ? { family } : {}, proxy,
  }).filter(one => (one.family === 'inet' || one.family === 'inet6') && (own === undefined || one.dst === own) &&
    (maker === undefined || numbered('rt_protos', one.protocol ?? 0) === maker) &&
    (proxy || all || (state === undefined ? one.state.length > 0 && !one.state.some(name => dull.includes(String(name))) : one.state.some(name => state.includes(String(name))))))
}

function show (rt: Client<'neighbour'>, words: Words, context: Context): void {
  const gathered = neighbourWords(words)
  const names = new LinkNames(rt)
  // As ip: entries that need no resolution are not of interest unless they are asked for.
  const shown = chosen(rt, gathered, context, ['noarp']).map(one => neighbourFacts(one, names, context, gathered.ifindex !== undefined))
  printShown(shown, neighbourText, context)
}

export const neighbour: Command = {
  summary: 'neighbours: show, get, add, change, replace, delete, flush',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['add', 'change', 'replace', 'delete', 'get', 'show', 'flush'] as const, 'show', usage)
    const words = new Words(rest, usage)
    using rt = openClient({ neighbour: Neighbours }, context)
    if (verb === 'show') return show(rt, words, context)
    if (verb === 'flush') {
      words.some('neighbours')
      const found = chosen(rt, neighbourWords(words), context, ['noarp', 'permanent'])
      return deleteAll(rt, found, (batch, { family, ndmIfindex, dst, flags }) => batch.neighbour.delete({ family, ifindex: ndmIfindex, dst, flags } as NewNeighbour), 'ENOENT')
    }
    const { dst, lladdr, ifindex, state, proxy, router, protocol } = neighbourWords(words)
    if (ifindex === undefined) throw new CommandLineError(`on which link? dev is missing: see ${usage}`)
    if (dst === undefined) throw new CommandLineError(`which address? see ${usage}`)
    if (verb === 'get') {
      const shown = neighbourFacts(rt.neighbour.get(dst, { ifindex, proxy }), new LinkNames(rt), context, false)
      if (context.json) printJson([shown], context)
      else context.print(neighbourText(shown))
      return
    }
    const flags = [...proxy ? ['proxy'] : [], ...router ? ['router'] : []]
    rt.neighbour[verb]({
      dst, ifindex, ...lladdr === undefined ? {} : { lladdr }, ...state === undefined ? {} : { state }, ...flags.length === 0 ? {} : { flags },
      ...protocol === undefined ? {} : { protocol },
    } as NewNeighbour)
  },
}
