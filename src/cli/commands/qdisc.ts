// rtnl qdisc. tc(8)
import { TC_H_INGRESS } from '../../../codec/route/tc/tcmsg.js'
import { Qdiscs, type NewQdisc, type QdiscFilter, type QdiscKey } from '../../client/tc.js'
import { given } from '../../client/values.js'
import { openClient } from '../client.js'
import { CommandLineError, type Command } from '../command.js'
import { takePlace } from '../grammar/tc/place.js'
import { knownQdiscs, qdiscWords } from '../grammar/tc/qdiscs.js'
import { estimator, sizeTable } from '../grammar/tc/size-table.js'
import { number, takeOption, type Options } from '../grammar/tc/units.js'
import { action, Words } from '../grammar/words.js'
import { LinkNames } from '../show/names.js'
import { print } from '../show/tc/print.js'
import { qdiscSaid } from '../show/tc/qdisc.js'

const usage = 'rtnl qdisc help'
const help = `rtnl qdisc: in which order, how fast and how late packets leave a link. Times, rates and sizes as tc has them: 5ms, 1mbit, 10kb

usage: rtnl qdisc [show] [dev LINK] [root | parent ID | ingress | clsact] [handle ID] [invisible]
       rtnl qdisc add dev LINK [root | parent ID] [handle ID] [stab SIZES] [estimator INTERVAL AVERAGE] KIND [OPTIONS]       replace, change: the same
       SIZES: [linklayer ethernet|atm|adsl] [overhead N] [mpu N] [mtu N] [tsize N]
       rtnl qdisc add dev LINK [ingress_block N] [egress_block N] ingress|clsact
       rtnl qdisc delete dev LINK [root | parent ID | ingress | clsact] [handle ID]

kinds with options: ${knownQdiscs.join(', ')};
any other that the kernel makes without options

example
  rtnl qdisc replace dev v0 root netem delay 20ms 5ms loss 1%
  rtnl qdisc replace dev v0 root tbf rate 1mbit burst 10kb latency 50ms
`
/** Numbers of blocks of filters that links share; how large packets are on the wire; how rates are estimated. */
const beforeKind: Options = { ingress_block: ['ingressBlock', number], egress_block: ['egressBlock', number], stab: ['stab', sizeTable], estimator: ['rate', estimator] }
const place = ['dev', 'root', 'parent', 'handle'] as const

export const qdisc: Command = {
  summary: 'queueing of links: show, add, change, replace, delete',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['show', 'add', 'delete', 'replace', 'change'] as const, 'show', usage)
    const words = new Words(rest, usage)
    const { ifindex, ...at } = takePlace(words, place)
    using rt = openClient({ qdisc: Qdiscs }, context)
    if (verb === 'show') {
      const hidden = words.take('invisible')
      const parent = words.take('ingress', 'clsact') ? TC_H_INGRESS : at.parent
      const { handle = at.handle } = takePlace(words, ['handle'])
      const invisible = words.take('invisible') || hidden
      words.end()
      const found = rt.qdisc.list(given({ ifindex, parent, handle: colon(handle), invisible }) as QdiscFilter)
      const how = { ...context, names: new LinkNames(rt) }
      print(found.map(one => qdiscSaid(one, how, ifindex !== undefined)), context)
      return
    }
    if (ifindex === undefined) throw new CommandLineError(`qdisc ${verb}: dev is missing: see ${usage}`)
    const key = given({ ifindex, parent: at.parent, handle: colon(at.handle) }) as QdiscKey
    if (verb === 'delete') {
      const kind = words.done ? undefined : words.next('kind')
      words.end()
      rt.qdisc.delete(given({ ...key, kind }) as QdiscKey)
      return
    }
    const before: Record<string, unknown> = {}
    while (takeOption(words, beforeKind, before)) { /* each of them */ }
    rt.qdisc[verb]({ ...key, ...before, ...qdiscWords(words) } as NewQdisc)
  },
}
/** `1` is `1:`. */
const colon = (handle: string | undefined): string | undefined => handle === undefined || handle.includes(':') ? handle : `${handle}:`
