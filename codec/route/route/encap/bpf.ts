// Programs of BPF on a route. LWT_BPF_*: linux/lwtunnel.h; net/core/lwt_bpf.c
import { attributes } from '../../../core/attributes.js'
import { string, u32 } from '../../../core/types.js'

export class BpfProgram extends attributes('LWT_BPF_PROG_', () => ({
  /** Of the loaded program; only in requests. */
  fd: [1, u32],
  name: [2, string],
})) {}

export class Bpf extends attributes('LWT_BPF_', () => ({
  in: [1, BpfProgram],
  out: [2, BpfProgram],
  xmit: [3, BpfProgram],
  /** Bytes, at most 256, that the program may put in front. */
  xmitHeadroom: [4, u32],
})) {}
