// Handles and protocols of traffic control as tc(8) has them: '1:20', 'root', 'ip'.
import { CodecError } from '../../codec/core/errors.js'
import { TC_H_INGRESS, TC_H_MIN_EGRESS, TC_H_MIN_INGRESS, TC_H_ROOT } from '../../codec/route/tc/tcmsg.js'

/** `'1:'`, `'1:20'` (hexadecimal, as tc has them), or the number. */
export type Handle = string | number
/** A handle, or a place of its own: `root`; `ingress` and `egress`, of clsact's filters. */
export type Parent = Handle

const HALF = 0xffff
/** @throws {CodecError} */
export function parseHandle (handle: Handle, member: 'handle' | 'parent'): number {
  if (typeof handle === 'number' && Number.isInteger(handle) && handle >= 0 && handle <= 0xffffffff) return handle
  const [, major, minor] = typeof handle === 'string' ? /^([0-9a-f]{1,4}):([0-9a-f]{0,4})$/i.exec(handle) ?? [] : []
  if (major === undefined) throw new CodecError(`"${handle}" is no handle: '1:' and '1:20' are, of up to four hexadecimal digits each`, member)
  return (Number.parseInt(major, 16) << 16 | Number.parseInt(minor === '' ? '0' : minor!, 16)) >>> 0
}
/** The upper half of `ingress`, where clsact's own filters hang. */
const CLSACT = (TC_H_INGRESS & ~HALF) >>> 0
const places: Readonly<Record<string, number>> = { root: TC_H_ROOT, ingress: CLSACT | TC_H_MIN_INGRESS, egress: CLSACT | TC_H_MIN_EGRESS }
/** @throws {CodecError} */
export const parseParent = (parent: Parent): number =>
  typeof parent === 'string' && Object.hasOwn(places, parent) ? places[parent]! >>> 0 : parseHandle(parent, 'parent')
/** A handle as tc writes it: `1:`, `1:20`. */
export const handleText = (handle: number): string => `${(handle >>> 16).toString(16)}:${(handle & HALF) === 0 ? '' : (handle & HALF).toString(16)}`

/** ETH_P_*: linux/if_ether.h; the names are tc's. */
const protocols = { all: 0x3, ip: 0x800, arp: 0x806, '802.1q': 0x8100, ipv6: 0x86dd, mpls_uc: 0x8847, '802.1ad': 0x88a8 } as const
/** What a filter looks at: a name, or the ethertype. */
export type FilterProtocol = keyof typeof protocols | number
/** From network byte order, in which tcm_info has it, to the host's, and back. */
export const swapped = (ethertype: number): number => (ethertype & 0xff) << 8 | ethertype >> 8
/** tcm_info of a filter. @throws {CodecError} */
export function filterInfo (priority = 0, protocol: FilterProtocol = 'all'): number {
  if (!Number.isInteger(priority) || priority < 0 || priority > HALF) throw new CodecError(`${priority} is not a whole number from 0 to ${HALF}`, 'priority')
  const ethertype = typeof protocol === 'number' ? protocol : Object.hasOwn(protocols, protocol) ? protocols[protocol] : -1
  if (!Number.isInteger(ethertype) || ethertype < 0 || ethertype > HALF) {
    throw new CodecError(`"${protocol}" is none of ${Object.keys(protocols).join(', ')}, nor a number from 0 to ${HALF}`, 'protocol')
  }
  return (priority << 16 | swapped(ethertype)) >>> 0
}
/** What a filter's `info` says. */
export function priorityAndProtocol (info: number): { readonly priority: number, readonly protocol: FilterProtocol } {
  const ethertype = swapped(info & HALF)
  const name = Object.entries(protocols).find(([, number]) => number === ethertype)?.[0] as keyof typeof protocols | undefined
  return { priority: info >>> 16, protocol: name ?? ethertype }
}
