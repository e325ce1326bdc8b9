// Structs as C lays them out: fixtures/structs.tsv, which test/conformance/make-structs.ts makes; and ours beside them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Declaration } from '../codec/core/declaration.js'
import { fixturesRoot } from './fixtures.js'

export interface CMember { readonly name: string, readonly at: number, readonly size: number, readonly bits?: number }
export interface CStruct { readonly size: number, readonly members: readonly CMember[] }

/** By name. */
export function cStructs (): Map<string, CStruct> {
  const found = new Map<string, { size: number, members: CMember[] }>()
  for (const line of readFileSync(join(fixturesRoot, 'structs.tsv'), 'utf8').trim().split('\n').slice(1)) {
    const [struct, name, at, size] = line.split('\t') as [string, string, string, string]
    const bits = /^(\d+) bits$/.exec(size)?.[1]
    if (name === '') found.set(struct, { size: Number(size), members: [] })
    else found.get(struct)!.members.push({ name, at: Number(at), size: bits === undefined ? Number(size) : 0, ...bits === undefined ? {} : { bits: Number(bits) } })
  }
  return found
}

/** Members of C that say nothing: padding, or reserved. */
const silent = /pad|reserved|res\d|resvd|^__|^cell_align$/
const same = (ours: string, theirs: string): boolean => theirs.replaceAll('_', '').toLowerCase().endsWith(ours.toLowerCase())

/** Not in the table, and why; what is there of these, others say (IPV4_DEVCONF_*, the kernel's YAML specs). */
export const notInC: ReadonlyMap<string, string> = new Map([
  ...['ipv4_devconf', 'ipv6_devconf', 'icmp6_mib', 'u64[BR_MCAST_DIR_SIZE]'].map(name => [name, 'an array with an index for each name'] as const),
  ['u32', 'a number with attributes behind it'],
  ['vxlanhdr', 'of the kernel\'s own include/net/vxlan.h'],
  ['ifla_geneve_port_range', 'newer than the headers of Linux 6.1'],
  ['tc_dualpi2_xstats', 'newer than the headers of Linux 6.1'],
])
/** Other names than C's, and why. */
export const renamed: ReadonlyMap<string, string> = new Map([
  ['ipv6_rpl_sr_hdr.reserved', 'reserved1: `reserved` is four bits before it'],
  ['fib_rule_hdr.frhTable', 'table: FRA_TABLE keeps that name'],
  ['tc_netem_qopt.lossRandom', 'loss: TCA_NETEM_LOSS keeps that name'],
  ['nexthop_grp.weightHigh', 'resvd1 before Linux 6.12'],
])

/** What is not as in C. */
export function differences ({ struct, layout }: Declaration, { size, members }: CStruct): string[] {
  const found: string[] = []
  const bytesOf = (word: { readonly size: number } | undefined): number => word?.size ?? 0
  // Ours may be longer, by members that newer kernels have, and those at the end.
  const known = layout.fields.filter(({ at, word, tail }) => !tail || at + bytesOf(word) <= size)
  if (known.length === layout.fields.length && layout.open?.choice === undefined && layout.size !== size) found.push(`${layout.size} bytes, ${size} in C`)
  const covers = ({ at, word }: (typeof known)[number], member: CMember): boolean => member.at >= at && (member.at < at + bytesOf(word) || member.at === at)
  for (const field of known) {
    const { name, at, word } = field
    const inside = members.filter(member => covers(field, member))
    const begin = inside.filter(member => member.at === at)
    const union = begin.length > 1 && begin[0]!.bits === undefined
    if (begin.length === 0) { if (at < size) found.push(`${name} at ${at}, where nothing begins in C`); continue }
    if (begin[0]!.bits !== undefined) continue
    if (bytesOf(word) > 0 && !begin.some(member => member.size === bytesOf(word))) found.push(`${name} of ${bytesOf(word)} bytes, ${begin[0]!.name} of ${begin[0]!.size} in C`)
    if (bytesOf(word) > 0 && !union && inside.length > 1) found.push(`${name} is ${inside.map(({ name }) => name).join(', ')} in C`)
    if (!union && !same(name, begin[0]!.name) && !renamed.has(`${struct}.${name}`)) found.push(`${name} is ${begin[0]!.name} in C`)
  }
  for (const member of members) {
    if (!known.some(field => covers(field, member)) && !silent.test(member.name) && (member.size > 0 || member.bits !== undefined)) found.push(`${member.name} at ${member.at} is none of ours`)
  }
  return found
}
