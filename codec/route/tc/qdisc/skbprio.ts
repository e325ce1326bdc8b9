// Drops what has the lowest priority. struct tc_skbprio_qopt: linux/pkt_sched.h
import { struct } from '../../../core/attributes.js'
import { u32 } from '../../../core/types.js'

/** struct tc_skbprio_qopt. `limit`: in packets. */
export class Skbprio extends struct('tc_skbprio_qopt', { limit: u32 }) {}
