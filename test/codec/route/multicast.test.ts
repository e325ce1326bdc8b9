// Multicast routes, the tables that they are in, and what a router is told of packets without a route: as Linux 6.1 told them, and what
// `ip mroute` printed of the same messages.
import { expect } from 'chai'
import { CacheReport } from '../../../codec/route/cache-report.js'
import { CacheReport6 } from '../../../codec/route/cache-report6.js'
import { decodeMessage, encodeMessage } from '../../../codec/message.js'
import { messageFromTree, messageToTree } from '../../../codec/message-tree.js'
import { Link } from '../../../codec/route/link/link.js'
import { Route } from '../../../codec/route/route/route.js'
import { fixture } from '../../fixtures.js'
import { dumped, hex, payloadOf, tables } from '../tables.js'

const story = 'route/route/multicast'
const report = (nth: number) => [story, { type: 96, direction: 'in', nth }] as const

describe('CacheReport', () => {
  tables({
    codec: CacheReport,
    captured: [
      ['a packet without a route', report(0), { family: 'ipmr', msgtype: 'nocache', vifId: 0, srcAddr: '10.0.0.8', dstAddr: '239.1.1.2', pkt: hex('0100000000000000'), table: 253 }],
    ],
    degraded: [['a report of tomorrow', '80000000 05000100 09000000', { family: 'ipmr', msgtype: 9 }]],
    refused: [[{ family: 'ipmr', srcAddr: '10.0.0' }, 'srcAddr: "10.0.0" is no IP address']],
    malformed: [['a number cut short', '80000000 06000200 01000000', 'vifId: 2 bytes, 4 wanted']],
  })
})

describe('CacheReport6', () => {
  const value = { family: 'ip6mr', msgtype: 'nocache', mifId: 0, srcAddr: '2001:db8::8', dstAddr: 'ff0e::2', pkt: new Uint8Array(40) } as const
  tables({
    codec: CacheReport6,
    captured: [['a packet without a route', report(1), value]],
    refused: [[{ family: 'ip6mr', vifId: 0 }, 'vifId: no such attribute; there are family, msgtype, mifId, srcAddr, dstAddr, pkt']],
    malformed: [['a number cut short', '81000000 06000200 01000000', 'mifId: 2 bytes, 4 wanted']],
  })

  it('is what a message of the family ip6mr is, read, written and as a tree', () => {
    const payload = payloadOf(fixture(story).find(report(1)[1]))
    const whole = encodeMessage('RTM_NEWCACHEREPORT', value)
    expect(Buffer.from(whole.subarray(16))).to.deep.equal(Buffer.from(payload))
    expect(decodeMessage(whole)).to.deep.include({ type: 'RTM_NEWCACHEREPORT', message: CacheReport6.decode(payload) })
    const tree = messageToTree(whole)
    expect(tree.tree.map(({ name }) => name)).to.deep.equal([undefined, ...['MSGTYPE', 'MIF_ID', 'SRC_ADDR', 'DST_ADDR', 'PKT'].map(name => `IP6MRA_CREPORT_${name}`)])
    expect(messageFromTree(tree)).to.deep.equal(whole)
  })
})

describe('Route of multicast', () => {
  for (const command of ['ip -s -j mroute show table all', 'ip -6 -s -j mroute show table all']) {
    it(`says what ${command} says`, () => {
      const { printed, messages } = dumped(story, command, 24)
      expect(messages.map(message => Route.decode(payloadOf(message))).map(({ src, dst, mfcStats, expires, type, protocol }) =>
        ({ src, dst, packets: Number(mfcStats?.packets), bytes: Number(mfcStats?.bytes), expires: Number(expires) / 100, type, protocol })))
        .to.deep.equal(printed.map(({ src, dst, packets, bytes, expires }) => ({ src, dst, packets, bytes, expires, type: 'multicast', protocol: 'mrouted' })))
    })
  }
})

describe('Link of the family ipmr', () => {
  const vif = { flags: ['useIfindex'], remoteAddr: '0.0.0.0' }
  tables({
    codec: Link,
    captured: [['a table, and the interfaces it routes by', [story, { type: 16, direction: 'in' }], {
      family: 'ipmr', type: 'netrom', index: 0, flags: [], change: 0,
      afSpec: { id: 253, cacheResQueueLen: 1, mrouteRegVifNum: -1, mrouteDoAssert: 1, mrouteDoPim: 0, mrouteDoWrvifwhole: 0, vifs: { vif: [
        // where it goes by a link, the kernel has its index in the place of the address
        { ...vif, ifindex: 4, vifId: 0, bytesIn: 32n, bytesOut: 0n, packetsIn: 1n, packetsOut: 0n, localAddr: '4.0.0.0' },
        { ...vif, ifindex: 5, vifId: 1, bytesIn: 0n, bytesOut: 32n, packetsIn: 0n, packetsOut: 1n, localAddr: '5.0.0.0' }] } } }]],
  })
})
