// Actions, of filters and shared ones, as tc has them. iproute2's tc/m_action.c
import type { Action, ActionHwStats } from '../../../../codec/route/tc/action.js'
import type { Times } from '../../../../codec/route/tc/generic.js'
import { actionOptions } from './actions/index.js'
import type { How } from '../how.js'
import { any, list, NEW_LINE, object, shown, text, word, type Said } from '../said.js'
import { counters } from './stats.js'

/** Actions of a filter, or shared ones, in their order: in lists of those, the first is 0. */
export const actionsSaid = (all: readonly Action[] | undefined, how: How, { first = 1, bound = true } = {}): Said =>
  all && list('actions', all.map((one, i) => [NEW_LINE, any('order', first + i, '\taction order %: '), actionSaid(one, how, bound)]))

/** TCA_ACT_FLAGS_*, of `selector`. */
const flagBits = { noPercpuStats: 1, skipHw: 2, skipSw: 4 } as const
function actionSaid (action: Action, how: How, bound: boolean): Said {
  const has = (flag: keyof typeof flagBits): boolean => action.flags?.value.includes(flag) === true
  const selected = (flag: keyof typeof flagBits): boolean => ((action.flags?.selector ?? 0) & flagBits[flag]) !== 0
  const flagged = (name: string, flag: keyof typeof flagBits): Said => selected(flag) && any(name, has(flag), `\t${name}`)
  const flags: readonly Said[] = [
    flagged('no_percpu', 'noPercpuStats'), !bound && [flagged('skip_hw', 'skipHw'), flagged('skip_sw', 'skipSw')],
    action.inHwCount !== undefined && !bound && !has('skipHw') &&
      (action.inHwCount === 0 ? word('not_in_hw', true, '\tnot_in_hw') : [word('in_hw', true, '\tin_hw'), any('in_hw_count', action.inHwCount, ' in_hw_count %')]),
  ]
  const lines = (action.flags !== undefined && selected('noPercpuStats')) || (!bound && (selected('skipHw') || selected('skipSw') || (action.inHwCount !== undefined && !has('skipHw'))))
  return [
    action.options !== undefined && actionOptions[action.kind ?? '']?.(action.options as never, how),
    how.statistics && action.stats !== undefined && [text('\tAction statistics:\n'), object('stats', counters(action.stats, '\t')), NEW_LINE],
    action.cookie && [any('cookie', Buffer.from(action.cookie).toString('hex'), '\tcookie %'), NEW_LINE],
    flags, lines && NEW_LINE,
    hardware('hw_stats', action.hwStats), hardware('used_hw_stats', action.usedHwStats),
  ]
}

function hardware (name: string, stats: ActionHwStats | undefined): Said {
  if (stats === undefined) return undefined
  const kinds = stats.value.map(String)
  const all = kinds.length === 0 ? ['disabled'] : kinds
  return shown(name, all, `\t${name}%\n`, all.map(one => ` ${one}`).join(''))
}

/** TC_ACT_*, as tc calls them. Jumps and chains have the upper bits. linux/pkt_cls.h */
const verdicts: Readonly<Record<string, string>> = { unspec: 'continue', ok: 'pass', shot: 'drop' }
const [JUMP, GOTO_CHAIN, VALUE] = [1, 2, 0x0fffffff]
export function control (verdict: string | number, before: string, after = ''): Said {
  const extended = typeof verdict === 'number' ? verdict >>> 28 : 0
  const value = Number(verdict) & VALUE
  return [
    text(before),
    object('control_action',
      any('type', extended === GOTO_CHAIN ? 'goto' : extended === JUMP ? 'jump' : verdicts[verdict] ?? String(verdict), '%'),
      extended === GOTO_CHAIN && any('chain', value, ' chain %'), extended === JUMP && any('jump', value, ' %')),
    text(after),
  ]
}

interface Generic { readonly index: number, readonly action: string | number, readonly refcnt: number, readonly bindcnt: number }
/** What is done afterwards, the number, how many use it, and with -s since when: what tc says of nearly all of them at the end. */
export const ending = (parms: Generic, tm: Times | undefined, how: How, before = ' ', index = '\t index %'): Said =>
  [control(parms.action, before), NEW_LINE, uses(parms, tm, how, index), NEW_LINE]
export const uses = (parms: Omit<Generic, 'action'>, tm: Times | undefined, how: How, index = '\t index %'): Said => [
  any('index', parms.index, index), any('ref', parms.refcnt, ' ref %'), any('bind', parms.bindcnt, ' bind %'), how.statistics && tm && since(tm),
]
/** In 1/100 s, said in seconds. */
const moments = [['installed', 'install', 'installed'], ['last_used', 'lastuse', 'used'], ['first_used', 'firstuse', 'firstused'], ['expires', 'expires', 'expires']] as const
export const since = (tm: Times): Said =>
  moments.map(([name, member, said]) => tm[member] !== 0n && any(name, tm[member] / 100n, ` ${said} % sec`))
