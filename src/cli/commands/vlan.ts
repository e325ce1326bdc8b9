// rtnl vlan. bridge(8)
import { LinkCounters } from '../../client/stats.js'
import { given } from '../../client/values.js'
import { BridgeVlans, type BridgeVlan, type NewBridgeVlan } from '../../client/vlan.js'
import { NetlinkError } from '../../socket/errors.js'
import { openClient, type Client } from '../client.js'
import { CommandLineError, type Command, type Context } from '../command.js'
import { action, numeric, Words } from '../grammar/words.js'
import { printJson } from '../output.js'
import type { Facts } from '../show/facts.js'
import { LinkNames } from '../show/names.js'
import { globalWords, inRanges, ofLink, vlanCounterFacts, vlanFacts, vlanGlobalFacts, vlanHeading, vlanText } from '../show/vlan.js'

const usage = 'rtnl vlan help'
const help = `rtnl vlan: VLANs of bridges and their ports

usage: rtnl vlan [show] [dev LINK] [vid N]
       rtnl vlan add dev LINK vid N[-N] [pvid] [untagged] [self] [master]
       rtnl vlan delete dev LINK vid N[-N]
       rtnl vlan set dev LINK vid N[-N] [state STATE] [mcast_router N]
       rtnl vlan global [show] [dev BRIDGE] [vid N]
       rtnl vlan global set dev BRIDGE vid N[-N] [mcast_snooping N] [mcast_querier N] [mcast_igmp_version N] …

With -d also states, neighbours that are alike as ranges; with -s counters.
states: disabled, listening, learning, forwarding, blocking

example
  rtnl link add br0 type bridge vlan_filtering 1
  rtnl link add v0 type veth peer name v1
  rtnl link set v0 master br0
  rtnl vlan add dev v0 vid 10-20
`
interface Said { ifindex?: string, vid?: number, range?: number, flags: string[], options: Record<string, unknown> }
/** @param words what else there may be: the word, and what is read after it */
function vlanWords (words: Words, read: (word: string, said: Said) => boolean): Said {
  const said: Said = { flags: [], options: {} }
  while (!words.done) {
    const word = words.next('vlan')
    if (word === 'dev') said.ifindex = words.next(word)
    else if (word === 'vid') {
      const text = words.next(word)
      const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? words.unknown(text)
      said.vid = Number(first)
      if (last !== undefined) said.range = Number(last)
    } else if (!read(word, said)) words.unknown(word)
  }
  return said
}
function keyOf (verb: string, { ifindex, vid, range }: Said): { ifindex: string, vid: number, range?: number } {
  if (ifindex === undefined || vid === undefined) throw new CommandLineError(`vlan ${verb}: ${ifindex === undefined ? 'dev' : 'vid'} is missing: see ${usage}`)
  return { ifindex, vid, ...range === undefined ? {} : { range } }
}

const portFlags = ['pvid', 'untagged']
const verbs = {
  add: (words, rt) => {
    const said = vlanWords(words, (word, { flags }) => {
      if (portFlags.includes(word)) flags.push(word)
      // RTM_NEWVLAN takes a port and a bridge alike.
      return portFlags.includes(word) || word === 'self' || word === 'master'
    })
    rt.vlan.add({ ...keyOf('add', said), flags: said.flags } as NewBridgeVlan)
  },
  delete: (words, rt) => { rt.vlan.delete(keyOf('delete', vlanWords(words, word => [...portFlags, 'self', 'master'].includes(word)))) },
  set: (words, rt) => {
    const said = vlanWords(words, (word, { options }) => {
      if (word === 'state') options['state'] = numeric(words.next(word))
      else if (word === 'mcast_router') options['mcastRouter'] = words.number(word)
      else return false
      return true
    })
    rt.vlan.change({ ...keyOf('set', said), ...said.options })
  },
  show,
  global (words, rt, context) {
    const verb = action(words.done ? undefined : words.next('global'), ['show', 'set'] as const, 'show', usage)
    if (verb === 'show') return showGlobals(words, rt, context)
    const said = vlanWords(words, (word, { options }) => {
      const name = globalWords.get(word)
      if (name !== undefined) options[name] = words.number(word)
      return name !== undefined
    })
    const { vid: id, ...key } = keyOf('global set', said)
    rt.vlan.changeGlobals({ ...key, id, ...said.options })
  },
} as const satisfies Readonly<Record<string, (words: Words, rt: Client<'stats' | 'vlan'>, context: Context) => void>>

function show (words: Words, rt: Client<'stats' | 'vlan'>, context: Context): void {
  const { ifindex, vid } = vlanWords(words, () => false)
  const names = new LinkNames(rt)
  const { details, statistics } = context
  if (statistics && !details) return print(counters(rt, names, ifindex, vid), context, vlanHeading.replace(/ +\n/, '\n'))
  const found = withoutVlans(() => rt.vlan.list({ ...given({ ifindex }), ...details && statistics ? { stats: true } : {} }))
  const shown = byLink(found, names, ({ vid }) => vid, one => vlanFacts(one, context), details && !statistics, vid)
  print(shown, context)
}
function showGlobals (words: Words, rt: Client<'stats' | 'vlan'>, context: Context): void {
  const { ifindex, vid } = vlanWords(words, () => false)
  const names = new LinkNames(rt)
  print(byLink(withoutVlans(() => rt.vlan.globals(given({ ifindex }) as object)), names, ({ id }) => id!, one => vlanGlobalFacts(one, names, context), true, vid), context)
}

/** A list a link. With ranges, one of them that has the VLAN is shown whole. */
function byLink<V extends { readonly ifindex: number }> (
  found: readonly V[], names: LinkNames, vidOf: (one: V) => number, show: (one: V) => Facts, ranges: boolean, vid: number | undefined,
): Facts[] {
  return [...new Set(found.map(({ ifindex }) => ifindex))].map(link => {
    const vlans = found.filter(({ ifindex }) => ifindex === link)
    const shown = ranges ? inRanges(vlans.map(show)) : vlans.filter(one => vid === undefined || vidOf(one) === vid).map(show)
    const has = ({ vlan, vlanEnd = vlan }: Facts): boolean => vid === undefined || (vid >= (vlan as number) && vid <= (vlanEnd as number))
    return ofLink(names.name(link), shown.filter(has))
  }).filter(({ vlans }) => (vlans as Facts[]).length > 0)
}

/** What bridges count themselves, then what they count for their ports. */
function counters (rt: Client<'stats' | 'vlan'>, names: LinkNames, link: string | undefined, vid: number | undefined): Facts[] {
  return (['linkXstats', 'linkXstatsSlave'] as const).flatMap(part => {
    const found = link === undefined ? rt.stats.list({ filterMask: [part] }) : [rt.stats.get(link, { filterMask: [part] })]
    return found.flatMap(one => {
      const vlans = (one[part]?.bridge?.vlan ?? []).filter(({ vid: number, flags }) => (vid === undefined || number === vid) && !(flags.includes('master') && !flags.includes('brentry')))
      return vlans.length === 0 ? [] : [ofLink(names.name(one.ifindex), vlans.map(vlanCounterFacts))]
    })
  })
}

/** A kernel whose bridges know no VLANs has none. */
function withoutVlans<V extends BridgeVlan | object> (list: () => V[]): V[] {
  try { return list() } catch (error) {
    if (error instanceof NetlinkError && error.code === 'EOPNOTSUPP') return []
    throw error
  }
}
function print (shown: readonly Facts[], context: Context, heading = vlanHeading): void {
  if (context.json) printJson(shown, context)
  else context.print(heading + shown.map(vlanText).join(''))
}

export const vlan: Command = {
  summary: 'VLANs of bridges and their ports: show, add, delete, set, global',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['add', 'delete', 'show', 'set', 'global'] as const, 'show', usage)
    using rt = openClient({ stats: LinkCounters, vlan: BridgeVlans }, context)
    verbs[verb](new Words(rest, usage), rt, context)
  },
}
