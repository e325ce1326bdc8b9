// rtnl chain. tc(8)
import { Chains, type ChainKey } from '../../client/tc.js'
import { openClient } from '../client.js'
import { CommandLineError, type Command } from '../command.js'
import { filterPlace } from '../grammar/tc/filter-place.js'
import { takePlace } from '../grammar/tc/place.js'
import { action, Words } from '../grammar/words.js'
import { LinkNames } from '../show/names.js'
import { filterSaid } from '../show/tc/filter.js'
import { print } from '../show/tc/print.js'

const usage = 'rtnl chain help'
const help = `rtnl chain: chains of filters, which filters jump to (\`action goto chain N\`)

usage: rtnl chain [show] dev LINK|block N [root | parent ID | ingress | egress]
       rtnl chain add dev LINK|block N [PLACE] chain N
       rtnl chain get dev LINK|block N [PLACE] chain N
       rtnl chain delete dev LINK|block N [PLACE] chain N      with its filters

example
  rtnl qdisc add dev v0 clsact
  rtnl chain add dev v0 ingress chain 7
`

export const chain: Command = {
  summary: 'chains of filters: show, get, add, delete',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['show', 'add', 'delete', 'get'] as const, 'show', usage)
    const words = new Words(rest, usage)
    const given = takePlace(words, ['dev', 'block', 'root', 'parent', 'ingress', 'egress', 'chain'])
    words.end()
    const { where, asked } = filterPlace(given, `chain ${verb}`, usage)
    if (verb !== 'show' && where.chain === undefined) throw new CommandLineError(`chain ${verb}: chain is missing: see ${usage}`)
    using rt = openClient({ chain: Chains }, context)
    const how = { ...context, names: new LinkNames(rt) }
    const { chain: number, ...place } = where
    if (verb === 'show') {
      const found = rt.chain.list(place as Parameters<Chains<'sync'>['list']>[0]).filter(one => number === undefined || one.chain === number)
      print(found.map(one => filterSaid(one, how, asked, 'chain')), context)
    } else if (verb === 'get') print([filterSaid(rt.chain.get(where as ChainKey), how, {}, 'chain')], context)
    else rt.chain[verb](where as ChainKey)
  },
}
