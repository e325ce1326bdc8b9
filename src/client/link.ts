// Links: RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK. rtnetlink(7), ip-link(8)
import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from '../../codec/core/header.js'
import type { Input, Value, Wide } from '../../codec/core/infer.js'
import type { kinds } from '../../codec/route/link/kinds/index.js'
import { Link } from '../../codec/route/link/link.js'
import type { ports } from '../../codec/route/link/ports/index.js'
import { RTM_DELLINK, RTM_GETLINK, RTM_NEWLINK } from '../../codec/route/registry.js'
import { UsageError } from '../libc/errors.js'
import { inside } from '../netns/enter.js'
import { NetworkNamespace } from '../netns/namespace.js'
import { NetlinkSocket } from '../socket/socket.js'
import { byReference, Conversation, type Ask } from './conversation.js'
import type { Mode, Result, WaitOptions } from './mode.js'
import { Objects } from './objects.js'

export type LinkKind = keyof typeof kinds
export type PortKind = keyof typeof ports
/** A link's name, alternative name, or index. */
export type LinkReference = string | number
/**
 * A link to be made, or what is to change of one: the attributes of RTM_NEWLINK, with those of IFLA_LINKINFO in the first rank. Two type
 * parameters, not a union of all kinds: an editor then names the kinds, and an error speaks of one kind only.
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
export interface LinkFilter {
  readonly kind?: LinkKind | (string & {})
  /** Ports of this bridge, bond or VRF alone. */
  readonly master?: LinkReference
  /** Of this group alone. */
  readonly group?: number
  /** 'inet6' or 'bridge': only what that one knows of its links. */
  readonly family?: Input<Link>['family']
  /** What else the kernel is to tell, or to leave out: 'vf', 'skipStats' … */
  readonly extMask?: Input<Link>['extMask']
}

/** The wire has them in IFLA_LINKINFO; whoever called does not. */
const written = (path: string): string => path.replace(/^linkinfo\.(?=(kind|data|slaveKind|slaveData)\b)/, '')

export class Links<M extends Mode> extends Objects<M> {
  /** All of the namespace, or those that fit. The kernel filters by kind and master. @throws {NetlinkError} ENODEV for a master that is none */
  list (filter: LinkFilter = {}, options?: WaitOptions): Result<M, Link[]> {
    return this.steps(() => this.#list(filter), options)
  }

  /** @throws {NetlinkError} ENODEV */
  get (link: LinkReference, { extMask }: Pick<LinkFilter, 'extMask'> = {}): Result<M, Link> {
    return this.now(() => this.#get(link, extMask))
  }

  /**
   * Makes a link and gives it back as it then is, also where `netNsFd` puts it into another namespace. Of a pair, the end that was named.
   * @throws {CodecError} before anything is sent, if a value does not fit its attribute
   * @throws {NetlinkError} EEXIST, EOPNOTSUPP (no such kind), EPERM …
   */
  add<K extends LinkKind | (string & {}) = never, P extends PortKind | (string & {}) = never> (link: NewLink<K, P>): Result<M, Link> {
    return this.now(() => this.#make('link.add', NLM_F_CREATE | NLM_F_EXCL, link))
  }

  /** As `add`, but a link of this name is changed instead, as far as its kind can change. */
  replace<K extends LinkKind | (string & {}) = never, P extends PortKind | (string & {}) = never> (link: NewLink<K, P>): Result<M, Link> {
    return this.now(() => this.#make('link.replace', NLM_F_CREATE | NLM_F_REPLACE, link))
  }

  /**
   * Changes what is given and nothing else: `flags: { up: true }`, a name, a master, a namespace (`netNsFd`, `netNsPid`).
   * @throws {NetlinkError} ENODEV; EINVAL for a link that belongs to its namespace, as `lo`; EBUSY, EEXIST …
   */
  change<K extends LinkKind | (string & {}) = never, P extends PortKind | (string & {}) = never> (
    link: LinkReference, changes: NewLink<K, P>): Result<M, void> {
    return this.now(() => {
      const call = `link.change ${link}`
      // Its present name cannot be said beside a new one, so then the index is looked up.
      const reference = 'ifname' in changes ? { index: this.talk.index(link, call, '') } : byReference(link)
      this.talk.exchange([this.#ask(call, RTM_NEWLINK, 0, { ...changes, ...'ifname' in changes ? {} : reference }, reference)])
    })
  }

  /** @throws {NetlinkError} ENODEV, EOPNOTSUPP for a link that cannot be deleted */
  delete (link: LinkReference): Result<M, void> {
    return this.now(() => { this.talk.exchange([{ call: `link.delete ${link}`, type: RTM_DELLINK, codec: Link, value: byReference(link) }]) })
  }

  /** Deletes those that fit; the filter must say something. Gives how many. */
  flush (filter: LinkFilter & ({ kind: string } | { master: LinkReference } | { group: number })): Result<M, number> {
    const links = this
    return this.steps(function * () {
      const found = yield * links.#list(filter)
      return links.flushed(found.map(({ index, ifname }) => ({ call: `link.flush ${ifname}`, type: RTM_DELLINK, codec: Link, value: { index } })), ['ENODEV'])
    })
  }

  * #list ({ kind, master, group, family, extMask }: LinkFilter): Generator<void, Link[], void> {
    const value = { ...family === undefined ? {} : { family }, ...extMask === undefined ? {} : { extMask }, ...master === undefined ? {} : { master }, ...kind === undefined ? {} : { linkinfo: { kind } } }
    const found = yield * this.talk.dump<Link>({ call: 'link.list', type: RTM_GETLINK, codec: Link, value })
    // Kernels before strict checking (4.20) do not filter.
    const index = master === undefined ? undefined : this.talk.index(master, 'link.list', 'master')
    return found.filter(link => (kind === undefined || link.linkinfo?.kind === kind) && (index === undefined || link.master === index) &&
      (group === undefined || (link.group ?? 0) === group))
  }

  #get (link: LinkReference, extMask?: Input<Link>['extMask']): Link {
    const value = { ...byReference(link), ...extMask === undefined ? {} : { extMask } }
    const [answer] = this.talk.exchange([{ call: `link.get ${link}`, type: RTM_GETLINK, codec: Link, value }])
    return answer![0] as Link
  }

  #ask (call: string, type: number, flags: number, { kind, data, slaveKind, slaveData, ...rest }: AnyLink, reference: object = {}): Ask {
    const info = Object.fromEntries(Object.entries({ kind, data, slaveKind, slaveData }).filter(([, value]) => value !== undefined))
    const value = { ...reference, ...rest, ...Object.keys(info).length === 0 ? {} : { linkinfo: info } }
    return { call, type, flags, codec: Link, value, written, kind }
  }

  #make (verb: string, flags: number, link: AnyLink): Link {
    const call = `${verb} ${link.ifname ?? link.kind ?? ''}`.trimEnd()
    const ask = (more = 0): Ask => this.#ask(call, RTM_NEWLINK, flags | more, link)
    const reference = link.ifname ?? (link.index === undefined || link.index === 0 ? undefined : link.index)
    const named = typeof reference === 'string' && reference.includes('%') ? undefined : reference
    if (link.netNsFd !== undefined || link.netNsPid !== undefined) return this.#makeElsewhere(ask(), link, named)
    const get = (link: LinkReference): Ask => ({ call, type: RTM_GETLINK, codec: Link, value: typeof link === 'number' ? { index: link } : byReference(link) })
    if (named !== undefined) return this.talk.exchange([ask(), get(named)])[1]![0] as Link
    // The kernel chooses the name. It tells it in an echo, since Linux 6.2; before, the newest link of the kind is the one.
    const [echo] = this.talk.exchange([ask(NLM_F_ECHO)])
    const index = (echo![0] as Link | undefined)?.index ?? this.#newest(link.kind)
    return this.talk.exchange([get(index)])[0]![0] as Link
  }

  #newest (kind: string | undefined): number {
    const all = this.#list(kind === undefined ? {} : { kind })
    for (;;) {
      const step = all.next()
      if (step.done === true) return Math.max(...step.value.map(link => link.index))
    }
  }

  /** What was made is in another namespace: it is asked there, by a socket that is opened first, so that nothing is made if it cannot be. */
  #makeElsewhere (ask: Ask, { netNsFd, netNsPid }: AnyLink, reference: LinkReference | undefined): Link {
    if (reference === undefined) throw new UsageError(`${ask.call}: a link that is made in another namespace needs an ifname`)
    using namespace = NetworkNamespace.openSync(netNsPid !== undefined ? { pid: netNsPid } : typeof netNsFd === 'object' ? netNsFd : { fd: netNsFd! })
    using socket = NetlinkSocket.open({ inside: step => inside(namespace.fd, String(namespace), step) })
    this.talk.exchange([ask])
    return new Conversation(socket).exchange([{ call: ask.call, type: RTM_GETLINK, codec: Link, value: byReference(reference) }])[0]![0] as Link
  }
}
