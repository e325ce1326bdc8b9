// Changes what the kernel knows of a packet. TCA_SKBEDIT_*: linux/tc_act/tc_skbedit.h
import { attributes, struct } from '../../../core/attributes.js'
import { u16, u32, u64 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

export class SkbeditParms extends struct('tc_skbedit', generic) {}

export class Skbedit extends attributes('TCA_SKBEDIT_', () => ({
  tm: [1, Times],
  parms: [2, SkbeditParms],
  priority: [3, u32],
  queueMapping: [4, u16],
  mark: [5, u32],
  /** PACKET_*: linux/if_packet.h */
  ptype: [7, u16],
  /** Of `mark`. */
  mask: [8, u32],
  /** SKBEDIT_F_*; to be given are INHERITDSFIELD 0x20 and TXQ_SKBHASH 0x40, the others follow from what is there. */
  flags: [9, u64],
  queueMappingMax: [10, u16],
})) {}
