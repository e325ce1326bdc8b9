// Structs: those of the kernel's YAML specs are declared, and each is what a C compiler makes of the kernel's headers.
import type { Declaration } from '../../codec/core/declaration.js'
import { reached } from '../walk.js'
import { cStructs, differences, notInC, renamed } from '../structs.js'
import { Reasons, type Figure } from './figure.js'
import { formOf } from './form.js'
import { has } from './shared.js'
import { families, spec, type SpecMember, type Spec } from './specs.js'

/** Other names of ours for structs of the specs. */
const byAnotherName: ReadonlyMap<string, readonly [ours: string, reason: string]> = new Map([
  ...['ifla_vf_trust', 'ifla_vf_rss_query_en'].map(name => [name, ['ifla_vf_spoofchk', 'the same two members']] as const),
])

const snake = (name: string): string => name.replaceAll('-', '_')
/** Where the members of a struct of the specs lie when each is aligned as C does it. */
function layOut (members: readonly SpecMember[], { definitions }: Spec): { size: number, align: number, places: ReadonlyArray<readonly [name: string, at: number]> } {
  const places: Array<readonly [string, number]> = []
  let at = 0; let widest = 1
  for (const { name, type, struct, len } of members) {
    const inner = struct === undefined ? undefined : layOut(definitions.find(one => one.name === struct)!.members!, { definitions } as Spec)
    const bits = /^[us](\d+)$/.exec(type)?.[1]
    const size = bits !== undefined ? Number(bits) / 8 : inner?.size ?? len ?? 0
    const align = bits !== undefined ? size : inner?.align ?? 1
    widest = Math.max(widest, align)
    at = Math.ceil(at / align) * align
    if (type !== 'pad') places.push([name, at])
    at += size
  }
  return { size: Math.ceil(at / widest) * widest, align: widest, places }
}
function besideSpec ({ layout }: Declaration, members: readonly SpecMember[], spec: Spec): string[] {
  const { size, places } = layOut(members, spec)
  const wrong = places.filter(([, at]) => !layout.fields.some(field => field.at === at)).map(([name, at]) => `${name} at ${at}`)
  return layout.size === size ? wrong : [...wrong, `${size} bytes, ours ${layout.size}`]
}

/** Members whose type or byte order is not as in the specs, with what ours is, and why. */
const asInC = 'as the header has it, not the specs'
const otherTypes: ReadonlyMap<string, string> = new Map([
  ['ifla_bridge_id.prio is be16, not u16', 'two bytes as they stand in BPDUs (struct bridge_id: unsigned char prio[2])'],
  ['ifla_cacheinfo.reachableTime is u32, not s32', asInC],
  ['ifla_vf_vlan_info.vlanProto is be16, not u32', asInC],
  ['rta_cacheinfo.expires is s32, not u32', asInC],
  ['tc_etf_qopt.flags is u32, not s32', asInC],
  ['tc_prio_qopt.bands is s32, not u32', asInC],
  ['tc_ratespec.overhead is u16, not u8', asInC],
  ['tc_ratespec.cellAlign is s16, not u8', asInC],
  ['tc_ratespec.mpu is u16, not u8', asInC],
])
/** Scalars: width, sign, byte order. */
function types ({ struct, layout }: Declaration, members: readonly SpecMember[]): string[] {
  return members.filter(({ type }) => /^[us]\d+$/.test(type)).flatMap(({ name, type, 'byte-order': order }) => {
    const plain = name.replaceAll('-', '').toLowerCase()
    const field = layout.fields.find(field => plain === field.name.toLowerCase()) ?? layout.fields.find(field => plain.endsWith(field.name.toLowerCase()))
    if (field?.word === undefined) return []
    const wanted = order === 'big-endian' && type !== 'u8' ? type.replace(/^[us]/, 'be') : type
    const form = formOf(field.word)
    // The index of a link is int in C.
    return form.kind === wanted || (form.word.role === 'link' && type === 'u32') || form.kind === 'struct' || form.kind === 'array' ? [] : [`${struct}.${field.name} is ${form.kind}, not ${wanted}`]
  })
}

export function structs (): Figure[] {
  const c = cStructs()
  const declared = reached().declarations.filter(({ struct }) => struct !== '')
  const byName = new Map(declared.map(one => [one.struct, one]))
  const wrong = declared.flatMap(one => c.has(one.struct) ? differences(one, c.get(one.struct)!).map(text => `${one.struct}: ${text}`) : [])
  const names = [...byName.keys()]
  const why = new Reasons()
  for (const name of names) if (!c.has(name)) why.note(notInC.get(name) ?? 'nobody knows it', name)
  for (const [name, reason] of renamed) why.note('a name that is not C\'s', `${name} (${reason})`)
  const figures: Figure[] = [{
    name: 'declared structs with C\'s size, places and names', got: names.filter(name => c.has(name) && !wrong.some(one => one.startsWith(`${name}:`))).length, of: names.filter(name => c.has(name)).length,
    exceptions: why, wrong: [...wrong, ...names.filter(name => !c.has(name) && !notInC.has(name)).map(name => `${name}: not in C`)],
    notes: ['C is gcc by the headers of Linux 6.1, as in fixtures/structs.tsv'],
  }]
  return has('specs') ? [...figures, described(byName, c)] : figures
}

function described (byName: ReadonlyMap<string, Declaration>, c: ReturnType<typeof cStructs>): Figure {
  const why = new Reasons()
  const wrong: string[] = []
  let got = 0; let of = 0
  for (const family of families) {
    const read = spec(family)
    for (const { name, members = [] } of read.definitions.filter(({ type }) => type === 'struct')) {
      of++
      const struct = snake(name)
      const [other, reason] = byAnotherName.get(struct) ?? [struct]
      const ours = byName.get(other)
      if (ours === undefined) { wrong.push(`${struct} (${family}) is not declared`); continue }
      if (reason !== undefined) why.note(`ours has another name: ${reason}`, `${struct} is ${other}`)
      for (const text of types(ours, members)) {
        const known = otherTypes.get(text)
        if (known === undefined) wrong.push(text)
        else why.note(known, text)
      }
      const theirs = c.get(struct)
      if (theirs === undefined) {
        const found = besideSpec(ours, members, read)
        why.note('not in the headers of Linux 6.1: compared with the specs\' own members, aligned as C does', struct)
        if (found.length > 0) wrong.push(`${struct}: ${found.join(', ')}`)
        else got++
      } else {
        const found = differences({ ...ours, struct: other }, theirs)
        if (found.length > 0) wrong.push(...found.map(text => `${struct}: ${text}`))
        else got++
        const beside = besideSpec(ours, members, read)
        if (beside.length > 0) why.note('C, not the specs', `${struct} (${beside.join(', ')} in the specs)`)
      }
    }
  }
  return { name: 'structs of the specs, right in size, places, types', got, of, exceptions: why, wrong }
}
