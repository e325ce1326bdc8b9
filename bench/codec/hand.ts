// RTM_NEWROUTE decoded and encoded as one would by hand, without a declaration: what the engine is measured against. It
// gives the same objects and bytes (the bench compares them first); the functions for text are shared, so the
// difference is the engine alone. Labels of AF_MPLS and encapsulations, of which the routes that are measured have
// none, stay bytes here.
import type { Bytes, Writer } from '../../codec/core/bytes.js'
import { colonHex, ip4, ip6, putIp, text } from '../../codec/core/text.js'

type Named = string | number
export interface HandRoute {
  family: Named, dstLen: number, srcLen: number, tos: number, rtmTable: number
  protocol: Named, scope: Named, type: Named
  flags: readonly Named[]
  [attribute: string]: unknown
}

const families: string[] = Object.assign([], {
  0: 'unspec', 1: 'unix', 2: 'inet', 7: 'bridge', 10: 'inet6', 17: 'packet', 28: 'mpls'
})
const protocols: string[] = Object.assign([], {
  0: 'unspec', 1: 'redirect', 2: 'kernel', 3: 'boot', 4: 'static', 8: 'gated', 9: 'ra', 10: 'mrt', 11: 'zebra',
  12: 'bird', 13: 'dnrouted', 14: 'xorp', 15: 'ntk', 16: 'dhcp', 17: 'mrouted', 18: 'keepalived', 42: 'babel',
  84: 'ovn', 99: 'openr', 186: 'bgp', 187: 'isis', 188: 'ospf', 189: 'rip', 192: 'eigrp',
})
const scopes: string[] = Object.assign([], { 0: 'universe', 200: 'site', 253: 'link', 254: 'host', 255: 'nowhere' })
const types = [
  'unspec', 'unicast', 'local', 'broadcast', 'anycast', 'multicast', 'blackhole', 'unreachable', 'prohibit', 'throw',
  'nat', 'xresolve'
]
const encapTypes = ['none', 'mpls', 'ip', 'ila', 'ip6', 'seg6', 'bpf', 'seg6Local', 'rpl', 'ioam6', 'xfrm']
const prefs = ['medium', 'high', 'invalid', 'low']
const flagNames: ReadonlyArray<readonly [string, number]> = [
  ['dead', 1], ['pervasive', 2], ['onlink', 4], ['offload', 8], ['linkdown', 16], ['unresolved', 32], ['trap', 64],
  ['notify', 0x100], ['cloned', 0x200], ['equalize', 0x400], ['prefix', 0x800], ['lookupTable', 0x1000],
  ['fibMatch', 0x2000], ['rtOffload', 0x4000], ['rtTrap', 0x8000], ['offloadFailed', 0x20000000]
]
const metricNames = [
  '', 'lock', 'mtu', 'window', 'rtt', 'rttvar', 'ssthresh', 'cwnd', 'advmss', 'reordering', 'hoplimit', 'initcwnd',
  'features', 'rtoMin', 'initrwnd', 'quickack', 'ccAlgo', 'fastopenNoCookie'
]

const inverse = (names: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(names).map(([i, name]) => [name, Number(i)]))
const familyNumbers = inverse(families)
const protocolNumbers = inverse(protocols)
const scopeNumbers = inverse(scopes)
const typeNumbers = inverse(types); const prefNumbers = inverse(prefs); const encapNumbers = inverse(encapTypes)
const flagBits = Object.fromEntries(flagNames); const metricNumbers = inverse(metricNames)

const flagLists = new Map<number, readonly Named[]>()
function flagsOf (bits: number): readonly Named[] {
  let list = flagLists.get(bits)
  if (list !== undefined) return list
  const rest = flagNames.reduce((left, [, bit]) => left & ~bit, bits) >>> 0
  const names = flagNames.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name)
  list = Object.freeze([...names, ...rest === 0 ? [] : [rest]])
  if (flagLists.size < 4096) flagLists.set(bits, list)
  return list
}
const bad = (what: string): never => { throw new Error(what) }
const short = (l: number, least: number): void => { if (l < least + 4) bad('too short') }
const address = (b: Bytes, p: number, n: number): string =>
  n === 4 ? ip4(b, p) : n === 16 ? ip6(b, p) : colonHex(b, p, n)

// --- reading
export function readRoute (b: Bytes, p: number, n: number): HandRoute {
  if (n < 12) bad('too short')
  const { u8, u16, u32, s32, dv } = b
  const o: HandRoute = {
    family: families[u8[p]!] ?? u8[p]!,
    dstLen: u8[p + 1]!,
    srcLen: u8[p + 2]!,
    tos: u8[p + 3]!,
    rtmTable: u8[p + 4]!,
    protocol: protocols[u8[p + 5]!] ?? u8[p + 5]!,
    scope: scopes[u8[p + 6]!] ?? u8[p + 6]!,
    type: types[u8[p + 7]!] ?? u8[p + 7]!,
    flags: flagsOf(u32[p + 8 >> 2]!),
  }
  let q = p + 12
  for (const end = p + n; end - q >= 4;) {
    const l = u16[q >> 1]!
    if (l < 4 || l > end - q) bad('an attribute past the end')
    const at = q + 4
    switch (u16[(q >> 1) + 1]! & 0x3fff) {
      case 1: o.dst = address(b, at, l - 4); break
      case 2: o.src = address(b, at, l - 4); break
      case 3: short(l, 4); o.iif = s32[at >> 2]; break
      case 4: short(l, 4); o.oif = s32[at >> 2]; break
      case 5: o.gateway = address(b, at, l - 4); break
      case 6: short(l, 4); o.priority = u32[at >> 2]; break
      case 7: o.prefsrc = address(b, at, l - 4); break
      case 8: o.metrics = readMetrics(b, at, l - 4); break
      case 9: o.multipath = readHops(b, at, l - 4); break
      case 10: o.protoinfo = u8.slice(at, q + l); break
      case 11: short(l, 4); o.flow = u32[at >> 2]; break
      case 12: short(l, 32); o.cacheinfo = readCacheinfo(b, at); break
      case 13: o.session = u8.slice(at, q + l); break
      case 14: o.mpAlgo = u8.slice(at, q + l); break
      case 15: short(l, 4); o.table = u32[at >> 2]; break
      case 16: short(l, 4); o.mark = u32[at >> 2]; break
      case 17:
        short(l, 24)
        o.mfcStats = {
          packets: dv.getBigUint64(at, true),
          bytes: dv.getBigUint64(at + 8, true),
          wrongIf: dv.getBigUint64(at + 16, true),
        }
        break
      case 18: short(l, 2); o.via = readVia(b, at, l - 4); break
      case 19: o.newdst = address(b, at, l - 4); break
      case 20: short(l, 1); o.pref = prefs[u8[at]!] ?? u8[at]; break
      case 21: short(l, 2); o.encapType = encapTypes[u16[at >> 1]!] ?? u16[at >> 1]; break
      case 23: short(l, 4); o.expires = u32[at >> 2]; break
      case 25: short(l, 4); o.uid = u32[at >> 2]; break
      case 26: short(l, 1); o.ttlPropagate = u8[at]; break
      case 27: short(l, 1); o.ipProto = u8[at]; break
      case 28: short(l, 2); o.sport = dv.getUint16(at); break
      case 29: short(l, 2); o.dport = dv.getUint16(at); break
      case 30: short(l, 4); o.nhId = u32[at >> 2]; break
      case 31: short(l, 4); o.flowlabel = dv.getUint32(at); break
      default: keep(o, b, q, l)
    }
    q += l + 3 & ~3
  }
  return o
}
function keep (o: Record<string, unknown>, b: Bytes, q: number, l: number): void {
  const unknown = (o.unknown ??= []) as object[]
  unknown.push({ type: b.u16[(q >> 1) + 1], data: b.u8.slice(q + 4, q + l) })
}
const readCacheinfo = ({ u32, s32 }: Bytes, p: number): object => ({
  clntref: u32[p >> 2], lastuse: u32[(p >> 2) + 1], expires: s32[(p >> 2) + 2], error: u32[(p >> 2) + 3],
  used: u32[(p >> 2) + 4], id: u32[(p >> 2) + 5], ts: u32[(p >> 2) + 6], tsage: u32[(p >> 2) + 7],
})
const readVia = (b: Bytes, p: number, n: number): object =>
  ({ family: families[b.u16[p >> 1]!] ?? b.u16[p >> 1], addr: address(b, p + 2, n - 2) })
function readMetrics (b: Bytes, p: number, n: number): object {
  const o: Record<string, unknown> = {}
  for (const end = p + n; end - p >= 4;) {
    const l = b.u16[p >> 1]!
    if (l < 4 || l > end - p) bad('a metric past the end')
    const type = b.u16[(p >> 1) + 1]! & 0x3fff
    if (type === 16) o.ccAlgo = text(b, p + 4, l - 4)
    else if (type === 0 || type > 17) keep(o, b, p, l)
    else { short(l, 4); o[metricNames[type]!] = b.u32[p + 4 >> 2] }
    p += l + 3 & ~3
  }
  return o
}
function readHops (b: Bytes, p: number, n: number): object[] {
  const hops: object[] = []
  for (const end = p + n; end - p >= 8;) {
    const size = b.u16[p >> 1]!
    if (size < 8 || size > end - p) bad('a hop past the end')
    const hop: Record<string, unknown> = {
      len: size, flags: flagsOf(b.u8[p + 2]!), hops: b.u8[p + 3], ifindex: b.s32[p + 4 >> 2],
    }
      for (let q = p + 8; p + size - q >= 4;) {
      const l = b.u16[q >> 1]!
      if (l < 4 || l > p + size - q) bad('an attribute past the end')
      switch (b.u16[(q >> 1) + 1]! & 0x3fff) {
        case 5: hop.gateway = address(b, q + 4, l - 4); break
        case 11: short(l, 4); hop.flow = b.u32[q + 4 >> 2]; break
        case 18: short(l, 2); hop.via = readVia(b, q + 4, l - 4); break
        case 19: hop.newdst = address(b, q + 4, l - 4); break
        case 21: short(l, 2); hop.encapType = encapTypes[b.u16[q + 4 >> 1]!] ?? b.u16[q + 4 >> 1]; break
          default: keep(hop, b, q, l)
      }
      q += l + 3 & ~3
    }
    hops.push(hop)
    p += size + 3 & ~3
  }
  return hops
}

// --- writing: no check but of addresses and names
const number = (names: Readonly<Record<string, number>>, value: Named | undefined): number =>
  typeof value === 'string' ? names[value] ?? bad(`no ${value}`) : value ?? 0
function bits (flags: readonly Named[] | undefined): number {
  let set = 0
  if (flags !== undefined) for (const flag of flags) set |= number(flagBits, flag)
  return set >>> 0
}
function put32 (w: Writer, type: number, value: number): void {
  const { b, p } = w
  b.u16[p >> 1] = 8
  b.u16[(p >> 1) + 1] = type
  b.u32[(p >> 2) + 1] = value
  w.p = p + 8
}
function put8 (w: Writer, type: number, value: number): void {
  const at = w.p
  w.b.u8[at + 4] = value
  w.p = at + 5
  w.close(at, type)
}
function put16 (w: Writer, type: number, value: number): void {
  const at = w.p
  w.b.u16[at + 4 >> 1] = value
  w.p = at + 6
  w.close(at, type)
}
const swapped = (value: number): number => (value & 255) << 8 | value >> 8
function putAddress (w: Writer, type: number, value: string): void {
  const { b, p } = w
  const n = putIp(b.u8, p + 4, value)
  if (n === 0) bad(`${value} is no address`)
  b.u16[p >> 1] = n + 4
  b.u16[(p >> 1) + 1] = type
  w.p = p + 4 + n
}
/** What is not in the requests that are measured (hops, encapsulations, labels) is left out here. */
export interface HandInput {
  readonly family?: Named, readonly dstLen?: number, readonly srcLen?: number, readonly tos?: number
  readonly rtmTable?: number, readonly protocol?: Named, readonly scope?: Named, readonly type?: Named
  readonly flags?: readonly Named[], readonly dst?: string, readonly src?: string, readonly iif?: number
  readonly oif?: number, readonly gateway?: string, readonly priority?: number, readonly prefsrc?: string
  readonly metrics?: Readonly<Record<string, number | string>>, readonly flow?: number
  readonly cacheinfo?: Readonly<Record<string, number>>, readonly table?: number, readonly mark?: number
  readonly pref?: Named, readonly encapType?: Named, readonly expires?: number, readonly uid?: number
  readonly ttlPropagate?: number, readonly ipProto?: number, readonly sport?: number, readonly dport?: number
  readonly nhId?: number, readonly unknown?: ReadonlyArray<{ readonly type: number, readonly data: Uint8Array }>
}
export function writeRoute (w: Writer, o: HandInput): void {
  const { u8, u32 } = w.b
  const { p } = w
  u8[p] = number(familyNumbers, o.family)
  u8[p + 1] = o.dstLen ?? 0
  u8[p + 2] = o.srcLen ?? 0
  u8[p + 3] = o.tos ?? 0
  u8[p + 4] = o.rtmTable ?? 0
  u8[p + 5] = number(protocolNumbers, o.protocol)
  u8[p + 6] = number(scopeNumbers, o.scope)
  u8[p + 7] = number(typeNumbers, o.type)
  u32[p + 8 >> 2] = bits(o.flags)
  w.p = p + 12
  if (o.dst !== undefined) putAddress(w, 1, o.dst)
  if (o.src !== undefined) putAddress(w, 2, o.src)
  if (o.iif !== undefined) put32(w, 3, o.iif)
  if (o.oif !== undefined) put32(w, 4, o.oif)
  if (o.gateway !== undefined) putAddress(w, 5, o.gateway)
  if (o.priority !== undefined) put32(w, 6, o.priority)
  if (o.prefsrc !== undefined) putAddress(w, 7, o.prefsrc)
  if (o.metrics !== undefined) writeMetrics(w, o.metrics)
  if (o.flow !== undefined) put32(w, 11, o.flow)
  if (o.cacheinfo !== undefined) writeCacheinfo(w, o.cacheinfo)
  if (o.table !== undefined) put32(w, 15, o.table)
  if (o.mark !== undefined) put32(w, 16, o.mark)
  if (o.pref !== undefined) put8(w, 20, number(prefNumbers, o.pref))
  if (o.encapType !== undefined) put16(w, 21, number(encapNumbers, o.encapType))
  if (o.expires !== undefined) put32(w, 23, o.expires)
  if (o.uid !== undefined) put32(w, 25, o.uid)
  if (o.ttlPropagate !== undefined) put8(w, 26, o.ttlPropagate)
  if (o.ipProto !== undefined) put8(w, 27, o.ipProto)
  if (o.sport !== undefined) put16(w, 28, swapped(o.sport))
  if (o.dport !== undefined) put16(w, 29, swapped(o.dport))
  if (o.nhId !== undefined) put32(w, 30, o.nhId)
  for (const { type, data } of o.unknown ?? []) {
    const at = w.p
    w.p += 4
    w.put(data)
    w.close(at, type)
  }
}
function writeMetrics (w: Writer, metrics: Readonly<Record<string, number | string>>): void {
  const at = w.p
  w.p += 4
  for (const [name, value] of Object.entries(metrics)) {
    if (typeof value === 'number') { put32(w, number(metricNumbers, name), value); continue }
    const begin = w.p
    for (let i = 0; i <= value.length; i++) w.b.u8[begin + 4 + i] = i < value.length ? value.charCodeAt(i) : 0
    w.p += 5 + value.length
    w.close(begin, 16)
  }
  w.close(at, 8)
}
function writeCacheinfo (w: Writer, cacheinfo: Readonly<Record<string, number>>): void {
  const { clntref = 0, lastuse = 0, expires = 0, error = 0, used = 0, id = 0, ts = 0, tsage = 0 } = cacheinfo
  const at = w.p
  const values = [clntref, lastuse, expires, error, used, id, ts, tsage]
  for (let i = 0; i < 8; i++) w.b.u32[(at + 4 >> 2) + i] = values[i]!
  w.p = at + 36
  w.close(at, 12)
}
