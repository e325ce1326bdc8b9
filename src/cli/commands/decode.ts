// rtnl decode: captures of netlink as lines of JSON
import { createReadStream } from 'node:fs'
import { once } from 'node:events'
import { GenericFamilies } from '../../../codec/generic/families.js'
import { util } from '../../libc/node.js'
import { framesOf } from '../capture/frames.js'
import { linesOf, protocolOf, type Format } from '../capture/line.js'
import { CommandLineError, type Command } from '../command.js'
import { parsed } from '../options.js'
import { jsonText } from '../output.js'

const usage = 'rtnl decode help'
const help = `rtnl decode: netlink messages as lines of JSON, one a message, as they come

usage: rtnl decode [--format json|tree] [--protocol NAME|N] [FILE|-]

  FILE        pcap or pcapng of link type 253 (netlink, as nlmon gives it), or lines of hexadecimal, a datagram a line;
              - or nothing: standard input
  --format    json: {"frame":1,"time":…,"direction":"out","protocol":"route","header":{…},"message":{…}};
              tree: every struct and attribute with its name, number, offset, length and value, in place of "message":
              \`rtnl encode\` makes the very same bytes of it
  --protocol  of lines of hexadecimal; route if nothing is said

A message that cannot be decoded has "error" and "hex", and the rest goes on.

example
  rtnl sandbox sh -c 'ip link add nlmon0 type nlmon && ip link set nlmon0 up && tcpdump -i nlmon0 -w -' | rtnl decode
  echo 14000000120001030000000000000000 00000000 | rtnl decode --format tree
`
const options = { format: { type: 'string', default: 'json' }, protocol: { type: 'string', default: 'route' } } as const

export const decode: Command = {
  summary: 'captures of netlink as lines of JSON',
  help,
  async run (words, context) {
    const { values, positionals: [file = '-', ...more] } = parsed(() => util.parseArgs({ args: [...words], options, allowPositionals: true }), usage)
    if (more.length > 0) throw new CommandLineError(`one file at a time: see ${usage}`)
    const { format } = values
    if (format !== 'json' && format !== 'tree') throw new CommandLineError(`--format ${format}: there are json and tree: see ${usage}`)
    const stream = file === '-' ? process.stdin : createReadStream(file)
    const families = new GenericFamilies()
    let frames = 0
    for await (const frame of framesOf(stream as AsyncIterable<Uint8Array>, protocolOf(values.protocol))) {
      frames++
      let text = ''
      for (const line of linesOf(frame, frames, format satisfies Format, families)) text += `${jsonText(line, context)}\n`
      context.print(text)
      // No more is read than the reader of our output takes.
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
    }
  },
}
