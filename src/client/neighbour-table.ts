// The tables of neighbours, and how they are kept: RTM_GETNEIGHTBL, RTM_SETNEIGHTBL. linux/neighbour.h, ip-ntable(8)
import type { Input, Wide } from '../../codec/core/infer.js'
import { NeighbourTable } from '../../codec/route/neighbour-table.js'
import { RTM_GETNEIGHTBL, RTM_SETNEIGHTBL } from '../../codec/route/message-types.js'
import { NetlinkError } from '../socket/errors.js'
import type { Mode, Result, Steps, WaitOptions } from './mode.js'
import { Objects } from './objects.js'

export interface NeighbourTableFilter {
  readonly family?: 'inet' | 'inet6'
  /** `arp_cache`, `ndisc_cache` */
  readonly name?: string
  /** The parameters of this link alone. */
  readonly ifindex?: string | number
}
/** A table by its `name`; the `parms` of one link (`parms: { ifindex: 'v0', ... }`), or those that links to come begin with. Times in ms. */
export type NeighbourTableChange = Input<NeighbourTable, Wide> & { readonly name: string }

export class NeighbourTables<M extends Mode> extends Objects<M> {
  /** Each table, with the parameters that new links begin with; then an entry for the parameters of each link. */
  list (filter: NeighbourTableFilter = {}, options?: WaitOptions): Result<M, NeighbourTable[]> {
    return this.steps(() => this.#list('neighbourTable.list', filter), options)
  }

  /** A table, or its parameters for a link. @throws {NetlinkError} ENOENT */
  get (name: string, { ifindex }: { readonly ifindex?: string | number } = {}): Result<M, NeighbourTable> {
    const tables = this
    const call = `neighbourTable.get ${name}`
    return this.steps(() => tables.#get(call, name, ifindex))
  }

  /**
   * Changes what is given, and gives the table back, or its parameters for the link. Thresholds and the interval of the collection are the
   * machine's: only its first namespace may change them.
   * @throws {CodecError}, {NetlinkError} ENOENT ...
   */
  change (table: NeighbourTableChange): Result<M, NeighbourTable> {
    const tables = this
    return this.steps(function * () {
      const call = `neighbourTable.change ${table.name}`
      tables.talk.exchange([{ call, type: RTM_SETNEIGHTBL, codec: NeighbourTable, value: table }])
      return yield * tables.#get(call, table.name, table.parms?.ifindex)
    })
  }

  * #get (call: string, name: string, ifindex?: string | number): Steps<NeighbourTable> {
    const [found] = yield * this.#list(call, { name, ...ifindex === undefined ? {} : { ifindex } })
    if (found === undefined) throw new NetlinkError({ call, errno: 2, text: 'there is no such table, or none with parameters for this link' })
    return found
  }

  * #list (call: string, filter: NeighbourTableFilter): Steps<NeighbourTable[]> {
    this.mustKnow(call, filter, ['family', 'name', 'ifindex'])
    const { family, name } = filter
    const index = this.indexIn(call, filter, 'ifindex')
    const found = yield * this.talk.dump<NeighbourTable>({ call, type: RTM_GETNEIGHTBL, codec: NeighbourTable, value: { family: family ?? 'unspec' } })
    return found.filter(one => (name === undefined || one.name === name) && (index === undefined || one.parms?.ifindex === index))
  }
}
