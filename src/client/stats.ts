// Counters of links: RTM_GETSTATS, RTM_SETSTATS. linux/if_link.h, ip-stats(8); net/core/rtnetlink.c
import type { Input, Wide } from '../../codec/core/infer.js'
import { messageTypes } from '../../codec/route/message-types.js'
import { Stats, StatsRequest } from '../../codec/route/stats.js'
import type { Ask } from './asked.js'
import { answer, nothing, type Listing } from './conversation.js'
import type { Each, Mode, Result, WaitOptions } from './mode.js'
import { Objects } from './objects.js'

export interface StatsFilter {
  /** Which counters: 'link64' (without anything said), 'linkXstats', 'linkXstatsSlave', 'linkOffloadXstats', 'afSpec'. */
  readonly filterMask?: Input<StatsRequest, Wide>['filterMask']
  /** Of these, which parts: since Linux 6.0. */
  readonly getFilters?: Input<StatsRequest, Wide>['getFilters']
}

export class LinkCounters<M extends Mode> extends Objects<M> {
  /** Of all links: each that has any of these. */
  list (filter: StatsFilter = {}, options?: WaitOptions): Result<M, Stats[]> {
    return this.steps(() => this.listed(this.#listing('stats.list', filter)), options)
  }

  /** The same one by one, as `route.each`. @throws {InterruptedError} at the end, if the list changed meanwhile */
  each (filter: StatsFilter = {}, options?: WaitOptions): Each<M, Stats> {
    return this.pieces(() => this.#listing('stats.each', filter), options)
  }

  /** Of one link. @throws {NetlinkError} ENODEV */
  get (link: string | number, filter: StatsFilter = {}): Result<M, Stats> {
    return this.now(() => this.talk.withIndex(link, 'stats.get', 'ifindex', index =>
      this.talk.exchange([this.#asking(`stats.get ${link}`, index, filter)], answer<Stats>)))
  }

  /** Asks drivers to count what they route in hardware, or no longer to; since Linux 6.0. @throws {NetlinkError} EOPNOTSUPP */
  set (link: string | number, { l3Stats }: { readonly l3Stats: boolean }): Result<M, void> {
    return this.now(() => this.talk.withIndex(link, 'stats.set', 'ifindex', ifindex => {
      const value = { ifindex, setOffloadXstatsL3Stats: l3Stats ? 1 : 0 }
      return this.talk.exchange([{ call: `stats.set ${link}`, type: messageTypes.RTM_SETSTATS, codec: StatsRequest, value }], nothing)
    }))
  }

  #listing (call: string, filter: StatsFilter): Listing<Stats> { return { ask: this.#asking(call, 0, filter) } }

  #asking (call: string, ifindex: number, filter: StatsFilter): Ask {
    this.mustKnow(call, filter, ['filterMask', 'getFilters'])
    return { call, type: messageTypes.RTM_GETSTATS, codec: StatsRequest, answer: Stats, value: { ifindex, filterMask: ['link64'], ...filter } }
  }
}
