// rtnl sandbox: a throw-away machine around a command.
import { endAs, endWithParent, passSignals } from '../../netns/sandbox-signals.js'
import { sandbox as enter } from '../../netns/sandbox.js'
import { CommandLineError, type Command } from '../command.js'

const help = `rtnl sandbox: runs a command in a throw-away machine

usage: rtnl sandbox [--] [COMMAND [ARGUMENT...]]       without a command: a shell

It has a network, mounts, PIDs, host name and IPC of its own, an empty /run, its own /proc and /sys, and an /etc that
may be changed; \`lo\` is down, as in any new namespace. All other files are those of this machine, and what is
written there stays. In it you are root for the network's purposes: as an ordinary user by a user namespace. When the
command ends, so does all that it started.
Exit status and signals are the command's.

example
  rtnl sandbox -- sh -c 'rtnl link set lo up; rtnl netns add blue; rtnl netns list'
`

export const sandbox: Command = {
  summary: 'a throw-away machine around a command: try anything, as anyone',
  help,
  async run (words, { namespace }) {
    if (namespace !== undefined) throw new CommandLineError('a sandbox has a network of its own: leave out -n')
    if (words[0]?.startsWith('-') === true && words[0] !== '--') {
      throw new CommandLineError(`sandbox has no option "${words[0]}": see rtnl sandbox help`)
    }
    const command = words[0] === '--' ? words.slice(1) : [...words]
    endWithParent()
    const running = enter(command.length === 0 ? [process.env['SHELL'] ?? '/bin/sh'] : command, { stdio: 'inherit' })
    endAs(await passSignals(running))
  },
}
