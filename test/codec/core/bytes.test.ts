// The place where messages are written.
import { expect } from 'chai'
import { Writer } from '../../../codec/core/bytes.js'
import { CodecError } from '../../../codec/core/errors.js'

describe('Writer', () => {
  it('writes again into more memory what did not fit', () => {
    const w = new Writer(4)
    const data = Uint8Array.of(1, 2, 3, 4, 5)
    expect(w.write(4, w => { w.put(data) })).to.equal(9)
    expect(w.b.u8.slice(4, 9)).to.deep.equal(data)
  })
  it('refuses an end that is no number, and tries no more', () => {
    expect(() => new Writer().write(0, w => { w.put({} as never) })).to.throw(CodecError, 'what was written ends at NaN')
  })
})
