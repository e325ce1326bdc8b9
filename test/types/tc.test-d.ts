// Recursion through sets with a choice, as traffic control has it: actions in filters in actions. Declared here alone; nothing runs.
import { attributes, choice, message, struct } from '../../codec/core/attributes.js'
import type { Decoded, Input, Type, Wide } from '../../codec/core/infer.js'
import { lazy, repeated } from '../../codec/core/lists.js'
import { linkIndex, string, u32, u8 } from '../../codec/core/types.js'

export class Tcmsg extends struct('tcmsg', { family: u8, ifindex: linkIndex, handle: u32, parent: u32, info: u32 }) {}
export class Gact extends attributes('TCA_GACT_', () => ({ parms: [2, u32] })) {}
export const Action = attributes('TCA_ACT_', () => ({
  kind: [1, string],
  options: [2, choice('kind', { gact: Gact, nest: lazy((): Type<Flower> => Flower) })],
}))
export type Action = Decoded<typeof Action>
export class Flower extends attributes('TCA_FLOWER_', () => ({ classid: [1, u32], act: [3, repeated(0, lazy((): Type<Action> => Action))] })) {}
export class NetemQopt extends struct('tc_netem_qopt', { latency: u32, limit: u32 }) {}
export class Netem extends message(NetemQopt, 'TCA_NETEM_', () => ({ ecn: [7, u32] })) {}
export const Filter = message(Tcmsg, 'TCA_', () => ({ kind: [1, string], options: [2, choice('kind', { flower: Flower, netem: Netem })], chain: [11, u32] }))
export type Filter = Decoded<typeof Filter>

/** A struct followed by attributes reads as one object. */
export const read = (x: Filter): number | undefined => x.kind === 'flower' ? x.options?.classid : x.kind === 'netem' ? x.options?.latency : undefined
export const inside = (x: Filter): number | undefined => {
  const action = x.kind === 'flower' ? x.options?.act?.[0] : undefined
  return action?.kind === 'gact' ? action.options?.parms : undefined
}
export const header: Input<typeof Filter> = { ifindex: 1, kind: 'netem', options: { latency: 1, ecn: 1 } }
export const wide: Input<typeof Filter, Wide> = { ifindex: 'eth0', kind: 'netem', options: { latency: 1 } }
export const deep: Input<typeof Filter> = {
  kind: 'flower', options: { act: [{ kind: 'gact', options: { parms: 1 } }, { kind: 'nest', options: { act: [{ kind: 'gact' }] } }] },
}
// @ts-expect-error flower has no latency
export const another: Input<typeof Filter> = { ifindex: 1, kind: 'flower', options: { latency: 1 } }
// @ts-expect-error deep: gact has no parm
export const misspelt: Input<typeof Filter> = { kind: 'flower', options: { act: [{ kind: 'gact', options: { parm: 1 } }] } }
// @ts-expect-error which kind it is must be asked first
export const any = (x: Filter): unknown => x.options?.latency
