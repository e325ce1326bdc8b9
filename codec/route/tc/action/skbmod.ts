// Changes Ethernet headers. TCA_SKBMOD_*: linux/tc_act/tc_skbmod.h; net/sched/act_skbmod.c
import { attributes, struct } from '../../../core/attributes.js'
import { mac, u16, u64 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

/** struct tc_skbmod. `flags`: SKBMOD_F_DMAC 1, SMAC 2, ETYPE 4, SWAPMAC 8, ECN 16. */
export class SkbmodParms extends struct('tc_skbmod', { ...generic, flags: u64 }) {}

export class Skbmod extends attributes('TCA_SKBMOD_', () => ({
  tm: [1, Times],
  parms: [2, SkbmodParms],
  dmac: [3, mac],
  smac: [4, mac],
  /** tc.yaml has bytes; act_skbmod.c has u16 in host byte order. */
  etype: [5, u16],
})) {}
