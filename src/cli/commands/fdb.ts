// rtnl fdb. bridge(8)
import { FdbEntries, type FdbKey, type NewFdbEntry } from '../../client/fdb.js'
import { given } from '../../client/values.js'
import { openClient } from '../client.js'
import { CommandLineError, type Command } from '../command.js'
import { action, numeric, Words } from '../grammar/words.js'
import { printShown } from '../output.js'
import { fdbFacts, fdbText } from '../show/fdb.js'
import { LinkNames } from '../show/names.js'

const usage = 'rtnl fdb help'
const help = `rtnl fdb: which port of a bridge, or which end of a VXLAN, an address is behind

usage: rtnl fdb [show] [br BRIDGE] [[br]port|dev LINK] [vlan N] [state STATE] [dynamic]
       rtnl fdb add MAC dev LINK [self] [master] [local|static|dynamic] [vlan N] [router] [use] [extern_learn] [sticky]
                    [dst ADDRESS] [port N] [vni N] [src_vni N] [via LINK] [nhid N]
       rtnl fdb append|replace …     as add
       rtnl fdb delete MAC dev LINK [self] [master] [vlan N] [dst ADDRESS] [port N] [vni N]

self: in the link's own table, if nothing is said; master: in that of the bridge it is a port of

example
  rtnl link add br0 type bridge
  rtnl link add v0 type veth peer name v1
  rtnl link set v0 master br0
  rtnl fdb add 02:00:00:00:00:09 dev v0 master static
`
const flags: Readonly<Record<string, string>> = { self: 'self', master: 'master', router: 'router', use: 'use', extern_learn: 'extLearned', sticky: 'sticky' }
const states: Readonly<Record<string, readonly string[]>> = {
  local: ['noarp', 'permanent'], permanent: ['noarp', 'permanent'], static: ['noarp', 'reachable'], temp: ['noarp', 'reachable'], dynamic: ['reachable'],
}
const numbers: Readonly<Record<string, string>> = { vlan: 'vlan', vni: 'vni', src_vni: 'srcVni', nhid: 'nhId', port: 'port' }
const texts: Readonly<Record<string, string>> = { dst: 'dst', via: 'via', dev: 'ifindex', brport: 'ifindex' }

function entryWords (words: Words): NewFdbEntry {
  const entry: Record<string, unknown> = {}
  const set: string[] = []
  while (!words.done) {
    const word = words.next('entry')
    if (Object.hasOwn(flags, word)) set.push(flags[word]!)
    else if (Object.hasOwn(states, word)) entry['state'] = states[word]
    else if (Object.hasOwn(numbers, word)) entry[numbers[word]!] = words.number(word)
    else if (Object.hasOwn(texts, word)) entry[texts[word]!] = words.next(word)
    else if (word === 'protocol' || word === 'proto') entry['protocol'] = numeric(words.next(word))
    else {
      const address = word === 'to' ? words.next('to') : word
      if ('lladdr' in entry) words.unknown(address)
      entry['lladdr'] = address
    }
  }
  if (entry['lladdr'] === undefined) throw new CommandLineError(`which address? see ${usage}`)
  if (entry['ifindex'] === undefined) throw new CommandLineError(`at which link? dev is missing: see ${usage}`)
  // Of both tables, the link's own, as bridge has it.
  const table = set.includes('self') || set.includes('master') ? [] : ['self']
  return { state: states['local'], ...entry, flags: [...set, ...table] } as unknown as NewFdbEntry
}

/** Words of `state`, and what the kernel calls it. */
const shownStates: Readonly<Record<string, string>> = { permanent: 'permanent', static: 'noarp', temp: 'noarp', stale: 'stale', reachable: 'reachable', dynamic: 'reachable' }

export const fdb: Command = {
  summary: 'forwarding entries of bridges and VXLANs: show, add, append, replace, delete',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['add', 'append', 'replace', 'delete', 'show'] as const, 'show', usage)
    const words = new Words(rest, usage)
    using rt = openClient({ fdb: FdbEntries }, context)
    if (verb === 'delete') {
      const { state: _state, ...key } = entryWords(words)
      rt.fdb.delete(key as FdbKey)
      return
    }
    if (verb !== 'show') { rt.fdb[verb](entryWords(words)); return }
    let [master, ifindex, vlan]: [string?, string?, number?] = []
    const wanted: string[] = []
    let dynamic = false
    while (!words.done) {
      const word = words.next('fdb')
      if (word === 'br') master = words.next(word)
      else if (word === 'brport' || word === 'port' || word === 'dev') ifindex = words.next(word)
      else if (word === 'vlan') vlan = words.number(word)
      else if (word === 'dynamic') dynamic = true
      else if (word === 'state') {
        const state = words.next(word)
        if (state !== 'all') wanted.push(shownStates[state] ?? words.unknown(state))
      } else words.unknown(word)
    }
    const names = new LinkNames(rt)
    const found = rt.fdb.list(given({ master, ifindex, vlan }) as object)
      .filter(({ state }) => (wanted.length === 0 || state.some(name => wanted.includes(String(name)))) && !(dynamic && state.includes('permanent')))
    printShown(found.map(one => fdbFacts(one, names, context, ifindex !== undefined)), fdbText, context)
  },
}
