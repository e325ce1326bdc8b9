// struct if_stats_msg and IFLA_STATS_*, as Linux 6.1 and iproute2 6.1 sent them; the values are what `ip -j stats show` and `ip -j link xstats`
// printed of the same messages.
import { expect } from 'chai'
import { fromTree, toTree } from '../../../codec/core/tree.js'
import { decodeMessage, encodeMessage } from '../../../codec/message.js'
import { messageName, type MessageType } from '../../../codec/route/message-types.js'
import { declarationOf } from '../../../codec/route/registry.js'
import { Stats, StatsRequest, type Bond3adStats, type BridgeXstats } from '../../../codec/route/stats.js'
import { capture, capturedOf, hasCaptures, nameless, printed } from '../../captures.js'
import { fixture, type CapturedMessage } from '../../fixtures.js'
import { sortedMessage } from '../../nlattr.js'
import { hexOf, payloadOf, tables } from '../tables.js'

const xstats = 'stats/xstats'
const getstats = 'stats/getstats'

// --- as ip prints them
const numbers = (value: object): object => JSON.parse(JSON.stringify(value, (_key, one: unknown) => typeof one === 'bigint' ? Number(one) : one)) as object
type Mcast = NonNullable<BridgeXstats['mcast']>
const both = (name: string, { rx, tx }: { rx: bigint, tx: bigint }): object => ({ [`rx_${name}`]: rx, [`tx_${name}`]: tx })
const multicast = (of: Mcast): object => numbers({
  igmp_queries: { ...both('v1', of.igmpV1queries), ...both('v2', of.igmpV2queries), ...both('v3', of.igmpV3queries) },
  igmp_reports: { ...both('v1', of.igmpV1reports), ...both('v2', of.igmpV2reports), ...both('v3', of.igmpV3reports) },
  igmp_leaves: of.igmpLeaves,
  igmp_parse_errors: of.igmpParseErrors,
  mld_queries: { ...both('v1', of.mldV1queries), ...both('v2', of.mldV2queries) },
  mld_reports: { ...both('v1', of.mldV1reports), ...both('v2', of.mldV2reports) },
  mld_leaves: of.mldLeaves,
  mld_parse_errors: of.mldParseErrors,
})
const snake = (name: string): string => name.replace(/[A-Z]/g, '_$&').toLowerCase()
const words = (value: object): object => numbers(Object.fromEntries(Object.entries(value).map(([name, one]) => [snake(name).replace('resp_', 'response_'), one as unknown])))
const suites = ({ mcast, stp }: BridgeXstats): object => ({ ...mcast && { multicast: multicast(mcast) }, ...stp && { stp: words(stp) } })
const lacp = (of: Bond3adStats | undefined): object => words(of ?? {})

const answersTo = (story: string, command: string): { output: ReadonlyArray<Record<string, unknown>>, stats: Stats[] } => {
  const { json, packets } = fixture(story)
  const step = json.at.find(one => one.command === command)!
  const messages = packets.slice(...step.packets).flatMap(({ messages }) => messages).filter(({ type }) => type === 92)
  return { output: step.output as never, stats: messages.map(message => Stats.decode(payloadOf(message))) }
}

describe('Stats', () => {
  it('has what bridges and their ports count, as ip printed it', () => {
    for (const [command, of] of [['br0 group xstats', 'linkXstats'], ['p0 group xstats_slave', 'linkXstatsSlave']] as const) {
      const { output: [groups, trees], stats: [stats] } = answersTo(xstats, `ip -j -d stats show dev ${command} subgroup bridge`)
      expect(stats?.filterMask).to.deep.equal([of])
      const { multicast, stp } = suites(stats![of]!.bridge!) as Record<string, unknown>
      expect(multicast).to.deep.equal(groups!['multicast'])
      expect(JSON.stringify(multicast)).to.match(/[1-9]/)
      expect(stp).to.deep.equal(trees!['stp'])
    }
    const { output: [printed], stats } = answersTo(xstats, 'ip -j link xstats type bridge_slave dev p0')
    expect({ ifname: 'p0', ...suites(stats.find(({ ifindex }) => ifindex === 5)!.linkXstatsSlave!.bridge!) }).to.deep.equal(printed)
  })
  it('has the VLANs of a bridge and its ports, as bridge printed them', () => {
    const { output, stats } = answersTo(xstats, 'bridge -j -s vlan show')
    const flagNames: Readonly<Record<string, string>> = { pvid: 'PVID', untagged: 'Egress Untagged' }
    const decoded = [['br0', 3, 'linkXstats'], ['p0', 5, 'linkXstatsSlave']] as const
    expect(decoded.map(([ifname, index, of]) => ({
      ifname,
      vlans: stats.find(one => one.ifindex === index && one.filterMask.includes(of))![of]!.bridge!.vlan!
        // those of the bridge that are its ports' alone are not printed
        .filter(({ flags }) => ifname !== 'br0' || flags.includes('brentry'))
        .map(({ vid, flags, ...counters }) => {
          const named = flags.flatMap(flag => flagNames[flag] ?? [])
          return { vid, ...named.length === 0 ? {} : { flags: named }, ...words(counters) }
        }),
    }))).to.deep.equal(output)
    expect(JSON.stringify(output)).to.match(/"rx_bytes":[1-9]/)
  })
  it('has what bonds and their ports count of 802.3ad, as ip printed it', () => {
    for (const [command, of] of [['bond0 group xstats', 'linkXstats'], ['b0 group xstats_slave', 'linkXstatsSlave']] as const) {
      const { output: [printed], stats: [stats] } = answersTo(xstats, `ip -j -d stats show dev ${command} subgroup bond`)
      expect(lacp(stats![of]!.bond!['3ad'])).to.deep.equal(printed!['802.3ad'])
      expect(stats![of]!.bond!['3ad']!.lacpduRx).not.to.equal(0n)
    }
  })
  it('has the counters of a link, as ip printed them', () => {
    const { output: [printed], stats: [stats] } = answersTo(xstats, 'ip -j -d stats show dev p1 group link')
    const { rx, tx } = printed!['stats64'] as Record<string, Record<string, number>>
    const counters = words(stats!.link64!) as Record<string, number>
    const names: Readonly<Record<string, string>> = { rx_multicast: 'multicast', tx_collisions: 'collisions' }
    for (const [side, list] of [['rx', rx], ['tx', tx]] as const) {
      for (const [name, value] of Object.entries(list!)) expect(counters[names[`${side}_${name}`] ?? `${side}_${name}`], `${side} ${name}`).to.equal(value)
    }
    expect(counters['rx_packets']).not.to.equal(0)
  })
  it('has the counters of MPLS, as ip printed them', () => {
    const { output: [printed], stats: [stats] } = answersTo(getstats, 'ip -j -d stats show dev p0 group afstats')
    const { rx, tx } = printed!['mpls_stats'] as Record<string, Record<string, number>>
    const expected = Object.fromEntries([['rx', rx] as const, ['tx', tx] as const].flatMap(([side, list]) => Object.entries(list!).map(([name, value]) => [`${side}_${name}`, value])))
    expect(words(stats!.afSpec!.mpls!.link!)).to.deep.equal(expected)
  })
  it('has who counts in hardware, as ip printed it', () => {
    const { output: [printed], stats: [stats] } = answersTo(xstats, 'ip -j -d stats show dev p1 group offload subgroup l3_stats')
    const { request, used } = stats!.linkOffloadXstats!.hwSInfo!.l3Stats!
    expect({ request: request === 1, used: used === 1 }).to.deep.equal(printed!['info'])
  })

  const header = { family: 'unspec', ifindex: 4, filterMask: ['linkOffloadXstats'] }
  const counted = { rxPackets: 1n, txPackets: 2n, rxBytes: 3n, txBytes: 4n, rxErrors: 5n, txErrors: 6n, rxDropped: 7n, txDropped: 8n, multicast: 9n }
  const u64s = Object.values(counted).map(value => `${value.toString(16).padStart(2, '0')}00000000000000`).join('')
  tables({
    codec: Stats,
    degraded: [
      // made by hand: struct rtnl_hw_stats64 of linux/if_link.h, which only hardware counts
      ['what hardware counts', `00000000 04000000 08000000 50000400 4c000300 ${u64s}`, { ...header, linkOffloadXstats: { l3Stats: counted } }],
      ['a bit and a kind of tomorrow', '00000000 04000000 40000000 0c000200 08000900 01000000', {
        ...header, filterMask: [0x40], linkXstats: { unknown: [{ type: 9, data: Uint8Array.of(1, 0, 0, 0) }] } }],
    ],
    refused: [
      [{ filterMask: ['link'] }, 'filterMask: "link" is none of link64, linkXstats, linkXstatsSlave, linkOffloadXstats, afSpec'],
      [{ linkXstats: { bridge: { vlan: [{ vid: -1 }] } } }, 'linkXstats.bridge.vlan[0].vid: -1 is not a whole number from 0 to 65535'],
    ],
    malformed: [
      ['a counter cut short', '00000000 04000000 02000000 14000200 10000200 0c000100 08000000 01000000', 'linkXstats.bond.3ad.lacpduRx: 4 bytes, 8 wanted'],
    ],
  })
})

describe('StatsRequest', () => {
  const header = { family: 'unspec', ifindex: 4, filterMask: ['linkOffloadXstats'] }
  tables({
    codec: StatsRequest,
    captured: [
      ['a dump', [getstats, { type: 94, direction: 'out', nth: 3 }], { ...header, ifindex: 0 }],
      ['group link', [xstats, { type: 94, direction: 'out', command: 'group link' }], { ...header, filterMask: ['link64'] }],
      ['subgroup l3_stats', [xstats, { type: 94, direction: 'out', command: 'l3_stats' }], { ...header, getFilters: { linkOffloadXstats: ['hwSInfo', 'l3Stats'] } }],
      ['subgroup cpu_hit', [xstats, { type: 94, direction: 'out', command: 'cpu_hit' }], { ...header, getFilters: { linkOffloadXstats: ['cpuHit'] } }],
      ['l3_stats on', [xstats, { type: 95, direction: 'out', command: 'l3_stats on' }], { ...header, filterMask: [], setOffloadXstatsL3Stats: 1 }],
      ['l3_stats off', [xstats, { type: 95, direction: 'out', command: 'l3_stats off' }], { ...header, filterMask: [], setOffloadXstatsL3Stats: 0 }],
    ],
    refused: [
      [{ getFilters: { link64: 1 } }, 'getFilters.link64: no such attribute; there are linkOffloadXstats'],
      [{ link64: {} }, 'link64: no such attribute; there are family, ifindex, filterMask, getFilters, setOffloadXstatsL3Stats'],
    ],
    malformed: [['a filter cut short', '00000000 04000000 08000000 0c000180 06000400 0600 0000', 'getFilters.linkOffloadXstats: 2 bytes, 4 wanted']],
  })
  it('is written as ip writes it', () => {
    const { bytes, flags, seq } = fixture(xstats).find({ type: 94, direction: 'out', command: 'l3_stats' })
    const value = { ifindex: 4, filterMask: ['linkOffloadXstats'], getFilters: { linkOffloadXstats: ['hwSInfo', 'l3Stats'] } } as const
    expect(hexOf(encodeMessage('RTM_GETSTATS', value, { flags, sequence: seq }))).to.equal(hexOf(bytes))
  })
})

describe('captures with counters [needs ../shared/captures]', () => {
  before(function () { if (!hasCaptures) this.skip() })
  const types = [92, 94, 95]
  const declared = ({ type, flags }: CapturedMessage) => declarationOf(messageName(type) as MessageType, flags)
  /** The answers to the last request for this filter. */
  const last = (name: string, filter: number): Stats[] => {
    const messages = capture(name).flatMap(({ messages }) => messages).filter(({ type, bytes }) => types.includes(type) && bytes[24] === filter)
    return messages.slice(messages.findLastIndex(({ type }) => type === 94) + 1).map(message => Stats.decode(payloadOf(message)))
  }

  it('Stats has all that `ip -j link xstats` printed', () => {
    const bridges = last('link-bridge', 2).flatMap(({ linkXstats }) => linkXstats?.bridge === undefined ? [] : [{ ifname: 'br0', ...suites(linkXstats.bridge) }])
    expect(bridges).to.deep.equal(printed('link-bridge.xstats'))
    const port = last('link-bridge', 4).find(({ ifindex }) => ifindex === 4)
    expect([{ ifname: 'p0', ...suites(port!.linkXstatsSlave!.bridge!) }]).to.deep.equal(printed('link-bridge.xstats-slave'))
  })
  it('each is a tree of names alone, and comes back byte for byte', () => {
    const messages = capturedOf(types)
    expect(messages).to.have.length.above(50)
    for (const message of messages) {
      const tree = toTree(declared(message), payloadOf(message))
      expect(nameless(tree)).to.deep.equal([])
      expect(hexOf(fromTree(declared(message), tree))).to.equal(hexOf(payloadOf(message)))
    }
  })
  it('each is written again as it was', () => {
    for (const { type, flags, seq, pid, bytes } of capturedOf(types)) {
      const { message } = decodeMessage(bytes)
      const again = encodeMessage(messageName(type) as 'RTM_NEWSTATS', message as never, { flags, sequence: seq, port: pid })
      expect(sortedMessage(again)).to.deep.equal(sortedMessage(bytes))
    }
  })
})
