// What a route or nexthop puts around packets (RTA_ENCAP), as ip has it. iproute2's ip/iproute_lwtunnel.c
import type { Bpf, BpfProgram } from '../../../codec/route/route/encap/bpf.js'
import type { Ila } from '../../../codec/route/route/encap/ila.js'
import type { Ioam6 } from '../../../codec/route/route/encap/ioam6.js'
import type { Ip, Ip6, IpOptions } from '../../../codec/route/route/encap/ip.js'
import type { Mpls } from '../../../codec/route/route/encap/mpls.js'
import type { Rpl } from '../../../codec/route/route/encap/rpl.js'
import type { Seg6Local, Seg6LocalFlavors } from '../../../codec/route/route/encap/seg6-local.js'
import type { Seg6 } from '../../../codec/route/route/encap/seg6.js'
import type { SegmentRoutingHeader } from '../../../codec/route/route/encap/segments.js'
import type { Xfrm } from '../../../codec/route/route/encap/xfrm.js'
import { hex } from './facts.js'
import { tableName } from './names.js'
import type { How } from './how.js'
import { any, fact, list, object, shown, text, word, type Said } from './said.js'
import { erspanItem, geneveItems } from './tunnel-options.js'

export interface Encapsulated { readonly encapType?: string | number | undefined, readonly encap?: unknown }
export const encapSaid = ({ encapType, encap }: Encapsulated, how: How): Said => encapType !== undefined && encap !== undefined && [
  any('encap', typeof encapType === 'number' ? 'unknown' : encapType.toLowerCase(), ' encap % '), kinds[encapType]?.(encap as never, how),
]

const kinds: Readonly<Record<string, (encap: never, how: How) => Said>> = {
  mpls: ({ dst, ttl }: Mpls) => [any('dst', dst, ' % '), any('ttl', ttl)],
  ip: (ip: Ip) => [any('id', ip.id), any('src', ip.src), any('dst', ip.dst), any('ttl', ip.ttl), any('tos', ip.tos), tunnel(ip)],
  ip6: (ip: Ip6) => [any('id', ip.id), any('src', ip.src), any('dst', ip.dst), any('hoplimit', ip.hoplimit), any('tc', ip.tc), tunnel(ip)],
  ila: ({ locator, csumMode, identType, hookType }: Ila) => [
    locator !== undefined && any('locator', [48n, 32n, 16n, 0n].map(shift => (locator >> shift & 0xffffn).toString(16)).join(':'), ' % '),
    any('csum_mode', named(csumModes, csumMode), ' csum-mode % '), any('ident_type', named(identTypes, identType), ' ident-type % '),
    any('hook_type', named(hookTypes, hookType), ' hook-type % '),
  ],
  bpf: (bpf: Bpf) => [program('in', bpf.in), program('out', bpf.out), program('xmit', bpf.xmit), any('headroom', bpf.xmitHeadroom, ' % ')],
  seg6: ({ srh, src }: Seg6) => srh && [any('mode', named(seg6Modes, srh.mode, '<unknown>')), any('tunsrc', src), segments(srh.srh)],
  seg6Local,
  rpl: ({ srh }: Rpl) => srh && path(srh.segmentsLeft, srh.segments.slice(0, srh.segmentsLeft).reverse()),
  ioam6,
  xfrm: ({ ifId, link }: Xfrm, { names }) => [any('if_id', ifId), link !== undefined && any('link_dev', names.name(link))],
}

const named = (names: Readonly<Record<string, string>>, value: string | number | undefined, otherwise = 'unknown'): string | undefined =>
  value === undefined ? undefined : names[value] ?? otherwise
const csumModes = { adjustTransport: 'adj-transport', neutralMap: 'neutral-map', noAction: 'no-action', neutralMapAuto: 'neutral-map-auto' }
const identTypes = {
  iid: 'iid', luid: 'luid', virtV4: 'virt-v4', virtUniV6: 'virt-uni-v6', virtMultiV6: 'virt-multi-v6', nonlocalAddr: 'nonlocal-addr', useFormat: 'use-format',
}
const hookTypes = { output: 'output', input: 'input' }
const seg6Modes = { inline: 'inline', encap: 'encap', l2encap: 'l2encap', encapRed: 'encap.red', l2encapRed: 'l2encap.red' }
const ioam6Modes = { inline: 'inline', encap: 'encap', auto: 'auto' }
const actions = {
  end: 'End', endX: 'End.X', endT: 'End.T', endDx2: 'End.DX2', endDx6: 'End.DX6', endDx4: 'End.DX4', endDt6: 'End.DT6', endDt4: 'End.DT4', endB6: 'End.B6',
  endB6Encap: 'End.B6.Encaps', endBm: 'End.BM', endS: 'End.S', endAs: 'End.AS', endAm: 'End.AM', endBpf: 'End.BPF', endDt46: 'End.DT46',
}
const flavorNames: Readonly<Record<string, string>> = { psp: 'psp', usp: 'usp', usd: 'usd', nextCsid: 'next-csid' }

const tunnel = ({ flags = [], opts }: Ip | Ip6): Said => [
  (['key', 'csum', 'seq'] as const).map(flag => word(flag, flags.includes(flag))), opts && options(opts),
]
function options ({ geneve, vxlan, erspan }: IpOptions): Said {
  if (geneve !== undefined) return [
    text('\n\tgeneve_opts '),
    list('geneve_opts', geneveItems(geneve).map((one, i, all) =>
      [any('class', one.class, '%'), any('type', one.type, ':%'), any('data', Buffer.from(one.data).toString('hex'), i === all.length - 1 ? ':% ' : ':%,')])),
  ]
  if (vxlan !== undefined) return [text('\n\tvxlan_opts '), list('vxlan_opts', [any('gbp', vxlan.gbp, '% ')])]
  return erspan && [text('\n\terspan_opts '), list('erspan_opts', [erspanItem(erspan)]), text(' ')]
}
const program = (name: string, of: BpfProgram | undefined): Said => of && shown(name, of.name ?? '<unknown>', `${name} %`, of.name === undefined ? '' : `${of.name} `)

const path = (count: number, all: readonly string[]): Said => shown('segs', all, `segs ${count} [ %] `, all.map(one => `${one} `).join(''))
/** SR6_FLAG1_HMAC, and struct sr6_tlv_hmac, which is the last of what follows the segments. linux/seg6.h */
const [HAS_HMAC, HMAC_BYTES, KEY_AT] = [0x8, 40, 4]
function segments ({ segments: all, firstSegment = all.length - 1, flags = 0, tlvs }: SegmentRoutingHeader): Said {
  const key = (flags & HAS_HMAC) !== 0 && tlvs !== undefined && tlvs.length >= HMAC_BYTES ? Buffer.from(tlvs).readUInt32BE(tlvs.length - HMAC_BYTES + KEY_AT) : undefined
  // The header has the last one first.
  return [path(firstSegment + 1, all.slice().reverse()), key !== undefined && shown('hmac', hex(key), 'hmac % ', key.toString(16).toUpperCase())]
}

const flavorsOf = ({ operation = [] }: Seg6LocalFlavors): readonly string[] => operation.flatMap(one => flavorNames[one] ?? [])
function seg6Local (local: Seg6Local, { names, statistics }: How): Said {
  const { counters, flavors } = local
  return local.action !== undefined && [
    any('action', named(actions, local.action, '<unknown>')), local.srh && object('srh', segments(local.srh)),
    local.table !== undefined && any('table', tableName(local.table)), local.vrftable !== undefined && any('vrftable', tableName(local.vrftable)),
    any('nh4', local.nh4), any('nh6', local.nh6), local.iif !== undefined && any('iif', names.name(local.iif)), local.oif !== undefined && any('oif', names.name(local.oif)),
    local.bpf && program('endpoint', { name: local.bpf.progName } as BpfProgram),
    statistics && counters && object('stats64', any('packets', counters.packets ?? 0n), any('bytes', counters.bytes ?? 0n), any('errors', counters.errors ?? 0n)),
    flavors?.operation && shown('flavors', flavorsOf(flavors), 'flavors % ', flavorsOf(flavors).join(',')), any('lblen', flavors?.lcblockBits), any('nflen', flavors?.lcnodeFnBits),
  ]
}
function ioam6 ({ freqK, freqN, mode, src, dst, trace }: Ioam6): Said {
  if (mode === undefined || trace === undefined || freqK === undefined || freqN === undefined) return undefined
  const type = trace.type >>> 8
  return [
    any('freqk', freqK, 'freq %'), any('freqn', freqN, '/% '), any('mode', named(ioam6Modes, mode, '<unknown>')),
    mode !== 'inline' && [any('tunsrc', src), any('tundst', dst)], fact('trace', null), fact('prealloc', null),
    shown('type', type.toString(16), 'trace prealloc type % ', type === 0 ? '00000000' : hex(type, 6)), any('ns', trace.namespaceId), any('size', trace.remlen * 4),
  ]
}
