// Gates by the clock, IEEE 802.1Q-2018 8.6.8.4. TCA_TAPRIO_*: linux/pkt_sched.h; net/sched/sch_taprio.c
import { attributes, nested } from '../../../core/attributes.js'
import type { Type } from '../../../core/infer.js'
import { lazy, many, repeated } from '../../../core/lists.js'
import { enumeration, flags, s32, s64, u32, u64, u8 } from '../../../core/types.js'
import { counters } from '../stats.js'
import { framePreemption, MqprioParms } from './mqprio.js'

export class TaprioEntry extends attributes('TCA_TAPRIO_SCHED_ENTRY_', () => ({
  index: [1, u32],
  /** TC_TAPRIO_CMD_* */
  cmd: [2, enumeration(u8, { setGates: 0, setAndHold: 1, setAndRelease: 2 })],
  /** A bit for each traffic class. */
  gateMask: [3, u32],
  /** In ns. */
  interval: [4, u32],
})) {}

export class TaprioTcEntry extends attributes('TCA_TAPRIO_TC_ENTRY_', () => ({
  index: [1, u32],
  maxSdu: [2, u32],
  fp: [3, framePreemption],
})) {}

/** Times are in ns of the clock. */
export class Taprio extends attributes('TCA_TAPRIO_ATTR_', () => ({
  priomap: [1, MqprioParms],
  /** TCA_TAPRIO_SCHED_ENTRY, each. */
  schedEntryList: [2, repeated(1, TaprioEntry, 'TCA_TAPRIO_SCHED_ENTRY')],
  schedBaseTime: [3, s64],
  schedSingleEntry: [4, TaprioEntry],
  /** CLOCK_*: linux/time.h */
  schedClockid: [5, s32],
  /** What comes next: the schedule that waits for its time. tc.yaml has bytes. */
  adminSched: [7, lazy((): Type<Taprio> => Taprio)],
  schedCycleTime: [8, s64],
  schedCycleTimeExtension: [9, s64],
  flags: [10, flags(u32, { txtimeAssist: 1 << 0, fullOffload: 1 << 1 })],
  txtimeDelay: [11, u32],
  tcEntry: [12, nested(many(TaprioTcEntry))],
})) {}

export class TaprioXstats extends attributes('TCA_TAPRIO_OFFLOAD_STATS_', () => ({
  windowDrops: [2, u64],
  txOverruns: [3, u64],
})) {}
export class TaprioStats extends attributes('TCA_STATS_', () => ({ ...counters, app: [4, nested(TaprioXstats)] })) {}
