// A payload whose type goes by another attribute of its set, before it or after it; or by another member of its struct.
import { expect } from 'chai'
import { choice, struct } from '../../../codec/core/attributes.js'
import { chars, u32 } from '../../../codec/core/types.js'
import { Route } from '../../../codec/route/route/route.js'
import { Via } from '../../../codec/route/route/via.js'
import { attributesOf } from '../../nlattr.js'
import { fixture } from '../../fixtures.js'
import { hex, hexOf, payloadOf } from '../tables.js'
import { Filter, Qdisc } from './tc.js'
import { expectUnchanged } from './unchanged.js'

const netem = (): Uint8Array => payloadOf(fixture('tc/netem').find({ type: 36, direction: 'in', nth: 1 }))
/** The same bytes with the attributes in another order: what the kernel reads is the same. */
function reversed (payload: Uint8Array, header: number): Uint8Array {
  const pieces = attributesOf(payload, header).attributes.map(({ type, flags, data }) => {
    const attribute = new Uint8Array(4 + data.length + 3 & ~3)
    new DataView(attribute.buffer).setUint16(0, 4 + data.length, true)
    new DataView(attribute.buffer).setUint16(2, type | flags, true)
    attribute.set(data, 4)
    return attribute
  })
  return Uint8Array.from([...payload.subarray(0, header), ...pieces.reverse().flatMap(piece => [...piece])])
}

describe('by a sibling', () => {
  it('TCA_OPTIONS goes by TCA_KIND', () => {
    const qdisc = Qdisc.decode(netem())
    // and TypeScript knows
    expect(qdisc.kind === 'netem' ? qdisc.options?.limit : undefined).to.equal(500)
  })
  it('also where it comes before', () => {
    expect(hexOf(reversed(netem(), 20))).not.to.equal(hexOf(netem()))
    const { unknown, ...known } = Qdisc.decode(reversed(netem(), 20))
    const { unknown: same, ...expected } = Qdisc.decode(netem())
    expect(known).to.deep.equal(expected)
    expect(unknown).to.have.deep.members(same!)
  })
  it('as Linux 6.1 puts RTA_ENCAP before RTA_ENCAP_TYPE', () => {
    const payload = payloadOf(fixture('route/route/encap-mpls').find({ type: 24, direction: 'in', command: 'route show', nth: 1 }))
    expect(attributesOf(payload, 12).attributes.map(({ type }) => type).filter(type => type === 21 || type === 22)).to.deep.equal([22, 21])
    const route = Route.decode(payload)
    expect(route.encapType === 'mpls' ? route.encap?.dst : undefined).to.equal('100/200/300')
  })
  it('of a kind that nobody declared the bytes are kept', () => {
    const other = hex(hexOf(netem()).replace(hexOf(Buffer.from('netem\0')), hexOf(Buffer.from('notem\0'))))
    const { kind, options, unknown } = Qdisc.decode(other)
    expect([kind, options]).to.deep.equal(['notem', undefined])
    expect(unknown?.find(({ type }) => type === 2)?.data.length).to.equal(116)
    expectUnchanged(Qdisc, other, { header: 20 })
  })
  it('two of the same kind do not mix: a filter\'s options are not a qdisc\'s', () => {
    const { all } = fixture('tc/u32-basic-ematch')
    const kinds = all({ type: 44, direction: 'in' }).map(message => Filter.decode(payloadOf(message)))
    expect(kinds.map(filter => filter.kind === 'u32' ? filter.options?.sel?.nkeys : filter.kind === 'basic' ? filter.options?.ematches?.hdr?.nmatches : 'x'))
      .to.deep.equal([undefined, undefined, undefined, 2, undefined, 5])
  })
  it('refuses data without its kind, or of another', () => {
    expect(() => Qdisc.encode({ options: { limit: 1 } } as never)).to.throw('options: it goes by kind, which is missing')
    expect(() => Qdisc.encode({ kind: 'htb', options: { limit: 1 } } as never)).to.throw('options: nothing is declared for kind "htb": give its bytes in `unknown`')
    expect(() => Qdisc.encode({ kind: 'netem', options: { divisor: 1 } } as never)).to.throw('options.divisor: no such attribute; there are latency, limit, loss')
  })
})

describe('by a member of its own struct', () => {
  const basic = (): Uint8Array => payloadOf(fixture('tc/u32-basic-ematch').find({ type: 44, direction: 'in', nth: 5 }))

  // tc -s -d filter show: cmp(u8 at 8 layer 1 gt 3) AND NOT u32(0a000000/ff000000 at 12) OR (meta(priority gt 2) AND nbyte(61 62 63 at 0 layer 2))
  it('ematches are what their headers say', () => {
    const filter = Filter.decode(basic())
    if (filter.kind !== 'basic') throw new Error('no basic')
    expect(filter.options?.ematches).to.deep.equal({
      hdr: { nmatches: 5, progid: 0 },
      list: [
        { matchid: 0, kind: 'cmp', flags: 1, data: { val: 3, mask: 0, off: 8, alignAndFlags: 0x01, layerAndOperand: 0x11 } },
        { matchid: 0, kind: 'u32', flags: 6, data: { mask: 0xff000000, val: 0x0a000000, off: 12, offmask: 0 } },
        { matchid: 0, kind: 'container', flags: 0, data: { ref: 3 } },
        { matchid: 0, kind: 'meta', flags: 1, data: {
          hdr: { left: { kind: 0x1006, shift: 0, op: 1 }, right: { kind: 0x1000, shift: 0, op: 0 } }, lvalue: 0, rvalue: 2 } },
        { matchid: 0, kind: 'nbyte', flags: 0, data: { off: 0, lenAndLayer: 0x2003, pattern: Uint8Array.from(Buffer.from('abc\0')) } },
      ],
    })
  })
  it('and encode to the same', () => { expectUnchanged(Filter, basic(), { header: 20, nests: { 2: {} } }) })
  it('of a kind without a declaration the bytes are kept', () => {
    const canid = hex(hexOf(basic()).replace('000001000100000003000000', '000007000100000003000000'))
    const filter = Filter.decode(canid)
    const first = filter.kind === 'basic' ? filter.options?.ematches?.list?.[0] : undefined
    expect(first).to.deep.equal({ matchid: 0, kind: 'canid', flags: 1, data: hex('0300000000000000 08000111') })
    expectUnchanged(Filter, canid, { header: 20, nests: { 2: {} } })
  })
  it('names the place of a value that does not fit', () => {
    const list = [{ kind: 'cmp', data: { val: 3 } }, { kind: 'u32', data: { mask: -1 } }]
    expect(() => Filter.encode({ kind: 'basic', options: { ematches: { list } } } as never))
      .to.throw('options.ematches.list[1].data.mask: -1 is not a whole number from 0 to 4294967295')
  })
  it('a selector may be given as its number', () => {
    const [named, numbered] = (['inet6', 10] as const).map(family => hexOf(Via.encode({ family, addr: 'fe80::1' } as never)))
    expect(named).to.equal(`0a00${hexOf(hex('fe800000000000000000000000000001'))}`)
    expect(numbered).to.equal(named)
  })
  it('a selector that is text may be any text', () => {
    const Named = struct('named', { name: chars(12), data: choice('name', { one: u32 }) })
    for (const name of ['constructor', '__proto__', 'two']) {
      const bytes = Uint8Array.from([...Buffer.from(name.padEnd(12, '\0').slice(0, 12)), 1, 2, 3, 4])
      expect(Named.decode(bytes)).to.deep.equal({ name, data: Uint8Array.of(1, 2, 3, 4) })
      if (name.length < 12) expect(hexOf(Named.encode(Named.decode(bytes) as never))).to.equal(hexOf(bytes))
    }
  })
})
