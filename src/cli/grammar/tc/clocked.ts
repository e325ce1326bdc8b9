// Queues by priority and by the clock: mqprio, taprio, cbs, etf. tc-mqprio(8), tc-taprio(8), tc-cbs(8), tc-etf(8); iproute2's tc/q_mqprio.c and the like
import type { Words } from '../words.js'
import { flag, hexadecimal, number, numbersOf, optionWords, rate64, takeOption, type Options, type Read } from './units.js'

const CLASSES = 16
const filled = <T>(all: readonly T[], zero: T): T[] => [...all, ...Array.from({ length: CLASSES - all.length }, () => zero)]
const map: Read = (words, what) => filled(numbersOf(CLASSES)(words, what), 0)
/** `2@0 2@2`: how many, and from which on. */
const queues: Read = (words, what) => {
  const all: Array<readonly number[]> = []
  while (all.length < CLASSES && /^\d+@\d+$/.test(words.peek ?? '')) all.push(words.next(what).split('@').map(Number))
  return all.length === 0 ? words.unknown(words.peek ?? what) : all
}
const rates: Read = (words, what) => {
  const all = [rate64(words, what)]
  while (all.length < CLASSES && /^\d/.test(words.peek ?? '')) all.push(rate64(words, what))
  return filled(all, 0n)
}
const oneOf = (names: Readonly<Record<string, string>>): Read => (words, what) => {
  const word = words.next(what)
  return Object.hasOwn(names, word) ? names[word] : words.unknown(word)
}
const letters: Readonly<Record<string, string>> = { E: 'express', P: 'preemptible' }
/** For each traffic class: `E P P`. */
const preemption: Read = (words, what) => {
  const all = [oneOf(letters)(words, what)]
  while (all.length < CLASSES && Object.hasOwn(letters, words.peek ?? '')) all.push(oneOf(letters)(words, what))
  return all
}

type Classes = { numTc?: number, prioTcMap?: number[], queues?: Array<readonly [count: number, offset: number]>, hw?: number }
const classes: Options = { num_tc: ['classes.numTc', number], map: ['classes.prioTcMap', map], queues: ['classes.queues', queues] }
/** struct tc_mqprio_qopt */
const parms = ({ queues = [], ...given }: Classes, usual: Classes): object => ({
  ...usual, ...given, count: filled(queues.map(([count]) => count), 0), offset: filled(queues.map(([, offset]) => offset), 0),
})

const mqprioOptions: Options = {
  ...classes, hw: ['classes.hw', number], mode: ['mode', oneOf({ dcb: 'dcb', channel: 'channel' })], shaper: ['shaper', oneOf({ dcb: 'dcb', bw_rlimit: 'bwRate' })],
  min_rate: ['minRate64', rates], max_rate: ['maxRate64', rates], fp: ['fp', preemption],
}
export function mqprio (words: Words): Record<string, unknown> {
  const { classes = {}, fp, ...given } = optionWords(words, mqprioOptions) as { classes?: Classes, fp?: string[] }
  return {
    ...parms(classes, { numTc: 8, prioTcMap: [0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 1, 1, 3, 3, 3, 3], hw: 1 }), ...given,
    ...fp === undefined ? {} : { tcEntry: fp.map((fp, index) => ({ index, fp })) },
  }
}

/** linux/time.h */
const clocks: Readonly<Record<string, number>> = { REALTIME: 0, MONOTONIC: 1, BOOTTIME: 7, TAI: 11 }
const clock: Read = (words, what) => clocks[words.next(what).toUpperCase().replace(/^CLOCK_/, '')] ?? words.unknown(words.last)
const long: Read = (words, what) => BigInt(words.number(what))
const commands = { S: 'setGates', H: 'setAndHold', R: 'setAndRelease' } as const
const entry: Read = (words, what) => [{ cmd: oneOf(commands)(words, what), gateMask: hexadecimal(words, what), interval: words.number(what) }]
const taprioOptions: Options = {
  ...classes, 'sched-entry': ['schedEntryList', entry], 'base-time': ['schedBaseTime', long], 'cycle-time': ['schedCycleTime', long],
  'cycle-time-extension': ['schedCycleTimeExtension', long], 'clockid': ['schedClockid', clock], 'flags': ['flags', number], 'txtime-delay': ['txtimeDelay', number],
  'max-sdu': ['maxSdu', numbersOf(CLASSES)], 'fp': ['fp', preemption],
}
export function taprio (words: Words): Record<string, unknown> {
  const { classes, maxSdu = [], fp = [], ...given } = optionWords(words, taprioOptions) as { classes?: Classes, maxSdu?: number[], fp?: string[] }
  const entries = Array.from({ length: Math.max(maxSdu.length, fp.length) }, (_, index) => ({
    index, ...maxSdu[index] === undefined ? {} : { maxSdu: maxSdu[index] }, ...fp[index] === undefined ? {} : { fp: fp[index] },
  }))
  return { ...given, ...classes === undefined ? {} : { priomap: parms(classes, { prioTcMap: filled([], 0) }) }, ...entries.length === 0 ? {} : { tcEntry: entries } }
}

const inParms = (...names: readonly string[]): Options => Object.fromEntries(names.map(name => [name, [name, number]]))
const cbsOptions = inParms('hicredit', 'locredit', 'sendslope', 'idleslope', 'offload')
export const cbs = (words: Words): Record<string, unknown> => ({ parms: optionWords(words, cbsOptions) })

const etfOptions: Options = {
  clockid: ['clockid', clock], delta: ['delta', number], offload: flag('offloadOn'), deadline_mode: flag('deadlineModeOn'), skip_sock_check: flag('skipSockCheck'),
}
export function etf (words: Words): Record<string, unknown> {
  const parms: Record<string, unknown> = { clockid: -1 }
  while (takeOption(words, etfOptions, parms)) { /* each of them */ }
  words.end()
  return { parms }
}
