// Links: RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK. rtnetlink(7), ip-link(8)
import { CodecError } from '../../codec/core/errors.js'
import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL } from '../../codec/core/header.js'
import type { Input, Value, Wide } from '../../codec/core/infer.js'
import type { kinds } from '../../codec/route/link/kinds/index.js'
import { Link } from '../../codec/route/link/link.js'
import type { ports } from '../../codec/route/link/ports/index.js'
import { RTM_DELLINK, RTM_GETLINK, RTM_NEWLINK } from '../../codec/route/message-types.js'
import { UsageError } from '../libc/errors.js'
import { inside } from '../netns/enter.js'
import { NetworkNamespace } from '../netns/namespace.js'
import { NetlinkError } from '../socket/errors.js'
import { NetlinkSocket } from '../socket/socket.js'
import type { Ask } from './asked.js'
import { answer, byReference, Conversation, nothing, type Listing } from './conversation.js'
import type { Each, Mode, Result, WaitOptions } from './mode.js'
import { numbered } from './names.js'
import { Objects } from './objects.js'
import { during, given } from './values.js'

export type LinkKind = keyof typeof kinds
export type PortKind = keyof typeof ports
/** A link's name, alternative name, or index. */
export type LinkReference = string | number
/**
 * A link to be made, or what is to change of one: the attributes of RTM_NEWLINK, with those of IFLA_LINKINFO in the first rank. Two type
 * parameters, not a union of all kinds: an editor then names the kinds, and an error speaks of one kind only. The kernel looks at
 * `ifalias` of a link that is there alone, and says nothing when one is made with it.
 */
export type NewLink<K = LinkKind, P = PortKind> = Omit<Input<Link, Wide>, 'linkinfo'> & {
  readonly kind?: K | LinkKind
  readonly data?: K extends LinkKind ? Value<(typeof kinds)[K], Wide> : undefined
  /** The kind of what `master` is: its settings for this port are `slaveData`. */
  readonly slaveKind?: P | PortKind
  readonly slaveData?: P extends PortKind ? Value<(typeof ports)[P], Wide> : undefined
}
/** The same, of any kind: inside, the codec looks at what belongs to which. */
interface AnyLink extends Omit<Input<Link, Wide>, 'linkinfo'> {
  readonly kind?: string | undefined
  readonly data?: unknown
  readonly slaveKind?: string | undefined
  readonly slaveData?: unknown
}
/** A number, or its name in /etc/iproute2/group. */
export type Group = number | 'default' | (string & {})
export interface LinkFilter {
  readonly kind?: LinkKind | (string & {})
  /** Ports of this bridge, bond or VRF alone. */
  readonly master?: LinkReference
  /** Of this group alone. */
  readonly group?: Group
  /** 'inet6' or 'bridge': only what that one knows of its links. */
  readonly family?: Input<Link>['family']
  /** What else the kernel is to tell, or to leave out: 'vf', 'skipStats' ... */
  readonly extMask?: Input<Link>['extMask']
}

/** The wire has them in IFLA_LINKINFO; whoever called does not. */
const written = (path: string): string => path.replace(/^linkinfo\.(?=(kind|data|slaveKind|slaveData)\b)/, '')

/**
 * Without any mask the kernel gives each part of a list 32 KiB, and a link that is larger ends the list, in silence on 6.1 and 6.18. With
 * one it looks how much is needed. RTEXT_FILTER_MRP adds nothing to links that are not a bridge's.
 */
const withRoom = (mask: Input<Link>['extMask']): Input<Link>['extMask'] => mask ?? ['mrp']

export class Links<M extends Mode> extends Objects<M> {
  /** All of the namespace, or those that fit. The kernel filters by kind and master. @throws {NetlinkError} ENODEV for a master that is none */
  list (filter: LinkFilter = {}, options?: WaitOptions): Result<M, Link[]> {
    return this.steps(() => this.listed(this.#listing('link.list', filter)), options)
  }

  /** The same one by one, as `route.each`. @throws {InterruptedError} at the end, if the list changed meanwhile */
  each (filter: LinkFilter = {}, options?: WaitOptions): Each<M, Link> {
    return this.pieces(() => this.#listing('link.each', filter), options)
  }

  /** @throws {NetlinkError} ENODEV */
  get (link: LinkReference, { extMask }: Pick<LinkFilter, 'extMask'> = {}): Result<M, Link> {
    return this.now(() => this.#get(link, extMask))
  }

  /**
   * Makes a link and gives it back as it then is, also where `netNsFd` or `targetNetnsid` puts it into another namespace. Of a pair, the end that was named.
   * @throws {CodecError} before anything is sent, if a value does not fit its attribute
   * @throws {NetlinkError} EEXIST, EOPNOTSUPP (no such kind), EPERM ...
   */
  add<K extends LinkKind | (string & {}) = never, P extends PortKind | (string & {}) = never> (link: NewLink<K, P>): Result<M, Link> {
    return this.now(() => this.#make('link.add', NLM_F_CREATE | NLM_F_EXCL, link))
  }

  /**
   * As `add`, but a link of this name is changed instead, as far as its kind can change.
   * @throws {NetlinkError} EEXIST where it is of another kind; EOPNOTSUPP where its kind takes no new `data`, as veth
   */
  replace<K extends LinkKind | (string & {}) = never, P extends PortKind | (string & {}) = never> (link: NewLink<K, P>): Result<M, Link> {
    return this.now(() => {
      this.#mustBeOfKind(link)
      // Not NLM_F_REPLACE: with it the kernel refuses a link that is there (EOPNOTSUPP).
      return this.#make('link.replace', NLM_F_CREATE, link)
    })
  }

  /**
   * Changes what is given and nothing else: `flags: { up: true }`, a name, a master, a namespace (`netNsFd`, `netNsPid`).
   * @throws {NetlinkError} ENODEV; EINVAL for a link that belongs to its namespace, as `lo`; EBUSY, EEXIST ...
   */
  change<K extends LinkKind | (string & {}) = never, P extends PortKind | (string & {}) = never> (
    link: LinkReference, changes: NewLink<K, P>): Result<M, void> {
    return this.now(() => {
      const call = `link.change ${link}`
      // Its present name cannot be said beside a new one, so then the index is looked up.
      const ask = (reference: object): Ask => this.#ask(call, RTM_NEWLINK, 0, changes, reference)
      if (changes.ifname !== undefined) this.talk.check(ask({}))
      if (changes.ifname === undefined) return this.talk.exchange([ask(byReference(link, call))], nothing)
      return this.talk.withIndex(link, call, '', index => this.talk.exchange([ask({ index })], nothing))
    })
  }

  /** @throws {NetlinkError} ENODEV, EOPNOTSUPP for a link that cannot be deleted */
  delete (link: LinkReference): Result<M, void> {
    return this.now(() => {
      const call = `link.delete ${link}`
      return this.talk.exchange([{ call, type: RTM_DELLINK, codec: Link, value: byReference(link, call) }], nothing)
    })
  }

  /** Deletes those that fit; the filter must say something. Gives how many. */
  flush (filter: LinkFilter & ({ kind: string } | { master: LinkReference } | { group: Group })): Result<M, number> {
    const links = this
    return this.steps(function * () {
      links.mustSay('link.flush', filter, ['kind', 'master', 'group'])
      const found = yield * links.listed(links.#listing('link.flush', filter))
      return links.flushed(found.map(({ index, ifname }) => ({ call: `link.flush ${ifname}`, type: RTM_DELLINK, codec: Link, value: { index } })), ['ENODEV'])
    })
  }

  #listing (call: string, filter: LinkFilter): Listing<Link> {
    this.mustKnow(call, filter, ['kind', 'master', 'group', 'family', 'extMask'])
    const { kind, master, group, family, extMask } = filter
    if (family !== undefined && (kind ?? master ?? group) !== undefined) {
      // What a family knows of its links tells no kind and no group, and a filter beside it is refused.
      const chosen = new Set(this.listedNow(this.#listing(call, given({ kind, master, group, extMask: ['skipStats'] as const }))).map(({ index }) => index))
      return { ...this.#listing(call, given({ family, extMask })), fits: ({ index }) => chosen.has(index) }
    }
    const index = this.indexIn(call, filter, 'master')
    const number = group === undefined ? undefined : during(call, () => numbered('group', group, 'group'))
    const value = {
      // IPv6 of Linux 6.1 wants nothing behind the header.
      ...family === undefined ? { extMask: withRoom(extMask) } : { family, ...extMask === undefined ? {} : { extMask } },
      ...index === undefined ? {} : { master: index }, ...kind === undefined ? {} : { linkinfo: { kind } },
    }
    const ask = { call, type: RTM_GETLINK, codec: Link, value, written }
    // Without strict checking (before Linux 4.20) the kernel does not filter; of a kind that it does not know, it lists all.
    return { ask, fits: link => (kind === undefined || link.linkinfo?.kind === kind) && (index === undefined || link.master === index) &&
      (number === undefined || (link.group ?? 0) === number) }
  }

  #get (link: LinkReference, extMask?: Input<Link>['extMask']): Link {
    const call = `link.get ${link}`
    const value = { ...byReference(link, call), ...extMask === undefined ? {} : { extMask } }
    return this.talk.exchange([{ call, type: RTM_GETLINK, codec: Link, value }], answer<Link>)
  }

  #ask (call: string, type: number, flags: number, { kind, data, slaveKind, slaveData, ...rest }: AnyLink, reference: object = {}): Ask {
    if ('linkinfo' in rest) throw new CodecError('kind, data, slaveKind and slaveData stand beside ifname here', 'linkinfo').during(call)
    const info = Object.fromEntries(Object.entries({ kind, data, slaveKind, slaveData }).filter(([, value]) => value !== undefined))
    const value = { ...rest, ...reference, ...Object.keys(info).length === 0 ? {} : { linkinfo: info } }
    return { call, type, flags, codec: Link, value, written, kind }
  }

  #make (verb: string, flags: number, link: AnyLink): Link {
    const call = `${verb} ${link.ifname ?? link.kind ?? ''}`.trimEnd()
    const ask = (more = 0): Ask => this.#ask(call, RTM_NEWLINK, flags | more, link)
    const reference = link.ifname ?? (link.index === undefined || link.index === 0 ? undefined : link.index)
    const named = typeof reference === 'string' && reference.includes('%') ? undefined : reference
    const { netNsFd, netNsPid, targetNetnsid } = link
    const elsewhere = (netNsFd ?? netNsPid) !== undefined
    if (named === undefined && (elsewhere || targetNetnsid !== undefined)) throw new UsageError(`${call}: a link that is made in another namespace needs an ifname`)
    if (elsewhere) return this.#makeElsewhere(ask(), link, named!)
    const where = targetNetnsid === undefined ? {} : { targetNetnsid }
    const get = (link: LinkReference): Ask => ({ call, type: RTM_GETLINK, codec: Link, value: { ...byReference(link, call), ...where } })
    if (named !== undefined) return this.talk.exchange([ask(), get(named)], answer<Link>)
    // The kernel chooses the name. It tells it in an echo, since Linux 6.2; before, the newest link of the kind is the one.
    return this.talk.exchange([ask(NLM_F_ECHO)], answers =>
      this.talk.exchange([get(answer<Link | undefined>(answers)?.index ?? this.#newest(link.kind))], answer<Link>))
  }

  /** The kernel takes any kind for a link that is there, and changes what it can. @throws {NetlinkError} EEXIST */
  #mustBeOfKind (link: AnyLink): void {
    const { ifname, kind } = link
    if (ifname === undefined || kind === undefined) return
    this.talk.check(this.#ask(`link.replace ${ifname}`, RTM_NEWLINK, 0, link))
    try {
      const { linkinfo } = this.#get(ifname, ['skipStats'])
      if (linkinfo?.kind === kind) return
      const text = `there is a link of this name, and it is ${linkinfo?.kind === undefined ? 'of no kind' : `a ${linkinfo.kind}`}`
      throw new NetlinkError({ call: `link.replace ${ifname}`, errno: 17, text, kind })
    } catch (error) {
      if (!(error instanceof NetlinkError) || error.code !== 'ENODEV') throw error
    }
  }

  #newest (kind: string | undefined): number {
    return Math.max(...this.listedNow(this.#listing('link.list', given({ kind }))).map(({ index }) => index))
  }

  /** What was made is in another namespace: it is asked there, by a socket that is opened first, so that nothing is made if it cannot be. */
  #makeElsewhere (ask: Ask, { netNsFd, netNsPid }: AnyLink, reference: LinkReference): Link {
    using namespace = NetworkNamespace.openSync(netNsPid !== undefined ? { pid: netNsPid } : typeof netNsFd === 'object' ? netNsFd : { fd: netNsFd! })
    using socket = NetlinkSocket.open({ inside: step => inside(namespace.fd, String(namespace), step) })
    this.talk.exchange([ask])
    return new Conversation(socket).exchange([{ call: ask.call, type: RTM_GETLINK, codec: Link, value: byReference(reference, ask.call) }], answer<Link>)
  }
}
