// Gives packets the header of a tunnel, or takes it off. TCA_TUNNEL_KEY_*: linux/tc_act/tc_tunnel_key.h;
// net/sched/act_tunnel_key.c
import { attributes, nested, struct } from '../../../core/attributes.js'
import { many } from '../../../core/lists.js'
import { be16, be32, bytes, enumeration, flag, ipv4, ipv6, s32, u32, u8 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

/** struct tc_tunnel_key */
export class TunnelKeyParms extends struct('tc_tunnel_key', {
  ...generic,
  tAction: enumeration(s32, { set: 1, release: 2 }),
}) {}

/** One option in requests; the kernel sends all of them as one, with lists as long as there are options. */
export class TunnelKeyGeneve extends attributes('TCA_TUNNEL_KEY_ENC_OPT_GENEVE_', () => ({
  class: [1, many(be16)],
  type: [2, many(u8)],
  data: [3, many(bytes)],
})) {}

export class TunnelKeyVxlan extends attributes('TCA_TUNNEL_KEY_ENC_OPT_VXLAN_', () => ({ gbp: [1, u32] })) {}

export class TunnelKeyErspan extends attributes('TCA_TUNNEL_KEY_ENC_OPT_ERSPAN_', () => ({
  /** 1: `index` counts; 2: `dir` and `hwid` do. */
  ver: [1, u8],
  index: [2, be32],
  dir: [3, u8],
  hwid: [4, u8],
})) {}

export class TunnelKeyOptions extends attributes('TCA_TUNNEL_KEY_ENC_OPTS_', () => ({
  geneve: [1, many(TunnelKeyGeneve)],
  vxlan: [2, nested(TunnelKeyVxlan)],
  erspan: [3, nested(TunnelKeyErspan)],
})) {}

export class TunnelKey extends attributes('TCA_TUNNEL_KEY_', () => ({
  tm: [1, Times],
  parms: [2, TunnelKeyParms],
  encIpv4Src: [3, ipv4],
  encIpv4Dst: [4, ipv4],
  encIpv6Src: [5, ipv6],
  encIpv6Dst: [6, ipv6],
  /** tc.yaml has u64; act_tunnel_key.c has be32. */
  encKeyId: [7, be32],
  encDstPort: [9, be16],
  noCsum: [10, u8],
  encOpts: [11, TunnelKeyOptions],
  encTos: [12, u8],
  encTtl: [13, u8],
  noFrag: [14, flag],
})) {}
