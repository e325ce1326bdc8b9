// What `ip -j -d -s -s link show` of iproute2 6.1 prints of a link, from ours: the words differ, the facts must not.
import type { Link } from '../../../../codec/route/link/link.js'

const types: Readonly<Record<string, string>> = { tunnel: 'ipip', ipgre: 'gre', ip6gre: 'gre6' }
const modes: Readonly<Record<string, string>> = { stablePrivacy: 'stable_secret' }
const flag = (name: string | number): string => typeof name === 'number' ? name.toString(16) : name.replace('lowerUp', 'LOWER_UP').toUpperCase()

/** `up` without `running` is printed as NO-CARRIER, `running` never. */
function flags (link: Link): string[] {
  const noCarrier = link.flags.includes('up') && !link.flags.includes('running') ? ['NO-CARRIER'] : []
  return [...noCarrier, ...link.flags.filter(name => name !== 'running').map(flag)].sort()
}

function stats64 ({ stats64, carrierChanges }: Link): object | undefined {
  if (stats64 === undefined) return undefined
  const { multicast, collisions } = stats64
  const side = (prefix: string): Record<string, bigint> => Object.fromEntries(Object.entries(stats64)
    .filter(([name]) => name.startsWith(prefix) && !/ompressed|ohandler|therhost/.test(name))
    .map(([name, value]) => [name.slice(2).replace(/(?<=.)[A-Z]/g, '_$&').toLowerCase(), value as bigint]))
  return numbers({ rx: { ...side('rx'), multicast }, tx: { ...side('tx'), collisions, carrier_changes: carrierChanges } })
}
const numbers = (value: object): object => JSON.parse(JSON.stringify(value, (_key, one: unknown) => typeof one === 'bigint' ? Number(one) : one)) as object

/** All that `ip` prints, but names of other links (`link`, `master`) and what goes by the kind. */
export function asIp (link: Link, counters: boolean): object {
  const { linkinfo, linkNetnsid, permAddress } = link
  const printed = {
    ifindex: link.index,
    link_index: linkNetnsid === undefined ? undefined : link.link,
    ifname: link.ifname,
    flags: flags(link),
    mtu: link.mtu,
    qdisc: link.qdisc,
    operstate: String(link.operstate).toUpperCase(),
    linkmode: String(link.linkmode).toUpperCase(),
    group: link.group === 0 ? 'default' : String(link.group),
    txqlen: link.txqlen,
    link_type: types[link.type] ?? link.type,
    address: link.address,
    broadcast: link.broadcast,
    link_netnsid: linkNetnsid,
    permaddr: permAddress === link.address ? undefined : permAddress,
    promiscuity: link.promiscuity,
    allmulti: link.allmulti,
    min_mtu: link.minMtu,
    max_mtu: link.maxMtu,
    linkinfo: linkinfo && numbers({ info_kind: linkinfo.kind, info_slave_kind: linkinfo.slaveKind }),
    inet6_addr_gen_mode: link.afSpec?.inet6 && (modes[link.afSpec.inet6.addrGenMode ?? ''] ?? link.afSpec.inet6.addrGenMode),
    num_tx_queues: link.numTxQueues,
    num_rx_queues: link.numRxQueues,
    gso_max_size: link.gsoMaxSize,
    gso_max_segs: link.gsoMaxSegs,
    tso_max_size: link.tsoMaxSize,
    tso_max_segs: link.tsoMaxSegs,
    gro_max_size: link.groMaxSize,
    ifalias: link.ifalias,
    altnames: link.propList?.altIfname,
    stats64: counters ? stats64(link) : undefined,
  }
  return Object.fromEntries(Object.entries(printed).filter(([, value]) => value !== undefined))
}

interface Printed {
  readonly ifindex: number
  readonly flags: readonly string[]
  readonly linkinfo?: { readonly info_data?: unknown, readonly info_slave_data?: unknown }
}
/** What `ip` printed, less what `asIp` leaves out; M-DOWN is said of another link. */
export function comparable (printed: Printed): object {
  const { link, master, link_pointtopoint: point, linkinfo, ...rest } = printed as Printed & Record<string, unknown>
  const { info_data: data, info_slave_data: slaveData, ...info } = linkinfo ?? {}
  return { ...rest, flags: rest.flags.filter(name => name !== 'M-DOWN').sort(), ...linkinfo && { linkinfo: info } }
}
