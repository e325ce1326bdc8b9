// struct br_vlan_msg and BRIDGE_VLANDB_*, as Linux 6.1 and iproute2 6.1 sent them; the values are what `bridge -j -d vlan` printed of the same messages.
import { expect } from 'chai'
import { Vlan, VlanRequest } from '../../../codec/route/vlan-db.js'
import { dumped, payloadOf, tables, type Captured } from '../tables.js'

const header = { family: 'bridge', ifindex: 3 }
const story = 'bridge/vlan-db'
const none = { rxBytes: 0n, rxPackets: 0n, txBytes: 0n, txPackets: 0n }
const usual = { state: 'forwarding', mcastRouter: 'tempQuery' }

const captured: readonly Captured[] = [
  ['VLANs of a bridge', [story, { type: 112, direction: 'in', command: 'bridge -j -d vlan show', nth: 0 }], {
    ...header, entry: [{ info: { flags: ['pvid', 'untagged'], vid: 1 }, ...usual }, { info: { flags: [], vid: 10 }, ...usual }] }],
  ['counters', [story, { type: 112, direction: 'in', command: 'bridge -j -d -s vlan show', nth: 0 }], {
    ...header, entry: [{ info: { flags: ['pvid', 'untagged'], vid: 1 }, ...usual, stats: none }, { info: { flags: [], vid: 10 }, ...usual, stats: none }] }],
  ['a request of bridge', [story, { type: 112, direction: 'out', nth: 0 }], {
    family: 'bridge', ifindex: 4, entry: [{ info: { flags: ['onlyOpts'], vid: 10 }, state: 'blocking' }] }],
  ['a request for what is global', [story, { type: 112, direction: 'out', nth: 1 }], {
    ...header, globalOptions: [{ id: 10, mcastSnooping: 1, mcastQuerier: 1, mcastIgmpVersion: 3, mcastQueryIntvl: 12700n }] }],
]

describe('Vlan', () => {
  tables({
    codec: Vlan,
    captured,
    degraded: [
      ['an attribute of tomorrow', '07000000 03000000 05003300 01000000', { ...header, unknown: [{ type: 51, data: Uint8Array.of(1) }] }],
      ['a state and a bit without a name', '07000000 03000000 14000180 08000100 80000a00 05000300 09000000', {
        ...header, entry: [{ info: { flags: [0x80], vid: 10 }, state: 9 }] }],
      // made by hand: linux/if_bridge.h; br_rports_fill_info()
      ['a router behind a port', '07000000 03000000 2c000280 06000100 0a000000 20001080 1c000200 18000100 04000000 08000100 64000000 05000200 01000000', {
        ...header, globalOptions: [{ id: 10, mcastRouterPorts: { router: { port: [{ ifindex: 4, timer: 100, type: 'tempQuery' }] } } }] }],
    ],
    refused: [
      [{ ...header, entry: [{ info: { vid: 65536 } }] }, 'entry[0].info.vid: 65536 is not a whole number from 0 to 65535'],
      [{ ...header, entry: [{ state: 'up' }] }, 'entry[0].state: "up" is none of disabled, listening, learning, forwarding, blocking'],
      [{ ...header, globalOptions: {} }, 'globalOptions: {} is no list'],
    ],
    malformed: [
      ['a range cut short', '07000000 03000000 0c000180 05000200 0a000000', 'entry.range: 1 bytes, 2 wanted'],
      ['an attribute longer than the message', '07000000 03000000 14000180 06000200 0a000000', 'an attribute of 20 bytes where 12 are left'],
    ],
  })

  it('is what `bridge -j -d vlan show` printed', () => {
    const { printed, messages } = dumped(story, 'bridge -j -d vlan show', 112)
    const flagNames: Readonly<Record<string, string>> = { pvid: 'PVID', untagged: 'Egress Untagged' }
    const decoded = messages.map(message => Vlan.decode(payloadOf(message))).map(({ ifindex, entry = [] }) => ({
      ifname: { 3: 'br0', 4: 'p0' }[ifindex],
      vlans: entry.map(({ info, range, state }) => ({
        vlan: info?.vid,
        ...range === undefined ? {} : { vlanEnd: range },
        ...info?.flags.length === 0 ? {} : { flags: info?.flags.map(flag => flagNames[flag]) },
        state, mcast_router: 1,
      })),
    }))
    expect(decoded).to.deep.equal(printed)
  })
  it('is, of what is global, what `bridge -j -d vlan global show` printed', () => {
    const { printed, messages } = dumped(story, 'bridge -j -d vlan global show', 112)
    const decoded = messages.map(message => Vlan.decode(payloadOf(message))).flatMap(({ globalOptions = [] }) => globalOptions).map(options => ({
      vlan: options.id,
      ...options.range === undefined ? {} : { vlanEnd: options.range },
      mcast_snooping: options.mcastSnooping, mcast_querier: options.mcastQuerier, mcast_igmp_version: options.mcastIgmpVersion,
      mcast_mld_version: options.mcastMldVersion, mcast_last_member_count: options.mcastLastMemberCnt,
      mcast_last_member_interval: Number(options.mcastLastMemberIntvl), mcast_startup_query_count: options.mcastStartupQueryCnt,
      mcast_startup_query_interval: Number(options.mcastStartupQueryIntvl), mcast_membership_interval: Number(options.mcastMembershipIntvl),
      mcast_querier_interval: Number(options.mcastQuerierIntvl), mcast_query_interval: Number(options.mcastQueryIntvl),
      mcast_query_response_interval: Number(options.mcastQueryResponseIntvl),
    }))
    expect(decoded).to.deep.equal(printed[0].vlans)
  })
})

describe('VlanRequest', () => {
  tables({
    codec: VlanRequest,
    captured: [
      ['a request for all', [story, { type: 114, direction: 'out', nth: 0 }], { family: 'bridge', ifindex: 0, flags: [] }],
      ['a request with counters', [story, { type: 114, direction: 'out', nth: 1 }], { family: 'bridge', ifindex: 0, flags: ['stats'] }],
    ],
    refused: [[{ family: 'bridge', ifindex: 0, flags: ['all'] }, 'flags: "all" is none of stats, global']],
  })
})
