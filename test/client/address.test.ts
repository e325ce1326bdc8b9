// rt.address against the kernel. The witness is `ip -j addr` of iproute2.
import { expect } from 'chai'
import type { Address, NetlinkError } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal } from './machine.js'

const FOREVER = 0xffffffff

/** What `ip -j addr` says of one address, as far as both tell it. */
function asPrinted (address: Address): object {
  const { local, address: other, family, prefixlen, scope, label, broadcast, rtPriority, cacheinfo } = address
  return {
    family, local: local ?? other, prefixlen, scope: scope === 'universe' ? 'global' : scope,
    ...local !== undefined && other !== local ? { address: other } : {},
    ...label === undefined ? {} : { label }, ...broadcast === undefined ? {} : { broadcast }, ...rtPriority === undefined ? {} : { metric: rtPriority },
    valid_life_time: cacheinfo?.valid, preferred_life_time: cacheinfo?.prefered,
  }
}
async function shown (machine: Machine): Promise<Array<Record<string, unknown>>> {
  const [link] = await machine.ip('addr show dev v0')
  return link!['addr_info'] as Array<Record<string, unknown>>
}

describe('address', () => {
  let machine: Machine
  let index: number
  beforeEach(async () => {
    machine = await Machine.make()
    index = await machine.veth('v0', 'v1', { up: false })
  })
  afterEach(() => machine[Symbol.dispose]())

  const added: ReadonlyArray<readonly [story: string, address: Omit<Parameters<Machine['rt']['address']['add']>[0], 'index'>, family: string, local: string, prefixlen: number]> = [
    ['an IPv4 address', { local: '10.1.1.1/24' }, 'inet', '10.1.1.1', 24],
    ['one without a length', { local: '10.1.1.1' }, 'inet', '10.1.1.1', 32],
    ['one that is said as `address`', { address: '10.1.1.1/24' }, 'inet', '10.1.1.1', 24],
    ['all that it can have', { local: '10.1.1.1/24', broadcast: '10.1.1.255', label: 'v0:1', scope: 'link', rtPriority: 77, flags: ['noprefixroute'] }, 'inet', '10.1.1.1', 24],
    ['the two ends of a point-to-point link', { local: '10.5.5.5', address: '10.5.5.6/30' }, 'inet', '10.5.5.5', 30],
    ['an address of this machine alone', { local: '127.0.0.9/8' }, 'inet', '127.0.0.9', 8],
    ['an IPv6 address, however it is written', { local: 'FD00:0::0001/64' }, 'inet6', 'fd00::1', 64],
    ['the two ends of a point-to-point link, IPv6', { local: 'fd01::1', address: 'fd01::2/128' }, 'inet6', 'fd01::1', 128],
    ['an IPv6 address with a metric', { local: 'fd00::1/64', rtPriority: 77, flags: ['nodad', 'noprefixroute'] }, 'inet6', 'fd00::1', 64],
  ]
  for (const [story, address, family, local, prefixlen] of added) {
    itNeeds('iproute2', `add gives back ${story}, as ip shows it`, async () => {
      const made = await machine.rt.address.add({ index: 'v0', ...address })
      const [one] = await shown(machine)
      expect(one).to.deep.include(asPrinted(made)).and.to.deep.include({ family, local, prefixlen })
      expect(made.index).to.equal(index)
      expect(one?.['noprefixroute'] === true).to.equal(made.flags?.includes('noprefixroute') === true)
    })
  }

  itNeeds('iproute2', 'add takes lifetimes', async () => {
    for (const local of ['10.1.1.1/24', 'fd00::1/64']) {
      const made = await machine.rt.address.add({ index, local, cacheinfo: { valid: 3000, prefered: 2000 } })
      expect(made.cacheinfo?.valid).to.be.within(2990, 3000)
      const one = (await shown(machine)).find(one => one['family'] === made.family)
      expect(one?.['valid_life_time']).to.be.within(2900, 3000)
      expect(one?.['preferred_life_time']).to.be.within(1900, 2000)
      expect(one?.['dynamic']).to.equal(true)
    }
  })

  itNeeds('iproute2', 'replace makes one, then changes it; change changes it', async () => {
    for (const local of ['10.1.1.1/24', 'fd00::1/64']) {
      const family = local.includes(':') ? 'inet6' : 'inet'
      const lives = async (): Promise<unknown> => (await shown(machine)).find(one => one['family'] === family)?.['valid_life_time']
      await machine.rt.address.replace({ index: 'v0', local })
      expect(await lives()).to.equal(FOREVER)
      expect((await machine.rt.address.replace({ index: 'v0', local, cacheinfo: { valid: 500, prefered: 500 } })).cacheinfo?.valid).to.be.within(490, 500)
      expect(await lives()).to.be.within(490, 500)
      await machine.rt.address.change({ index: 'v0', local, cacheinfo: { valid: 900, prefered: 900 } })
      expect(await lives()).to.be.within(890, 900)
    }
    expect(await shown(machine)).to.have.lengthOf(2)
  })

  it('change makes none', async () => {
    for (const local of ['10.1.1.1/24', 'fd00::1/64']) {
      const error = await refusal<NetlinkError>(machine.rt.address.change({ index: 'v0', local }))
      expect(error).to.include({ code: 'EADDRNOTAVAIL', message: `address.change ${local}: EADDRNOTAVAIL: link v0 has no such address` })
    }
    expect(await machine.rt.address.list({ index })).to.deep.equal([])
  })

  it('get finds one of a link', async () => {
    await machine.rt.address.add({ index, local: '10.1.1.1/24' })
    await machine.rt.address.add({ index, local: '10.1.1.1/25' })
    await machine.rt.address.add({ index, local: 'fd00::1/64' })
    expect((await machine.rt.address.get('10.1.1.1', { index: 'v0' })).prefixlen).to.equal(24)
    expect((await machine.rt.address.get('10.1.1.1/25', { index: 'v0' })).prefixlen).to.equal(25)
    expect((await machine.rt.address.get('FD00::0:1', { index })).prefix).to.equal('fd00::1/64')
    const error = await refusal<NetlinkError>(machine.rt.address.get('10.1.1.1/26', { index: 'v0' }))
    expect(error.message).to.equal('address.get 10.1.1.1/26: EADDRNOTAVAIL: link v0 has no such address')
  })

  itNeeds('iproute2', 'list goes by link and family, and what it gives can be deleted', async () => {
    await machine.rt.link.change('lo', { flags: { up: true } })
    for (const local of ['10.1.1.1/24', '10.1.1.2/24', 'fd00::1/64']) await machine.rt.address.add({ index: 'v0', local })
    await machine.rt.address.add({ index: 'v0', local: '10.5.5.5', address: '10.5.5.6' })
    expect((await machine.rt.address.list({ index: 'v0' })).map(asPrinted)).to.have.lengthOf(4)
    expect((await machine.rt.address.list({ family: 'inet6' })).map(({ prefix }) => prefix).sort()).to.deep.equal(['::1/128', 'fd00::1/64'])
    expect((await machine.rt.address.list())).to.have.lengthOf(6)
    for (const one of await machine.rt.address.list({ index: 'v0' })) if (one.local !== '10.1.1.2') await machine.rt.address.delete(one)
    expect((await shown(machine)).map(({ local }) => local)).to.deep.equal([])
    expect((await machine.ip('addr show dev lo'))[0]!['addr_info']).to.have.lengthOf(2)
  })

  itNeeds('iproute2', 'delete takes the one that is meant, and flush those that fit', async () => {
    await machine.namespace.sysctl('net.ipv4.conf.v0.promote_secondaries', 0)
    for (const local of ['10.1.1.1/24', '10.1.1.2/24', '10.2.2.2/24', 'fd00::1/64', 'fd00::2/64']) await machine.rt.address.add({ index: 'v0', local })
    await machine.rt.address.delete({ index: 'v0', local: '10.1.1.2/24' })
    await machine.rt.address.delete({ index, local: 'fd00::2/64' })
    expect((await shown(machine)).map(({ local }) => local)).to.deep.equal(['10.1.1.1', '10.2.2.2', 'fd00::1'])
    await machine.rt.address.add({ index: 'v0', local: '10.1.1.3/24' })
    // A secondary one goes with its primary.
    expect(await machine.rt.address.flush({ index: 'v0', family: 'inet' })).to.equal(3)
    expect((await shown(machine)).map(({ local }) => local)).to.deep.equal(['fd00::1'])
    expect(await machine.rt.address.flush({ index: 'v0' })).to.equal(1)
    expect(await shown(machine)).to.deep.equal([])
  })
})
