// rt.monitor where events are lost, lists change while they are read, rights are missing; its end; worker threads.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { NetworkNamespace, Rtnetlink, UsageError, type Monitor, type MonitorEvent } from '../../../src/index.js'
import { libc } from '../../../src/libc/open.js'
import { itNeeds } from '../../needs.js'
import { descriptors, rounds, script } from '../../netns/witness.js'
import { Machine, refusal } from '../machine.js'
import { compare, ipBatch, Sum } from './follow.js'

const index = new URL('../../../src/index.js', import.meta.url).href

/** Reads to the end. */
async function ended (monitor: Monitor): Promise<number> {
  let count = 0
  for await (const { event } of monitor) count += event.length
  return count
}

describe('monitor', function () {
  this.timeout(rounds(20_000, 1_200_000))
  let machine: Machine
  beforeEach(async () => { machine = await Machine.make() })
  afterEach(() => machine[Symbol.dispose]())

  itNeeds('iproute2', 'says that events are lost, and makes up for it, with a slow reader and a small buffer', async () => {
    // Duplicate address detection would end in between.
    for (const which of ['all', 'default']) machine.namespace.sysctl(`net.ipv6.conf.${which}.disable_ipv6`, 1)
    await machine.veth('v0', 'v1')
    await machine.run('addr add 10.1.1.1/24 dev v0')
    const sum = new Sum()
    const count = rounds(3000, 100_000)
    const monitor = machine.rt.monitor({ objects: ['link', 'address', 'route', 'neighbour', 'rule'], receiveBuffer: 16 << 10 })
    expect(monitor.receiveBuffer).to.equal(32 << 10) // the kernel counts its own bookkeeping
    const routes = Array.from({ length: count }, (_, i) => `route ${i % 3 === 2 ? 'del' : 'replace'} 10.9.${i % 250}.${i % 7 * 16}/28 via 10.1.1.${2 + i % 50} metric ${i % 11}`)
    const begin = performance.now()
    const changing = ipBatch(machine, `${routes.join('\n')}\n`).then(async () => {
      await delay(500)
      await machine.run('link add end type bridge')
    })
    let most = 0
    let busy = false
    for await (const event of monitor) {
      if (!busy) {
        busy = true
        // A program that does something else for long: nobody reads meanwhile.
        machine.namespace.run(() => { spawnSync('ip', ['-force', '-batch', '-'], { input: routes.slice(0, 1500).join('\n') }) })
      }
      const over = sum.take(event)
      if (sum.count % 500 === 0) {
        await delay(20)
        most = Math.max(most, process.memoryUsage().heapUsed)
      }
      if (over) break
    }
    await changing
    expect(sum.overruns).to.be.greaterThan(0)
    await compare(sum, { rt: machine.rt, ip: words => machine.ip(words) })
    if (count > 3000) console.log(`      ${count} changes, ${sum.count} events, ${sum.overruns} overruns, ${sum.of('route').size} routes in the end, ${Math.round(performance.now() - begin)} ms, heap at most ${most >> 20} MiB`)
  })

  itNeeds(['root of the machine', 'iproute2'], 'loses nothing of a burst that its buffer holds, while its reader does something else', async () => {
    const monitor = machine.rt.monitor({ objects: ['rule'], initial: false })
    const events = monitor[Symbol.asyncIterator]()
    await events.next()
    const rules = Array.from({ length: 2000 }, (_, i) => `rule add from 10.${i >> 8}.${i & 255}.0/24 table 100 priority ${1000 + i}`)
    await ipBatch(machine, rules.join('\n') + '\n')
    for (let i = 0; i < 2000; i++) expect((await events.next()).value).to.nested.include({ event: 'added', 'value.priority': 1000 + i })
    expect(monitor.overruns).to.equal(0)
    monitor.close()
  })

  itNeeds('iproute2', 'takes what a list had that changed again and again, and lists again a second later', async () => {
    await machine.rt.link.add({ ifname: 'br0', kind: 'bridge' })
    let interrupts = true
    machine.faults.replace('recvmmsg', (fd, memory, offset, places, flags) => {
      const got = libc().recvmmsg(fd, memory, offset, places, flags)
      for (let i = 0; i < got && interrupts; i++) {
        const inside = (at: number): number => Number(memory.view.getBigUint64(at, true) - BigInt(memory.address))
        const data = inside(inside(offset + i * 64 + 16))
        // Each datagram of the list of rules: NLM_F_DUMP_INTR; the first rule of it: a message that says nothing
        if (memory.view.getUint16(data + 4, true) === 32) {
          memory.view.setUint16(data + 6, memory.view.getUint16(data + 6, true) | 0x10, true)
          memory.view.setUint16(data + 4, 1, true)
        }
      }
      return got
    })
    const monitor = machine.rt.monitor({ objects: ['rule', 'link'] })
    const told: MonitorEvent[] = []
    for await (const event of monitor) {
      told.push(event)
      if (event.event === 'synchronised') {
        expect(event.interrupted).to.deep.equal(['rule'])
        interrupts = false
      }
      if (interrupts === false && told.filter(one => 'object' in one && one.object === 'rule').length === (await machine.ip('rule')).length + (await machine.ip('-6 rule')).length) break
    }
    const at = told.findIndex(({ event }) => event === 'synchronised')
    expect(told.slice(at + 1)).to.not.have.lengthOf(0)
    for (const event of told.slice(at + 1)) expect(event).to.include({ event: 'added', object: 'rule' })
  })

  it('is content with what the machine allows where its buffer may not be larger', async () => {
    machine.faults.replace('setsockopt', (fd, level, option, value) => level === 1 && option === 33 ? -1 : libc().setsockopt(fd, level, option, value))
    const after = machine.rt.monitor({ receiveBuffer: 4 << 20 })
    // The kernel doubles what it is given, for its own bookkeeping.
    expect(after.receiveBuffer).to.equal(2 * Math.min(4 << 20, Number(readFileSync('/proc/sys/net/core/rmem_max', 'utf8'))))
    after.close()
  })

  itNeeds('root of the machine', 'has as large a buffer as it wants', () => {
    using monitor = machine.rt.monitor()
    expect(monitor.receiveBuffer).to.equal(64 << 20)
  })

  it('ends with the reason of its signal, before and while it waits', async () => {
    const reason = new Error('enough')
    expect(await refusal(() => machine.rt.monitor({ signal: AbortSignal.abort(reason) }))).to.equal(reason)
    const controller = new AbortController()
    setTimeout(() => { controller.abort(reason) }, 50)
    expect(await refusal(ended(machine.rt.monitor({ signal: controller.signal })))).to.equal(reason)
  })

  it('ends quietly when it is closed, and takes its descriptors with it', async () => {
    const before = descriptors()
    const monitor = machine.rt.monitor()
    expect(descriptors()).to.equal(before + 2)
    setTimeout(() => { monitor.close() }, 30)
    await ended(monitor)
    for await (const { event } of machine.rt.monitor()) if (event === 'added') break
    machine.rt.monitor().close()
    expect(descriptors()).to.equal(before)
  })

  for (const [story, begun] of [['before the first event', false], ['while one is waited for', true]] as const) {
    it(`is ended by its iterator ${story}`, async () => {
      const before = descriptors()
      const reason = new Error('enough')
      for (const way of ['return', 'throw'] as const) {
        const events = machine.rt.monitor({ objects: ['link'], initial: false })[Symbol.asyncIterator]()
        if (begun) expect((await events.next()).value).to.include({ event: 'synchronised' })
        const waiting = begun ? [events.next(), events.next()] : []
        await delay(20)
        const ended = way === 'return' ? events.return() : refusal(events.throw(reason))
        expect(descriptors()).to.equal(before)
        for (const one of waiting) expect(await one).to.deep.equal({ value: undefined, done: true })
        expect(await ended).to.deep.equal(way === 'return' ? { value: undefined, done: true } : reason)
        expect(await events.next()).to.deep.equal({ value: undefined, done: true })
      }
    })
  }

  it('is ended by a stream that is made of it', async () => {
    const before = descriptors()
    const stream = Readable.from(machine.rt.monitor({ objects: ['link'], initial: false }))
    await once(stream, 'data')
    stream.destroy()
    await once(stream, 'close')
    expect(descriptors()).to.equal(before)
  })

  it('goes on when its client is closed, and has one reader', async () => {
    using namespace = NetworkNamespace.createSync()
    const rt = await Rtnetlink.open({ namespace })
    using monitor = rt.monitor({ objects: ['link'] })
    rt.close()
    namespace.close()
    const events = monitor[Symbol.asyncIterator]()
    expect((await events.next()).value).to.nested.include({ 'value.ifname': 'lo' })
    expect(() => monitor[Symbol.asyncIterator]()).to.throw(UsageError, 'this monitor is read already')
  })

  it('is of the namespace that its client was opened in, wherever the thread is when either is made', async () => {
    machine.sync.link.add({ ifname: 'red0', kind: 'bridge' })
    await using home = await Rtnetlink.open()
    const { opened, monitor } = machine.namespace.run(() => ({ opened: [Rtnetlink.open()], monitor: home.monitor({ objects: ['link'] }) }))
    await using inner = await opened[0]!
    const names = async (of: Monitor<'link'>): Promise<unknown[]> => {
      const found = []
      for await (const event of of) {
        if (event.event === 'synchronised') break
        if (event.event === 'added') found.push(event.value.ifname)
      }
      return found
    }
    const named = (links: ReadonlyArray<{ ifname?: string | undefined }>): unknown[] => links.map(({ ifname }) => ifname)
    expect(await names(monitor)).to.deep.equal(named(await home.link.list())).and.not.include('red0')
    expect(await names(inner.monitor({ objects: ['link'] }))).to.deep.equal(['lo', 'red0'])
    expect(await names(machine.namespace.run(() => inner.monitor({ objects: ['link'] })))).to.deep.equal(['lo', 'red0'])
    await using state = await inner.state({ objects: ['link'] })
    expect(named(state.links)).to.deep.equal(['lo', 'red0'])
  })

  it('refuses objects that there are none of', async () => {
    expect((await refusal(() => machine.rt.monitor({ objects: ['links' as 'link'] }))).message).to.match(/^monitor: "links": no such object; there are link, address, route/)
    expect(await refusal(() => machine.rt.monitor({ objects: [] }))).to.be.instanceOf(UsageError)
  })

  it('keeps a program alive that waits for events, and none that does not', () => {
    const waits = (then: string): ReturnType<typeof script> => script(`
      import { NetworkNamespace, Rtnetlink } from '${index}'
      const rt = await Rtnetlink.open({ namespace: NetworkNamespace.createSync() })
      const monitor = rt.monitor({ objects: ['link'] })
      ${then}`)
    expect(waits('console.log("over")')).to.deep.include({ stdout: 'over\n', status: 0 })
    expect(waits(`setTimeout(() => rt.link.change('lo', { mtu: 1400 }), 300)
      for await (const { event } of monitor) { console.log(event); if (event === 'changed') break }`)).to.deep.include({ stdout: 'added\nsynchronised\nchanged\n', status: 0 })
    const begin = performance.now()
    expect(waits('setTimeout(() => process.exit(3), 100); for await (const _ of monitor);').status).to.equal(3)
    expect(performance.now() - begin).to.be.lessThan(5000)
  })

  it('works in a worker thread', async () => {
    const worker = new Worker(`
      const { parentPort, workerData } = require('node:worker_threads')
      import(workerData.index).then(async ({ NetworkNamespace, Rtnetlink }) => {
        const namespace = await NetworkNamespace.open({ fd: workerData.fd })
        const rt = await Rtnetlink.open({ namespace })
        for await (const { event, value } of rt.monitor({ objects: ['link'] })) {
          parentPort.postMessage(event + ' ' + value?.ifname)
          if (value?.ifname === 'br0') break
        }
        rt.close()
        namespace.close()
      })`, { eval: true, workerData: { index, fd: machine.namespace.fd } })
    const told: string[] = []
    worker.on('message', (one: string) => {
      told.push(one)
      if (one.startsWith('synchronised')) void machine.rt.link.add({ ifname: 'br0', kind: 'bridge' })
    })
    await once(worker, 'exit')
    expect(told).to.deep.equal(['added lo', 'synchronised undefined', 'added br0'])
  })
})
