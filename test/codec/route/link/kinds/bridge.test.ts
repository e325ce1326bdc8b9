// Bridges: IFLA_INFO_DATA as Linux 6.1 sent it (fixtures/route/link/bridge); the values are what `ip -j -d link show` printed.
import type { Input } from '../../../../../codec/core/infer.js'
import { Bridge } from '../../../../../codec/route/link/kinds/bridge.js'
import { hex, runTables } from '../table.js'

const bridgeId = { prio: 0x1000, addr: '02:00:00:00:00:01' }

describe('codec/route/link/kinds/bridge', () => {
  runTables<Input<Bridge>>({ decode: bytes => Bridge.decode(bytes), encode: value => Bridge.encode(value) }, {
    captured: [
      ['a bridge with most of its options set', `
        0c001000 0000000000000000 0c001100 0000000000000000 0c001200 0000000000000000 0c001300 1c4e000000000000 08000100 90010000 08000200 64000000
        08000300 bc020000 08000400 204e0000 08000500 00000000 06000600 00100000 05000700 01000000 06000900 08000000 0c000b00 1000020000000001
        0c000a00 1000020000000001 06000c00 00000000 08000d00 00000000 05000e00 00000000 05000f00 00000000 0a001400 0180c20000040000
        0c002e00 0300000007000000 06000800 88a80000 06002700 05000000 05002900 01000000 05002d00 01000000 05001600 02000000 05001700 01000000
        05001800 01000000 05001900 01000000 05002a00 01000000 08001a00 10000000 08001b00 00080000 08001c00 02000000 08001d00 02000000
        05002b00 03000000 20002f80 0800010000000000 14000500 00000000000000000000000000000000 05002c00 02000000 0c001e00 6400000000000000
        0c001f00 9065000000000000 0c002000 9c63000000000000 0c002100 7030000000000000 0c002200 e803000000000000 0c002300 340c000000000000
        05002400 01000000 05002500 00000000 05002600 00000000`.replaceAll('\n', ''), {
        forwardDelay: 400,
        helloTime: 100,
        maxAge: 700,
        ageingTime: 20000,
        stpState: 0,
        priority: 4096,
        vlanFiltering: 1,
        vlanProtocol: '802.1ad',
        bridgeId,
        rootId: bridgeId,
        rootPort: 0,
        rootPathCost: 0,
        topologyChange: 0,
        topologyChangeDetected: 0,
        helloTimer: 0n,
        tcnTimer: 0n,
        topologyChangeTimer: 0n,
        gcTimer: 19996n, // ip: 199.96
        vlanDefaultPvid: 5,
        vlanStatsEnabled: 1,
        vlanStatsPerPort: 1,
        groupFwdMask: 8,
        groupAddr: '01:80:c2:00:00:04',
        mcastSnooping: 1,
        multiBoolopt: { optval: ['noLlLearn', 'mcastVlanSnooping'], optmask: 7 },
        mcastRouter: 'perm', // ip: 2
        mcastQueryUseIfaddr: 1,
        mcastQuerier: 1,
        mcastQuerierState: { ipAddress: '0.0.0.0', ipv6Address: '::' }, // none was heard
        mcastHashElasticity: 16,
        mcastHashMax: 2048,
        mcastLastMemberCnt: 2,
        mcastStartupQueryCnt: 2,
        mcastLastMemberIntvl: 100n,
        mcastMembershipIntvl: 26000n,
        mcastQuerierIntvl: 25500n,
        mcastQueryIntvl: 12400n,
        mcastQueryResponseIntvl: 1000n,
        mcastStartupQueryIntvl: 3124n,
        mcastStatsEnabled: 1,
        mcastIgmpVersion: 3,
        mcastMldVersion: 2,
        nfCallIptables: 1,
        nfCallIp6tables: 0,
        nfCallArptables: 0,
      }],
      ['an option, a mode and a protocol that nobody declares', '0c002e00 4000000047000000 08003200 09000000 06000800 91000000 05006000 01000000', {
        multiBoolopt: { optval: [0x40], optmask: 0x47 }, stpMode: 9, vlanProtocol: 0x9100, unknown: [{ type: 0x60, data: hex('01') }],
      }],
      ['the order to forget all addresses', '04001500', { fdbFlush: true }],
    ],
    refused: [
      ['a priority of 17 bits', { priority: 65536 }, 'priority: 65536 is not a whole number from 0 to 65535'],
      ['an option that is none', { multiBoolopt: { optval: ['mst'] } },
        'multiBoolopt.optval: "mst" is none of noLlLearn, mcastVlanSnooping, mstEnable, mdbOffloadFailNotification, fdbLocalVlan0'],
      ['a group address that is too short', { groupAddr: '01:80:c2' }, 'groupAddr: "01:80:c2" has 3 bytes, 6 wanted'],
      ['half a millisecond', { mcastQueryIntvl: 0.5 }, 'mcastQueryIntvl: 0.5 is not a whole number from 0 to 18446744073709551615'],
    ],
    malformed: [
      ['a timer of four bytes', '08001000 00000000', 'helloTimer: 4 bytes, 8 wanted'],
      ['a group address of four bytes', '08001400 0180c200', 'groupAddr: 4 bytes, 6 wanted'],
    ],
  })
})
