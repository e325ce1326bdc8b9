// By the index that dsmark gave, until Linux 6.2. TCA_TCINDEX_*: linux/pkt_cls.h of those
import { attributes } from '../../../core/attributes.js'
import { u16, u32 } from '../../../core/types.js'
import { actionList } from '../action.js'
import { Police } from '../action/police.js'

export class Tcindex extends attributes('TCA_TCINDEX_', () => ({
  hash: [1, u32],
  mask: [2, u16],
  shift: [3, u32],
  fallThrough: [4, u32],
  classid: [5, u32],
  police: [6, Police],
  act: [7, actionList],
})) {}
