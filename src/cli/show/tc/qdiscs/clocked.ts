// Queues of hardware and their clocks: mqprio, taprio, etf, cbs.
import type { Cbs } from '../../../../../codec/route/tc/qdisc/cbs.js'
import type { Etf } from '../../../../../codec/route/tc/qdisc/etf.js'
import type { Mqprio } from '../../../../../codec/route/tc/qdisc/mqprio.js'
import type { Taprio, TaprioEntry } from '../../../../../codec/route/tc/qdisc/taprio.js'
import { any, list, NEW_LINE, object, shown, text, type Said } from '../../said.js'
import { rateText, sharpHex } from '../units.js'
import { numbers } from './small.js'

/** CLOCK_*: linux/time.h */
const clocks: ReadonlyMap<number, string> = new Map([[0, 'REALTIME'], [1, 'MONOTONIC'], [7, 'BOOTTIME'], [11, 'TAI']])
const clock = (id: number | undefined): string => clocks.get(id ?? -1) ?? 'invalid'

export const cbs = ({ parms: p }: Cbs): Said =>
  p && (['hicredit', 'locredit', 'sendslope', 'idleslope', 'offload'] as const).map(name => any(name, p[name]))

export function etf ({ parms: p }: Etf): Said {
  const onOff = (flag: string): string => p?.flags.includes(flag as 'offloadOn') === true ? 'on' : 'off'
  return p && [
    any('clockid', clock(p.clockid)), any('delta', p.delta), any('offload', onOff('offloadOn')), any('deadline_mode', onOff('deadlineModeOn')),
    any('skip_sock_check', onOff('skipSockCheck'), 'skip_sock_check %'),
  ]
}

export function mqprio (m: Mqprio): Said {
  const queues = m.offset.slice(0, m.numTc).map((offset: number, i: number) => [offset, offset + m.count[i]! - 1] as const)
  const rates = (name: string, all: readonly bigint[] | undefined): Said => all && shown(name, all.slice(0, m.numTc), `\t${name}:%`, all.slice(0, m.numTc).map(one => `${rateText(one)} `).join(''))
  // Attributes come with a mode other than dcb alone.
  const more = m.mode !== undefined || m.shaper !== undefined || m.minRate64 !== undefined || m.maxRate64 !== undefined
  return [
    any('tc', m.numTc), shown('map', m.prioTcMap, 'map %', m.prioTcMap.map((one: number) => `${one} `).join('')),
    shown('queues', queues, '\n             queues:%', queues.map(([from, to]: readonly [number, number]) => `(${from}:${to}) `).join('')),
    more && [
      m.mode === undefined ? any('mode', 'dcb', '\n             mode:%') : m.mode === 'channel' && any('mode', 'channel', '\n             mode:%'),
      m.shaper === undefined ? any('shaper', 'dcb', '\n             shaper:%') : m.shaper === 'bwRate' && any('shaper', 'bw_rlimit', '\n             shaper:%'),
      rates('min_rate', m.minRate64), rates('max_rate', m.maxRate64),
    ],
  ]
}

const entry = (e: TaprioEntry): Said => [
  any('index', e.index ?? 0, '\tindex %'), any('cmd', (e.cmd ?? 'setGates') === 'setGates' ? 'S' : 'Invalid', ' cmd %'), any('gatemask', sharpHex(e.gateMask ?? 0), ' gatemask %'),
  any('interval', e.interval ?? 0, ' interval %'), NEW_LINE,
]
const schedule = (t: Taprio): Said => [
  any('base_time', t.schedBaseTime ?? 0n, '\tbase-time %'), any('cycle_time', t.schedCycleTime ?? 0n, ' cycle-time %'),
  any('cycle_time_extension', t.schedCycleTimeExtension ?? 0n, ' cycle-time-extension %'),
  t.schedEntryList !== undefined && [NEW_LINE, list('schedule', t.schedEntryList.map(entry))],
]
const taprioFlags = { txtimeAssist: 1, fullOffload: 2 } as const
export function taprio (t: Taprio): Said {
  const p = t.priomap
  const flags = t.flags?.reduce<number>((sum, flag) => sum | (taprioFlags[flag as 'txtimeAssist'] ?? Number(flag)), 0)
  return p && [
    any('tc', p.numTc), numbers('map', p.prioTcMap, 'map%'), NEW_LINE,
    text('queues'), list('queues', p.offset.slice(0, p.numTc).map((offset: number, i: number) => [any('offset', offset, ' offset %'), any('count', p.count[i], ' count %')])), NEW_LINE,
    any('clockid', clock(t.schedClockid), 'clockid %'), flags !== undefined && any('flags', sharpHex(flags), ' flags %'), any('txtime_delay', t.txtimeDelay, ' txtime delay %'),
    schedule(t),
    // tc has the schedule that waits in an object without a name, which is no JSON.
    t.adminSched !== undefined && object('admin', schedule(t.adminSched)),
  ]
}
