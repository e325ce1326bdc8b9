// What address families say of a link. The witnesses: the settings made by the story (fixtures/route/link/af-spec), and `ip -j token show`.
import { expect } from 'chai'
import { CodecError } from '../../../../codec/core/errors.js'
import { Inet6, Mctp } from '../../../../codec/route/link/af-spec.js'
import { Link } from '../../../../codec/route/link/link.js'
import { fixture } from '../../../fixtures.js'
import { hex } from './table.js'

const { all } = fixture('route/link/af-spec')
const d0 = (command: string, family: string): Link => {
  const found = all({ type: 16, direction: 'in', command }).map(({ bytes }) => Link.decode(bytes.subarray(16)))
    .findLast(link => link.ifname === 'd0' && link.family === family)
  if (found === undefined) throw new Error(`no d0 of ${family} after ${command}`)
  return found
}

describe('codec/route/link/af-spec', () => {
  it('names the settings of IPv4: forwarding was set, the others are Linux 6.1\'s', () => {
    const { conf } = d0('ip -j -d link show dev d0', 'unspec').afSpec!.inet!
    expect(conf).to.include({
      forwarding: 1, mcForwarding: 0, proxyArp: 0, acceptRedirects: 1, sendRedirects: 1, sharedMedia: 1, igmpv2UnsolicitedReportInterval: 10000,
      igmpv3UnsolicitedReportInterval: 1000, bcForwarding: 0, arpEvictNocarrier: 1,
    })
    expect(conf).to.not.have.property('rest')
  })
  it('names the settings of IPv6: accept_ra was set, the others are Linux 6.1\'s', () => {
    const { conf, addrGenMode } = d0('ip -j -d link show dev d0', 'unspec').afSpec!.inet6!
    // Documentation/networking/ip-sysctl.rst has the defaults; ioam6_id_wide is all ones
    expect(conf).to.include({
      hoplimit: 64, mtu6: 1500, acceptRa: 2, maxDesyncFactor: 600, maxAddresses: 16, rtrSolicitMaxInterval: 3600000, keepAddrOnDown: 0, enhancedDad: 1,
      addrGenMode: 1, raDefrtrMetric: 1024, ioam6Id: 0xffff, ioam6IdWide: -1, ndiscEvictNocarrier: 1, acceptRaMinLft: 0,
    })
    expect(conf).to.not.have.any.keys('rest', 'forceForwarding')
    expect(addrGenMode).to.equal('none')
  })
  it('is IFLA_PROTINFO where the family is AF_INET6: the token that was set', () => {
    const { protinfo } = d0('ip -j token show dev d0', 'inet6')
    expect(protinfo).to.include({ token: '::1:2', addrGenMode: 'none' })
    expect(protinfo!.icmp6stats).to.include({ num: 7n, ratelimithost: 0n })
    expect(protinfo!.stats).to.have.length(Number(protinfo!.stats![0]))
  })
  it('reads an older kernel\'s settings, and keeps a newer one\'s', () => {
    const shorter = Inet6.decode(hex('0c00 0200 01000000 40000000')).conf
    expect({ ...shorter }).to.deep.equal({ forwarding: 1, hoplimit: 64 })
    const longer = hex(`f800 0200 ${'01000000'.repeat(61)}`)
    expect(Inet6.decode(longer).conf).to.include({ forceForwarding: 1 }).and.deep.include({ rest: hex('01000000') })
    expect(Inet6.encode(Inet6.decode(longer))).to.deep.equal(longer)
  })
  it('keeps families, modes and bits that nobody declares', () => {
    const bytes = hex('00000000 00000000 00000000 00000000 1800 1a00 0800 6300 01020304 0c00 0a00 0500 0800 09000000')
    const { afSpec } = Link.decode(bytes)
    expect(afSpec).to.deep.equal({ inet6: { addrGenMode: 9 }, unknown: [{ type: 99, data: hex('01020304') }] })
  })
  it('asks MCTP with NLA_F_NESTED, as its strict policy wants it', () => {
    expect(Link.encode({ afSpec: { mctp: { net: 1 } } }).subarray(16)).to.deep.equal(hex('1000 1a00 0c00 2d80 0800 0100 01000000'))
    expect(Mctp.decode(hex('0800 0100 01000000 0500 0200 06000000'))).to.deep.equal({ net: 1, physBinding: 'i3c' })
  })
  it('refuses a mode that is none, with its path', () => {
    expect(() => Link.encode({ afSpec: { inet6: { addrGenMode: 'stable' as 'none' } } })).to.throw(CodecError)
      .with.property('message', 'afSpec.inet6.addrGenMode: "stable" is none of eui64, none, stablePrivacy, random')
  })
  it('says where a token of no address is', () => {
    expect(() => Link.encode({ afSpec: { inet6: { token: '::1::2' } } })).to.throw(CodecError).with.property('message', 'afSpec.inet6.token: "::1::2" is no IP address')
  })
})
