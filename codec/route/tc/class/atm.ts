// Classes of atm, virtual circuits, until Linux 6.2. TCA_ATM_*: linux/pkt_sched.h of those; net/sched/sch_atm.c
import { attributes } from '../../../core/attributes.js'
import { bytes, s32, u32 } from '../../../core/types.js'

export class Atm extends attributes('TCA_ATM_', () => ({
  /** A descriptor of the circuit's socket. */
  fd: [1, s32],
  ptr: [2, bytes],
  /** What goes in front of packets. */
  hdr: [3, bytes],
  /** The class of what is too much; 0: it has its cell loss priority set. */
  excess: [4, u32],
  /** struct sockaddr_atmpvc: linux/atm.h */
  addr: [5, bytes],
  /** ATM_VS_*: linux/atmdev.h */
  state: [6, u32],
})) {}
