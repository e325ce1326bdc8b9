// This library beside others, by the protocol of ../shared/bench/peers: peer.js WORKLOAD KEY=VALUE..., one line of JSON.
// The package as a user has it: its own name, its public calls, its defaults.
import { NetworkNamespace, Rtnetlink, type Link, type Route } from 'rtnetlink'

const given = new Map(process.argv.slice(3).map(arg => [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)]))
const count = (key: string): number => Number(given.get(key) ?? 0)
const seconds = (): number => performance.now() / 1000
const cpu = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
function report (n: number, time: number, checksum: number, extra: object = {}): void {
  const line = { peer: 'rtnetlink', workload: process.argv[2], n, seconds: time, checksum, maxrss_kb: process.resourceUsage().maxRSS, ...extra }
  console.log(JSON.stringify(line))
}

const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0)
function number4 (text: string): number {
  let [total, byte] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c !== 46) byte = byte * 10 + c - 48
    else [total, byte] = [total * 256 + byte, 0]
  }
  return total * 256 + byte
}
const text4 = (n: number): string => `${n >>> 24}.${n >>> 16 & 255}.${n >>> 8 & 255}.${n & 255}`
function fnv1a (text: string): number {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  return hash >>> 0
}
const ofLink = ({ index, mtu, ifname }: Link): number => index + (mtu ?? 0) + fnv1a(ifname ?? '')
const ofRoute = ({ dst, dstLen, oif, priority }: Route): number => (dst === undefined ? 0 : number4(dst)) + dstLen + (oif ?? 0) + (priority ?? 0)
const counts = ({ type, table }: Route): boolean => type === 'unicast' && table === 254

async function start (): Promise<void> {
  const begin = seconds()
  await using rt = await Rtnetlink.open()
  const links = await rt.link.list()
  report(links.length, seconds() - begin, sum(links, ofLink))
}

async function dumpRoutes (): Promise<void> {
  const begin = seconds()
  await using rt = await Rtnetlink.open()
  const routes = (await rt.route.list({ family: 'inet', table: 'main' })).filter(counts)
  const checksum = sum(routes, ofRoute)
  report(routes.length, seconds() - begin, checksum)
}

async function addRoutes (): Promise<void> {
  const n = count('n')
  const oif = count('ifindex')
  const route = (k: number) => ({ dst: `${text4(0x0a000000 + k)}/32`, oif, priority: 100, protocol: 'static', scope: 'link' } as const)
  const begin = seconds()
  await using rt = await Rtnetlink.open()
  let added = 0
  if (given.get('mode') === 'each') {
    for (; added < n; added++) await rt.route.add(route(added))
  } else {
    const entries = await rt.batch(b => { for (let k = 0; k < n; k++) b.route.add(route(k)) })
    added = entries.filter(({ status }) => status === 'done').length
  }
  report(n, seconds() - begin, added)
}

async function up (n: number): Promise<void> {
  await using sw = await NetworkNamespace.create('sw')
  await using bridge = await Rtnetlink.open({ namespace: sw })
  const { index: master } = await bridge.link.add({ ifname: 'br0', kind: 'bridge', flags: ['up'] })
  await bridge.address.add({ index: master, local: '10.200.0.1/16' })
  // Indices are chosen here, as C does: nothing has to be asked for. The kernel heeds the peer's where both ends have one.
  const index = 100
  for (let k = 0; k < n; k++) {
    await using namespace = await NetworkNamespace.create(`n${k}`)
    await using rt = await Rtnetlink.open({ namespace })
    const entries = [
      ...await bridge.batch(b => {
        b.link.add({ index: 1000 + k, ifname: `p${k}`, kind: 'veth', master, flags: ['up'], data: { peer: { index, ifname: 'eth0', netNsFd: namespace } } })
      }),
      ...await rt.batch(b => {
        b.link.change(1, { flags: { up: true } })
        b.address.add({ index, local: `${text4(0x0ac80100 + k)}/16` })
        b.link.change(index, { flags: { up: true } })
        b.route.add({ dst: 'default', gateway: '10.200.0.1' })
      }),
    ]
    for (const { error } of entries) if (error !== undefined) throw error
  }
}
async function topology (): Promise<void> {
  const n = count('n')
  const begin = seconds()
  if (given.get('phase') === 'up') await up(n)
  else {
    for (let k = 0; k < n; k++) await NetworkNamespace.delete(`n${k}`)
    await NetworkNamespace.delete('sw')
  }
  report(n, seconds() - begin, n, { phase: given.get('phase') })
}

async function rtt (): Promise<void> {
  const n = count('n')
  const index = count('ifindex')
  const times = new Float64Array(n)
  let checksum = 0
  const begin = seconds()
  await using rt = await Rtnetlink.open()
  let before = begin
  for (let k = 0; k < n; k++) {
    checksum += ofLink(await rt.link.get(index))
    const now = seconds()
    times[k] = (now - before) * 1e6
    before = now
  }
  times.sort()
  report(n, before - begin, checksum, { mean_us: (before - begin) / n * 1e6, p50_us: times[n >> 1], p99_us: times[Math.floor(n * 0.99)] })
}

async function monitor (): Promise<void> {
  await using rt = await Rtnetlink.open()
  const receiveBuffer = count('rcvbuf')
  using events = rt.monitor({ objects: ['route'], initial: false, ...receiveBuffer === 0 ? {} : { receiveBuffer } })
  let [n, checksum, first, last] = [0, 0, 0, 0]
  console.log('READY')
  const begun = cpu()
  for await (const event of events) {
    if (event.event !== 'added' && event.event !== 'removed') continue
    const { value } = event
    if (value.family !== 'inet' || !counts(value)) continue
    if (value.dst === '203.0.113.1') break
    last = seconds()
    if (n++ === 0) first = last
    checksum += ofRoute(value) + (event.event === 'added' ? 24 : 25)
  }
  report(n, last - first, checksum, { overruns: events.overruns, cpu_seconds: cpu() - begun, rcvbuf: events.receiveBuffer })
}

async function decodeOffline (): Promise<void> {
  const { messagesOf } = await import('rtnetlink/codec')
  const bytes = process.getBuiltinModule('node:fs').readFileSync(given.get('file') ?? '')
  const iters = count('iters')
  const of = (given.get('kind') === 'links' ? ofLink : ofRoute) as (value: unknown) => number
  let [n, checksum] = [0, 0]
  const begin = seconds()
  for (let i = 0; i < iters; i++) {
    for (const { message } of messagesOf(bytes)) {
      n++
      checksum += of(message)
    }
  }
  report(n, seconds() - begin, checksum / iters, { bytes: bytes.length * iters, depth: 'all' })
}

const workloads = new Map<string | undefined, () => Promise<void>>([
  ['start', start], ['dump-routes', dumpRoutes], ['add-routes', addRoutes], ['topology', topology], ['rtt', rtt], ['monitor', monitor],
  ['decode-offline', decodeOffline],
])
const workload = workloads.get(process.argv[2])
if (workload === undefined) {
  console.error(`no such workload: ${process.argv[2] ?? ''}`)
  process.exitCode = 3
} else await workload()
