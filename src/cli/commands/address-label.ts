// rtnl addrlabel. ip-addrlabel(8)
import { AddressLabels } from '../../client/address-label.js'
import { openClient } from '../client.js'
import { CommandLineError, type Command } from '../command.js'
import { action, Words } from '../grammar/words.js'
import { printShown } from '../output.js'
import { facts, type Facts } from '../show/facts.js'
import { LinkNames } from '../show/names.js'

const usage = 'rtnl addrlabel help'
const help = `rtnl addrlabel: labels that choose an address of IPv6 to send from (RFC 6724)

usage: rtnl addrlabel [list]
       rtnl addrlabel add prefix PREFIX [dev LINK] label N
       rtnl addrlabel delete prefix PREFIX [dev LINK]
       rtnl addrlabel flush

example
  rtnl addrlabel add prefix 2001:db8::/32 label 77
`
const text = (f: Facts): string => `prefix ${String(f.address)}/${String(f.prefixlen)} ${f.ifname === undefined ? '' : `dev ${String(f.ifname)} `}label ${String(f.label)} \n`

export const addressLabel: Command = {
  summary: 'labels of IPv6 addresses: list, add, delete, flush',
  help,
  async run ([word, ...rest], context) {
    const verb = action(word, ['add', 'delete', 'list', 'flush'] as const, 'list', usage)
    using rt = openClient({ addressLabel: AddressLabels }, context)
    if (verb === 'flush') { rt.addressLabel.flush(); return }
    if (verb === 'list') {
      const names = new LinkNames(rt)
      const shown = rt.addressLabel.list().map(({ address, prefixlen, index, label }) =>
        facts({ address, prefixlen, ifname: index === 0 ? undefined : names.name(index), label }))
      printShown(shown, text, context)
      return
    }
    const words = new Words(rest, usage)
    let address: string | undefined; let index: string | undefined; let label: number | undefined
    while (!words.done) {
      const word = words.next('addrlabel')
      if (word === 'prefix') address = words.next(word)
      else if (word === 'dev') index = words.next(word)
      else if (word === 'label') label = words.number(word)
      else words.unknown(word)
    }
    if (address === undefined) throw new CommandLineError(`which addresses? prefix is missing: see ${usage}`)
    const key = { address, ...index === undefined ? {} : { index } }
    if (verb === 'delete') rt.addressLabel.delete(key)
    else if (label === undefined) throw new CommandLineError(`label is missing: see ${usage}`)
    else rt.addressLabel.add({ ...key, label })
  },
}
