// What the sysctls of links say, as netlink tells it: RTM_GETNETCONF. They are changed by sysctl (`ns.sysctl`). linux/netconf.h, ip-netconf(8)
import { Netconf } from '../../codec/route/netconf.js'
import { RTM_GETNETCONF } from '../../codec/route/message-types.js'
import { answer } from './conversation.js'
import type { Mode, Result, Steps, WaitOptions } from './mode.js'
import { Objects } from './objects.js'

const families = ['inet', 'inet6', 'mpls'] as const
type Family = (typeof families)[number]
/** NETCONFA_IFINDEX_*: what holds for every link, and what a new one begins with. linux/netconf.h */
const indices = { all: -1, default: -2 } as const

export interface NetconfFilter {
  /** Without it, `inet` and `inet6`. */
  readonly family?: Family
  readonly ifindex?: string | number
}

export class Netconfs<M extends Mode> extends Objects<M> {
  /** The settings of every link, of `all` (-1) and of `default` (-2). */
  list (filter: NetconfFilter = {}, options?: WaitOptions): Result<M, Netconf[]> {
    return this.steps(() => this.#list(filter), options)
  }

  /** Those of a link, of `all` or of `default`. @throws {NetlinkError} ENODEV; EOPNOTSUPP where the kernel knows no MPLS */
  get (ifindex: string | number, { family }: { readonly family: Family }): Result<M, Netconf> {
    return this.now(() => {
      const call = `netconf.get ${ifindex}`
      const value = { family, ifindex: this.#index(ifindex, call) }
      return this.talk.exchange([{ call, type: RTM_GETNETCONF, codec: Netconf, value }], answer<Netconf>)
    })
  }

  * #list (filter: NetconfFilter): Steps<Netconf[]> {
    const call = 'netconf.list'
    this.mustKnow(call, filter, ['family', 'ifindex'])
    const index = filter.ifindex === undefined ? undefined : this.#index(filter.ifindex, call)
    const found: Netconf[] = []
    // Of each family on its own: there is no list of all.
    for (const family of filter.family === undefined ? families.slice(0, 2) : [filter.family]) {
      found.push(...yield * this.talk.dump<Netconf>({ call, type: RTM_GETNETCONF, codec: Netconf, value: { family } }))
    }
    return found.filter(one => index === undefined || one.ifindex === index)
  }

  #index (link: string | number, call: string): number {
    return typeof link === 'string' && Object.hasOwn(indices, link) ? indices[link as keyof typeof indices] : this.talk.index(link, call, 'ifindex')
  }
}
