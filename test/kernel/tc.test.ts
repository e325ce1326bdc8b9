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

  const kinds = ['ct', 'ctinfo', 'gate', 'mpls', 'tunnel_key'] as const
  itNeeds(['iproute2', 'kernel: filter flower', ...kinds.map(kind => `kernel: action ${kind}` as const)], 'nests that a strict kernel wants marked are, as tc shows', async () => {
    await machine.rt.qdisc.add({ ifindex: 'v0', kind: 'clsact' })
    const tunnel = { encIpv4Src: '10.0.0.1', encIpv4Dst: '10.0.0.2', encKeyId: 7, encDstPort: 4789 }
    const action = 'pipe'
    const act = [
      { kind: 'ct', options: { parms: { action }, action: ['commit'], zone: 5 } },
      { kind: 'ctinfo', options: { act: { action }, parmsCpmarkMask: 0xff } },
      { kind: 'gate', options: { parms: { action }, clockid: 11, priority: 2, entryList: [{ gate: true, interval: 1_000_000 }, { interval: 2_000_000 }] } },
      { kind: 'mpls', options: { parms: { action, mAction: 'push' }, proto: 0x8847, label: 5 } },
      { kind: 'tunnel_key', options: { parms: { action, tAction: 'set' }, ...tunnel, encOpts: { vxlan: { gbp: 5 } } } },
      { kind: 'tunnel_key', options: { parms: { action, tAction: 'set' }, ...tunnel, encOpts: { erspan: { ver: 1, index: 9 } } } },
    ] as const
    const place = { ifindex: 'v0', parent: 'ingress', kind: 'flower', protocol: 'ip' } as const
    for (const [i, one] of act.entries()) {
      await machine.rt.filter.add({ ...place, priority: i + 1, options: { keyEthType: 0x800, act: [one] } })
    }
    for (const [i, keyEncOpts] of [{ vxlan: { gbp: 5 } }, { erspan: { ver: 1, index: 9 } }].entries()) {
      await machine.rt.filter.add({ ...place, priority: 20 + i, options: { keyEthType: 0x800, keyEncKeyId: 7, keyEncOpts, keyEncOptsMask: keyEncOpts } })
    }
    const shown = (await tc('filter show dev v0 ingress') as unknown as Array<{ pref: number, options?: { actions?: Printed[], keys?: Printed } }>).filter(({ options }) => options !== undefined)
    expect(shown.map(({ pref }) => pref)).to.deep.equal([1, 2, 3, 4, 5, 6, 20, 21])
    expect(shown[2]).to.have.nested.property('options.actions[0].schedule').with.lengthOf(2)
    expect(shown[3]).to.have.nested.property('options.actions[0].label', 5)
    expect(shown[7]).to.have.nested.property('options.keys.enc_key_id', 7)
  })
})
