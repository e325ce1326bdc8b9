// Counters, which grew with the kernels, and the place on the bus. Bytes: Linux 6.1, fixtures/route/link/stats; `ip -s` is compared in link.test.ts.
import { expect } from 'chai'
import { CodecError } from '../../../../codec/core/errors.js'
import { LinkIfmap, LinkStats, LinkStats64 } from '../../../../codec/route/link/stats.js'
import { fixture } from '../../../fixtures.js'
import { attributesOf } from '../../../nlattr.js'

const message = fixture('route/link/stats').find({ type: 16, direction: 'in', command: '-s -s link show dev lo', nth: -1 })
const payload = (number: number): Uint8Array =>
  Uint8Array.from(attributesOf(message.bytes.subarray(16), 16).attributes.find(({ type }) => type === number)?.data ?? [])
/** struct rtnl_link_stats64 as it was: 23 counters in Linux 2.6.35, 24 from 4.6, 25 from 5.19. */
const stats64 = payload(23)

describe('codec/route/link/stats', () => {
  it('reads 25 counters of 64 bits and 24 of 32', () => {
    expect([stats64.length, payload(7).length, payload(14).length]).to.deep.equal([200, 96, 32])
    expect(LinkStats64.decode(stats64)).to.include({ rxPackets: 10n, txPackets: 10n, rxBytes: 8020n, txBytes: 8020n, rxNohandler: 0n, rxOtherhostDropped: 0n })
    expect(LinkStats.decode(payload(7))).to.include({ rxPackets: 10, txPackets: 10, rxBytes: 8020, txBytes: 8020 })
  })
  it('reads an older kernel\'s: what it does not count is absent', () => {
    expect(LinkStats64.decode(stats64.subarray(0, 192))).to.include({ rxBytes: 8020n }).and.not.have.property('rxOtherhostDropped')
    expect(LinkStats64.decode(stats64.subarray(0, 184))).to.include({ rxBytes: 8020n }).and.not.have.property('rxNohandler')
  })
  it('reads a newer kernel\'s: what it counts besides is kept', () => {
    const longer = Uint8Array.from([...stats64, 1, 2, 3, 4, 5, 6, 7, 8])
    const { rest } = LinkStats64.decode(longer)
    expect(rest).to.deep.equal(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))
    expect(LinkStats64.encode(LinkStats64.decode(longer))).to.deep.equal(longer)
  })
  it('writes what it read', () => {
    expect(LinkStats64.encode(LinkStats64.decode(stats64))).to.deep.equal(stats64)
    expect(LinkStats64.encode(LinkStats64.decode(stats64.subarray(0, 192)))).to.deep.equal(stats64.subarray(0, 192))
    expect(LinkStats.encode(LinkStats.decode(payload(7)))).to.deep.equal(payload(7))
    expect(LinkIfmap.encode(LinkIfmap.decode(payload(14)))).to.deep.equal(payload(14))
  })
  it('puts the members of struct rtnl_link_ifmap where C has them', () => {
    const { layout } = (LinkIfmap as unknown as { declaration: { layout: { fields: ReadonlyArray<{ name: string, at: number }>, size: number } } }).declaration
    expect(layout.fields.map(({ name, at }) => [name, at])).to.deep.equal([['memStart', 0], ['memEnd', 8], ['baseAddr', 16], ['irq', 24], ['dma', 26], ['port', 27]])
    expect(layout.size).to.equal(32)
  })
  it('refuses a counter that is none', () => {
    expect(() => LinkStats64.encode({ rxBytes: -1n })).to.throw(CodecError).with.property('message', 'rxBytes: -1 is not a whole number from 0 to 18446744073709551615')
  })
})
