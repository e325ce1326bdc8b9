// npm's `netlink` as a second client of one namespace: it reads what we made, and we read what it made.
import { expect } from 'chai'
import { Machine } from '../client/machine.js'
import { open, type PeerClient, type PeerMessage } from './peer.js'
import type { Class, Filter, Qdisc } from '../../codec/route/tc/tc.js'

const NLM_F_CREATE_EXCL = 0x600

describe('npm netlink', () => {
  let machine: Machine
  let peer: PeerClient
  beforeEach(async () => {
    machine = await Machine.make()
    peer = machine.namespace.run(open)
  })
  afterEach(() => {
    peer.socket.socket.close()
    machine[Symbol.dispose]()
  })
  const octets = (value: unknown): string | undefined => value === undefined ? undefined : [...value as Buffer].join('.')
  const hex = (value: unknown): string => [...value as Buffer].map(byte => byte.toString(16).padStart(2, '0')).join(':')

  it('sees the links, addresses and routes that we made, field by field as we do', async () => {
    await machine.veth('v0', 'v1')
    await machine.rt.link.change('v0', { mtu: 1400 })
    await machine.rt.address.add({ index: 'v0', local: '10.1.1.1/24', broadcast: '10.1.1.255', rtPriority: 7 })
    await machine.rt.route.add({ dst: '10.9.0.0/16', gateway: '10.1.1.3', priority: 5 })
    const links = (await peer.getLinks()).map(({ data, attrs }) => ({
      index: data['index'], ifname: attrs['ifname'], mtu: attrs['mtu'], address: hex(attrs['address']), txqlen: attrs['txqlen'], group: attrs['group'], up: (data['flags'] as { up?: true }).up === true,
    }))
    expect(links).to.deep.equal((await machine.rt.link.list()).map(({ index, ifname, mtu, address, txqlen, group, flags }) => ({ index, ifname, mtu, address, txqlen, group, up: flags.includes('up') })))
    const addresses = (await peer.getAddresses()).filter(({ data }) => data['family'] === 2).map(({ data, attrs }) => ({
      index: data['index'], prefixlen: data['prefixlen'], local: octets(attrs['local']), broadcast: octets(attrs['broadcast']), label: attrs['label'], rtPriority: attrs['rtPriority'],
    }))
    expect(addresses).to.deep.equal((await machine.rt.address.list({ family: 'inet' })).map(({ index, prefixlen, local, broadcast, label, rtPriority }) => ({ index, prefixlen, local, broadcast, label, rtPriority })))
    const routes = (await peer.getRoutes()).filter(({ data }) => data['family'] === 2).map(({ data, attrs }) => ({
      dstLen: data['dstLen'], dst: octets(attrs['dst']), gateway: octets(attrs['gateway']), oif: attrs['oif'], priority: attrs['priority'], table: attrs['table'], type: String(data['type']).toLowerCase(),
    }))
    expect(routes).to.deep.include({ dstLen: 16, dst: '10.9.0.0', gateway: '10.1.1.3', oif: links.find(({ ifname }) => ifname === 'v0')?.index, priority: 5, table: 254, type: 'unicast' })
    expect(routes).to.deep.equal((await machine.rt.route.list({ family: 'inet' })).map(({ dstLen, dst, gateway, oif, priority, table, type }) => ({ dstLen, dst, gateway, oif, priority, table, type })))
  })

  it('sees the neighbours, their tables, the rules and nexthops that we made', async () => {
    const ifindex = await machine.veth('v0', 'v1')
    const { rt } = machine
    await rt.address.add({ index: 'v0', local: '10.1.1.1/24' })
    await rt.neighbour.add({ ifindex, dst: '10.1.1.9', lladdr: '02:00:00:00:00:09' })
    await rt.rule.add({ src: '10.0.0.0/8', table: 100, priority: 1000, iifname: 'v0', fwmark: 7 })
    await rt.nexthop.add({ id: 5, gateway: '10.1.1.3', oif: 'v0' })
    const neighbours = (await peer.getNeighbors()).filter(({ data }) => data['family'] === 2).map(({ data, attrs }) => ({
      ifindex: data['ifindex'], dst: octets(attrs['dst']), lladdr: hex(attrs['lladdr']),
    }))
    expect(neighbours).to.deep.include({ ifindex, dst: '10.1.1.9', lladdr: '02:00:00:00:00:09' })
    expect(neighbours).to.deep.equal((await rt.neighbour.list({ family: 'inet' })).map(({ ndmIfindex, dst, lladdr }) => ({ ifindex: ndmIfindex, dst, lladdr })))
    const tables = (await peer.getNeighborTables()).map(({ attrs }) => ({ name: attrs['name'], thresh1: attrs['thresh1'], gcInterval: attrs['gcInterval'] }))
    expect(tables.map(({ name }) => name)).to.include('arp_cache')
    expect(tables).to.deep.equal((await rt.neighbourTable.list()).map(({ name, thresh1, gcInterval }) => ({ name, thresh1, gcInterval })))
    const rules = (await peer.getRules()).map(({ data, attrs }) => ({
      srcLen: data['srcLen'], src: octets(attrs['src']), table: attrs['table'], priority: attrs['priority'], iifname: attrs['iifname'], fwmark: attrs['fwmark'],
    }))
    expect(rules).to.deep.include({ srcLen: 8, src: '10.0.0.0', table: 100, priority: 1000, iifname: 'v0', fwmark: 7 })
    expect(rules).to.deep.equal((await rt.rule.list()).map(({ srcLen, src, table, priority, iifname, fwmark }) => ({ srcLen, src, table, priority, iifname, fwmark })))
    const nexthops = (await peer.getNextHops()).map(({ attrs }) => ({ id: attrs['id'], gateway: octets(attrs['gateway']), oif: attrs['oif'] }))
    expect(nexthops).to.deep.equal([{ id: 5, gateway: '10.1.1.3', oif: ifindex }])
      .and.deep.equal((await rt.nexthop.list()).map(({ id, gateway, oif }) => ({ id, gateway, oif })))
  })

  it('sees the qdiscs, classes and filters that we made', async () => {
    const ifindex = await machine.veth('v0', 'v1')
    const { rt } = machine
    const of = { ifindex, parent: '1:' } as const
    await rt.qdisc.add({ ifindex, parent: 'root', handle: '1:', kind: 'htb', options: { init: { version: 3, rate2quantum: 10 } } })
    await rt.class.add({ ...of, handle: '1:20', kind: 'htb', options: { parms: { rate: { rate: 1000 }, ceil: { rate: 2000 }, buffer: 1000, cbuffer: 1000 } } })
    await rt.filter.add({ ...of, priority: 3, protocol: 'ip', kind: 'u32', options: { classid: 0x10020, sel: { flags: ['terminal'], keys: [{ mask: 0, val: 0, off: 0, offmask: 0 }] } } })
    const told = ({ data, attrs }: PeerMessage): object => ({ ifindex: data['ifindex'], handle: data['handle'], parent: data['parent'], info: data['info'], kind: attrs['kind'], chain: attrs['chain'] })
    const ours = ({ ifindex, handle, parent, info, kind, chain }: Qdisc | Class | Filter): object => ({ ifindex, handle, parent, info, kind, chain })
    expect((await peer.getQdiscs()).map(told)).to.deep.equal((await rt.qdisc.list()).map(ours)).and.not.be.empty
    expect((await peer.getQdiscs()).map(({ attrs }) => attrs['kind'])).to.include('htb')
    expect((await peer.getTrafficClasses({ ifindex })).map(told)).to.deep.equal((await rt.class.list({ ifindex })).map(ours)).and.have.lengthOf(1)
    expect((await peer.getTrafficFilters({ ifindex, parent: 0x10000 })).map(told)).to.deep.equal((await rt.filter.list(of)).map(ours)).and.not.be.empty
  })

  it('makes addresses that we see', async () => {
    const index = await machine.veth('v0', 'v1')
    await peer.newAddress({ family: 2, prefixlen: 24, index }, { local: Buffer.from([10, 2, 2, 2]) }, { flags: NLM_F_CREATE_EXCL })
    expect((await machine.rt.address.get('10.2.2.2/24', { index: 'v0' })).label).to.equal('v0')
  })
})
