// Bands by priority: prio, and pfifo_fast, which cannot be changed. struct tc_prio_qopt: linux/pkt_sched.h
import { struct } from '../../../core/attributes.js'
import { array } from '../../../core/lists.js'
import { fixed, s32, u8 } from '../../../core/types.js'

/** struct tc_prio_qopt */
export class Prio extends struct('tc_prio_qopt', {
  bands: s32,
  /** The band of each of the 16 priorities. */
  priomap: fixed(16, array(u8)),
}) {}
