// One attribute or struct of several lengths: by address family, by the kernel's age.
import { expect } from 'chai'
import { attributes, byFamily, choice, message, struct } from '../../../codec/core/attributes.js'
import { array } from '../../../codec/core/lists.js'
import { byLength, ip, mac, pad, s32, string, u16, u32, u64, uint, widened } from '../../../codec/core/types.js'
import { Address } from '../../../codec/route/address.js'
import { addressFamily } from '../../../codec/route/family.js'
import { fixture } from '../../fixtures.js'
import { attributesOf } from '../../nlattr.js'
import { hex, hexOf, payloadOf } from '../tables.js'
import { expectUnchanged } from './unchanged.js'

class Ifinfomsg extends struct('ifinfomsg', { family: addressFamily, pad: pad(1), type: u16, index: s32, flags: u32, change: u32 }) {}
/** struct rtnl_link_stats64, in Linux 5.10; 5.19 has one more. */
const stats = Object.fromEntries(['rxPackets', 'txPackets', 'rxBytes', 'txBytes', 'rxErrors', 'txErrors', 'rxDropped', 'txDropped', 'multicast', 'collisions',
  'rxLengthErrors', 'rxOverErrors', 'rxCrcErrors', 'rxFrameErrors', 'rxFifoErrors', 'rxMissedErrors', 'txAbortedErrors', 'txCarrierErrors', 'txFifoErrors',
  'txHeartbeatErrors', 'txWindowErrors', 'rxCompressed', 'txCompressed', 'rxNohandler'].map(name => [name, u64])) as Record<string, typeof u64>
class Stats64 extends struct('rtnl_link_stats64', stats, { tail: { rxOtherhostDropped: u64 } }) {}
class Link extends message(Ifinfomsg, 'IFLA_', () => ({ ifname: [3, string], stats64: [23, Stats64] })) {}

describe('by length', () => {
  it('IFA_ADDRESS: 4 bytes and 16, and what a tunnel\'s IFLA_ADDRESS is', () => {
    const dump = fixture('route/address/peer').all({ type: 20, direction: 'in', command: 'addr show' }).map(payloadOf)
    const lengths = dump.map(payload => attributesOf(payload, 8).attributes.find(({ type }) => type === 1)!.data.length)
    expect(lengths).to.deep.equal([4, 4, 16])
    expect(dump.map(payload => Address.decode(payload).address)).to.deep.equal(['10.0.0.2', '10.0.1.0', '2001:db8::2'])
    class Set extends attributes('X_', () => ({ address: [1, byLength({ 4: ip, 6: mac, 16: ip })] })) {}
    for (const bytes of ['0800010001020304', '0a000100 0200000000010000', '14000100 20010db8000000000000000000000001']) {
      expect(hexOf(Set.encode(Set.decode(hex(bytes))))).to.equal(hexOf(hex(bytes)))
    }
    expect(() => Set.decode(hex('0700010001020300'))).to.throw('address: 3 bytes, 4 or 6 or 16 wanted')
  })

  it('IFLA_STATS64: of an older kernel, of this one, of a newer one', () => {
    const payload = payloadOf(fixture('route/link/stats').find({ type: 16, direction: 'in' }))
    const bytes = attributesOf(payload, 16).attributes.find(({ type }) => type === 23)!.data
    expect(bytes.length).to.equal(200) // Linux 6.1
    expect(Link.decode(payload).stats64).to.have.property('rxOtherhostDropped', 0n)
    expectUnchanged(Link, payload, { header: 16 })

    const older = Stats64.decode(bytes.slice(0, 192)) // what 5.10 sends
    expect(older).to.not.have.property('rxOtherhostDropped')
    expect(older).to.have.property('rxNohandler')
    expect(hexOf(Stats64.encode(older))).to.equal(hexOf(bytes.subarray(0, 192)))

    const newer = Uint8Array.from([...bytes, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(Stats64.decode(newer).rest).to.deep.equal(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))
    expect(hexOf(Stats64.encode(Stats64.decode(newer)))).to.equal(hexOf(newer))

    expect(Stats64.decode(bytes.slice(0, 20))).to.have.keys('rxPackets', 'txPackets') // and half of a member is none
  })

  it('arrays of sysctls: each kernel has as many as it has', () => {
    class Inet6 extends attributes('IFLA_INET6_', () => ({ conf: [2, array(s32)] })) {}
    class AfSpec extends attributes('AF_', () => ({ inet6: [10, Inet6] })) {}
    class Link extends message(Ifinfomsg, 'IFLA_', () => ({ afSpec: [26, byFamily({ unspec: AfSpec })] })) {}
    const conf = fixture('route/link/af-spec').all({ type: 16, direction: 'in' }).map(payloadOf)
      .filter(payload => payload[0] === 0).map(payload => Link.decode(payload).afSpec?.inet6?.conf).find(conf => conf !== undefined)!
    expect(conf.length).to.equal(59) // DEVCONF_MAX of Linux 6.1; 5.10 has 52, 6.18 has 60
    for (const length of [0, 52, 59, 60]) {
      const other = Array.from({ length }, (_, i) => conf[i] ?? 0)
      expect(Inet6.decode(Inet6.encode({ conf: other })).conf).to.deep.equal(other)
    }
  })

  it('IFLA_IPTUN_FLAGS: 16 bits for sit, 32 for ip6tnl', () => {
    class Tunnel extends attributes('IFLA_IPTUN_', () => ({ flags: [8, widened(u32, u16)] })) {}
    const LinkInfo = attributes('IFLA_INFO_', () => ({ kind: [1, string], data: [2, choice('kind', { ip6tnl: Tunnel, sit: Tunnel })] }))
    class Link extends message(Ifinfomsg, 'IFLA_', () => ({ ifname: [3, string], linkinfo: [18, LinkInfo] })) {}
    const flags = new Map<string, [bytes: number, value: unknown]>()
    for (const payload of fixture('route/link/tunnels').all({ type: 16, direction: 'in' }).map(payloadOf)) {
      const { linkinfo } = Link.decode(payload)
      if (linkinfo?.kind !== 'sit' && linkinfo?.kind !== 'ip6tnl') continue
      const info = attributesOf(payload, 16).attributes.find(({ type }) => type === 18)!
      const data = attributesOf(info.data).attributes.find(({ type }) => type === 2)!
      flags.set(linkinfo.kind, [attributesOf(data.data).attributes.find(({ type }) => type === 8)!.data.length, linkinfo.data?.flags])
    }
    expect([...flags.entries()].sort()).to.deep.equal([['ip6tnl', [4, flags.get('ip6tnl')?.[1]]], ['sit', [2, flags.get('sit')?.[1]]]])
    expect(flags.get('sit')?.[1]).to.be.a('number')
    expect(() => Tunnel.decode(hex('0500080001000000'))).to.throw('flags: 1 bytes, 2 wanted')
    expect(hexOf(Tunnel.encode({ flags: 1 }))).to.equal('0800080001000000')
  })

  it('NLA_UINT: 4 bytes where that is enough, else 8', () => {
    class Set extends attributes('X_', () => ({ count: [1, uint] })) {}
    for (const [bytes, count] of [['08000100ffffffff', 0xffffffffn], ['0c0001000000000001000000', 0x1_0000_0000n]] as const) {
      expect(Set.decode(hex(bytes)).count).to.equal(count)
      expect(hexOf(Set.encode({ count }))).to.equal(bytes)
    }
    expect(() => Set.decode(hex('0600010001000000'))).to.throw('count: 2 bytes, 4 or 8 wanted')
  })
})
