// The same numbers with another type in another message: RTM_GETSTATS asks with filters where RTM_NEWSTATS answers with counters.
import { expect } from 'chai'
import { attributes, message, nested, struct } from '../../../codec/core/attributes.js'
import { pad, u32, u64, u8 } from '../../../codec/core/types.js'
import { addressFamily } from '../../../codec/route/family.js'
import { fixture } from '../../fixtures.js'
import { hex, hexOf, payloadOf } from '../tables.js'
import { expectUnchanged } from './unchanged.js'

/** struct if_stats_msg, IFLA_STATS_*: linux/if_link.h */
class IfStatsMsg extends struct('if_stats_msg', { family: addressFamily, pad: pad(3), ifindex: u32, filterMask: u32 }) {}
const counters = { rxPackets: u64, txPackets: u64, rxBytes: u64, txBytes: u64 }
class Info extends attributes('IFLA_OFFLOAD_XSTATS_HW_S_INFO_', () => ({ request: [1, u8], used: [2, u8] })) {}
class HwInfo extends attributes('IFLA_OFFLOAD_XSTATS_', () => ({ l3Stats: [3, nested(Info)] })) {}
class Offload extends attributes('IFLA_OFFLOAD_XSTATS_', () => ({ hwSInfo: [2, nested(HwInfo)] })) {}
class Stats extends message(IfStatsMsg, 'IFLA_STATS_', () => ({ link64: [1, struct('rtnl_link_stats64', counters), 'IFLA_STATS_LINK_64'], linkOffloadXstats: [4, Offload] })) {}
class Filters extends attributes('IFLA_STATS_', () => ({ linkOffloadXstats: [4, u32] })) {}
class StatsRequest extends message(IfStatsMsg, 'IFLA_STATS_', () => ({ getFilters: [1, nested(Filters)] })) {}

describe('by message', () => {
  // strace -xx of `ip stats show dev lo group offload subgroup l3_stats` (iproute2 6.1): NLA_F_NESTED|1 { 4: 6 }
  const request = '00000000 01000000 08000000 0c000180 08000400 06000000'
  it('a request\'s 1 is filters', () => {
    const decoded = StatsRequest.decode(hex(request))
    expect(decoded).to.deep.equal({ family: 'unspec', ifindex: 1, filterMask: 8, getFilters: { linkOffloadXstats: 6 } })
    expect(hexOf(StatsRequest.encode(decoded))).to.equal(hexOf(hex(request)))
  })
  it('an answer\'s 1 is counters', () => {
    const { find, step } = fixture('stats/getstats')
    const payload = payloadOf(find({ type: 92, direction: 'in', command: 'group link' }))
    const { rx, tx } = step('group link').output[0].stats64
    const { link64 } = Stats.decode(payload)
    expect([link64?.rxPackets, link64?.txPackets, link64?.rxBytes, link64?.txBytes].map(Number)).to.deep.equal([rx.packets, tx.packets, rx.bytes, tx.bytes])
    expectUnchanged(Stats, payload, { header: 12 })
  })
  it('and 4 is a mask in the one, a nest in the other', () => {
    const payload = payloadOf(fixture('stats/getstats').find({ type: 92, direction: 'in', command: 'group offload' }))
    expect(Stats.decode(payload).linkOffloadXstats).to.deep.equal({ hwSInfo: { l3Stats: { request: 0, used: 0 } } })
    expectUnchanged(Stats, payload, { header: 12 })
  })
})
