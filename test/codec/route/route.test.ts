// struct rtmsg and RTA_*, as Linux 6.1 and iproute2 6.1 sent them; the values are what `ip -j -d route` printed of the same messages.
import { expect } from 'chai'
import { prefixOf, Route } from '../../../codec/route/route/route.js'
import type { Via } from '../../../codec/route/route/via.js'
import { fixture } from '../../fixtures.js'
import { dumped, hex, payloadOf, tables, type Captured } from '../tables.js'

const header = { family: 'inet', dstLen: 24, srcLen: 0, tos: 0, rtmTable: 254, protocol: 'boot', scope: 'universe', type: 'unicast', flags: [] }
const main = { ...header, table: 254 }
const cacheinfo = { clntref: 0, lastuse: 0, expires: 0, error: 0, used: 0, id: 0, ts: 0, tsage: 0 }
const inet6 = { ...main, family: 'inet6', dstLen: 64, priority: 1024, oif: 3, cacheinfo, pref: 'medium' }
const mpls = { ...header, family: 'mpls', dstLen: 20 }
const hop = { flags: [], hops: 0 }
const answer = (nth: number, command = 'route show') => ({ type: 24, direction: 'in', command, nth }) as const
const request = (nth: number, command = 'batch', type = 24) => ({ type, direction: 'out', command, nth }) as const

const captured: readonly Captured[] = [
  ['a default route', ['route/route/unicast', answer(0)], { ...main, dstLen: 0, protocol: 'dhcp', gateway: '10.0.0.254', oif: 3, priority: 100 }],
  ['realms', ['route/route/unicast', answer(1)], { ...main, dstLen: 0, protocol: 'openr', gateway: '10.0.0.253', oif: 3, priority: 200, flow: 0x50007 }],
  ['a route of the kernel', ['route/route/unicast', answer(2)], { ...main, protocol: 'kernel', scope: 'link', dst: '10.0.0.0', prefsrc: '10.0.0.1', oif: 3 }],
  ['a type of service', ['route/route/unicast', answer(3)], {
    ...main, tos: 16, protocol: 'static', dst: '192.0.2.0', prefsrc: '10.0.0.1', gateway: '10.0.0.3', oif: 3, priority: 50 }],
  ['a gateway that no subnet has', ['route/route/unicast', answer(5)], { ...main, flags: ['onlink'], dst: '192.0.4.0', gateway: '172.16.0.1', oif: 3 }],
  ['a table beyond eight bits', ['route/route/tables', answer(1, 'table all')], {
    ...main, dstLen: 16, rtmTable: 252, table: 100000, protocol: 'babel', scope: 'link', dst: '10.77.0.0', oif: 3 }],
  ['a route that leads nowhere', ['route/route/blackhole', answer(2, 'table all')], { ...main, type: 'unreachable', dst: '192.0.6.0', priority: 4278198272 }],
  ['metrics', ['route/route/metrics', answer(1)], {
    ...main, scope: 'link', dst: '192.0.11.0', oif: 3, metrics: {
      lock: ['rtoMin'], mtu: 1400, window: 65535, rtt: 800, rttvar: 200, ssthresh: 10, cwnd: 20, advmss: 1360, reordering: 4, hoplimit: 63, initcwnd: 11,
      features: ['ecn'], rtoMin: 200, initrwnd: 12, quickack: 1, ccAlgo: 'cubic', fastopenNoCookie: 1 } }],
  ['metrics that are locked', ['route/route/metrics', answer(2)], {
    ...main, scope: 'link', dst: '192.0.12.0', oif: 3, metrics: { lock: ['mtu', 'window', 'advmss', 'ccAlgo'], mtu: 1300, window: 1000, advmss: 1260, ccAlgo: 'reno' } }],
  ['many ways, one of them with realms', ['route/route/multipath', answer(2)], {
    ...main, dst: '203.0.113.0', multipath: [
      { ...hop, len: 16, hops: 2, ifindex: 3, gateway: '10.0.0.2' }, { ...hop, len: 24, hops: 6, ifindex: 4, gateway: '10.1.0.2', flow: 8 },
      { ...hop, len: 8, hops: 255, ifindex: 4 }] }],
  ['ways through gateways of both families', ['route/route/multipath', answer(3)], {
    ...main, dst: '203.0.114.0', multipath: [
      { ...hop, len: 16, flags: ['onlink'], ifindex: 3, gateway: '10.9.9.9' },
      { ...hop, len: 32, hops: 1, ifindex: 4, via: { family: 'inet6', addr: 'fe80::5' } }] }],
  ['a way with labels', ['route/route/multipath', answer(4)], {
    ...main, dst: '203.0.115.0', multipath: [
      { ...hop, len: 40, ifindex: 3, gateway: '10.0.0.9', encapType: 'mpls', encap: { dst: '300/301' } }, { ...hop, len: 16, ifindex: 4, gateway: '10.1.0.9' }] }],
  ['a gateway of IPv6', ['route/route/via', answer(1)], { ...main, dst: '192.0.3.0', via: { family: 'inet6', addr: 'fe80::1' }, oif: 3 }],
  ['a nexthop object', ['route/route/nexthop-id', answer(1)], { ...main, dst: '192.0.2.0', nhId: 7, gateway: '10.0.0.2', oif: 3 }],
  ['labels to put in front', ['route/route/encap-mpls', answer(1)], { ...main, dst: '192.0.2.0', gateway: '10.0.0.2', oif: 3, encapType: 'mpls', encap: { dst: '100/200/300' } }],
  ['a label with a time to live', ['route/route/encap-mpls', answer(2)], {
    ...main, dst: '192.0.3.0', gateway: '10.0.0.2', oif: 3, encapType: 'mpls', encap: { dst: '400', ttl: 7 } }],
  ['a tunnel of IPv4', ['route/route/encap-ip', answer(1)], {
    ...main, scope: 'link', dst: '192.0.2.0', oif: 3, encapType: 'ip', encap: { id: 77n, dst: '10.0.0.2', src: '10.0.0.1', tos: 4, ttl: 9, flags: ['csum', 'key'] } }],
  ['a tunnel of IPv6', ['route/route/encap-ip', answer(2)], {
    ...main, scope: 'link', dst: '192.0.3.0', oif: 3, encapType: 'ip6', encap: { id: 78n, dst: '2001:db8::2', src: '2001:db8::1', tc: 3, hoplimit: 8, flags: ['seq'] } }],
  ['options of VXLAN', ['route/route/encap-ip', answer(3)], {
    ...main, scope: 'link', dst: '192.0.4.0', oif: 3, encapType: 'ip', encap: {
      id: 79n, dst: '10.0.0.3', src: '0.0.0.0', tos: 0, ttl: 0, flags: ['vxlanOpt'], opts: { vxlan: { gbp: 456 } } } }, 'NLA_F_NESTED differs'],
  ['options of Geneve, all in one nest', ['route/route/encap-ip', answer(4)], {
    ...main, scope: 'link', dst: '192.0.5.0', oif: 3, encapType: 'ip', encap: {
      id: 80n, dst: '10.0.0.3', src: '0.0.0.0', tos: 0, ttl: 0, flags: ['geneveOpt'],
      opts: { geneve: [{ class: [0, 1], type: [1, 2], data: [hex('00000000'), hex('1111222233334444')] }] } } }, 'NLA_F_NESTED differs'],
  ['options of Geneve as a request has them, a nest each', ['route/route/encap-ip', request(3)], {
    ...header, scope: 'link', dst: '192.0.5.0', oif: 3, encapType: 'ip', encap: {
      id: 80n, dst: '10.0.0.3',
      opts: { geneve: [{ class: [0], type: [1], data: [hex('00000000')] }, { class: [1], type: [2], data: [hex('1111222233334444')] }] } } }],
  ['segments around the packet', ['route/route/encap-seg6', answer(1)], {
    ...inet6, dst: 'fc00:1::', encapType: 'seg6', encap: { srh: { mode: 'encap', srh: {
      nexthdr: 0, hdrlen: 4, type: 4, segmentsLeft: 1, firstSegment: 1, flags: 0, tag: 0, segments: ['fc00::2', 'fc00::1'] } } } }],
  ['segments in the packet\'s own header', ['route/route/encap-seg6', answer(2)], {
    ...inet6, dst: 'fc00:2::', encapType: 'seg6', encap: { srh: { mode: 'inline', srh: {
      nexthdr: 0, hdrlen: 4, type: 4, segmentsLeft: 1, firstSegment: 1, flags: 0, tag: 0, segments: ['::', 'fc00::3'] } } } }],
  ['the end of a list of segments', ['route/route/encap-seg6', answer(4)], {
    ...inet6, dst: 'fc00:4::', encapType: 'seg6Local', encap: { action: 'endX', nh6: '2001:db8::9' } }],
  ['an end with segments of its own', ['route/route/encap-seg6', answer(5)], {
    ...inet6, dst: 'fc00:5::', encapType: 'seg6Local', encap: { action: 'endB6Encap', srh: {
      nexthdr: 0, hdrlen: 4, type: 4, segmentsLeft: 1, firstSegment: 1, flags: 0, tag: 0, segments: ['fc00::5', 'fc00::4'] } } }],
  ['a label that is exchanged', ['route/route/mpls', answer(0)], { ...mpls, dst: '100', newdst: '200/300', via: { family: 'inet', addr: '10.0.0.2' }, oif: 3 }],
  ['a label that is taken off', ['route/route/mpls', answer(1)], { ...mpls, dst: '101', via: { family: 'inet6', addr: 'fe80::1' }, oif: 3 }],
  ['labels on many ways', ['route/route/mpls', answer(3)], {
    ...mpls, dst: '103', multipath: [
      { ...hop, len: 28, ifindex: 3, newdst: '500', via: { family: 'inet', addr: '10.0.0.2' } },
      { ...hop, len: 28, ifindex: 3, newdst: '600', via: { family: 'inet', addr: '10.0.0.3' } }] }],
  ['a source prefix', ['route/route/ipv6', answer(0)], { ...inet6, dstLen: 0, srcLen: 48, src: '2001:db8:9::', gateway: '2001:db8::2' }],
  ['a preference of routers', ['route/route/ipv6', answer(4)], {
    ...inet6, dstLen: 48, protocol: 'ra', dst: '2001:db8:3::', gateway: 'fe80::1', priority: 50, pref: 'high' }],
  ['a request with an expiry', ['route/route/ipv6', request(4)], { ...header, family: 'inet6', dstLen: 48, dst: '2001:db8:4::', expires: 600, oif: 3 }],
  ['a request for what a packet would take', ['route/route/cacheinfo', request(0, 'sport 1000', 26)], {
    ...header, rtmTable: 0, dstLen: 32, protocol: 'unspec', type: 'unspec', flags: ['lookupTable'], dst: '192.0.2.5', ipProto: 'tcp', sport: 1000, dport: 80 }],
  ['what a packet would take', ['route/route/cacheinfo', answer(0, 'mark 5')], {
    ...main, dstLen: 32, protocol: 'unspec', flags: ['cloned'], dst: '192.0.2.5', oif: 3, prefsrc: '10.0.0.1', gateway: '10.0.0.2', metrics: { mtu: 1400 }, mark: 5,
    uid: 1000, cacheinfo: { ...cacheinfo, clntref: 2 } }],
]

describe('Route', () => {
  tables({
    codec: Route,
    captured,
    // a story made again was looked at sooner or later
    show: value => value.cacheinfo === undefined ? value : { ...value, cacheinfo: { ...value.cacheinfo, lastuse: 0 } },
    degraded: [
      ['an attribute of tomorrow', '02180000fe030001 00000000 0800630001000000', { ...header, unknown: [{ type: 99, data: Uint8Array.of(1, 0, 0, 0) }] }],
      ['a kind of tunnel without a name', '02180000fe030001 00000000 0600150063000000 0800160001020304', {
        ...header, encapType: 99, unknown: [{ type: 22, data: Uint8Array.of(1, 2, 3, 4) }] }],
      ['RTA_ENCAP without its type', '02180000fe030001 00000000 0800160001020304', { ...header, unknown: [{ type: 22, data: Uint8Array.of(1, 2, 3, 4) }] }],
      ['a gateway of a family that nobody speaks', '02180000fe030001 00000000 0a0012000400010203040000', {
        ...header, via: { family: 'ipx', addr: hex('01020304') } }],
      ['bits of labels that the kernel leaves 0', '1c140000fe030001 00000000 0c0001000006 4b40 000c8000', { ...mpls, dst: '100,tc=5,ttl=64,s=1/200,s=0' }],
      ['one without labels', '1c140000fe030001 00000000 04000100', { ...mpls, dst: '' }],
      ['counters of multicast routes', '80200000fe110005 00000000 1c001100010000000000000002000000000000000300000000000000 0c0017002a00000000000000', {
        ...header, family: 'ipmr', dstLen: 32, protocol: 'mrouted', type: 'multicast', mfcStats: { packets: 1n, bytes: 2n, wrongIf: 3n }, expires: 42n }],
    ],
    refused: [
      [{ ...header, dst: '10.0.0.0/24' }, 'dst: "10.0.0.0/24" is no IP address'],
      [{ ...header, family: 'mpls', dst: '10.0.0.0' }, 'dst: "10.0.0.0" is no list of MPLS labels, each from 0 to 1048575, as 100/200'],
      [{ ...header, family: 'mpls', dst: '1048576' }, 'dst: "1048576" is no list of MPLS labels, each from 0 to 1048575, as 100/200'],
      [{ ...header, encap: { dst: '100' } }, 'encap: it goes by encapType, which is missing'],
      [{ ...header, encapType: 'none', encap: {} }, 'encap: nothing is declared for encapType "none": give its bytes in `unknown`'],
      [{ ...header, encapType: 'mpls', encap: { dst: '100', label: 1 } }, 'encap.label: no such attribute; there are dst, ttl'],
      [{ ...header, multipath: [{ ifindex: 1 }, { ifindex: 2, gateway: 'x' }] }, 'multipath[1].gateway: "x" is no IP address'],
      [{ ...header, via: { family: 'inet6', addr: 'fe80::g' } }, 'via.addr: "fe80::g" is no IP address'],
      [{ ...header, metrics: { lock: ['mss'] } }, 'metrics.lock: "mss" is none of mtu, window, rtt, rttvar, ssthresh, cwnd, advmss, reordering, hoplimit, initcwnd, features, ' +
        'rtoMin, initrwnd, quickack, ccAlgo, fastopenNoCookie'],
      [{ ...header, encapType: 'seg6', encap: { srh: { mode: 'encap', srh: { segments: ['10.0.0.1'] } } } }, 'encap.srh.srh.segments[0]: "10.0.0.1" is no IPv6 address'],
      [{ ...header, type: 'blackhold' }, 'type: "blackhold" is none of unspec, unicast, local, broadcast, anycast, multicast, blackhole, unreachable, prohibit, throw, nat, xresolve'],
    ],
    malformed: [
      ['a hop longer than the list', '02180000fe030001 00000000 0c00090010000000 03000000', 'multipath: a record of 16 bytes where 8 are left'],
      ['a hop whose attribute is too long', '02180000fe030001 00000000 1400090010000000 03000000 090005000a000002', 'multipath[0]: an attribute of 9 bytes where 8 are left'],
      ['labels of three bytes', '1c140000fe030001 00000000 0700010000064000', 'dst: 3 bytes, a multiple of 4 wanted'],
      ['segments cut short', '0a400000fe030001 00000000 0600150005000000 0c0016000800010001000000', 'encap.srh.srh: 0 bytes, 8 wanted'],
      ['a number cut short', '02180000fe030001 00000000 0600040003000000', 'oif: 2 bytes, 4 wanted'],
    ],
  })

  it('decodes a struct that is shorter than ours as far as it goes', () => {
    expect(Route.decode(hex('02180000fe030001 00000000 0c000c000200000003000000')).cacheinfo).to.deep.equal({ clntref: 2, lastuse: 3 })
  })

  it('gives the segments their numbers, where only the path is given', () => {
    const srh = { mode: 'encap', srh: { segments: ['fc00::2', 'fc00::1'] } } as const
    const { encap } = Route.decode(Route.encode({ family: 'inet6', encapType: 'seg6', encap: { srh } }))
    expect(encap).to.deep.equal((Route.decode(payloadOf(fixture('route/route/encap-seg6').find(answer(1))))).encap)
  })

  it('says its prefix as a person writes it', () => {
    const prefixes = (story: string): string[] => fixture(`route/route/${story}`).all({ ...answer(0) }).map(message => prefixOf(Route.decode(payloadOf(message))))
    expect(prefixes('unicast').slice(0, 3)).to.deep.equal(['default', 'default', '10.0.0.0/24'])
    expect(prefixes('mpls')).to.deep.equal(['100', '101', '102', '103'])
  })

  describe('equals what `ip -j -d route show` printed', () => {
    for (const [story, command] of [['unicast', 'ip -j -d route show'], ['multipath', 'ip -j -d route show'], ['metrics', 'ip -j -d route show'],
      ['tables', 'ip -j -d route show table all'], ['blackhole', 'ip -j -d route show table all'], ['mpls', 'ip -j -d -f mpls route show'],
      ['ipv6', 'ip -6 -j -d route show'], ['ipv6', 'ip -6 -j -d route show table all']] as const) {
      it(`${story}: ${command}`, () => {
        const { printed, messages } = dumped(`route/route/${story}`, command, 24)
        expect(messages.map(message => asIp(Route.decode(payloadOf(message)), command.endsWith('table all')))).to.deep.equal(printed)
      })
    }
  })
})

const links: Readonly<Record<number, string>> = { 1: 'lo', 3: 'd0', 4: 'd1' }
const tableNames: Readonly<Record<number, string>> = { 254: 'main', 255: 'local' }
const given = <T>(name: string, value: T | undefined, as: (value: T) => unknown = x => x): object => value === undefined ? {} : { [name]: as(value) }
const shortest = (address: string, length: number, whole: number): string => length === whole ? address : `${address}/${length}`
/** The words of `ip -j`, for the keys that these stories have. */
function asIp (route: Route, withTable: boolean): object {
  const bits = route.family === 'inet' ? 32 : route.family === 'inet6' ? 128 : 20
  const scope = route.scope === 'universe' ? 'global' : route.scope
  const via = ({ via }: { readonly via?: Via }): object => given('via', via, ({ family, addr }) => ({ family, host: addr }))
  return {
    type: route.type,
    dst: route.dst === undefined ? 'default' : shortest(route.dst, route.dstLen, bits),
    ...given('from', route.src, src => shortest(src, route.srcLen, bits)),
    ...given('to', route.newdst),
    ...route.tos === 0 ? {} : { tos: `0x${route.tos.toString(16)}` },
    ...given('gateway', route.gateway),
    ...via(route),
    ...given('dev', route.oif, oif => links[oif]),
    ...withTable ? given('table', route.table, table => tableNames[table] ?? String(table)) : {},
    protocol: route.protocol,
    scope,
    ...given('prefsrc', route.prefsrc),
    ...given('metric', route.priority),
    flags: route.flags,
    ...given('flow', route.flow, flow => ({ from: String(flow >>> 16), to: String(flow & 0xffff) })),
    ...given('metrics', route.metrics, ({ lock: _, rtt, rttvar, rtoMin, ccAlgo, features, fastopenNoCookie, ...same }) => [{
      ...same, ...given('rtt', rtt, x => x / 8), ...given('rttvar', rttvar, x => x / 4), ...given('rto_min', rtoMin), ...given('congestion', ccAlgo),
      ...features?.includes('ecn') === true ? { ecn: null } : {}, ...given('fastopen_no_cookie', fastopenNoCookie) }]),
    ...route.family === 'inet6' && route.cacheinfo?.expires ? { expires: Math.floor(route.cacheinfo.expires / 100) } : {},
    ...given('pref', route.pref),
    ...given('nexthops', route.multipath, hops => hops.map(hop => ({
      ...hop.encapType === 'mpls' ? { encap: 'mpls', dst: hop.encap?.dst } : {}, ...given('to', hop.newdst), ...given('gateway', hop.gateway), ...via(hop),
      ...given('flow', hop.flow, flow => ({ to: String(flow) })), dev: links[hop.ifindex], ...route.family === 'mpls' ? {} : { weight: hop.hops + 1 }, flags: hop.flags }))),
  }
}
