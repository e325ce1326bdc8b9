// rt.netconf, rt.neighbourTable and rt.addressLabel against the kernel. The witness is iproute2.
import { expect } from 'chai'
import type { NetlinkError } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal } from './machine.js'

let machine: Machine
let index: number
beforeEach(async () => {
  machine = await Machine.make()
  index = await machine.veth('v0', 'v1')
})
afterEach(() => machine[Symbol.dispose]())

describe('netconf', () => {
  itNeeds('iproute2', 'says what ip says, of every link, of all and of default', async () => {
    machine.namespace.sysctl('net.ipv4.conf.v0.forwarding', '1')
    machine.namespace.sysctl('net.ipv4.conf.v0.rp_filter', '2')
    const names = new Map([[-1, 'all'], [-2, 'default'], ...(await machine.rt.link.list()).map(link => [link.index, link.ifname] as const)])
    const modes = ['off', 'strict', 'loose']
    const on = (value: number | undefined): boolean | undefined => value === undefined ? undefined : value !== 0
    const told = (await machine.rt.netconf.list({ family: 'inet' })).map(one => [names.get(one.ifindex!), on(one.forwarding), modes[one.rpFilter ?? 0], on(one.mcForwarding)])
    const witness = (await machine.ip('-4 netconf show')).map(one => [one['interface'], one['forwarding'], one['rp_filter'], one['mc_forwarding']])
    expect(told).to.deep.equal(witness)
    expect(told).to.deep.include(['v0', true, 'loose', false])
    expect((await machine.rt.netconf.list()).map(({ family }) => family)).to.include.members(['inet', 'inet6'])
  })

  it('get knows a link, all and default', async () => {
    machine.namespace.sysctl('net.ipv6.conf.default.forwarding', '1')
    expect(await machine.rt.netconf.get('v0', { family: 'inet' })).to.deep.include({ ifindex: index, forwarding: 0 })
    expect(await machine.rt.netconf.get('all', { family: 'inet6' })).to.deep.include({ ifindex: -1, forwarding: 0 })
    expect(await machine.rt.netconf.get('default', { family: 'inet6' })).to.deep.include({ ifindex: -2, forwarding: 1 })
    expect(await machine.rt.netconf.list({ family: 'inet', ifindex: 'all' })).to.have.length(1)
    expect((await refusal<NetlinkError>(machine.rt.netconf.get('nope', { family: 'inet' }))).message).to.match(/^netconf\.get nope: ENODEV: no link is called "nope"/)
  })
})

describe('neighbourTable', () => {
  itNeeds('iproute2', 'change is seen by ip, of one link alone', async () => {
    const changed = await machine.rt.neighbourTable.change({ name: 'arp_cache', parms: { ifindex: 'v0', baseReachableTime: 12000, queueLen: 7 } })
    expect(changed.parms).to.deep.include({ ifindex: index, baseReachableTime: 12000n })
    const shown = await machine.ip('ntable show name arp_cache')
    expect(shown.find(one => one['dev'] === 'v0')).to.deep.include({ base_reachable: 12000 })
    expect(shown.find(one => one['dev'] === 'v1')).to.not.deep.include({ base_reachable: 12000 })
    expect((await machine.rt.neighbourTable.get('arp_cache', { ifindex: 'v0' })).parms).to.deep.equal({ ...changed.parms, reachableTime: changed.parms!.reachableTime })
  })

  itNeeds('iproute2', 'list has what ip lists', async () => {
    const told = (await machine.rt.neighbourTable.list()).map(({ name, parms }) => [name, parms?.ifindex === undefined ? undefined : Number(parms.ifindex)])
    const indices = new Map((await machine.rt.link.list()).map(link => [link.ifname as string, link.index]))
    const shown = (await machine.ip('ntable show')).map(one => [one['name'], one['dev'] === undefined ? undefined : indices.get(String(one['dev']))])
    expect(told).to.have.deep.members(shown)
    expect((await machine.rt.neighbourTable.list({ name: 'ndisc_cache', ifindex: 'v0' }))).to.have.length(1)
    expect((await refusal<NetlinkError>(machine.rt.neighbourTable.get('no_cache'))).code).to.equal('ENOENT')
  })
})

describe('addressLabel', () => {
  const shown = async (): Promise<string[]> => (await machine.ip('addrlabel list')).map(one =>
    `${String(one['address'])}/${String(one['prefixlen'])} ${one['ifname'] === undefined ? '' : `dev ${String(one['ifname'])} `}${String(one['label'])}`).sort()

  itNeeds('iproute2', 'add, replace, get and delete are seen by ip', async () => {
    const before = await shown()
    expect(await machine.rt.addressLabel.add({ address: '2001:db8::/32', label: 77 })).to.deep.include({ address: '2001:db8::', prefixlen: 32, label: 77, index: 0 })
    await machine.rt.addressLabel.add({ address: 'fd99::/16', index: 'v0', label: 78 })
    expect(await shown()).to.deep.equal([...before, '2001:db8::/32 77', 'fd99::/16 dev v0 78'].sort())
    expect((await refusal<NetlinkError>(machine.rt.addressLabel.add({ address: '2001:db8::/32', label: 79 }))).code).to.equal('EEXIST')
    expect((await machine.rt.addressLabel.replace({ address: '2001:db8::/32', label: 79 })).label).to.equal(79)
    expect(await machine.rt.addressLabel.get('2001:db8::5')).to.deep.include({ label: 79, prefixlen: 32 })
    const listed = (await machine.rt.addressLabel.list()).find(({ label }) => label === 79)!
    expect(await machine.rt.addressLabel.replace({ ...listed, address: listed.address!, label: 80 })).to.include({ index: 0, label: 80 })
    await machine.rt.addressLabel.delete({ ...listed, address: listed.address! })
    await machine.rt.addressLabel.delete({ address: 'fd99::/16', index: index })
    expect(await shown()).to.deep.equal(before)
    expect((await refusal<NetlinkError>(machine.rt.addressLabel.delete({ address: 'fd99::/16' }))).code).to.equal('ESRCH')
  })

  itNeeds('iproute2', 'flush takes all away', async () => {
    const before = await shown()
    expect(await machine.rt.addressLabel.flush()).to.equal(before.length)
    expect(await shown()).to.deep.equal([])
  })

  it('refuses what is no address of IPv6', async () => {
    expect((await refusal(machine.rt.addressLabel.add({ address: '10.0.0.0/8', label: 1 }))).message)
      .to.equal('addressLabel.add 10.0.0.0/8: address: "10.0.0.0/8" is an address of IPv4: labels are for IPv6')
  })
})
