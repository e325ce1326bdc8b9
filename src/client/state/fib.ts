// Tables of routes by prefix, and the rules that choose between them. ip-rule(8); fib_rules_lookup in net/core/fib_rules.c,
// fib_table_lookup in net/ipv4/fib_trie.c
import { putIp } from '../../../codec/core/text.js'
import type { Route } from '../../../codec/route/route/route.js'
import type { Rule } from '../../../codec/route/rule.js'
import { PrefixTrie, type Words } from './trie.js'

/** What a packet looks like whose way is asked for. */
export interface Packet {
  readonly src?: string | undefined
  readonly mark?: number | undefined
  /** The name of the link that it came in by; without it, it is this machine's own: `lo`. */
  readonly iifname?: string | undefined
  readonly oifname?: string | undefined
}
/** What came of a look-up: `route`, or nothing. A route of type blackhole, prohibit or unreachable is one, too. */
export type Found = Route | undefined

const bytes = new Uint8Array(16)
/** @returns nothing for a text that is no address */
export function wordsOf (address: string): Words | undefined {
  const size = putIp(bytes, 0, address)
  if (size === 0) return undefined
  const words: number[] = []
  for (let i = 0; i < size; i += 4) words.push(bytes[i]! << 24 | bytes[i + 1]! << 16 | bytes[i + 2]! << 8 | bytes[i + 3]!)
  return words
}
const anywhere = { inet: [0], inet6: [0, 0, 0, 0] } as const
const familyOf = (words: Words): 'inet' | 'inet6' => words.length === 1 ? 'inet' : 'inet6'

type Lists = PrefixTrie<Route | readonly Route[]>
const listed = (found: Route | readonly Route[] | undefined): readonly Route[] => found === undefined ? [] : Array.isArray(found) ? found as Route[] : [found as Route]

export class Fib {
  readonly #tables = { inet: new Map<number, Lists>(), inet6: new Map<number, Lists>() }
  readonly #rules: Record<'inet' | 'inet6', Rule[]> = { inet: [], inet6: [] }

  /** Puts a route in, or in the place of another. */
  put (route: Route, before?: Route): void {
    const place = placeOf(route)
    if (place === undefined) return
    const { table, words, length } = place
    const tables = this.#tables[familyOf(words)]
    let trie = tables.get(table)
    if (trie === undefined) tables.set(table, trie = new PrefixTrie())
    const list = listed(trie.get(words, length)).filter(one => one !== before)
    if (list.length === 0) trie.set(words, length, route)
    else {
      // The longest prefix of the source counts, then the lowest metric; of one metric, that which the kernel has first.
      const at = list.findIndex(one => one.srcLen === route.srcLen ? (one.priority ?? 0) > (route.priority ?? 0) : one.srcLen < route.srcLen)
      trie.set(words, length, at < 0 ? [...list, route] : [...list.slice(0, at), route, ...list.slice(at)])
    }
  }

  take (route: Route): void {
    const place = placeOf(route)
    if (place === undefined) return
    const { table, words, length } = place
    const trie = this.#tables[familyOf(words)].get(table)
    const list = listed(trie?.get(words, length)).filter(one => one !== route)
    if (list.length === 0) trie?.delete(words, length)
    else trie?.set(words, length, list.length === 1 ? list[0]! : list)
  }

  putRule (rule: Rule, before?: Rule): void {
    const rules = this.#rules[rule.family as 'inet'] as Rule[] | undefined
    if (rules === undefined) return
    if (before !== undefined) this.takeRule(before)
    const at = rules.findIndex(one => (one.priority ?? 0) > (rule.priority ?? 0))
    rules.splice(at < 0 ? rules.length : at, 0, rule)
  }

  takeRule (rule: Rule): void {
    const rules = this.#rules[rule.family as 'inet'] as Rule[] | undefined
    const at = rules?.indexOf(rule) ?? -1
    if (at >= 0) rules!.splice(at, 1)
  }

  /** The route that a packet to `to` takes: of the first table that has one, by the rules in their order. */
  lookup (to: Words, packet: Packet = {}): Found {
    const rules = this.#rules[familyOf(to)]
    const tables = this.#tables[familyOf(to)]
    const from = packet.src === undefined ? undefined : wordsOf(packet.src)
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i]!
      if (!isFor(rule, to, from, packet)) continue
      if (rule.action === 'goto') {
        // To where no rule is, it goes nowhere.
        const next = rules.findIndex(one => (one.priority ?? 0) === rule.goto)
        if (next > i) i = next - 1
        continue
      }
      if (rule.action !== 'toTbl') {
        // Refused by the rule itself.
        if (rule.action === 'nop' || rule.action === 'unspec') continue
        return undefined
      }
      const route = tables.get(rule.table ?? rule.frhTable)?.find(to, list => best(list, rule, from))
      if (route === undefined || route.type === 'throw') continue
      return route
    }
    return undefined
  }
}

/** The first of a prefix that may be used. */
function best (found: Route | readonly Route[], { suppressPrefixlen = -1 }: Rule, from: Words | undefined): Route | undefined {
  let others = false
  for (const route of listed(found)) {
    if (route.tos !== 0 || route.flags.includes('dead') || route.dstLen <= suppressPrefixlen) continue
    if (covers(route.src, route.srcLen, from)) return others && route.srcLen === 0 ? undefined : route
    // Beside routes of other sources, what is of any is not looked at, but of `default`. net/ipv6/ip6_fib.c: fib6_node_lookup_1
    others = route.dstLen > 0
  }
  return undefined
}

function placeOf ({ family, dst, dstLen, table, rtmTable }: Route): { readonly table: number, readonly words: Words, readonly length: number } | undefined {
  if (family !== 'inet' && family !== 'inet6') return undefined
  const words = dst === undefined ? anywhere[family] : wordsOf(dst)
  return words === undefined ? undefined : { table: table ?? rtmTable, words, length: dstLen }
}

function isFor (rule: Rule, to: Words, from: Words | undefined, { mark = 0, iifname = 'lo', oifname }: Packet): boolean {
  const fits = covers(rule.dst, rule.dstLen, to) && covers(rule.src, rule.srcLen, from) && rule.tos === 0 &&
    ((mark ^ (rule.fwmark ?? 0)) & (rule.fwmask ?? (rule.fwmark === undefined ? 0 : -1))) === 0 &&
    (rule.iifname === undefined || rule.iifname === iifname) && (rule.oifname === undefined || rule.oifname === oifname) &&
    // What a packet of nobody in particular does not have.
    rule.ipProto === undefined && rule.sportRange === undefined && rule.dportRange === undefined && rule.uidRange === undefined &&
    (rule.tunId ?? 0n) === 0n && (rule.l3mdev ?? 0) === 0
  return fits !== rule.flags.includes('invert')
}

function covers (prefix: string | undefined, length: number, words: Words | undefined): boolean {
  if (length === 0) return true
  if (words === undefined || prefix === undefined) return false
  const own = wordsOf(prefix)
  for (let i = 0, left = length; left > 0; i++, left -= 32) if ((own![i]! ^ words[i]!) >>> Math.max(0, 32 - left) !== 0) return false
  return true
}
