// Messages of the controller with their attributes sorted: linux/genetlink.h; what the kernel marks as nests sorts itself.
import { sorted, type Shape, type Sorted } from '../../nlattr.js'

const listed: Shape = { nests: Object.fromEntries(Array.from({ length: 256 }, (_, i) => [i, {}])) }
const shape: Shape = { header: 4, nests: { 6: listed, 7: listed } }

/** Header first, without length. */
export function sortedController (bytes: Uint8Array): Sorted & { readonly nlmsghdr: string } {
  return { nlmsghdr: Buffer.from(bytes.subarray(4, 16)).toString('hex'), ...sorted(bytes.subarray(16), shape) }
}
