// By the realm of the route. TCA_ROUTE4_*: linux/pkt_cls.h
import { attributes } from '../../../core/attributes.js'
import { linkIndex, u32 } from '../../../core/types.js'
import { actionList } from '../action.js'
import { Police } from '../action/police.js'

export class Route4 extends attributes('TCA_ROUTE4_', () => ({
  classid: [1, u32],
  to: [2, u32],
  from: [3, u32],
  iif: [4, linkIndex],
  police: [5, Police],
  act: [6, actionList],
})) {}
