// NLMSG_ERROR and NLMSG_DONE, written again as a kernel wrote them: all that fixtures/ has.
import { expect } from 'chai'
import { decodeMessage, encodeMessage, NLM_F_ACK_TLVS, NLM_F_CAPPED } from '../../../codec/index.js'
import { CodecError } from '../../../codec/core/errors.js'
import { fixture, fixtures, type CapturedMessage } from '../../fixtures.js'
import { hexOf } from '../tables.js'

const captured = (type: number): CapturedMessage[] =>
  fixtures().flatMap(story => fixture(story).packets).flatMap(({ messages }) => messages).filter(message => message.type === type)
const again = ({ bytes, flags, seq, pid }: CapturedMessage): Uint8Array => {
  const { type, message } = decodeMessage(bytes)
  return encodeMessage(type as 'NLMSG_ERROR', message as object, { flags, sequence: seq, port: pid })
}

describe('acknowledgements', () => {
  it('come back to the very same bytes, but for the order within a policy', () => {
    const all = captured(2)
    expect(all.length).to.be.above(100)
    let policies = 0
    for (const message of all) {
      const decoded = decodeMessage(message.bytes)
      const { extended } = decoded.message as { extended?: { policy?: object } }
      if (extended?.policy !== undefined) {
        policies++
        expect(again(message).length).to.equal(message.bytes.length)
        expect(decodeMessage(again(message))).to.deep.equal(decoded)
      } else expect(hexOf(again(message))).to.equal(hexOf(message.bytes))
    }
    expect(policies).to.be.above(3)
  })
  it('and so does the end of a list', () => {
    const all = captured(3)
    expect(all.length).to.be.above(50)
    for (const message of all) expect(hexOf(again(message))).to.equal(hexOf(message.bytes))
  })
  it('have the flags that say how they are read, also where nobody gave them', () => {
    const flagsOf = (bytes: Uint8Array): number => bytes[6]! | bytes[7]! << 8
    expect(flagsOf(encodeMessage('NLMSG_ERROR', { errno: 22, header: { length: 32 }, extended: { msg: 'no' } }))).to.equal(NLM_F_CAPPED | NLM_F_ACK_TLVS)
    expect(decodeMessage(encodeMessage('NLMSG_ERROR', { errno: 22, extended: { missType: 3, missNest: 16 } })).message)
      .to.deep.include({ errno: 22, extended: { missType: 3, missNest: 16 } })
    expect(decodeMessage(encodeMessage('NLMSG_DONE', { errno: 2, extended: { msg: 'gone' } })).message).to.deep.equal({ errno: 2, extended: { msg: 'gone' } })
    expect(hexOf(encodeMessage('NLMSG_DONE', {}))).to.equal('1400000003000000000000000000000000000000')
  })
  it('refuse what does not fit', () => {
    const refused = (value: object, message: string): void => { expect(() => encodeMessage('NLMSG_ERROR', value)).to.throw(CodecError).with.property('message', message) }
    refused({ errno: 'EINVAL' }, 'errno: "EINVAL" is not a whole number from -2147483648 to 2147483647')
    refused({ header: { lenght: 5 } }, 'header.lenght: no such attribute; there are length, type, flags, sequence, port')
    refused({ extended: { offs: -1 } }, 'extended.offs: -1 is not a whole number from 0 to 4294967295')
  })
})
