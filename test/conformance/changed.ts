// One value of a tree changed: only its bytes change.
import { CodecError } from '../../codec/core/errors.js'
import type { TreeNode } from '../../codec/core/tree.js'
import { messageFromTree, type MessageTree } from '../../codec/message-tree.js'
import type { Figure } from './figure.js'

/** How often each constant, and each member of a struct, is tried. */
const TIMES = 3
/** What says what else is: with another value of these, the rest is something else. */
const selectors = /(_KIND|_TYPE|_SLAVE_KIND)$|\.(family|type|kind|action)$/

/** Other values of the same length, the likeliest first: of a name, the number of one that has none. */
function others (value: unknown): unknown[] {
  if (typeof value === 'number') return [value === 0 ? 1 : value - 1]
  if (typeof value === 'bigint') return [value === 0n ? 1n : value - 1n]
  if (typeof value !== 'string' || !/[0-9a-z]$/i.test(value)) return []
  return [value.slice(0, -1) + (value.endsWith('1') ? '2' : '1'), 77]
}

interface Whole { readonly tree: MessageTree, readonly protocol: number, readonly bytes: Uint8Array, readonly told: string }

/** Nothing where a value does not fit. */
function attempt (tree: MessageTree, protocol: number): Uint8Array | undefined {
  try { return messageFromTree(tree, protocol) } catch (error) {
    if (error instanceof CodecError) return undefined
    throw error
  }
}

export function changed (): { attempt (whole: Whole): void, figure (): Figure } {
  const tried = new Map<string, number>()
  const wrong: string[] = []
  let got = 0; let of = 0

  const once = ({ tree, protocol, bytes, told }: Whole, from: number, to: number, name: string, value: unknown, put: (value: unknown) => void): void => {
    const count = tried.get(name) ?? 0
    if (count >= TIMES || selectors.test(name)) return
    for (const other of others(value)) {
      put(other)
      const made = attempt(tree, protocol)
      if (made === undefined) continue
      tried.set(name, count + 1)
      of++
      const different = Array.from(made, (byte, i) => byte === bytes[i] ? -1 : i).filter(i => i >= 0)
      if (made.length === bytes.length && different.length > 0 && different[0]! >= from && different.at(-1)! < to) got++
      else wrong.push(`${told}: ${name} ${String(value)} to ${String(other)} changed bytes ${different.join(' ')} of ${from} to ${to}, ${made.length - bytes.length} longer`)
      break
    }
    put(value)
  }
  const walk = (whole: Whole, nodes: readonly TreeNode[]): void => {
    for (const node of nodes) {
      const { offset = 0, length = 0 } = node
      const named = node.name ?? node.struct ?? 'element'
      // What was cut short, or has bytes of its own, is another construct.
      const usual = node.short === undefined && node.rest === undefined && node.hidden === undefined
      if (usual && node.value !== undefined) once(whole, offset + 4, offset + length, named, node.value, value => { node.value = value })
      if (usual && node.fields !== undefined) {
        const { fields } = node
        for (const [member, value] of Object.entries(fields)) {
          once(whole, offset, offset + length, `${named}.${member}`, value, other => { fields[member] = other })
        }
      }
      if (node.children !== undefined) walk(whole, node.children)
    }
  }
  return {
    attempt (whole) { walk(whole, whole.tree.tree) },
    figure: () => ({ name: 'one value changed in a tree: only its bytes change', got, of, wrong, notes: [`${tried.size} attributes and members of structs, each up to ${TIMES} times`] }),
  }
}
