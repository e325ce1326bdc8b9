// Settings of links, as `ip -j netconf` has them.
import type { Netconf } from '../../../codec/route/netconf.js'
import { facts, type Facts } from './facts.js'
import type { LinkNames } from './names.js'

const modes = ['off', 'strict', 'loose']
const onOff = (value: number | undefined): boolean | undefined => value === undefined ? undefined : value !== 0

export function netconfFacts (one: Netconf, names: LinkNames): Facts {
  const { ifindex = 0 } = one
  return facts({
    family: String(one.family),
    interface: ifindex === -1 ? 'all' : ifindex === -2 ? 'default' : names.name(ifindex),
    forwarding: onOff(one.forwarding),
    rp_filter: one.rpFilter === undefined ? undefined : modes[one.rpFilter] ?? String(one.rpFilter),
    mc_forwarding: onOff(one.mcForwarding),
    proxy_neigh: onOff(one.proxyNeigh),
    ignore_routes_with_linkdown: onOff(one.ignoreRoutesWithLinkdown),
    input: onOff(one.input),
  })
}
/** The same, for people: a line a link, as `ip netconf`. */
export const netconfText = ({ family, interface: link, ...rest }: Facts): string =>
  `${String(family)} ${String(link)} ${Object.entries(rest).map(([name, value]) => `${name} ${typeof value === 'boolean' ? value ? 'on' : 'off' : String(value)} `).join('')}\n`
