// rtnl monitor. ip-monitor(8)
import { once } from 'node:events'
import type { Nsid } from '../../../codec/route/nsid.js'
import type { ObjectEvent } from '../../client/monitor/event.js'
import { Rtnetlink } from '../../client/rtnetlink.js'
import { openClient } from '../client.js'
import { CommandLineError, type Command, type Context } from '../command.js'
import { Words } from '../grammar/words.js'
import { printJson } from '../output.js'
import { addressFacts, addressText } from '../show/address.js'
import type { Facts } from '../show/facts.js'
import { fdbFacts, fdbText } from '../show/fdb.js'
import { linkFacts, linkText } from '../show/link.js'
import { mdbFacts, mdbText } from '../show/mdb.js'
import { LinkNames } from '../show/names.js'
import { neighbourFacts, neighbourText } from '../show/neighbour.js'
import { netconfFacts, netconfText } from '../show/netconf.js'
import { nexthopSaid } from '../show/nexthop.js'
import { routeSaid } from '../show/route.js'
import { ruleFacts, ruleText } from '../show/rule.js'
import { classSaid } from '../show/tc/class.js'
import { filterSaid } from '../show/tc/filter.js'
import type { How } from '../show/how.js'
import { qdiscSaid } from '../show/tc/qdisc.js'
import { factsOf, textOf, type Said } from '../show/said.js'
import { ofLink, vlanFacts, vlanText } from '../show/vlan.js'

const usage = 'rtnl monitor help'
const help = `rtnl monitor: what changes, as it changes

usage: rtnl [-j] monitor [OBJECT]... [label] [all-nsid] [initial]
       rtnl [-j] monitor all       all that ip knows, each line with what it is about

objects    of ip: link, address, route, neigh, rule, nsid, nexthop, netconf: these, if none is named
           of bridge: fdb, mdb, vlan; bridge is all of them
           of tc: qdisc, class, filter, chain; tc is all of them

initial    first what there is
all-nsid   also in the namespaces that this one has a number for
-j         a line of JSON an event: event (added, changed, removed, overrun …), object, value as ip -j has it, changed: before and after

It ends at ^C (SIGINT) or SIGTERM, with status 0.

example
  rtnl monitor link route
`
const groups = {
  all: ['link', 'address', 'route', 'neighbour', 'rule', 'nsid', 'nexthop', 'netconf'],
  bridge: ['fdb', 'mdb', 'vlan'],
  tc: ['qdisc', 'class', 'filter', 'chain'],
} as const
type Shown = (typeof groups)[keyof typeof groups][number]
type Value<O extends Shown> = Extract<ObjectEvent, { object: O }>['value']
interface Form<O extends Shown> {
  /** What stands before a line of `all`. */
  readonly label: string
  /** What stands before what has come, or is gone. */
  readonly words: { readonly added: string, readonly removed: string }
  facts (value: Value<O>, names: LinkNames, context: Context): Facts
  text (value: Value<O>, names: LinkNames, context: Context): string
}
/** Lines that come of the object, and its facts with them. */
const ofSaid = <O extends Shown>(label: string, said: (value: Value<O>, how: How) => Said, removed = 'Deleted ', added = ''): Form<O> => ({
  label,
  words: { added, removed },
  facts: (value, names, context) => factsOf(said(value, { ...context, names })),
  text: (value, names, context) => textOf(said(value, { ...context, names })),
})
/** Lines that are made of the facts. */
const ofIp = <O extends Shown>(label: string, facts: Form<O>['facts'], text: (facts: Facts, value: Value<O>, names: LinkNames) => string): Form<O> => ({
  label,
  words: { added: '', removed: 'Deleted ' },
  facts,
  text: (value, names, context) => text(facts(value, names, context), value, names),
})
/** In ip's order, by which a beginning of a word is completed. */
const forms: { readonly [O in Shown]: Form<O> } = {
  link: ofIp('LINK', linkFacts, linkText),
  address: ofIp('ADDR', addressFacts, (facts, { index }, names) => `${index}: ${names.name(index)}${addressText(facts)}`),
  route: ofSaid('ROUTE', (value, how) => routeSaid(value, { ...how, showTable: true })),
  neighbour: ofIp('NEIGH', (value, names, context) => neighbourFacts(value, names, context, false), neighbourText),
  rule: ofIp('RULE', (value, _, context) => ruleFacts(value, context), ruleText),
  nsid: ofIp('NSID', ({ nsid }: Nsid) => ({ nsid: nsid! }), ({ nsid }) => `nsid ${String(nsid)} \n`),
  nexthop: ofSaid('NEXTHOP', nexthopSaid),
  netconf: ofIp('NETCONF', netconfFacts, netconfText),
  fdb: ofIp('NEIGH', (value, names, context) => fdbFacts(value, names, context, false), fdbText),
  mdb: ofIp('MDB', mdbFacts, mdbText),
  vlan: ofIp('VLAN', (value, names) => ofLink(names.name(value.ifindex), [vlanFacts(value, { details: true, statistics: false })]), vlanText),
  qdisc: ofSaid('QDISC', (value, how) => qdiscSaid(value, how, false), 'deleted '),
  class: ofSaid('CLASS', (value, how) => classSaid(value, how, false), 'deleted '),
  filter: ofSaid('FILTER', (value, how) => filterSaid(value, how, {}, 'filter'), 'deleted ', 'added '),
  chain: ofSaid('CHAIN', (value, how) => filterSaid(value, how, {}, 'chain'), 'deleted ', 'added '),
}
const shown = Object.keys(forms) as Shown[]
const notices = { overrun: 'events were lost; what follows makes up for them', resynchronised: 'all that was lost is told' } as const

function wordsOf (words: Words): { objects: Set<Shown>, labels: boolean, initial: boolean, allNamespaces: boolean } {
  const found = { objects: new Set<Shown>(), labels: false, initial: false, allNamespaces: false }
  while (!words.done) {
    const word = words.next('object')
    const object = shown.find(name => name.startsWith(word)) ?? ('neighbor'.startsWith(word) ? 'neighbour' : undefined)
    if (Object.hasOwn(groups, word)) {
      found.labels ||= word === 'all'
      for (const name of groups[word as 'all']) found.objects.add(name)
    } else if (word === 'label') found.labels = true
    else if (word === 'initial') found.initial = true
    else if (word === 'all-nsid') found.allNamespaces = true
    else if (object !== undefined) found.objects.add(object)
    else throw new CommandLineError(`there is no object "${word}" to monitor; there are ${[...shown, ...Object.keys(groups)].join(', ')}: see ${usage}`)
  }
  if (found.objects.size === 0) for (const name of groups.all) found.objects.add(name)
  return found
}

/** As facts: how each member that ip knows was and is. */
function changedFacts (before: Facts, after: Facts): Facts {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(name => JSON.stringify(before[name], big) !== JSON.stringify(after[name], big))
  return Object.fromEntries(names.map(name => [name, { before: before[name], after: after[name] }]))
}
const big = (_: string, value: unknown): unknown => typeof value === 'bigint' ? String(value) : value

interface Lines {
  readonly labels: boolean
  readonly allNamespaces: boolean
  /** What is told has happened since; else it was there before. */
  readonly synchronised: boolean
}

function show (event: ObjectEvent<Shown>, names: LinkNames, context: Context, { labels, allNamespaces, synchronised }: Lines): void {
  // One object's form takes that object's value.
  const form = forms[event.object] as unknown as Form<'link'>
  const value = event.value as Value<'link'>
  if (context.json) {
    const facts = form.facts(value, names, context)
    const changed = event.event === 'changed' ? { changed: changedFacts(form.facts(event.before as Value<'link'>, names, context), facts) } : {}
    printJson({ event: event.event, object: event.object, ...event.nsid === undefined ? {} : { nsid: event.nsid }, value: facts, ...changed }, { ...context, pretty: false })
    return
  }
  const where = allNamespaces ? `[nsid ${event.nsid ?? 'current'}]` : ''
  const word = event.event === 'removed' ? form.words.removed : event.event === 'added' && synchronised ? form.words.added : ''
  context.print(`${where}${labels ? `[${form.label}]` : ''}${word}${form.text(value, names, context)}`)
}

export const monitor: Command = {
  summary: 'what changes, as it changes: links, addresses, routes and all others',
  help,
  async run (given, context) {
    const { objects, initial, ...form } = wordsOf(new Words(given, usage))
    const ending = new AbortController()
    const signals = ['SIGINT', 'SIGTERM'] as const
    const end = (): void => { ending.abort() }
    for (const signal of signals) process.on(signal, end)
    try {
      using asked = openClient({}, context)
      await using rt = await Rtnetlink.open({ namespace: context.namespace })
      // Links always: their names are shown with the rest.
      const followed = [...new Set(['link' as const, ...objects])]
      const { family } = context
      const names = new LinkNames(asked)
      let synchronised = false
      for await (const event of rt.monitor({ objects: followed, initial: true, allNamespaces: form.allNamespaces, signal: ending.signal })) {
        if (event.event === 'synchronised') synchronised = true
        else if (event.event === 'overrun' || event.event === 'resynchronised') {
          if (context.json) printJson({ event: event.event }, { ...context, pretty: false })
          else process.stderr.write(`rtnl: ${notices[event.event]}\n`)
        } else {
          const own = event.nsid === undefined
          if (own && event.object === 'link') names.learn(event.value)
          if (!(synchronised || initial) || !objects.has(event.object)) continue
          if (family !== undefined && 'family' in event.value && event.object !== 'link' && event.value.family !== family) continue
          show(event, own ? names : new LinkNames(asked, []), context, { ...form, synchronised })
        }
        // Whoever reads slowly has the kernel keep events, and not this process.
        if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain', { signal: ending.signal })
      }
    } catch (error) {
      if (!ending.signal.aborted) throw error
    } finally {
      for (const signal of signals) process.off(signal, end)
    }
  },
}
