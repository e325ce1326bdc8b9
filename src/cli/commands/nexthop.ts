// rtnl nexthop. ip-nexthop(8)
import type { Nexthop } from '../../../codec/route/nexthop.js'
import { numbered } from '../../client/names.js'
import { Nexthops, type NewNexthop, type NexthopFilter } from '../../client/nexthop.js'
import { openClient, type Client } from '../client.js'
import { CommandLineError, type Command, type Context } from '../command.js'
import { deleteAll } from '../flush.js'
import { action, numeric, Words } from '../grammar/words.js'
import { printShown } from '../output.js'
import { LinkNames } from '../show/names.js'
import { bucketSaid, nexthopSaid } from '../show/nexthop.js'
import { factsOf, textOf } from '../show/said.js'

const usage = 'rtnl nexthop help'
const help = `rtnl nexthop: nexthops with an id of their own, and groups of them, for routes (\`rtnl route add … nhid ID\`)

usage: rtnl nexthop [show] [id ID] [dev LINK] [vrf|master LINK] [groups] [fdb] [proto NAME]
       rtnl nexthop get id ID
       rtnl nexthop add [id ID] [via ADDRESS] [dev LINK] [onlink] [blackhole] [fdb] [proto NAME]       replace, change: the same
       rtnl nexthop add [id ID] group ID[,WEIGHT][/ID[,WEIGHT]]… [fdb]
       rtnl nexthop add [id ID] group … type resilient [buckets N] [idle_timer SECONDS] [unbalanced_timer SECONDS]
       rtnl nexthop delete id ID
       rtnl nexthop flush …          those that show shows, with the same words
       rtnl nexthop bucket [show] [id ID] [dev LINK]

example
  rtnl nexthop add id 1 via 10.1.1.2 dev v0
  rtnl nexthop add id 2 via 10.1.1.3 dev v0
  rtnl nexthop add id 10 group 1/2,2
`

/** `1/2,3`: ids, each with what it counts; without, 1. On the wire one less. */
function groupOf (text: string): NonNullable<NewNexthop['group']> {
  return text.split('/').map(member => {
    const [, id, weight = '1'] = /^(\d+)(?:,(\d+))?$/.exec(member) ?? []
    if (id === undefined || Number(weight) < 1) throw new CommandLineError(`group: "${member}" is no ID[,WEIGHT]: see ${usage}`)
    return { id: Number(id), weight: Number(weight) - 1 }
  })
}

type Gathered = NewNexthop & NexthopFilter
function nexthopWords (words: Words): Gathered {
  const found: Record<string, unknown> = {}
  const resilient: Record<string, number> = {}
  while (!words.done) {
    const word = words.next('nexthop')
    if (word === 'id') found['id'] = words.number(word)
    else if (word === 'via') {
      if (words.take('inet', 'inet6')) { /* the address says it */ }
      found['gateway'] = words.next(word)
    } else if (word === 'dev') found['oif'] = words.next(word)
    else if (word === 'master' || word === 'vrf') found['master'] = words.next(word)
    else if (word === 'onlink') found['flags'] = ['onlink']
    else if (word === 'blackhole' || word === 'fdb' || word === 'groups') found[word] = true
    else if (word === 'proto' || word === 'protocol') found['protocol'] = numeric(words.next(word))
    else if (word === 'group') found['group'] = groupOf(words.next(word))
    else if (word === 'type') {
      const type = words.next(word)
      found['groupType'] = type === 'resilient' ? 'res' : type === 'mpath' ? 'mpath' : words.unknown(type)
    } else if (word === 'buckets') resilient['buckets'] = words.number(word)
    else if (word === 'idle_timer') resilient['idleTimer'] = words.number(word) * 100
    else if (word === 'unbalanced_timer') resilient['unbalancedTimer'] = words.number(word) * 100
    else words.unknown(word)
  }
  return { ...found, ...Object.keys(resilient).length === 0 ? {} : { resGroup: resilient } } as Gathered
}

function buckets (rt: Client<'nexthop'>, [word, ...rest]: readonly string[], context: Context): void {
  action(word, ['show'] as const, 'show', usage)
  const { id, oif, master } = nexthopWords(new Words(rest, usage))
  const filter = { ...id === undefined ? {} : { id }, ...oif === undefined ? {} : { oif }, ...master === undefined ? {} : { master } }
  printShown(rt.nexthop.buckets(filter).map(bucketSaid), textOf, context, factsOf)
}

export const nexthop: Command = {
  summary: 'nexthops and groups of them: show, get, add, change, replace, delete, flush, bucket',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['add', 'change', 'replace', 'delete', 'get', 'show', 'flush', 'bucket'] as const, 'show', usage)
    using rt = openClient({ nexthop: Nexthops }, context)
    if (verb === 'bucket') return buckets(rt, rest, context)
    const given = nexthopWords(new Words(rest, usage))
    const { id, oif, master, groups, fdb, protocol, ...others } = given
    const [other] = Object.keys(others)
    if ((verb === 'show' || verb === 'flush') && other !== undefined) throw new CommandLineError(`${verb}: nexthops are not chosen by ${other}: see ${usage}`)
    const family = context.family === undefined ? {} : { family: context.family }
    const filter: NexthopFilter = {
      ...family, ...oif === undefined ? {} : { oif }, ...master === undefined ? {} : { master },
      ...groups === true ? { groups } : {}, ...fdb === true ? { fdb } : {},
    }
    const maker = protocol === undefined ? undefined : numbered('rt_protos', protocol, 'protocol')
    const listed = (): Nexthop[] => rt.nexthop.list(filter).filter(one => (id === undefined || one.id === id) && (maker === undefined || numbered('rt_protos', one.protocol) === maker))
    // A group goes with the last of its members.
    if (verb === 'flush') return deleteAll(rt, listed(), (batch, one) => batch.nexthop.delete(one.id!), 'ENOENT')
    if (verb === 'show' || verb === 'get') {
      if (verb === 'get' && id === undefined) throw new CommandLineError(`which? id is missing: see ${usage}`)
      const found = verb === 'get' ? [rt.nexthop.get(id!)] : listed()
      const names = new LinkNames(rt)
      printShown(found.map(one => nexthopSaid(one, { ...context, names })), textOf, context, factsOf)
      return
    }
    if (verb !== 'add' && id === undefined) throw new CommandLineError(`which? id is missing: see ${usage}`)
    if (verb === 'delete') rt.nexthop.delete(id!)
    else rt.nexthop[verb]({ ...given, ...family } as NewNexthop & { id: number })
  },
}
