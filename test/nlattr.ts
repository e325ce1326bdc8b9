// Attributes in bytes, without the codec: sorts what stands side by side, so that two messages with the same attributes
// are equal whatever their order. Headers and numbers: linux/rtnetlink.h, if_link.h, if_addr.h, neighbour.h,
// fib_rules.h

/** What is in some bytes: a header, attributes behind it, and which of these hold attributes themselves. */
export interface Shape {
  /** Bytes before the first attribute. */
  readonly header?: number
  /** Where in the header 16 bits say how many bytes more there are. */
  readonly counted?: number
  /** By number; what has NLA_F_NESTED and stands in no list is a nest without a header. */
  readonly nests?: Readonly<Record<number, Shape | ByKind>>
  /** Numbers of texts: with and without a final zero they are the same. */
  readonly texts?: readonly number[]
  /** Not attributes, but struct rtnexthop, its length inside, each with attributes of this shape. */
  readonly nexthops?: Shape
}

/** A shape that a sibling decides: the text of attribute `kind`. */
export interface ByKind {
  readonly kind: number
  readonly shapes: Readonly<Record<string, Shape>>
}

export interface Attribute {
  /** Without the flag bits. */
  readonly type: number
  /** 0x8000 nested, 0x4000 network byte order. */
  readonly flags: number
  readonly data: Uint8Array
}

/** Comparable by `deep.equal`: bytes are hexadecimal. */
export interface Row {
  readonly type: number
  readonly flags: number
  readonly data: string | Sorted | Sorted[]
}

export interface Sorted {
  readonly header: string
  readonly attributes: readonly Row[]
  /** What is too short to be an attribute, zeros apart. */
  readonly rest?: string
}

export interface Options {
  /** NLA_F_NESTED is left out of the flags: iproute2 forgets it, the kernel does not mind. */
  readonly ignoreNestedFlag?: boolean
}

const AF_BRIDGE = 7
const NLA_F_NESTED = 0x8000
const NLA_TYPE_MASK = 0x3fff
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex')
const text = (data: Uint8Array): string => Buffer.from(data).toString('latin1').replace(/\0+$/, '')
const aligned = (length: number): number => (length + 3) & ~3

/** The attributes of some bytes, in their own order. @throws Error where one runs past the end */
export function attributesOf (bytes: Uint8Array, header = 0): { attributes: Attribute[], rest: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const attributes: Attribute[] = []
  let at = Math.min(aligned(header), bytes.length)
  while (bytes.length - at >= 4) {
    const length = view.getUint16(at, true)
    const type = view.getUint16(at + 2, true)
    // Zeros behind the last one: iproute2 sends 264 bytes for a request of 36
    if (length < 4) break
    if (length > bytes.length - at) throw new Error(`attribute ${type} of ${length} bytes at ${at} runs past the end`)
    const data = bytes.subarray(at + 4, at + length)
    attributes.push({ type: type & NLA_TYPE_MASK, flags: type & ~NLA_TYPE_MASK, data })
    at = Math.min(at + aligned(length), bytes.length)
  }
  return { attributes, rest: bytes.subarray(at) }
}

function shapeOf (attribute: Attribute, siblings: readonly Attribute[], { nests = {} }: Shape): Shape | undefined {
  const { type, flags } = attribute
  const shape = nests[type]
  if (shape === undefined) return (flags & NLA_F_NESTED) !== 0 ? {} : undefined
  if (!('kind' in shape)) return shape
  const kind = siblings.find(sibling => sibling.type === shape.kind)
  return shape.shapes[kind === undefined ? '' : text(kind.data)] ?? {}
}

function nexthops (bytes: Uint8Array, shape: Shape, options: Options): Sorted[] {
  const found: Sorted[] = []
  for (let at = 0; bytes.length - at >= 8;) {
    const length = (bytes[at] ?? 0) | (bytes[at + 1] ?? 0) << 8
    if (length < 8 || length > bytes.length - at) throw new Error(`a next hop of ${length} bytes at ${at}`)
    // Its length may differ where a text does: it says nothing that the attributes do not
    const nexthop = Uint8Array.from([0, 0, ...bytes.subarray(at + 2, at + length)])
    found.push(sorted(nexthop, { ...shape, header: 8 }, options))
    at += aligned(length)
  }
  return found
}

/** Bytes with what stands side by side sorted by number; what has the same number keeps its order. */
export function sorted (bytes: Uint8Array, shape: Shape, options: Options = {}): Sorted {
  const { header: fixed = 0, counted } = shape
  const length = counted === undefined ? fixed : fixed + (bytes[counted] ?? 0) + ((bytes[counted + 1] ?? 0) << 8)
  const { attributes, rest } = attributesOf(bytes, length)
  const kept = options.ignoreNestedFlag === true ? ~NLA_F_NESTED : ~0
  const rows = attributes.map(attribute => {
    const { type, flags, data } = attribute
    const inner = shapeOf(attribute, attributes, shape)
    const row = (value: Row['data']): Row => ({ type, flags: flags & kept, data: value })
    if (shape.texts?.includes(type) === true) return row(JSON.stringify(text(data)))
    if (inner === undefined) return row(hex(data))
    return row(inner.nexthops === undefined ? sorted(data, inner, options) : nexthops(data, inner.nexthops, options))
  })
  const header = hex(bytes.subarray(0, length))
  const left = hex(rest).replace(/^(00)+$/, '')
  return { header, attributes: rows.sort((a, b) => a.type - b.type), ...left !== '' && { rest: left } }
}

// A set whose attributes, all of them, are nests or values without the flag bit
const slaveData: Shape = {}
const linkData: Record<string, Shape> = {
  vlan: { nests: { 3: {}, 4: {} } },
  bond: { nests: { 8: {}, 23: {}, 31: {} } },
  macvlan: { nests: { 5: {} } },
}
/** struct ifinfomsg, IFLA_*. */
export const linkShape: Shape = {
  header: 16,
  texts: [3, 6, 20],
  nests: {
    11: {},
    18: { texts: [1, 4], nests: { 2: { kind: 1, shapes: linkData }, 5: slaveData } },
    22: { nests: { 1: {} } },
    26: { nests: { 2: { nests: { 1: {} } }, 10: {} } },
    43: {},
    52: { texts: [53] },
  },
}
/** The same numbers, but with AF_BRIDGE in the header IFLA_PROTINFO and IFLA_AF_SPEC hold other things. */
const bridgeLinkShape: Shape = { ...linkShape, nests: { ...linkShape.nests, 12: {}, 26: { nests: { 3: {} } } } }
linkData.veth = { nests: { 1: linkShape } }

/** RTM_NEWMDB and its like with NLM_F_REQUEST: MDBA_SET_ENTRY is no nest. */
const mdbRequestShape: Shape = { header: 8 }
const NLM_F_REQUEST = 1

const nexthopShape: Shape = { nests: { 22: {} } }
/** By message type, each with its struct in front. */
const shapes: Array<[first: number, shape: Shape]> = [
  [16, linkShape],
  [20, { header: 8, texts: [3] }],
  [24, { header: 12, nests: { 8: { texts: [16] }, 9: { nexthops: nexthopShape }, 22: {} } }],
  [28, { header: 12, nests: { 14: {} } }],
  [32, { header: 12, texts: [3, 17] }],
  // the options behind the header are a part of it
  [68, { header: 16, counted: 2 }],
  [64, { header: 4, nests: { 6: {} } }],
  [72, { header: 12 }],
  [76, { header: 4, texts: [1], nests: { 13: { nests: { 3: {} } } } }],
  [80, { header: 4 }],
  [84, { header: 8, nests: { 1: { nests: { 1: { nests: { 1: { header: 28 } } } } }, 2: { nests: { 1: { header: 4 } } } } }],
  [88, { header: 4 }],
  [92, { header: 12 }],
  [96, { header: 4 }],
  [104, { header: 8, nests: { 8: {} } }],
  [112, { header: 8 }],
  [116, { header: 8 }],
  [120, { header: 8 }],
]

/**
 * A whole message of NETLINK_ROUTE, nlmsghdr first, with its attributes sorted. Sequence number and port are left out.
 * @throws Error for a type without a shape; `shapes` has those that there are
 */
export function sortedMessage (bytes: Uint8Array, options: Options = {}): Sorted & { type: number, flags: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const type = view.getUint16(4, true)
  const flags = view.getUint16(6, true)
  const request = type >= 84 && type < 87 && (flags & NLM_F_REQUEST) !== 0
  const shape = request ? mdbRequestShape : shapes.find(([first]) => type >= first && type < first + 4)?.[1]
  if (shape === undefined) throw new Error(`no shape is known of message type ${type}`)
  const message = bytes.subarray(16, view.getUint32(0, true))
  const bridge = shape === linkShape && message[0] === AF_BRIDGE
  return { type, flags, ...sorted(message, bridge ? bridgeLinkShape : shape, options) }
}
