// rt.monitor against the running kernel: iproute2 makes the changes, in a process of its own, and is the witness of what they come to.
import { expect } from 'chai'
import { setTimeout as delay } from 'node:timers/promises'
import type { Monitor, MonitoredObject, MonitorEvent, MonitorOptions } from '../../../src/index.js'
import { itNeeds } from '../../needs.js'
import { rounds } from '../../netns/witness.js'
import { Machine } from '../machine.js'
import { commands, compare, ipBatch, Sum } from './follow.js'

/** Takes events until one fits. */
async function until<O extends MonitoredObject> (events: AsyncIterator<MonitorEvent<O>>, fits: (event: MonitorEvent<O>) => boolean): Promise<Array<MonitorEvent<O>>> {
  const taken: Array<MonitorEvent<O>> = []
  for (;;) {
    const { value, done } = await events.next()
    if (done === true) throw new Error(`it ended after ${JSON.stringify(taken)}`)
    taken.push(value as MonitorEvent<O>)
    if (fits(value as MonitorEvent<O>)) return taken
  }
}
const isSynchronised = ({ event }: MonitorEvent): boolean => event === 'synchronised'

describe('monitor', function () {
  this.timeout(rounds(20_000, 1_200_000))
  let machine: Machine
  let open: Disposable[] = []
  beforeEach(async () => { machine = await Machine.make() })
  afterEach(() => {
    for (const monitor of open) monitor[Symbol.dispose]()
    open = []
    machine[Symbol.dispose]()
  })
  const monitor = <O extends MonitoredObject>(options: MonitorOptions<O>): Monitor<O> => {
    const made = machine.rt.monitor(options)
    open.push(made)
    return made
  }

  itNeeds('iproute2', 'tells what there is, then what is added, changed, removed', async () => {
    await machine.run('link add br0 up type bridge')
    const events = monitor({ objects: ['link'] })[Symbol.asyncIterator]()
    const first = await until(events, isSynchronised)
    expect(first.map(one => [one.event, 'value' in one ? one.value.ifname : ''])).to.deep.equal([['added', 'lo'], ['added', 'br0'], ['synchronised', '']])
    await machine.run('link set br0 mtu 1400 alias one')
    await machine.run('link del br0')
    const told = await until(events, ({ event }) => event === 'removed')
    const changed = Object.assign({}, ...told.map(one => one.event === 'changed' ? one.changed : {})) as object
    expect(changed).to.deep.include({ mtu: { before: 1500, after: 1400 }, ifalias: { before: undefined, after: 'one' } })
    expect(told.at(-1)).to.nested.include({ event: 'removed', object: 'link', 'value.ifname': 'br0', 'value.mtu': 1400 })
  })

  itNeeds('iproute2', 'tells nothing of what there is where it is not wanted, and yet what changed', async () => {
    const events = monitor({ objects: ['link'], initial: false })[Symbol.asyncIterator]()
    expect(await until(events, isSynchronised)).to.have.lengthOf(1)
    await machine.run('link set lo mtu 1400')
    const [only] = await until(events, () => true)
    expect(only).to.deep.include({ event: 'changed', changed: { mtu: { before: 65536, after: 1400 } } })
  })

  itNeeds('iproute2', 'hears from when it is made on', async () => {
    const made = monitor({ objects: ['rule'] })
    await machine.run('rule add from 10.0.0.0/8 table 100 priority 77')
    const told = await until(made[Symbol.asyncIterator](), isSynchronised)
    expect(told.filter(one => 'value' in one && one.value.priority === 77)).to.have.lengthOf(1)
  })

  itNeeds('iproute2', 'tells of routes that go in silence, with a link, an address, a nexthop', async () => {
    await machine.veth('v0', 'v1')
    await machine.run('addr add 10.1.1.1/24 dev v0')
    await machine.run('addr add 10.1.2.1/24 dev lo')
    await machine.run('nexthop add id 5 via 10.1.1.9 dev v0')
    await machine.run('route add 10.9.0.0/16 via 10.1.1.2')
    await machine.run('route add 10.8.0.0/16 via 10.1.1.2 src 10.1.2.1')
    await machine.run('route add 10.7.0.0/16 nhid 5')
    const events = monitor({ objects: ['route'] })[Symbol.asyncIterator]()
    await until(events, isSynchronised)
    const goes = async (what: string, dst: string): Promise<void> => {
      await machine.run(what)
      await until(events, one => one.event === 'removed' && one.value.dst === dst)
    }
    await goes('addr del 10.1.2.1/24 dev lo', '10.8.0.0')
    await goes('nexthop del id 5', '10.7.0.0')
    await goes('link set v0 down', '10.9.0.0')
  })

  itNeeds('iproute2', 'tells of routes whose mtu goes in silence with that of their link', async () => {
    await machine.veth('v0', 'v1')
    await machine.run('-6 route add 2001:db8:5::/64 dev v0 mtu 1400')
    const events = monitor({ objects: ['route'] })[Symbol.asyncIterator]()
    await until(events, isSynchronised)
    await machine.run('link set v0 mtu 1300')
    const told = await until(events, one => one.event === 'changed' && one.value.dst === '2001:db8:5::')
    expect(told.at(-1)).to.nested.include({ 'changed.metrics.before.mtu': 1400, 'changed.metrics.after.mtu': 1300 })
  })

  itNeeds('iproute2', 'counts nothing twice over random changes, and comes to what the kernel lists', async () => {
    for (let round = 0; round < rounds(3, 50); round++) {
      using here = await Machine.make()
      const sum = new Sum()
      const made = here.rt.monitor({ objects: ['link', 'address', 'route', 'neighbour', 'rule'], receiveBuffer: round % 2 === 0 ? undefined : 4096 })
      const changing = ipBatch(here, commands(rounds(300, 2000), 4711 + round)).then(async () => {
        // Duplicate address detection takes a second; neighbours are asked for three times.
        await delay(round % 2 === 0 ? 100 : 400)
        for (let i = 0; i < 100 && (await here.rt.address.list()).some(({ flags }) => flags?.includes('tentative')); i++) await delay(50)
        await delay(rounds(300, 500))
        await here.run('link add end type bridge')
      })
      for await (const event of made) {
        if (sum.take(event)) break
      }
      await changing
      await compare(sum, { rt: here.rt, ip: words => here.ip(words) })
    }
  })
})
