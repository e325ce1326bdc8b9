// red: the averages' weights and the table of idle times are worked out here, as tc does. tc-red(8); iproute2's tc/tc_red.c
import { CommandLineError } from '../../command.js'
import { sizeToTicks } from '../../show/tc/units.js'
import type { Words } from '../words.js'
import { number, optionWords, rate, size, type Options } from './units.js'

const flag = (name: string): Options[string] => ['flags', 'is', [name]]
const options: Options = {
  limit: ['limit', size], min: ['min', size], max: ['max', size], avpkt: ['avpkt', size], burst: ['burst', number], bandwidth: ['bandwidth', rate],
  probability: ['probability', (words, what) => Number(words.next(what))], ecn: flag('ecn'), harddrop: flag('harddrop'), adaptive: flag('adaptative'), nodrop: flag('nodrop'),
}
const first = (most: number, is: (log: number) => boolean, from = 0): number => Array.from({ length: most - from }, (_, i) => from + i).find(is) ?? most

/** How much one packet counts in the average: 1/2^log. */
const weight = (min: number, burst: number, avpkt: number): number =>
  first(32, log => burst + 1 - min / avpkt <= (1 - (1 - 2 ** -log) ** burst) * 2 ** log, 1)
/** 2^log times the probability, for each byte between min and max, is more than 1. */
const slope = (min: number, max: number, probability: number): number => max === min ? 0 : first(32, log => probability / (max - min) * 2 ** log > 1)
/** By how much the average shrinks in idle time: for 256 spans of 2^cellLog ticks. */
function idle (wlog: number, avpkt: number, bandwidth: number): { readonly stab: Uint8Array, readonly cellLog: number } {
  const decay = -Math.log(1 - 2 ** -wlog) / sizeToTicks(bandwidth, avpkt)
  const cellLog = first(32, log => 31 / decay / 2 ** log < 512)
  return { stab: Uint8Array.from({ length: 256 }, (_, i) => i === 255 ? 31 : Math.min(31, Math.trunc(i * 2 ** cellLog * decay))), cellLog }
}

type Given = { [K in 'limit' | 'min' | 'max' | 'avpkt' | 'burst' | 'bandwidth' | 'probability']?: number } & { flags?: string[] }
export function red (words: Words): Record<string, unknown> {
  const given = optionWords(words, options) as Given
  const { limit, avpkt, probability = 0.02, bandwidth = 1_250_000, flags = [] } = given
  if (limit === undefined || avpkt === undefined) throw new CommandLineError(`${limit === undefined ? 'limit' : 'avpkt'} is missing: see ${words.usage}`)
  const max = given.max ?? (given.min === undefined ? Math.trunc(limit / 4) : given.min * 3)
  const min = given.min ?? Math.trunc(max / 3)
  const burst = given.burst ?? Math.trunc((2 * min + max) / (3 * avpkt))
  const wlog = weight(min, burst, avpkt)
  if (wlog === 32) throw new CommandLineError(`burst: ${burst} is too small, ${Math.trunc(1 + min / avpkt)} would do: see ${words.usage}`)
  const { stab, cellLog } = idle(wlog, avpkt, bandwidth)
  return {
    parms: { limit, qthMin: min, qthMax: max, wlog, plog: slope(min, max, probability), scellLog: cellLog }, stab, maxP: Math.trunc(probability * 2 ** 32),
    flags: { value: Object.fromEntries(['ecn', 'harddrop', 'adaptative', 'nodrop'].map(name => [name, flags.includes(name)])) },
  }
}
