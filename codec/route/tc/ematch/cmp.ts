// Compares a number in the packet. struct tcf_em_cmp: linux/tc_ematch/tc_em_cmp.h
import { struct } from '../../../core/attributes.js'
import { u16, u32, u8 } from '../../../core/types.js'

/** struct tcf_em_cmp. C has two fields of four bits in each of the last two bytes. */
export class CmpMatch extends struct('tcf_em_cmp', {
  val: u32,
  mask: u32,
  off: u16,
  /**
   * `align`, TCF_EM_ALIGN_* (1, 2 or 4 bytes) | `flags` << 4, TCF_EM_CMP_TRANS (1: the packet's bytes are
   * turned to host order).
   */
  alignFlags: u8,
  /**
   * `layer`, TCF_LAYER_* (0 link, 1 network, 2 transport) | `opnd` << 4, TCF_EM_OPND_* (0 equal, 1 greater, 2
   * less).
   */
  layerOpnd: u8,
}) {}
