// rtnl link. ip-link(8)
import type { Link } from '../../../codec/route/link/link.js'
import type { LinkFilter, NewLink } from '../../client/link.js'
import type { NetworkNamespace } from '../../netns/namespace.js'
import { openClient, type Client } from '../client.js'
import { CommandLineError, type Command, type Context } from '../command.js'
import { kindWords, portWords, takeLinkWord, type LinkWords } from '../grammar/link.js'
import { action, numeric, Words } from '../grammar/words.js'
import { printShown } from '../output.js'
import { linkFacts, linkText } from '../show/link.js'
import { LinkNames } from '../show/names.js'

const usage = 'rtnl link help'
const help = `rtnl link: network devices, physical and virtual

usage: rtnl link [show] [[dev] LINK] [up] [type KIND] [master LINK] [group GROUP]
       rtnl link add [link LINK] [name] NAME [SETTINGS] type KIND [OPTIONS]
       rtnl link add NAME type veth [peer [name] NAME [SETTINGS]]
       rtnl link set [dev] LINK [up|down] [SETTINGS] [nomaster] [type KIND[_slave] OPTIONS]
       rtnl link replace …       as add; a link that is there is changed
       rtnl link delete [dev] LINK

settings: mtu N, address MAC, master LINK, netns NAME|PID, alias TEXT, txqlen N, group GROUP, name NEW, arp|multicast|promisc|allmulticast on|off
kinds: veth, bridge, vlan, macvlan, macvtap, dummy, ifb, and any other that the kernel makes without options
options are the kernel's names: \`type vlan id 5 protocol 802.1ad\`, \`type bridge vlan_filtering 1\`, \`type macvlan mode bridge\`

example
  rtnl link add v0 type veth peer name v1
  rtnl link set v1 netns blue
  rtnl link set v0 up
`

function show (rt: Client, words: Words, context: Context): void {
  let name: string | undefined
  let up = false
  const filter: { -readonly [K in keyof LinkFilter]: LinkFilter[K] } = {}
  while (!words.done) {
    if (words.take('up')) up = true
    else if (words.take('type')) filter.kind = words.next('type')
    else if (words.take('master', 'vrf')) filter.master = words.next('master')
    else if (words.take('group')) filter.group = numeric(words.next('group'))
    else {
      words.take('dev')
      if (name !== undefined) words.unknown(words.peek!)
      name = words.next('dev')
    }
  }
  const links: Link[] = name === undefined ? rt.link.list(filter) : [rt.link.get(name, { extMask: ['vf'] })]
  const names = new LinkNames(rt, name === undefined && Object.keys(filter).length === 0 ? links : [])
  const shown = links.filter(link => !up || link.flags.includes('up')).map(link => linkFacts(link, names, context))
  printShown(shown, linkText, context)
}

function make (verb: 'add' | 'replace', rt: Client, words: Words, open: NetworkNamespace[]): void {
  const link: LinkWords = {}
  while (!words.done && words.peek !== 'type') {
    if (takeLinkWord(words, link, open)) continue
    words.take('dev')
    if ('ifname' in link) words.unknown(words.peek!)
    link['ifname'] = words.next('name')
  }
  if (!words.take('type')) throw new CommandLineError(`link ${verb}: type is missing: see ${usage}`)
  const kind = words.next('type')
  const data = kindWords(words, kind, open)
  rt.link[verb]({ ...link, kind, ...data === undefined ? {} : { data } } as NewLink)
}

function set (rt: Client, words: Words, open: NetworkNamespace[]): void {
  let name: string | undefined
  const link: LinkWords = {}
  while (!words.done && words.peek !== 'type') {
    if (words.take('dev')) { name = words.next('dev'); continue }
    if (takeLinkWord(words, link, open)) continue
    if (name !== undefined) words.unknown(words.peek!)
    name = words.next('dev')
  }
  if (name === undefined) throw new CommandLineError(`link set: which link? see ${usage}`)
  if (words.take('type')) {
    const kind = words.next('type')
    if (kind.endsWith('_slave')) Object.assign(link, { slaveKind: kind.slice(0, -6), slaveData: portWords(words, kind.slice(0, -6)) })
    else Object.assign(link, { kind, data: kindWords(words, kind, open) })
  }
  rt.link.change(name, link as NewLink)
}

export const link: Command = {
  summary: 'links: show, add, set, replace, delete',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['add', 'set', 'replace', 'delete', 'show'] as const, 'show', usage)
    const words = new Words(rest, usage)
    const open: NetworkNamespace[] = []
    using rt = openClient({}, context)
    try {
      if (verb === 'show') show(rt, words, context)
      else if (verb === 'add' || verb === 'replace') make(verb, rt, words, open)
      else if (verb === 'set') set(rt, words, open)
      else {
        words.take('dev')
        rt.link.delete(words.next('dev'))
      }
    } finally { for (const namespace of open) namespace.close() }
  },
}
