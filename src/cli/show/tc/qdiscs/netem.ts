// netem: probabilities are fractions of 1 in JSON, percent in the line.
import type { Netem } from '../../../../../codec/route/tc/qdisc/netem.js'
import { any, fact, object, rate, shown, text, type Said } from '../../said.js'
import { general, nanoText, ticksToTime, timeText } from '../units.js'

const share = (value: number): number => Number(general(value / 0xffffffff))
const percent = (value: number): string => `${general(100 * value / 0xffffffff)}%`
const probability = (name: string, value: number, before = ` ${name}`): Said => shown(name, share(value), `${before} %`, percent(value))
const correlation = (value: number, present = value !== 0): Said => shown('correlation', share(value), present ? ' %' : '', percent(value))
const unless0 = (name: string, value: number): Said => [fact(name, value), value !== 0 && text(` ${name} ${value}`)]
const nanoseconds = (name: string, ns: bigint, before: string): Said => shown(name, Number(general(Number(ns) / 1e9)), `${before} %`, nanoText(ns))

export function netem (n: Netem): Said {
  const { corr, reorder, corrupt, rate: speed, slot } = n
  const { gi, ge } = n.loss ?? {}
  const [latency, jitter] = [ticksToTime(n.latency), ticksToTime(n.jitter)]
  return [
    any('limit', n.limit, 'limit %'),
    n.latency !== 0 && object('delay', text(` delay ${timeText(latency)}${n.jitter === 0 ? '' : `  ${timeText(jitter)}`}`),
      fact('delay', Number(general(latency / 1e6))), fact('jitter', Number(general(jitter / 1e6))),
      correlation(corr?.delayCorr ?? 0, n.jitter !== 0 && (corr?.delayCorr ?? 0) !== 0)),
    n.lossRandom !== 0 && object('loss-random', probability('loss', n.lossRandom), correlation(corr?.lossCorr ?? 0)),
    gi && object('loss-state', probability('p13', gi.p13, ' loss state p13'), (['p31', 'p32', 'p23', 'p14'] as const).map(name => probability(name, gi[name]))),
    ge && object('loss-gemodel', probability('p', ge.p, ' loss gemodel p'), probability('r', ge.r), probability('1-h', 0xffffffff - ge.h), probability('1-k', ge.k1)),
    n.duplicate !== 0 && object('duplicate', probability('duplicate', n.duplicate), correlation(corr?.dupCorr ?? 0)),
    reorder && reorder.probability !== 0 && object('reorder', probability('reorder', reorder.probability), correlation(reorder.correlation)),
    corrupt && corrupt.probability !== 0 && object('corrupt', probability('corrupt', corrupt.probability), correlation(corrupt.correlation)),
    speed && speed.rate !== 0 && object('rate', rate('rate', n.rate64 ?? speed.rate, ' rate %'),
      unless0('packetoverhead', speed.packetOverhead), unless0('cellsize', speed.cellSize), unless0('celloverhead', speed.cellOverhead)),
    slot && object('slot',
      slot.distJitter > 0n
        ? [nanoseconds('distribution', slot.distDelay, ' slot distribution'), nanoseconds('jitter', slot.distJitter, '')]
        : [nanoseconds('min-delay', slot.minDelay, ' slot'), nanoseconds('max-delay', slot.maxDelay, '')],
      unless0('packets', slot.maxPackets), unless0('bytes', slot.maxBytes)),
    fact('ecn', n.ecn !== undefined), n.ecn !== undefined && text(' ecn '),
    fact('gap', n.gap), n.gap !== 0 && text(` gap ${n.gap}`),
  ]
}
