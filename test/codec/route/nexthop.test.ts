// struct nhmsg and NHA_*, as Linux 6.1 and 6.12 and iproute2 6.1 sent them; the values are what `ip -j -d nexthop` printed of the same messages.
import { expect } from 'chai'
import { Nexthop } from '../../../codec/route/nexthop.js'
import { dumped, payloadOf, tables, type Captured } from '../tables.js'

const header = { family: 'inet', scope: 'universe', protocol: 'unspec', flags: [] }
const group = { ...header, family: 'unspec' }
const story = 'nexthop/group'
const answer = (nth: number) => ({ type: 104, direction: 'in', command: 'ip -j -d nexthop show', nth }) as const
const request = (nth: number) => ({ type: 104, direction: 'out', command: 'nexthop add', nth }) as const
const resGroup = { buckets: 8, idleTimer: 6000, unbalancedTimer: 12000 }
const mpls = { encapType: 'mpls', encap: { dst: '500/600' } }

const captured: readonly Captured[] = [
  ['a gateway', [story, answer(0)], { ...header, scope: 'link', id: 1, oif: 3, gateway: '10.0.0.2' }],
  ['who made it', [story, answer(1)], { ...header, scope: 'link', protocol: 'static', id: 2, oif: 3, gateway: '10.0.0.3' }],
  ['a link alone', [story, answer(2)], { ...header, scope: 'host', id: 3, oif: 3 }],
  ['packets thrown away', [story, answer(3)], { ...header, id: 4, blackhole: true }],
  ['a gateway of IPv6', [story, answer(4)], { ...header, family: 'inet6', scope: 'link', id: 6, oif: 3, gateway: 'fe80::5' }],
  ['labels of MPLS', [story, answer(5)], { ...header, scope: 'link', id: 8, oif: 3, gateway: '10.0.0.9', ...mpls }, 'NLA_F_NESTED differs'],
  ['one for forwarding entries', [story, answer(6)], { ...header, scope: 'link', id: 9, fdb: true, gateway: '10.0.0.10' }],
  ['a group with weights', [story, answer(8)], {
    ...group, id: 101, groupType: 'mpath', group: [{ id: 1, weight: 2, weightHigh: 0 }, { id: 2, weight: 254, weightHigh: 0 }] }],
  ['a resilient group', [story, answer(10)], {
    ...group, id: 103, groupType: 'res', resGroup: { ...resGroup, unbalancedTime: 0n },
    group: [{ id: 1, weight: 0, weightHigh: 0 }, { id: 2, weight: 2, weightHigh: 0 }] }],
  ['a bucket', [story, { type: 116, direction: 'in', nth: 6 }], { ...group, id: 103, resBucket: { index: 6, nhId: 1, idleTime: 34n } }],
  ['weights of 16 bits, of Linux 6.12', ['newer/nexthop', { type: 104, direction: 'in', command: 'ip -j -d nexthop show', nth: -1 }], {
    ...group, id: 100, groupType: 'mpath', group: [{ id: 1, weight: 0, weightHigh: 16 }, { id: 2, weight: 7, weightHigh: 0 }], opFlags: ['respGrpResvd0'] }],
  ['statistics, of Linux 6.12', ['newer/nexthop', { type: 104, direction: 'in', command: './send.py', nth: 0 }], {
    ...group, id: 100, groupType: 'mpath', group: [{ id: 1, weight: 0, weightHigh: 16 }, { id: 2, weight: 7, weightHigh: 0 }], hwStatsEnable: 0,
    groupStats: { entry: [{ id: 1, packets: 0n }, { id: 2, packets: 0n }] }, opFlags: ['respGrpResvd0'] }],
  ['a request of iproute2', [story, request(0)], { ...header, id: 1, oif: 3, gateway: '10.0.0.2' }],
  ['a request with labels', [story, request(5)], { ...header, id: 8, oif: 3, gateway: '10.0.0.9', ...mpls }],
  ['a request for a resilient group', [story, request(10)], {
    ...group, id: 103, groupType: 'res', resGroup, group: [{ id: 1, weight: 0, weightHigh: 0 }, { id: 2, weight: 2, weightHigh: 0 }] }],
]

describe('Nexthop', () => {
  tables({
    codec: Nexthop,
    captured,
    degraded: [
      ['an attribute of tomorrow', '02000000 00000000 08000100 01000000 05003300 01000000', { ...header, id: 1, unknown: [{ type: 51, data: Uint8Array.of(1) }] }],
      ['a type of group, a bit and a family without a name', 'c8000000 00010000 06000300 07000000', { ...header, family: 200, flags: [0x100], groupType: 7 }],
      ['a tunnel that nobody declared', '02000000 00000000 06000700 63000000 08000880 01020304', {
        ...header, encapType: 99, unknown: [{ type: 0x8008, data: Uint8Array.of(1, 2, 3, 4) }] }],
      ['packets beyond 32 bits', '00000000 00000000 24000f80 20000180 08000100 01000000 0c000200 0000000001000000 08000300 05000000', {
        ...group, groupStats: { entry: [{ id: 1, packets: 0x100000000n, packetsHw: 5n }] } }],
    ],
    refused: [
      [{ ...header, id: -1 }, 'id: -1 is not a whole number from 0 to 4294967295'],
      [{ ...header, group: [{ id: 1, weight: 256 }] }, 'group[0].weight: 256 is not a whole number from 0 to 255'],
      [{ ...header, group: 1 }, 'group: 1 is no list'],
      [{ ...header, groupType: 'resilient' }, 'groupType: "resilient" is none of mpath, res'],
      [{ ...header, blackhole: 1 }, 'blackhole: 1 is neither true nor false'],
      [{ ...header, gateway: 'fe80::1%3' }, 'gateway: "fe80::1%3" is no IP address'],
      [{ ...header, resGroup: { bucket: 8 } }, 'resGroup.bucket: no such attribute; there are buckets, idleTimer, unbalancedTimer, unbalancedTime'],
      [{ ...header, via: '10.0.0.1' }, 'via: no such attribute; there are family, scope, protocol, flags, id, group, groupType, blackhole, oif, gateway, encapType, encap, groups, master, fdb, ' +
        'resGroup, resBucket, opFlags, groupStats, hwStatsEnable, hwStatsUsed'],
    ],
    malformed: [
      ['an id cut short', '02000000 00000000 06000100 01000000', 'id: 2 bytes, 4 wanted'],
      ['an attribute longer than the message', '02000000 00000000 0c000100 01000000', 'an attribute of 12 bytes where 8 are left'],
    ],
  })

  it('is what `ip -j -d nexthop show` printed', () => {
    const { printed, messages } = dumped(story, 'ip -j -d nexthop show', 104)
    expect(messages.map(message => asIp(Nexthop.decode(payloadOf(message)) as Nexthop))).to.deep.equal(printed)
  })
  it('is, of buckets, what `ip -j -d nexthop bucket show` printed', () => {
    const { printed, messages } = dumped(story, 'ip -j -d nexthop bucket show id 103', 116)
    expect(messages.map(message => Nexthop.decode(payloadOf(message)) as Nexthop).map(({ id, resBucket }) => ({
      id, bucket: { index: resBucket?.index, idle_time: Number(resBucket?.idleTime) / 100, nhid: resBucket?.nhId }, flags: [] }))).to.deep.equal(printed)
  })
})

/** The words of `ip -j`, for the keys that the story has. */
function asIp (nexthop: Nexthop): object {
  const { id, group, groupType, gateway, oif, resGroup, scope, protocol, flags, blackhole, fdb } = nexthop
  return {
    id,
    ...group === undefined ? {} : { group: group.map(({ id, weight }) => weight === 0 ? { id } : { id, weight: weight + 1 }) },
    ...groupType === 'res' ? { type: 'resilient' } : {},
    ...resGroup === undefined ? {} : { resilient_args: {
      buckets: resGroup.buckets, idle_timer: resGroup.idleTimer! / 100, unbalanced_timer: resGroup.unbalancedTimer! / 100,
      unbalanced_time: Number(resGroup.unbalancedTime) / 100 } },
    ...nexthop.encapType === 'mpls' ? { encap: 'mpls', dst: nexthop.encap?.dst } : {},
    ...gateway === undefined ? {} : { gateway },
    ...oif === undefined ? {} : { dev: 'd0' },
    scope: scope === 'universe' ? 'global' : scope,
    ...blackhole === true ? { blackhole: null } : {},
    protocol, flags,
    ...fdb === true ? { fdb: null } : {},
  }
}
