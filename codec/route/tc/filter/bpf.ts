// A BPF program as a filter. TCA_BPF_*: linux/pkt_cls.h; net/sched/cls_bpf.c
import { attributes } from '../../../core/attributes.js'
import { array } from '../../../core/lists.js'
import { bytes, flags, string, u16, u32 } from '../../../core/types.js'
import { actionList } from '../action.js'
import { Police } from '../action/police.js'
import { filterFlags, SockFilter } from '../generic.js'

export class Bpf extends attributes('TCA_BPF_', () => ({
  act: [1, actionList],
  police: [2, Police],
  classid: [3, u32],
  /** How many instructions `ops` has. */
  opsLen: [4, u16],
  ops: [5, array(SockFilter)],
  fd: [6, u32],
  name: [7, string],
  /** TCA_BPF_FLAG_*; actDirect: the program's answer is what becomes of the packet. */
  flags: [8, flags(u32, { actDirect: 1 << 0 })],
  flagsGen: [9, filterFlags],
  /** The program's hash, 8 bytes. */
  tag: [10, bytes],
  id: [11, u32],
})) {}
