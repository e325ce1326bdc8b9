// rt.fdb against the kernel. The witness is bridge of iproute2.
import { expect } from 'chai'
import type { CodecError, NetlinkError } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal, type Printed } from './machine.js'

describe('fdb', () => {
  let machine: Machine
  let port: number
  beforeEach(async () => {
    machine = await Machine.make()
    port = await machine.veth('p0', 'v0')
    await machine.rt.link.add({ ifname: 'br0', kind: 'bridge', flags: ['up'] })
    await machine.rt.link.change('p0', { master: 'br0' })
  })
  afterEach(() => machine[Symbol.dispose]())
  const mac = '02:00:00:00:01:01'
  const shown = async (): Promise<Printed[]> =>
    (JSON.parse((await machine.namespace.execFile('bridge', ['-j', 'fdb', 'show'])).stdout) as Printed[]).filter(one => String(one['mac']).startsWith('02:00:00:00:01'))

  itNeeds('iproute2', 'add gives back what was made, as bridge shows it', async () => {
    expect(await machine.rt.fdb.add({ ifindex: 'p0', lladdr: mac, flags: ['master'], state: ['noarp'] })).to.deep.include({ ndmIfindex: port, lladdr: mac, state: ['noarp'] })
    expect(await shown()).to.deep.equal([{ mac, ifname: 'p0', flags: [], master: 'br0', state: 'static' }])
    await machine.rt.fdb.add({ ifindex: 'p0', lladdr: '02:00:00:00:01:02', flags: ['self'] })
    expect((await shown()).find(({ mac }) => mac === '02:00:00:00:01:02')).to.deep.include({ flags: ['self'], state: 'permanent' })
    expect((await refusal<NetlinkError>(machine.rt.fdb.add({ ifindex: 'p0', lladdr: mac, flags: ['master'] }))).message).to.match(/^fdb\.add 02:00:00:00:01:01: EEXIST: /)
  })

  itNeeds('iproute2', 'replace changes one; list, get, delete and flush go by port, bridge, address', async () => {
    const key = { ifindex: 'p0', lladdr: mac, flags: ['master'] } as const
    await machine.rt.fdb.add({ ...key, state: ['noarp'] })
    expect(await machine.rt.fdb.replace({ ...key, state: ['reachable'] })).to.deep.include({ state: ['reachable'] })
    expect((await shown())[0]).to.not.include({ state: 'static' })
    await machine.rt.fdb.add({ ...key, lladdr: '02:00:00:00:01:03', state: ['noarp'] })
    const found = async (filter: Parameters<Machine['rt']['fdb']['list']>[0]): Promise<string[]> => (await machine.rt.fdb.list(filter)).map(({ lladdr = '' }) => lladdr).filter(one => one.startsWith('02:00:00:00:01'))
    expect(await found({})).to.have.members([mac, '02:00:00:00:01:03'])
    expect(await found({ ifindex: 'p0', lladdr: mac.toUpperCase() })).to.deep.equal([mac])
    expect(await found({ master: 'br0' })).to.have.members([mac, '02:00:00:00:01:03'])
    expect(await found({ vlan: 7 })).to.deep.equal([])
    expect(await machine.rt.fdb.get(key)).to.deep.include({ lladdr: mac })
    await machine.rt.fdb.delete(key)
    expect((await refusal<NetlinkError>(machine.rt.fdb.get(key))).message).to.equal(`fdb.get ${mac}: ENOENT: there is no such entry at that link`)
    expect((await refusal<NetlinkError>(machine.rt.fdb.delete(key))).code).to.equal('ENOENT')
    expect(await machine.rt.fdb.flush({ ifindex: 'p0', lladdr: '02:00:00:00:01:03' })).to.equal(1)
    expect(await shown()).to.deep.equal([])
  })

  it('append gives a VXLAN one more place to send to', async () => {
    await machine.rt.link.add({ ifname: 'x0', kind: 'vxlan', data: { id: 7, port: 4789 }, flags: ['up'] })
    const everybody = { ifindex: 'x0', lladdr: '00:00:00:00:00:00' } as const
    await machine.rt.fdb.append({ ...everybody, dst: '10.0.0.1' })
    expect(await machine.rt.fdb.append({ ...everybody, dst: '10.0.0.2', vni: 9 })).to.deep.include({ dst: '10.0.0.2', vni: 9 })
    expect((await machine.rt.fdb.list({ ifindex: 'x0' })).map(({ dst }) => dst)).to.have.members(['10.0.0.1', '10.0.0.2'])
    await machine.rt.fdb.delete({ ...everybody, dst: '10.0.0.1' })
    expect((await machine.rt.fdb.list({ ifindex: 'x0' })).map(({ dst }) => dst)).to.deep.equal(['10.0.0.2'])
  })

  it('gives back the entry that is meant, however its addresses are written', async () => {
    await machine.rt.link.add({ ifname: 'x0', kind: 'vxlan', data: { id: 7, local6: '::1', port: 4789 }, flags: ['up'] })
    const everybody = { ifindex: 'x0', lladdr: '00:00:00:00:00:00' } as const
    const made = [{ dst: '2001:db8::1' }, { vni: 77 }, { vni: 78 }, { port: 99 }, { vni: 78, port: 99 }, { via: 'v0' }]
    for (const { via, ...told } of made) {
      const { index } = await machine.rt.link.get('v0')
      const place = { ...everybody, dst: '2001:DB8:0::1', ...told, ...via === undefined ? {} : { via } }
      const wanted = { dst: '2001:db8::1', vni: undefined, port: undefined, ifindex: via === undefined ? undefined : index, ...told }
      for (const verb of ['append', 'get'] as const) expect({ ...wanted, ...await machine.rt.fdb[verb](place) }).to.deep.include(wanted)
    }
    // What is the link's own is not told.
    expect(await machine.rt.fdb.get({ ...everybody, dst: '2001:db8::1', vni: 7, port: 4789 })).to.not.have.any.keys('vni', 'port')
    expect((await refusal<NetlinkError>(machine.rt.fdb.get({ ...everybody, dst: '2001:db8::1', vni: 79 }))).code).to.equal('ENOENT')
    expect(await machine.rt.fdb.add({ ifindex: 'x0', lladdr: mac.toUpperCase(), dst: '2001:DB8::1', srcVni: 9 })).to.include({ lladdr: mac, dst: '2001:db8::1' })
  })

  it('tells an entry of the bridge from one of the link', async () => {
    for (const flags of [['self'], ['master']] as const) {
      const entry = await machine.rt.fdb.add({ ifindex: 'p0', lladdr: mac, flags })
      expect(entry.flags.includes('self')).to.equal(flags[0] === 'self')
      expect(await machine.rt.fdb.get({ ifindex: 'p0', lladdr: mac, flags })).to.have.property('flags').that.deep.equals(entry.flags)
    }
    expect((await machine.rt.fdb.get({ ifindex: 'p0', lladdr: mac })).flags).to.include('self')
    const { index } = await machine.rt.link.get('br0')
    expect(await machine.rt.fdb.add({ ifindex: 'br0', lladdr: '02:00:00:00:01:02' })).to.include({ ndmIfindex: index, master: index })
  })

  it('refuses what does not fit, before anything is sent', async () => {
    const wrong = async (given: object): Promise<string> => (await refusal<CodecError>(machine.rt.fdb.add({ ifindex: 'p0', lladdr: mac, ...given } as never))).message
    expect(await wrong({ lladdr: '02:00' + ':zz' })).to.match(/^fdb\.add 02:00:zz: lladdr: /)
    expect(await wrong({ lladdr: undefined })).to.equal('fdb.add: lladdr: it is missing')
    expect(await wrong({ vlan: 70000 })).to.equal(`fdb.add ${mac}: vlan: 70000 is not a whole number from 0 to 65535`)
    expect(await wrong({ ifindex: 'nothing' })).to.match(/ENODEV: no link is called "nothing", at ifindex/)
    expect((await refusal(machine.rt.fdb.flush({}))).message).to.equal('fdb.flush: which? The filter must say at least one of ifindex, master, vlan, lladdr')
  })
})
