// rtnl encode: lines of JSON, as `rtnl decode` prints them, as messages
import { createReadStream } from 'node:fs'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { CodecError } from '../../../codec/core/errors.js'
import { toHex } from '../../../codec/core/text.js'
import { PcapWriter } from '../../../codec/capture/pcap-writer.js'
import { util } from '../../libc/node.js'
import { bytesOf, protocolOf, timeOf, type Line } from '../capture/line.js'
import { CommandLineError, type Command } from '../command.js'
import { parsed } from '../options.js'

const usage = 'rtnl encode help'
const help = `rtnl encode: lines of JSON, as \`rtnl decode\` prints them, as netlink messages

usage: rtnl encode [--pcap] [FILE|-]

  --pcap      a pcap file of link type 253, a packet a message; without it, a message a line in hexadecimal

Of the header, type, flags, sequence and port count; of a tree, the values: offset and length may be left out.

example
  echo '{"header":{"type":"RTM_GETLINK","flags":["REQUEST","DUMP"]},"message":{"family":"inet"}}' | rtnl encode
`
const options = { pcap: { type: 'boolean', default: false } } as const

export const encode: Command = {
  summary: 'lines of JSON as netlink messages',
  help,
  async run (words, context) {
    const { values, positionals: [file = '-', ...more] } = parsed(() => util.parseArgs({ args: [...words], options, allowPositionals: true }), usage)
    if (more.length > 0) throw new CommandLineError(`one file at a time: see ${usage}`)
    const input = file === '-' ? process.stdin : createReadStream(file)
    const writer = values.pcap ? new PcapWriter() : undefined
    const write = async (part: Uint8Array): Promise<void> => {
      if (!process.stdout.write(part)) await once(process.stdout, 'drain')
    }
    if (writer !== undefined) await write(writer.header())
    let number = 0
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      number++
      if (text.trim() === '') continue
      const line = parse(text, number)
      try {
        const data = bytesOf(line)
        if (writer === undefined) context.print(`${toHex(data)}\n`)
        else {
          const packet = { data, time: line.time === undefined ? 0n : timeOf(line.time), protocol: protocolOf(line.protocol ?? 'route') }
          await write(writer.record(line.direction === undefined ? packet : { ...packet, direction: line.direction }))
        }
      } catch (error) { throw error instanceof CodecError ? error.during(`line ${number}`) : error }
      if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
    }
  },
}

function parse (text: string, number: number): Line {
  try {
    const line: unknown = JSON.parse(text)
    if (typeof line === 'object' && line !== null && !Array.isArray(line)) return line
  } catch { /* told below */ }
  throw new CodecError(`line ${number} is no JSON object`)
}
