// `rtnl` for tests: its commands called in this process, in a namespace, and what they print taken.
import { parseArgs } from 'node:util'
import type { Command, Context } from '../../src/cli/command.js'
import { address } from '../../src/cli/commands/address.js'
import { addressLabel } from '../../src/cli/commands/address-label.js'
import { action } from '../../src/cli/commands/action.js'
import { chain } from '../../src/cli/commands/chain.js'
import { class_ } from '../../src/cli/commands/class.js'
import { filter } from '../../src/cli/commands/filter.js'
import { fdb } from '../../src/cli/commands/fdb.js'
import { link } from '../../src/cli/commands/link.js'
import { mdb } from '../../src/cli/commands/mdb.js'
import { neighbour } from '../../src/cli/commands/neighbour.js'
import { neighbourTable } from '../../src/cli/commands/neighbour-table.js'
import { netconf } from '../../src/cli/commands/netconf.js'
import { nexthop } from '../../src/cli/commands/nexthop.js'
import { qdisc } from '../../src/cli/commands/qdisc.js'
import { route } from '../../src/cli/commands/route.js'
import { rule } from '../../src/cli/commands/rule.js'
import { stats } from '../../src/cli/commands/stats.js'
import { vlan } from '../../src/cli/commands/vlan.js'
import type { NetworkNamespace } from '../../src/index.js'

const objects: Readonly<Record<string, Command>> = {
  addr: address, addrlabel: addressLabel, netconf, nexthop, ntable: neighbourTable, link, neigh: neighbour, route, rule, qdisc, class: class_, filter, chain, action,
  fdb, mdb, stats, vlan,
}
const options = {
  json: { type: 'boolean', short: 'j' }, details: { type: 'boolean', short: 'd' }, statistics: { type: 'boolean', short: 's' },
  4: { type: 'boolean', short: '4' }, 6: { type: 'boolean', short: '6' }, M: { type: 'boolean', short: 'M' },
} as const

/** Runs `-j -d link show v0` and the like, or words of which one has spaces; gives what is printed. */
export async function rtnl (namespace: NetworkNamespace, line: string | readonly string[]): Promise<string> {
  const all = typeof line === 'string' ? line.split(' ') : line.slice()
  // Behind the object's name, -1 is a number.
  const at = all.findIndex(word => !word.startsWith('-'))
  const { values } = parseArgs({ args: all.slice(0, at), options })
  const [object = '', ...words] = all.slice(at)
  let text = ''
  const context: Context = {
    namespace,
    family: values[4] === true ? 'inet' : values[6] === true ? 'inet6' : values.M === true ? 'mpls' : undefined,
    json: values.json === true,
    pretty: false,
    details: values.details === true,
    statistics: values.statistics === true,
    print: part => { text += part },
  }
  await objects[object]!.run(words, context)
  return text
}
