// Everything. TCA_MATCHALL_*: linux/pkt_cls.h
import { attributes, struct } from '../../../core/attributes.js'
import { u32, u64 } from '../../../core/types.js'
import { actionList } from '../action.js'
import { filterFlags } from '../generic.js'

export class MatchallCount extends struct('tc_matchall_pcnt', { rhit: u64 }) {}

export class Matchall extends attributes('TCA_MATCHALL_', () => ({
  classid: [1, u32],
  act: [2, actionList],
  flags: [3, filterFlags],
  pcnt: [4, MatchallCount],
})) {}
