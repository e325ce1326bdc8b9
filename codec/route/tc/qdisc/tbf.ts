// A bucket of tokens: no more than a rate. TCA_TBF_*, struct tc_tbf_qopt: linux/pkt_sched.h
import { attributes, struct } from '../../../core/attributes.js'
import { u32, u64 } from '../../../core/types.js'
import { RateSpec, rateTable } from '../rate.js'

/** struct tc_tbf_qopt: `limit` in bytes; `buffer` and `mtu` in ticks of 64 ns, at the rates. */
export class TbfParms extends struct('tc_tbf_qopt', {
  rate: RateSpec,
  peakrate: RateSpec,
  limit: u32,
  buffer: u32,
  mtu: u32,
}) {}

export class Tbf extends attributes('TCA_TBF_', () => ({
  parms: [1, TbfParms],
  rtab: [2, rateTable],
  ptab: [3, rateTable],
  /** In bytes per second, where 32 bits are too few. */
  rate64: [4, u64],
  prate64: [5, u64],
  /** In bytes. */
  burst: [6, u32],
  pburst: [7, u32],
})) {}
