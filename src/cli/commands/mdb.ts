// rtnl mdb. bridge(8)
import { MulticastGroups, type NewMulticastGroup } from '../../client/mdb.js'
import { given } from '../../client/values.js'
import { openClient } from '../client.js'
import { CommandLineError, type Command } from '../command.js'
import { action, Words } from '../grammar/words.js'
import { printJson } from '../output.js'
import { mdbFacts, mdbText, routerFacts, routerText } from '../show/mdb.js'
import { LinkNames } from '../show/names.js'

const usage = 'rtnl mdb help'
const help = `rtnl mdb: which ports of a bridge a multicast group is sent to

usage: rtnl mdb [show] [dev BRIDGE] [vid N]
       rtnl mdb add dev BRIDGE port LINK grp GROUP [src ADDRESS] [permanent|temp] [vid N]
       rtnl mdb delete …     the same

With -d also the ports that a router is behind.

example
  rtnl link add br0 up type bridge
  rtnl link add v0 up type veth peer name v1
  rtnl link set v0 master br0
  rtnl mdb add dev br0 port v0 grp 239.1.1.1 permanent
`
const texts: Readonly<Record<string, string>> = { dev: 'bridge', port: 'port', grp: 'group', src: 'source' }
const states: Readonly<Record<string, string>> = { permanent: 'permanent', temp: 'temporary' }

function groupWords (words: Words): Partial<NewMulticastGroup> {
  const group: Record<string, unknown> = {}
  while (!words.done) {
    const word = words.next('mdb')
    if (Object.hasOwn(texts, word)) group[texts[word]!] = words.next(word)
    else if (Object.hasOwn(states, word)) group['state'] = states[word]
    else if (word === 'vid') group['vid'] = words.number(word)
    else words.unknown(word)
  }
  return group as Partial<NewMulticastGroup>
}

export const mdb: Command = {
  summary: 'multicast groups of bridges: show, add, delete',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['add', 'delete', 'show'] as const, 'show', usage)
    const group = groupWords(new Words(rest, usage))
    using rt = openClient({ mdb: MulticastGroups }, context)
    if (verb !== 'show') {
      const missing = Object.entries(texts).find(([word, name]) => word !== 'src' && group[name as 'port'] === undefined)
      if (missing !== undefined) throw new CommandLineError(`mdb ${verb}: ${missing[0]} is missing: see ${usage}`)
      rt.mdb[verb](group as NewMulticastGroup)
      return
    }
    const { bridge, vid } = group
    const names = new LinkNames(rt)
    const shown = rt.mdb.list(given({ bridge, vid }) as object).map(one => mdbFacts(one, names, context))
    const routers = context.details ? routerFacts(rt.mdb.routers(given({ bridge }) as object), names, context) : {}
    if (context.json) printJson([{ mdb: shown, router: routers }], context)
    else context.print(shown.map(mdbText).join('') + routerText(routers, context))
  },
}
