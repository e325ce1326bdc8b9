// Traffic control: qdiscs, classes, filters, chains. struct tcmsg, TCA_*: linux/rtnetlink.h; net/sched/sch_api.c,
// cls_api.c
import { choice, message, struct } from '../../core/attributes.js'
import type { Decoded } from '../../core/infer.js'
import { bytes, flag, flags, maskOf, string, u32, u8 } from '../../core/types.js'
import { classes } from './class/index.js'
import { classStats, classXstats } from './class/stats.js'
import { filters } from './filter/index.js'
import { qdiscs } from './qdisc/index.js'
import { qdiscStats, qdiscXstats } from './qdisc/stats.js'
import { SizeTable } from './rate.js'
import { Estimator, Stats, TcStats } from './stats.js'
import { Tcmsg } from './tcmsg.js'

/** TCA_DUMP_FLAGS_*; terse: filters without their options. */
export class DumpFlags extends struct('nla_bitfield32', {
  value: flags(u32, { terse: 1 << 0 }),
  selector: maskOf('value'),
}) {}

/** What all of them may have, whatever their kind. */
const common = {
  stats: [3, TcStats],
  rate: [5, Estimator],
  fcnt: [6, u32],
  stab: [8, SizeTable],
  /** To be shown with all the others, those that the kernel made and hides, too. */
  dumpInvisible: [10, flag],
  chain: [11, u32],
  hwOffload: [12, u8],
  /** Numbers of the blocks of filters that are shared with other links. */
  ingressBlock: [13, u32],
  egressBlock: [14, u32],
  dumpFlags: [15, DumpFlags],
  extWarnMsg: [16, string],
} as const

/** RTM_NEWQDISC, RTM_DELQDISC, RTM_GETQDISC */
export const Qdisc = message(Tcmsg, 'TCA_', () => ({
  kind: [1, string],
  options: [2, choice('kind', qdiscs)],
  xstats: [4, choice('kind', qdiscXstats)],
  stats2: [7, choice('kind', qdiscStats, Stats)],
  ...common,
}))
export type Qdisc = Decoded<typeof Qdisc>

/** RTM_NEWTCLASS, RTM_DELTCLASS, RTM_GETTCLASS. The kind is that of the qdisc. */
export const Class = message(Tcmsg, 'TCA_', () => ({
  kind: [1, string],
  options: [2, choice('kind', classes)],
  xstats: [4, choice('kind', classXstats)],
  stats2: [7, choice('kind', classStats, Stats)],
  ...common,
}))
export type Class = Decoded<typeof Class>

/**
 * RTM_NEWTFILTER, RTM_DELTFILTER, RTM_GETTFILTER; RTM_NEWCHAIN, RTM_DELCHAIN, RTM_GETCHAIN, where `options` is
 * the chain's template.
 */
export const Filter = message(Tcmsg, 'TCA_', () => ({
  kind: [1, string],
  options: [2, choice('kind', filters)],
  xstats: [4, bytes],
  stats2: [7, Stats],
  ...common,
}))
export type Filter = Decoded<typeof Filter>

/** Kinds whose options are declared. */
export type QdiscKind = keyof typeof qdiscs
export type ClassKind = keyof typeof classes
export type FilterKind = keyof typeof filters
