// rtnl describe: what the codec declares, by any name that it has
import { fileURLToPath } from 'node:url'
import { reference, type Row } from '../../../codec/reference.js'
import { fs, util } from '../../libc/node.js'
import { CommandLineError, type Command } from '../command.js'
import { Comments } from '../describe/comments.js'
import { find, like } from '../describe/find.js'
import { texts } from '../describe/print.js'
import { writePages } from '../describe/pages.js'
import { parsed } from '../options.js'

const usage = 'rtnl describe help'
const help = `rtnl describe: messages, attributes, structs, kinds and names of rtnetlink, as the codec declares them

usage: rtnl describe [--json] [NAME]
       rtnl describe --pages DIRECTORY

NAME is whatever something is called, in upper or lower case:
  RTM_NEWNEXTHOP           a message: its header and its attributes
  IFLA_VXLAN_ID            an attribute: where it belongs, number, type, what it is for
  vxlan                    a kind: what its data is
  link.linkinfo.data       a path, from a message (link, addr, route, neigh, rule, qdisc …)
  ifinfomsg                a struct, or one of its members: ifinfomsg.flags
  IFLA_BR_                 a prefix
  forwardDelay, blackhole  a name that attributes or values have here
Without one, the messages. --json: a line for each message, header member, attribute, enumeration, kind and multicast group.
--pages: all of it as Markdown, a file for each family of messages.

example
  rtnl describe vxlan
  rtnl describe --json | grep '"type":"be16"'
`
const options = { json: { type: 'boolean', default: false }, pages: { type: 'string' } } as const
/** The sources of the codec: of the package, this runs from dist/bundle, in its tests from dist/src/cli/commands. */
const sources = ['../../codec', '../../../../codec'].map(up => fileURLToPath(new URL(up, import.meta.url))).find(directory => fs.existsSync(`${directory}/core/types.ts`)) ?? ''

export const describe: Command = {
  summary: 'what a message, attribute, struct or kind is',
  help,
  async run (words, context) {
    const { values, positionals: [name, ...more] } = parsed(() => util.parseArgs({ args: [...words], options, allowPositionals: true }), usage)
    if (more.length > 0) throw new CommandLineError(`one name at a time: see ${usage}`)
    const rows = reference()
    if (values.pages !== undefined) return writePages(values.pages, rows, new Comments(sources))
    const found = name === undefined ? rows : find(rows, name)
    if (found.length === 0) {
      const near = like(rows, name!)
      throw new CommandLineError(`nothing is called "${name}"${near.length === 0 ? '' : `; did you mean ${near.join(', ')}?`}: see ${usage}`, 1)
    }
    const comments = new Comments(sources)
    if (values.json || context.json) {
      for (const row of found) context.print(`${JSON.stringify({ ...row, ...said(row, comments) })}\n`)
    } else if (name === undefined) {
      const seen = new Set<string>()
      for (const { what, constant = '', number, struct, request } of rows) {
        if (what !== 'message' || request === true || seen.has(constant)) continue
        seen.add(constant)
        context.print(`${String(number).padStart(3)}  ${constant.padEnd(22)} ${struct}\n`)
      }
    } else context.print(texts(rows, found, comments))
  },
}
const said = (row: Row, comments: Comments): object => {
  const { doc, headers } = comments.of(row)
  return { ...doc === undefined ? {} : { doc }, ...headers.length === 0 ? {} : { header: headers.join(', ') } }
}
