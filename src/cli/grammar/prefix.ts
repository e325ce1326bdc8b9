// Which addresses a prefix covers, for the filters of `show`: `root`, `match` and `exact` of ip-route(8), `to` of ip-address(8).
import { putIp } from '../../../codec/core/text.js'
import { parsePrefix } from '../../client/values.js'

/** An address with a number of bits that count; without an address, every one. */
export interface Range { readonly address: string | undefined, readonly length: number }

/** @throws {CodecError} for what is no prefix */
export function rangeOf (text: string): Range {
  const { address, length } = parsePrefix(text, 'prefix')
  return { address, length: address === undefined ? 0 : length ?? whole(address) }
}

/** Whether the first `bits` of both are the same, and both of one family. */
export function agree (a: Range, b: Range, bits: number): boolean {
  if (a.address === undefined || b.address === undefined) return bits === 0
  const [one, other] = [new Uint8Array(16), new Uint8Array(16)]
  if (putIp(one, 0, a.address) !== putIp(other, 0, b.address)) return false
  return Array.from({ length: Math.ceil(bits / 8) }, (_, i) => 0xff << Math.max(0, 8 * (i + 1) - bits)).every((mask, i) => ((one[i]! ^ other[i]!) & mask & 0xff) === 0)
}

/** Whether all of `inner` is in `outer`. */
export const covers = (outer: Range, inner: Range): boolean => outer.length <= inner.length && agree(outer, inner, outer.length)

const whole = (address: string): number => address.includes(':') ? 128 : 32
