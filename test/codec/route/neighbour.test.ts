// struct ndmsg and NDA_*, as Linux 6.1, ip and bridge 6.1 sent them; the values are what `ip -j -d -s neigh` and `bridge -j -d -s fdb` printed.
import { expect } from 'chai'
import { Neighbour } from '../../../codec/route/neighbour.js'
import { dumped, hex, payloadOf, tables, type Captured } from '../tables.js'

const header = { family: 'inet', ndmIfindex: 3, state: [], flags: [], type: 'unspec' }
const entry = { ...header, type: 'unicast' }
const bridge = { ...entry, family: 'bridge' }
/** By bytes of an address: a dump has the order of a hash table. */
const answer = (command: string, containing: string) => [{ type: 28, direction: 'in', command }, containing] as const
const request = (nth: number, command = 'batch', type = 28) => ({ type, direction: 'out', command, nth }) as const
const [neigh, fdb, vxlan, proxy] = ['neighbour', 'fdb', 'vxlan-fdb', 'proxy'].map(story => `route/neighbour/${story}`) as [string, string, string, string]

const captured: readonly Captured[] = [
  ['a neighbour that was never found', [neigh, ...answer('-s neigh show', '0a000009')], { ...entry, state: ['incomplete'], dst: '10.0.0.9', probes: 4, flagsExt: ['managed'] }],
  ['a router', [neigh, ...answer('-s neigh show', '0a000008')], {
    ...entry, state: ['permanent'], flags: ['router'], dst: '10.0.0.8', lladdr: '02:00:00:00:00:08', probes: 0 }],
  ['one learned elsewhere', [neigh, ...answer('-s neigh show', '0a000007')], {
    ...entry, state: ['permanent'], flags: ['extLearned'], dst: '10.0.0.7', lladdr: '02:00:00:00:00:07', probes: 0 }],
  ['who made it', [neigh, ...answer('-s neigh show', '0a000004')], { ...entry, state: ['stale'], dst: '10.0.0.4', lladdr: '02:00:00:00:00:04', probes: 0, protocol: 'zebra' }],
  ['IPv6', [neigh, ...answer('-s neigh show', '020000000062')], {
    ...entry, family: 'inet6', state: ['permanent'], flags: ['router'], dst: '2001:db8::2', lladdr: '02:00:00:00:00:62', probes: 0 }],
  ['a request for all of a link', [neigh, request(0, 'nud permanent', 30)], { ...header, family: 'unspec', ndmIfindex: 0, ifindex: 3 }],
  ['a request to have one managed', [neigh, request(6)], { ...header, dst: '10.0.0.9', flagsExt: ['managed'] }],
  ['a request to forget one', [neigh, request(0, 'batch', 29)], { ...header, state: ['permanent'], dst: '10.0.0.2' }],
  ['one that is answered for', [proxy, ...answer('show proxy', '20010db8')], { ...entry, family: 'inet6', flags: ['proxy'], dst: '2001:db8::20', protocol: 'static' }],
  ['an entry of a bridge, by VLAN', [fdb, ...answer('fdb get', '')], {
    ...bridge, type: 'unspec', ndmIfindex: 4, state: ['noarp'], lladdr: '02:00:00:00:01:10', master: 3, vlan: 1 }],
  ['a request for an entry of a bridge', [fdb, request(0, 'fdb get', 30)], {
    ...header, family: 'bridge', ndmIfindex: 0, lladdr: '02:00:00:00:01:10', vlan: 1, master: 3 }],
  ['where a VXLAN sends what it does not know', [vxlan, ...answer('dev vx2', '0a000009')], {
    ...bridge, state: ['noarp', 'permanent'], flags: ['self'], lladdr: '00:00:00:00:00:00', dst: '10.0.0.9', port: 4792, vni: 43, ifindex: 4 }],
  ['an entry by nexthop object', [vxlan, ...answer('dev vx2', '020000000116')], {
    ...bridge, state: ['noarp', 'permanent'], flags: ['self'], lladdr: '02:00:00:00:01:16', nhId: 510 }],
  ['an entry of a VXLAN of many VNIs', [vxlan, ...answer('dev vx3', '0a00000a')], {
    ...bridge, ndmIfindex: 4, state: ['noarp', 'permanent'], flags: ['self'], lladdr: '00:00:00:00:00:00', dst: '10.0.0.10', srcVni: 44 }],
]

describe('Neighbour', () => {
  tables({
    codec: Neighbour,
    captured,
    show: ({ cacheinfo: _, ...rest }) => rest, // how long ago; `ip -s` rounds it, below
    degraded: [
      ['an attribute of tomorrow', '02000000 03000000 02000001 0800630001000000', {
        ...entry, state: ['reachable'], unknown: [{ type: 99, data: Uint8Array.of(1, 0, 0, 0) }] }],
      ['a state and flags without a name', '02000000 03000000 00800001 08000f0000000080', { ...entry, state: [0x8000], flagsExt: [0x80000000] }],
      ['a tunnel\'s neighbour, whose hardware address is one of IPv4', '02000000 03000000 80000001 08000200c0000201', {
        ...entry, state: ['permanent'], lladdr: '192.0.2.1' }],
      ['a tunnel\'s neighbour, whose hardware address is one of IPv6', '0a000000 03000000 80000001 14000200 20010db8000000000000000000000001', {
        ...entry, family: 'inet6', state: ['permanent'], lladdr: '2001:db8::1' }],
      ['a hardware address that reads as IPv6 of eight groups', '0a000000 03000000 80000001 14000200 00110022003300440055006600770088', {
        ...entry, family: 'inet6', state: ['permanent'], lladdr: '00:11:00:22:00:33:00:44:00:55:00:66:00:77:00:88' }],
      ['the hardware address of InfiniBand', '02000000 03000000 80000001 18000200 800000480100000000000000000000000011ab01', {
        ...entry, state: ['permanent'], lladdr: '80:00:00:48:01:00:00:00:00:00:00:00:00:00:00:00:00:11:ab:01' }],
      ['no hardware address', '02000000 03000000 80000001 04000200', { ...entry, state: ['permanent'], lladdr: '' }],
      // net/bridge/br_fdb.c, fdb_fill_info: nla_nest_start()
      ['an entry that tells of its activity', '07000000 03000000 40000000 10000e80 0500010003000000 04000200', {
        ...header, family: 'bridge', state: ['noarp'], fdbExtAttrs: { activityNotify: ['bit', 'inactiveBit'], dontRefresh: true } }],
    ],
    refused: [
      [{ ...header, lladdr: '02:00:00' + ':0' }, 'lladdr: "02:00:00:0" is no IP address'],
      [{ ...header, lladdr: 'router' }, 'lladdr: "router" is no hardware address'],
      [{ ...header, dst: '10.0.0' }, 'dst: "10.0.0" is no IP address'],
      [{ ...header, port: 65536 }, 'port: 65536 is not a whole number from 0 to 65535'],
      [{ ...header, state: ['dead'] }, 'state: "dead" is none of incomplete, reachable, stale, delay, probe, failed, noarp, permanent'],
      [{ ...header, fdbExtAttrs: { notify: true } }, 'fdbExtAttrs.notify: no such attribute; there are activityNotify, dontRefresh'],
    ],
    malformed: [
      ['a number cut short', '02000000 03000000 02000001 0600040001000000', 'probes: 2 bytes, 4 wanted'],
      ['an attribute inside longer than its nest', '07000000 03000000 40000000 0c000e80 0900010003000000', 'fdbExtAttrs: an attribute of 9 bytes where 8 are left'],
    ],
  })

  it('takes what is neither a hardware address nor of IP for neither', () => {
    expect(() => Neighbour.encode({ lladdr: 5 as never })).to.throw('lladdr: 5 is no hardware address')
  })
  it('decodes a header cut short, as iproute2 sends it in requests for all', () => {
    expect(Neighbour.decode(hex('07000000'))).to.deep.equal({ family: 'bridge' })
  })

  describe('equals what was printed', () => {
    for (const command of ['ip -j -d -s neigh show', 'ip -j -d neigh show dev d0 nud permanent'] as const) {
      it(`neighbour: ${command}`, () => {
        const { printed, messages } = dumped(neigh, command, 28)
        // ip leaves out what needs no resolution, and sorts out states by itself
        const decoded = messages.map(message => Neighbour.decode(payloadOf(message))).filter(({ state }) => !state.includes('noarp'))
        const shown = decoded.filter(({ state }) => command.includes('permanent') ? state.includes('permanent') : true)
        expect(shown.map(neighbour => asIp(neighbour, command))).to.deep.equal(printed)
      })
    }
    it('proxy: ip -j -d neigh show proxy', () => {
      const { printed, messages } = dumped(proxy, 'ip -j -d neigh show proxy', 28)
      expect(messages.map(message => asIp(Neighbour.decode(payloadOf(message)), ''))).to.deep.equal(printed.map(one => ({ ...one, state: [] })))
    })
    for (const command of ['bridge -j -d -s fdb show dev vx2', 'bridge -j -d -s fdb show dev vx3']) {
      it(`vxlan-fdb: ${command}`, () => {
        const { printed, messages } = dumped(vxlan, command, 28)
        expect(messages.map(message => asBridge(Neighbour.decode(payloadOf(message)), { 3: 'vx2', 4: 'vx3' }))).to.deep.equal(printed)
      })
    }
    it('fdb: bridge -j -d -s fdb show br br0', () => {
      const { printed, messages } = dumped(fdb, 'bridge -j -d -s fdb show br br0', 28)
      const links = { 3: 'br0', 4: 'p0' } as const
      const seen = messages.map(message => Neighbour.decode(payloadOf(message))).map(entry =>
        ({ ...asBridge(entry, links), ifname: links[entry.ndmIfindex as 3 | 4], ...entry.master === undefined ? {} : { master: links[entry.master as 3] } }))
      expect(seen).to.deep.equal(printed)
    })
  })
})

const given = <T>(name: string, value: T | undefined, as: (value: T) => unknown = x => x): object => value === undefined ? {} : { [name]: as(value) }
const seconds = (ticks: number): number => Math.floor(ticks / 100)
/** The words of `ip -j neigh`, for the keys that these stories have. */
function asIp ({ dst, ndmIfindex, lladdr, flags, flagsExt = [], cacheinfo, probes, state, protocol }: Neighbour, command: string): object {
  const statistics = command.includes('-s') && cacheinfo !== undefined
  return {
    dst,
    ...command.includes('dev d0') ? {} : { dev: { 3: 'd0' }[ndmIfindex as 3] },
    ...given('lladdr', lladdr),
    ...flags.includes('router') ? { router: null } : {},
    ...flags.includes('proxy') ? { proxy: null } : {},
    ...flags.includes('extLearned') ? { extern_learn: null } : {},
    ...flagsExt.includes('managed') ? { managed: null } : {},
    ...statistics && cacheinfo.refcnt > 0 ? { refcnt: cacheinfo.refcnt } : {},
    ...statistics ? { used: seconds(cacheinfo.used), confirmed: seconds(cacheinfo.confirmed), updated: seconds(cacheinfo.updated) } : {},
    ...command.includes('-s') ? given('probes', probes) : {},
    state: state.map(name => String(name).toUpperCase()),
    ...given('protocol', protocol),
  }
}
/** The words of `bridge -j fdb`. */
function asBridge ({ lladdr, dst, port, vni, srcVni, ifindex, nhId, vlan, cacheinfo, flags, state }: Neighbour, links: Readonly<Record<number, string>>): object {
  const words: Readonly<Record<string, string>> = { extLearned: 'extern_learn' }
  return {
    mac: lladdr,
    ...given('dst', dst), ...given('vlan', vlan), ...given('port', port), ...given('vni', vni), ...given('src_vni', srcVni),
    ...given('viaIf', ifindex, index => links[index]), ...given('nhid', nhId),
    ...cacheinfo === undefined ? {} : { used: seconds(cacheinfo.used), updated: seconds(cacheinfo.updated) },
    flags: flags.map(name => words[name] ?? name),
    state: state.includes('permanent') ? 'permanent' : state.includes('noarp') ? 'static' : '',
  }
}
