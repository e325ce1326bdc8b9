// Values with a mask, as tc has them.
import { any, shown, type Said } from '../said.js'

/** A number, and its mask where that is not all of it. */
export const masked = (name: string, value: number | undefined, mask: number | undefined, whole: number, before = '\n  '): Said => value !== undefined && [
  any(name, value, `${before}${name} %`), mask !== undefined && mask !== whole && shown(`${name}_mask`, mask.toString(16), '/%', `0x${mask.toString(16)}`),
]
/** How many bits of an address count, from its first; undefined, where others do. */
function maskLength (bytes: readonly number[]): number | undefined {
  const bits = bytes.map(byte => byte.toString(2).padStart(8, '0')).join('')
  const length = bits.indexOf('0') === -1 ? bits.length : bits.indexOf('0')
  return bits.slice(length).includes('1') ? undefined : length
}
/** An address with its mask as a length, or whole: nothing of the mask where all counts. */
export function addressText (address: string, mask: string | undefined, bytes: (text: string) => readonly number[]): string {
  if (mask === undefined) return address
  const all = bytes(mask)
  const length = maskLength(all)
  return length === undefined ? `${address}/${mask}` : length < all.length * 8 ? `${address}/${length}` : address
}
export const macBytes = (mac: string): readonly number[] => mac.split(':').map(byte => Number.parseInt(byte, 16))
