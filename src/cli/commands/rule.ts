// rtnl rule. ip-rule(8)
import { Rules, type NewRule } from '../../client/rule.js'
import { openClient } from '../client.js'
import { CommandLineError, type Command } from '../command.js'
import { action, numeric, Words } from '../grammar/words.js'
import { printShown } from '../output.js'
import { ruleFacts, ruleText } from '../show/rule.js'

const usage = 'rtnl rule help'
const help = `rtnl rule: which table of routes a packet is looked up in

usage: rtnl [-6] rule [show] [table NAME|N] [priority N]
       rtnl rule add [not] [from PREFIX] [to PREFIX] [iif LINK] [oif LINK] [fwmark MARK[/MASK]] [tos N] [ipproto NAME] [sport N[-N]] [dport N[-N]]
                     [uidrange N-N] [priority N] [table NAME|N | goto N | blackhole | unreachable | prohibit | l3mdev] [suppress_prefixlength N] [proto NAME]
                     [realms [FROM/]TO]
       rtnl rule delete …       the same: the first that fits
       rtnl rule flush [table NAME|N] [priority N]     all but the kernel's own, or those

example
  rtnl rule add from 10.0.0.0/8 table 100 priority 1000
`
const range = (words: Words, what: string): { start: number, end: number } => {
  const [start, end = start] = words.numbers(what, '-')
  return { start, end }
}

function ruleWords (words: Words): NewRule {
  const rule: Record<string, unknown> = {}
  while (!words.done) {
    const word = words.next('rule')
    if (word === 'not') rule['flags'] = ['invert']
    else if (word === 'from') rule['src'] = words.next(word)
    else if (word === 'to') rule['dst'] = words.next(word)
    else if (word === 'iif' || word === 'dev') rule['iifname'] = words.next(word)
    else if (word === 'oif') rule['oifname'] = words.next(word)
    else if (word === 'priority' || word === 'pref' || word === 'preference' || word === 'order') rule['priority'] = words.number(word)
    else if (word === 'table' || word === 'lookup') rule['table'] = words.next(word)
    else if (word === 'fwmark') {
      const [mark, mask] = words.numbers(word, '/')
      Object.assign(rule, { fwmark: mark, ...mask === undefined ? {} : { fwmask: mask } })
    } else if (word === 'tos' || word === 'dsfield') rule['tos'] = words.dsfield(word)
    else if (word === 'ipproto') rule['ipProto'] = numeric(words.next(word).replace(/^ipv6-icmp$/, 'icmpv6'))
    else if (word === 'sport' || word === 'dport') rule[`${word}Range`] = range(words, word)
    else if (word === 'uidrange') rule['uidRange'] = range(words, word)
    else if (word === 'suppress_prefixlength' || word === 'sup_pl') rule['suppressPrefixlen'] = words.number(word)
    else if (word === 'suppress_ifgroup' || word === 'sup_group') rule['suppressIfgroup'] = numeric(words.next(word))
    else if (word === 'protocol' || word === 'proto') rule['protocol'] = numeric(words.next(word))
    else if (word === 'realms') rule['flow'] = words.next(word)
    else if (word === 'goto') rule['goto'] = words.number(word)
    else if (word === 'l3mdev') rule['l3mdev'] = 1
    else if (word === 'nop' || word === 'blackhole' || word === 'unreachable' || word === 'prohibit') rule['action'] = word
    else words.unknown(word)
  }
  return rule as unknown as NewRule
}

export const rule: Command = {
  summary: 'rules that choose a routing table: show, add, delete, flush',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['add', 'delete', 'show', 'flush'] as const, 'show', usage)
    const words = new Words(rest, usage)
    const family = context.family === 'inet6' ? 'inet6' : 'inet'
    using rt = openClient({ rule: Rules }, context)
    if (verb === 'add' || verb === 'delete') {
      // Without any, the kernel's own first rule would be meant.
      words.some('rule')
      const given = ruleWords(words)
      rt.rule[verb](context.family === 'inet6' ? { family, ...given } : given)
      return
    }
    const { table, priority, ...others } = ruleWords(words)
    const [other] = Object.keys(others)
    if (other !== undefined) throw new CommandLineError(`${verb}: rules are chosen by table and priority, not by ${other}: see ${usage}`)
    const filter = { family, ...table === undefined ? {} : { table }, ...priority === undefined ? {} : { priority } } as const
    if (verb === 'flush') { rt.rule.flush(filter); return }
    const shown = rt.rule.list(filter).map(one => ruleFacts(one, context))
    printShown(shown, ruleText, context)
  },
}
