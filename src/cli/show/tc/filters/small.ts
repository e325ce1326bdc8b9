// Filters with few words.
import type { Basic } from '../../../../../codec/route/tc/filter/basic.js'
import type { Bpf } from '../../../../../codec/route/tc/filter/bpf.js'
import type { Cgroup } from '../../../../../codec/route/tc/filter/cgroup.js'
import type { Flow } from '../../../../../codec/route/tc/filter/flow.js'
import type { Fw } from '../../../../../codec/route/tc/filter/fw.js'
import type { Matchall } from '../../../../../codec/route/tc/filter/matchall.js'
import type { Route4 } from '../../../../../codec/route/tc/filter/route.js'
import type { EmatchTree } from '../../../../../codec/route/tc/ematch/ematch.js'
import type { Fact } from '../../facts.js'
import { realmName } from '../../names.js'
import { actionsSaid } from '../action.js'
import { police } from '../actions/police.js'
import { bytecode, program } from '../bpf.js'
import type { How } from '../../how.js'
import { any, fact, NEW_LINE, shown, word, type Said } from '../../said.js'
import { classidText, sharpHex } from '../units.js'

export const flowid = (classid: number | undefined, name = 'flowid'): Said => classid !== undefined && any(name, classidText(classid))
/** Whether hardware has it. */
export const hardware = (flags: ReadonlyArray<string | number> | undefined, form: (name: string) => string, count?: Said): Said => flags && [
  flags.includes('skipHw') && word('skip_hw', true, form('skip_hw')), flags.includes('skipSw') && word('skip_sw', true, form('skip_sw')),
  flags.includes('inHw') ? [word('in_hw', true, form('in_hw')), count] : flags.includes('notInHw') && word('not_in_hw', true, form('not_in_hw')),
]
const inLine = (name: string): string => `${name} `
const hex = (name: string, value: number, form = `${name} % `): Said => shown(name, value.toString(16), form, `0x${value.toString(16)}`)
/** tc prints them as text, into its JSON, too: here they are as the kernel has them. */
const ematches = (tree: EmatchTree | undefined): Said => tree?.list && tree.list.length > 0 && fact('ematches', tree.list as unknown as Fact)

export const matchall = (m: Matchall, how: How, handle: number): Said => [
  handle !== 0 && shown('handle', handle, 'handle % ', `0x${handle.toString(16)}`), flowid(m.classid), hardware(m.flags, name => `\n  ${name}`),
  how.statistics && any('rule_hit', m.pcnt?.rhit, ' (rule hit %)'), actionsSaid(m.act, how),
]
export const basic = (b: Basic, how: How, handle: number): Said => [
  handle !== 0 && hex('handle', handle), flowid(b.classid), ematches(b.ematches), b.police && [NEW_LINE, police(b.police, how)], actionsSaid(b.act, how),
]
export const bpf = (b: Bpf, how: How, handle: number): Said => [
  handle !== 0 && any('handle', sharpHex(handle)), flowid(b.classid), any('bpf_name', b.name, '% '), b.flags?.includes('actDirect') === true && word('direct-action', true),
  hardware(b.flagsGen, inLine), b.ops && b.ops.length > 0 && bytecode(b.ops), program(b.id, b.tag), b.police && [NEW_LINE, police(b.police, how)], actionsSaid(b.act, how),
]

// iproute2 6.1 prints the words of these four into its JSON; later ones have these names.
export const fw = (f: Fw, how: How, handle: number): Said => [
  (handle !== 0 || f.mask !== undefined) && [
    any('mark', sharpHex(handle), `handle 0x${handle.toString(16)}`),
    f.mask !== undefined && f.mask !== 0xffffffff ? any('mask', sharpHex(f.mask), `/0x${f.mask.toString(16)} `) : any('mask', '0xffffffff', ' '),
  ],
  flowid(f.classid, 'classid'), f.police && police(f.police, how), any('indev', f.indev, 'input dev % '), f.act && [NEW_LINE, actionsSaid(f.act, how)],
]
export const route = (r: Route4, how: How, handle: number): Said => [
  handle !== 0 && shown('fh', sharpHex(handle), 'fh % ', `0x${handle.toString(16).padStart(8, '0')}`), (handle & 0x7f00) !== 0 && any('order', handle >>> 8 & 0x7f), flowid(r.classid),
  r.to !== undefined && any('to', realmName(r.to)), r.from !== undefined && any('from', realmName(r.from)),
  r.iif !== undefined && any('fromif', how.names.name(r.iif), 'fromif %'), r.police && police(r.police, how), actionsSaid(r.act, how),
]
export const cgroup = (c: Cgroup, how: How, handle: number): Said => [
  handle !== 0 && any('handle', sharpHex(handle)), ematches(c.ematches), c.police && [NEW_LINE, police(c.police, how)], actionsSaid(c.act, how),
]
const keys: Readonly<Record<string, string>> = {
  protoSrc: 'proto-src', protoDst: 'proto-dst', nfctSrc: 'nfct-src', nfctDst: 'nfct-dst', nfctProtoSrc: 'nfct-proto-src', nfctProtoDst: 'nfct-proto-dst',
  rtclassid: 'rt-classid', skuid: 'sk-uid', skgid: 'sk-gid', vlanTag: 'vlan-tag',
}
export function flow (f: Flow, how: How, handle: number): Said {
  const [mask, value] = [f.mask ?? 0xffffffff, f.xor ?? 0]
  const or = ((mask & value) ^ value) >>> 0
  const xor = (mask & value) >>> 0
  const bits = (name: string, number: number, unless: number): Said => number !== unless && any(name, sharpHex(number), `${name} 0x${number.toString(16).padStart(8, '0')} `)
  const names = f.keys?.map(key => keys[key] ?? String(key))
  return [
    any('handle', sharpHex(handle), `handle 0x${handle.toString(16)} `), f.mode !== undefined && any('mode', String(f.mode), '% '),
    names && shown('keys', names, 'keys % ', names.join(',')), bits('and', mask, 0xffffffff), bits('xor', xor, 0), bits('or', or, 0),
    any('rshift', f.rshift), f.addend !== undefined && any('addend', sharpHex(f.addend), `addend 0x${f.addend.toString(16)} `), any('divisor', f.divisor),
    f.baseclass !== undefined && any('baseclass', classidText(f.baseclass)), any('perturb', f.perturb, 'perturb %sec '),
    ematches(f.ematches), f.police && police(f.police, how), f.act && [NEW_LINE, actionsSaid(f.act, how)],
  ]
}
