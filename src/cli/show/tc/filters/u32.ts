// u32. iproute2's tc/f_u32.c
import type { U32 } from '../../../../../codec/route/tc/filter/u32.js'
import { actionsSaid } from '../action.js'
import { police } from '../actions/police.js'
import type { How } from '../../how.js'
import { any, fact, factsOf, NEW_LINE, object, shown, text, textOf, type Said } from '../../said.js'
import { sharpHex } from '../units.js'
import { flowid, hardware } from './small.js'

type Sel = NonNullable<U32['sel']>
const hex = (name: string, value: number, form = `${name} % `, digits = 0): Said => shown(name, value.toString(16), form, value.toString(16).padStart(digits, '0'))
/** Table of 12 bits, bucket of 8, node of 12. */
function u32Handle (handle: number): string {
  if (handle === 0) return 'none'
  const [table, bucket, node] = [handle >>> 20, handle >>> 12 & 0xff, handle & 0xfff]
  return `${table === 0 ? '' : `${table.toString(16)}:`}${bucket === 0 ? '' : bucket.toString(16)}${node === 0 ? '' : `:${node.toString(16)}`}`
}

export function u32 (u: U32, how: How, handle: number): Said {
  const { sel, pcnt } = u
  const terminal = sel?.flags.includes('terminal') === true
  return [
    handle !== 0 && any('fh', u32Handle(handle)), (handle & 0xfff) !== 0 && any('order', handle & 0xfff),
    u.divisor !== undefined ? any('ht_divisor', u.divisor, 'ht divisor % ')
      : u.hash !== undefined && [hex('key_ht', u.hash >>> 20, 'key ht % '), hex('bkt', u.hash >>> 12 & 0xff)],
    u.classid === undefined ? terminal && text('terminal flowid ') : [terminal && text('*'), flowid(u.classid)],
    u.link !== undefined && any('link', u32Handle(u.link)), hardware(u.flags, name => `${name} `),
    sel && how.statistics && pcnt && [any('rule_hit', pcnt.rcnt, '(rule hit % '), any('success', pcnt.rhit, 'success %)')],
    u.mark && [mark('fwmark_value', u.mark.val, '\n  mark 0x% '), mark('fwmark_mask', u.mark.mask, '0x% '), any('fwmark_success', u.mark.success, '(success %)')],
    sel && matches(sel, how.statistics ? pcnt?.kcnts : undefined),
    u.police && [NEW_LINE, police(u.police, how)], any('input_dev', u.indev, '\n  input dev %\n'), actionsSaid(u.act, how),
  ]
}
const mark = (name: string, value: number, form: string): Said => shown(name, sharpHex(value), form, value.toString(16).padStart(4, '0'))

function matches (sel: Sel, hits: readonly bigint[] | undefined): Said {
  const is = (flag: 'offset' | 'varoffset' | 'eat'): boolean => sel.flags.includes(flag)
  const keys = sel.keys.map(key => [
    hex('value', key.val, '\n  match %', 8), hex('mask', key.mask, '/% ', 8), shown('offmask', key.offmask === 0 ? '' : 'nexthdr+', 'at %', key.offmask === 0 ? '' : 'nexthdr+'),
    any('off', key.off, '%'),
  ])
  return [
    // tc has a `match` for each, so that most who read its JSON see the last one: several are a list here.
    keys.length > 1 && fact('match', keys.map(factsOf)),
    keys.map((key, i) => [keys.length > 1 ? text(textOf(key)) : object('match', key), hits && any('success', hits[i], ' (success % ) ')]),
    (is('offset') || is('varoffset')) && [
      text('\n    offset '),
      is('varoffset') && [hex('offset_mask', sel.offmask, '%', 4), any('offset_shift', sel.offshift, '>>% '), any('offset_off', sel.offoff, 'at % ')],
      sel.off !== 0 && any('plus', sel.off),
    ],
    is('eat') && text(' eat '), sel.hmask !== 0 && [hex('hash_mask', sel.hmask, '\n    hash mask % ', 8), any('hash_off', sel.hoff, 'at % ')],
  ]
}
