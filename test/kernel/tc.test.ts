// Qdiscs and filters of kinds that few kernels of small machines have. The witness is tc of iproute2.
import { expect } from 'chai'
import { Machine, type Printed } from '../client/machine.js'
import { itNeeds } from '../needs.js'

describe('traffic control', () => {
  let machine: Machine
  beforeEach(async () => {
    machine = await Machine.make()
    await machine.veth('v0', 'v1')
  })
  afterEach(() => machine[Symbol.dispose]())
  const tc = async (words: string): Promise<Printed[]> =>
    (JSON.parse((await machine.namespace.execFile('tc', ['-j', ...words.split(' ')])).stdout) as Printed[]).filter(one => Object.keys(one).length > 0)

  itNeeds(['iproute2', 'kernel: netem'], 'netem, prio and tbf are as tc shows them', async () => {
    await machine.rt.qdisc.add({ ifindex: 'v0', handle: '1:', kind: 'prio', options: { bands: 3, priomap: [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1] } })
    await machine.rt.qdisc.add({ ifindex: 'v0', parent: '1:1', handle: '10:', kind: 'netem', options: { limit: 1000, latency64: 20_000_000n } })
    const shown = await tc('qdisc show dev v0')
    expect(shown.map(one => [one['kind'], one['handle'], one['parent']])).to.deep.equal([['prio', '1:', undefined], ['netem', '10:', '1:1']])
    expect(shown[0]).to.have.deep.nested.property('options.bands', 3)
    expect(shown[1]).to.have.deep.nested.property('options.delay.delay', 0.02)
    expect((await machine.rt.class.list({ ifindex: 'v0' })).map(({ kind }) => kind)).to.deep.equal(['prio', 'prio', 'prio'])
  })

  itNeeds(['iproute2', 'kernel: netem'], 'matchall drops, as tc shows it', async () => {
    await machine.rt.qdisc.add({ ifindex: 'v0', kind: 'clsact' })
    await machine.rt.filter.add({
      ifindex: 'v0', parent: 'ingress', priority: 1, kind: 'matchall', options: { act: [{ kind: 'gact', options: { parms: { action: 'shot' } } }] },
    })
    const [, filter] = await tc('filter show dev v0 ingress') as [Printed, { options: { actions: Printed[] } }]
    expect(filter.options.actions[0]).to.have.deep.nested.property('control_action.type', 'drop')
  })
})
