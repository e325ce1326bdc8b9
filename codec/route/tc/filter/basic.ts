// Extended matches alone. TCA_BASIC_*: linux/pkt_cls.h
import { attributes, struct } from '../../../core/attributes.js'
import { u32, u64 } from '../../../core/types.js'
import { actionList } from '../action.js'
import { Police } from '../action/police.js'
import { EmatchTree } from '../ematch/ematch.js'

/** struct tc_basic_pcnt: how often it was asked, and how often it matched. */
export class BasicCount extends struct('tc_basic_pcnt', { rcnt: u64, rhit: u64 }) {}

export class Basic extends attributes('TCA_BASIC_', () => ({
  classid: [1, u32],
  ematches: [2, EmatchTree],
  act: [3, actionList],
  police: [4, Police],
  pcnt: [5, BasicCount],
})) {}
