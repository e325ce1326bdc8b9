// What `ip -j`, `bridge -j` and `tc -j` printed next to a capture: every value of it is among those that we decode of one message of that capture.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeMessage } from '../../codec/message.js'
import { capture, capturesRoot } from '../captures.js'
import { Reasons, type Figure } from './figure.js'
import { printedAlone, renderings, type Rendering } from './renderings.js'
import { has } from './shared.js'

/** What a message says: its texts and numbers, and the names of what is set. */
interface Facts { readonly texts: Set<string>, readonly numbers: Set<number>, readonly set: Set<string> }
export type Leaf = readonly [key: string, value: string | number | boolean]

/** `LOWER_UP` and lowerUp are one. */
export const plain = (text: string): string => text.toLowerCase().replace(/[_-]/g, '')

/** All values, at any depth; `index`es of links by their names, too. */
function factsOf (value: unknown, names: ReadonlyMap<number, string>): Facts {
  const facts: Facts = { texts: new Set(), numbers: new Set(), set: new Set() }
  const visit = (key: string, one: unknown): void => {
    if (one instanceof Uint8Array) facts.texts.add(Buffer.from(one).toString('hex'))
    else if (Array.isArray(one)) { facts.set.add(plain(key)); for (const inside of one as unknown[]) visit(key, inside) } else if (typeof one === 'object' && one !== null) {
      facts.set.add(plain(key))
      const { dst, dstLen, src, srcLen } = one as Record<string, unknown>
      if (dst !== undefined) facts.texts.add(`${String(dst)}/${String(dstLen)}`)
      if (src !== undefined) facts.texts.add(`${String(src)}/${String(srcLen)}`)
      for (const [name, inside] of Object.entries(one)) visit(name, inside)
    } else {
      if (one !== 0 && one !== false && one !== 0n && one !== '') facts.set.add(plain(key))
      if (typeof one === 'string') { facts.texts.add(plain(one)); facts.set.add(plain(one)) }
      if (typeof one === 'number' || typeof one === 'bigint') {
        facts.numbers.add(Number(one))
        const name = names.get(Number(one))
        if (name !== undefined) facts.texts.add(plain(name))
      }
    }
  }
  visit('', value)
  return facts
}
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)
/** Told by a message of its own, though it stands in another thing. */
const apart = new Set(['nh_info'])
/** Things in lists are things of their own: an address below its link, a VLAN below its port. */
function elementsOf (value: unknown): object[] {
  if (Array.isArray(value)) return value.flatMap(elementsOf)
  return isObject(value) ? [value, ...Object.entries(value).flatMap(([name, one]) =>
    Array.isArray(one) ? one.filter(isObject).flatMap(elementsOf) : isObject(one) ? elementsOf(one).slice(apart.has(name) ? 0 : 1) : [])] : []
}
/** The values of one thing. */
function leavesOf (value: unknown, key = ''): Leaf[] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return value.filter(one => !isObject(one)).flatMap(one => leavesOf(one, key))
  if (typeof value === 'object') return Object.entries(value).filter(([name]) => !apart.has(name)).flatMap(([name, one]) => leavesOf(one, name))
  return [[key, value as Leaf[1]]]
}

const isFound = (what: Rendering, { texts, numbers, set }: Facts): boolean => typeof what === 'number' ? numbers.has(what)
  : typeof what === 'string' ? texts.has(plain(what)) || set.has(plain(what))
    : [...numbers].some(number => number >= what[0] && number < what[1])
/** As it is, or why it is printed otherwise. */
function find ([key, value]: Leaf, facts: Facts): string | undefined {
  const { texts, numbers, set } = facts
  if (direct()) return ''
  return renderings.find(([which, , of]) => which.test(key) && of(value, key).some(one => isFound(one, facts)))?.[1]

  function direct (): boolean {
    if (typeof value === 'boolean') return !value || set.has(plain(key)) || (key === 'root' && numbers.has(0xffffffff))
    if (typeof value === 'number') return numbers.has(value) || texts.has(String(value))
    if (texts.has(plain(value)) || set.has(plain(value))) return true
    if (/^(0x[0-9a-f]+|-?\d+)$/i.test(value)) return numbers.has(Number(value))
    const handle = /^([0-9a-f]*):([0-9a-f]*)$/i.exec(value)
    return handle !== null && numbers.has((parseInt(handle[1] || '0', 16) * 0x10000) + parseInt(handle[2] || '0', 16))
  }
}

const excepted = (key: string, value: Leaf[1], command: string): string | undefined => printedAlone.find(({ key: which, value: what, command: where }) =>
  which.test(key) && (what === undefined || what.test(String(value))) && (where === undefined || where.test(command)))?.reason

export function shown (): Figure[] {
  if (!has('captures')) return []
  const why = new Reasons(); const units = new Reasons(); const wrong: string[] = []; const other = new Reasons()
  let got = 0; let of = 0; let files = 0; let otherwise = 0; let alone = 0
  const areas = new Map<string, Facts[]>()
  for (const name of readdirSync(capturesRoot).filter(name => name.endsWith('.json')).sort()) {
    const [area, part] = [name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1, -'.json'.length)]
    if (!/^(addr|bridge-|link-|neigh|nexthop|route|rule|tc-)/.test(area)) { other.note('of other protocols', name); continue }
    const text = readFileSync(join(capturesRoot, name), 'utf8')
    let printed: unknown
    try { printed = JSON.parse(text) } catch { other.note('no JSON: tc of iproute2 6.1 prints classes as text, and some qdiscs half so', name); continue }
    files++
    if (!areas.has(area)) areas.set(area, messagesOf(area))
    const facts = areas.get(area)!
    for (const [i, element] of elementsOf(printed).entries()) {
      const leaves = leavesOf(element)
      // The message that says most of it.
      let best: { found: ReadonlyArray<ReturnType<typeof find>>, missing: number } | undefined
      for (const one of facts) {
        const found = leaves.map(leaf => find(leaf, one))
        const missing = found.filter(how => how === undefined).length
        if (best === undefined || missing < best.missing) best = { found, missing }
        if (missing === 0) break
      }
      of += leaves.length
      leaves.forEach(([key, value], j) => {
        const how = best?.found[j]
        if (how !== undefined) got++
        if (how !== undefined && how !== '') { otherwise++; units.note(`printed otherwise: ${how}`, key) }
        if (how === undefined) {
          const reason = excepted(key, value, `${area}.${part}`)
          if (reason === undefined) wrong.push(`${name} [${i}] ${key}: ${String(value)}`)
          else { got++; alone++; why.note(`no message has it: ${reason}`, `${key} ${String(value)}`) }
        }
      })
    }
  }
  return [{
    name: 'values that iproute2 printed, found in one decoded message each', got, of, exceptions: new Map([...why, ...units, ...other]), wrong,
    notes: [`${files} outputs of ip, bridge and tc; ${got - otherwise - alone} as they are, ${otherwise} printed otherwise, ${alone} that no message has`],
  }]
}

/** Of what the kernel said in an area, each message that is not as another. */
function messagesOf (area: string): Facts[] {
  const messages = capture(area).filter(({ protocol, direction }) => protocol === 0 && direction === 'in').flatMap(({ messages }) => messages)
  const once = new Map(messages.map(message => [`${message.type} ${Buffer.from(message.bytes.subarray(16)).toString('hex')}`, message]))
  const decoded = [...once.values()].map(({ bytes }) => decodeMessage(bytes))
  const names = new Map<number, string>()
  for (const { type, message } of decoded) if (type === 'RTM_NEWLINK' && message.ifname !== undefined) names.set(message.index, message.ifname)
  return decoded.filter(({ type }) => typeof type === 'string' && !type.startsWith('NLMSG_')).map(({ message }) => factsOf(message, names))
}
