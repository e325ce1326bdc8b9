// Forwarding entries, as `bridge -j fdb` has them.
import type { Neighbour } from '../../../codec/route/neighbour.js'
import type { Context } from '../command.js'
import { facts, type Facts } from './facts.js'
import type { LinkNames } from './names.js'

/** In bridge's order. */
const flagNames = [['self', 'self'], ['router', 'router'], ['extLearned', 'extern_learn'], ['offloaded', 'offload'], ['master', 'master'], ['sticky', 'sticky']] as const
/** The first that it has; of one that was learnt, nothing is said. */
const stateNames = [['permanent', 'permanent'], ['noarp', 'static'], ['stale', 'stale'], ['reachable', '']] as const

/** @param link whether all are of one link, which then need not be said */
export function fdbFacts (entry: Neighbour, names: LinkNames, { statistics }: Pick<Context, 'statistics'>, link: boolean): Facts {
  const { ndmIfindex, ifindex: via, linkNetnsid, cacheinfo: info } = entry
  const seconds = (ticks: number): number => Math.trunc(ticks / 100)
  return facts({
    mac: entry.lladdr,
    ifname: link || ndmIfindex === 0 ? undefined : names.name(ndmIfindex),
    dst: entry.dst,
    vlan: entry.vlan === 0 ? undefined : entry.vlan,
    port: entry.port,
    vni: entry.vni,
    src_vni: entry.srcVni,
    viaIfIndex: via !== undefined && linkNetnsid !== undefined ? via : undefined,
    viaIf: via !== undefined && linkNetnsid === undefined ? names.name(via) : undefined,
    nhid: entry.nhId,
    linkNetNsId: linkNetnsid,
    ...statistics && info !== undefined ? { used: seconds(info.used), updated: seconds(info.updated) } : {},
    flags: flagNames.filter(([flag]) => entry.flags.includes(flag)).map(([, name]) => name),
    master: entry.master === undefined ? undefined : names.name(entry.master),
    state: stateNames.find(([flag]) => entry.state.includes(flag))?.[1] ?? '0',
  })
}

const said: Readonly<Record<string, string>> = { mac: '', ifname: 'dev', viaIf: 'via', viaIfIndex: 'via ifindex', linkNetNsId: 'link-netnsid', state: '' }
/** The same, for people: a line an entry, as `bridge fdb`. */
export function fdbText (f: Facts): string {
  const { updated, ...rest } = f
  return `${Object.entries(rest).flatMap(([name, value]) => name === 'flags' ? value as string[]
    : [`${said[name] ?? name} ${String(value)}${name === 'used' ? `/${String(updated)}` : ''}`.trimStart()]).join(' ')}\n`
}
