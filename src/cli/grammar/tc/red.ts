// red and choke: the averages' weights and the table of idle times are worked out here, as tc does; sfb. tc-red(8), tc-choke(8), tc-sfb(8); iproute2's tc/tc_red.c
import { CommandLineError } from '../../command.js'
import { sizeToTicks } from '../../show/tc/units.js'
import type { Words } from '../words.js'
import { flag, number, optionWords, rate, size, type Options } from './units.js'

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
/** What the average needs, in bytes and packets. */
function average (words: Words, { min, max, avpkt, burst, bandwidth = 1_250_000, probability = 0.02 }: { min: number, max: number, avpkt: number, burst: number } & Given): {
  readonly weights: object, readonly stab: Uint8Array, readonly maxP: number
} {
  const wlog = weight(min, burst, avpkt)
  if (wlog === 32) throw new CommandLineError(`burst: ${burst} is too small, ${Math.trunc(1 + min / avpkt)} would do: see ${words.usage}`)
  const { stab, cellLog } = idle(wlog, avpkt, bandwidth)
  return { weights: { wlog, plog: slope(min, max, probability), scellLog: cellLog }, stab, maxP: Math.trunc(probability * 2 ** 32) }
}
export function red (words: Words): Record<string, unknown> {
  const given = optionWords(words, options) as Given
  const { limit, avpkt, flags = [] } = given
  if (limit === undefined || avpkt === undefined) throw new CommandLineError(`${limit === undefined ? 'limit' : 'avpkt'} is missing: see ${words.usage}`)
  const max = given.max ?? (given.min === undefined ? Math.trunc(limit / 4) : given.min * 3)
  const min = given.min ?? Math.trunc(max / 3)
  const { weights, stab, maxP } = average(words, { ...given, min, max, avpkt, burst: given.burst ?? Math.trunc((2 * min + max) / (3 * avpkt)) })
  return {
    parms: { limit, qthMin: min, qthMax: max, ...weights }, stab, maxP,
    flags: { value: Object.fromEntries(['ecn', 'harddrop', 'adaptative', 'nodrop'].map(name => [name, flags.includes(name)])) },
  }
}

/** In packets, where red has bytes. */
const chokeOptions: Options = { ...options, limit: ['limit', number], min: ['min', number], max: ['max', number] }
export function choke (words: Words): Record<string, unknown> {
  const given = optionWords(words, chokeOptions) as Given
  const { limit, avpkt = 1000, flags = [] } = given
  if (limit === undefined) throw new CommandLineError(`limit is missing: see ${words.usage}`)
  const max = given.max ?? Math.trunc(limit / 4)
  const min = given.min ?? Math.trunc(max / 3)
  if (max > limit || min >= max) throw new CommandLineError(`min ${min} must be less than max ${max}, and that at most limit ${limit}: see ${words.usage}`)
  const { weights, stab, maxP } = average(words, { ...given, min: min * avpkt, max: max * avpkt, avpkt, burst: given.burst ?? Math.trunc((2 * min + max) / 3) })
  return { parms: { limit, qthMin: min, qthMax: max, ...weights, flags }, stab, maxP }
}

/** Of 0xffff. */
const part: Options[string][1] = (words, what) => {
  const value = Number(words.next(what))
  return value >= 0 && value <= 1 ? Math.trunc(value * 0xffff + 0.5) : words.unknown(words.last)
}
const sfbOptions: Options = {
  rehash: ['rehashInterval', number], db: ['warmupTime', number], limit: ['limit', number], max: ['max', number], target: ['binSize', number], increment: ['increment', part],
  decrement: ['decrement', part], penalty_rate: ['penaltyRate', number], penalty_burst: ['penaltyBurst', number],
}
export function sfb (words: Words): Record<string, unknown> {
  const usual = { rehashInterval: 600_000, warmupTime: 60_000, penaltyRate: 10, penaltyBurst: 20, increment: 33, decrement: 3 }
  const given = { ...usual, ...optionWords(words, sfbOptions) as { max?: number, binSize?: number } }
  const max = given.max ?? (given.binSize === undefined ? 25 : Math.trunc((given.binSize * 5 + 1) / 4))
  return { parms: { ...given, max, binSize: given.binSize ?? Math.trunc((max * 4 + 3) / 5) } }
}
