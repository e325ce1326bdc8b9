// A whole message: struct nlmsghdr, then what its type says. netlink(7)
import { Bytes, Writer } from './core/bytes.js'
import { encodeAt, decodeAt, withWriter } from './core/attributes.js'
import { CodecError } from './core/errors.js'
import {
  aligned, messageLength, NLMSG_DONE, NLMSG_ERROR, NLMSG_HDRLEN, NLMSG_NOOP, NLMSG_OVERRUN, readAcknowledgement, readDone, readHeader, writeHeader,
  type Acknowledgement, type ExtendedAck, type Header,
} from './core/header.js'
import type { Decoded, InputOf, Narrow } from './core/infer.js'
import {
  declarationOf, hasRequest, isDeclared, isRequest, messageName, messageTypes, type declarations, type DeclaredType, type MessageType, type requests, type RequestType,
} from './route/registry.js'

/** Protocols whose messages are declared. */
export type Protocol = 'route'

type Declarations = typeof declarations
type Requests = typeof requests
type SameInRequests = Exclude<DeclaredType, RequestType>
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
  | { readonly [N in SameInRequests]: { readonly header: Header, readonly type: N, readonly message: Decoded<Declarations[N]> } }[SameInRequests]
  | { readonly [N in RequestType]:
    | { readonly header: Header, readonly type: N, readonly request: false, readonly message: Decoded<Declarations[N]> }
    | { readonly header: Header, readonly type: N, readonly request: true, readonly message: Decoded<Requests[N]> }
  }[RequestType]
  | { readonly header: Header, readonly type: Exclude<MessageType, DeclaredType> | number, readonly message: Uint8Array }
export type Message = ControlMessage | RouteMessage

/** What `encodeMessage` takes of a header; without it, all are 0. */
export type HeaderInput = Partial<Pick<Header, 'flags' | 'sequence' | 'port'>>

/**
 * The first message in `bytes`, header and all.
 * @throws {CodecError} where there is no whole message, or its payload does not fit its declaration; `offset` is from the start of `bytes`
 */
export function decodeMessage (bytes: Uint8Array, _protocol: Protocol = 'route'): Message {
  const b = Bytes.of(bytes)
  return messageAt(b, 0, messageLength(b, 0, bytes.length))
}

/**
 * All messages of a datagram, in order.
 * @throws {CodecError} as `decodeMessage` does
 */
export function decodeMessages (datagram: Uint8Array, _protocol: Protocol = 'route'): Message[] {
  const b = Bytes.of(datagram)
  const found: Message[] = []
  for (let at = 0, length; at < datagram.length; at += aligned(length)) {
    length = messageLength(b, at, datagram.length)
    found.push(messageAt(b, at, length))
  }
  return found
}

function messageAt (b: Bytes, at: number, length: number): Message {
  const header = readHeader(b, at)
  const payload = at + NLMSG_HDRLEN
  const rest = (): Uint8Array => b.u8.slice(payload, at + length)
  switch (header.type) {
    case NLMSG_NOOP: return { header, type: 'NLMSG_NOOP', message: rest() }
    case NLMSG_ERROR: return { header, type: 'NLMSG_ERROR', message: readAcknowledgement(b, at, length) }
    case NLMSG_DONE: return { header, type: 'NLMSG_DONE', message: readDone(b, at, length) }
    case NLMSG_OVERRUN: return { header, type: 'NLMSG_OVERRUN', message: rest() }
  }
  const type = messageName(header.type)
  if (type === undefined || !isDeclared(type)) return { header, type: type ?? header.type, message: rest() }
  // TypeScript does not see that the declaration is that of the type
  const message = decodeAt(declarationOf(type, header.flags), b, payload, length - NLMSG_HDRLEN)
  return (hasRequest(type) ? { header, type, request: isRequest(type, header.flags), message } : { header, type, message }) as RouteMessage
}

type Value<D extends { readonly members: unknown, readonly table: unknown }> = InputOf<D['members'], D['table'], Narrow>
type InputFor<N extends DeclaredType> = Value<Declarations[N]> | (N extends RequestType ? Value<Requests[N]> : never)

/**
 * A message with its header: `encodeMessage('RTM_GETROUTE', { family: 'inet' }, { flags: NLM_F_REQUEST | NLM_F_DUMP })`. Of a type that is
 * something else in requests, NLM_F_REQUEST says that the value is one.
 * @throws {CodecError} where the value does not fit the declaration
 */
export function encodeMessage<N extends DeclaredType> (type: N, value: InputFor<N>, header: HeaderInput = {}): Uint8Array {
  const { flags = 0, sequence = 0, port = 0 } = header
  if (!isDeclared(type)) throw new CodecError(`nothing is declared for ${type}`)
  return withWriter((w: Writer) => {
    const length = w.write(NLMSG_HDRLEN, () => encodeAt(declarationOf(type, flags), w, value))
    writeHeader(w.b, 0, { length, type: messageTypes[type], flags, sequence, port })
    return w.b.u8.slice(0, length)
  })
}
