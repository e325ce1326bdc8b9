// Opens and closes by the clock. TCA_GATE_*: linux/tc_act/tc_gate.h; net/sched/act_gate.c
import { attributes, nested, struct } from '../../../core/attributes.js'
import { repeated } from '../../../core/lists.js'
import { flag, s32, u32, u64 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

export class GateParms extends struct('tc_gate', generic) {}

export class GateEntry extends attributes('TCA_GATE_ENTRY_', () => ({
  index: [1, u32],
  /** There: open. */
  gate: [2, flag],
  /** In ns. */
  interval: [3, u32],
  /** Internal priority; -1: none. */
  ipv: [4, s32],
  /** -1: any number. */
  maxOctets: [5, s32],
})) {}

/** Times are in ns of the clock. */
export class Gate extends attributes('TCA_GATE_', () => ({
  tm: [1, Times],
  parms: [2, GateParms],
  priority: [4, s32],
  /** TCA_GATE_ONE_ENTRY, each. */
  entryList: [5, nested(repeated(1, nested(GateEntry), 'TCA_GATE_ONE_ENTRY'))],
  baseTime: [6, u64],
  cycleTime: [7, u64],
  cycleTimeExt: [8, u64],
  flags: [9, u32],
  /** CLOCK_*: linux/time.h */
  clockid: [10, s32],
})) {}
