// Runs a BPF program. TCA_ACT_BPF_*: linux/tc_act/tc_bpf.h; net/sched/act_bpf.c
import { attributes, struct } from '../../../core/attributes.js'
import { array } from '../../../core/lists.js'
import { bytes, string, u16, u32 } from '../../../core/types.js'
import { generic, SockFilter, Times } from '../generic.js'

export class BpfActionParms extends struct('tc_act_bpf', generic) {}

export class BpfAction extends attributes('TCA_ACT_BPF_', () => ({
  tm: [1, Times],
  parms: [2, BpfActionParms],
  /** How many instructions `ops` has. */
  opsLen: [3, u16],
  ops: [4, array(SockFilter)],
  fd: [5, u32],
  name: [6, string],
  /** The program's hash, 8 bytes. */
  tag: [8, bytes],
  /** tc.yaml has bytes; act_bpf.c puts u32. */
  id: [9, u32],
})) {}
