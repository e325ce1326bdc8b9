// Queues of a link by priority. struct tc_mqprio_qopt, then TCA_MQPRIO_*: linux/pkt_sched.h; net/sched/sch_mqprio.c
import { attributes, message, nested, struct } from '../../../core/attributes.js'
import { array, many, repeated } from '../../../core/lists.js'
import { enumeration, fixed, u16, u32, u64, u8 } from '../../../core/types.js'

/** struct tc_mqprio_qopt: `count` queues from `offset` on are of a traffic class. */
export class MqprioParms extends struct('tc_mqprio_qopt', {
  numTc: u8,
  prioTcMap: fixed(16, array(u8)),
  hw: u8,
  count: fixed(32, array(u16)),
  offset: fixed(32, array(u16)),
}) {}

/** TC_FP_* */
export const framePreemption = enumeration(u32, { express: 1, preemptible: 2 })

export class MqprioTcEntry extends attributes('TCA_MQPRIO_TC_ENTRY_', () => ({ index: [1, u32], fp: [2, framePreemption] })) {}

/** tc.yaml has the struct without the attributes after it. */
export class Mqprio extends message(MqprioParms, 'TCA_MQPRIO_', () => ({
  mode: [1, enumeration(u16, { dcb: 0, channel: 1 })],
  shaper: [2, enumeration(u16, { dcb: 0, bwRate: 1 })],
  /** In bytes per second, of each traffic class. */
  minRate64: [3, repeated(3, u64, 'TCA_MQPRIO_MIN_RATE64')],
  maxRate64: [4, repeated(4, u64, 'TCA_MQPRIO_MAX_RATE64')],
  tcEntry: [5, nested(many(MqprioTcEntry))],
})) {}
