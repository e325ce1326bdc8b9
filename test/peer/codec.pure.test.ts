// Messages of npm's `netlink` read by our codec, and ours by its: the same facts. No kernel.
import { expect } from 'chai'
import { Address } from '../../codec/route/address.js'
import { Link } from '../../codec/route/link/link.js'
import { Route } from '../../codec/route/route/route.js'
import { format, parse } from './peer.js'

const four = (...octets: readonly number[]): Buffer => Buffer.from(octets)

describe('npm netlink', () => {
  it('writes a link that we read', () => {
    const link = Link.decode(format('Link', { index: 5, flags: { up: true } }, { ifname: 'v0', mtu: 1400, txqlen: 77, master: 3, group: 9 }))
    expect(link).to.deep.include({ family: 'unspec', index: 5, ifname: 'v0', mtu: 1400, txqlen: 77, master: 3, group: 9 })
    expect(link.flags).to.include('up')
  })
  it('reads a link that we write', () => {
    const { data, attrs } = parse('Link', Link.encode({ index: 5, flags: ['up'], ifname: 'v0', mtu: 1400, address: '02:00:00:00:00:01', operstate: 'up' }))
    expect(data).to.deep.include({ index: 5 })
    expect(data['flags']).to.deep.include({ up: true })
    expect(attrs).to.deep.include({ ifname: 'v0', mtu: 1400, operstate: 6 })
    expect(attrs['address']).to.deep.equal(Buffer.from('020000000001', 'hex'))
  })
  it('writes an address that we read, and reads ours', () => {
    const address = Address.decode(format('Address', { family: 2, prefixlen: 24, index: 5, scope: 253 }, { local: four(10, 1, 1, 1), address: four(10, 1, 1, 2), label: 'v0' }))
    expect(address).to.deep.include({ family: 'inet', prefixlen: 24, index: 5, scope: 'link', local: '10.1.1.1', address: '10.1.1.2', label: 'v0' })
    const { data, attrs } = parse('Address', Address.encode({ family: 'inet', prefixlen: 24, index: 5, local: '10.1.1.1', rtPriority: 7 }))
    expect(data).to.deep.include({ family: 2, prefixlen: 24, index: 5, scope: 0 })
    expect(attrs).to.deep.include({ local: four(10, 1, 1, 1), rtPriority: 7 })
  })
  it('writes a route that we read, and reads ours', () => {
    const route = Route.decode(format('Route', { family: 2, dstLen: 16, table: 254, protocol: 'STATIC', type: 'UNICAST' }, { dst: four(10, 9, 0, 0), oif: 5, priority: 7, gateway: four(10, 1, 1, 3) }))
    expect(route).to.deep.include({ family: 'inet', dst: '10.9.0.0', dstLen: 16, rtmTable: 254, protocol: 'static', type: 'unicast', oif: 5, priority: 7, gateway: '10.1.1.3' })
    const { data, attrs } = parse('Route', Route.encode({ family: 'inet', dst: '10.9.0.0', dstLen: 16, rtmTable: 100, table: 100, protocol: 'boot', type: 'blackhole' }))
    expect(data).to.deep.include({ family: 2, dstLen: 16, table: 100, protocol: 'BOOT', type: 'BLACKHOLE' })
    expect(attrs).to.deep.include({ dst: four(10, 9, 0, 0), table: 100 })
  })
})
