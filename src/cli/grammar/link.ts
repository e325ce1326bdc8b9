// ip's words for links, and our names for them. ip-link(8)
import type { Declared } from '../../../codec/core/declaration.js'
import { kinds } from '../../../codec/route/link/kinds/index.js'
import { ports } from '../../../codec/route/link/ports/index.js'
import { SystemError } from '../../libc/errors.js'
import { NetworkNamespace } from '../../netns/namespace.js'
import { CommandLineError } from '../command.js'
import { numeric, type Words } from './words.js'
import { wholeNumber } from '../whole-number.js'

/** What `link add` and `link set` gather. Loosely typed: the codec looks at every name and value before anything is sent. */
export type LinkWords = Record<string, unknown> & { flags?: Record<string, boolean> }

/** Words with one value: ip's, ours, how it is read. */
const simple: Readonly<Record<string, readonly [name: string, read: 'text' | 'number']>> = {
  name: ['ifname', 'text'], mtu: ['mtu', 'number'], address: ['address', 'text'], broadcast: ['broadcast', 'text'], brd: ['broadcast', 'text'],
  txqueuelen: ['txqlen', 'number'], txqlen: ['txqlen', 'number'], qlen: ['txqlen', 'number'], alias: ['ifalias', 'text'], link: ['link', 'text'],
  index: ['index', 'number'], numtxqueues: ['numTxQueues', 'number'], numrxqueues: ['numRxQueues', 'number'], master: ['master', 'text'],
}
/** Flags that are switched: ip's word and ours; `arp` is the other way round. */
const switches: Readonly<Record<string, string>> = {
  multicast: 'multicast', allmulticast: 'allmulti', promisc: 'promisc', trailers: 'notrailers', dynamic: 'dynamic', arp: 'noarp', carrier: 'carrier',
}

/**
 * Takes what belongs to one link (or to the peer of one), up to a word that does not: false then. Namespaces that are opened for it are
 * added to `open`; whoever called closes them when the request is through.
 */
export function takeLinkWord (words: Words, link: LinkWords, open: NetworkNamespace[]): boolean {
  const word = words.peek
  if (word === undefined) return false
  const known = Object.hasOwn(simple, word) ? simple[word] : undefined
  if (known !== undefined) {
    words.take(word)
    link[known[0]] = known[1] === 'number' ? words.number(word) : words.next(word)
  } else if (words.take('up', 'down')) (link.flags ??= {})['up'] = word === 'up'
  else if (Object.hasOwn(switches, word)) {
    words.take(word)
    const on = words.onOff(word)
    if (word === 'carrier') link['carrier'] = Number(on)
    else (link.flags ??= {})[switches[word]!] = word === 'arp' || word === 'trailers' ? !on : on
  } else if (words.take('nomaster')) link['master'] = 0
  else if (words.take('group')) {
    link['group'] = numeric(words.next('group'))
  } else if (words.take('netns')) Object.assign(link, namespaceWord(words.next('netns'), open))
  else if (words.take('addrgenmode')) {
    const mode = words.next('addrgenmode')
    link['afSpec'] = { inet6: { addrGenMode: mode === 'stable_secret' ? 'stablePrivacy' : mode } }
  } else return false
  return true
}

/** A name, or the number of a process whose namespace it is. A name goes before a number, as ip has it. */
function namespaceWord (name: string, open: NetworkNamespace[]): { netNsFd: NetworkNamespace } | { netNsPid: number } {
  try {
    const namespace = name.startsWith('/') ? NetworkNamespace.openSync({ path: name }) : NetworkNamespace.openSync(name)
    open.push(namespace)
    return { netNsFd: namespace }
  } catch (error) {
    if (error instanceof SystemError && error.code === 'ENOENT' && /^\d+$/.test(name)) return { netNsPid: Number(name) }
    throw error
  }
}

/** What comes after `type KIND`. */
export function kindWords (words: Words, kind: string, open: NetworkNamespace[]): Record<string, unknown> | undefined {
  if (kind === 'veth') return vethWords(words, open)
  return dataWords(words, Object.hasOwn(kinds, kind) ? kinds[kind as 'vlan'] as unknown as Declared : undefined, kind)
}
/** What comes after `type KIND_slave`. */
export const portWords = (words: Words, kind: string): Record<string, unknown> | undefined =>
  dataWords(words, Object.hasOwn(ports, kind) ? ports[kind as 'bridge'] as unknown as Declared : undefined, `${kind}_slave`)

function vethWords (words: Words, open: NetworkNamespace[]): Record<string, unknown> | undefined {
  if (words.done) return undefined
  if (!words.take('peer')) words.unknown(words.peek!)
  const peer: LinkWords = {}
  while (!words.done) {
    if (takeLinkWord(words, peer, open)) continue
    if ('ifname' in peer) words.unknown(words.peek!)
    peer['ifname'] = words.next('name')
  }
  return { peer }
}

/** ip's names where they are not the kernel's. */
const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bridge: { mcastVlanSnooping: 'multiBoolopt.mcastVlanSnooping', noLinklocalLearn: 'multiBoolopt.noLlLearn', mcastStatsEnabled: 'mcastStatsEnabled' },
  bridge_slave: {
    hairpin: 'mode', rootBlock: 'protect', fastleave: 'fastLeave', flood: 'unicastFlood', mcastToUnicast: 'mcastToUcast', proxyArp: 'proxyarp',
    proxyArpWifi: 'proxyarpWifi', mcastRouter: 'multicastRouter',
  },
  macvlan: { bcqueuelen: 'bcQueueLen' },
}
const vlanFlags: Readonly<Record<string, string>> = {
  reorder_hdr: 'reorderHdr', gvrp: 'gvrp', mvrp: 'mvrp', loose_binding: 'looseBinding', bridge_binding: 'bridgeBinding',
}

/** `vlan_filtering 1`: by the kind's own declaration, ip's words being the kernel's with underscores. */
function dataWords (words: Words, of: Declared | undefined, kind: string): Record<string, unknown> | undefined {
  if (words.done) return undefined
  if (of === undefined) throw new CommandLineError(`options of kind ${kind} are not known here`)
  const data: Record<string, unknown> = {}
  while (!words.done) {
    const word = words.next('option')
    if (kind === 'vlan' && Object.hasOwn(vlanFlags, word)) {
      const flags = ((data['flags'] ??= { flags: {} }) as { flags: Record<string, boolean> }).flags
      flags[vlanFlags[word]!] = words.onOff(word)
      continue
    }
    const camel = word.replace(/[_-](\w)/g, (_, letter: string) => letter.toUpperCase())
    const name = renamed[kind]?.[camel] ?? camel
    if (kind === 'vlan' && (camel === 'ingressQosMap' || camel === 'egressQosMap')) {
      data[camel.replace('Map', '')] = qosMap(words, word)
      continue
    }
    const [outer, bit] = name.split('.') as [string, string?]
    if (!of.declaration.byName.has(outer)) throw new CommandLineError(`kind ${kind} has no "${word}"; it has ${[...of.declaration.byName.keys()].join(', ')}`)
    const value = words.next(word)
    if (bit !== undefined) ((data[outer] ??= { optval: {} }) as { optval: Record<string, boolean> }).optval[bit] = value !== '0'
    else data[outer] = valueOf(name, value)
  }
  return data
}
function valueOf (name: string, text: string): unknown {
  if (name === 'mode' && (text === 'on' || text === 'off')) return text === 'on' ? 'hairpin' : 'unspec'
  if (text === 'on' || text === 'off') return text === 'on' ? 1 : 0
  return wholeNumber(text) ?? text.replace(/^802\.1Q$/, '802.1q')
}
function qosMap (words: Words, word: string): Array<{ from: number, to: number }> {
  const map = []
  while (/^\d+:\d+$/.test(words.peek ?? '')) {
    const [from, to] = words.next(word).split(':').map(Number) as [number, number]
    map.push({ from, to })
  }
  if (map.length === 0) throw new CommandLineError(`${word} wants pairs as 1:2`)
  return map
}
