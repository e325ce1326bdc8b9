// rt.neighbour and rt.nsid against the kernel. The witness is iproute2.
import { expect } from 'chai'
import type { NetlinkError } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal } from './machine.js'

describe('neighbour', () => {
  let machine: Machine
  let index: number
  beforeEach(async () => {
    machine = await Machine.make()
    index = await machine.veth('v0', 'v1')
  })
  afterEach(() => machine[Symbol.dispose]())
  const lladdr = '02:00:00:00:00:09'
  const shown = async (words = ''): Promise<string[]> => (await machine.run(`neigh show ${words}`.trim())).trim().split('\n').map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('ff02:')).sort()

  itNeeds('iproute2', 'add gives back what was made, as ip shows it', async () => {
    const made = await machine.rt.neighbour.add({ ifindex: 'v0', dst: '10.1.1.9', lladdr })
    expect(made).to.deep.include({ dst: '10.1.1.9', lladdr, ndmIfindex: index, state: ['permanent'], family: 'inet' })
    await machine.rt.neighbour.add({ ifindex: index, dst: 'FD00::0:9', lladdr, state: ['stale'], flags: ['router'], protocol: 'static' })
    expect(await shown()).to.deep.equal([`10.1.1.9 dev v0 lladdr ${lladdr} PERMANENT`, `fd00::9 dev v0 lladdr ${lladdr} router STALE proto static`])
    expect((await refusal<NetlinkError>(machine.rt.neighbour.add({ ifindex: 'v0', dst: '10.1.1.9', lladdr }))).code).to.equal('EEXIST')
  })

  itNeeds('iproute2', 'add, get, list and delete know proxies', async () => {
    for (const dst of ['10.1.1.10', 'fd00::10']) {
      expect((await machine.rt.neighbour.add({ ifindex: 'v0', dst, flags: ['proxy'] })).flags).to.deep.equal(['proxy'])
      expect((await machine.rt.neighbour.get(dst, { ifindex: 'v0', proxy: true })).dst).to.equal(dst)
    }
    expect(await shown('proxy')).to.deep.equal(['10.1.1.10 dev v0 proxy', 'fd00::10 dev v0 proxy'])
    expect((await machine.rt.neighbour.list({ proxy: true, family: 'inet' })).map(({ dst }) => dst)).to.deep.equal(['10.1.1.10'])
    await machine.rt.neighbour.delete({ ifindex: 'v0', dst: '10.1.1.10', flags: ['proxy'] })
    expect(await machine.rt.neighbour.flush({ ifindex: 'v0', proxy: true })).to.equal(1)
    expect(await shown('proxy')).to.deep.equal([])
  })

  itNeeds('iproute2', 'replace makes one, then changes it; change needs one', async () => {
    expect((await refusal<NetlinkError>(machine.rt.neighbour.change({ ifindex: 'v0', dst: '10.1.1.9', lladdr }))).code).to.equal('ENOENT')
    await machine.rt.neighbour.replace({ ifindex: 'v0', dst: '10.1.1.9', lladdr })
    await machine.rt.neighbour.replace({ ifindex: 'v0', dst: '10.1.1.9', lladdr: '02:00:00:00:00:0a' })
    expect(await shown()).to.deep.equal(['10.1.1.9 dev v0 lladdr 02:00:00:00:00:0a PERMANENT'])
    const changed = await machine.rt.neighbour.change({ ifindex: 'v0', dst: '10.1.1.9', lladdr, state: ['reachable'] })
    expect(changed).to.deep.include({ lladdr, state: ['reachable'] })
    expect(await shown()).to.deep.equal([`10.1.1.9 dev v0 lladdr ${lladdr} REACHABLE`])
    await machine.rt.neighbour.delete({ ifindex: 'v0', dst: '10.1.1.9' })
    expect((await refusal<NetlinkError>(machine.rt.neighbour.get('10.1.1.9', { ifindex: 'v0' }))).code).to.equal('ENOENT')
  })

  itNeeds('iproute2', 'list goes by link, family and master; flush spares permanent ones', async () => {
    await machine.rt.link.add({ ifname: 'br0', kind: 'bridge' })
    await machine.veth('w0', 'w1')
    await machine.rt.link.change('w0', { master: 'br0' })
    for (const [ifindex, dst, state] of [['v0', '10.1.1.8', 'permanent'], ['v0', '10.1.1.9', 'stale'], ['v0', 'fd00::9', 'stale'], ['w0', '10.2.2.9', 'stale']] as const) {
      await machine.rt.neighbour.add({ ifindex, dst, lladdr, state: [state] })
    }
    const listed = async (filter: Parameters<Machine['rt']['neighbour']['list']>[0]): Promise<unknown[]> =>
      (await machine.rt.neighbour.list(filter)).filter(({ state, family }) => !state.includes('noarp') && family !== 'bridge').map(({ dst }) => dst).sort()
    expect(await listed({ ifindex: 'v0' })).to.deep.equal(['10.1.1.8', '10.1.1.9', 'fd00::9'])
    expect(await listed({ ifindex: 'v0', family: 'inet6' })).to.deep.equal(['fd00::9'])
    expect(await listed({ master: 'br0' })).to.deep.equal(['10.2.2.9'])
    expect(await machine.rt.neighbour.flush({ ifindex: 'v0', family: 'inet' })).to.equal(1)
    expect(await shown('dev v0')).to.deep.equal([`10.1.1.8 lladdr ${lladdr} PERMANENT`, `fd00::9 lladdr ${lladdr} STALE`])
  })

  itNeeds('iproute2', 'knows the forwarding entries of bridges', async () => {
    await machine.rt.link.add({ ifname: 'br0', kind: 'bridge' })
    await machine.rt.link.change('v0', { master: 'br0' })
    const made = await machine.rt.neighbour.add({ ifindex: 'v0', family: 'bridge', lladdr, flags: ['master'], state: ['noarp'] })
    expect(made).to.deep.include({ family: 'bridge', lladdr, ndmIfindex: index })
    const { stdout } = await machine.namespace.execFile('bridge', ['-j', 'fdb', 'show', 'dev', 'v0'])
    const entry = (JSON.parse(stdout) as Array<{ mac: string }>).find(({ mac }) => mac === lladdr)
    expect(entry).to.include({ master: 'br0', state: 'static' })
    expect((await machine.rt.neighbour.list({ family: 'bridge' })).map(one => one.lladdr)).to.include(lladdr)
    await machine.rt.neighbour.delete({ ifindex: 'v0', family: 'bridge', lladdr, flags: ['master'] })
    expect((await machine.rt.neighbour.list({ family: 'bridge' })).map(one => one.lladdr)).not.to.include(lladdr)
  })
})

describe('nsid', () => {
  itNeeds('iproute2', 'gives a namespace a number, and tells it', async () => {
    using machine = await Machine.make()
    using red = await Machine.make()
    using blue = await Machine.make()
    const { nsid } = machine.rt
    expect(await nsid.get(red.namespace)).to.equal(undefined)
    expect(await nsid.list()).to.deep.equal([])
    expect(await nsid.add(red.namespace, 7)).to.equal(7)
    const chosen = await nsid.add(blue.namespace.fd)
    expect(await nsid.get(blue.namespace)).to.equal(chosen)
    expect((await nsid.list()).map(one => one.nsid)).to.have.members([7, chosen])
    expect((await machine.ip('netns list-id')).map(({ nsid }) => nsid)).to.have.members([7, chosen])
    // It is by this number that a link says where its peer is.
    await machine.rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { ifname: 'v1', netNsFd: red.namespace } } })
    expect((await machine.rt.link.get('v0')).linkNetnsid).to.equal(7)
    expect((await refusal<NetlinkError>(nsid.add(red.namespace, 8)))).to.include({ code: 'EEXIST', path: 'fd', constant: 'NETNSA_FD' })
    using green = await Machine.make()
    expect((await refusal<NetlinkError>(nsid.add(green.namespace, 7))).code).to.equal('EEXIST')
    expect(machine.sync.nsid.get(red.namespace)).to.equal(7)
  })
})
