// rtnl filter. tc(8)
import { Filters, type NewFilter } from '../../client/tc.js'
import { openClient } from '../client.js'
import { CommandLineError, type Command } from '../command.js'
import { ETH_P_ALL, filterWords, handleOf, knownFilters } from '../grammar/tc/filters.js'
import { filterPlace } from '../grammar/tc/filter-place.js'
import { knownActions } from '../grammar/tc/actions.js'
import { takePlace } from '../grammar/tc/place.js'
import { action, Words } from '../grammar/words.js'
import { LinkNames } from '../show/names.js'
import { filterSaid } from '../show/tc/filter.js'
import { print } from '../show/tc/print.js'

const usage = 'rtnl filter help'
const help = `rtnl filter: which packets go to which class, and what else is done with them

usage: rtnl filter [show] dev LINK|block N [root | parent ID | ingress | egress] [protocol NAME] [prio N] [chain N]
       rtnl filter add dev LINK|block N [root | parent ID | ingress | egress] [protocol NAME] [prio N] [handle ID] [chain N] KIND [OPTIONS]
       rtnl filter replace …, change …      the same
       rtnl filter get dev LINK [PLACE] prio N handle ID KIND
       rtnl filter delete dev LINK [PLACE] [prio N [handle ID] [KIND]]      without prio all of the place

kinds: ${knownFilters.join(', ')}; bpf with bytecode 'N,CODE JT JF K,...'; all with flowid ID or classid ID, and action ACTION [action ACTION]…
actions: ${knownActions.join(', ')}, drop, pass, pipe, continue, reclassify

example
  rtnl qdisc add dev v0 clsact
  rtnl filter add dev v0 ingress protocol ip prio 1 u32 match ip dport 80 0xffff action drop
`
type Any = Filters<'sync'>

export const filter: Command = {
  summary: 'filters of qdiscs: show, get, add, change, replace, delete',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['show', 'add', 'delete', 'replace', 'change', 'get'] as const, 'show', usage)
    const words = new Words(rest, usage)
    const given = takePlace(words, ['dev', 'block', 'root', 'parent', 'ingress', 'egress', 'protocol', 'prio', 'handle', 'chain'])
    const { where, asked } = filterPlace(given, `filter ${verb}`, usage)
    using rt = openClient({ filter: Filters }, context)
    const how = { ...context, names: new LinkNames(rt) }
    if (verb === 'show') {
      words.end()
      const { protocol, ...of } = where
      const found = rt.filter.list(of as Parameters<Any['list']>[0]).filter(({ info }) => protocol === undefined || (info & 0xffff) === asked.protocol)
      print(found.map(one => filterSaid(one, how, asked, 'filter')), context)
    } else if (verb === 'get' || verb === 'delete') {
      const kind = words.done ? undefined : words.next('kind')
      words.end()
      // Else all filters of the place would be meant.
      if (given.priority === undefined && (kind !== undefined || given.handle !== undefined)) throw new CommandLineError(`filter ${verb}: prio is missing: see ${usage}`)
      const key = { ...where, ...kind === undefined ? {} : { kind }, ...given.handle === undefined ? {} : { handle: handleOf(given.handle, kind, words) } }
      if (verb === 'get') print([filterSaid(rt.filter.get(key as Parameters<Any['get']>[0]), how, {}, 'filter')], context)
      else if (given.priority === undefined) rt.filter.flush(where as Parameters<Any['flush']>[0])
      else rt.filter.delete(key as Parameters<Any['delete']>[0])
    } else {
      const kind = words.next('kind')
      const handle = given.handle === undefined ? {} : { handle: handleOf(given.handle, kind, words) }
      const { protocol = ETH_P_ALL } = where
      rt.filter[verb]({ ...where, protocol, ...handle, kind, ...filterWords(words, kind, protocol, rt) } as NewFilter)
    }
  },
}
