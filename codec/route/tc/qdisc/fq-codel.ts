// Fair queues, each with controlled delay. TCA_FQ_CODEL_*, struct tc_fq_codel_*: linux/pkt_sched.h
import { attributes, choice, struct } from '../../../core/attributes.js'
import type { Decoded } from '../../../core/infer.js'
import { enumeration, pad, s32, u32, u8 } from '../../../core/types.js'
import { counters } from '../stats.js'

/** Times in us. */
export class FqCodel extends attributes('TCA_FQ_CODEL_', () => ({
  target: [1, u32],
  limit: [2, u32],
  interval: [3, u32],
  ecn: [4, u32],
  flows: [5, u32],
  quantum: [6, u32],
  ceThreshold: [7, u32],
  dropBatchSize: [8, u32],
  memoryLimit: [9, u32],
  ceThresholdSelector: [10, u8],
  ceThresholdMask: [11, u8],
})) {}

export class FqCodelQdiscXstats extends struct('tc_fq_codel_qd_stats', {
  maxpacket: u32,
  dropOverlimit: u32,
  ecnMark: u32,
  newFlowCount: u32,
  newFlowsLen: u32,
  oldFlowsLen: u32,
  ceMark: u32,
  memoryUsage: u32,
  dropOvermemory: u32,
}) {}

/** struct tc_fq_codel_cl_stats, and what the union has more: of a flow. */
export class FqCodelClassXstats extends struct('', {
  deficit: s32,
  ldelay: u32,
  count: u32,
  lastcount: u32,
  dropping: u32,
  dropNext: s32,
  pad: pad(12),
}) {}

/** struct tc_fq_codel_xstats, whose union has no name. */
export const FqCodelXstats = struct('tc_fq_codel_xstats', {
  type: enumeration(u32, { qdisc: 0, class: 1 }),
  stats: choice('type', { qdisc: FqCodelQdiscXstats, class: FqCodelClassXstats }),
})
export type FqCodelXstats = Decoded<typeof FqCodelXstats>
export class FqCodelStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, FqCodelXstats] })) {}
