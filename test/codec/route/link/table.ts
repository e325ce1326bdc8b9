// Runs a table: bytes of a kernel read and written, values refused, bytes found wrong. Written bytes are compared sorted by number.
import { expect } from 'chai'
import { CodecError } from '../../../../codec/core/errors.js'
import { sorted, type Shape } from '../../../nlattr.js'

export const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))

export interface Tables<I> {
  /** What is a nest in these bytes. */
  readonly shape?: Shape
  readonly captured: ReadonlyArray<readonly [story: string, bytes: string, value: I]>
  readonly refused?: ReadonlyArray<readonly [story: string, value: object, message: string]>
  readonly malformed?: ReadonlyArray<readonly [story: string, bytes: string, message: string]>
}
interface Codec<I> {
  decode (payload: Uint8Array): unknown
  encode (value: I): Uint8Array
}

/** To be called inside of `describe`. */
export function runTables<I> ({ decode, encode }: Codec<I>, { shape = {}, captured, refused = [], malformed = [] }: Tables<I>): void {
  for (const [story, bytes, value] of captured) {
    it(`reads ${story}`, () => { expect(decode(hex(bytes))).to.deep.equal(value) })
    it(`writes ${story}`, () => { expect(sorted(encode(value), shape)).to.deep.equal(sorted(hex(bytes), shape)) })
  }
  for (const [story, value, message] of refused) {
    it(`refuses ${story}`, () => { expect(() => encode(value as I)).to.throw(CodecError).with.property('message', message) })
  }
  for (const [story, bytes, message] of malformed) {
    it(`says what is wrong with ${story}`, () => { expect(() => decode(hex(bytes))).to.throw(CodecError).with.property('message', message) })
  }
}
