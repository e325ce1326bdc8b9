// What is no value is refused, by its place: walked and compiled alike. Of every attribute that is declared.
import { expect } from 'chai'
import { encodeAt } from '../../../codec/core/attributes.js'
import { Writer } from '../../../codec/core/bytes.js'
import { compileWrite } from '../../../codec/core/compile.js'
import { CodecError } from '../../../codec/core/errors.js'
import type { Declared } from '../../../codec/core/declaration.js'
import { interpretWrite } from '../../../codec/core/interpret.js'
import { Link } from '../../../codec/route/link/link.js'
import { reached, reachedOfController, wordsOf } from '../../walk.js'

const words = [...reached().declarations, ...reachedOfController().declarations]
  .flatMap(({ entries }) => entries.flatMap(entry => wordsOf(entry).map(({ word }) => ({ constant: entry.constant, word }))))
const w = new Writer()
/** What comes of writing it: nothing, or the error. */
function errorOf (step: () => void): unknown {
  w.p = 0
  try { step(); return undefined } catch (error) { return error }
}
/** In both ways. */
const linkErrors = (value: unknown): unknown[] => [interpretWrite, (d: Parameters<typeof compileWrite>[0], w: Writer, o: never) => { compileWrite(d)(w, o, undefined) }]
  .map(write => errorOf(() => { write((Link as unknown as Declared).declaration, w, value as never, undefined) }))

describe('what is no value', () => {
  it('false is refused by all but what may be a flag', () => {
    expect(words.length).to.be.above(1700)
    const taken = words.filter(({ word }) => errorOf(() => { encodeAt(word as never, w, false) }) === undefined)
    expect(taken.filter(({ word }) => word.takesFalse !== true).map(({ constant }) => constant)).to.deep.equal([])
    expect(taken.map(({ constant }) => constant)).to.include.members(['IFLA_VXLAN_GBP', 'IFLA_VXLAN_TTL_INHERIT', 'DCB_ATTR_PERM_HWADDR'])
  })
  it('and says so where an attribute has it', () => {
    for (const value of [{ mtu: false }, { ifname: false }, { linkinfo: false }, { propList: { altIfname: false } }, { linkinfo: { kind: 'bridge', data: { vlanFiltering: false } } },
      { linkinfo: { kind: 'bridge', data: false } }]) {
      for (const error of linkErrors(value)) expect(error, JSON.stringify(value)).to.be.instanceOf(CodecError)
    }
    expect(() => Link.encode({ linkinfo: { kind: 'bridge', data: { vlanFiltering: false as never } } }))
      .to.throw(CodecError).with.property('message', 'linkinfo.data.vlanFiltering: false is not a whole number from 0 to 255')
    // A flag that is not to be there is not.
    for (const off of [{ gbp: false }, { ttlInherit: false }]) {
      const [data, without] = [off, {}].map(data => Link.encode({ linkinfo: { kind: 'vxlan', data } } as never))
      expect(data).to.deep.equal(without)
      expect(linkErrors({ linkinfo: { kind: 'vxlan', data: off } })).to.deep.equal([undefined, undefined])
    }
  })
})
