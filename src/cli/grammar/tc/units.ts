// Rates, sizes, times and shares as people write them for tc(8): `1mbit`, `10kb`, `5ms`, `1%`.
import { CommandLineError } from '../../command.js'
import type { Words } from '../words.js'

/** In bits per second; of bytes, `bps` and its like, 8. */
const rates: Readonly<Record<string, number>> = Object.fromEntries(['bit', 'bps'].flatMap(unit => ['', 'k', 'm', 'g', 't'].flatMap((letter, power) => {
  const bits = unit === 'bps' ? 8 : 1
  return [[`${letter}${unit}`, bits * 1000 ** power], [`${letter}${letter === '' ? '' : 'i'}${unit}`, bits * 1024 ** power]] as const
})))
/** In bytes: k is 1024. */
const sizes: Readonly<Record<string, number>> = {
  '': 1, b: 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2, g: 1024 ** 3, gb: 1024 ** 3, kbit: 1024 / 8, mbit: 1024 ** 2 / 8, gbit: 1024 ** 3 / 8,
}
const us = { us: 1, ms: 1000, s: 1e6 } as const
/** In us, as without a unit. */
const times: Readonly<Record<string, number>> = {
  '': 1, ns: 0.001, nsec: 0.001, nsecs: 0.001, ...us, usec: 1, usecs: 1, msec: 1000, msecs: 1000, sec: 1e6, secs: 1e6,
}

function measured (words: Words, what: string, units: Readonly<Record<string, number>>, example: string): number {
  const word = words.next(what)
  const [, number, unit] = /^(0x[0-9a-f]+|[\d.]+(?:e[+-]?\d+)?)([a-z%]*)$/i.exec(word) ?? []
  const scale = units[unit?.toLowerCase() ?? '?']
  if (number === undefined || scale === undefined || Number.isNaN(Number(number))) throw new CommandLineError(`${what}: "${word}" is not like ${example}: see ${words.usage}`)
  return Number(number) * scale
}

/** How the value of a word is read. */
export type Read = (words: Words, what: string) => unknown
/** Bytes per second. */
export const rate = (words: Words, what: string): number => Math.trunc(measured(words, what, { ...rates, '': 1 }, '1mbit') / 8)
export const rate64 = (words: Words, what: string): bigint => BigInt(rate(words, what))
export const size = (words: Words, what: string): number => Math.trunc(measured(words, what, sizes, '10kb'))
/** In us. */
export const time = (words: Words, what: string): number => Math.trunc(measured(words, what, times, '5ms'))
export const nanoseconds = (words: Words, what: string): bigint => BigInt(Math.trunc(measured(words, what, times, '5ms') * 1000))
/** Of 2^32 - 1. */
export const share = (words: Words, what: string): number => Math.round(measured(words, what, { '%': 0.01, '': 0.01 }, '1%') * 0xffffffff)
export const isShare = (word: string | undefined): boolean => /^[\d.]+%$/.test(word ?? '')
export const isTime = (word: string | undefined): boolean => /^[\d.]+([mun]?s(ecs?)?)?$/.test(word ?? '')
export const number = (words: Words, what: string): number => words.number(what)
export const text = (words: Words, what: string): string => words.next(what)
/** Up to so many numbers, one after the other. */
export function numbersOf (most: number): (words: Words, what: string) => number[] {
  return (words, what) => {
    const all = [words.number(what)]
    while (all.length < most && /^\d+$/.test(words.peek ?? '')) all.push(words.number(what))
    return all
  }
}
/** As tc reads the numbers of classes: with or without 0x. */
export const hexadecimal = (words: Words, what: string): number => {
  const word = words.next(what)
  return /^(0x)?[0-9a-f]+$/i.test(word) ? Number.parseInt(word, 16) : words.unknown(word)
}

/** A word's place in what is sent, and how its value is read; a word that is all by itself has the value. */
export type Option = readonly [path: string, read: Read] | readonly [path: string, read: 'is', value: unknown]
export type Options = Readonly<Record<string, Option>>
/** A word that is all by itself. */
export const is = (path: string, value: unknown = 1): Option => [path, 'is', value]
/** One of several that are gathered in `flags`. */
export const flag = (name: string): Option => is('flags', [name])

/** `{ a: { b: value } }` of `a.b`. */
export function put (into: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.')
  const last = names.pop()!
  let inner = into
  for (const name of names) inner = (inner[name] ??= {}) as Record<string, unknown>
  // Bits of one word are gathered.
  inner[last] = Array.isArray(value) && Array.isArray(inner[last]) ? [...inner[last] as unknown[], ...value as unknown[]] : value
}

/** Takes words of a table while they are there. Gives whether one was taken. */
export function takeOption (words: Words, options: Options, into: Record<string, unknown>): boolean {
  const word = words.peek
  const option = word !== undefined && Object.hasOwn(options, word) ? options[word] : undefined
  if (option === undefined) return false
  words.next(word!)
  put(into, option[0], option[1] === 'is' ? option[2] : option[1](words, word!))
  return true
}
/** All that is left. @throws {CommandLineError} for a word that is not in the table */
export function optionWords (words: Words, options: Options): Record<string, unknown> {
  const into: Record<string, unknown> = {}
  while (!words.done) if (!takeOption(words, options, into)) words.unknown(words.peek!)
  return into
}
