// A band for each of a link's queues. struct tc_multiq_qopt: linux/pkt_sched.h
import { struct } from '../../../core/attributes.js'
import { u16 } from '../../../core/types.js'

export class Multiq extends struct('tc_multiq_qopt', { bands: u16, maxBands: u16 }) {}
