#!/usr/bin/env node
// `rtnl`: networks from the command line, in the manner of ip(8).
import { CodecError } from '../../codec/core/errors.js'
import { SystemError, UsageError } from '../libc/errors.js'
import { fs, util } from '../libc/node.js'
import { NetworkNamespace } from '../netns/namespace.js'
import { NetlinkError } from '../socket/errors.js'
import { CommandLineError, type Command, type Context } from './command.js'

/** In this order a beginning of a name is completed, as ip's are, tc's objects after them: `rtnl a`, `rtnl r`, `rtnl l`. Loaded when wanted: each start counts. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  address: async () => (await import('./commands/address.js')).address,
  route: async () => (await import('./commands/route.js')).route,
  rule: async () => (await import('./commands/rule.js')).rule,
  neighbour: async () => (await import('./commands/neighbour.js')).neighbour,
  neighbor: async () => (await import('./commands/neighbour.js')).neighbour,
  link: async () => (await import('./commands/link.js')).link,
  nexthop: async () => (await import('./commands/nexthop.js')).nexthop,
  ntable: async () => (await import('./commands/neighbour-table.js')).neighbourTable,
  netconf: async () => (await import('./commands/netconf.js')).netconf,
  addrlabel: async () => (await import('./commands/address-label.js')).addressLabel,
  qdisc: async () => (await import('./commands/qdisc.js')).qdisc,
  class: async () => (await import('./commands/class.js')).class_,
  filter: async () => (await import('./commands/filter.js')).filter,
  chain: async () => (await import('./commands/chain.js')).chain,
  action: async () => (await import('./commands/action.js')).action,
  monitor: async () => (await import('./commands/monitor.js')).monitor,
  netns: async () => (await import('./commands/netns.js')).netns,
  fdb: async () => (await import('./commands/fdb.js')).fdb,
  mdb: async () => (await import('./commands/mdb.js')).mdb,
  vlan: async () => (await import('./commands/vlan.js')).vlan,
  ping: async () => (await import('./commands/ping.js')).ping,
  decode: async () => (await import('./commands/decode.js')).decode,
  encode: async () => (await import('./commands/encode.js')).encode,
  describe: async () => (await import('./commands/describe.js')).describe,
  sandbox: async () => (await import('./commands/sandbox.js')).sandbox,
  run: async () => (await import('./commands/run.js')).run,
  stats: async () => (await import('./commands/stats.js')).stats,
}
const options = {
  netns: { type: 'string', short: 'n' },
  family: { type: 'string', short: 'f' },
  json: { type: 'boolean', short: 'j' },
  pretty: { type: 'boolean', short: 'p' },
  details: { type: 'boolean', short: 'd' },
  statistics: { type: 'boolean', short: 's' },
  version: { type: 'boolean', short: 'V' },
  help: { type: 'boolean', short: 'h' },
  4: { type: 'boolean', short: '4' },
  6: { type: 'boolean', short: '6' },
  M: { type: 'boolean', short: 'M' },
} as const
const families = ['inet', 'inet6', 'mpls', 'bridge'] as const

async function help (): Promise<string> {
  const names = Object.keys(commands).filter(name => name !== 'neighbor')
  const lines = await Promise.all(names.map(async name => `  ${name.padEnd(10)} ${(await commands[name]!()).summary}`))
  return `rtnl: the Linux network stack from the command line, in the manner of ip(8) and bridge(8)

usage: rtnl [OPTIONS] OBJECT [COMMAND] ...
       rtnl OBJECT help          what an object can do, with examples

objects
${lines.join('\n')}

options
  -n, --netns NAME     work in this network namespace
  -j, --json           answers as JSON, as \`ip -j\` has it; -p makes it pretty
  -d, --details        more of everything
  -s, --statistics     counters, too
  -4, -6, -f FAMILY    one family only: inet, inet6, mpls, bridge
  -V, --version        -h, --help

A beginning of a name will do: \`rtnl a\` is \`rtnl address show\`. No rights? \`rtnl sandbox -- sh\` gives a throw-away machine
where you have them all.

example
  rtnl netns add blue
  rtnl link add v0 type veth peer name v1 netns blue
  rtnl addr add 10.1.1.1/24 dev v0 && rtnl link set v0 up
  rtnl -n blue addr add 10.1.1.2/24 dev v1 && rtnl -n blue link set v1 up
  rtnl ping -c 1 10.1.1.2
`
}

/** What stands before the object, with ip's own long options (`-json`, `-det`) as ours, and the rest. */
function split (args: readonly string[]): { before: string[], rest: readonly string[] } {
  const before: string[] = []
  let at = 0
  for (; args[at]?.startsWith('-') === true && args[at] !== '--'; at++) {
    const word = args[at]!
    const long = /^-[a-zA-Z]{2,}$/.test(word) ? Object.keys(options).find(name => name.toLowerCase().startsWith(word.slice(1).toLowerCase())) : undefined
    if (long === undefined && /^-\w{2,}$/.test(word)) throw new CommandLineError(`what is "${word}"? The options are ${Object.keys(options).map(name => `-${name}`).join(', ')}: see rtnl help`)
    before.push(long === undefined ? word : `--${long}`)
    if (['-n', '--netns', '-f', '--family'].includes(before.at(-1)!) && at + 1 < args.length) before.push(args[++at]!)
  }
  return { before, rest: args.slice(args[at] === '--' ? at + 1 : at) }
}

async function main (args: readonly string[]): Promise<number> {
  const { before, rest: [object, ...words] } = split(args)
  const { values } = util.parseArgs({ args: before, options })
  if (values.version === true) {
    process.stdout.write(`rtnl ${version()}\n`)
    return 0
  }
  if (values.help === true || object === undefined || object === 'help') {
    process.stdout.write(await help())
    return values.help === true || object === 'help' ? 0 : 255
  }
  const name = Object.keys(commands).find(name => name.startsWith(object))
  if (name === undefined) throw new CommandLineError(`there is no object "${object}"; there are ${Object.keys(commands).join(', ')}: see rtnl help`, 1)
  const command = await commands[name]!()
  if (words[0] === 'help' || words[0] === '--help' || words[0] === '-h') {
    process.stdout.write(command.help)
    return 0
  }
  const family = values.family ?? (values[4] === true ? 'inet' : values[6] === true ? 'inet6' : values.M === true ? 'mpls' : undefined)
  if (family !== undefined && !families.includes(family as 'inet')) throw new CommandLineError(`"${family}" is no family; there are ${families.join(', ')}`)
  using namespace = values.netns === undefined ? undefined : NetworkNamespace.openSync(values.netns)
  const context: Context = {
    namespace,
    family: family as Context['family'],
    json: values.json === true,
    pretty: values.pretty === true,
    details: values.details === true,
    statistics: values.statistics === true,
    print: text => { process.stdout.write(text) },
  }
  return await command.run(words, context) ?? 0
}

function version (): string {
  for (const up of ['../..', '../../..']) {
    try { return (JSON.parse(fs.readFileSync(new URL(`${up}/package.json`, import.meta.url), 'utf8')) as { version: string }).version } catch {}
  }
  return 'unknown'
}

/** As ip's: 1 where something failed, 2 where the kernel refused, 255 where the command line makes no sense. */
function report (error: unknown): number {
  if (!(error instanceof Error)) throw error
  const known = error instanceof NetlinkError || error instanceof SystemError || error instanceof UsageError || error instanceof CodecError || error instanceof CommandLineError
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EPIPE') return 0 // whoever read it has enough
  if (!known && code?.startsWith('ERR_PARSE_ARGS') !== true) throw error
  const { hint } = error as { hint?: string }
  process.stderr.write(`rtnl: ${error.message}${hint === undefined || error.message.includes(hint) ? '' : ` (${hint})`}\n`)
  if (error instanceof CommandLineError) return error.status
  // ip looks the name of a link up by itself, and fails with 1.
  if (error instanceof NetlinkError) return error.code === 'ENODEV' ? 1 : 2
  return error instanceof CodecError || !known ? 255 : 1
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === undefined) throw error
  if (error.code !== 'EPIPE') process.stderr.write(`rtnl: standard output: ${error.message}\n`)
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})
main(process.argv.slice(2)).then(status => { process.exitCode = status }, (error: unknown) => { process.exitCode = report(error) })
