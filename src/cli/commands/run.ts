// rtnl run: a command with less: without network, without processes to see, without capabilities. capabilities(7)
import { util } from '../../libc/node.js'
import { isCapability, type Capability } from '../../netns/capabilities.js'
import { isolated, spawnWithout, withOwnPids } from '../../netns/isolation.js'
import { endAs, endWithParent, passSignals } from '../../netns/sandbox-signals.js'
import { CommandLineError, type Command } from '../command.js'
import { parsed } from '../options.js'

const help = `rtnl run: runs a command with less than it would have

usage: rtnl run --no-network [--] COMMAND         only a \`lo\` that is down, and no way back to any other network
       rtnl [-n NS] run --own-pids [--] COMMAND   new PID and mount namespaces: PID 1 is another there
       rtnl [-n NS] run --drop CAP [--] COMMAND   without a capability, for good: --drop NET_ADMIN (may be given again)

Exit status and signals are the command's.

example
  rtnl run --no-network -- rtnl link show
  rtnl run --drop NET_ADMIN -- rtnl link set lo up      # EPERM
`
const options = {
  'no-network': { type: 'boolean' },
  'own-pids': { type: 'boolean' },
  drop: { type: 'string', multiple: true },
} as const

export const run: Command = {
  summary: 'a command with its network off, with PIDs of its own, or without capabilities',
  help,
  async run (words, context) {
    const { tokens } = util.parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true })
    const end = tokens.find(token => token.kind !== 'option')
    const at = end?.index ?? words.length
    const command = words.slice(end?.kind === 'option-terminator' ? at + 1 : at)
    const { values } = parsed(() => util.parseArgs({ args: words.slice(0, at), options }), 'rtnl run help')
    const chosen = [values['no-network'], values['own-pids'], values.drop].filter(value => value !== undefined).length
    if (chosen !== 1 || command.length === 0) {
      throw new CommandLineError('usage: rtnl run --no-network|--own-pids|--drop CAP [--] COMMAND: see rtnl run help')
    }
    const drop = (values.drop ?? []).map(capability)
    const { namespace } = context
    if (namespace !== undefined && values['no-network'] === true) {
      throw new CommandLineError('run --no-network goes into no namespace: leave out -n')
    }
    endWithParent()
    const settings = { stdio: 'inherit' as const, ...namespace === undefined ? {} : { network: namespace.fd } }
    endAs(await passSignals(values['no-network'] === true ? isolated(command, settings)
      : values['own-pids'] === true ? withOwnPids(command, settings)
      : spawnWithout(drop, command, settings)))
  },
}

/** NET_ADMIN, net_admin, CAP_NET_ADMIN. */
function capability (text: string): Capability {
  const name = text.toUpperCase().replace(/^CAP_/, '')
  if (isCapability(name)) return name
  throw new CommandLineError(`run --drop: there is no capability "${text}": see capabilities(7)`)
}
