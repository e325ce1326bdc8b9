// rtnl class. tc(8)
import { Classes, type ClassFilter, type NewClass } from '../../client/tc.js'
import { parseParent } from '../../client/tc-values.js'
import { given } from '../../client/values.js'
import { openClient } from '../client.js'
import { CommandLineError, type Command } from '../command.js'
import { classWords, knownClasses } from '../grammar/tc/classes.js'
import { classidOf, takePlace } from '../grammar/tc/place.js'
import { action, Words } from '../grammar/words.js'
import { LinkNames } from '../show/names.js'
import { classSaid } from '../show/tc/class.js'
import { print } from '../show/tc/print.js'

const usage = 'rtnl class help'
const help = `rtnl class: the parts of a qdisc that has them

usage: rtnl class [show] dev LINK [parent ID] [classid ID]      all of the parent's qdisc
       rtnl class add dev LINK parent ID classid ID KIND [OPTIONS]       replace, change: the same
       rtnl class delete dev LINK classid ID

kinds: ${knownClasses.join(', ')}

example
  rtnl qdisc add dev v0 root handle 1: htb default 20
  rtnl class add dev v0 parent 1: classid 1:20 htb rate 1mbit ceil 2mbit
`

export const class_: Command = {
  summary: 'classes of qdiscs: show, add, change, replace, delete',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['show', 'add', 'delete', 'replace', 'change'] as const, 'show', usage)
    const words = new Words(rest, usage)
    const { ifindex, parent, handle: text } = takePlace(words, ['dev', 'root', 'parent', 'classid'])
    if (ifindex === undefined) throw new CommandLineError(`class ${verb}: dev is missing: see ${usage}`)
    const handle = text === undefined ? undefined : classidOf(text) ?? words.unknown(text)
    using rt = openClient({ class: Classes }, context)
    if (verb === 'show' || verb === 'delete') {
      words.end()
      if (verb === 'show') {
        // With a parent, all of its qdisc, however far below, as the kernel lists them for tc.
        const major = parent === undefined ? undefined : parseParent(parent) >>> 16
        const found = rt.class.list(given({ ifindex, handle }) as ClassFilter).filter(one => major === undefined || one.handle >>> 16 === major)
        const how = { ...context, names: new LinkNames(rt) }
        print(found.map(one => classSaid(one, how, true)), context)
      } else if (handle === undefined) throw new CommandLineError(`class delete: classid is missing: see ${usage}`)
      else rt.class.delete({ ifindex, handle })
      return
    }
    rt.class[verb]({ ifindex, parent: parent ?? 0, handle: handle ?? 0, ...classWords(words) } as NewClass)
  },
}
