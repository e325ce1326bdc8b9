// Addresses of links: RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR. rtnetlink(7), ip-address(8)
import { CodecError } from '../../codec/core/errors.js'
import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from '../../codec/core/header.js'
import type { Input, Wide } from '../../codec/core/infer.js'
import { Address, addressFlags } from '../../codec/route/address.js'
import { RTM_DELADDR, RTM_GETADDR, RTM_NEWADDR } from '../../codec/route/message-types.js'
import { NetlinkError } from '../socket/errors.js'
import type { Ask } from './asked.js'
import { answer, nothing, type Listing } from './conversation.js'
import type { Each, Mode, Result, WaitOptions } from './mode.js'
import { Objects } from './objects.js'
import { during, familyOfText, mustBeOf, parseHost, within } from './values.js'

/**
 * An address: `local: '10.1.1.1/24'` on link `index`; of a point-to-point link `address` is the other end. `address` alone is as `local`
 * alone. Without a length it is the whole address (/32, /128).
 */
export type NewAddress = Omit<Input<Address, Wide>, 'ifaFlags' | 'index'> & { readonly index: string | number }
export interface AddressFilter {
  readonly index?: string | number
  readonly family?: 'inet' | 'inet6'
}

export class Addresses<M extends Mode> extends Objects<M> {
  /** All of the namespace, or of one link or family; the kernel filters. */
  list (filter: AddressFilter = {}, options?: WaitOptions): Result<M, Address[]> {
    return this.steps(() => this.listed(this.#listing('address.list', filter)), options)
  }

  /** The same one by one, as `route.each`. @throws {InterruptedError} at the end, if the list changed meanwhile */
  each (filter: AddressFilter = {}, options?: WaitOptions): Each<M, Address> {
    return this.pieces(() => this.#listing('address.each', filter), options)
  }

  /** The one of a link: `get('10.1.1.1', { index: 'v0' })`. @throws {NetlinkError} EADDRNOTAVAIL */
  get (address: string, { index }: { readonly index: string | number }): Result<M, Address> {
    const addresses = this
    return this.steps(function * () {
      const call = `address.get ${address}`
      const { address: text, length } = during(call, () => parseHost(address, 'local'))
      const found = yield * addresses.#find(call, index, text)
      const exact = found.find(one => !address.includes('/') || one.prefixlen === length)
      return exact ?? missing(call, index)
    })
  }

  /**
   * Gives a link an address, and gives it back as it then is.
   * @throws {CodecError} for an address that is none, a prefix out of range; {NetlinkError} EEXIST, ENODEV, EPERM ...
   */
  add (address: NewAddress): Result<M, Address> {
    return this.now(() => this.#make('address.add', NLM_F_CREATE | NLM_F_EXCL, address))
  }

  /** As `add`; one that is there already gets the lifetimes, flags and so on that are given. */
  replace (address: NewAddress): Result<M, Address> {
    return this.now(() => this.#make('address.replace', NLM_F_CREATE | NLM_F_REPLACE, address))
  }

  /** As `replace`, but there must be one. @throws {NetlinkError} EADDRNOTAVAIL */
  change (address: NewAddress): Result<M, Address> {
    const addresses = this
    return this.steps(function * () {
      const { call, value } = ask('address.change', RTM_NEWADDR, 0, address)
      const { local, prefixlen, family } = value as Input<Address>
      // The kernel would make it.
      const found = yield * addresses.#find(call, address.index, local!)
      if (!found.some(one => family === 'inet6' || one.prefixlen === prefixlen)) missing(call, address.index)
      return addresses.#make('address.change', NLM_F_REPLACE, address)
    })
  }

  /** @throws {NetlinkError} EADDRNOTAVAIL */
  delete (address: NewAddress): Result<M, void> {
    return this.now(() => this.talk.exchange([ask('address.delete', RTM_DELADDR, 0, address)], nothing))
  }

  /** Deletes all of a link or of a family; the filter must say something. Gives how many. */
  flush (filter: AddressFilter & ({ index: string | number } | { family: string })): Result<M, number> {
    const addresses = this
    return this.steps(function * () {
      addresses.mustSay('address.flush', filter, filters)
      const found = yield * addresses.listed(addresses.#listing('address.flush', filter))
      return addresses.flushed(found.map(({ family, index, prefixlen, local, address }) => ({
        call: `address.flush ${local ?? address}`,
        type: RTM_DELADDR,
        codec: Address,
        value: { family, index, prefixlen, ...local === undefined ? {} : { local }, ...address === undefined ? {} : { address } },
      })), ['EADDRNOTAVAIL']) // a secondary one goes with its primary
    })
  }

  * #find (call: string, index: string | number, own: string): Generator<void, Address[], void> {
    const link = this.talk.index(index, call, 'index')
    return (yield * this.listed(this.#listing(call, { index: link, family: familyOfText(own) }))).filter(one => (one.local ?? one.address) === own)
  }

  #listing (call: string, filter: AddressFilter): Listing<Address> {
    this.mustKnow(call, filter, filters)
    const { family } = filter
    const index = this.indexIn(call, filter, 'index')
    const ask = { call, type: RTM_GETADDR, codec: Address, value: { family: family ?? 'unspec', index: index ?? 0 } }
    return { ask, fits: one => (index === undefined || one.index === index) && (family === undefined || one.family === family) }
  }

  #make (verb: string, flags: number, address: NewAddress): Address {
    const request = ask(verb, RTM_NEWADDR, flags | NLM_F_ECHO, address)
    this.talk.check(request)
    const value = request.value as Input<Address, Wide>
    const own = value.local ?? value.address!
    return this.talk.withIndex(address.index, request.call, 'index', index => {
      if (value.family === 'inet') return this.talk.exchange([{ ...request, value: { ...value, index } }], answer<Address>)
      // IPv6 does not echo, but has a get. Optimistic or tentative, the address is there at once.
      const get: Ask = { call: request.call, type: RTM_GETADDR, codec: Address, value: { family: 'inet6', index, address: own } }
      return this.talk.exchange([{ ...request, flags, value: { ...value, index } }, get], answer<Address>)
    })
  }
}

const filters = ['index', 'family']
function missing (call: string, index: string | number): never {
  throw new NetlinkError({ call, errno: 99, text: `link ${index} has no such address` })
}
/** The header's part of what the caller calls `flags`. */
const written = (path: string): string => path.replace(/^ifaFlags\b/, 'flags')

function ask (verb: string, type: number, flags: number, address: NewAddress): Ask {
  const text = address.local ?? address.address
  const call = `${verb} ${text ?? ''}`.trimEnd()
  return during(call, () => {
    if (text === undefined) throw new CodecError('it is missing', 'local')
    const { local, address: other, flags: given, ...rest } = address
    const own = parseHost(local ?? other!, local === undefined ? 'address' : 'local')
    const peer = local === undefined || other === undefined ? own : parseHost(other, 'address')
    const family = address.family ?? familyOfText(own.address)
    mustBeOf(family, own.address, local === undefined ? 'address' : 'local')
    if (familyOfText(peer.address) !== familyOfText(own.address)) throw new CodecError(`"${other}" is of another family than "${local}"`, 'address')
    // Of 127.0.0.0/8, scope host, as ip does it: else the kernel offers it as a source to other machines.
    const scope = family === 'inet' && own.address.startsWith('127.') ? { scope: 'host' as const } : {}
    return {
      call,
      type,
      flags,
      codec: Address,
      written,
      value: {
        // `index` may be a name still.
        ...scope, ...rest, family, prefixlen: address.prefixlen ?? peer.length, local: own.address, address: peer.address,
        // The header has room for 8 of the flags only; IFA_FLAGS has all.
        ...given === undefined ? {} : { flags: given, ifaFlags: [within('flags', () => addressFlags.bits(given).set) & 0xff] },
      },
    }
  })
}
