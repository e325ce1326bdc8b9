// What is done with a packet: in filters, and shared, by number. TCA_ACT_*: linux/pkt_cls.h; TCA_ROOT_*:
// linux/rtnetlink.h; net/sched/act_api.c
import { attributes, choice, message, struct } from '../../core/attributes.js'
import type { Decoded, Lazy, Repeated, Type } from '../../core/infer.js'
import { indexed, lazy } from '../../core/lists.js'
import { bytes, flags, maskOf, string, u32 } from '../../core/types.js'
import { actions } from './action/index.js'
import { Stats } from './stats.js'
import { Tcamsg } from './tcmsg.js'

/** TCA_ACT_FLAGS_*; only the bits of `selector` count (struct nla_bitfield32: linux/netlink.h). */
export class ActionFlags extends struct('nla_bitfield32', {
  value: flags(u32, { noPercpuStats: 1 << 0, skipHw: 1 << 1, skipSw: 1 << 2 }),
  selector: maskOf('value'),
}) {}

/** TCA_ACT_HW_STATS_*: how old counters of hardware may be. */
export class ActionHwStats extends struct('nla_bitfield32', {
  value: flags(u32, { immediate: 1 << 0, delayed: 1 << 1 }),
  selector: maskOf('value'),
}) {}

export const Action = attributes('TCA_ACT_', () => ({
  kind: [1, string],
  options: [2, choice('kind', actions)],
  /** Of a shared one: TCA_ACT_OPTIONS has it, too. */
  index: [3, u32],
  stats: [4, Stats],
  /** Up to 16 bytes that are the user's. */
  cookie: [6, bytes],
  flags: [7, ActionFlags],
  hwStats: [8, ActionHwStats],
  usedHwStats: [9, ActionHwStats],
  /** How many pieces of hardware have it. */
  inHwCount: [10, u32],
}))
export type Action = Decoded<typeof Action>

/** An interface, so that a .d.ts prints its name in each kind of filter. */
export interface ActionList extends Repeated<Lazy<Action>> {}
/** Actions in their order, up to 32 (TCA_ACT_MAX_PRIO). */
export const actionList: ActionList = indexed(lazy((): Type<Action> => Action))

/** TCA_ACT_FLAG_*: more than 32 in an answer; without counters. */
export class ActionRootFlags extends struct('nla_bitfield32', {
  value: flags(u32, { largeDumpOn: 1 << 0, terseDump: 1 << 1 }),
  selector: maskOf('value'),
}) {}

/** RTM_NEWACTION, RTM_DELACTION, RTM_GETACTION: shared actions. */
export class Actions extends message(Tcamsg, 'TCA_ROOT_', () => ({
  /** Also known as TCA_ACT_TAB. */
  tab: [1, actionList],
  flags: [2, ActionRootFlags],
  count: [3, u32],
  /** Only those that were used in the last so many ms. */
  timeDelta: [4, u32],
  extWarnMsg: [5, string],
})) {}
