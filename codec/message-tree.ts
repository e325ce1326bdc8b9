// A whole message as a tree, and back: its nlmsghdr, then the structs and attributes of its payload. Of netlink's own messages and of those
// that nobody declared, the payload is bytes.
import { attributes } from './core/attributes.js'
import { Bytes } from './core/bytes.js'
import { messageLength, NLMSG_DONE, NLMSG_ERROR, NLMSG_HDRLEN, NLMSG_NOOP, NLMSG_OVERRUN, readHeader, type Header } from './core/header.js'
import type { Families, Known, Protocol } from './core/protocol.js'
import { toHex } from './core/text.js'
import { fromTree, toTree, type TreeNode } from './core/tree.js'
import { framed, registryOf } from './message.js'

export interface MessageTree {
  readonly header: Header
  /** The message's name, or the number in its header where it has none. */
  readonly type: string | number
  /** The name of the family that this number is of, where it is known. */
  readonly family?: string
  /** Offsets count from the beginning of nlmsghdr. */
  readonly tree: readonly TreeNode[]
}

/** Netlink's own, of any protocol. */
const control = new Map(Object.entries({ NLMSG_NOOP, NLMSG_ERROR, NLMSG_DONE, NLMSG_OVERRUN }).map(([name, type]) => [type, { name }]))
const unknown: Known = {}
const none = Bytes.of(new Uint8Array())
const opaque = attributes('', () => ({}))

/**
 * The first message in `bytes`.
 * @param families names for what NETLINK_GENERIC numbers as it runs
 * @throws {CodecError} where there is no whole message; inside of it, bytes that do not fit are told as such
 */
export function messageToTree (bytes: Uint8Array, protocol: Protocol | number = 'route', families?: Families): MessageTree {
  const b = Bytes.of(bytes)
  const payload = b.u8.subarray(NLMSG_HDRLEN, messageLength(b, 0, bytes.length))
  const header = readHeader(b, 0)
  const { name, of, treeOf = of, beside }: Known = control.get(header.type) ?? registryOf(protocol)?.find(header, b, 0, families) ?? unknown
  const message = { header, type: name ?? header.type, ...beside }
  if (treeOf !== undefined) return { ...message, tree: toTree(treeOf, payload, NLMSG_HDRLEN) }
  return { ...message, tree: payload.length === 0 ? [] : [{ offset: NLMSG_HDRLEN, length: payload.length, hex: toHex(payload) }] }
}

/**
 * The bytes of a tree. Its `type` says what is declared; of the header, type, flags, sequence and port count.
 * @throws {CodecError} where a value does not fit its declaration
 */
export function messageFromTree ({ header, type, tree }: MessageTree, protocol: Protocol | number = 'route'): Uint8Array {
  const registry = registryOf(protocol)
  const { of, treeOf = of }: Known = (typeof type === 'string' ? registry?.named(type, header.flags, tree[0]?.fields?.family) : registry?.find(header, none, 0)) ?? unknown
  const payload = fromTree(treeOf ?? opaque, tree)
  return framed(header.type, header, w => { w.put(payload) })
}
