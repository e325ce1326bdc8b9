// First in, first out: bfifo, pfifo, pfifo_head_drop. struct tc_fifo_qopt: linux/pkt_sched.h
import { struct } from '../../../core/attributes.js'
import { u32 } from '../../../core/types.js'

/** struct tc_fifo_qopt. `limit`: of bfifo in bytes, of the others in packets. */
export class Fifo extends struct('tc_fifo_qopt', { limit: u32 }) {}
