// Classes of qfq, quick fair queueing. TCA_QFQ_*, struct tc_qfq_stats: linux/pkt_sched.h
import { attributes, struct } from '../../../core/attributes.js'
import { u32 } from '../../../core/types.js'
import { counters } from '../stats.js'

/** `lmax`: the largest packet, in bytes. */
export class Qfq extends attributes('TCA_QFQ_', () => ({ weight: [1, u32], lmax: [2, u32] })) {}

export class QfqXstats extends struct('tc_qfq_stats', { weight: u32, lmax: u32 }) {}
export class QfqStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, QfqXstats] })) {}
