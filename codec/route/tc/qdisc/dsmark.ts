// Marks for differentiated services, until Linux 6.2; of the qdisc and of its classes. TCA_DSMARK_*:
// linux/pkt_sched.h of those
import { attributes } from '../../../core/attributes.js'
import { flag, u16, u8 } from '../../../core/types.js'

export class Dsmark extends attributes('TCA_DSMARK_', () => ({
  indices: [1, u16],
  defaultIndex: [2, u16],
  setTcIndex: [3, flag],
  mask: [4, u8],
  value: [5, u8],
})) {}
