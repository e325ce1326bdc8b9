// Asks the running kernel, in a network of its own, what it would take of each attribute that is declared: a request whose attribute has a size that cannot be
// right is refused with the attribute's policy (NLMSGERR_ATTR_POLICY). Writes lines of JSON to standard output. Started by policies.ts, in a sandbox.
//
// Nothing that goes into tunnels of routes (RTA_ENCAP) is asked for: options of Geneve there hold the kernel's lock for networks for good.
import { isDeclared, resolved, type Declared, type Entry } from '../../codec/core/declaration.js'
import { NLM_F_ACK, NLM_F_REQUEST } from '../../codec/core/header.js'
import { encodeMessage } from '../../codec/message.js'
import { messageTypes } from '../../codec/route/message-types.js'
import { declarations, requests } from '../../codec/route/registry.js'
import { kinds } from '../../codec/route/link/kinds/index.js'
import { ports } from '../../codec/route/link/ports/index.js'
import type { Word } from '../../codec/core/types.js'
import { RtnetlinkSync } from '../../src/index.js'
import type { Places } from '../../src/socket/errors.js'
import { NetlinkSocket } from '../../src/socket/socket.js'
import { wordsOf } from '../walk.js'

/** What the kernel said of one attribute. */
export interface Said {
  /** Where it was asked: `RTM_NEWLINK inet > IFLA_LINKINFO`. */
  readonly where: string
  readonly constant: string
  /** Of those that stand in its place, which in this family. */
  readonly family: string
  readonly policy?: { readonly type?: string | number, readonly minLength?: number, readonly maxLength?: number }
}

type Attribute = readonly [number: number, payload: Uint8Array]
const NLA_F_NESTED = 0x8000
const bytesOf = (list: readonly Attribute[]): Uint8Array => Buffer.concat(list.map(([type, payload]) => {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(payload.length + 4, 0)
  head.writeUInt16LE(type, 2)
  return Buffer.concat([head, payload, Buffer.alloc(-payload.length & 3)])
}))
const text = (value: string): Uint8Array => Buffer.from(`${value}\0`)
/** Payloads that cannot be right: none, where a number is wanted; too few bytes for a nest; one for a flag; more than any text or struct has. */
const odd: ReadonlyArray<readonly [flag: number, payload: Uint8Array]> = [
  [0, new Uint8Array(0)], [NLA_F_NESTED, new Uint8Array(0)], [0, new Uint8Array(2)], [0, new Uint8Array(1)], [0, Buffer.alloc(600, 'x')], [0, new Uint8Array(20)],
]

/** The way into a nest: attributes around, from the outside, each with what stands beside it. */
type Way = ReadonlyArray<{ readonly number: number, readonly name: string, readonly beside?: readonly Attribute[] }>
interface Target {
  readonly message: keyof typeof messageTypes
  readonly header: Readonly<Record<string, unknown>>
  readonly way?: Way
  readonly of: Word
  readonly beside?: readonly Attribute[]
}

/** For a path, the offset that the kernel points at. */
const places: Places = { at: (_request, offset) => ({ path: String(offset), constant: '' }), missing: () => undefined }
const ask = (socket: NetlinkSocket, { message, header, way = [], beside = [] }: Target, entry: Entry): Said['policy'] => {
  const head = encodeMessage(message as 'RTM_NEWLINK', header, { flags: NLM_F_REQUEST | NLM_F_ACK })
  for (const [flag, payload] of odd) {
    let inner: Uint8Array = bytesOf([...beside, [entry.number | flag, payload]])
    let at = bytesOf(beside).length
    for (const { number, beside: around = [] } of [...way].reverse()) {
      at += bytesOf(around).length + 4
      inner = bytesOf([...around, [number | NLA_F_NESTED, inner]])
    }
    const gap = Buffer.alloc(-head.length & 3)
    const bytes = Buffer.concat([head, gap, inner])
    const [error] = socket.exchange([{ call: 'probe', bytes: new Uint8Array(bytes), reads: false, places }])
    if (error?.policy !== undefined && error.path === String(head.length + gap.length + at)) return error.policy as Said['policy']
  }
  return undefined
}

function probe (socket: NetlinkSocket, target: Target): Said[] {
  const { declaration } = resolved(target.of) as Declared
  const family = String(target.header['family'] ?? 'unspec')
  const where = [`${target.message} ${family}`, ...(target.way ?? []).map(({ name }) => name)].join(' > ')
  return declaration.entries.filter(({ constant }) => !/_ENCAP$|_MULTIPATH$/.test(constant)).map(entry => {
    const policy = ask(socket, target, entry)
    return { where, constant: entry.constant, family, ...policy === undefined ? {} : { policy } }
  })
}
/** The nests of a set, by what stands in them; one level. */
const nests = (target: Target, names: readonly string[]): Target[] => {
  const { declaration } = resolved(target.of) as Declared
  return names.flatMap(name => {
    const entry = declaration.byName.get(name)!
    return wordsOf(entry).filter(({ word }) => isDeclared(word) && !word.declaration.isStruct).map(({ word }) =>
      ({ ...target, of: word, way: [...target.way ?? [], { number: entry.number, name: entry.constant }], beside: [] }))
  })
}

const of = (name: keyof typeof declarations): Word => declarations[name] as unknown as Word
const asked = (name: keyof typeof requests): Word => requests[name] as unknown as Word

function targets (index: { readonly bridge: number, readonly port: number }): Target[] {
  const link: Target = { message: 'RTM_NEWLINK', header: { family: 'unspec', index: 1 }, of: of('RTM_NEWLINK') }
  const info = (declarations.RTM_NEWLINK as unknown as Declared).declaration.byName.get('linkinfo')!
  const linkinfo = { number: info.number, name: info.constant }
  const [infoSet] = wordsOf(info)
  const dataOf = (kind: string, word: Word): Target => ({ ...link, of: word, way: [linkinfo, { number: 2, name: `IFLA_INFO_DATA ${kind}`, beside: [[1, text(kind)]] }] })
  const portOf = (kind: string, word: Word): Target =>
    ({ ...link, header: { family: 'unspec', index: index.port }, of: word, way: [linkinfo, { number: 5, name: `IFLA_INFO_SLAVE_DATA ${kind}`, beside: [[4, text(kind)]] }] })
  const families = ['inet', 'inet6']
  const each = (message: Target['message'] & keyof typeof declarations, header: object = {}): Target[] => families.map(family => ({ message, header: { family, ...header }, of: of(message) }))
  const bridge = { family: 'bridge', index: index.port }
  return [
    link, ...nests(link, ['vfinfoList', 'vfPorts', 'portSelf', 'xdp', 'protoDownReason', 'propList', 'afSpec']),
    { ...link, of: infoSet!.word, way: [linkinfo] },
    ...Object.entries(kinds).filter(([, word]) => isDeclared(resolved(word as unknown as Word))).map(([kind, word]) => dataOf(kind, word as unknown as Word)),
    ...Object.entries(ports).filter(([kind]) => kind === 'bridge').map(([kind, word]) => portOf(kind, word as unknown as Word)),
    { message: 'RTM_SETLINK', header: bridge, of: of('RTM_NEWLINK') },
    ...nests({ message: 'RTM_SETLINK', header: bridge, of: of('RTM_NEWLINK') }, ['protinfo', 'afSpec']),
    ...each('RTM_NEWADDR', { index: 1 }), ...each('RTM_NEWROUTE'), ...each('RTM_NEWRULE'), ...each('RTM_NEWNEIGH', { ndmIfindex: 1 }), ...each('RTM_GETNETCONF'), ...each('RTM_NEWNEXTHOP'),
    ...each('RTM_GETROUTE'),
    { message: 'RTM_NEWNEIGH', header: { family: 'bridge', ndmIfindex: index.port }, of: of('RTM_NEWNEIGH') },
    { message: 'RTM_SETNEIGHTBL', header: { family: 'inet' }, of: of('RTM_SETNEIGHTBL') },
    ...nests({ message: 'RTM_SETNEIGHTBL', header: { family: 'inet' }, of: of('RTM_SETNEIGHTBL') }, ['parms']).map(target => ({ ...target, way: target.way!.map(step => ({ ...step, beside: [[1, text('arp_cache')] as const] })) })),
    { message: 'RTM_NEWNSID', header: {}, of: of('RTM_NEWNSID') },
    { message: 'RTM_NEWADDRLABEL', header: { family: 'inet6' }, of: of('RTM_NEWADDRLABEL') },
    { message: 'RTM_NEWQDISC', header: { ifindex: 1 }, of: of('RTM_NEWQDISC') },
    { message: 'RTM_NEWTCLASS', header: { ifindex: 1 }, of: of('RTM_NEWTCLASS') },
    { message: 'RTM_NEWTFILTER', header: { ifindex: 1 }, of: of('RTM_NEWTFILTER') },
    { message: 'RTM_NEWACTION', header: {}, of: of('RTM_NEWACTION') },
    { message: 'RTM_NEWVLAN', header: { family: 'bridge', ifindex: index.bridge }, of: of('RTM_NEWVLAN') },
    ...nests({ message: 'RTM_NEWVLAN', header: { family: 'bridge', ifindex: index.bridge }, of: of('RTM_NEWVLAN') }, ['entry', 'globalOptions']),
    { message: 'RTM_NEWMDB', header: { family: 'bridge', ifindex: index.bridge }, of: asked('RTM_NEWMDB') },
    { message: 'RTM_GETSTATS', header: { ifindex: 1 }, of: of('RTM_GETSTATS') },
    { message: 'RTM_NEWTUNNEL', header: { family: 'bridge', ifindex: index.bridge }, of: of('RTM_NEWTUNNEL') },
  ]
}

const rt = RtnetlinkSync.open()
const made = (ifname: string, kind: 'bridge' | 'veth'): number => { try { return rt.link.add({ ifname, kind } as never).index } catch { return 1 } }
const bridge = made('br0', 'bridge')
const port = made('v0', 'veth')
try { rt.link.change('v0', { master: 'br0' }) } catch { /* then ports are not asked for */ }
using socket = NetlinkSocket.open()
for (const target of targets({ bridge, port })) for (const said of probe(socket, target)) console.log(JSON.stringify(said, (_key, value: unknown) => typeof value === 'bigint' ? Number(value) : value))
rt.close()
