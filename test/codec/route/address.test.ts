// struct ifaddrmsg and IFA_*, as Linux 6.1 and iproute2 6.1 sent them; the values are what `ip -j -d addr` printed of the same messages.
import { expect } from 'chai'
import { Address } from '../../../codec/route/address.js'
import { fixture } from '../../fixtures.js'
import { dumped, hex, payloadOf, tables, type Captured } from '../tables.js'

const forever = { prefered: 0xffffffff, valid: 0xffffffff }
const answer = (nth: number, command = 'addr show dev d0') => ({ type: 20, direction: 'in', command, nth }) as const
const request = (nth: number, type = 20, command = 'batch') => ({ type, direction: 'out', command, nth }) as const

const captured: readonly Captured[] = [
  ['an address for this host alone', ['route/address/ipv4', answer(0)], {
    family: 'inet', prefixlen: 32, ifaFlags: ['permanent'], scope: 'host', index: 3, address: '10.2.0.1', local: '10.2.0.1', label: 'd0',
    flags: ['permanent', 'noprefixroute'], cacheinfo: forever }],
  ['one with a broadcast address and a metric', ['route/address/ipv4', answer(1)], {
    family: 'inet', prefixlen: 16, ifaFlags: ['permanent'], scope: 'link', index: 3, address: '10.1.0.1', local: '10.1.0.1', broadcast: '10.1.255.254',
    label: 'd0', flags: ['permanent'], rtPriority: 50, cacheinfo: forever }],
  ['the second of a subnet', ['route/address/ipv4', answer(3)], {
    family: 'inet', prefixlen: 24, ifaFlags: ['secondary', 'permanent'], scope: 'universe', index: 3, address: '10.0.0.2', local: '10.0.0.2',
    broadcast: '10.0.0.255', label: 'd0', flags: ['secondary', 'permanent'], cacheinfo: forever }],
  ['a request of iproute2', ['route/address/ipv4', request(2)], {
    family: 'inet', prefixlen: 16, ifaFlags: [], scope: 'link', index: 3, local: '10.1.0.1', address: '10.1.0.1', broadcast: '10.1.255.254', rtPriority: 50 }],
  ['a request to delete', ['route/address/ipv4', request(0, 21)], {
    family: 'inet', prefixlen: 24, ifaFlags: [], scope: 'universe', index: 3, local: '10.0.0.2', address: '10.0.0.2' }],
  ['flags that the header has no room for', ['route/address/ipv6', answer(1)], {
    family: 'inet6', prefixlen: 64, ifaFlags: ['nodad', 'homeaddress', 'permanent'], scope: 'universe', index: 3, address: '2001:db8:1::1',
    flags: ['nodad', 'homeaddress', 'permanent', 'noprefixroute'], cacheinfo: forever }],
  ['the base of temporary addresses', ['route/address/ipv6', answer(0)], {
    family: 'inet6', prefixlen: 64, ifaFlags: ['nodad', 'permanent'], scope: 'universe', index: 3, address: '2001:db8:2::1',
    flags: ['nodad', 'permanent', 'managetempaddr'], cacheinfo: forever }],
  ['a group that is joined', ['route/address/ipv6', answer(3)], {
    family: 'inet6', prefixlen: 128, ifaFlags: ['nodad', 'permanent'], scope: 'link', index: 3, address: 'ff02::77', flags: ['nodad', 'permanent', 'mcautojoin'],
    cacheinfo: forever }],
  ['what the kernel made of the hardware address', ['route/address/ipv6', answer(4)], {
    family: 'inet6', prefixlen: 64, ifaFlags: ['permanent'], scope: 'link', index: 3, address: 'fe80::ff:fe00:1', flags: ['permanent'], proto: 'kernelLl',
    cacheinfo: forever }],
  ['a label', ['route/address/label', answer(0)], {
    family: 'inet', prefixlen: 24, ifaFlags: ['permanent'], scope: 'universe', index: 3, address: '10.0.0.1', local: '10.0.0.1', label: 'd0:web',
    flags: ['permanent'], cacheinfo: forever }],
  ['a peer', ['route/address/peer', answer(0)], {
    family: 'inet', prefixlen: 32, ifaFlags: ['permanent'], scope: 'universe', index: 3, address: '10.0.0.2', local: '10.0.0.1', label: 'd0',
    flags: ['permanent'], cacheinfo: forever }],
  ['a peer in IPv6', ['route/address/peer', answer(2)], {
    family: 'inet6', prefixlen: 64, ifaFlags: ['nodad', 'permanent'], scope: 'universe', index: 3, address: '2001:db8::2', local: '2001:db8::1',
    flags: ['nodad', 'permanent'], cacheinfo: forever }],
  ['lifetimes', ['route/address/lifetime', answer(1)], {
    family: 'inet6', prefixlen: 64, ifaFlags: ['nodad', 'deprecated'], scope: 'universe', index: 3, address: '2001:db8::1', flags: ['nodad', 'deprecated'],
    cacheinfo: { prefered: 0, valid: 1000 } }],
  ['an origin that nobody named', ['route/address/proto', answer(0)], {
    family: 'inet', prefixlen: 24, ifaFlags: ['permanent'], scope: 'universe', index: 3, address: '10.0.0.1', local: '10.0.0.1', label: 'd0', proto: 200,
    flags: ['permanent'], cacheinfo: forever }],
  ['a request for all of a link', ['route/address/ipv4', { type: 22, direction: 'out', command: 'dev d0' }], {
    family: 'unspec', prefixlen: 0, ifaFlags: [], scope: 'universe', index: 3 }],
]

describe('Address', () => {
  tables({
    codec: Address,
    captured,
    // times since the machine began differ whenever the story is told
    show: ({ cacheinfo, ...rest }) => ({ ...rest, ...cacheinfo === undefined ? {} : { cacheinfo: { prefered: cacheinfo.prefered, valid: cacheinfo.valid } } }),
    degraded: [
      ['an attribute of tomorrow', '02180000 03000000 0800010001020304 0600630042ff0000', {
        family: 'inet', prefixlen: 24, ifaFlags: [], scope: 'universe', index: 3, address: '1.2.3.4', unknown: [{ type: 99, data: Uint8Array.of(0x42, 0xff) }] }],
      ['bits of flags without a name', '02180000 03000000 0800080080000080', {
        family: 'inet', prefixlen: 24, ifaFlags: [], scope: 'universe', index: 3, flags: ['permanent', 0x80000000] }],
      ['a family, a scope and an origin without a name', 'c8180007 03000000 05000b0009000000', {
        family: 200, prefixlen: 24, ifaFlags: [], scope: 7, index: 3, proto: 9 }],
      ['the endpoint of MCTP, which is one byte', '2d080000 03000000 0500020008000000', {
        family: 'mctp', prefixlen: 8, ifaFlags: [], scope: 'universe', index: 3, local: '08' }],
      ['a header alone', '02180000 03000000', { family: 'inet', prefixlen: 24, ifaFlags: [], scope: 'universe', index: 3 }],
    ],
    refused: [
      [{ family: 'inet', local: '10.0.0.256' }, 'local: "10.0.0.256" is no IP address'],
      [{ family: 'inet', local: '10.0.0.1/24' }, 'local: "10.0.0.1/24" is no IP address'],
      [{ family: 'inet', prefixlen: 256 }, 'prefixlen: 256 is not a whole number from 0 to 255'],
      [{ family: 'inet', cacheinfo: { valid: -1 } }, 'cacheinfo.valid: -1 is not a whole number from 0 to 4294967295'],
      [{ family: 'inet', flags: ['permanent', 'forever'] },
        'flags: "forever" is none of secondary, nodad, optimistic, dadfailed, homeaddress, deprecated, tentative, permanent, managetempaddr, noprefixroute, mcautojoin, stablePrivacy'],
      [{ family: 'inet', scope: 'galaxy' }, 'scope: "galaxy" is none of universe, site, link, host, nowhere'],
      [{ family: 'inet', addr: '10.0.0.1' }, 'addr: no such attribute; there are family, prefixlen, ifaFlags, scope, index, address, local, label, broadcast, anycast, ' +
        'cacheinfo, multicast, flags, rtPriority, targetNetnsid, proto, mcUsers'],
    ],
    malformed: [
      ['an attribute longer than the message', '02180000 03000000 0900010001020304', 'an attribute of 9 bytes where 8 are left'],
      ['an attribute shorter than its own header', '02180000 03000000 0300010001020304', 'an attribute of 3 bytes where 8 are left'],
      ['a number cut short', '02180000 03000000 0600090032000000', 'rtPriority: 2 bytes, 4 wanted'],
    ],
  })

  it('shows the bytes of an address that is too short, and does not take them for one', () => {
    const decoded = Address.decode(hex('02180000 03000000 0700010001020300'))
    expect(decoded.address).to.equal('01:02:03')
    expect(() => Address.encode(decoded)).to.throw('address: "01:02:03" is no IP address')
  })

  it('says its prefix as a person writes it', () => {
    expect(Address.decode(payloadOf(fixture('route/address/peer').find(answer(1)))).prefix).to.equal('10.0.1.1/24')
    expect(Address.decode(payloadOf(fixture('route/address/ipv6').find(answer(4)))).prefix).to.equal('fe80::ff:fe00:1/64')
  })

  describe('equals what `ip -j -d addr` printed', () => {
    for (const [story, command] of [['ipv4', ''], ['ipv4', ' dev d0'], ['ipv6', ' dev d0'], ['label', ' dev d0'], ['peer', ' dev d0'], ['lifetime', ' dev d0'],
      ['proto', ' dev d0']] as const) {
      it(`${story}: addr show${command}`, () => {
        const { printed, messages } = dumped(`route/address/${story}`, `ip ${story === 'ipv6' ? '-6 ' : ''}-j -d addr show${command}`, 20)
        const links = printed as ReadonlyArray<{ addr_info: object[] }>
        expect(messages.map(message => asIp(Address.decode(payloadOf(message))))).to.deep.equal(links.flatMap(link => link.addr_info))
      })
    }
  })
})

/** The words of `ip -j`, for the keys that these stories have. */
function asIp ({ family, local, address, prefixlen, scope, label, broadcast, rtPriority, flags = [], cacheinfo }: Address): object {
  const own = local ?? address
  const set = new Set(flags)
  return {
    family,
    local: own,
    ...address !== own ? { address } : {},
    prefixlen,
    ...rtPriority === undefined ? {} : { metric: rtPriority },
    ...broadcast === undefined ? {} : { broadcast },
    scope: scope === 'universe' ? 'global' : scope,
    ...set.has('secondary') ? { [family === 'inet6' ? 'temporary' : 'secondary']: true } : {},
    ...set.has('nodad') ? { nodad: true } : {},
    ...set.has('homeaddress') ? { home: true } : {},
    ...set.has('deprecated') ? { deprecated: true } : {},
    ...set.has('permanent') ? {} : { dynamic: true },
    ...set.has('managetempaddr') ? { mngtmpaddr: true } : {},
    ...set.has('noprefixroute') ? { noprefixroute: true } : {},
    ...set.has('mcautojoin') ? { autojoin: true } : {},
    ...label === undefined ? {} : { label },
    valid_life_time: cacheinfo?.valid,
    preferred_life_time: cacheinfo?.prefered,
  }
}
