// rtnl netconf. ip-netconf(8)
import { Netconfs } from '../../client/netconf.js'
import { openClient } from '../client.js'
import type { Command } from '../command.js'
import { action, Words } from '../grammar/words.js'
import { printShown } from '../output.js'
import { LinkNames } from '../show/names.js'
import { netconfFacts, netconfText } from '../show/netconf.js'

const usage = 'rtnl netconf help'
const help = `rtnl netconf: what the sysctls of links say

usage: rtnl [-4|-6|-M] netconf [show] [dev LINK|all|default]

example
  rtnl netconf show dev all
`
export const netconf: Command = {
  summary: 'settings of links: show',
  help,
  async run ([word, ...rest], context) {
    action(word, ['show'] as const, 'show', usage)
    const words = new Words(rest, usage)
    let ifindex: string | undefined
    while (!words.done) {
      const word = words.next('netconf')
      if (word === 'dev') ifindex = words.next(word)
      else words.unknown(word)
    }
    using rt = openClient({ netconf: Netconfs }, context)
    const { family } = context
    const names = new LinkNames(rt)
    const found = rt.netconf.list({ ...family === undefined || family === 'bridge' ? {} : { family }, ...ifindex === undefined ? {} : { ifindex } })
    const shown = found.map(one => netconfFacts(one, names))
    printShown(shown, netconfText, context)
  },
}
