// What TypeScript knows of traffic control: a kind narrows its options and its counters; others' options do not compile.
import type { Input, Wide } from '../../../../codec/core/infer.js'
import { Action } from '../../../../codec/route/tc/action.js'
import { Class, Filter, Qdisc } from '../../../../codec/route/tc/tc.js'

const qdisc = Qdisc.decode(new Uint8Array(20))
if (qdisc.kind === 'fq_codel') {
  const target: number | undefined = qdisc.options?.target
  const type: string | number | undefined = qdisc.stats2?.app?.type
  const bytes: bigint | undefined = qdisc.stats2?.basic?.bytes
  if (qdisc.xstats?.type === 'qdisc') void (qdisc.xstats.stats?.newFlowCount satisfies number | undefined)
  // @ts-expect-error -- of netem
  void qdisc.options?.latency
  void [target, type, bytes]
}
// Of any kind
void (qdisc.stats2?.queue?.drops satisfies number | undefined)

const kind = Class.decode(new Uint8Array(20))
if (kind.kind === 'hfsc') void (kind.options?.rsc?.m1 satisfies number | undefined)

const filter = Filter.decode(new Uint8Array(20))
if (filter.kind === 'flower') {
  for (const action of filter.options?.act ?? []) if (action.kind === 'mirred') void (action.options?.parms?.eaction satisfies string | number | undefined)
}

Qdisc.encode({ kind: 'netem', options: { limit: 1, latency64: 5, slot: { minDelay: 1n } } })
Action.encode({ kind: 'vlan', options: { parms: { vAction: 'push' }, pushVlanProtocol: '802.1ad' } })
// @ts-expect-error -- 'latency' is not one of htb's
Qdisc.encode({ kind: 'htb', options: { latency: 1 } })
// @ts-expect-error -- 'shove' is none of vlan's
Action.encode({ kind: 'vlan', options: { parms: { vAction: 'shove' } } })
// A client takes a link by its name
export const wide: Input<typeof Filter, Wide> = { ifindex: 'eth0', kind: 'matchall', options: { act: [{ kind: 'mirred', options: { parms: { ifindex: 'eth1' } } }] } }
// @ts-expect-error -- the codec does not
export const narrow: Input<typeof Filter> = { ifindex: 'eth0' }
