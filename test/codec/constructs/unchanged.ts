// What is decoded and encoded again is what was captured, but for the order of attributes.
import { expect } from 'chai'
import { sorted, type Shape } from '../../nlattr.js'

interface Codec { decode (payload: Uint8Array): object, encode (value: never): Uint8Array }
export function expectUnchanged (codec: Codec, payload: Uint8Array, shape: Shape): void {
  expect(sorted(codec.encode(codec.decode(payload) as never), shape)).to.deep.equal(sorted(payload, shape))
}
