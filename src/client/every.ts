// Every object of the client, each with its verbs: what a client has, and a batch.
import { Actions } from './action.js'
import { AddressLabels } from './address-label.js'
import { Addresses } from './address.js'
import type { Conversation } from './conversation.js'
import { FdbEntries } from './fdb.js'
import { Links } from './link.js'
import { MulticastGroups } from './mdb.js'
import type { Mode, Runner } from './mode.js'
import { NeighbourTables } from './neighbour-table.js'
import { Neighbours } from './neighbour.js'
import { Netconfs } from './netconf.js'
import { Nexthops } from './nexthop.js'
import { Nsids } from './nsid.js'
import { Routes } from './route.js'
import { Rules } from './rule.js'
import { LinkCounters } from './stats.js'
import { Chains, Classes, Filters, Qdiscs } from './tc.js'
import { BridgeVlans } from './vlan.js'

export abstract class EveryObject<M extends Mode> {
  readonly link: Links<M>
  readonly address: Addresses<M>
  readonly route: Routes<M>
  readonly neighbour: Neighbours<M>
  readonly rule: Rules<M>
  /** The numbers by which this namespace knows others. */
  readonly nsid: Nsids<M>
  readonly nexthop: Nexthops<M>
  readonly neighbourTable: NeighbourTables<M>
  readonly netconf: Netconfs<M>
  readonly addressLabel: AddressLabels<M>
  readonly qdisc: Qdiscs<M>
  readonly class: Classes<M>
  readonly filter: Filters<M>
  readonly chain: Chains<M>
  /** Shared actions of filters. */
  readonly action: Actions<M>
  /** Forwarding entries of bridges, VXLANs and cards. */
  readonly fdb: FdbEntries<M>
  /** VLANs of bridges and their ports. */
  readonly vlan: BridgeVlans<M>
  /** Multicast groups of bridges and VXLANs. */
  readonly mdb: MulticastGroups<M>
  /** Counters of links. */
  readonly stats: LinkCounters<M>

  constructor (talk: Conversation, runner: Runner<M>) {
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
    this.action = new Actions(talk, runner)
    this.fdb = new FdbEntries(talk, runner)
    this.vlan = new BridgeVlans(talk, runner)
    this.mdb = new MulticastGroups(talk, runner)
    this.stats = new LinkCounters(talk, runner)
  }
}
