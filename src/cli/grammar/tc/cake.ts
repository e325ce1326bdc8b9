// cake. tc-cake(8); iproute2's tc/q_cake.c
import type { Words } from '../words.js'
import { is, number, optionWords, rate64, size, time, type Options } from './units.js'

/** Round trips and targets in us. */
const trips: Readonly<Record<string, readonly [rtt: number, target: number]>> = {
  datacentre: [100, 5], lan: [1000, 50], metro: [10_000, 500], regional: [30_000, 1500], internet: [100_000, 5000], oceanic: [300_000, 15_000],
  satellite: [1_000_000, 50_000], interplanetary: [3_600_000_000, 5000],
}
/** What a link puts around packets: bytes more, in which cells, and how many bytes at least. */
const links: Readonly<Record<string, readonly [overhead: number, atm?: 'none' | 'atm' | 'ptm' | undefined, mpu?: number]>> = {
  'ipoa-vcmux': [8, 'atm'], 'ipoa-llcsnap': [16, 'atm'], 'bridged-vcmux': [24, 'atm'], 'bridged-llcsnap': [32, 'atm'], 'pppoa-vcmux': [10, 'atm'],
  'pppoa-llc': [14, 'atm'], 'pppoe-vcmux': [32, 'atm'], 'pppoe-llcsnap': [40, 'atm'], 'pppoe-ptm': [30, 'ptm'], 'bridged-ptm': [22, 'ptm'], 'ethernet': [38, undefined, 84],
  'ether-vlan': [4], 'docsis': [18, 'none', 64],
}
const options: Options = {
  'bandwidth': ['baseRate64', rate64], 'unlimited': is('baseRate64', 0n), 'autorate-ingress': is('autorate', 1), 'rtt': ['rtt', time],
  ...Object.fromEntries(Object.keys(trips).map(name => [name, is('trip', name)])),
  'besteffort': is('diffservMode', 'besteffort'), 'precedence': is('diffservMode', 'precedence'), 'diffserv': is('diffservMode', 'diffserv4'),
  'diffserv3': is('diffservMode', 'diffserv3'), 'diffserv4': is('diffservMode', 'diffserv4'), 'diffserv8': is('diffservMode', 'diffserv8'),
  'flowblind': is('flowMode', 'none'), 'srchost': is('flowMode', 'srcIp'), 'dsthost': is('flowMode', 'dstIp'), 'hosts': is('flowMode', 'hosts'), 'flows': is('flowMode', 'flows'),
  'dual-srchost': is('flowMode', 'dualSrc'), 'dual-dsthost': is('flowMode', 'dualDst'), 'triple-isolate': is('flowMode', 'triple'),
  'nat': is('nat', 1), 'nonat': is('nat', 0), 'wash': is('wash', 1), 'nowash': is('wash', 0), 'ingress': is('ingress', 1), 'egress': is('ingress', 0),
  'split-gso': is('splitGso', 1), 'no-split-gso': is('splitGso', 0),
  'ack-filter': is('ackFilter', 'filter'), 'ack-filter-aggressive': is('ackFilter', 'aggressive'), 'no-ack-filter': is('ackFilter', 'none'),
  'atm': is('atm', 'atm'), 'ptm': is('atm', 'ptm'), 'noatm': is('atm', 'none'), 'overhead': ['around', (words, what) => [words.number(what)]], 'raw': is('around', ['raw']), 'mpu': ['mpu', number],
  'conservative': is('around', ['conservative']), ...Object.fromEntries(Object.keys(links).map(name => [name, is('around', [name])])),
  'memlimit': ['memory', size], 'fwmark': ['fwmark', number],
}

/** What it is from there on, whatever was said before. */
const whole: Readonly<Record<string, readonly [overhead: number, atm: 'none' | 'atm']>> = { raw: [0, 'none'], conservative: [48, 'atm'] }

interface Given { trip?: string, rtt?: number, around?: Array<string | number> }
export function cake (words: Words): Record<string, unknown> {
  const { trip, around = [], ...given } = optionWords(words, options) as Given
  const [rtt, target] = given.rtt === undefined ? trips[trip ?? ''] ?? [] : [given.rtt, Math.max(1, Math.trunc(given.rtt / 20))]
  // Several layers are added up, in the order in which they are said.
  const outside: { overhead: number, atm?: string, mpu?: number } = { overhead: 0 }
  for (const one of around) {
    const [overhead, atm, mpu] = typeof one === 'number' ? [one] : whole[one] ?? [outside.overhead + links[one]![0], links[one]![1], links[one]![2]]
    Object.assign(outside, { overhead }, atm === undefined ? {} : { atm }, mpu === undefined ? {} : { mpu })
  }
  return {
    ...around.length === 0 ? {} : { ...outside, overhead: outside.overhead >>> 0 }, ...around.includes('raw') ? { raw: 0 } : {}, ...given,
    ...rtt === undefined ? {} : { rtt, target },
  }
}
