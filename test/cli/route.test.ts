// What `rtnl route` and `nexthop` say of what a route carries, as text and as JSON: beside `ip`, which made them.
import { expect } from 'chai'
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeMessage, encodeMessage } from '../../codec/index.js'
import type { Input } from '../../codec/core/infer.js'
import type { Route } from '../../codec/route/route/route.js'
import { RtnetlinkSync } from '../../src/client/rtnetlink-sync.js'
import { LinkNames } from '../../src/cli/show/names.js'
import { routeSaid } from '../../src/cli/show/route.js'
import { textOf } from '../../src/cli/show/said.js'
import { fixture, fixtures } from '../fixtures.js'
import { Machine } from '../client/machine.js'
import { itNeeds } from '../needs.js'
import { rtnl } from './rtnl.js'

const setUp = `
link set lo up
link add v0 type veth peer name v1
link set v0 up
link set v1 up
addr add 10.1.1.1/24 dev v0
addr add fd00::1/64 dev v0 nodad
route add 10.16.0.0/16 dev v0 realms 3/4 mtu lock 1400
route add 10.17.0.0/16 via 10.1.1.2 realm 7 rtt 300ms rttvar 100ms rto_min 2s features ecn quickack 1 window 4000 hoplimit 3 congctl lock cubic
route add 10.18.0.0/16 nexthop via 10.1.1.3 realm 5 weight 2 nexthop via inet6 fd00::5 dev v0
route add 10.20.0.0/16 encap ip id 5 dst 1.2.3.4 src 1.2.3.5 ttl 6 tos 8 key csum seq dev v0
route add 10.21.0.0/16 encap ip6 id 5 dst fd00::5 hoplimit 6 tc 8 key dev v0
route add 10.22.0.0/16 encap ip id 5 dst 1.2.3.4 vxlan_opts 45 dev v0
route add 10.23.0.0/16 encap ip id 5 dst 1.2.3.4 erspan_opts 2:0:1:2 dev v0
route add 10.24.0.0/16 encap ip id 5 dst 1.2.3.4 erspan_opts 1:7:0:0 dev v0
route add 10.25.0.0/16 encap ip id 5 dst 1.2.3.4 dev v0 mtu 1300 tos 0x10 metric 5 proto static src 10.1.1.1
route add blackhole 10.26.0.0/16
route add fd04::/64 via fd00::2 expires 999
route add fd05::/64 via fd00::2 pref high
`
/** Of a kernel that has segment routing. */
const segmentRouting = `
route add fd08::/64 encap seg6 mode encap segs fd00::9,fd00::8 dev v0
route add fd09::/64 encap seg6 mode inline segs fd00::9 dev v0
route add fd0a::/64 encap seg6 mode l2encap segs fd00::9 hmac 171 dev v0
route add fd0b::/64 encap seg6local action End dev v0
route add fd0c::/64 encap seg6local action End.X nh6 fd00::5 dev v0
route add fd0d::/64 encap seg6local action End.T table 254 dev v0
route add fd0e::/64 encap seg6local action End.DX4 nh4 10.1.1.2 count dev v0
route add fd0f::/64 encap seg6local action End.B6.Encaps srh segs fd00::5,fd00::6 dev v0
route add fd10::/64 encap seg6local action End.DX2 oif v1 dev v0
`
const words = ['route', 'route show dev v0', '-6 route', 'route get 10.16.0.1', 'route get 10.17.0.1', 'route get 10.1.1.1', 'route get 10.18.0.1 mark 17', 'route get 10.16.0.1 mark 7', 'route get 127.0.0.1', 'nexthop']

/** As the kernel would tell them, and as this one may not be able to: none of them is sent. A file of them is what `ip route showdump` prints. */
const told = (v0: number, v1: number): Array<Input<typeof Route>> => {
  const v6 = { family: 'inet6', dst: 'fd20::', dstLen: 64, rtmTable: 254, table: 254, protocol: 'boot', scope: 'universe', type: 'unicast', oif: v0, pref: 'medium' } as const
  const v4 = { family: 'inet', dst: '10.30.0.0', dstLen: 16, rtmTable: 254, table: 254, protocol: 'boot', scope: 'universe', type: 'unicast', oif: v0 } as const
  const srh = { nexthdr: 0, hdrlen: 4, type: 3, segmentsLeft: 2, cmpr: 0, padding: 0, reserved: 0, segments: ['fd00::6', 'fd00::5'] }
  const trace = { namespaceId: 1, nodelen: 0, remlen: 3, type: 0x80000000 }
  return [
    { ...v4, encapType: 'mpls', encap: { dst: '100/200', ttl: 5 }, gateway: '10.1.1.2' },
    { ...v4, encapType: 'ip', encap: { id: 5n, dst: '1.2.3.4', opts: { geneve: [{ class: [258], type: [3], data: [Uint8Array.of(1, 2, 3, 0xff)] }] } } },
    { ...v4, encapType: 'xfrm', encap: { ifId: 5, link: v1 } },
    { ...v4, encapType: 'bpf', encap: { in: { name: 'one' }, out: {}, xmit: { name: 'x' }, xmitHeadroom: 14 } },
    { ...v4, metrics: { lock: ['mtu', 'cwnd'], mtu: 1400, rtt: 900, rtoMin: 2500, features: ['ecn', 'sack'], fastopenNoCookie: 1 } },
    { ...v4, metrics: { features: ['allfrag'] } },
    { ...v6, encapType: 'rpl', encap: { srh } },
    { ...v6, encapType: 'ioam6', encap: { mode: 'encap', dst: 'fd00::7', trace, freqK: 1, freqN: 3 } },
    { ...v6, encapType: 'ioam6', encap: { mode: 'inline', trace: { ...trace, type: 0x00000100 }, freqK: 1, freqN: 1 } },
    { ...v6, encapType: 'ioam6', encap: { mode: 'auto', dst: 'fd00::7', trace: { ...trace, type: 0 }, freqK: 1, freqN: 1 } },
    { ...v6, encapType: 'ila', encap: { locator: 0x20010db800000001n, csumMode: 'adjustTransport', identType: 'luid', hookType: 'output' } },
    { ...v6, encapType: 'seg6Local', encap: { action: 'endDt6', vrftable: 100, iif: v1, counters: { packets: 1n, bytes: 2n, errors: 3n } } },
    { ...v6, encapType: 'seg6Local', encap: { action: 'end', flavors: { operation: ['psp', 'usd', 'nextCsid'], lcblockBits: 32, lcnodeFnBits: 16 } } },
    { ...v6, encapType: 'seg6Local', encap: { action: 'endBpf', bpf: { prog: 7, progName: 'end' } } },
    { ...v6, cacheinfo: { clntref: 1, lastuse: 250, expires: -300, error: 4294967183, used: 3, id: 0, ts: 0, tsage: 0 } },
    {
      ...v6, dst: 'fd21::', multipath: [
        { flags: [], hops: 0, ifindex: v0, gateway: 'fd00::2', encapType: 'mpls', encap: { dst: '7' } },
        { flags: ['onlink'], hops: 2, ifindex: v1, encapType: 'seg6', encap: { srh: { mode: 'encapRed', srh: { segments: ['fd00::9'] } } } },
      ],
    },
    { family: 'mpls', dst: '100', dstLen: 20, rtmTable: 254, protocol: 'static', scope: 'universe', type: 'unicast', oif: v0, newdst: '200/300', via: { family: 'inet', addr: '10.1.1.2' }, ttlPropagate: 0 },
    { family: 'mpls', dst: '101', dstLen: 20, rtmTable: 254, protocol: 'static', scope: 'universe', type: 'unicast', ttlPropagate: 1, multipath: [{ flags: [], hops: 0, ifindex: v0, newdst: '7', via: { family: 'inet6', addr: 'fd00::2' } }] },
  ] as never
}
/** Of what `ip route save` writes. iproute2's ip/iproute.c */
const MAGIC = 0x45311224

describe('rtnl route', () => {
  let machine: Machine
  before(async () => {
    machine = await Machine.make()
    machine.namespace.sysctl('net.ipv6.conf.all.accept_ra', 0)
    await machine.namespace.execFile('sh', ['-c', 'echo "$1" | ip -batch -; echo "$2" | ip -force -batch - 2>/dev/null || :', 'sh', setUp.trim(), segmentRouting.trim()])
    await machine.namespace.execFile('sh', ['-c', 'echo "$1" | ip -batch -', 'sh', 'nexthop add id 6 encap ip id 7 dst 1.2.3.4 dev v0\nnexthop add id 8 via 10.1.1.3 dev v0\nnexthop add id 9 via 10.1.1.4 dev v0\nnexthop add id 10 group 8,3/9'])
  })
  after(() => machine[Symbol.dispose]())

  for (const line of words) {
    itNeeds('iproute2', `${line}: what is asked for is said, as ip says it`, async () => {
      for (const options of ['', '-d ']) {
        const still = (text: string): string => text.replace(/(expires"?[: ])\d+/g, '$1#')
        expect(still(await rtnl(machine.namespace, `${options}${line}`)), options).to.equal(still(await machine.run(`${options}${line}`)))
        expect(JSON.parse(still(await rtnl(machine.namespace, `-j ${options}${line}`)).replace(/#/g, '0'))).to.deep.equal(JSON.parse(still(await machine.run(`-j ${options}${line}`)).replace(/#/g, '0')))
      }
    })
  }

  // The kernel tells the nexthop's type and keeps the route's own: ip route flush is refused with EINVAL.
  itNeeds('iproute2', 'routes by a blackhole nexthop are shown by their type, and flushed', async () => {
    using own = await Machine.make()
    for (const line of ['link set lo up', 'nexthop add id 2 blackhole', '-6 nexthop add id 3 blackhole', 'route add 10.15.0.0/16 nhid 2', '-6 route add fd00::/16 nhid 3', 'route add blackhole 10.16.0.0/16']) {
      await rtnl(own.namespace, line)
    }
    for (const line of ['route show type blackhole', '-6 route show type blackhole']) expect(await rtnl(own.namespace, line)).to.equal(await own.run(line)).and.include('nhid')
    await rtnl(own.namespace, 'route flush type blackhole')
    await rtnl(own.namespace, '-6 route flush fd00::/16')
    expect(await own.ip('route')).to.deep.equal([])
    expect(await own.ip('-6 route')).to.deep.equal([])
  })

  itNeeds('iproute2', 'what this kernel has not: as ip prints it from a file', async () => {
    const [v0, v1] = [machine.sync.link.get('v0').index, machine.sync.link.get('v1').index]
    // Those of kernels that have it, too: their own bytes. What a look-up answers is not shown from a file.
    const captured = fixtures('route/route').filter(story => !story.endsWith('multicast')).flatMap(story => fixture(story).all({ type: 24, direction: 'in', protocol: 0 })).map(({ bytes }) => bytes)
      .filter(bytes => !(decodeMessage(bytes).message as Route).flags.includes('cloned'))
    const messages: readonly Uint8Array[] = [...told(v0, v1).map(route => encodeMessage('RTM_NEWROUTE', route)), ...captured]
    expect(captured.length).to.be.above(30)
    const magic = Buffer.alloc(4)
    magic.writeUInt32LE(MAGIC)
    const directory = mkdtempSync(join(tmpdir(), 'rtnl-'))
    try {
      writeFileSync(join(directory, 'routes'), Buffer.concat([magic, ...messages]))
      for (const options of ['', '-s', '-d']) {
        const { stdout } = await machine.namespace.execFile('sh', ['-c', `ip ${options} route showdump <"$1"`, 'sh', join(directory, 'routes')])
        using rt = RtnetlinkSync.open({ namespace: machine.namespace })
        const how = { names: new LinkNames(rt), details: options === '-d', statistics: options === '-s', showTable: true }
        const ours = messages.map(one => textOf(routeSaid(decodeMessage(one).message as Route, how)))
        expect(ours.join('').split('\n'), options).to.deep.equal(stdout.split('\n'))
      }
    } finally { rmSync(directory, { recursive: true }) }
  })
})
