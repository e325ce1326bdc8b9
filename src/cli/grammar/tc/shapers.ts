// Rates with their buckets: tbf, the classes of htb, police. tc-tbf(8), tc-htb(8); iproute2's tc/q_tbf.c, q_htb.c, m_police.c
import { CommandLineError } from '../../command.js'
import { sizeToTicks } from '../../show/tc/units.js'
import { Words } from '../words.js'
import { number, optionWords, rate, size, time, type Option, type Options, type Read } from './units.js'

/** What is gathered of words, before it is put together. */
interface Speeds {
  rate?: number
  ceil?: number
  peakrate?: number
  burst?: number
  cburst?: number
  limit?: number
  latency?: number
  mtu?: number
  mpu?: number
  overhead?: number
  linklayer?: string
  prio?: number
  quantum?: number
}
/** A size, and maybe what it is counted in: `10kb/8`. The kernel has no use for that any more. */
const bucket: Option[1] = (words, what) => size(new Words([words.next(what).replace(/\/\d+$/, '')], words.usage), what)
export const layer: Read = (words, what) => {
  const word = words.next(what)
  return word === 'ethernet' || word === 'atm' ? word : word === 'adsl' ? 'atm' : words.unknown(word)
}
const burst: Options = { burst: ['burst', bucket], buffer: ['burst', bucket], maxburst: ['burst', bucket] }
export const common: Options = { rate: ['rate', rate], ...burst, mpu: ['mpu', size], overhead: ['overhead', number], linklayer: ['linklayer', layer] }
const tbf: Options = { ...common, peakrate: ['peakrate', rate], limit: ['limit', size], latency: ['latency', time], mtu: ['mtu', bucket], minburst: ['mtu', bucket] }
const htb: Options = {
  ...common, ceil: ['ceil', rate], cburst: ['cburst', bucket], cbuffer: ['cburst', bucket], cmaxburst: ['cburst', bucket], mtu: ['mtu', size], prio: ['prio', number],
  quantum: ['quantum', size],
}
const MOST = 0xffffffff
/** struct tc_ratespec; a rate of more than 32 bits is in an attribute of its own. */
export const spec = (bytes: number, { mpu = 0, overhead = 0, linklayer = 'ethernet' }: Speeds): object => ({ rate: Math.min(bytes, MOST), mpu, overhead, linklayer })
const wide = (name: string, bytes: number): object => bytes >= MOST ? { [name]: BigInt(bytes) } : {}
const must = (value: number | undefined, what: string, words: Words): number => {
  if (value === undefined || value === 0) throw new CommandLineError(`${what} is missing: see ${words.usage}`)
  return value
}

export function shaper (words: Words): Record<string, unknown> {
  const given = optionWords(words, tbf) as Speeds
  const speed = must(given.rate, 'rate', words)
  const bytes = must(given.burst, 'burst', words)
  const { peakrate, mtu = 0 } = given
  if (given.limit === undefined && given.latency === undefined) throw new CommandLineError(`limit or latency is missing: see ${words.usage}`)
  if (peakrate !== undefined && mtu === 0) throw new CommandLineError(`mtu is missing, which peakrate wants: see ${words.usage}`)
  // What goes in the time that is allowed, and the bucket.
  const inTime = (rate: number, bucket: number): number => Math.trunc(rate * (given.latency ?? 0) / 1e6 + bucket)
  const limit = given.limit ?? Math.min(inTime(speed, bytes), peakrate === undefined ? Infinity : inTime(peakrate, mtu))
  return {
    parms: {
      rate: spec(speed, given), limit, buffer: sizeToTicks(speed, bytes),
      ...peakrate === undefined ? {} : { peakrate: spec(peakrate, given), mtu: sizeToTicks(peakrate, mtu) },
    },
    burst: bytes, ...wide('rate64', speed), ...peakrate === undefined ? {} : { pburst: mtu, ...wide('prate64', peakrate) },
  }
}

/** What a bucket holds where nothing is said: what comes in a tick of the kernel's clock, and a packet. */
const usualBucket = (bytesPerSecond: number, mtu: number): number => Math.trunc(bytesPerSecond / 1e9) + mtu
export function htbClass (words: Words): Record<string, unknown> {
  const given = optionWords(words, htb) as Speeds
  const speed = must(given.rate, 'rate', words)
  const { ceil = speed, mtu = 1600 } = given
  const { burst = usualBucket(speed, mtu), cburst = usualBucket(ceil, mtu), prio, quantum } = given
  return {
    parms: {
      rate: spec(speed, given), ceil: spec(ceil, given), buffer: sizeToTicks(speed, burst), cbuffer: sizeToTicks(ceil, cburst),
      ...prio === undefined ? {} : { prio }, ...quantum === undefined ? {} : { quantum },
    },
    ...wide('rate64', speed), ...wide('ceil64', ceil),
  }
}
