// Captures of another's making, outside of the repository: ../shared/captures, of iproute2 6.1 on Linux 6.1, with what it printed.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TreeNode } from '../codec/core/tree.js'
import { packetsOf, type CapturedMessage, type CapturedPacket } from './fixtures.js'

export const capturesRoot = join(import.meta.dirname, '..', '..', '..', 'shared', 'captures')
export const hasCaptures = existsSync(capturesRoot)

export const capture = (name: string): readonly CapturedPacket[] => packetsOf(readFileSync(join(capturesRoot, `${name}.pcap`)))
/** What iproute2 printed: `printed('link-bridge.xstats')`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- iproute2's JSON, of any shape
export const printed = (name: string): any => JSON.parse(readFileSync(join(capturesRoot, `${name}.json`), 'utf8'))
/** Of these types, all there are of NETLINK_ROUTE. */
export const capturedOf = (types: readonly number[]): CapturedMessage[] => !hasCaptures
  ? []
  : readdirSync(capturesRoot).filter(file => file.endsWith('.pcap')).flatMap(file => capture(file.slice(0, -'.pcap'.length)))
    .filter(({ protocol }) => protocol === 0).flatMap(({ messages }) => messages).filter(({ type }) => types.includes(type))

/** Of a tree, what nobody has declared, at any depth. */
export const nameless = (nodes: readonly TreeNode[]): TreeNode[] => nodes.flatMap(node =>
  node.hex !== undefined || (node.type !== undefined && node.name === undefined) ? [node] : nameless(node.children ?? []))
