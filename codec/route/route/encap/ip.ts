// The header of a tunnel, for devices that take it from the route (`external`). LWTUNNEL_IP_*, LWTUNNEL_IP6_*: linux/lwtunnel.h;
// TUNNEL_*: linux/if_tunnel.h; net/ipv4/ip_tunnel_core.c
import { attributes, nested } from '../../../core/attributes.js'
import { many } from '../../../core/lists.js'
import { be16, be32, be64, bytes, flags, ip, u32, u8 } from '../../../core/types.js'

/** TUNNEL_*, in network byte order. The kernel sets those that speak of options by itself. */
const tunnelFlags = flags(be16, {
  csum: 0x1, routing: 0x2, key: 0x4, seq: 0x8, strict: 0x10, rec: 0x20, version: 0x40, noKey: 0x80, dontFragment: 0x100, oam: 0x200, critOpt: 0x400,
  geneveOpt: 0x800, vxlanOpt: 0x1000, nocache: 0x2000, erspanOpt: 0x4000, gtpOpt: 0x8000,
})

/** Options of a Geneve header, RFC 8926: a request has a nest for each, an answer one for all, where the first of each list belong together. */
export class GeneveOptions extends attributes('LWTUNNEL_IP_OPT_GENEVE_', () => ({
  class: [1, many(be16)],
  type: [2, many(u8)],
  /** 4 to 124 bytes, a multiple of 4. */
  data: [3, many(bytes)],
})) {}
export class VxlanOption extends attributes('LWTUNNEL_IP_OPT_VXLAN_', () => ({
  /** Group policy. */
  gbp: [1, u32],
})) {}
export class ErspanOption extends attributes('LWTUNNEL_IP_OPT_ERSPAN_', () => ({
  /** 1 has an index; 2 has a direction and the id of the hardware. */
  ver: [1, u8],
  index: [2, be32],
  dir: [3, u8],
  hwid: [4, u8],
})) {}

/** Options of one kind only. The kernel takes nests only with NLA_F_NESTED, and answers without. */
export class IpOptions extends attributes('LWTUNNEL_IP_OPTS_', () => ({
  geneve: [1, nested(many(GeneveOptions))],
  vxlan: [2, nested(VxlanOption)],
  erspan: [3, nested(ErspanOption)],
})) {}

export class Ip extends attributes('LWTUNNEL_IP_', () => ({
  /** The tunnel's key, or VNI. */
  id: [1, be64],
  dst: [2, ip],
  src: [3, ip],
  ttl: [4, u8],
  tos: [5, u8],
  flags: [6, tunnelFlags],
  opts: [8, nested(IpOptions)],
})) {}

export class Ip6 extends attributes('LWTUNNEL_IP6_', () => ({
  /** The tunnel's key, or VNI. */
  id: [1, be64],
  dst: [2, ip],
  src: [3, ip],
  hoplimit: [4, u8],
  tc: [5, u8],
  flags: [6, tunnelFlags],
  opts: [8, nested(IpOptions)],
})) {}
