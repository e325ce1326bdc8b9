// rtnl netconf. ip-netconf(8)
import { RtnetlinkSync } from '../../client/rtnetlink.js'
import type { Command } from '../command.js'
import { action, Words } from '../grammar/words.js'
import { printShown } from '../output.js'
import { facts, type Facts } from '../show/facts.js'
import { LinkNames } from '../show/names.js'
import type { Netconf } from '../../../codec/route/netconf.js'

const usage = 'rtnl netconf help'
const help = `rtnl netconf: what the sysctls of links say

usage: rtnl [-4|-6|-M] netconf [show] [dev LINK|all|default]

example
  rtnl netconf show dev all
`
const modes = ['off', 'strict', 'loose']
const onOff = (value: number | undefined): boolean | undefined => value === undefined ? undefined : value !== 0

function netconfFacts (one: Netconf, names: LinkNames): Facts {
  const { ifindex = 0 } = one
  return facts({
    family: String(one.family),
    interface: ifindex === -1 ? 'all' : ifindex === -2 ? 'default' : names.name(ifindex),
    forwarding: onOff(one.forwarding),
    rp_filter: one.rpFilter === undefined ? undefined : modes[one.rpFilter] ?? String(one.rpFilter),
    mc_forwarding: onOff(one.mcForwarding),
    proxy_neigh: onOff(one.proxyNeigh),
    ignore_routes_with_linkdown: onOff(one.ignoreRoutesWithLinkdown),
    input: onOff(one.input),
  })
}
const text = ({ family, interface: link, ...rest }: Facts): string =>
  `${String(family)} ${String(link)} ${Object.entries(rest).map(([name, value]) => `${name} ${typeof value === 'boolean' ? value ? 'on' : 'off' : String(value)} `).join('')}\n`

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
    using rt = RtnetlinkSync.open({ namespace: context.namespace })
    const { family } = context
    const names = new LinkNames(rt)
    const found = rt.netconf.list({ ...family === undefined || family === 'bridge' ? {} : { family }, ...ifindex === undefined ? {} : { ifindex } })
    const shown = found.map(one => netconfFacts(one, names))
    printShown(shown, text, context)
  },
}
