// What stands before the kind of a qdisc: sizes on the wire and estimated rates. tc-stab(8); iproute2's tc/tc_core.c, tc_stab.c, tc_estimator.c
import { CommandLineError } from '../../command.js'
import type { Words } from '../words.js'
import { layer } from './shapers.js'
import { number, takeOption, time, type Options } from './units.js'

interface Sizes { mtu?: number, mpu?: number, overhead?: number, tsize?: number, linklayer?: string }
const options: Options = {
  mtu: ['mtu', number], mpu: ['mpu', number], overhead: ['overhead', number], tsize: ['tsize', number], linklayer: ['linklayer', layer],
}
/** Cells of 53 bytes have 48 of a packet. */
const onWire = (size: number, { mpu = 0, linklayer }: Sizes): number => linklayer === 'atm' ? Math.ceil(Math.max(size, mpu) / 48) * 53 : Math.max(size, mpu)
const MOST = 0xffff

/** `stab linklayer atm overhead 20 mpu 64`: without cells and a least size there is nothing to look up. */
export function sizeTable (words: Words): object {
  const given: Sizes = {}
  while (takeOption(words, options, given as Record<string, unknown>)) { /* each of them */ }
  const { overhead = 0, linklayer = 'unaware', mpu = 0 } = given
  if (linklayer !== 'atm' && mpu === 0) return { base: { overhead, linklayer } }
  const { mtu = 2047, tsize = 512 } = given
  let cellLog = 0
  while (mtu - 1 >> cellLog > tsize - 1) cellLog++
  const sizes = Array.from({ length: tsize }, (_, i) => onWire(i + 1 << cellLog, given))
  let sizeLog = 0
  while (sizes.some(size => size >> sizeLog > MOST)) sizeLog++
  return { base: { cellLog, sizeLog, cellAlign: -1, overhead, linklayer, mpu, mtu, tsize }, data: sizes.map(size => size >> sizeLog) }
}

/** `estimator 1s 8s`: how often, and over how long. A sample each 2^interval s, of which 1/2^ewmaLog counts. */
export function estimator (words: Words, what: string): object {
  const [every, over] = [time(words, what), time(words, what)]
  const interval = [0, 1, 2, 3, 4, 5].find(log => every <= 2 ** log * 250_000)
  const ewmaLog = Array.from({ length: 31 }, (_, i) => i + 1).find(log => every / -Math.log(1 - 2 ** -log) > over) ?? 32
  if (interval === undefined || ewmaLog < 2) throw new CommandLineError(`${what}: an interval of 8s at most, and an average over more than that, are wanted: see ${words.usage}`)
  return { interval: interval - 2, ewmaLog: ewmaLog - 1 }
}
