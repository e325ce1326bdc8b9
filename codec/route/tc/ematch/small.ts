// Matches of one struct. TCF_EM_CONTAINER, TCF_EM_IPSET, TCF_EM_CANID: linux/pkt_cls.h; net/sched/ematch.c,
// em_ipset.c, em_canid.c
import { struct } from '../../../core/attributes.js'
import { array } from '../../../core/lists.js'
import { be32, s32, u16, u32, u8 } from '../../../core/types.js'

/** A pair of brackets. `ref`: where in the list what is inside begins. */
export class ContainerMatch extends struct('', { ref: u32 }) {}

/** struct xt_set_info: linux/netfilter/xt_set.h */
export class IpsetMatch extends struct('xt_set_info', { index: u16, dim: u8, flags: u8 }) {}

/** struct can_filter: linux/can.h */
export class CanFilter extends struct('can_filter', { canId: u32, canMask: u32 }) {}
export const canidMatch = array(CanFilter)

/** struct tc_u32_key: also what the filter u32 has. */
export class U32Key extends struct('tc_u32_key', {
  mask: be32,
  val: be32,
  off: s32,
  /** -1: `off` is from where the next header begins. */
  offmask: s32,
}) {}
