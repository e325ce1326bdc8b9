// Values of a declaration, drawn by lot: a generator for fast-check, made by walking the declaration.
import fc from 'fast-check'
import type { Declaration, Declared, Entry } from '../../../codec/core/declaration.js'
import * as types from '../../../codec/core/types.js'
import type { Word } from '../../../codec/core/types.js'
import { hardwareAddress } from '../../../codec/route/hardware-address.js'
import { mdbAddress } from '../../../codec/route/mdb-address.js'
import { ndOptions } from '../../../codec/route/nd-user-option.js'
import { segmentRoutingHeader } from '../../../codec/route/route/encap/segments.js'
import { labels } from '../../../codec/route/route/labels.js'

type Any = fc.Arbitrary<unknown>
/** How deep a set may stand in another: deeper ones are left out. */
const DEEPEST = 4

const octet = fc.integer({ min: 0, max: 255 })
const bytes = (minLength = 0, maxLength = 40): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength, maxLength })
const colonHex = (minLength: number, maxLength: number): Any => bytes(minLength, maxLength).map(data => Array.from(data, byte => byte.toString(16).padStart(2, '0')).join(':'))
const ip4 = fc.tuple(octet, octet, octet, octet).map(octets => octets.join('.'))
/** As RFC 5952 has it: what is written is what is read. */
const ip6 = fc.constantFrom('::', '::1', 'fe80::1', '2001:db8::', '2001:db8:1:2:3:4:5:6', 'ff02::1:ff00:1', '::ffff:192.0.2.1', '1:0:0:2::3')
const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,14}$/)
const label = fc.integer({ min: 0, max: 0xfffff }).map(String)

const integers = new Map<unknown, [least: number, most: number]>([
  [types.u8, [0, 0xff]], [types.u16, [0, 0xffff]], [types.be16, [0, 0xffff]], [types.u32, [0, 0xffffffff]], [types.be32, [0, 0xffffffff]],
  [types.s8, [-0x80, 0x7f]], [types.s16, [-0x8000, 0x7fff]], [types.s32, [-0x80000000, 0x7fffffff]],
])
const others = new Map<unknown, Any>([
  [types.u64, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })], [types.be64, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })], [types.uint, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })],
  [types.s64, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
  [types.string, fc.string({ unit: 'grapheme', maxLength: 20 }).filter(text => !text.includes('\0'))], [types.linkName, name],
  [types.bytes, bytes()], [types.flag, fc.constant(true)], [types.mac, colonHex(0, 32)], [types.ip, fc.oneof(ip4, ip6)], [types.ipv4, ip4], [types.ipv6, ip6],
  [types.linkIndex, fc.integer({ min: 0, max: 0x7fffffff })], [types.namespaceFd, fc.integer({ min: 0, max: 1000 })],
  [hardwareAddress, fc.oneof(colonHex(6, 6), colonHex(20, 20), ip4, fc.constantFrom('2001:db8::1', 'fe80::1'))],
  [ndOptions, fc.array(fc.record({ type: fc.constantFrom('rdnss', 'dnssl', 90), data: fc.oneof(bytes(6, 6), bytes(14, 14)) }), { maxLength: 3 })],
  [labels, fc.array(label, { minLength: 1, maxLength: 6 }).map(list => list.join('/'))],
  [mdbAddress, fc.oneof(ip4.map(u => ({ u, proto: 'ip' })), ip6.map(u => ({ u, proto: 'ipv6' })), colonHex(6, 6).map(u => ({ u, proto: 0 })),
    colonHex(16, 16).map(u => ({ u, proto: 0x1234 })))],
  [segmentRoutingHeader, fc.record({
    nexthdr: octet, type: octet, flags: octet, tag: fc.integer({ min: 0, max: 0xffff }), segments: fc.array(ip6, { minLength: 1, maxLength: 4 })
  }).map(srh =>
    ({ ...srh, hdrlen: 2 * srh.segments.length, segmentsLeft: srh.segments.length - 1, firstSegment: srh.segments.length - 1 }))],
])

interface Listed { readonly each: Word, readonly list: string }
interface Named { readonly names: Readonly<Record<string, number>>, readonly bits?: unknown }

/** Nothing for a word that this generator does not know. */
function ofWord (word: Word, depth: number, family: string): Any | undefined {
  const integer = integers.get(word)
  if (integer !== undefined) return fc.integer({ min: integer[0], max: integer[1] })
  const known = others.get(word)
  if (known !== undefined) return word === (types.ip as unknown) && family === 'inet' ? ip4 : known
  if ('names' in word) {
    const { names, bits } = word as unknown as Named
    const distinct = Object.keys(names).filter((name, i, all) => all.findIndex(other => names[other] === names[name]) === i)
    return bits === undefined ? fc.constantFrom(...distinct) : fc.subarray(distinct)
  }
  if ('declaration' in word) return depth >= DEEPEST ? undefined : ofDeclaration((word as unknown as Declared).declaration, depth + 1, family)
  if ('each' in word) {
    const { each, list } = word as unknown as Listed
    const one = ofWord(each, depth, family)
    // An array in a field of fixed size has as many as fit.
    const count = word.size / each.size
    if (one !== undefined && word.size > 0) return fc.array(one, { minLength: count, maxLength: count })
    return one && (list === 'records' ? fc.array(one, { minLength: 1, maxLength: 3 }) : fc.array(one, { maxLength: 4 }))
  }
  return undefined
}

/** All members of the struct, and any of the attributes; nothing, where there is a member that this generator does not know. */
export function ofDeclaration (d: Declaration, depth = 0, family = 'inet'): fc.Arbitrary<Record<string, unknown>> | undefined {
  const members: Record<string, Any> = {}
  for (const { name, word, maskOf } of d.layout.fields) {
    if (name === d.layout.open?.countedBy) continue
    const any = name === 'family' ? fc.constant(family) : maskOf !== undefined ? fc.nat({ max: 0xff }) : word && ofWord(word, depth, family)
    if (any === undefined) return undefined
    members[name] = any
  }
  const selectors = new Set(d.entries.map(({ choice }) => choice?.by))
  const plain: Record<string, Any> = {}
  for (const entry of d.entries) {
    if (entry.choice !== undefined || selectors.has(entry.name)) continue
    const any = ofEntry(entry, depth, family)
    if (any !== undefined) plain[entry.name] = any
  }
  // Choices by one selector are chosen together: what one kind has in `options` goes with what it has in `xstats`.
  const chosen = [...selectors].filter(by => by !== undefined).map(by => {
    const choices = d.entries.filter(({ choice }) => choice?.by === by)
    const kinds = [...new Set(choices.flatMap(({ choice }) => [...choice!.kinds.keys()]))]
    return fc.constantFrom(...kinds).chain(kind => {
      const words = choices.map(({ name, choice }) => [name, choice!.kinds.get(kind)] as const)
      const values = words.map(([name, word]) => [name, (word && ofWord(word, depth, family)) ?? fc.constant(undefined)])
      return fc.record({ [by]: fc.constant(kind), ...Object.fromEntries(values) as Record<string, Any> })
    })
  })
  return fc.tuple(fc.record(members), fc.record(plain, { requiredKeys: [] }), ...chosen.map(one => fc.option(one, { nil: {} })))
    .map(parts => Object.fromEntries(Object.entries(Object.assign({}, ...parts) as object).filter(([, value]) => value !== undefined)))
}
function ofEntry ({ word, header, many }: Entry, depth: number, family: string): Any | undefined {
  const picked = header === undefined ? word : header.kinds.get(family) ?? header.otherwise
  const one = picked && ofWord(picked, depth, family)
  return one && (many ? fc.array(one, { minLength: 1, maxLength: 3 }) : one)
}
