// Lists that change while they are read, that nobody waits for any longer, that come at once; both forms of the client; its end.
import { expect } from 'chai'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { InterruptedError, NetlinkError, NetworkNamespace, Rtnetlink, RtnetlinkSync, UsageError, type Class, type Link, type Neighbour } from '../../src/index.js'
import { libc } from '../../src/libc/open.js'
import { Machine, refusal } from './machine.js'

const NLMSG_DONE = 3
const NLM_F_DUMP_INTR = 0x10
const little = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Says of so many lists that they changed while they were read. Gives how many ended. */
function interrupt (machine: Machine, times: number): { ended: number } {
  const count = { ended: 0 }
  machine.faults.replace('recvmmsg', (fd, memory, offset, places, flags) => {
    const got = libc().recvmmsg(fd, memory, offset, places, flags)
    const { view, address } = memory
    const inside = (at: number): number => Number(view.getBigUint64(at, little) - BigInt(address))
    for (let i = 0; i < got; i++) {
      const header = offset + i * 64
      const data = inside(inside(header + 16))
      for (let at = data, end = data + view.getUint32(header + 56, little); at + 16 <= end; at += view.getUint32(at, little) + 3 & ~3) {
        if (view.getUint16(at + 4, little) !== NLMSG_DONE || count.ended++ >= times) continue
        view.setUint16(at + 6, view.getUint16(at + 6, little) | NLM_F_DUMP_INTR, little)
      }
    }
    return got
  })
  return count
}

const names = (links: readonly Link[]): unknown[] => links.map(({ ifname }) => ifname)

describe('client', () => {
  let machine: Machine
  beforeEach(async () => { machine = await Machine.make() })
  afterEach(() => machine[Symbol.dispose]())

  describe('each', () => {
    const collect = async (all: AsyncIterable<unknown>): Promise<unknown[]> => {
      const found = []
      for await (const one of all) found.push(one)
      return found
    }
    /** So many of each sort that the kernel sends more than one datagram. */
    async function fill ({ rt }: Machine): Promise<void> {
      const { index } = await rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { ifname: 'v1' } } })
      await rt.link.change('v0', { flags: { up: true } })
      const entries = await rt.batch(b => {
        for (let i = 0; i < 600; i++) {
          const host = `10.${i >> 8}.${i & 255}.1`
          b.address.add({ index, local: `${host}/32` })
          b.route.add({ dst: `172.16.${i >> 8}.${i & 255}/32`, oif: index, table: 100 + i % 2 })
          if (i < 150) b.neighbour.add({ ifindex: index, dst: host.replace(/1$/, '2'), lladdr: '02:00:00:00:00:09' })
        }
      })
      for (const { error } of entries) if (error !== undefined) throw error
    }

    it('gives what list gives, in its order', async () => {
      await fill(machine)
      const { rt, namespace } = machine
      using sync = RtnetlinkSync.open({ namespace })
      expect(await collect(rt.route.each({ table: 101 }))).to.deep.equal(await rt.route.list({ table: 101 })).and.have.lengthOf(300)
      expect(await collect(rt.address.each({ index: 'v0', family: 'inet' }))).to.deep.equal(await rt.address.list({ index: 'v0', family: 'inet' })).and.have.lengthOf(600)
      expect((await collect(rt.neighbour.each({ family: 'inet' }))).length).to.equal((await rt.neighbour.list({ family: 'inet' })).length).and.equal(150)
      expect(names(await collect(rt.link.each({ kind: 'veth' })) as Link[])).to.have.members(['v0', 'v1'])
      expect([...sync.route.each({ table: 101 })]).to.deep.equal(sync.route.list({ table: 101 }))
      expect(await collect(rt.route.each({ table: 77 })), 'a table that is none').to.deep.equal([])
    })

    it('has what there may be many of, as list has it', async () => {
      const { rt } = machine
      const link = await rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { ifname: 'v1' } } })
      const ifindex = link.index
      await rt.link.change('v0', { flags: { up: true } })
      await rt.link.add({ ifname: 'br0', kind: 'bridge' })
      await rt.link.change('v1', { master: 'br0', flags: { up: true } })
      await rt.qdisc.add({ ifindex, parent: 'root', handle: '1:', kind: 'htb', options: { init: { version: 3, rate2quantum: 10 } } })
      const entries = await rt.batch(b => {
        for (let i = 1; i <= 300; i++) {
          b.rule.add({ src: `10.0.${i >> 8}.${i & 255}/32`, table: 100, priority: i })
          b.nexthop.add({ id: i, oif: ifindex })
          b.class.add({ ifindex, parent: '1:', handle: `1:${i.toString(16)}`, kind: 'htb', options: { parms: { rate: { rate: 1000 + i }, ceil: { rate: 2000 }, buffer: 1000, cbuffer: 1000 } } })
          b.filter.add({ ifindex, parent: '1:', priority: i, protocol: 'ip', kind: 'u32', options: { classid: 0x10000 + i, sel: { flags: ['terminal'], keys: [{ mask: 0, val: 0, off: 0, offmask: 0 }] } } })
          b.fdb.add({ ifindex: 'v1', lladdr: `02:00:00:00:0${i >> 8}:${(i & 255).toString(16).padStart(2, '0')}`, flags: ['master'], state: ['noarp'] })
        }
      })
      for (const { error } of entries) if (error !== undefined) throw error
      // Counters and ages go on meanwhile.
      const handle = ({ handle }: Class): number => handle
      const place = ({ ndmIfindex, lladdr, vlan }: Neighbour): unknown => [ndmIfindex, lladdr, vlan]
      const of = { ifindex, parent: '1:' } as const
      expect(await collect(rt.rule.each({ table: 100 }))).to.deep.equal(await rt.rule.list({ table: 100 })).and.have.lengthOf(300)
      expect(await collect(rt.nexthop.each({ oif: 'v0' }))).to.deep.equal(await rt.nexthop.list({ oif: 'v0' })).and.have.lengthOf(300)
      expect((await collect(rt.class.each({ ifindex })) as Class[]).map(handle)).to.deep.equal((await rt.class.list({ ifindex })).map(handle)).and.have.lengthOf(300)
      expect(await collect(rt.filter.each({ ...of, priority: 7 }))).to.deep.equal(await rt.filter.list({ ...of, priority: 7 })).and.not.be.empty
      expect(await collect(rt.filter.each(of))).to.deep.equal(await rt.filter.list(of)).and.have.property('length').at.least(300)
      expect((await collect(rt.fdb.each({ master: 'br0' })) as Neighbour[]).map(place)).to.deep.equal((await rt.fdb.list({ master: 'br0' })).map(place)).and.have.property('length').at.least(300)
      expect(await collect(rt.qdisc.each({ kind: 'htb' }))).to.deep.equal(await rt.qdisc.list({ kind: 'htb' })).and.have.lengthOf(1)
      expect((await collect(rt.stats.each())).length).to.equal((await rt.stats.list()).length).and.equal(4)
    })

    it('may be left at any time, and given up by a signal', async () => {
      await fill(machine)
      const { rt } = machine
      let count = 0
      for await (const { dst } of rt.route.each({ family: 'inet' })) if (dst !== undefined && ++count === 5) break
      expect(count).to.equal(5)
      expect(names(await rt.link.list())).to.include('v0')
      const controller = new AbortController()
      const begun = async (): Promise<void> => {
        for await (const { family } of rt.route.each({}, { signal: controller.signal })) {
          expect(family).to.be.a('string')
          if (controller.signal.aborted) continue
          controller.abort(new Error('enough'))
          // The time that a call keeps for itself passes.
          await new Promise(resolve => setTimeout(resolve, 6))
        }
      }
      expect((await begun().catch((error: unknown) => error as Error))?.message).to.equal('enough')
      expect(names(await rt.link.list())).to.include('v0')
    })

    it('says at its end that the list changed meanwhile', async () => {
      interrupt(machine, 1)
      const found: Link[] = []
      const read = async (): Promise<void> => { for await (const link of machine.rt.link.each()) found.push(link) }
      expect(await read().catch((error: unknown) => error)).to.be.an.instanceOf(InterruptedError)
      expect(names(found)).to.deep.equal(['lo'])
    })

    it('has its filter looked at when it begins, and is none in a batch', async () => {
      const { rt } = machine
      const first = rt.route.each({ oif: 'nope' })[Symbol.asyncIterator]()
      expect((await refusal<NetlinkError>(first.next())).code).to.equal('ENODEV')
      expect((await rt.batch(b => { expect(() => b.route.each()).to.throw(UsageError, 'list()') })).length).to.equal(0)
    })
  })

  it('reads a list that changed meanwhile once more', async () => {
    const count = interrupt(machine, 1)
    expect(names(await machine.rt.link.list())).to.deep.equal(['lo'])
    expect(count.ended).to.equal(2)
  })

  for (const form of ['rt', 'sync'] as const) {
    it(`gives what it has where a list changes again and again (${form})`, async () => {
      const count = interrupt(machine, Infinity)
      const error = await refusal<InterruptedError<Link>>(() => machine[form].link.list())
      expect(error).to.be.instanceOf(InterruptedError)
      expect(error.message).to.equal(`link.list: EINTR: interrupted: it changed each of the ${count.ended} times that it was read`)
      expect(error.code).to.equal('EINTR')
      expect(error.hint).to.match(/`data` holds what came last/)
      expect(names(error.data)).to.deep.equal(['lo'])
      machine.faults.clear()
      expect(names(await machine[form].link.list())).to.deep.equal(['lo'])
    })
  }

  it('lists twice at once, and changes in between, over one socket', async () => {
    for (let i = 0; i < 30; i++) await machine.rt.rule.add({ priority: 1000 + i, table: 100 })
    const [rules, links, added, again] = await Promise.all([
      machine.rt.rule.list({ family: 'inet' }), machine.rt.link.list(), machine.rt.link.add({ ifname: 'br0', kind: 'bridge' }), machine.rt.rule.list({ family: 'inet' }),
    ])
    expect(rules).to.have.lengthOf(33).and.to.deep.equal(again)
    expect(names(links)).to.deep.equal(['lo'])
    expect(added.ifname).to.equal('br0')
  })

  it('gives up a list when its signal says so, and goes on well', async () => {
    const reason = new Error('no longer wanted')
    const before = AbortSignal.abort(reason)
    for (const object of ['link', 'address', 'neighbour', 'rule', 'route'] as const) {
      expect(await machine.sent(async () => { expect(await refusal(machine.rt[object].list({}, { signal: before }))).to.equal(reason) })).to.equal(0)
      expect(await refusal(() => machine.sync[object].list({}, { signal: before }))).to.equal(reason)
    }
    // In the middle: each datagram takes longer than a turn of the event loop.
    const controller = new AbortController()
    machine.faults.replace('recvmmsg', (...values) => {
      const until = performance.now() + 10
      while (performance.now() < until);
      controller.abort(reason)
      return libc().recvmmsg(...values)
    })
    for (let i = 0; i < 20; i++) machine.sync.link.add({ ifname: `br${i}`, kind: 'bridge' })
    expect(await refusal(machine.rt.link.list({}, { signal: controller.signal }))).to.equal(reason)
    machine.faults.clear()
    expect(await machine.rt.link.list({ kind: 'bridge' })).to.have.lengthOf(20)
    expect((await machine.rt.link.get('br7')).ifname).to.equal('br7')
  })

  it('gives the same with promises and without', async () => {
    await machine.veth('v0', 'v1')
    await machine.rt.address.add({ index: 'v0', local: '10.1.1.1/24' })
    await machine.rt.route.add({ dst: '10.9.0.0/16', gateway: '10.1.1.3' })
    await machine.rt.neighbour.add({ ifindex: 'v0', dst: '10.1.1.9', lladdr: '02:00:00:00:00:09' })
    const { rt, sync } = machine
    // The kernel sees that a link is up a moment later.
    for (let i = 0; i < 200 && sync.link.list({ kind: 'veth' }).some(({ operstate }) => operstate !== 'up'); i++) await new Promise(resolve => setTimeout(resolve, 10))
    const counted = (links: readonly Link[]): object[] => links.map(({ stats: _, stats64: __, afSpec: ___, ...link }) => link)
    expect(counted(await rt.link.list())).to.deep.equal(counted(sync.link.list()))
    expect(await rt.address.list({ family: 'inet' })).to.deep.equal(sync.address.list({ family: 'inet' }))
    expect(await rt.route.list({ family: 'inet' })).to.deep.equal(sync.route.list({ family: 'inet' }))
    expect(await rt.rule.list()).to.deep.equal(sync.rule.list())
    expect((await rt.neighbour.get('10.1.1.9', { ifindex: 'v0' })).lladdr).to.equal(sync.neighbour.get('10.1.1.9', { ifindex: 'v0' }).lladdr)
    const errors = [await refusal(rt.link.get('nope')), await refusal(() => sync.link.get('nope'))]
    expect(errors[0]).to.include({ message: errors[1]!.message, code: 'ENODEV' })
    expect(sync.link.change('v0', { mtu: 1400 })).to.equal(undefined)
    expect((await rt.link.get('v0')).mtu).to.equal(1400)
  })

  it('is of no use after it is closed, also in the middle of a list', async () => {
    await machine.rt.link.list()
    machine.rt.close()
    machine.rt.close()
    // The number of its descriptor is another's by now.
    using other = await Rtnetlink.open()
    for (const step of [() => machine.rt.link.list(), () => machine.rt.link.get('lo'), () => machine.rt.address.list({ index: 'lo' }), () => machine.rt.state(), () => machine.rt.monitor()]) {
      expect(await refusal(step)).to.be.instanceOf(UsageError).with.property('message', 'this socket is closed')
    }
    expect(names(await other.link.list())).to.include('lo')
    expect(machine.sync.link.list()).to.have.lengthOf(1)
  })

  it('cannot be opened in a namespace that is closed', async () => {
    const namespace = NetworkNamespace.createSync()
    namespace.close()
    expect((await refusal(Rtnetlink.open({ namespace }))).message).to.match(/^the namespace net:\[\d+\] is closed$/)
  })

  it('works in a worker thread, and stays with the namespace that it was opened in', async () => {
    await machine.veth('v0', 'v1')
    const worker = new Worker(`
      const { parentPort, workerData } = require('node:worker_threads')
      import(workerData.index).then(async ({ NetworkNamespace, Rtnetlink }) => {
        const namespace = await NetworkNamespace.open({ fd: workerData.fd })
        const rt = await Rtnetlink.open({ namespace })
        namespace.close()
        await rt.link.change('v0', { ifalias: 'from a worker', flags: { up: false } })
        parentPort.postMessage((await rt.link.list()).map(link => link.ifname))
        rt.close()
      })`, { eval: true, workerData: { index: new URL('../../src/index.js', import.meta.url).href, fd: machine.namespace.fd } })
    const [[found]] = await Promise.all([once(worker, 'message') as Promise<[unknown]>, once(worker, 'exit')])
    expect(found).to.deep.equal(names(await machine.rt.link.list()))
    expect((await machine.rt.link.get('v0')).ifalias).to.equal('from a worker')
  })

  it('leaves no descriptor behind in a worker that is terminated with all of it open', async function () {
    this.timeout(20_000)
    const open = (): number => readdirSync('/proc/self/fd').length
    const round = async (): Promise<void> => {
      const worker = new Worker(`
        const { parentPort, workerData } = require('node:worker_threads')
        import(workerData.index).then(async ({ NetworkNamespace, ping, Rtnetlink }) => {
          globalThis.namespace = await NetworkNamespace.open({ fd: workerData.fd })
          globalThis.closed = await Rtnetlink.open({ namespace })
          globalThis.rt = await Rtnetlink.open({ namespace })
          closed.close()
          await namespace.execFile('true')
          await rt.link.change('lo', { flags: ['up'] })
          void ping('127.0.0.1', { count: 2, interval: 60_000, inNamespace: step => { namespace.run(step) } }).finished()
          globalThis.monitor = rt.monitor()
          for await (const { event } of monitor) if (event === 'synchronised') setTimeout(() => { parentPort.postMessage('now') }, 50) // it waits by then
        })`, { eval: true, workerData: { index: new URL('../../src/index.js', import.meta.url).href, fd: machine.namespace.fd } })
      await once(worker, 'message')
      await worker.terminate()
    }
    await round() // what the first one opens for good
    const before = open()
    for (let i = 0; i < 3; i++) await round()
    expect(open()).to.equal(before)
  })
})
