// What kinds of tunnels have in common: an outer header of UDP, and the flags of those over IPv6. TUNNEL_ENCAP_*: linux/if_tunnel.h;
// IP6_TNL_F_*: linux/ip6_tunnel.h
import { enumeration, flags, u16, u32 } from '../../../core/types.js'

export const encapType = enumeration(u16, { none: 0, fou: 1, gue: 2, mpls: 3 })
export const encapFlags = flags(u16, { csum: 0x1, csum6: 0x2, remcsum: 0x4 })
/** The last three are the kernel's own, include/net/ip6_tunnel.h: it tells them, and nobody sets them. */
export const ip6TunnelFlags = flags(u32, {
  ignEncapLimit: 0x1, useOrigTclass: 0x2, useOrigFlowlabel: 0x4, mip6Dev: 0x8, rcvDscpCopy: 0x10, useOrigFwmark: 0x20, allowLocalRemote: 0x40,
  capXmit: 0x10000, capRcv: 0x20000, capPerPacket: 0x40000,
})
