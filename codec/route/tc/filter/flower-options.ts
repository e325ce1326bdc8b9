// What flower matches in nests of their own: options of tunnels, MPLS, CFM. TCA_FLOWER_KEY_*: linux/pkt_cls.h;
// net/sched/cls_flower.c
import { attributes, nested } from '../../../core/attributes.js'
import { many } from '../../../core/lists.js'
import { be16, be32, be64, bytes, u32, u8 } from '../../../core/types.js'

/** One option in requests; the kernel sends all of them as one, with lists as long as there are options. */
export class FlowerGeneve extends attributes('TCA_FLOWER_KEY_ENC_OPT_GENEVE_', () => ({
  /** tc.yaml has host byte order; cls_flower.c has be16. */
  class: [1, many(be16)],
  type: [2, many(u8)],
  data: [3, many(bytes)],
})) {}

export class FlowerVxlan extends attributes('TCA_FLOWER_KEY_ENC_OPT_VXLAN_', () => ({ gbp: [1, u32] })) {}

export class FlowerErspan extends attributes('TCA_FLOWER_KEY_ENC_OPT_ERSPAN_', () => ({
  /** 1: `index` counts; 2: `dir` and `hwid` do. */
  ver: [1, u8],
  /** tc.yaml has host byte order; cls_flower.c has be32. */
  index: [2, be32],
  dir: [3, u8],
  hwid: [4, u8],
})) {}

export class FlowerGtp extends attributes('TCA_FLOWER_KEY_ENC_OPT_GTP_', () => ({ pduType: [1, u8], qfi: [2, u8] })) {}

export class FlowerPfcp extends attributes('TCA_FLOWER_KEY_ENC_OPT_PFCP_', () => ({ type: [1, u8], seid: [2, be64] })) {}

export class FlowerEncOptions extends attributes('TCA_FLOWER_KEY_ENC_OPTS_', () => ({
  geneve: [1, many(FlowerGeneve)],
  vxlan: [2, nested(FlowerVxlan)],
  erspan: [3, nested(FlowerErspan)],
  gtp: [4, nested(FlowerGtp)],
  pfcp: [5, nested(FlowerPfcp)],
})) {}

/** One entry of the stack; of what is not there, nothing is asked. */
export class FlowerMplsEntry extends attributes('TCA_FLOWER_KEY_MPLS_OPT_LSE_', () => ({
  /** From 1, the outermost. */
  depth: [1, u8],
  ttl: [2, u8],
  bos: [3, u8],
  tc: [4, u8],
  label: [5, u32],
})) {}

/** tc.yaml has the members of an entry here, without the list. */
export class FlowerMpls extends attributes('TCA_FLOWER_KEY_MPLS_OPTS_', () => ({ lse: [1, nested(many(FlowerMplsEntry))] })) {}

export class FlowerCfm extends attributes('TCA_FLOWER_KEY_CFM_', () => ({ mdLevel: [1, u8], opcode: [2, u8] })) {}
