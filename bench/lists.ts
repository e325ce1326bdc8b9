// What lists cost by their size, in time and memory; whether others may run meanwhile; and whether they say what `ip -j` says.
// node dist/bench/lists.js [quick]: runs in a throw-away machine
import { deepStrictEqual } from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { routeSaid } from '../src/cli/show/route.js'
import { factsOf } from '../src/cli/show/said.js'
import { LinkNames } from '../src/cli/show/names.js'
import { NetworkNamespace, Rtnetlink, RtnetlinkSync } from '../src/index.js'
import { collect } from './codec/rounds.js'
import { inThrowAwayMachine } from './inside.js'

const script = fileURLToPath(import.meta.url)
const quick = process.argv[2] === 'quick'
const sizes = (all: readonly number[], few: number): readonly number[] => quick ? all.slice(0, few) : all

interface Measured { readonly seconds: number, readonly rss: number, readonly [more: string]: number }
const seconds = (): number => performance.now() / 1000
const report = (measured: object): void => { console.log(JSON.stringify(measured)) }
const rss = (): number => process.resourceUsage().maxRSS / 1024

/** What is measured in a process of its own, in the namespace that it is started in. */
const steps: Readonly<Record<string, (n: number) => Promise<void>>> = {
  /** Adds routes until there are so many: half to hosts on the link, half by a gateway. */
  async fill (n) {
    await using rt = await Rtnetlink.open()
    const { index } = await rt.link.get('v0')
    let k = (await rt.route.list({ protocol: 'static' })).length
    while (k < n) {
      const to = Math.min(n, k + 50_000)
      const entries = await rt.batch(b => {
        for (; k < to; k++) {
          const net = `${20 + (k >> 16)}.${k >> 8 & 255}.${k & 255}`
          b.route.add(k % 2 === 0 ? { dst: `${net}.1/32`, oif: index, protocol: 'static' } : { dst: `${net}.0/24`, gateway: `10.0.0.${2 + k % 200}`, protocol: 'static', priority: 7 })
        }
      })
      for (const { error } of entries) if (error !== undefined) throw error
    }
  },
  async each () {
    await using rt = await Rtnetlink.open()
    const delay = monitorEventLoopDelay({ resolution: 1 })
    let count = 0
    delay.enable()
    const begin = seconds()
    for await (const { dst } of rt.route.each({ family: 'inet', table: 'main' })) if (dst !== undefined) count++
    const took = seconds() - begin
    delay.disable()
    report({ seconds: took, rss: rss(), count, pause: delay.max / 1e6 })
  },
  async list () {
    await using rt = await Rtnetlink.open()
    await rt.link.list()
    collect()
    const before = process.memoryUsage().heapUsed
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const begin = seconds()
    const routes = await rt.route.list({ family: 'inet', table: 'main' })
    const took = seconds() - begin
    delay.disable()
    const most = rss()
    collect()
    report({ seconds: took, rss: most, count: routes.length, each: (process.memoryUsage().heapUsed - before) / routes.length, pause: delay.max / 1e6 })
  },
  async namespaces (n) {
    let begin = seconds()
    for (let i = 0; i < n; i++) await NetworkNamespace.create(`n${i}`)
    const made = seconds() - begin
    begin = seconds()
    const count = (await NetworkNamespace.list()).length
    const listed = seconds() - begin
    for (let i = 0; i < n; i++) await NetworkNamespace.delete(`n${i}`)
    report({ seconds: made, rss: rss(), listed, count })
  },
  async links (n) {
    await using rt = await Rtnetlink.open()
    let begin = seconds()
    const entries = await rt.batch(b => { for (let i = 0; i < n; i += 2) b.link.add({ ifname: `l${i}`, kind: 'veth', data: { peer: { ifname: `m${i}` } } }) })
    for (const { error } of entries) if (error !== undefined) throw error
    const made = seconds() - begin
    begin = seconds()
    const { length: count } = (await rt.link.list()).filter(({ ifname = '' }) => /^[lm]\d/.test(ifname))
    const listed = seconds() - begin
    await rt.link.flush({ kind: 'veth', group: 0 })
    report({ seconds: made, rss: rss(), listed, count })
  },
}
function measure (what: string, n = 0): Measured {
  const { status, stdout } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, what, String(n)], { env: { ...process.env, RTNETLINK_BENCH: 'step' }, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })
  if (status !== 0) throw new Error(`${what} ${n} ended with ${status ?? 'a signal'}`)
  return (stdout.trim() === '' ? {} : JSON.parse(stdout)) as Measured
}

const row = (...cells: readonly unknown[]): void => { console.log(`| ${cells.join(' | ')} |`) }
const table = (...heads: readonly string[]): void => {
  console.log()
  row(...heads)
  row(...heads.map((_, i) => i === 0 ? '---' : '---:'))
}
const micro = (seconds: number, n: number): string => (seconds / n * 1e6).toFixed(2)

async function inside (): Promise<void> {
  using rt = RtnetlinkSync.open()
  table('links', 'made, µs each', 'listed, µs each')
  for (const n of sizes([2, 10, 100, 1000, 5000], 4)) {
    const { seconds, listed = 0, count = 0 } = measure('links', n)
    row(count, micro(seconds, count), micro(listed, count))
  }
  table('namespaces', 'made, µs each', 'listed, µs each')
  for (const n of sizes([1, 10, 100, 1000], 3)) {
    const { seconds, listed = 0, count = 0 } = measure('namespaces', n)
    row(count, micro(seconds, count), micro(listed, count))
  }
  rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { ifname: 'v1' } } })
  for (const link of ['lo', 'v0', 'v1']) rt.link.change(link, { flags: { up: true } })
  rt.address.add({ index: 'v0', local: '10.0.0.1/16' })
  table('routes', 'list, µs each', 'bytes each', 'RSS, MB', 'longest pause, ms', 'each, µs each', 'RSS, MB', 'longest pause, ms')
  for (const n of sizes([1000, 10_000, 100_000, 1_000_000], 3)) {
    measure('fill', n)
    const list = measure('list')
    const each = measure('each')
    if (list['count'] !== each['count']) throw new Error(`list has ${list['count']} routes, each ${each['count']}`)
    row(list['count'], micro(list.seconds, n), list['each']!.toFixed(0), list.rss.toFixed(0), list['pause']!.toFixed(1), micro(each.seconds, n), each.rss.toFixed(0), each['pause']!.toFixed(1))
  }
  agree(rt)
}

/** Every 17th route, whole, as `ip -j -d` has it. */
function agree (rt: RtnetlinkSync): void {
  const text = execFileSync('ip', ['-j', '-d', '-4', 'route', 'show', 'table', 'main'], { maxBuffer: 2 ** 30, encoding: 'utf8' })
  const theirs = JSON.parse(text) as unknown[]
  const ours = rt.route.list({ family: 'inet', table: 'main' })
  if (theirs.length !== ours.length) throw new Error(`ip has ${theirs.length} routes, we have ${ours.length}`)
  const names = new LinkNames(rt)
  let compared = 0
  for (let i = 0; i < ours.length; i += 17, compared++) {
    deepStrictEqual(JSON.parse(JSON.stringify(factsOf(routeSaid(ours[i]!, { names, details: true, statistics: false })))), theirs[i])
  }
  console.log(`\nevery 17th of ${ours.length} routes, ${compared} in all, is what ip -j -d has`)
}

const step = steps[process.argv[2] ?? '']
if (process.env['RTNETLINK_BENCH'] === 'step') await step!(Number(process.argv[3]))
else await inThrowAwayMachine(import.meta.url, inside)
