// What a model of many routes takes: memory, the time to the first answer, a look-up beside the kernel's own.
// node dist/bench/state.js [ROUTES]: runs in a throw-away machine
import { NetworkNamespace, Rtnetlink } from '../src/index.js'
import { collect } from './codec/rounds.js'
import { inThrowAwayMachine } from './inside.js'

const ROUTES = Number(process.argv[2] ?? 100_000)
/** Of lengths as a full table has them: most are /24. */
const prefix = (i: number): string => {
  const length = i % 10 < 6 ? 24 : 25 + i % 4
  const host = (i * 2654435761 >>> 0) >>> 8
  const address = ((20 + i % 100) << 24 | host) >>> 32 - length << 32 - length >>> 0
  return `${address >>> 24}.${address >>> 16 & 255}.${address >>> 8 & 255}.${address & 255}/${length}`
}

async function inside (): Promise<void> {
  await using namespace = await NetworkNamespace.create()
  await using rt = await Rtnetlink.open({ namespace })
  await rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { ifname: 'v1' } } })
  for (const link of ['v0', 'v1']) await rt.link.change(link, { flags: { up: true } })
  await rt.address.add({ index: 'v0', local: '10.0.0.1/16' })
  const prefixes = [...new Set(Array.from({ length: ROUTES * 1.2 }, (_, i) => prefix(i)))].slice(0, ROUTES)
  let begin = performance.now()
  const made = await rt.batch(b => { prefixes.forEach((dst, i) => { b.route.add({ dst, gateway: `10.0.${i % 250}.${2 + i % 200}` }) }) })
  console.log(`batch: ${made.filter(({ status }) => status === 'done').length} routes made, ${((performance.now() - begin) / ROUTES * 1000).toFixed(1)} µs each`)
  made.length = 0

  collect()
  const before = process.memoryUsage()
  begin = performance.now()
  await using state = await rt.state({ objects: ['route', 'rule'] })
  const first = state.lookup('20.1.2.3')
  console.log(`first answer after ${(performance.now() - begin).toFixed(0)} ms (${first?.dst ?? 'none'})`)
  collect()
  const after = process.memoryUsage()
  console.log(`memory: ${((after.heapUsed - before.heapUsed) / ROUTES).toFixed(0)} bytes of heap a route, ${state.routes.length} routes`)

  const asked = prefixes.filter((_, i) => i % 7 === 0).map(one => one.replace(/\/\d+$/, ''))
  let found = 0
  for (let round = 0; round < 6; round++) {
    begin = performance.now()
    for (const to of asked) if (state.lookup(to) !== undefined) found++
    if (round > 0) console.log(`look-up: ${((performance.now() - begin) / asked.length * 1e6).toFixed(0)} ns`)
  }
  begin = performance.now()
  const some = asked.slice(0, 5000)
  for (const to of some) if ((await rt.route.get(to, { fibMatch: true })).dst !== state.lookup(to)?.dst) throw new Error(`${to}: the kernel says something else`)
  console.log(`the same by route.get: ${((performance.now() - begin) / some.length * 1e6).toFixed(0)} ns; all ${some.length} alike (${found} found)`)
}

await inThrowAwayMachine(import.meta.url, inside)
