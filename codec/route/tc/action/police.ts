// Drops what is more than a rate. TCA_POLICE_*, struct tc_police: linux/pkt_cls.h; net/sched/act_police.c. Filters
// have one in the old way, too.
import { attributes, struct } from '../../../core/attributes.js'
import { s32, u32, u64 } from '../../../core/types.js'
import { Times, verdict } from '../generic.js'
import { RateSpec, rateTable } from '../rate.js'

/** struct tc_police */
export class PoliceParms extends struct('tc_police', {
  index: u32,
  action: verdict,
  limit: u32,
  /** In ticks of 64 ns, at the rate. */
  burst: u32,
  mtu: u32,
  rate: RateSpec,
  peakrate: RateSpec,
  refcnt: s32,
  bindcnt: s32,
  capab: u32,
}) {}

export class Police extends attributes('TCA_POLICE_', () => ({
  tbf: [1, PoliceParms],
  rate: [2, rateTable],
  peakrate: [3, rateTable],
  /** In bytes per second, of an estimator. */
  avrate: [4, u32],
  /** What becomes of a packet that is in the rate. tc.yaml has u32; -1 is one of them. */
  result: [5, verdict],
  tm: [6, Times],
  rate64: [8, u64],
  peakrate64: [9, u64],
  pktrate64: [10, u64],
  pktburst64: [11, u64],
})) {}
