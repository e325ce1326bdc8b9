// flower. iproute2's tc/f_flower.c
import { putIp } from '../../../../../codec/core/text.js'
import { ipProtocol } from '../../../../../codec/route/numbers.js'
import type { Flower } from '../../../../../codec/route/tc/filter/flower.js'
import { actionsSaid } from '../action.js'
import { labels } from '../actions/tunnels.js'
import { erspanItem, geneveItems, geneveText } from '../../tunnel-options.js'
import type { How } from '../../how.js'
import { addressText, macBytes, masked } from '../masked.js'
import { any, fact, factsOf, list, object, shown, text, textOf, type Said } from '../../said.js'
import { classidText, ethertypeText } from '../units.js'
import { hardware } from './small.js'

const line = (name: string, value: string | number | undefined): Said => any(name, value, `\n  ${name} %`)
const mac = (name: string, address: string | undefined, mask: string | undefined): Said => address !== undefined && line(name, addressText(address, mask, macBytes))
const ipBytes = (address: string): readonly number[] => {
  const bytes = new Uint8Array(16)
  const family = putIp(bytes, 0, address)
  return [...bytes.subarray(0, family)]
}
/** Without a mask, tc says nothing of an address. */
const ip = (name: string, address: string | undefined, mask: string | undefined): Said =>
  address !== undefined && mask !== undefined && line(name, addressText(address, mask, ipBytes))

const ethernetTypes: ReadonlyMap<number, string> = new Map([[0x800, 'ipv4'], [0x86dd, 'ipv6'], [0x806, 'arp'], [0x8035, 'rarp']])
const protocols: Readonly<Record<string, string>> = { tcp: 'tcp', udp: 'udp', sctp: 'sctp', icmp: 'icmp', icmpv6: 'icmpv6' }
/** IPPROTO_* that have a name here but not in tc. */
const protocolText = (protocol: string | number): string => protocols[protocol] ?? hexByte(typeof protocol === 'number' ? protocol : (ipProtocol as unknown as { readonly names: Readonly<Record<string, number>> }).names[protocol]!)
const hexByte = (value: number): string => value.toString(16).padStart(2, '0')

export function flower (f: Flower, how: How, handle: number): Said {
  const minor = (f.classid ?? 0) & 0xffff
  return [
    handle !== 0 && shown('handle', handle, 'handle % ', `0x${handle.toString(16)}`),
    f.classid !== undefined && (minor >= 0xffe0 && minor < 0xfff0 ? any('hw_tc', minor - 0xffe0) : any('classid', classidText(f.classid))),
    line('indev', f.indev),
    object('keys', link(f), network(f), transport(f), arp(f), line('pppoe_sid', f.keyPppoeSid), f.keyPppProto !== undefined && line('ppp_proto', pppText(f.keyPppProto)), tunnel(f), tracked(f)),
    hardware(f.flags, name => `\n  ${name}`, any('in_hw_count', f.inHwCount, ' in_hw_count %')), actionsSaid(f.act, how),
  ]
}
const pppText = (protocol: number): string => ({ 0x21: 'ip', 0x57: 'ipv6', 0x281: 'mpls_uc', 0x283: 'mpls_mc' })[protocol] ?? `[${protocol}]`

const link = (f: Flower): Said => [
  line('num_of_vlans', f.keyNumOfVlans), line('vlan_id', f.keyVlanId), line('vlan_prio', f.keyVlanPrio),
  f.keyVlanEthType !== undefined && line('vlan_ethtype', ethertypeText(f.keyVlanEthType)), line('cvlan_id', f.keyCvlanId), line('cvlan_prio', f.keyCvlanPrio),
  f.keyCvlanEthType !== undefined && line('cvlan_ethtype', ethertypeText(f.keyCvlanEthType)),
  mac('dst_mac', f.keyEthDst, f.keyEthDstMask), mac('src_mac', f.keyEthSrc, f.keyEthSrcMask),
  f.keyEthType !== undefined && line('eth_type', ethernetTypes.get(f.keyEthType) ?? f.keyEthType.toString(16).padStart(4, '0')),
  f.keyIpProto !== undefined && line('ip_proto', protocolText(f.keyIpProto)),
]
const network = (f: Flower): Said => [
  masked('ip_tos', f.keyIpTos, f.keyIpTosMask, 0xff), masked('ip_ttl', f.keyIpTtl, f.keyIpTtlMask, 0xff),
  f.keyMplsOpts?.lse && [text('\n  mpls'), list('mpls', f.keyMplsOpts.lse.map(lse =>
    [text('\n    lse'), (['depth', 'label', 'tc', 'bos', 'ttl'] as const).map(name => any(name, lse[name], ` ${name} %`))]))],
  line('mpls_label', f.keyMplsLabel), asText('mpls_tc', f.keyMplsTc), asText('mpls_bos', f.keyMplsBos), asText('mpls_ttl', f.keyMplsTtl),
  f.keyEthType === 0x800 ? [ip('dst_ip', f.keyIpv4Dst, f.keyIpv4DstMask), ip('src_ip', f.keyIpv4Src, f.keyIpv4SrcMask)]
    : f.keyEthType === 0x86dd && [ip('dst_ip', f.keyIpv6Dst, f.keyIpv6DstMask), ip('src_ip', f.keyIpv6Src, f.keyIpv6SrcMask)],
]
/** A number of 8 bits as tc's JSON has it: as text. */
const asText = (name: string, value: number | undefined, mask = 0xff, named?: string): Said =>
  value !== undefined && line(name, `${mask === 0xff && named !== undefined ? named : value}${mask === 0xff ? '' : `/${mask}`}`)

function transport (f: Flower): Said {
  const of = { tcp: ['keyTcp'], udp: ['keyUdp'], sctp: ['keySctp'] }[String(f.keyIpProto)]?.[0]
  const member = (name: string): number | undefined => (f as unknown as Record<string, number | undefined>)[name]
  const port = (side: 'Dst' | 'Src'): Said => of !== undefined && masked(`${side.toLowerCase()}_port`, member(`${of}${side}`), member(`${of}${side}Mask`), 0xffff)
  const range = (name: string, start: number | undefined, end: number | undefined): Said =>
    of !== undefined && start !== undefined && end !== undefined && shown(name, { start, end }, `\n  ${name} %`, `${start}-${end}`)
  const icmp = f.keyEthType === 0x800 && f.keyIpProto === 'icmp' ? 'keyIcmpv4' : f.keyEthType === 0x86dd && f.keyIpProto === 'icmpv6' ? 'keyIcmpv6' : undefined
  return [
    port('Dst'), port('Src'), range('dst_port', f.keyPortDstMin, f.keyPortDstMax), range('src_port', f.keyPortSrcMin, f.keyPortSrcMax),
    f.keyTcpFlags !== undefined && line('tcp_flags', `0x${f.keyTcpFlags.toString(16)}${f.keyTcpFlagsMask === undefined ? '' : `/${f.keyTcpFlagsMask.toString(16)}`}`),
    icmp && [asText('icmp_type', member(`${icmp}Type`), member(`${icmp}TypeMask`)), asText('icmp_code', member(`${icmp}Code`), member(`${icmp}CodeMask`))],
  ]
}
const arp = (f: Flower): Said => [
  ip('arp_sip', f.keyArpSip, f.keyArpSipMask), ip('arp_tip', f.keyArpTip, f.keyArpTipMask),
  asText('arp_op', f.keyArpOp, f.keyArpOpMask, { 1: 'request', 2: 'reply' }[f.keyArpOp ?? 0]), mac('arp_sha', f.keyArpSha, f.keyArpShaMask), mac('arp_tha', f.keyArpTha, f.keyArpThaMask),
]

const tunnel = (f: Flower): Said => [
  ip('enc_dst_ip', f.keyEncIpv4Dst ?? f.keyEncIpv6Dst, f.keyEncIpv4DstMask ?? f.keyEncIpv6DstMask),
  ip('enc_src_ip', f.keyEncIpv4Src ?? f.keyEncIpv6Src, f.keyEncIpv4SrcMask ?? f.keyEncIpv6SrcMask),
  line('enc_key_id', f.keyEncKeyId), masked('enc_dst_port', f.keyEncUdpDstPort, f.keyEncUdpDstPortMask, 0xffff),
  masked('enc_tos', f.keyEncIpTos, f.keyEncIpTosMask, 0xff), masked('enc_ttl', f.keyEncIpTtl, f.keyEncIpTtlMask, 0xff),
  options(f.keyEncOpts, f.keyEncOptsMask),
]
type Options = NonNullable<Flower['keyEncOpts']>
/** One kind of options: key and mask, each in JSON; `key/mask` in the line. */
function options (key: Options | undefined, mask: Options | undefined): Said {
  if (key === undefined) return undefined
  if (key.geneve !== undefined) {
    const [keys, masks] = [geneveItems(key.geneve), geneveItems(mask?.geneve ?? [])]
    const items = (all: typeof keys): readonly Said[] => all.map(one => [fact('class', one.class), fact('type', one.type), fact('data', [...one.data])])
    return [
      list('geneve_opt_key', items(keys)), mask?.geneve && list('geneve_opt_mask', items(masks)),
      text(`\n  geneve_opts ${keys.map((one, i) => `${geneveText(one)}/${masks[i] === undefined ? '' : geneveText(masks[i])}`).join(',')}`),
    ]
  }
  const pair = (name: string, item: (of: Options) => Said): Said => [
    list(`${name}_opt_key`, [silent(item(key))]), mask && list(`${name}_opt_mask`, [silent(item(mask))]), text(`\n  ${name}_opts ${textOf(item(key))}/${mask === undefined ? '' : textOf(item(mask))}`),
  ]
  if (key.vxlan !== undefined) return pair('vxlan', ({ vxlan }) => any('gbp', vxlan?.gbp, '%'))
  if (key.erspan !== undefined) return pair('erspan', ({ erspan }) => erspan && erspanItem(erspan))
  const gtp = (of: Options | undefined): string => `${hexByte(of?.gtp?.pduType ?? 0)}:${hexByte(of?.gtp?.qfi ?? 0)}`
  // tc has no JSON of it.
  return key.gtp && text(`\n  gtp_opts ${gtp(key)}/${gtp(mask)}`)
}
const silent = (said: Said): Said => Object.entries(factsOf(said)).map(([name, value]) => fact(name, value))

const states: ReadonlyArray<readonly [said: string, flag: string]> =
  [['trk', 'tracked'], ['new', 'new'], ['est', 'established'], ['rel', 'related'], ['inv', 'invalid'], ['rpl', 'reply']]
const fragments: ReadonlyArray<readonly [said: string, flag: string]> = [['frag', 'isFragment'], ['firstfrag', 'fragIsFirst']]
function tracked (f: Flower): Said {
  const has = (all: ReadonlyArray<string | number> | undefined, flag: string): boolean => all?.includes(flag) === true
  const asked = fragments.filter(([, flag]) => has(f.keyFlagsMask, flag))
  const about = states.filter(([, flag]) => f.keyCtStateMask === undefined || has(f.keyCtStateMask, flag))
  return [
    asked.length > 0 && object('ip_flags', text('\n  ip_flags '),
      asked.map(([said, flag], i) => any(said, has(f.keyFlags, flag), `${i === 0 ? '' : '/'}${has(f.keyFlags, flag) ? '' : 'no'}${said}`))),
    f.keyCtState !== undefined && line('ct_state', about.map(([said, flag]) => `${has(f.keyCtState, flag) ? '+' : '-'}${said}`).join('')),
    masked('ct_zone', f.keyCtZone, f.keyCtZoneMask, 0xffff), masked('ct_mark', f.keyCtMark, f.keyCtMarkMask, 0xffffffff),
    labels('ct_label', f.keyCtLabels, f.keyCtLabelsMask, '\n  ct_label %'),
  ]
}
