// By the mark of netfilter. TCA_FW_*: linux/pkt_cls.h
import { attributes } from '../../../core/attributes.js'
import { linkName, u32 } from '../../../core/types.js'
import { actionList } from '../action.js'
import { Police } from '../action/police.js'

export class Fw extends attributes('TCA_FW_', () => ({
  classid: [1, u32],
  police: [2, Police],
  indev: [3, linkName],
  act: [4, actionList],
  mask: [5, u32],
})) {}
