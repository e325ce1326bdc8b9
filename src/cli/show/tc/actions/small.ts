// Actions with few words.
import type { BpfAction } from '../../../../../codec/route/tc/action/bpf.js'
import type { Connmark } from '../../../../../codec/route/tc/action/connmark.js'
import type { Csum } from '../../../../../codec/route/tc/action/csum.js'
import type { Ctinfo } from '../../../../../codec/route/tc/action/ctinfo.js'
import type { Gact } from '../../../../../codec/route/tc/action/gact.js'
import type { Mirred } from '../../../../../codec/route/tc/action/mirred.js'
import type { MplsAction } from '../../../../../codec/route/tc/action/mpls.js'
import type { Nat } from '../../../../../codec/route/tc/action/nat.js'
import type { Sample } from '../../../../../codec/route/tc/action/sample.js'
import type { Simple } from '../../../../../codec/route/tc/action/simple.js'
import type { Skbedit } from '../../../../../codec/route/tc/action/skbedit.js'
import type { Skbmod } from '../../../../../codec/route/tc/action/skbmod.js'
import type { VlanAction } from '../../../../../codec/route/tc/action/vlan.js'
import { control, ending, since, uses } from '../action.js'
import { bytecode, program } from '../bpf.js'
import type { How } from '../../how.js'
import { any, fact, NEW_LINE, object, shown, text, type Said } from '../../said.js'
import { classidText, ethertypeText, sharpHex } from '../units.js'

const kind = (name: string): Said => any('kind', name, '% ')

export const gact = ({ parms: p, prob, tm }: Gact, how: How): Said => p && [
  kind('gact'), control(p.action, 'action '),
  object('prob', any('random_type', prob?.ptype ?? 'none', '\n\t random type %'), control(prob?.paction ?? 'ok', ' ', ' '), any('val', prob?.pval ?? 0, 'val %')),
  NEW_LINE, uses(p, tm, how), NEW_LINE,
]

const sides: Readonly<Record<string, readonly [direction: string, action: string]>> = {
  egressRedir: ['egress', 'redirect'], egressMirror: ['egress', 'mirror'], ingressRedir: ['ingress', 'redirect'], ingressMirror: ['ingress', 'mirror'],
}
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)
export function mirred ({ parms: p, tm }: Mirred, how: How): Said {
  const [direction, action] = sides[p?.eaction ?? ''] ?? ['unknown', 'unknown']
  return p && [
    kind('mirred'), text(direction === 'unknown' ? '(unknown' : `(${capital(direction)} ${capital(action)}`), fact('mirred_action', action), fact('direction', direction),
    any('to_dev', how.names.name(p.ifindex), ' to device %)'), ending(p, tm, how, ' ', '\tindex %'),
  ]
}

/** `type` in place of `kind`, as tc has it; its length is the mask's, where iproute2 6.1 reads that the wrong way round and has 32 for all. */
export function nat ({ parms: p, tm }: Nat, how: How): Said {
  const length = p === undefined ? 0 : p.mask.split('.').map(byte => Number(byte).toString(2).replaceAll('0', '').length).reduce((sum, bits) => sum + bits, 0)
  return p && [
    any('type', 'nat', ' % '), any('direction', p.flags.includes('egress') ? 'egress' : 'ingress', '%'),
    any('old_addr', `${p.oldAddr}/${length}`, ' %'), any('new_addr', p.newAddr, ' %'), ending(p, tm, how),
  ]
}

const vlanActions: Readonly<Record<string, string>> = { popEth: 'pop_eth', pushEth: 'push_eth' }
const tags: Readonly<Record<string, string>> = { '802.1q': '802.1Q' }
export const vlan = (v: VlanAction, how: How): Said => v.parms && [
  kind('vlan'), any('vlan_action', vlanActions[v.parms.vAction] ?? String(v.parms.vAction), ' %'),
  ['push', 'modify'].includes(String(v.parms.vAction)) && [
    any('id', v.pushVlanId, ' id %'),
    v.pushVlanProtocol !== undefined && any('protocol', typeof v.pushVlanProtocol === 'number' ? ethertypeText(v.pushVlanProtocol) : tags[v.pushVlanProtocol] ?? v.pushVlanProtocol, ' protocol %'),
    any('priority', v.pushVlanPriority, ' priority %'),
  ],
  v.parms.vAction === 'pushEth' && [any('dst_mac', v.pushEthDst, ' dst_mac %'), any('src_mac', v.pushEthSrc, ' src_mac %')],
  ending(v.parms, v.tm, how),
]

const mplsActions: Readonly<Record<string, string>> = { decTtl: 'dec_ttl', macPush: 'mac_push' }
export function mpls (m: MplsAction, how: How): Said {
  const does = String(m.parms?.mAction)
  return m.parms && [
    kind('mpls'), any('mpls_action', mplsActions[does] ?? does, ' %'),
    ['pop', 'push', 'macPush'].includes(does) && m.proto !== undefined && any('protocol', ethertypeText(m.proto), ' protocol %'),
    ['push', 'macPush', 'modify'].includes(does) && (['label', 'tc', 'bos', 'ttl'] as const).map(name => any(name, m[name], ` ${name} %`)),
    ending(m.parms, m.tm, how),
  ]
}

const packetTypes = ['host', 'broadcast', 'multicast', 'otherhost']
const SKBEDIT_F_INHERITDSFIELD = 0x20n
export const skbedit = (s: Skbedit, how: How): Said => s.parms && [
  kind('skbedit'), any('queue_mapping', s.queueMapping, 'queue_mapping %'), s.priority !== undefined && any('priority', classidText(s.priority), ' priority %'),
  any('mark', s.mark, ' mark %'), s.mask !== undefined && shown('mask', s.mask.toString(16), '/%', sharpHex(s.mask)),
  s.ptype !== undefined && any('ptype', packetTypes[s.ptype] ?? s.ptype, ' ptype %'),
  ((s.flags ?? 0n) & SKBEDIT_F_INHERITDSFIELD) !== 0n && any('inheritdsfield', null, ' inheritdsfield'), ending(s.parms, s.tm, how),
]

const sums: ReadonlyArray<readonly [flag: string, said: string]> =
  [['ipv4hdr', 'iph'], ['icmp', 'icmp'], ['igmp', 'igmp'], ['tcp', 'tcp'], ['udp', 'udp'], ['udplite', 'udplite'], ['sctp', 'sctp']]
export function csum ({ parms: p, tm }: Csum, how: How): Said {
  const updates = sums.filter(([flag]) => p?.updateFlags.includes(flag as 'tcp') === true).map(([, said]) => said)
  return p && [kind('csum'), any('csum', updates.length === 0 ? '?empty' : updates.join(', '), '(%) '), ending(p, tm, how, 'action ', '\tindex %')]
}

export const sample = (s: Sample, how: How): Said => s.parms && [
  kind('sample'), any('rate', s.rate, 'rate 1/% '), any('group', s.psampleGroup, 'group %'), any('trunc_size', s.truncSize, ' trunc_size %'), ending(s.parms, s.tm, how),
]
export const connmark = ({ parms: p, tm }: Connmark, how: How): Said => p && [kind('connmark'), any('zone', p.zone, 'zone %'), ending(p, tm, how)]

/** iproute2 6.1 prints the words of these two into its JSON; later ones have these names. */
export const simple = ({ parms: p, data, tm }: Simple, how: How): Said => p && [any('simple', data, 'Simple <%>\n'), uses(p, tm, how), NEW_LINE]
const [SWAPMAC, ECN] = [8n, 16n]
export const skbmod = (s: Skbmod, how: How): Said => s.parms && [
  text('skbmod '), control(s.parms.action, '', ' '),
  s.etype !== undefined && [shown('etype', `0x${s.etype.toString(16)}`, 'set etype % ', `0x${s.etype.toString(16).toUpperCase()}`), text('\n\t ')],
  any('dmac', s.dmac, 'set dmac % '), any('smac', s.smac, 'set smac % '),
  (s.parms.flags & SWAPMAC) !== 0n && any('swapmac', null, 'swap mac '), (s.parms.flags & ECN) !== 0n && any('ecn', null, 'ecn '),
  NEW_LINE, uses(s.parms, s.tm, how), NEW_LINE,
]

const long = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`
export const ctinfo = (c: Ctinfo, how: How): Said => c.act && [
  kind('ctinfo'), any('zone', c.zone ?? 0, 'zone %'), control(c.act.action, ' '), NEW_LINE, uses(c.act, undefined, how),
  c.parmsDscpMask !== undefined && [
    shown('dscpmask', sharpHex(c.parmsDscpMask), ' dscp %', long(c.parmsDscpMask)), shown('dscpstatemask', sharpHex(c.parmsDscpStatemask ?? 0), ' %', long(c.parmsDscpStatemask ?? 0)),
  ],
  c.parmsCpmarkMask !== undefined && shown('cpmark', sharpHex(c.parmsCpmarkMask), ' cpmark %', long(c.parmsCpmarkMask)),
  how.statistics && [
    c.tm && since(c.tm), any('dscpset', c.statsDscpSet, ' DSCP set %'), any('dscperror', c.statsDscpError, ' error %'), any('cpmarkset', c.statsCpmarkSet, ' CPMARK set %'),
  ],
  NEW_LINE,
]

export const bpf = (b: BpfAction, how: How): Said => b.parms && [
  kind('bpf'), any('bpf_name', b.name, '% '), b.ops && b.ops.length > 0 && [bytecode(b.ops), text(' ')], program(b.id, b.tag),
  ending(b.parms, b.tm, how, 'default-action '),
  text(' '),
]
