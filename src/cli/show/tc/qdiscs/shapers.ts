// No more than a rate: tbf, and htb with its classes.
import type { Htb, HtbParms, HtbXstats } from '../../../../../codec/route/tc/qdisc/htb.js'
import type { Tbf } from '../../../../../codec/route/tc/qdisc/tbf.js'
import type { How } from '../../how.js'
import { any, rate, size, text, time, type Said } from '../../said.js'
import { isOtherThanEthernet, linkLayerText, rateText, sharpHex, sizeText, ticksToSize, ticksToTime } from '../units.js'

export const linkLayer = (layer: string | number, how: How): Said => (how.details || isOtherThanEthernet(layer)) && any('linklayer', linkLayerText(layer))
export function tbf (t: Tbf, how: How): Said {
  const p = t.parms
  if (p === undefined) return undefined
  const [speed, peak] = [t.rate64 ?? p.rate.rate, t.prate64 ?? p.peakrate.rate]
  const peaks = Number(peak) !== 0
  // How long what waits takes; that of the peak, where it is longer.
  const latencies = [1e6 * (p.limit / Number(speed)) - ticksToTime(p.buffer), ...peaks ? [1e6 * (p.limit / Number(peak)) - ticksToTime(p.mtu)] : []]
  const latency = Math.max(...latencies)
  const bucket = (name: string, bytes: number, cellLog: number, mpu: number): Said => [any(name, `${sizeText(bytes)}/${2 ** cellLog}`), size('mpu', mpu)]
  const [burst, mtu] = [ticksToSize(speed, p.buffer), ticksToSize(peak, p.mtu)]
  return [
    rate('rate', speed), how.details ? bucket('burst', burst, p.rate.cellLog, p.rate.mpu) : size('burst', burst),
    peaks && [
      // iproute2 6.1 has no word of it in its JSON.
      text(`peakrate ${rateText(peak)} `),
      (p.mtu !== 0 || p.peakrate.mpu !== 0) && (how.details ? bucket('mtu', mtu, p.peakrate.cellLog, p.peakrate.mpu) : size('minburst', mtu)),
    ],
    latency >= 0 ? time('lat', Math.trunc(latency)) : size('limit', p.limit),
    p.rate.overhead !== 0 && any('overhead', p.rate.overhead), linkLayer(p.rate.linklayer, how),
  ]
}

/** Of the qdisc, and of its classes. */
export const htb = (h: Htb, how: How): Said => [
  h.parms && htbClass(h.parms, h, how),
  h.init && [
    any('r2q', h.init.rate2quantum, 'r2q %'), any('default', sharpHex(h.init.defcls), ' default %'), any('direct_packets_stat', h.init.directPkts, ' direct_packets_stat %'),
    how.details && any('ver', `${h.init.version >>> 16}.${h.init.version & 0xffff}`, ' ver %'),
  ],
  any('direct_qlen', h.directQlen, ' direct_qlen %'), h.offload === true && any('offload', null, ' offload'),
]
function htbClass (p: HtbParms, { rate64, ceil64 }: Htb, how: How): Said {
  const [speed, ceiling] = [rate64 ?? p.rate.rate, ceil64 ?? p.ceil.rate]
  const [burst, cburst] = [ticksToSize(speed, p.buffer), ticksToSize(ceiling, p.cbuffer)]
  return [
    p.level === 0 && [any('prio', p.prio), how.details && any('quantum', p.quantum)],
    rate('rate', speed), p.rate.overhead !== 0 && any('overhead', p.rate.overhead), rate('ceil', ceiling), linkLayer(p.rate.linklayer, how),
    how.details
      ? [
          size('burst', burst, 'burst %/'), any('burst_cell', 2 ** p.rate.cellLog, '% '), size('mpu_rate', p.rate.mpu, 'mpu % '),
          size('cburst', cburst, 'cburst %/'), any('cburst_cell', 2 ** p.ceil.cellLog, '% '), size('mpu_ceil', p.ceil.mpu, 'mpu % '), any('level', p.level),
        ]
      : [size('burst', burst), size('cburst', cburst)],
  ]
}
export const htbCounters = (x: HtbXstats): Said => [
  any('lended', x.lends, ' lended: %'), any('borrowed', x.borrows, ' borrowed: %'), any('giants', x.giants, ' giants: %\n'),
  any('tokens', x.tokens, ' tokens: %'), any('ctokens', x.ctokens, ' ctokens: %'), text('\n'),
]
