// Tunnels in IP, as `ip -j -d link` has them.
import type { Gre } from '../../../../codec/route/link/kinds/gre.js'
import type { Ip6tnl, Iptunnel } from '../../../../codec/route/link/kinds/iptunnel.js'
import type { Vti } from '../../../../codec/route/link/kinds/vti.js'
import type { Xfrm } from '../../../../codec/route/link/kinds/xfrm.js'
import { facts, hex, when, type Facts } from '../facts.js'
import type { LinkNames } from '../names.js'
import { bool, hexSet, set } from './udp-tunnels.js'

const endpoint = (address: string | undefined): string | undefined => address === '0.0.0.0' || address === '::' ? 'any' : address
const link = (index: number | undefined, names: LinkNames): string | undefined => index === undefined || index === 0 ? undefined : names.name(index)
/** A key of 32 bits, as an IPv4 address. */
const key = (value: number | undefined): string | undefined => value === undefined ? undefined : [24, 16, 8, 0].map(shift => value >>> shift & 255).join('.')

function encap (t: Gre | Iptunnel | Ip6tnl): Facts | undefined {
  if (t.encapType === undefined || t.encapType === 'none') return undefined
  const flags = t.encapFlags ?? []
  return facts({
    type: String(t.encapType), sport: t.encapSport === 0 ? undefined : t.encapSport, dport: t.encapDport,
    csum: flags.includes('csum'), csum6: flags.includes('csum6'), remcsum: flags.includes('remcsum'),
  })
}
/** Of those over IPv6. */
function over6 ({ flags = [], encapLimit, flowinfo = 0 }: Pick<Ip6tnl, 'flags' | 'encapLimit' | 'flowinfo'>): Facts {
  const has = (name: typeof flags[number]): true | undefined => when(flags.includes(name))
  return {
    ip6_tnl_f_ign_encap_limit: has('ignEncapLimit'), encap_limit: has('ignEncapLimit') === undefined ? encapLimit : undefined,
    ip6_tnl_f_use_orig_tclass: has('useOrigTclass'), tclass: has('useOrigTclass') === undefined ? hex(flowinfo >>> 20 & 0xff, 2) : undefined,
    ip6_tnl_f_use_orig_flowlabel: has('useOrigFlowlabel'), flowlabel: has('useOrigFlowlabel') === undefined ? hex(flowinfo & 0xfffff, 5) : undefined,
    ip6_tnl_f_rcv_dscp_copy: has('rcvDscpCopy'), ip6_tnl_f_mip6_dev: has('mip6Dev'), ip6_tnl_f_allow_local_remote: has('allowLocalRemote'),
  }
}

export function gre (g: Gre, names: LinkNames, is6: boolean): Facts {
  const [inward, outward] = [g.iflags ?? [], g.oflags ?? []]
  return facts({
    external: g.collectMetadata, remote: endpoint(g.remote), local: endpoint(g.local), link: link(g.link, names), ttl: g.ttl,
    ...is6 ? over6({ flags: [], ...g }) : { tos: hexSet(g.tos), pmtudisc: bool(g.pmtudisc) },
    ikey: inward.includes('key') ? key(g.ikey) : undefined, okey: outward.includes('key') ? key(g.okey) : undefined,
    iseq: when(inward.includes('seq')), oseq: when(outward.includes('seq')), icsum: when(inward.includes('csum')), ocsum: when(outward.includes('csum')),
    ignore_df: set(g.ignoreDf), fwmark: hexSet(g.fwmark),
    erspan_index: g.erspanIndex === 0 ? undefined : g.erspanIndex, erspan_ver: g.erspanVer === 0 ? undefined : g.erspanVer,
    erspan_dir: g.erspanVer === 2 && g.erspanDir !== undefined ? String(g.erspanDir) : undefined,
    erspan_hwid: g.erspanVer === 2 ? hexSet(g.erspanHwid) : undefined, encap: encap(g),
  })
}

const protocols: Readonly<Record<string, string>> = { ip: 'any', ipip: 'ipip', ipv6: 'ip6ip', mpls: 'mplsip' }
const protocols6: Readonly<Record<string, string>> = { ip: 'any', ipip: 'ipip6', ipv6: 'ip6ip6' }

export const iptunnel = (t: Iptunnel, names: LinkNames): Facts => facts({
  external: t.collectMetadata, proto: t.proto === undefined ? undefined : protocols[t.proto] ?? String(t.proto),
  remote: endpoint(t.remote), local: endpoint(t.local), link: link(t.link, names), ttl: t.ttl, tos: hexSet(t.tos), pmtudisc: bool(t.pmtudisc),
  isatap: when(t.flags?.includes('isatap') === true),
  ...set(t['6rdPrefixlen']) && { prefix: t['6rdPrefix'], prefixlen: t['6rdPrefixlen'] },
  ...set(t['6rdRelayPrefixlen']) && { relay_prefix: t['6rdRelayPrefix'], relay_prefixlen: t['6rdRelayPrefixlen'] },
  fwmark: hexSet(t.fwmark), encap: encap(t),
})

export const ip6tnl = (t: Ip6tnl, names: LinkNames): Facts => facts({
  external: t.collectMetadata, proto: t.proto === undefined ? undefined : protocols6[t.proto] ?? String(t.proto),
  remote: endpoint(t.remote), local: endpoint(t.local), link: link(t.link, names), ttl: t.ttl, ...over6(t), fwmark: hexSet(t.fwmark), encap: encap(t),
})

export const vti = (v: Vti, names: LinkNames): Facts => facts({
  remote: endpoint(v.remote), local: endpoint(v.local), link: link(v.link, names), ikey: key(v.ikey === 0 ? undefined : v.ikey),
  okey: key(v.okey === 0 ? undefined : v.okey), fwmark: hexSet(v.fwmark),
})

export const xfrm = (x: Xfrm): Facts => x.collectMetadata === true ? { external: true } : facts({ if_id: hexSet(x.ifId) })
