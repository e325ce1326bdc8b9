// A whole message: struct nlmsghdr, then what its type says. netlink(7)
import { Bytes, type Writer } from './core/bytes.js'
import { acknowledgementFlags, doneFlags, MessageHeader, writeAcknowledgement, writeDone, type AcknowledgementInput, type DoneInput } from './core/acknowledgement.js'
import { encodeAt, decodeAt, withWriter } from './core/attributes.js'
import { CodecError } from './core/errors.js'
import { bytes, show, whole } from './core/types.js'
import {
  aligned, messageLength, NLMSG_DONE, NLMSG_ERROR, NLMSG_HDRLEN, NLMSG_NOOP, NLMSG_OVERRUN, readAcknowledgement, readDone, readHeader,
  type Acknowledgement, type ExtendedAck, type Header,
} from './core/header.js'
import type { Decoded, InputOf, Narrow } from './core/infer.js'
import { within } from './core/interpret.js'
import { protocols, type Families, type Known, type Protocol, type Registry, type Writable } from './core/protocol.js'
import { generic, type ControllerCommand, type GenericDeclarations } from './generic/registry.js'
import type { GenericPayload } from './generic/header.js'
import type { MessageType } from './route/message-types.js'
import { route, type declarations, type FamilyType, type inFamilies, type requests, type RequestType } from './route/registry.js'

type Declarations = typeof declarations & GenericDeclarations
type Requests = typeof requests
/** What a message is in the address families that have names of their own. */
type InFamilies<N> = N extends FamilyType ? (typeof inFamilies)[N][keyof (typeof inFamilies)[N]] : never
type SameInRequests = Exclude<MessageType, RequestType>
/** Netlink's own messages, of any protocol. */
export type ControlMessage =
  | { readonly header: Header, readonly type: 'NLMSG_ERROR', readonly message: Acknowledgement }
  | { readonly header: Header, readonly type: 'NLMSG_DONE', readonly message: { readonly errno: number, readonly extended?: ExtendedAck } }
  | { readonly header: Header, readonly type: 'NLMSG_NOOP' | 'NLMSG_OVERRUN', readonly message: Uint8Array }
/**
 * `message.type === 'RTM_NEWROUTE'` says that `message.message` is a Route. What nobody has declared is bytes; a number, what nobody has named.
 * A few types are one thing from the kernel and another in a request, as RTM_NEWMDB: of these, `request` says which.
 */
export type RouteMessage =
  | { readonly [N in SameInRequests]: { readonly header: Header, readonly type: N, readonly message: Decoded<Declarations[N] | InFamilies<N>> } }[SameInRequests]
  | { readonly [N in RequestType]:
    | { readonly header: Header, readonly type: N, readonly request: false, readonly message: Decoded<Declarations[N]> }
    | { readonly header: Header, readonly type: N, readonly request: true, readonly message: Decoded<Requests[N]> }
  }[RequestType]
  | { readonly header: Header, readonly type: number, readonly message: Uint8Array }
/**
 * `message.type === 'CTRL_CMD_NEWFAMILY'` says that `message.message` is a Controller. Other families are a number, and what is behind
 * genlmsghdr is bytes; `family` is their name, where that is known.
 */
export type GenericMessage =
  | { readonly [N in ControllerCommand]: { readonly header: Header, readonly type: N, readonly message: Decoded<GenericDeclarations[N]> } }[ControllerCommand]
  | { readonly header: Header, readonly type: number, readonly family?: string, readonly message: GenericPayload }
/** Of a protocol of which nothing is declared. */
export type OtherMessage = { readonly header: Header, readonly type: number, readonly message: Uint8Array }
/** What a message of a protocol, by name or number, may be. */
export type Message<P extends Protocol | number = 'route'> = ControlMessage | (P extends 'route' | typeof protocols.route ? RouteMessage
  : P extends 'generic' | typeof protocols.generic ? GenericMessage
    : number extends P ? RouteMessage | GenericMessage | OtherMessage : OtherMessage)

/** What `encodeMessage` takes of a header; without it, all are 0. */
export type HeaderInput = Partial<Pick<Header, 'flags' | 'sequence' | 'port'>>

const registries: Readonly<Record<number, Registry>> = { [protocols.route]: route, [protocols.generic]: generic }
/** What is known of a protocol's messages, by its name or number; nothing where none is declared. */
export const registryOf = (protocol: Protocol | number): Registry | undefined => registries[typeof protocol === 'number' ? protocol : protocols[protocol]]

/**
 * The first message in `bytes`, header and all. Of a protocol that nobody declared, it is header and bytes.
 * @param families names for what NETLINK_GENERIC numbers as it runs
 * @throws {CodecError} where there is no whole message, or its payload does not fit its declaration; `offset` is from the start of `bytes`
 */
export function decodeMessage<P extends Protocol | number = 'route'> (bytes: Uint8Array, protocol: P = 'route' as P, families?: Families): Message<P> {
  const b = Bytes.of(bytes)
  return messageAt(registryOf(protocol), b, 0, messageLength(b, 0, bytes.length), families) as Message<P>
}

/**
 * All messages of a datagram, in order.
 * @throws {CodecError} as `decodeMessage` does
 */
export function decodeMessages<P extends Protocol | number = 'route'> (datagram: Uint8Array, protocol: P = 'route' as P, families?: Families): Array<Message<P>> {
  return [...messagesOf(datagram, protocol, families)]
}
/**
 * The same, each decoded when it is its turn: a long capture takes no more memory than one message, and half the time.
 * @throws {CodecError} as `decodeMessage` does, at the message that it is about
 */
export function * messagesOf<P extends Protocol | number = 'route'> (datagram: Uint8Array, protocol: P = 'route' as P, families?: Families): Generator<Message<P>, void, undefined> {
  const b = Bytes.of(datagram)
  const registry = registryOf(protocol)
  for (let at = 0, length; at < datagram.length; at += aligned(length)) {
    length = messageLength(b, at, datagram.length)
    yield messageAt(registry, b, at, length, families) as Message<P>
  }
}

const unknown: Known = {}
function messageAt (registry: Registry | undefined, b: Bytes, at: number, length: number, families?: Families): Message<number> {
  const header = readHeader(b, at)
  const payload = at + NLMSG_HDRLEN
  const rest = (): Uint8Array => b.u8.slice(payload, at + length)
  switch (header.type) {
    case NLMSG_NOOP: return { header, type: 'NLMSG_NOOP', message: rest() }
    case NLMSG_ERROR: return { header, type: 'NLMSG_ERROR', message: readAcknowledgement(b, at, length) }
    case NLMSG_DONE: return { header, type: 'NLMSG_DONE', message: readDone(b, at, length) }
    case NLMSG_OVERRUN: return { header, type: 'NLMSG_OVERRUN', message: rest() }
  }
  const { name, of, beside } = registry?.find(header, b, at, families) ?? unknown
  const type = name ?? header.type
  const message: unknown = of === undefined ? rest() : decodeAt(of, b, payload, length - NLMSG_HDRLEN)
  // TypeScript does not see that the declaration is that of the type
  return (beside === undefined ? { header, type, message } : { header, type, ...beside, message }) as Message<number>
}

type Encodable = MessageType | ControllerCommand
type InputOfType<D extends { readonly members: unknown, readonly table: unknown }> = InputOf<D['members'], D['table'], Narrow>
type InputFor<N extends Encodable> = InputOfType<Declarations[N]>
  | (N extends FamilyType ? InputOfType<InFamilies<N>> : never)
  | (N extends RequestType ? InputOfType<Requests[N]> : never)

/**
 * A message with its header: `encodeMessage('RTM_GETROUTE', { family: 'inet' }, { flags: NLM_F_REQUEST | NLM_F_DUMP })`. Its name says of which
 * protocol it is. What has none is told by its number, and the bytes behind the header. Of a type that is something else in requests,
 * NLM_F_REQUEST says that the value is one. Of NLMSG_ERROR and NLMSG_DONE, the flags that say how they are to be read come from what they have.
 * @throws {CodecError} where the value does not fit the declaration
 */
export function encodeMessage<N extends Encodable> (type: N, value: InputFor<N>, header?: HeaderInput): Uint8Array
export function encodeMessage (type: 'NLMSG_ERROR', value: AcknowledgementInput, header?: HeaderInput): Uint8Array
export function encodeMessage (type: 'NLMSG_DONE', value: DoneInput, header?: HeaderInput): Uint8Array
export function encodeMessage (type: number, payload: Uint8Array, header?: HeaderInput): Uint8Array
export function encodeMessage (type: string | number, value: object, header: HeaderInput = {}): Uint8Array {
  if (typeof type === 'number') within('type', '', undefined, () => whole(type, 0, 0xffff))
  if (type === 'NLMSG_ERROR' || type === 'NLMSG_DONE') {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) throw new CodecError(`${show(value)} is no object`)
    const flags = within('header.flags', '', undefined, () => whole(header.flags ?? 0, 0, 0xffff))
    return type === 'NLMSG_ERROR'
      ? framed(NLMSG_ERROR, { ...header, flags: flags | acknowledgementFlags(value) }, w => { writeAcknowledgement(w, value) })
      : framed(NLMSG_DONE, { ...header, flags: flags | doneFlags(value) }, w => { writeDone(w, value) })
  }
  const known = typeof type === 'number' ? { type, of: bytes } : route.named(type, header.flags ?? 0, (value as { family?: unknown } | null)?.family) ?? generic.named(type, header.flags ?? 0)
  if (known === undefined) throw new CodecError(`nothing is declared for ${type}`)
  const complete = withMembers(known, value)
  return framed(known.type, header, w => { encodeAt(known.of, w, complete) })
}
/** What `write` writes, behind its nlmsghdr. */
export function framed (type: number, header: HeaderInput, write: (w: Writer) => void): Uint8Array {
  return withWriter(w => {
    const length = w.write(NLMSG_HDRLEN, write)
    w.p = 0
    within('header', '', undefined, () => { encodeAt(MessageHeader, w, { ...header, length, type }) })
    return w.b.u8.slice(0, length)
  })
}
/** The value with the members that its name gives it, if it has none that contradict them. */
function withMembers ({ members }: Writable, value: object): object {
  if (members === undefined) return value
  for (const [name, is] of Object.entries(members)) {
    const given = (value as Record<string, unknown>)[name]
    if (given !== undefined && given !== is) throw new CodecError(`${show(given)}, where the name of the message says ${show(is)}`, name)
  }
  return { ...value, ...members }
}
