// rt.monitor with allNamespaces: those that the client's own has a number for. Witness: iproute2 in each of them.
import { expect } from 'chai'
import { NetworkNamespace, RtnetlinkSync, type MonitorEvent } from '../../../src/index.js'
import { itNeeds } from '../../needs.js'
import { rounds } from '../../netns/witness.js'
import { Machine } from '../machine.js'

const name = (event: MonitorEvent): string => 'object' in event
  ? `${event.event} ${event.object} ${event.object === 'link' ? event.value.ifname : event.object === 'address' ? event.value.prefix : ''} ${event.nsid ?? 'own'}`.replace('  ', ' ') : event.event

describe('monitor of all namespaces', function () {
  this.timeout(rounds(20_000, 300_000))
  let machine: Machine
  let made: NetworkNamespace[] = []
  beforeEach(async () => { machine = await Machine.make() })
  afterEach(() => {
    for (const namespace of made) namespace.close()
    made = []
    machine[Symbol.dispose]()
  })
  const another = (): NetworkNamespace => {
    const namespace = NetworkNamespace.createSync()
    made.push(namespace)
    return namespace
  }

  itNeeds('iproute2', 'tells what there is in each, what changes, what comes and goes with a number', async () => {
    const [red, blue] = [another(), another()]
    await red.execFile('ip', ['link', 'add', 'br-red', 'type', 'bridge'])
    await machine.rt.nsid.add(red, 7)
    const told: string[] = []
    const seen = async (wanted: string): Promise<void> => {
      for (;;) {
        const { value } = await events.next()
        told.push(name(value as MonitorEvent))
        if (told.at(-1) === wanted) return
      }
    }
    using monitor = machine.rt.monitor({ objects: ['link', 'address', 'nsid', 'rule'], allNamespaces: true })
    const events = monitor[Symbol.asyncIterator]()
    for (;;) {
      const { value } = await events.next() as { value: MonitorEvent }
      told.push(name(value))
      if (value.event !== 'synchronised') continue
      expect(value.unlisted).to.deep.equal(['rule'])
      break
    }
    expect(told).to.include.members(['added link lo own', 'added link lo 7', 'added link br-red 7', 'added nsid own'])
    await red.execFile('ip', ['link', 'set', 'br-red', 'mtu', '1400'])
    await seen('changed link br-red 7')
    await red.execFile('ip', ['rule', 'add', 'from', '10.0.0.0/8', 'table', '100'])
    await seen('added rule 7')
    await blue.execFile('ip', ['link', 'add', 'br-blue', 'type', 'bridge'])
    expect(told.join()).to.not.match(/blue/)
    await machine.rt.nsid.add(blue, 8)
    await seen('added link br-blue 8')
    blue.close()
    await seen('removed link br-blue 8')
    expect(told).to.include('removed link lo 8')
  })

  itNeeds('iproute2', 'knows its own events, where a namespace has a number for itself', async () => {
    await machine.rt.nsid.add(machine.namespace, 3)
    using monitor = machine.rt.monitor({ objects: ['link'], allNamespaces: true })
    const events = monitor[Symbol.asyncIterator]()
    expect(name((await events.next()).value as MonitorEvent)).to.equal('added link lo own')
    expect(name((await events.next()).value as MonitorEvent)).to.equal('synchronised')
    await machine.run('link set lo mtu 1400')
    expect(name((await events.next()).value as MonitorEvent)).to.equal('changed link lo own')
  })

  it('follows many', async () => {
    const count = rounds(30, 1000)
    for (let i = 0; i < count; i++) await machine.rt.nsid.add(another(), i)
    const begin = performance.now()
    using monitor = machine.rt.monitor({ objects: ['link', 'address'], allNamespaces: true })
    const waiting = new Set(made.keys())
    let listed = 0
    let synchronised = 0
    for await (const event of monitor) {
      if (event.event === 'added' && event.object === 'link') listed++
      if (event.event === 'synchronised') {
        expect(listed).to.equal(count + 1)
        synchronised = performance.now() - begin
        for (const namespace of made) {
          using rt = RtnetlinkSync.open({ namespace })
          rt.link.change('lo', { mtu: 1400 })
          rt.link.change('lo', { flags: { up: true } })
        }
      }
      if (event.event === 'added' && event.object === 'address' && event.value.local === '127.0.0.1') waiting.delete(event.nsid!)
      if (waiting.size === 0) break
    }
    if (count > 30) console.log(`      ${count} namespaces: listed in ${Math.round(synchronised)} ms, all changes told after ${Math.round(performance.now() - begin)} ms, ${monitor.overruns} overruns`)
  })
})
