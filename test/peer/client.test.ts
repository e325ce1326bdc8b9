// npm's `netlink` as a second client of one namespace: it reads what we made, and we read what it made.
import { expect } from 'chai'
import { Machine } from '../client/machine.js'
import { open, type PeerClient } from './peer.js'

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

  it('makes addresses that we see', async () => {
    const index = await machine.veth('v0', 'v1')
    await peer.newAddress({ family: 2, prefixlen: 24, index }, { local: Buffer.from([10, 2, 2, 2]) }, { flags: NLM_F_CREATE_EXCL })
    expect((await machine.rt.address.get('10.2.2.2/24', { index: 'v0' })).label).to.equal('v0')
  })
})
