// tunnel_key and ct. iproute2's tc/m_tunnel_key.c, m_ct.c
import type { Ct } from '../../../../../codec/route/tc/action/ct.js'
import type { TunnelKey, TunnelKeyOptions } from '../../../../../codec/route/tc/action/tunnel-key.js'
import { ending } from '../action.js'
import type { How } from '../../how.js'
import { masked } from '../masked.js'
import { any, fact, list, text, type Said } from '../../said.js'
import { erspanItem, geneveItems, geneveText } from '../../tunnel-options.js'

export const tunnelKey = (t: TunnelKey, how: How): Said => t.parms && [
  any('kind', 'tunnel_key', '% '),
  t.parms.tAction === 'release' && any('mode', 'unset', ' %'),
  t.parms.tAction === 'set' && [
    any('mode', 'set', ' %'), line('src_ip', t.encIpv4Src), line('dst_ip', t.encIpv4Dst), line('src_ip', t.encIpv6Src), line('dst_ip', t.encIpv6Dst),
    line('key_id', t.encKeyId), line('dst_port', t.encDstPort), t.encOpts && options(t.encOpts),
    t.noCsum !== undefined && any('flag', t.noCsum === 0 ? 'csum' : 'nocsum', '\n\t%'),
    t.encTos !== 0 && any('tos', t.encTos, `\n\ttos 0x${(t.encTos ?? 0).toString(16)}`), t.encTtl !== 0 && line('ttl', t.encTtl),
  ],
  ending(t.parms, t.tm, how),
]
const line = (name: string, value: string | number | undefined): Said => any(name, value, `\n\t${name} %`)

function options ({ geneve, vxlan, erspan }: TunnelKeyOptions): Said {
  if (geneve !== undefined) return [
    text('\n\tgeneve_opts '),
    list('geneve_opts', geneveItems(geneve).map((one, i, all) => [
      fact('class', one.class), fact('type', one.type), fact('data', [...one.data]), text(`${geneveText(one)}${i === all.length - 1 ? '' : ','}`),
    ])),
  ]
  if (vxlan !== undefined) return [text('\n\tvxlan_opts '), list('vxlan_opts', [any('gbp', vxlan.gbp, '%')])]
  if (erspan === undefined) return undefined
  return [text('\n\terspan_opts '), list('erspan_opts', [erspanItem(erspan)])]
}

export function ct (c: Ct, how: How): Said {
  const does = (flag: string): boolean => c.action?.includes(flag as 'commit') === true
  return c.parms && [
    any('kind', 'ct', '%'), does('commit') ? any('action', does('force') ? 'commit force' : 'commit', ' %') : does('clear') && any('action', 'clear', ' %'),
    masked('mark', c.mark, c.markMask, 0xffffffff, ' '), masked('zone', c.zone, undefined, 0xffff, ' '),
    labels('label', c.labels, c.labelsMask, ' label %'), does('nat') && translation(c, does), ending(c.parms, c.tm, how),
  ]
}
/** With the mask, where not all bits of it are set. */
export function labels (name: string, value: Uint8Array | undefined, mask: Uint8Array | undefined, form: string): Said {
  if (value === undefined) return undefined
  const whole = mask === undefined || mask.every(byte => byte === 0xff)
  return any(name, `${Buffer.from(value).toString('hex')}${whole ? '' : `/${Buffer.from(mask).toString('hex')}`}`, form)
}
function translation (c: Ct, does: (flag: string) => boolean): Said {
  const side = does('natSrc') ? 'src' : does('natDst') ? 'dst' : undefined
  if (side === undefined) return any('nat', '', ' nat')
  const range = (word: string, min: string | number | undefined, max: string | number | undefined): string =>
    min === undefined ? '' : ` ${word} ${min}${max === undefined || max === min ? '' : `-${max}`}`
  return any('nat', `${side}${range('addr', c.natIpv4Min ?? c.natIpv6Min, c.natIpv4Max ?? c.natIpv6Max)}${range('port', c.natPortMin, c.natPortMax)}`, ' nat %')
}
