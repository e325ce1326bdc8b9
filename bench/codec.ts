// `npm run bench:codec`: what decoding and encoding cost beside code written by hand and beside C. The ratios are what
// counts: they are measured side by side in one process, and judged by the minima. Ends with status 1 where one is
// beyond its target.
import { deepStrictEqual } from 'node:assert/strict'
import { decodeAt, encodeAt } from '../codec/core/attributes.js'
import { Bytes, Writer } from '../codec/core/bytes.js'
import { messageLength } from '../codec/core/header.js'
import { Link } from '../codec/route/link/link.js'
import { Route } from '../codec/route/route/route.js'
import { cDecoder } from './codec/c.js'
import { readRoute, writeRoute, type HandRoute } from './codec/hand.js'
import { linkMessages } from './codec/links.js'
import { allocatedBy, collect, compare, heapOf, timed, type Result } from './codec/rounds.js'
import { ROUTES, routeDatagrams, routeRequests } from './codec/routes.js'

const datagrams = routeDatagrams()
const buffer = new Bytes(new ArrayBuffer(1 << 15))
let sum = 0
// The same loops twice: one for both would share the JIT's knowledge between the decoders.
function ours (from: readonly Uint8Array[], each: (route: Route) => unknown): void {
  for (const datagram of from) {
    buffer.u8.set(datagram) // as recv does
    for (let at = 0, length = 0; at < datagram.length; at += length + 3 & ~3) {
      length = messageLength(buffer, at, datagram.length)
      each(decodeAt(Route, buffer, at + 16, length - 16))
    }
  }
}
function hand (from: readonly Uint8Array[], each: (route: HandRoute) => unknown): void {
  for (const datagram of from) {
    buffer.u8.set(datagram)
    for (let at = 0, length = 0; at < datagram.length; at += length + 3 & ~3) {
      length = messageLength(buffer, at, datagram.length)
      each(readRoute(buffer, at + 16, length - 16))
    }
  }
}
const useOurs = ({ oif, flags, dst }: Route): void => { sum += oif! + flags.length + dst!.length }
const useHand = ({ oif, flags, dst }: HandRoute): void => {
  sum += (oif as number) + flags.length + (dst as string).length
}
const parts = Array.from({ length: 10 }, (_, i) => datagrams.slice(34 * i, 34 * (i + 1)))
const inPart = 34 * datagrams[0]!.length / 112
const kept = <T>(all: (from: readonly Uint8Array[], each: (route: T) => unknown) => void) => (): T[] => {
  const routes: T[] = []
  all(datagrams, route => routes.push(route))
  return routes
}
const keptAfresh = (keep: () => unknown) => (round: number): number => {
  collect()
  return timed(ROUTES, keep)(round)
}

const requests = routeRequests(50_000)
const writer = new Writer()
const written = (write: (w: Writer, request: object) => void) => timed(5000, round => {
  for (let i = round % 10 * 5000, end = i + 5000; i < end; i++) {
    writer.p = 16
    write(writer, requests[i]!)
    sum += writer.p
  }
})
const encodeOurs = (w: Writer, request: object): void => { encodeAt(Route, w, request) }
const encodeHand = (w: Writer, request: object): void => { writeRoute(w, request) }

// --- the same results, before anything is measured
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown
// One object of each kind lives on: with the last one of a shape, a collection throws away the code that was made for
// it. None else does, for V8 would learn that what the decoder by hand makes is to be kept.
const alive: unknown[] = []
for (const datagram of datagrams) {
  buffer.u8.set(datagram)
  for (let at = 0; at < datagram.length; at += 7 * 112) {
    const both = [decodeAt(Route, buffer, at + 16, 96), readRoute(buffer, at + 16, 96)]
    deepStrictEqual(plain(both[0]), plain(both[1]))
    alive[0] = both
  }
}
for (const request of requests) {
  const [bytes, wanted] = [encodeOurs, encodeHand]
    .map(write => writer.b.u8.slice(0, writer.write(0, w => { write(w, request) })))
  deepStrictEqual(bytes, wanted)
}

// --- the measurement
const failed: string[] = []
type Target = readonly [against: string, most: number]
function print (title: string, bytes: number, results: readonly Result[], targets: readonly Target[]): void {
  console.log(`${title}, ${bytes} bytes each`)
  const ns = (value: number): string => value.toFixed(0).padStart(6)
  for (const { name, min, median } of results) {
    console.log(`  ${name.padEnd(24)} ${ns(min)} ns min ${ns(median)} ns median`)
  }
  for (const [against, most] of targets) {
    const other = results.find(({ name }) => name === against)
    if (other === undefined) continue
    const { min, median } = results[0]!
    verdict(`${title}: ours / ${against}`, min / other.min, most, 'x', median / other.median)
  }
}
function verdict (what: string, value: number, most: number, unit: string, median?: number): void {
  const digits = unit === 'x' ? 2 : 0
  const ok = value <= most
  if (!ok) failed.push(what)
  const medians = median === undefined ? '' : ` (medians ${median.toFixed(digits)})`
  console.log(`  ${ok ? 'ok    ' : 'BEYOND'} ${what}: ${value.toFixed(digits)} ${unit}${medians}, at most ${most}`)
}

console.log(`Node ${process.versions.node}, V8 ${process.versions.v8}, ${process.arch}`)
{
  using c = cDecoder(datagrams)
  if (c === undefined) console.log('skipped: the decoder in C, for there is no cc')
  print('decode routes, streamed', 112, compare([
    { name: 'ours', once: timed(inPart, round => { ours(parts[round % 10]!, useOurs) }) },
    { name: 'by hand', once: timed(inPart, round => { hand(parts[round % 10]!, useHand) }) },
    ...c === undefined ? [] : [{ name: 'C -O2', once: () => c.run(), every: 50 }],
  ], 800), [['by hand', 1.2], ['C -O2', 3.5]])
}
print('encode routes', 76, compare([
  { name: 'ours', once: written(encodeOurs) },
  { name: 'by hand', once: written(encodeHand) },
], 800), [['by hand', 1.8]])
const links = linkMessages()
const decodeLink = (message: Uint8Array): Link => {
  buffer.u8.set(message)
  return decodeAt(Link, buffer, 16, message.length - 16)
}
if (links.length === 0) console.log('skipped: links, for there are no fixtures')
else {
  const values = links.map(decodeLink)
  const mean = Math.round(links.reduce((all, message) => all + message.length, 0) / links.length)
  print(`decode ${links.length} links of fixtures/, everything`, mean, compare([
    { name: 'ours', once: timed(links.length, () => { for (const message of links) sum += decodeLink(message).index }) },
  ], 400), [])
  print('encode them', mean, compare([{ name: 'ours', once: timed(links.length, () => {
    for (const value of values) {
      writer.p = 16
      encodeAt(Link, writer, value)
      sum += writer.p
    }
  }) }], 400), [])
}
print('decode routes, kept', 112, compare([
  { name: 'ours', once: keptAfresh(kept(ours)) },
  { name: 'by hand', once: keptAfresh(kept(hand)) },
], 12), [['by hand', 1.2]])
verdict('heap of a kept route', heapOf(kept(ours), ROUTES), 300, 'bytes')
console.log(`         by hand: ${heapOf(kept(hand), ROUTES).toFixed(0)} bytes`)
const allocated = (what: string, count: number, work: () => unknown): void => { console.log(`  ${allocatedBy(work, count).toFixed(0).padStart(6)} bytes allocated, ${what}`) }
allocated('a decoded route', ROUTES, () => { ours(datagrams, useOurs) })
allocated('a decoded route, by hand', ROUTES, () => { hand(datagrams, useHand) })
allocated('an encoded route', 5000, () => written(encodeOurs)(0))
if (links.length > 0) allocated('a decoded link, everything', links.length * 100, () => { for (let i = 0; i < 100; i++) for (const message of links) sum += decodeLink(message).index })
if (failed.length > 0 || sum === 0 || alive.length === 0) process.exitCode = 1
