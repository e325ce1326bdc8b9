// rt.mdb against the kernel. The witness is bridge of iproute2.
import { expect } from 'chai'
import type { CodecError, NetlinkError } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal, type Printed } from './machine.js'

describe('mdb', () => {
  let machine: Machine
  let bridge: number
  let port: number
  beforeEach(async () => {
    machine = await Machine.make()
    port = await machine.veth('p0', 'v0')
    bridge = (await machine.rt.link.add({ ifname: 'br0', kind: 'bridge', data: { mcastSnooping: 1, mcastIgmpVersion: 3, mcastMldVersion: 2 }, flags: ['up'] })).index
    await machine.rt.link.change('p0', { master: 'br0' })
  })
  afterEach(() => machine[Symbol.dispose]())
  const shown = async (): Promise<Printed[]> => {
    const { stdout } = await machine.namespace.execFile('bridge', ['-j', '-d', 'mdb', 'show'])
    return (JSON.parse(stdout) as Array<{ mdb: Printed[] }>).flatMap(({ mdb }) => mdb).filter(({ state }) => state === 'permanent')
  }

  itNeeds('iproute2', 'add gives back what was made, as bridge shows it', async () => {
    expect(await machine.rt.mdb.add({ bridge: 'br0', port: 'p0', group: '239.1.1.1', state: 'permanent' }))
      .to.deep.include({ bridge, port, group: '239.1.1.1', state: 'permanent', vid: 0, timer: 0, groupMode: 'exclude' })
    await machine.rt.mdb.add({ bridge: 'br0', port: 'p0', group: 'ff0e::1', state: 'permanent' })
    expect(await machine.rt.mdb.add({ bridge: 'br0', port: 'p0', group: '239.1.1.2', state: 'permanent', source: '10.0.0.5' })).to.deep.include({ source: '10.0.0.5' })
    const told = (await shown()).map(({ dev, port, grp, src }) => ({ dev, port, grp, src }))
    expect(told).to.have.deep.members([
      { dev: 'br0', port: 'p0', grp: '239.1.1.1', src: undefined }, { dev: 'br0', port: 'p0', grp: 'ff0e::1', src: undefined }, { dev: 'br0', port: 'p0', grp: '239.1.1.2', src: '10.0.0.5' }])
  })

  itNeeds('iproute2', 'list goes by bridge, port, group; get, delete and flush say what is not there', async () => {
    for (const group of ['239.1.1.1', '239.1.1.2', 'ff0e::1']) await machine.rt.mdb.add({ bridge: 'br0', port: 'p0', group, state: 'permanent' })
    const permanent = async (filter: Parameters<Machine['rt']['mdb']['list']>[0]): Promise<string[]> => (await machine.rt.mdb.list(filter)).filter(({ state }) => state === 'permanent').map(({ group }) => group).sort()
    expect(await permanent({})).to.deep.equal(['239.1.1.1', '239.1.1.2', 'ff0e::1'])
    expect(await permanent({ bridge: 'br0', port: 'p0', group: '239.1.1.2' })).to.deep.equal(['239.1.1.2'])
    expect(await permanent({ port: 'br0' })).to.deep.equal([])
    expect(await machine.rt.mdb.get({ bridge: 'br0', port, group: 'FF0E::1' })).to.deep.include({ group: 'ff0e::1' })
    expect((await refusal<NetlinkError>(machine.rt.mdb.get({ bridge: 'br0', port, group: '239.9.9.9' }))).message).to.equal('mdb.get 239.9.9.9: ENOENT: there is no such group at that port')
    await machine.rt.mdb.delete({ bridge: 'br0', port: 'p0', group: '239.1.1.1' })
    expect((await shown()).map(({ grp }) => grp)).to.have.members(['239.1.1.2', 'ff0e::1'])
    expect((await refusal<NetlinkError>(machine.rt.mdb.delete({ bridge: 'br0', port: 'p0', group: '239.1.1.1' }))).code).to.be.oneOf(['EINVAL', 'ENOENT'])
    expect(await machine.rt.mdb.flush({ port: 'p0', group: '239.1.1.2' })).to.equal(1)
    expect((await shown()).map(({ grp }) => grp)).to.deep.equal(['ff0e::1'])
  })

  it('takes addresses however they are written', async () => {
    const at = { bridge: 'br0', port: 'p0', state: 'permanent' } as const
    expect(await machine.rt.mdb.add({ ...at, group: 'FF05::0:1' })).to.include({ group: 'ff05::1' })
    expect(await machine.rt.mdb.add({ ...at, group: 'ff05:0::5', source: '2001:DB8:0::1' })).to.include({ group: 'ff05::5', source: '2001:db8::1' })
    expect(await machine.rt.mdb.list({ group: 'FF05:0::1' })).to.have.lengthOf(1)
    expect(await machine.rt.mdb.get({ bridge, port, group: 'FF05::5', source: '2001:0db8::1' })).to.include({ source: '2001:db8::1' })
    expect(await machine.rt.mdb.flush({ group: 'FF05::0:5' })).to.equal(1)
  })

  itNeeds('kernel: groups of VXLANs', 'gives back the place of a VXLAN that is meant', async () => {
    await machine.rt.link.add({ ifname: 'x0', kind: 'vxlan', data: { collectMetadata: 1, port: 4789 }, flags: ['up'] })
    const group = { bridge: 'x0', port: 'x0', group: 'ff0e::1', state: 'permanent' } as const
    for (const verb of ['add', 'replace'] as const) {
      for (const place of [{ dst: '2001:db8::1', srcVni: 5 }, { dst: '2001:db8::2', srcVni: 5 }, { dst: '2001:db8::1', srcVni: 6 }]) {
        expect(await machine.rt.mdb[verb]({ ...group, ...place, dst: place.dst.toUpperCase() })).to.include(place)
      }
    }
  })

  itNeeds('iproute2', 'replace puts sources and a mode in the place of others', async () => {
    const group = { bridge: 'br0', port: 'p0', group: '239.1.1.3', state: 'permanent' } as const
    await machine.rt.mdb.add(group)
    expect((await refusal<NetlinkError>(machine.rt.mdb.add(group))).message).to.match(/^mdb\.add 239\.1\.1\.3: EEXIST: /)
    const made = await machine.rt.mdb.replace({ ...group, groupMode: 'include', srcList: ['10.0.0.6', '10.0.0.7'], rtprot: 'static' })
    expect(made.srcList?.entry?.map(({ address }) => address)).to.have.members(['10.0.0.6', '10.0.0.7'])
    expect(made).to.deep.include({ groupMode: 'include', rtprot: 'static' })
    expect((await shown()).find(({ grp, src }) => grp === '239.1.1.3' && src === undefined)).to.deep.include({ filter_mode: 'include', protocol: 'static' })
  })

  itNeeds('iproute2', 'routers are the ports that one is behind', async () => {
    await machine.rt.link.change('p0', { slaveKind: 'bridge', slaveData: { multicastRouter: 'perm' } } as never)
    expect((await machine.rt.mdb.routers({ bridge: 'br0' })).map(({ bridge, ifindex, type }) => ({ bridge, ifindex, type }))).to.deep.equal([{ bridge, ifindex: port, type: 'perm' }])
  })

  it('refuses what does not fit, before anything is sent', async () => {
    const wrong = async (given: object): Promise<string> => (await refusal<CodecError>(machine.rt.mdb.add({ bridge: 'br0', port: 'p0', group: '239.1.1.1', ...given } as never))).message
    expect(await wrong({ group: '239.1.1' })).to.match(/^mdb\.add 239\.1\.1: group: /)
    expect(await wrong({ state: 'static' })).to.equal('mdb.add 239.1.1.1: state: "static" is none of temporary, permanent')
    expect(await wrong({ srcList: ['ten'] })).to.equal('mdb.add 239.1.1.1: srcList[0]: "ten" is no IP address')
    expect(await wrong({ port: 'nothing' })).to.match(/^mdb\.add 239\.1\.1\.1: ENODEV: no link is called "nothing", at port/)
    expect((await refusal(machine.rt.mdb.flush({}))).message).to.equal('mdb.flush: which? The filter must say at least one of bridge, port, group, vid')
    expect((await refusal(machine.rt.mdb.list({ dev: 'br0' } as never))).message).to.equal('mdb.list: dev: no such filter; there are bridge, port, group, vid')
  })
})
