// Where there may be classes, filters and chains: the kernel lists them of one place each. net/sched/sch_api.c, cls_api.c
import { messageTypes } from '../../../codec/route/message-types.js'
import { Class, Qdisc } from '../../../codec/route/tc/tc.js'
import type { Conversation } from '../conversation.js'
import type { Steps } from '../mode.js'
import { parseParent } from '../tc-values.js'

function * qdiscs (talk: Conversation): Steps<Qdisc[]> {
  const found = yield * talk.dump<Qdisc>({ call: 'monitor qdisc', type: messageTypes.RTM_GETQDISC, codec: Qdisc, value: {} })
  // Those without a handle are the kernel's own, and have nothing in them.
  return found.filter(({ handle }) => handle !== 0)
}

/** Links whose qdiscs may have classes. */
export function * linksOfClasses (talk: Conversation): Steps<object[]> {
  return [...new Set((yield * qdiscs(talk)).map(({ ifindex }) => ifindex))].map(ifindex => ({ ifindex }))
}

/** Qdiscs and classes, each of which may have filters. */
export function * placesOfFilters (talk: Conversation): Steps<object[]> {
  const places: object[] = []
  const found = yield * qdiscs(talk)
  for (const { ifindex, kind, handle } of found) {
    for (const parent of kind === 'clsact' ? [parseParent('ingress'), parseParent('egress')] : [handle]) places.push({ ifindex, parent })
  }
  for (const ifindex of new Set(found.map(({ ifindex }) => ifindex))) {
    for (const { handle } of yield * talk.dump<Class>({ call: 'monitor class', type: messageTypes.RTM_GETTCLASS, codec: Class, value: { ifindex } })) places.push({ ifindex, parent: handle })
  }
  return places
}
