// By the control group of who sends. TCA_CGROUP_*: linux/pkt_cls.h
import { attributes } from '../../../core/attributes.js'
import { actionList } from '../action.js'
import { Police } from '../action/police.js'
import { EmatchTree } from '../ematch/ematch.js'

export class Cgroup extends attributes('TCA_CGROUP_', () => ({
  act: [1, actionList],
  police: [2, Police],
  /** tc.yaml has bytes. */
  ematches: [3, EmatchTree],
})) {}
