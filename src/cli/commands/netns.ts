// rtnl netns: named network namespaces. ip-netns(8)
import { UsageError } from '../../libc/errors.js'
import { pathOf } from '../../netns/named.js'
import { NetworkNamespace } from '../../netns/namespace.js'
import { endAs } from '../../netns/sandbox-signals.js'
import { CommandLineError, type Command, type Context } from '../command.js'
import { printJson } from '../output.js'
import { ended } from '../status.js'

/** What asks the kernel, and so needs a client, whose code is four fifths of all: the rest goes without it. */
const numbers = async () => await import('./netns-numbers.js')

const help = `rtnl netns: named network namespaces, the same that \`ip netns\` has (/run/netns)

usage: rtnl netns [list]               all names; with the number by which this namespace knows each, if it has one
       rtnl netns add NAME             makes one: its links are a \`lo\` that is down, and it lives without a process
       rtnl netns delete NAME          takes the name away; the namespace lives on while a process is in it
       rtnl netns exec NAME COMMAND    runs a program inside, with its own /sys and with /etc/netns/NAME/* over /etc
       rtnl netns pids NAME            the processes inside
       rtnl netns identify [PID]       the names of the namespace that a process (this one) is in
       rtnl netns delete -all          takes all names away
       rtnl netns set NAME ID|auto     gives it a number in this namespace
       rtnl netns list-id              the numbers that this namespace has given

example
  rtnl netns add blue
  rtnl netns exec blue rtnl link set lo up
  rtnl -n blue ping -c 1 127.0.0.1
  rtnl netns delete blue
`

type Action = (words: readonly string[], context: Context) => Promise<number | void>

const one = (words: readonly string[], form: string): string => {
  const [name, ...more] = words
  if (name === undefined || more.length > 0) throw usage(form)
  return named(name)
}
const usage = (form: string): CommandLineError => new CommandLineError(`usage: rtnl netns ${form}: see rtnl netns help`)

/** The name, if it can be one. */
function named (name: string): string {
  try {
    pathOf(name)
  } catch (error) {
    throw error instanceof UsageError ? new CommandLineError(error.message) : error
  }
  return name
}

/** By the same first letters as ip: `rtnl netns del`. */
const actions: Readonly<Record<string, Action>> = {
  async list (words, context) {
    if (words.length > 0) throw usage('list')
    const names = await NetworkNamespace.list()
    const ids = names.length === 0 ? [] : (await numbers()).numbersOf(names, context)
    const described = names.map(({ name, stale }, i) => ({ name, ...ids[i] === undefined ? {} : { id: ids[i] }, ...stale ? { stale } : {} }))
    if (context.json) return printJson(described, context)
    for (const { name, id, stale } of described) {
      const number = id === undefined ? '' : ` (id: ${id})`
      const note = stale === true ? ' (stale: only a file, `rtnl netns delete` takes it away)' : ''
      context.print(`${name}${number}${note}\n`)
    }
  },
  async add (words) {
    (await NetworkNamespace.create(one(words, 'add NAME'))).close()
  },
  async delete (words) {
    if (words.length === 1 && (words[0] === '-all' || words[0] === '--all')) {
      for (const { name } of await NetworkNamespace.list()) await NetworkNamespace.delete(name)
      return
    }
    await NetworkNamespace.delete(one(words, 'delete NAME'))
  },
  async exec (words) {
    const [name, file, ...args] = words
    if (name === undefined || file === undefined) throw usage('exec NAME COMMAND [ARGUMENT...]')
    using namespace = NetworkNamespace.openSync(named(name))
    endAs(await ended(file, () => {
      const program = namespace.spawn(file, args, { stdio: 'inherit' })
      for (const warning of program.warnings) process.stderr.write(`rtnl: ${warning}\n`)
      return program
    }))
  },
  async pids (words, context) {
    for (const pid of await NetworkNamespace.pids(one(words, 'pids NAME'))) context.print(`${pid}\n`)
  },
  async identify (words, context) {
    const [text = `${process.pid}`] = words
    if (words.length > 1 || !/^(self|\d+)$/.test(text)) throw usage('identify [PID]')
    const pid = text === 'self' ? process.pid : Number(text)
    for (const name of await NetworkNamespace.identify(pid)) context.print(`${name}\n`)
  },
  async set (words, context) {
    const [name, id, ...more] = words
    if (name === undefined || id === undefined || more.length > 0) throw usage('set NAME ID|auto')
    if (!/^(auto|\d+)$/.test(id)) throw usage('set NAME ID|auto')
    const { setNumber } = await numbers()
    setNumber(named(name), id === 'auto' ? -1 : Number(id), context)
  },
  async 'list-id' (words, context) {
    if (words.length > 0) throw usage('list-id')
    const { allNumbers } = await numbers()
    const all = allNumbers(await NetworkNamespace.list(), context)
    if (context.json) return printJson(all, context)
    for (const { nsid, name } of all) {
      context.print(`nsid ${nsid}${name === undefined ? '' : ` (iproute2 netns name: ${name})`}\n`)
    }
  },
}

export const netns: Command = {
  summary: 'network namespaces: add, list, delete, exec, pids, identify',
  help,
  async run ([word = 'list', ...words], context) {
    const names = Object.keys(actions)
    // As ip: `s` and `ls` list, too.
    const name = ['show', 'list', 'lst', 'ls'].some(list => list.startsWith(word)) ? 'list' : names.find(name => name.startsWith(word))
    if (name === undefined) {
      throw new CommandLineError(`netns has no "${word}"; there are ${names.join(', ')}: see rtnl netns help`)
    }
    return await actions[name]!(words, context)
  },
}
