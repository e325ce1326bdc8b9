// Typed requests and answers over one socket: values encoded, names of links looked up, refusals told in the caller's words.
import { decodeAt } from '../../codec/core/attributes.js'
import { Bytes } from '../../codec/core/bytes.js'
import { CodecError, fail, type Place } from '../../codec/core/errors.js'
import { NLM_F_DUMP, NLMSG_HDRLEN } from '../../codec/core/header.js'
import { mayNarrow, narrow } from '../../codec/core/narrow.js'
import { putText } from '../../codec/core/text.js'
import { isLinkName } from '../../codec/core/types.js'
import { Link } from '../../codec/route/link/link.js'
import { RTM_GETLINK } from '../../codec/route/message-types.js'
import { ENODEV } from '../libc/errno.js'
import { InterruptedError, NetlinkError } from '../socket/errors.js'
import type { OnMessage } from '../socket/request.js'
import type { NetlinkSocket } from '../socket/socket.js'
import { Asked, encode, type Ask } from './asked.js'
import type { Steps } from './mode.js'
import { numbered, type NameFile } from './names.js'

/** RTEXT_FILTER_SKIP_STATS: a name is looked up, nothing else is wanted. linux/rtnetlink.h */
const SKIP_STATS = 8
/** How often a list that changes under the reader is read again. */
const TRIES = 8

/** A list that is asked for, and which of what comes is meant: not every kernel filters all. */
export interface Listing<T> { readonly ask: Ask, readonly fits?: (one: T) => boolean }

/** What comes of answers, a list for each of what was asked. */
export type Answered<T> = (answers: unknown[][]) => T
/** The answer to what was asked last. */
export const answer = <T>(answers: unknown[][]): T => answers.at(-1)![0] as T
/** That it was done is all. */
export const nothing = (): void => {}

export class Conversation {
  constructor (readonly socket: NetlinkSocket) {}

  /** Looks at all values, and asks nobody about names of links. @throws {CodecError} */
  check (ask: Ask): void {
    try {
      encode(ask.codec, ask.type, 0, narrow(ask.codec, ask.value, (role, value) => role === 'link' ? nameOf(value).length : numberFor(role, value)))
    } catch (error) {
      throw error instanceof CodecError ? error.during(ask.call, ask.written) : error
    }
  }

  /** @throws {CodecError} before anything is sent; NetlinkError ENODEV where a name of a link is none */
  request (ask: Ask, flags = ask.flags ?? 0): Asked {
    const { call, codec, written = (path: string) => path } = ask
    try {
      if (!mayNarrow(codec, ask.value)) return Asked.of(ask, ask.value, false, flags)
      let named = false
      let value = narrow(codec, ask.value, (role, value) => {
        if (role !== 'link') return numberFor(role, value)
        named = true
        return nameOf(value).length
      })
      if (named) {
        // What is wrong elsewhere is told before the first name goes out to be looked up.
        encode(codec, ask.type, flags, value)
        value = narrow(codec, ask.value, (role, value) => role === 'link' ? this.lookUp(String(value)) ?? fail(`${noLink} "${String(value)}"`) : numberFor(role, value))
      }
      return Asked.of(ask, value, named, flags)
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
      if (error.reason.startsWith(noLink)) throw unknownLink(call, error.reason, { path: written(error.path), constant: error.constant })
      throw error.during(call, written)
    }
  }

  /** What a request says, as the kernel would tell it. @throws as `request` */
  said<T> (ask: Ask): T {
    const { bytes } = this.request(ask)
    return decodeAt(ask.codec, Bytes.of(bytes), NLMSG_HDRLEN, bytes.length - NLMSG_HDRLEN) as T
  }

  /**
   * Sends all in one go and gives what was answered to each. A link that is gone between the look-up of its name and its use is looked up
   * once more: nothing was done, and there may be another of the name. @throws {NetlinkError} the first refusal
   * @param then what the call gives. A call that ends with this, and gives it as it is, can be put off: see BatchConversation
   */
  exchange<T = unknown[][]> (asks: readonly Ask[], then: Answered<T> = answers => answers as T): T {
    return then(this.#answers(asks))
  }

  #answers (asks: readonly Ask[]): unknown[][] {
    const requests = mapped(asks, ask => this.request(ask))
    const outcomes = this.send(requests)
    const first = outcomes.findIndex(refusal => refusal !== undefined)
    if (first < 0) return mapped(requests, ({ answers }) => answers)
    if (first === 0 && outcomes[0]!.errno === ENODEV && requests[0]!.named) {
      const again = mapped(asks, ask => this.request(ask))
      if (Buffer.compare(again[0]!.bytes, requests[0]!.bytes) !== 0) {
        for (const refusal of this.send(again)) if (refusal !== undefined) throw refusal
        return mapped(again, ({ answers }) => answers)
      }
    }
    throw outcomes[first]!
  }

  /** Sends all in one go: how each ended. What was answered is with each. */
  protected send (requests: readonly Asked[]): Array<NetlinkError | undefined> {
    const outcomes = this.socket.exchange(requests, taken)
    for (let i = 0; i < requests.length; i++) outcomes[i] ??= requests[i]!.wrong
    return outcomes
  }

  /**
   * Calls `step` with the index of a link, and once more with that of another link, if there is one of the name by now, where the first was
   * gone. @throws {NetlinkError} ENODEV, which says the name
   */
  withIndex<T> (link: string | number, call: string, path: string, step: (index: number) => T): T {
    const index = this.index(link, call, path)
    try { return step(index) } catch (error) {
      if (typeof link === 'number' || !(error instanceof NetlinkError) || error.errno !== ENODEV) throw error
      const now = this.index(link, call, path)
      if (now === index) throw error
      return step(now)
    }
  }

  /** Sends all, whatever becomes of each. @throws {NetlinkError} the first refusal that is not of these codes */
  all (asks: readonly Ask[], tolerated: readonly string[] = []): void {
    for (const refusal of this.socket.exchange(asks.map(ask => this.request(ask)))) {
      if (refusal !== undefined && !tolerated.includes(refusal.code)) throw refusal
    }
  }

  /**
   * All that the kernel lists and that fits, read again if it changed meanwhile.
   * @throws {InterruptedError} with the data, if it changed each time
   */
  * dump<T> (ask: Ask, fits: Listing<T>['fits'] = all): Steps<T[]> {
    const request = this.#dumping(ask)
    let found: T[] = []
    for (let tries = 0; tries < TRIES; tries++) {
      found = []
      if (!(yield * this.#read<T>(ask, request, one => { if (fits(one)) found.push(one) }))) return found
      yield
    }
    throw new InterruptedError(ask.call, TRIES, found)
  }

  /** The same once, as it comes: the kernel keeps what is not read yet. @throws {InterruptedError} at its end, if it changed meanwhile */
  * parts<T> ({ ask, fits = all }: Listing<T>): Generator<T[], void, void> {
    let found: T[] = []
    const reading = this.#read<T>(ask, this.#dumping(ask), one => { if (fits(one)) found.push(one) })
    try {
      for (;;) {
        const { done, value: interrupted } = reading.next()
        const part = found
        found = []
        if (part.length > 0) yield part
        if (done !== true) continue
        if (interrupted) throw new InterruptedError(ask.call, 1, [])
        return
      }
    } finally {
      reading.return(false) // tells a dump that nobody wants the rest of it
    }
  }

  #dumping (ask: Ask): Asked { return this.request(ask, NLM_F_DUMP | (ask.flags ?? 0)) }

  /** Gives whether the list changed meanwhile. */
  * #read<T> (ask: Ask, request: Asked, found: (one: T) => void): Steps<boolean> {
    try {
      const { interrupted } = yield * this.socket.dump(request, (_, b, at, length) => {
        const one = request.read(b, at, length)
        if (one !== undefined) found(one as T)
      })
      if (request.wrong !== undefined) throw request.wrong
      return interrupted
    } catch (error) {
      if (error instanceof NetlinkError && error.code === ask.empty) return false
      throw error
    }
  }

  /** The index of a link, by its name or alternative name; an index is itself. @throws {NetlinkError} ENODEV; {CodecError} */
  index (link: string | number, call: string, path: string): number {
    mustRefer(link, path, call)
    if (typeof link === 'number') return link
    const index = this.lookUp(link)
    if (index === undefined) throw unknownLink(call, `${noLink} "${link}"`, { path, constant: '' })
    return index
  }

  /** The index of the link of this name or alternative name; undefined: there is none. */
  protected lookUp (name: string): number | undefined {
    let index: number | undefined
    const call = `link.get ${name}`
    const request = this.request({ call, type: RTM_GETLINK, codec: Link, value: { ...byReference(name, call), extMask: [SKIP_STATS] } })
    const [refusal] = this.socket.exchange([request], (_, b, at) => { index = b.s32[at + NLMSG_HDRLEN + 4 >> 2] })
    if (refusal !== undefined && refusal.code !== 'ENODEV') throw refusal
    return index
  }
}

/** As `map`, of which V8 makes another sort of list once it has compiled the caller: then all is compiled anew that had seen the first sort. */
function mapped<T, R> (all: readonly T[], of: (one: T) => R): R[] {
  const found: R[] = []
  for (const one of all) found.push(of(one))
  return found
}
const taken: OnMessage = (request, b, at, length) => { (request as Asked).take(b, at, length) }
const all = (): boolean => true
const noLink = 'no link is called'
const unknownLink = (call: string, text: string, place: Place): NetlinkError => new NetlinkError({
  call, errno: ENODEV, text, request: new Uint8Array(), extended: { offs: 0 }, places: { at: () => place, missing: () => undefined },
})

const nameOf = (value: unknown): string => typeof value === 'string' ? value : noReference(value)
/** What needs no kernel to be known: a descriptor of a namespace, a number that this machine has a name for. */
const numberFor = (role: string, value: unknown): number => role === 'namespace' ? descriptorOf(value) : numbered(role as NameFile, value)
function descriptorOf (value: unknown): number {
  const fd = typeof value === 'object' && value !== null && 'fd' in value ? value.fd : undefined
  return typeof fd === 'number' ? fd : fail('it wants a NetworkNamespace, or a descriptor that is open on one')
}
function noReference (link: unknown, path = '', call?: string): never {
  throw new CodecError(`${String(link)} is neither a link's name nor an index`, path, '', undefined, call)
}
/** 0 is no link: the kernel takes it for none that is given, and so for any. */
function mustRefer (link: unknown, path: string, call: string): void {
  if (link === 0 || (typeof link !== 'number' && typeof link !== 'string')) noReference(link, path, call)
}

const scratch = new Uint8Array(16)
/** What is too long for a link's name, or has a character that none may have, can only be an alternative one: those take any. */
const isName = (text: string): boolean => text === '' || isLinkName(scratch, 0, putText(scratch, 0, text))
/** What names a link in a request. @throws {CodecError} */
export function byReference (link: string | number, call: string): { index: number } | { ifname: string } | { altIfname: string } {
  mustRefer(link, '', call)
  if (typeof link === 'number') return { index: link }
  return isName(link) ? { ifname: link } : { altIfname: link }
}
