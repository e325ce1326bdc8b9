// The numbers by which a namespace knows others: RTM_NEWNSID, RTM_GETNSID. ip-netns(8)
import type { Wide } from '../../codec/core/infer.js'
import { Nsid } from '../../codec/route/nsid.js'
import { RTM_GETNSID, RTM_NEWNSID } from '../../codec/route/message-types.js'
import type { Mode, Result, WaitOptions } from './mode.js'
import { Objects } from './objects.js'

/** A NetworkNamespace, or a descriptor that is open on one. */
export type NamespaceReference = Wide['namespace']

export class Nsids<M extends Mode> extends Objects<M> {
  /** All numbers that this namespace has given. */
  list (options?: WaitOptions): Result<M, Nsid[]> {
    return this.steps(() => this.talk.dump<Nsid>({ call: 'nsid.list', type: RTM_GETNSID, codec: Nsid, value: {} }), options)
  }

  /** The number of another namespace as this one knows it, or undefined if it has none. */
  get (namespace: NamespaceReference): Result<M, number | undefined> {
    return this.now(() => this.#get(namespace))
  }

  /**
   * Gives a namespace a number: this one, or without it one that the kernel chooses. It stays as long as the namespace. Gives it back.
   * @throws {NetlinkError} EEXIST where the namespace has a number already, and where the number is another's
   */
  add (namespace: NamespaceReference, nsid = -1): Result<M, number> {
    return this.now(() => {
      const ask = { call: 'nsid.add', type: RTM_NEWNSID, codec: Nsid, value: { fd: namespace, nsid } }
      return this.talk.exchange([ask], () => this.#get(namespace)!)
    })
  }

  #get (namespace: NamespaceReference): number | undefined {
    const [answer] = this.talk.exchange([{ call: 'nsid.get', type: RTM_GETNSID, codec: Nsid, value: { fd: namespace } }])
    const { nsid } = answer![0] as Nsid
    return nsid === undefined || nsid < 0 ? undefined : nsid
  }
}
