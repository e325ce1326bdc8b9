// Prints a text with the number of packets, as an example. TCA_DEF_*: linux/tc_act/tc_defact.h; net/sched/act_simple.c
import { attributes, struct } from '../../../core/attributes.js'
import { string } from '../../../core/types.js'
import { generic, Times } from '../generic.js'

export class SimpleParms extends struct('tc_defact', generic) {}

export class Simple extends attributes('TCA_DEF_', () => ({
  tm: [1, Times],
  parms: [2, SimpleParms],
  /** Up to 31 bytes. tc.yaml has bytes; act_simple.c puts text. */
  data: [3, string],
})) {}
