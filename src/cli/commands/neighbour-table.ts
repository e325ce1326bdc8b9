// rtnl ntable. ip-ntable(8)
import type { NeighbourTable } from '../../../codec/route/neighbour-table.js'
import { NeighbourTables, type NeighbourTableChange } from '../../client/neighbour-table.js'
import { openClient } from '../client.js'
import { CommandLineError, type Command } from '../command.js'
import { action, Words } from '../grammar/words.js'
import { printShown } from '../output.js'
import { facts, hex, type Facts } from '../show/facts.js'
import { LinkNames } from '../show/names.js'

const usage = 'rtnl ntable help'
/** ip's words, ours. Times in ms. */
const tableWords = { thresh1: 'thresh1', thresh2: 'thresh2', thresh3: 'thresh3', gc_int: 'gcInterval' } as const
const linkWords = {
  base_reachable: 'baseReachableTime', retrans: 'retransTime', gc_stale: 'gcStaletime', delay_probe: 'delayProbeTime', queue: 'queueLen',
  app_probes: 'appProbes', ucast_probes: 'ucastProbes', mcast_probes: 'mcastProbes', anycast_delay: 'anycastDelay', proxy_delay: 'proxyDelay',
  proxy_queue: 'proxyQlen', locktime: 'locktime',
} as const
const help = `rtnl ntable: the tables of neighbours, and how they are kept

usage: rtnl [-4|-6] ntable [show] [name NAME] [dev LINK]
       rtnl ntable change name NAME [dev LINK] [WORD NUMBER]…      times in ms
         ${Object.keys(tableWords).join(' ')}
         ${Object.keys(linkWords).join(' ')}

example
  rtnl ntable change name arp_cache dev v0 base_reachable 10000
`

/** So many milliseconds ago, as a moment of this place: `2026-01-31 23:59:59`. */
const ago = (milliseconds: number): string => {
  const moment = new Date(Date.now() - milliseconds)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`
}
const configFacts = ({ config }: NeighbourTable): Facts => config === undefined ? {} : {
  key_length: config.keyLen, entry_size: config.entrySize, entries: config.entries, last_flush: ago(config.lastFlush), last_rand: ago(config.lastRand),
  hash_rnd: config.hashRnd, hash_mask: hex(config.hashMask), hash_chain_gc: config.hashChainGc, proxy_qlen: config.proxyQlen,
}
const counters = {
  allocs: 'allocs', destroys: 'destroys', hash_grows: 'hashGrows', res_failed: 'resFailed', lookups: 'lookups', hits: 'hits', rcv_probes_mcast: 'rcvProbesMcast',
  rcv_probes_ucast: 'rcvProbesUcast', periodic_gc_runs: 'periodicGcRuns', forced_gc_runs: 'forcedGcRuns', table_fulls: 'tableFulls',
} as const

/** As `ip -j ntable` has it. */
function tableFacts (table: NeighbourTable, names: LinkNames, statistics: boolean): Facts {
  const { parms } = table
  const index = parms?.ifindex
  return facts({
    family: String(table.family),
    name: table.name,
    dev: index === undefined ? undefined : names.name(index),
    thresh1: table.thresh1, thresh2: table.thresh2, thresh3: table.thresh3,
    gc_interval: table.gcInterval,
    ...statistics ? configFacts(table) : {},
    refcnt: parms?.refcnt,
    reachable: parms?.reachableTime,
    ...Object.fromEntries(Object.entries(linkWords).map(([word, name]) => [word, parms?.[name]])),
    ...statistics ? Object.fromEntries(Object.entries(counters).map(([word, name]) => [word, table.stats?.[name]])) : {},
  })
}
function text ({ family, name, dev, thresh1, thresh2, thresh3, gc_interval: interval, ...parms }: Facts): string {
  const lines = [
    ...dev === undefined ? [] : [`dev ${String(dev)}`],
    ...thresh1 === undefined ? [] : [`thresh1 ${String(thresh1)} thresh2 ${String(thresh2)} thresh3 ${String(thresh3)} gc_int ${String(interval)}`],
    ...[['refcnt', 'reachable', 'base_reachable', 'retrans'], ['gc_stale', 'delay_probe', 'queue'], ['app_probes', 'ucast_probes', 'mcast_probes'],
      ['anycast_delay', 'proxy_delay', 'proxy_queue', 'locktime'],
      // With -s alone
      ['key_length', 'entry_size', 'entries', 'last_flush', 'last_rand', 'hash_rnd', 'hash_mask', 'hash_chain_gc', 'proxy_qlen'], Object.keys(counters)].map(row =>
      row.filter(name => parms[name] !== undefined).map(name => `${name} ${String(parms[name])}`).join(' ')).filter(line => line !== ''),
  ]
  return `${String(family)} ${String(name)} \n${lines.map(line => `    ${line} \n`).join('')}\n`
}

export const neighbourTable: Command = {
  summary: 'tables of neighbours: show, change',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['show', 'change'] as const, 'show', usage)
    const words = new Words(rest, usage)
    let name: string | undefined; let ifindex: string | undefined
    const table: Record<string, number> = {}
    const parms: Record<string, number> = {}
    while (!words.done) {
      const word = words.next('ntable')
      if (word === 'name') name = words.next(word)
      else if (word === 'dev') ifindex = words.next(word)
      else if (verb === 'change' && Object.hasOwn(tableWords, word)) table[tableWords[word as keyof typeof tableWords]] = words.number(word)
      else if (verb === 'change' && Object.hasOwn(linkWords, word)) parms[linkWords[word as keyof typeof linkWords]] = words.number(word)
      else words.unknown(word)
    }
    using rt = openClient({ neighbourTable: NeighbourTables }, context)
    const link = ifindex === undefined ? {} : { ifindex }
    if (verb === 'change') {
      if (name === undefined) throw new CommandLineError(`which table? name is missing: see ${usage}`)
      const given = { ...link, ...parms }
      rt.neighbourTable.change({ name, ...table, ...Object.keys(given).length === 0 ? {} : { parms: given } } as NeighbourTableChange)
      return
    }
    const family = context.family === 'inet' || context.family === 'inet6' ? { family: context.family } : {}
    const names = new LinkNames(rt)
    const shown = rt.neighbourTable.list({ ...family, ...name === undefined ? {} : { name }, ...link }).map(one => tableFacts(one, names, context.statistics))
    printShown(shown, text, context)
  },
}
