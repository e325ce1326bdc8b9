// Many calls in one send.
import { UsageError } from '../../libc/errors.js'
import { Addresses } from '../address.js'
import { AddressLabels } from '../address-label.js'
import type { Conversation } from '../conversation.js'
import { Links } from '../link.js'
import { synchronous, type Runner, type Steps } from '../mode.js'
import { Neighbours } from '../neighbour.js'
import { NeighbourTables } from '../neighbour-table.js'
import { Netconfs } from '../netconf.js'
import { Nexthops } from '../nexthop.js'
import { Nsids } from '../nsid.js'
import { Routes } from '../route.js'
import { Rules } from '../rule.js'
import { Chains, Classes, Filters, Qdiscs } from '../tc.js'
import { BatchConversation } from './conversation.js'
import { BatchEntry } from './entry.js'

export interface BatchOptions {
  /** Nothing is sent after a refusal, which is thrown. Each call is then sent by itself. */
  readonly stopOnError?: boolean | undefined
}
/** How many calls go out before others may run. */
const PIECE = 1000

/** The objects of the client; each call gives an entry in place of what it gives otherwise. */
export class Batch {
  readonly link: Links<'batch'>
  readonly address: Addresses<'batch'>
  readonly route: Routes<'batch'>
  readonly neighbour: Neighbours<'batch'>
  readonly rule: Rules<'batch'>
  readonly nsid: Nsids<'batch'>
  readonly nexthop: Nexthops<'batch'>
  readonly neighbourTable: NeighbourTables<'batch'>
  readonly netconf: Netconfs<'batch'>
  readonly addressLabel: AddressLabels<'batch'>
  readonly qdisc: Qdiscs<'batch'>
  readonly class: Classes<'batch'>
  readonly filter: Filters<'batch'>
  readonly chain: Chains<'batch'>

  constructor (talk: Conversation, runner: Runner<'batch'>) {
    this.link = new Links(talk, runner)
    this.address = new Addresses(talk, runner)
    this.route = new Routes(talk, runner)
    this.neighbour = new Neighbours(talk, runner)
    this.rule = new Rules(talk, runner)
    this.nsid = new Nsids(talk, runner)
    this.nexthop = new Nexthops(talk, runner)
    this.neighbourTable = new NeighbourTables(talk, runner)
    this.netconf = new Netconfs(talk, runner)
    this.addressLabel = new AddressLabels(talk, runner)
    this.qdisc = new Qdiscs(talk, runner)
    this.class = new Classes(talk, runner)
    this.filter = new Filters(talk, runner)
    this.chain = new Chains(talk, runner)
  }
}

/** Has `fill` make its calls, and sends them. Gives an entry for each, in order. */
export function * batchSteps (talk: Conversation, fill: (batch: Batch) => void, { stopOnError = false }: BatchOptions): Steps<BatchEntry[]> {
  const held = new BatchConversation(talk.socket)
  const entries: BatchEntry[] = []
  let open = true
  const runner: Runner<'batch'> = {
    run<T> (steps: () => Steps<T>): BatchEntry<T> {
      if (!open) throw new UsageError('this batch is over')
      const entry = new BatchEntry<T>()
      entries.push(entry)
      if (stopOnError && held.refusal !== undefined) entry.status = 'stopped'
      else held.make(entry, () => synchronous.run(steps))
      if (stopOnError) held.flush()
      return entry
    },
  }
  try {
    const result: unknown = fill(new Batch(held, runner))
    if (result instanceof Promise) throw new UsageError('batch: its function must not wait: what it calls afterwards would be lost')
  } finally { open = false }
  while (held.flush(PIECE)) yield
  if (stopOnError && held.refusal !== undefined) throw held.refusal
  return entries
}
