// Virtual tunnel interfaces: IPsec picked by a key, over IPv4 (vti) and IPv6 (vti6). IFLA_VTI_*: linux/if_tunnel.h; net/ipv4/ip_vti.c
import { attributes } from '../../../core/attributes.js'
import { be32, ip, linkIndex, u32 } from '../../../core/types.js'

export class Vti extends attributes('IFLA_VTI_', () => ({
  link: [1, linkIndex],
  ikey: [2, be32],
  okey: [3, be32],
  local: [4, ip],
  remote: [5, ip],
  fwmark: [6, u32],
})) {}
