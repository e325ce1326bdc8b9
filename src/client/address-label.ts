// Labels that choose an address of IPv6 to send from (RFC 6724): RTM_NEWADDRLABEL, RTM_DELADDRLABEL, RTM_GETADDRLABEL. ip-addrlabel(8)
import { CodecError } from '../../codec/core/errors.js'
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../../codec/core/header.js'
import { AddressLabel } from '../../codec/route/address-label.js'
import { RTM_DELADDRLABEL, RTM_GETADDRLABEL, RTM_NEWADDRLABEL } from '../../codec/route/message-types.js'
import { NetlinkError } from '../socket/errors.js'
import type { Ask } from './asked.js'
import { answer, nothing } from './conversation.js'
import type { Mode, Result, Steps, WaitOptions } from './mode.js'
import { Objects } from './objects.js'
import { during, parsePrefix } from './values.js'

/** Addresses of IPv6, `2001:db8::/32` or `default`, alone on the link `index` where one is given. */
export interface AddressLabelKey {
  readonly address: string
  /** Counts where the address has no length of its own: so what `list` gave can be given back. */
  readonly prefixlen?: number
  readonly index?: string | number
}
export interface NewAddressLabel extends AddressLabelKey {
  readonly label: number
}

export class AddressLabels<M extends Mode> extends Objects<M> {
  list (options?: WaitOptions): Result<M, AddressLabel[]> {
    return this.steps(() => this.#list('addressLabel.list'), options)
  }

  /** The one that holds for an address: of those that contain it, the longest. @throws {NetlinkError} ESRCH where there is none */
  get (address: string, { index = 0 }: { readonly index?: string | number } = {}): Result<M, AddressLabel> {
    return this.now(() => {
      const ask = asking('addressLabel.get', RTM_GETADDRLABEL, 0, { address, index })
      return this.talk.exchange([ask], answer<AddressLabel>)
    })
  }

  /** @throws {CodecError}, {NetlinkError} EEXIST, EINVAL for an address of IPv4 mapped into IPv6 below /96 ... */
  add (label: NewAddressLabel): Result<M, AddressLabel> {
    return this.#made('addressLabel.add', NLM_F_CREATE | NLM_F_EXCL, label)
  }

  /** Makes one, or gives the addresses their new label. */
  replace (label: NewAddressLabel): Result<M, AddressLabel> {
    return this.#made('addressLabel.replace', NLM_F_CREATE | NLM_F_REPLACE, label)
  }

  /** @throws {NetlinkError} ESRCH */
  delete (key: AddressLabelKey): Result<M, void> {
    return this.now(() => this.talk.exchange([asking('addressLabel.delete', RTM_DELADDRLABEL, 0, key)], nothing))
  }

  /** Deletes all, also those that the kernel begins with. Gives how many there were. */
  flush (): Result<M, number> {
    const labels = this
    return this.steps(function * () {
      const found = yield * labels.#list('addressLabel.flush')
      return labels.flushed(found.map(({ address, prefixlen, index }) =>
        asking('addressLabel.flush', RTM_DELADDRLABEL, 0, { address: address ?? '::', prefixlen, index })), ['ESRCH'])
    })
  }

  #list (call: string): Steps<AddressLabel[]> {
    return this.talk.dump<AddressLabel>({ call, type: RTM_GETADDRLABEL, codec: AddressLabel, value: { family: 'inet6' } })
  }

  #made (verb: string, flags: number, label: NewAddressLabel): Result<M, AddressLabel> {
    const labels = this
    return this.steps(function * () {
      const ask = asking(verb, RTM_NEWADDRLABEL, flags, label)
      labels.talk.exchange([ask])
      const { address, prefixlen, index } = labels.talk.said<AddressLabel>(ask)
      const found = (yield * labels.#list(ask.call)).find(one => one.address === address && one.prefixlen === prefixlen && one.index === index)
      return found ?? gone(ask.call)
    })
  }
}

function gone (call: string): never {
  throw new NetlinkError({ call, errno: 3, text: 'it was made, and deleted at once by somebody else' })
}
function asking (verb: string, type: number, flags: number, { address: text, prefixlen: given, ...rest }: AddressLabelKey): Ask {
  const call = `${verb} ${text}`
  return during(call, () => {
    const { address = '::', length } = parsePrefix(text, 'address')
    if (!address.includes(':')) throw new CodecError(`"${text}" is an address of IPv4: labels are for IPv6`, 'address')
    const prefixlen = parsePrefix(text, 'address').address === undefined ? 0 : length ?? given ?? 128
    // Who deletes must name a label, too, at which the kernel does not look.
    const label = type === RTM_DELADDRLABEL ? { label: 0 } : {}
    return { call, type, flags, codec: AddressLabel, value: { family: 'inet6', address, prefixlen, ...label, ...rest } }
  })
}
