// Common applications kept enhanced: cake, and cake_mq, one for each queue. TCA_CAKE_*: linux/pkt_sched.h;
// net/sched/sch_cake.c
import { attributes } from '../../../core/attributes.js'
import { indexed } from '../../../core/lists.js'
import { enumeration, s32, u32, u64 } from '../../../core/types.js'
import { counters } from '../stats.js'

/** Times in us. */
export class Cake extends attributes('TCA_CAKE_', () => ({
  /** In bytes per second; 0: no limit. */
  baseRate64: [2, u64],
  diffservMode: [3, enumeration(u32, { diffserv3: 0, diffserv4: 1, diffserv8: 2, besteffort: 3, precedence: 4 })],
  atm: [4, enumeration(u32, { none: 0, atm: 1, ptm: 2 })],
  /** CAKE_FLOW_* */
  flowMode: [5, enumeration(u32, {
    none: 0, srcIp: 1, dstIp: 2, hosts: 3, flows: 4, dualSrc: 5, dualDst: 6, triple: 7,
  })],
  /** In bytes; less than 0 as a number beyond 2^31. */
  overhead: [6, u32],
  rtt: [7, u32],
  target: [8, u32],
  autorate: [9, u32],
  memory: [10, u32],
  nat: [11, u32],
  raw: [12, u32],
  wash: [13, u32],
  mpu: [14, u32],
  ingress: [15, u32],
  ackFilter: [16, enumeration(u32, { none: 0, filter: 1, aggressive: 2 })],
  splitGso: [17, u32],
  fwmark: [18, u32],
})) {}

export class CakeTin extends attributes('TCA_CAKE_TIN_STATS_', () => ({
  sentPackets: [2, u32],
  sentBytes64: [3, u64],
  droppedPackets: [4, u32],
  droppedBytes64: [5, u64],
  acksDroppedPackets: [6, u32],
  acksDroppedBytes64: [7, u64],
  ecnMarkedPackets: [8, u32],
  ecnMarkedBytes64: [9, u64],
  backlogPackets: [10, u32],
  backlogBytes: [11, u32],
  thresholdRate64: [12, u64],
  targetUs: [13, u32],
  intervalUs: [14, u32],
  wayIndirectHits: [15, u32],
  wayMisses: [16, u32],
  wayCollisions: [17, u32],
  peakDelayUs: [18, u32],
  avgDelayUs: [19, u32],
  baseDelayUs: [20, u32],
  sparseFlows: [21, u32],
  bulkFlows: [22, u32],
  unresponsiveFlows: [23, u32],
  maxSkblen: [24, u32],
  flowQuantum: [25, u32],
})) {}

/** Of the qdisc; of a flow, that is, a class, those from `deficit` on. */
export class CakeXstats extends attributes('TCA_CAKE_STATS_', () => ({
  capacityEstimate64: [2, u64],
  memoryLimit: [3, u32],
  memoryUsed: [4, u32],
  avgNetoff: [5, u32],
  minNetlen: [6, u32],
  maxNetlen: [7, u32],
  minAdjlen: [8, u32],
  maxAdjlen: [9, u32],
  tinStats: [10, indexed(CakeTin)],
  deficit: [11, s32],
  cobaltCount: [12, u32],
  dropping: [13, u32],
  dropNextUs: [14, s32],
  pDrop: [15, u32],
  blueTimerUs: [16, s32],
  activeQueues: [17, u32],
})) {}
export class CakeStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, CakeXstats] })) {}
