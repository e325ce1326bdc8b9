// rt.batch: many calls in one send, in both forms of the client. Witness: iproute2.
import { expect } from 'chai'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { CodecError, UsageError, type Batch, type BatchEntry } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { rounds } from '../netns/witness.js'
import { Machine, refusal } from './machine.js'

const status = (entries: readonly BatchEntry[]): string[] => entries.map(({ status, error }) => error?.code ?? status)

for (const form of ['rt', 'sync'] as const) {
  describe(`batch (${form})`, function () {
    this.timeout(rounds(20_000, 120_000))
    let machine: Machine
    beforeEach(async () => { machine = await Machine.make() })
    afterEach(() => machine[Symbol.dispose]())

    itNeeds('iproute2', 'sends all at once, in order, and gives what each call gives', async () => {
      let entries: BatchEntry[] = []
      const { index } = machine.sync.link.add({ ifname: 'br0', kind: 'bridge' })
      const sent = await machine.sent(async () => {
        entries = await machine[form].batch(b => {
          const rule = b.rule.add({ src: '10.0.0.0/8', table: 100, priority: 5 })
          expect(rule.status).to.equal('pending')
          b.address.add({ index, local: '10.1.1.1/24' })
          b.link.change(index, { flags: { up: true }, mtu: 1400 })
          b.route.add({ dst: '10.9.0.0/16', gateway: '10.1.1.3' })
          b.address.add({ index, local: 'fd00::1/64', flags: ['nodad'] })
          b.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { ifname: 'v1' } } })
        }, { values: true })
      })
      expect(sent).to.equal(1)
      expect(status(entries)).to.deep.equal(Array(6).fill('done'))
      expect(entries.map(({ value }) => value)).to.containSubset([{ priority: 5 }, { local: '10.1.1.1' }, undefined, { gateway: '10.1.1.3' }, { address: 'fd00::1' }, { ifname: 'v0' }])
      expect(await machine.ip('route show 10.9.0.0/16')).to.have.lengthOf(1)
      expect(await machine.ip('link show v1')).to.have.lengthOf(1)
    })

    itNeeds('iproute2', 'has the objects that the client has', async () => {
      machine.sync.link.change('lo', { flags: { up: true } })
      const entries = await machine[form].batch(b => {
        b.nexthop.add({ id: 1, blackhole: true })
        b.nexthop.add({ id: 2, oif: 'lo' })
        b.qdisc.add({ ifindex: 'lo', handle: '1:', kind: 'htb', options: { init: { version: 3 } } })
        b.addressLabel.add({ address: '2001:db8::/32', label: 77 })
        b.netconf.get('lo', { family: 'inet' })
      }, { values: true })
      expect(status(entries)).to.deep.equal(Array(5).fill('done'))
      expect(entries.map(({ value }) => value)).to.containSubset([{ id: 1 }, { id: 2 }, { kind: 'htb' }, { label: 77 }, { ifindex: 1 }])
      expect((await machine.ip('nexthop show')).map(one => one['id'])).to.deep.equal([1, 2])
    })

    it('tells of what is made nothing but that it is made, if values are not wanted', async () => {
      const entries = await machine[form].batch(b => {
        b.link.add({ ifname: 'br0', kind: 'bridge' })
        b.link.add({ kind: 'veth' })
        b.rule.add({ src: '10.0.0.0/8', table: 100, priority: 5 })
        b.link.get('br0')
      })
      expect(status(entries)).to.deep.equal(Array(4).fill('done'))
      expect(entries.slice(0, 3).map(({ value }) => value)).to.deep.equal(Array(3).fill(undefined))
      expect(entries[3]!.value).to.include({ ifname: 'br0' })
      expect(machine.sync.link.list().map(({ ifname }) => ifname)).to.have.members(['lo', 'br0', 'veth0', 'veth1'])
      expect(machine.sync.rule.list({ priority: 5 })).to.have.lengthOf(1)
    })

    it('carries on after a refusal, and says which; the second of two alike is refused', async () => {
      const entries = await machine[form].batch(b => {
        b.link.add({ ifname: 'br0', kind: 'bridge' })
        b.link.add({ ifname: 'br0', kind: 'bridge' })
        b.link.delete('nope')
        b.link.add({ ifname: 'br1', kind: 'bridge' })
      })
      expect(status(entries)).to.deep.equal(['done', 'EEXIST', 'ENODEV', 'done'])
      expect(entries[1]!.error?.call).to.equal('link.add br0')
    })

    it('stops at the first refusal where that is wanted, and throws it', async () => {
      let entries: BatchEntry[] = []
      const error = await refusal(() => machine[form].batch(b => {
        entries = [b.link.add({ ifname: 'br0', kind: 'bridge' }), b.link.delete('nope'), b.link.add({ ifname: 'br1', kind: 'bridge' })]
      }, { stopOnError: true }))
      expect(error).to.equal(entries[1]!.error).and.to.include({ code: 'ENODEV' })
      expect(status(entries)).to.deep.equal(['done', 'ENODEV', 'stopped'])
      expect(machine.sync.link.list().map(({ ifname }) => ifname)).to.deep.equal(['lo', 'br0'])
    })

    it('knows names of links that the batch itself makes, gives, takes', async () => {
      let entries: BatchEntry[] = []
      const sent = await machine.sent(async () => {
        entries = await machine[form].batch(b => {
          b.link.add({ ifname: 'br0', kind: 'bridge' })
          for (let i = 0; i < 100; i++) b.link.add({ ifname: `v${i}`, kind: 'veth', master: 'br0', data: { peer: { ifname: `w${i}` } } })
          b.address.add({ index: 'v7', local: '10.1.1.1/24' })
          b.address.add({ index: 'v7', local: '10.1.2.1/24' })
          b.link.change('v7', { ifname: 'new' })
          b.address.add({ index: 'new', local: '10.1.3.1/24' })
          b.address.add({ index: 'v7', local: '10.1.4.1/24' })
          b.link.delete('new')
          b.link.add({ ifname: 'new', kind: 'bridge' })
          b.address.add({ index: 'new', local: '10.1.5.1/24' })
        })
      })
      expect(status(entries)).to.deep.equal([...Array(105).fill('done'), 'ENODEV', 'done', 'done', 'done'])
      expect(entries[105]!.error!.message).to.equal('address.add 10.1.4.1/24: ENODEV: no link is called "v7", at index')
      expect(sent).to.be.lessThan(20)
      expect(machine.sync.link.list({ master: 'br0' })).to.have.lengthOf(99)
      expect(machine.sync.address.list({ index: 'new' }).map(({ local }) => local)).to.deep.equal(['10.1.5.1'])
    })

    it('makes calls that have to ask first when it is their turn', async () => {
      const entries = await machine[form].batch(b => {
        b.link.add({ ifname: 'br0', kind: 'bridge' })
        b.link.list()
        b.link.replace({ ifname: 'br0', kind: 'bridge', mtu: 1400 })
        b.address.change({ index: 'br0', local: '10.1.1.1/24' })
        b.address.replace({ index: 'br0', local: '10.1.1.1/24' })
        b.address.flush({ index: 'br0' })
        b.link.delete('br0')
        b.link.get('br0')
      })
      expect(status(entries)).to.deep.equal(['done', 'done', 'done', 'EADDRNOTAVAIL', 'done', 'done', 'done', 'ENODEV'])
      expect(entries[1]!.value).to.have.lengthOf(2)
      expect(entries[2]!.value).to.include({ mtu: 1400 })
      expect(entries[5]!.value).to.equal(1)
    })

    it('replaces a rule that is there already', async () => {
      const rule = { src: '10.0.0.0/8', table: 100, priority: 5 } as const
      for (const values of [false, true]) {
        const entries = await machine[form].batch(b => {
          b.rule.replace(rule)
          b.rule.replace(rule)
          b.rule.replace({ ...rule, table: 101 })
          b.rule.delete({ ...rule, table: 101 })
          b.rule.add(rule)
        }, { values })
        expect(status(entries)).to.deep.equal(['done', 'done', 'done', 'done', 'EEXIST'])
        expect(entries.slice(0, 3).map(({ value }) => value)).to.containSubset([{ table: 100 }, { table: 100 }, { table: 101 }])
      }
      expect(machine.sync.rule.list({ priority: 5 })).to.have.lengthOf(1)
    })

    it('has no bound', async () => {
      const count = rounds(5000, 100_000)
      machine.sync.link.change('lo', { flags: { up: true } })
      const begin = performance.now()
      const entries = await machine[form].batch(b => {
        for (let i = 0; i < count; i++) b.route.add({ dst: `10.${i >> 16}.${i >> 8 & 255}.${i & 255}/32`, oif: 'lo' })
      })
      if (count > 5000) console.log(`      ${count} routes: ${((performance.now() - begin) * 1000 / count).toFixed(1)} µs each`)
      expect(entries.filter(entry => entry.status === 'done')).to.have.lengthOf(count)
      expect(machine.sync.route.list({ protocol: 'boot' })).to.have.lengthOf(count)
    })

    it('sends nothing where a value does not fit, or its function waits', async () => {
      const sent = await machine.sent(async () => {
        const error = await refusal(() => machine[form].batch(b => {
          b.link.add({ ifname: 'br0', kind: 'bridge' })
          b.link.add({ ifname: 'br1', kind: 'bridge', mtu: -1 })
        }))
        expect(error).to.be.instanceOf(CodecError).with.property('message', 'link.add br1: mtu: -1 is not a whole number from 0 to 4294967295')
        const waits = async (b: Batch): Promise<void> => {
          await nextTurn()
          b.link.list()
        }
        const untaken: unknown[] = []
        const take = (reason: unknown): void => { untaken.push(reason) }
        process.on('unhandledRejection', take)
        expect(await refusal(() => machine[form].batch(waits as (b: Batch) => void))).to.be.instanceOf(UsageError)
        for (let i = 0; i < 3; i++) await nextTurn()
        process.off('unhandledRejection', take)
        expect(untaken).to.deep.equal([])
      })
      expect(sent).to.equal(0)
      let kept: { link: { get (name: string): unknown } } | undefined
      await machine[form].batch(b => { kept = b })
      expect(() => kept!.link.get('lo')).to.throw(UsageError, 'this batch is over')
    })
  })
}
