// Hands samples to psample. TCA_SAMPLE_*: linux/tc_act/tc_sample.h
import { attributes, struct } from '../../../core/attributes.js'
import { u32 } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

export class SampleParms extends struct('tc_sample', generic) {}

export class Sample extends attributes('TCA_SAMPLE_', () => ({
  tm: [1, Times],
  parms: [2, SampleParms],
  /** One packet of so many. */
  rate: [3, u32],
  truncSize: [4, u32],
  psampleGroup: [5, u32],
})) {}
