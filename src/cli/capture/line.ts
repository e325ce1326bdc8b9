// A message as a line of JSON, and back: what `rtnl decode` prints and `rtnl encode` reads.
import { CodecError } from '../../../codec/core/errors.js'
import { headerFlagBits, headerFlags, messageLengthIfWhole, NLMSG_HDRLEN, readHeader, routeMessageKind, type Header, type MessageKind } from '../../../codec/core/header.js'
import { Bytes } from '../../../codec/core/bytes.js'
import type { GenericFamilies } from '../../../codec/generic/families.js'
import { within } from '../../../codec/core/interpret.js'
import { protocolName, protocols, type Protocol } from '../../../codec/core/protocol.js'
import { messageTypes, type MessageType } from '../../../codec/route/message-types.js'
import { fromHex, toHex } from '../../../codec/core/text.js'
import { listOf, whole } from '../../../codec/core/types.js'
import type { TreeNode } from '../../../codec/core/tree.js'
import { messageFromTree, messageToTree } from '../../../codec/message-tree.js'
import { decodeMessage, encodeMessage, registryOf } from '../../../codec/message.js'
import type { Frame } from './frames.js'

export type Format = 'json' | 'tree'
export interface Line {
  readonly frame?: number
  readonly time?: string
  readonly direction?: 'in' | 'out'
  readonly protocol?: string | number
  readonly header?: { length?: number, type: string | number, family?: string, flags?: ReadonlyArray<string | number>, sequence?: number, port?: number }
  /** Of a message that is one thing in a request, another in an answer. */
  readonly request?: boolean
  readonly message?: unknown
  readonly tree?: readonly TreeNode[]
  readonly error?: { offset?: number, path?: string, message: string }
  readonly hex?: string
}

/** Of other protocols a number does not say what a message is for; their requests are dumps, mostly. */
const kindOf = (protocol: number, { type, flags }: Header): MessageKind => protocol === protocols.route || type < 16 ? routeMessageKind(type) : (flags & 0x01) !== 0 ? 'get' : 'new'
const constant = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()
const camel = (name: string): string => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())

function flagNames (flags: number, kind: MessageKind): Array<string | number> {
  const { names, rest } = headerFlags(flags, kind)
  const all = names.map(constant)
  // NLM_F_DUMP is both of them.
  const told = all.includes('ROOT') && all.includes('MATCH') ? [...all.filter(name => name !== 'ROOT' && name !== 'MATCH'), 'DUMP'] : all
  return rest === 0 ? told : [...told, rest]
}
function flagBits (flags: ReadonlyArray<string | number>, kind: MessageKind): number {
  const names = flags.flatMap(name => name === 'DUMP' ? ['root', 'match'] : typeof name === 'string' ? [camel(name)] : [])
  return flags.reduce<number>((bits, flag) => typeof flag === 'string' ? bits : bits | within('flags', '', undefined, () => whole(flag, 0, 0xffff)), headerFlagBits(names, kind))
}

/** `2026-01-31T23:59:59.123456789Z`; nothing of a time that has no year of four digits, as a capture's clock may say. */
function timeText (time: bigint): string | undefined {
  const nanoseconds = (time % 1_000_000_000n + 1_000_000_000n) % 1_000_000_000n
  const seconds = new Date(Number((time - nanoseconds) / 1_000_000n))
  const year = seconds.getUTCFullYear()
  return year >= 0 && year <= 9999 ? `${seconds.toISOString().slice(0, 19)}.${String(nanoseconds).padStart(9, '0')}Z` : undefined
}
/** @throws {CodecError} */
export function timeOf (text: string): bigint {
  const [, whole, fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(text) ?? []
  const seconds = whole === undefined ? NaN : Date.parse(`${whole}Z`) / 1000
  if (Number.isNaN(seconds)) throw new CodecError(`"${text}" is no time as 2026-01-31T23:59:59.123456789Z`, 'time')
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))
}

/** A line for each message of a frame; and one for what is left of it, where that is no whole message. */
export function * linesOf (frame: Frame, number: number, format: Format, families: GenericFamilies): Generator<Line> {
  const { data, protocol } = frame
  const time = frame.time === undefined ? undefined : timeText(frame.time)
  const about = {
    frame: number, ...time === undefined ? {} : { time }, ...frame.direction === undefined ? {} : { direction: frame.direction },
    protocol: protocolName(protocol) ?? protocol,
  }
  const b = Bytes.of(data)
  for (let at = 0, length: number | undefined; at < data.length; at += length + 3 & ~3) {
    length = messageLengthIfWhole(b, at, data.length)
    if (length === undefined) {
      yield { ...about, error: { offset: at, path: '', message: `${data.length - at} bytes that are no whole message` }, hex: toHex(data.subarray(at)) }
      return
    }
    yield { ...about, ...lineOf(data.slice(at, at + length), protocol, format, families) }
  }
}

function lineOf (bytes: Uint8Array, protocol: number, format: Format, families: GenericFamilies): Line {
  const read = readHeader(Bytes.of(bytes), 0)
  const header = (type: string | number, family?: string): NonNullable<Line['header']> => ({
    length: read.length, type, ...family === undefined ? {} : { family }, flags: flagNames(read.flags, kindOf(protocol, read)), sequence: read.sequence, port: read.port,
  })
  try {
    if (format === 'tree') {
      const { type, family, tree } = messageToTree(bytes, protocol, families)
      return { header: header(type, family), tree }
    }
    const found = decodeMessage<number>(bytes, protocol, families)
    families.learn(found as Parameters<GenericFamilies['learn']>[0])
    const { type, message } = found
    const { family, request } = found as { family?: string, request?: boolean }
    return { header: header(type, family), ...request === undefined ? {} : { request }, message }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    const { offset, path, reason } = error
    return { header: header(read.type), error: { ...offset === undefined ? {} : { offset }, path, message: reason }, hex: toHex(bytes.subarray(NLMSG_HDRLEN)) }
  }
}

/** The number of a protocol. @throws {CodecError} */
export function protocolOf (protocol: string | number): number {
  if (typeof protocol === 'number') return protocol
  if (Object.hasOwn(protocols, protocol)) return protocols[protocol as Protocol]
  if (/^\d+$/.test(protocol)) return Number(protocol)
  throw new CodecError(`"${protocol}" is none of ${Object.keys(protocols).join(', ')}`, 'protocol')
}

const control: Readonly<Record<string, number>> = { NLMSG_NOOP: 1, NLMSG_ERROR: 2, NLMSG_DONE: 3, NLMSG_OVERRUN: 4 }
/** The bytes of a line. @throws {CodecError} with the path, where something does not fit */
export function bytesOf (line: Line): Uint8Array {
  const { header, tree, message, hex } = line
  if (header === undefined) {
    if (hex === undefined) throw new CodecError('it is missing', 'header')
    return fromHex(hex)
  }
  const protocol = protocolOf(line.protocol ?? 'route')
  const { type, sequence = 0, port = 0 } = header
  const flags = within('flags', '', undefined, () => listOf(header.flags ?? []) as ReadonlyArray<string | number>)
  const declared = typeof type === 'string' ? registryOf(protocol)?.named(type, 0)?.type : undefined
  const number = typeof type === 'number' ? type : declared ?? control[type] ?? (protocol === protocols.route ? messageTypes[type as MessageType] : undefined)
  if (number === undefined) throw new CodecError(`nothing is declared for "${type}"`, 'header.type')
  const bits = flagBits(flags, kindOf(protocol, { type: number, flags: flags.includes('REQUEST') ? 1 : 0, length: 0, sequence, port }))
  const head = { flags: bits, sequence, port }
  if (tree !== undefined) return messageFromTree({ header: { length: 0, type: number, ...head }, type: declared === undefined ? number : type, tree }, protocol)
  if (hex !== undefined) return encodeMessage(number, fromHex(hex), head)
  if (declared === undefined && typeof message === 'string') return encodeMessage(number, fromHex(message), head)
  return encodeMessage(type as 'RTM_NEWLINK', message as object, head)
}
