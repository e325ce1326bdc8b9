// Holds packets back until it is unplugged. struct tc_plug_qopt, TCQ_PLUG_*: linux/pkt_sched.h
import { struct } from '../../../core/attributes.js'
import { enumeration, s32, u32 } from '../../../core/types.js'

/** struct tc_plug_qopt. The kernel never sends it. */
export class Plug extends struct('tc_plug_qopt', {
  action: enumeration(s32, { buffer: 0, releaseOne: 1, releaseIndefinite: 2, limit: 3 }),
  /** In bytes. */
  limit: u32,
}) {}
