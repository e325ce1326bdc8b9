// rtnl stats. ip-stats(8)
import { LinkCounters } from '../../client/stats.js'
import { openClient } from '../client.js'
import { CommandLineError, type Command } from '../command.js'
import { action, Words } from '../grammar/words.js'
import { printJson } from '../output.js'
import { LinkNames } from '../show/names.js'
import { statsEntries, statsFacts, statsText } from '../show/stats.js'

const usage = 'rtnl stats help'
const levels = ['group', 'subgroup', 'suite'] as const
const help = `rtnl stats: counters of links, by groups

usage: rtnl stats [show] [dev LINK] [group GROUP [subgroup SUBGROUP [suite SUITE]]]
       rtnl stats set dev LINK l3_stats on|off      what drivers are to count of what they route

${statsEntries.map(entry => `  ${levels.flatMap(level => entry[level] === undefined ? [] : [`${level} ${entry[level]}`]).join(' ')}`).join('\n')}

example
  rtnl stats show dev lo group link
`

export const stats: Command = {
  summary: 'counters of links, by groups: show, set',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['show', 'set'] as const, 'show', usage)
    const words = new Words(rest, usage)
    let [link, l3Stats]: [string?, boolean?] = []
    const selected = new Map<string, string>()
    while (!words.done) {
      const word = words.next('stats')
      if (word === 'dev') link = words.next(word)
      else if (levels.includes(word as 'group')) selected.set(word, words.next(word))
      else if (word === 'l3_stats' && verb === 'set') l3Stats = words.onOff(word)
      else words.unknown(word)
    }
    using rt = openClient({ stats: LinkCounters }, context)
    if (verb === 'set') {
      if (link === undefined || l3Stats === undefined) throw new CommandLineError(`stats set: ${link === undefined ? 'dev' : 'l3_stats'} is missing: see ${usage}`)
      rt.stats.set(link, { l3Stats })
      return
    }
    const entries = statsEntries.filter(entry => [...selected].every(([level, name]) => entry[level as 'group'] === name))
    if (entries.length === 0) throw new CommandLineError(`there are no counters of ${[...selected].flat().join(' ')}: see ${usage}`)
    const filter = { filterMask: [...new Set(entries.map(({ part }) => part))] }
    const names = new LinkNames(rt)
    const shown = (link === undefined ? rt.stats.list(filter) : [rt.stats.get(link, filter)]).map(one => statsFacts(one, names, entries))
    if (context.json) printJson(shown.flat(), context)
    else for (const one of shown) context.print(`${statsText(one, entries)}${link === undefined ? '\n' : ''}`) // as ip: a blank line after each of many
  },
}
