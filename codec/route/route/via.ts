// RTA_VIA: a gateway of another family than the route's own. struct rtvia: linux/rtnetlink.h
import { choice, struct } from '../../core/attributes.js'
import type { Decoded } from '../../core/infer.js'
import { enumeration, ip, mac, u16 } from '../../core/types.js'
import { addressFamilies } from '../family.js'

/** struct rtvia. Of the family packet, the address is of the link layer; MPLS takes all three, IPv4 takes inet6. */
export const Via = struct('rtvia', { family: enumeration(u16, addressFamilies), addr: choice('family', { inet: ip, inet6: ip, packet: mac }) })
export type Via = Decoded<typeof Via>
