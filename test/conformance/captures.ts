// Every message of the captures in ../shared, of whatever protocol: as a tree and back, as a value and back.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CodecError } from '../../codec/core/errors.js'
import { NLM_F_REQUEST } from '../../codec/core/header.js'
import type { TreeNode } from '../../codec/core/tree.js'
import { GenericFamilies } from '../../codec/generic/families.js'
import { decodeMessage, encodeMessage } from '../../codec/message.js'
import { messageFromTree, messageToTree, type MessageTree } from '../../codec/message-tree.js'
import { capturesRoot } from '../captures.js'
import { packetsOf, type CapturedMessage } from '../fixtures.js'
import { changed } from './changed.js'
import { Reasons, type Figure } from './figure.js'
import { has } from './shared.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
interface Captured extends CapturedMessage {
  readonly story: string
  readonly protocol: number
  /** How many there are that differ in sequence number and port alone. */
  readonly times: number
}
/** Every message of every capture; those that are the same but for sequence number and port, once. */
function captured (): Captured[] {
  const found = new Map<string, { times: number } & Captured>()
  for (const one of messages()) {
    const key = `${one.protocol} ${one.type} ${one.flags} ${hex(one.bytes.subarray(16))}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { ...one, times: 1 })
    else known.times++
  }
  return [...found.values()]
}
function messages (): Array<Omit<Captured, 'times'>> {
  return readdirSync(capturesRoot).filter(name => name.endsWith('.pcap')).sort().flatMap(name =>
    packetsOf(readFileSync(join(capturesRoot, name))).flatMap(({ protocol, messages }) => messages.map(message => ({ ...message, story: name.slice(0, -'.pcap'.length), protocol }))))
}
const told = ({ story, type, seq }: Captured): string => `${story}: type ${type}, sequence ${seq}`

/** Without what a declared node can do without: where it is, how long, its bytes. */
function bare (nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.map(({ offset: _offset, length: _length, ...node }) => {
    const declared = node.value !== undefined || node.fields !== undefined || node.children !== undefined
    if (declared) delete node.hex
    return node.children === undefined ? node : { ...node, children: bare(node.children) }
  })
}

/** What may be otherwise in what programs send: the bit for nests, the zero at the end of text, a header cut short. */
const liberties = ['NLA_F_NESTED', 'final zero of text', 'short header'] as const
type Liberty = (typeof liberties)[number]
/** Attributes that stand side by side, by number; those of one number as they came. */
function ordered (nodes: readonly TreeNode[], without: ReadonlySet<Liberty>): TreeNode[] {
  return nodes.map(({ offset: _offset, length: _length, ...node }) => {
    if (without.has('NLA_F_NESTED')) delete node.nested
    if (without.has('final zero of text') && typeof node.value === 'string') { delete node.short; delete node.rest }
    // Padding behind what is last has no place of its own once the order is another.
    if (node.type !== undefined) delete node.padding
    return node.children === undefined ? node : { ...node, children: ordered(node.children, without) }
  }).sort((a, b) => (a.type ?? -1) - (b.type ?? -1))
}
const text = (tree: MessageTree, without: ReadonlySet<Liberty>): string =>
  JSON.stringify(ordered(tree.tree, without), (_key, value: unknown) => typeof value === 'bigint' ? `${value}n` : value instanceof Uint8Array ? hex(value) : value)
/** A header cut short, filled up with zeros, which is how the kernel reads it. */
function filled (tree: MessageTree, bytes: Uint8Array, protocol: number, length: number): MessageTree {
  if (tree.tree.length !== 1 || tree.tree[0]!.short === undefined) return tree
  const whole = new Uint8Array(length)
  whole.set(bytes)
  new DataView(whole.buffer).setUint32(0, length, true)
  return messageToTree(whole, protocol)
}

/** Nests that the kernel wants with the bit and answers without it (docs/decisions.md, 3). */
const forgotten = new Set([
  'NHA_ENCAP', 'TCA_OPTIONS of ets', ...['ct', 'ctinfo', 'gate', 'mpls'].map(kind => `TCA_ACT_OPTIONS of ${kind}`),
  ...['VXLAN', 'ERSPAN', 'GTP', 'PFCP'].map(name => `TCA_FLOWER_KEY_ENC_OPTS_${name}`), 'TCA_TUNNEL_KEY_ENC_OPTS_VXLAN', 'TCA_TUNNEL_KEY_ENC_OPTS_ERSPAN',
  'TCA_GATE_ENTRY_LIST', 'TCA_GATE_ONE_ENTRY',
])
function nestsOf (nodes: readonly TreeNode[]): string[] {
  const kind = nodes.find(({ name }) => name === 'TCA_KIND' || name === 'TCA_ACT_KIND')?.value
  return nodes.flatMap(({ name = '', nested, children = [] }) => {
    // An empty nest has no children to tell it by.
    const own = name === 'TCA_OPTIONS' || name === 'TCA_ACT_OPTIONS' ? [`${name} of ${String(kind)}`] : children.length > 0 ? [name] : []
    return [...nested === undefined ? own : [], ...nestsOf(children)]
  })
}

/** Attributes that no declaration names, wherever they are. */
function unknowns (value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  if (Array.isArray(value)) return value.flatMap(one => unknowns(one, path))
  return Object.entries(value).flatMap(([name, one]) => name === 'unknown' && Array.isArray(one)
    ? (one as Array<{ type: number }>).map(({ type }) => `${path} ${type & 0x3fff}`)
    : unknowns(one, `${path}.${name}`))
}

/** Attributes that may stay unknown, and why. */
const strange: ReadonlyArray<readonly [reason: string, which: RegExp]> = [
  ['what iproute2 says of a port by `type bond_slave`, the name being of IFLA_INFO_KIND and not of IFLA_INFO_SLAVE_KIND: kept as bytes', /^RTM_NEWLINK \(request\)\.linkinfo 5$/],
]

export function captures (): Figure[] {
  if (!has('captures')) return []
  const families = new GenericFamilies()
  const count = { all: 0, trees: 0, bare: 0, kernel: 0, kernelSame: 0, requests: 0, requestsSame: 0, unknownAsked: 0, unknownTold: 0 }
  const wrong = { trees: [] as string[], bare: [] as string[], kernel: [] as string[], requests: [] as string[], unknown: [] as string[] }
  const liberty = new Map<Liberty, number>(liberties.map(one => [one, 0]))
  const unknown = new Reasons(); const undeclared = new Reasons(); const nests = new Reasons()
  const edits = changed()
  for (const one of captured()) {
    const { bytes, protocol, flags, times } = one
    const tree = messageToTree(bytes, protocol, families)
    count.all += times
    if (hex(messageFromTree(tree, protocol)) === hex(bytes)) count.trees += times
    else wrong.trees.push(told(one))
    if (hex(messageFromTree({ ...tree, tree: bare(tree.tree) }, protocol)) === hex(bytes)) count.bare += times
    else wrong.bare.push(told(one))
    edits.attempt({ tree, protocol, bytes, told: told(one) })
    if (protocol !== 0 && protocol !== 16) continue

    const { type, message, header } = decodeMessage(bytes, protocol, families)
    families.learn({ type, message })
    if (String(type).startsWith('NLMSG_')) continue
    if (typeof type !== 'string' || message instanceof Uint8Array) { if (protocol === 0) undeclared.note('no declaration', String(type)); continue }
    const request = (flags & NLM_F_REQUEST) !== 0
    for (const what of unknowns(message, request ? `${type} (request)` : type)) {
      const reason = strange.find(([, which]) => which.test(what))?.[0]
      if (reason === undefined) wrong.unknown.push(what)
      else unknown.note(reason, what)
      count[request ? 'unknownAsked' : 'unknownTold'] += times
    }
    count[request ? 'requests' : 'kernel'] += times
    try {
      const encoded = encodeMessage(type as 'RTM_NEWLINK', message as object, header)
      const again = messageToTree(encoded, protocol, families)
      const same = (without: ReadonlySet<Liberty>): boolean =>
        text(without.has('short header') ? filled(tree, bytes, protocol, encoded.length) : tree, without) === text(again, without)
      if (same(new Set())) count[request ? 'requestsSame' : 'kernelSame'] += times
      else if (request && same(new Set(liberties))) {
        count.requestsSame += times
        for (const which of liberties) if (!same(new Set(liberties.filter(one => one !== which)))) liberty.set(which, liberty.get(which)! + times)
      } else if (!request && same(new Set(['NLA_F_NESTED'])) && nestsOf(tree.tree).some(name => forgotten.has(name))) {
        count.kernelSame += times
        nests.note('NLA_F_NESTED, which the kernel wants and does not set itself', `${nestsOf(tree.tree).find(name => forgotten.has(name))} in ${type}`)
      } else wrong[request ? 'requests' : 'kernel'].push(`${told(one)}: ${type} is another message from its value`)
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
      wrong[request ? 'requests' : 'kernel'].push(`${told(one)}: ${error.message}`)
    }
  }
  return [
    { name: 'captured messages, of any protocol: to a tree and back, the same bytes', got: count.trees, of: count.all, wrong: wrong.trees },
    { name: 'the same from values alone, without offset, length, hex', got: count.bare, of: count.all, wrong: wrong.bare },
    edits.figure(),
    {
      name: 'captured messages of the kernel, rtnetlink and the controller: to a value and back, but for the order of attributes', got: count.kernelSame, of: count.kernel,
      wrong: wrong.kernel, exceptions: nests,
    },
    {
      name: 'captured requests: to a value and back', got: count.requestsSame, of: count.requests, wrong: wrong.requests, exceptions: undeclared,
      notes: [`but for the order; and ${[...liberty].map(([what, times]) => `${what} in ${times}`).join(', ')}`],
    },
    { name: 'attributes in these that are unknown', got: 0, of: 0, text: `${count.unknownAsked} in requests, ${count.unknownTold} of the kernel`, exceptions: unknown, wrong: wrong.unknown },
  ]
}
