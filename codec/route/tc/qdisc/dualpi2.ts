// Two queues coupled, RFC 9332. TCA_DUALPI2_*, struct tc_dualpi2_xstats: linux/pkt_sched.h, since Linux 6.17
import { attributes, struct } from '../../../core/attributes.js'
import { enumeration, s32, u32, u8 } from '../../../core/types.js'
import { counters } from '../stats.js'

/** Times in us. */
export class Dualpi2 extends attributes('TCA_DUALPI2_', () => ({
  limit: [1, u32],
  memoryLimit: [2, u32],
  target: [3, u32],
  tupdate: [4, u32],
  alpha: [5, u32],
  beta: [6, u32],
  stepThreshPkts: [7, u32],
  stepThreshUs: [8, u32],
  minQlenStep: [9, u32],
  coupling: [10, u8],
  dropOverload: [11, enumeration(u8, { overflow: 0, drop: 1 })],
  dropEarly: [12, enumeration(u8, { dropDequeue: 0, dropEnqueue: 1 })],
  /** In percent, the classic queue's share. */
  cProtection: [13, u8],
  ecnMask: [14, enumeration(u8, { l4sEct: 1, claEct: 2, anyEct: 3 })],
  splitGso: [15, enumeration(u8, { noSplitGso: 0, splitGso: 1 })],
})) {}

/** struct tc_dualpi2_xstats. Some members have other names in tc.yaml. */
export class Dualpi2Xstats extends struct('tc_dualpi2_xstats', {
  prob: u32,
  delayC: u32,
  delayL: u32,
  packetsInC: u32,
  packetsInL: u32,
  maxq: u32,
  ecnMark: u32,
  stepMarks: u32,
  credit: s32,
  memoryUsed: u32,
  maxMemoryUsed: u32,
  memoryLimit: u32,
}) {}
export class Dualpi2Stats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, Dualpi2Xstats] })) {}
