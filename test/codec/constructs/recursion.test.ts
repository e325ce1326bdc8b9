// Declarations that come back to themselves, and lists that are numbered by their order: a filter's actions.
import { expect } from 'chai'
import { fixture } from '../../fixtures.js'
import { hex, payloadOf } from '../tables.js'
import { Action, Filter, type Action as OneAction } from './tc.js'
import { expectUnchanged } from './unchanged.js'

describe('recursion', () => {
  const captured = (): Uint8Array => payloadOf(fixture('tc/flower-actions').all({ type: 44, direction: 'in' }).find(({ bytes }) => bytes.length > 400)!)

  it('decodes the actions of a filter in their order', () => {
    const decoded = Filter.decode(captured())
    if (decoded.kind !== 'flower') throw new Error('no flower')
    const { act, ...keys } = decoded.options!
    expect(keys).to.deep.include({ keyEthType: 0x800, keyIpProto: 6, keyIpv4Src: '10.0.0.0', keyIpv4SrcMask: '255.0.0.0', keyTcpDst: 80 })
    // tc -j: skbedit priority 1:2 mark 7 pipe, mirred egress redirect to d1, whose index is 4
    const [skbedit, mirred] = act as OneAction[]
    expect(skbedit!.kind === 'skbedit' ? skbedit!.options : undefined).to.deep.include({
      parms: { index: 1, capab: 0, action: 3, refcnt: 1, bindcnt: 1 }, priority: 0x10002, mark: 7 })
    expect(mirred!.kind === 'mirred' ? mirred!.options : undefined).to.deep.include({
      parms: { index: 1, capab: 0, action: 4, refcnt: 1, bindcnt: 1, eaction: 1, ifindex: 4 } })
    expect(act).to.have.length(2)
  })
  it('encodes them, numbered from 1', () => {
    const lists = { nests: { 1: { nests: { 2: {} } }, 2: { nests: { 2: {} } } } }
    expectUnchanged(Filter, captured(), { header: 20, nests: { 2: { nests: { 3: lists } } } })
  })
  it('decodes the request of tc, too', () => {
    const request = Filter.decode(payloadOf(fixture('tc/flower-actions').find({ type: 44, direction: 'out' })))
    expect(request.kind === 'flower' ? request.options?.act?.map(({ kind }) => kind) : undefined).to.deep.equal(['skbedit', 'mirred'])
  })
  it('goes as deep as a person would', () => {
    const deep = { kind: 'flower', options: { act: [{ kind: 'flower', options: { act: [{ kind: 'skbedit', options: { mark: 1 } }, { kind: 'mirred', index: 2 }] } }] } } as const
    expect(Action.decode(Action.encode(deep))).to.deep.equal(deep)
    expect(() => Action.encode({ kind: 'flower', options: { act: [{ kind: 'flower', options: { act: [{ kind: 'skbedit', options: { mark: -1 } }] } }] } }))
      .to.throw('options.act[0].options.act[0].options.mark: -1 is not a whole number from 0 to 4294967295')
  })
  it('ends where bytes nest on and on', () => {
    // kind flower, options > act > [1] > the same again, 100 times
    let inner = hex('')
    for (let i = 0; i < 100; i++) {
      const nest = (type: number, data: Uint8Array): Uint8Array => Uint8Array.from([...new Uint8Array(Uint16Array.of(data.length + 4, type).buffer), ...data])
      inner = Uint8Array.from([...hex('0b000100 666c6f776572 0000'), ...nest(2, nest(3, nest(1, inner)))])
    }
    expect(() => Action.decode(inner)).to.throw('nested deeper than 32 times')
  })
})
