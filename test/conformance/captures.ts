// Every message of ../shared/captures, of whatever protocol: as a tree and back, as a value and back.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CodecError, decodeMessage, encodeMessage, GENL_ID_CTRL, GenericFamilies, messageFromTree, messageToTree, protocols, readPcap, type MessageTree, type TreeNode,
} from '../../codec/index.js'
import { Bytes } from '../../codec/core/bytes.js'
import { messageLengthIfWhole, NLM_F_REQUEST, readHeader } from '../../codec/core/header.js'
import { bare } from '../codec/tables.js'
import { canonical } from '../codec/route/tc/canonical.js'
import type { Exception, Figure } from './figures.js'
import { shared } from './shared.js'

interface Message { readonly file: string, readonly frame: number, readonly protocol: number, readonly bytes: Uint8Array }
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const where = ({ file, frame, bytes }: Message): string => `${file} frame ${frame}: ${hex(bytes).slice(0, 120)}`

function messages (): Message[] {
  const directory = join(shared, 'captures')
  return readdirSync(directory).filter(file => file.endsWith('.pcap')).flatMap(file => [...readPcap(readFileSync(join(directory, file)))].flatMap(({ data, protocol }, i) => {
    const found: Message[] = []
    const b = Bytes.of(data.slice())
    for (let at = 0, length: number | undefined; at < data.length; at += length + 3 & ~3) {
      length = messageLengthIfWhole(b, at, data.length)
      if (length === undefined) break // what a program sent too many bytes of
      found.push({ file, frame: i + 1, protocol, bytes: data.slice(at, at + length) })
    }
    return found
  }))
}

/** What a value of ours may be changed to, for a test of what else changes. */
const other = (value: unknown): unknown => typeof value === 'number' ? value ^ 1 : typeof value === 'bigint' ? value ^ 1n
  : typeof value === 'string' && /^[a-z]+$/.test(value) ? `${value.slice(1)}${value[0]!}` : undefined
/** The attribute that the change is in, with its place; the whole tree is `tree`. */
function * changes (tree: MessageTree, nodes: readonly TreeNode[]): Generator<{ node: TreeNode, changed: MessageTree, name: string }> {
  for (const node of nodes) {
    if (node.children !== undefined) yield * changes(tree, node.children)
    const value = other(node.value)
    if (value === undefined || node.name === undefined) continue
    const replaced = (list: readonly TreeNode[]): TreeNode[] => list.map(one =>
      one === node ? { ...one, value } : one.children === undefined ? one : { ...one, children: replaced(one.children) })
    yield { node, name: node.name, changed: { ...tree, tree: replaced(tree.tree) } }
  }
}

export function trees (): Figure[] {
  const all = messages()
  const families = new GenericFamilies()
  const same: Exception[] = []; const valued: Exception[] = []; const spread: Exception[] = []
  const tried = new Set<string>()
  for (const message of all) {
    const { bytes, protocol } = message
    const tree = messageToTree(bytes, protocol, families)
    if (hex(messageFromTree(tree, protocol)) !== hex(bytes)) same.push({ what: where(message) })
    if (hex(messageFromTree({ ...tree, tree: bare(tree.tree) }, protocol)) !== hex(bytes)) valued.push({ what: where(message) })
    for (const { node, name, changed } of changes(tree, tree.tree)) {
      if (tried.has(name)) continue
      let made: Uint8Array
      try { made = messageFromTree(changed, protocol) } catch (error) {
        if (error instanceof CodecError) continue // no value that it takes
        throw error
      }
      tried.add(name)
      const outside = [...made].some((byte, i) => byte !== bytes[i] && (i < node.offset! + 4 || i >= node.offset! + node.length!))
      if (made.length !== bytes.length || outside || hex(made) === hex(bytes)) spread.push({ what: `${name} in ${where(message)}` })
    }
  }
  const figure = (name: string, exceptions: Exception[], of = all.length): Figure => ({ name, right: of - exceptions.length, of, wanted: 1, exceptions })
  return [figure('messages of captures: tree to the very same bytes', same), figure('the same, from the values alone', valued),
    figure('attributes of which one value changed changes its own bytes alone', spread, tried.size)]
}

/** Without zeros at the ends of values: a text is the same with its final zero and without. */
const trimmed = (text: string): string => text.replace(/(00)+$/gm, '')
export function values (): Figure[] {
  const told = { kernel: 0, requests: 0 }
  const right = { kernel: 0, requests: 0 }
  const wrong: Record<'kernel' | 'requests', Exception[]> = { kernel: [], requests: [] }
  const ways = new Map<string, number>()
  const unknown = new Map<string, number>()
  for (const message of messages()) {
    const { bytes, protocol } = message
    const { type, flags, sequence, port } = readHeader(Bytes.of(bytes), 0)
    if (type < 16 || (protocol !== protocols.route && !(protocol === protocols.generic && type === GENL_ID_CTRL))) continue
    const side = (flags & NLM_F_REQUEST) !== 0 ? 'requests' : 'kernel'
    told[side]++
    for (const name of namelessOf(messageToTree(bytes, protocol).tree, String(type))) unknown.set(name, (unknown.get(name) ?? 0) + 1)
    const decoded = decodeMessage(bytes, protocol)
    const again = encodeMessage(decoded.type as 'RTM_NEWLINK', decoded.message as object, { flags, sequence, port })
    if (hex(again) === hex(bytes)) { right[side]++; ways.set('the very same', (ways.get('the very same') ?? 0) + 1); continue }
    const header = 16 + headerOf(messageToTree(bytes, protocol))
    const form = (data: Uint8Array, flags: boolean): string => canonical(data.slice(4), { header: header - 4, flags })
    const way = form(again, true) === form(bytes, true) ? 'but for the order'
      : side === 'kernel' ? undefined
        : form(again, false) === form(bytes, false) ? 'but for NLA_F_NESTED'
          : trimmed(form(again, false)) === trimmed(form(bytes, false)) ? "but for a text's final zero, or a short header" : undefined
    if (way === undefined) wrong[side].push({ what: `${where(message)}\n            ${hex(again).slice(0, 400)}` })
    else { right[side]++; ways.set(`${side} ${way}`, (ways.get(`${side} ${way}`) ?? 0) + 1) }
  }
  return [
    { name: "the kernel's messages: value to bytes, equal but for the order", right: right.kernel, of: told.kernel, wanted: 1, exceptions: wrong.kernel },
    { name: 'requests, equal but for order, NLA_F_NESTED, a final zero', right: right.requests, of: told.requests, wanted: 1,
      exceptions: [...wrong.requests, ...[...ways].map(([way, count]) => ({ what: String(count), reason: way }))] },
    { name: 'attributes in them that nobody declared', right: unknown.size, wanted: 0, exceptions: [...unknown].map(([what, count]) => ({ what: `${what}: ${count} times` })) },
  ]
}
/** Bytes of the struct in front of the attributes, aligned. */
const headerOf = ({ tree: [head] }: MessageTree): number => (head?.struct === undefined ? 0 : head.length ?? 0) + 3 & ~3
function namelessOf (nodes: readonly TreeNode[], path: string): string[] {
  return nodes.flatMap(node => node.type !== undefined && node.hex !== undefined && node.name === undefined ? [`${path}/${node.type}`] : namelessOf(node.children ?? [], `${path}/${node.name ?? node.type ?? ''}`))
}
