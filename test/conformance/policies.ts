// What the running kernel itself would take of our attributes, as its refusals say it: type and size.
import { release } from 'node:os'
import { join } from 'node:path'
import { kernelProblem } from '../../src/netns/kernel-answers.js'
import { sandbox, SandboxError } from '../../src/netns/sandbox.js'
import { ours } from './attributes.js'
import { Reasons, type Figure } from './figure.js'
import { formOf, told, type Form } from './form.js'
import type { Said } from './policies-inside.js'

/** Which forms are what the kernel calls so. */
const fits: Readonly<Record<string, (form: Form) => boolean>> = {
  flag: ({ kind }) => kind === 'flag',
  u8: ({ kind }) => kind === 'u8',
  u16: ({ kind }) => kind === 'u16' || kind === 'be16',
  u32: ({ kind }) => ['u32', 'be32', 'ip', 'ip4'].includes(kind),
  u64: ({ kind }) => kind === 'u64' || kind === 'be64',
  s8: ({ kind }) => kind === 's8', s16: ({ kind }) => kind === 's16', s32: ({ kind }) => kind === 's32', s64: ({ kind }) => kind === 's64',
  uint: ({ kind }) => kind === 'uint', sint: ({ kind }) => kind === 'sint',
  string: ({ kind }) => kind === 'string', nulString: ({ kind }) => kind === 'string',
  nested: ({ kind, each }) => kind === 'nest' || (each !== undefined && kind !== 'array' && kind !== 'records'),
  nestedArray: ({ kind }) => kind === 'indexed',
  bitfield32: ({ kind, struct }) => kind === 'struct' && struct === 'nla_bitfield32',
}
/** Bytes: anything that is as long. */
function isLong ({ kind, word }: Form, { minLength = 0, maxLength = Infinity }: NonNullable<Said['policy']>): boolean {
  const sizes: Readonly<Record<string, readonly number[]>> = { ip4: [4], ip6: [16], ip: [4, 16], mac: [6], be32: [4], u32: [4] }
  const possible = sizes[kind] ?? (kind === 'struct' && word.size > 0 ? [word.size] : [])
  return possible.length === 0 || possible.some(size => size >= minLength && size <= maxLength)
}
/** What is not as the kernel says, and why. */
const reasons: ReadonlyArray<readonly [reason: string, holds: (said: string, form: Form, constant: string) => boolean]> = [
  ['the index of a link, a descriptor: int in the kernel, u32 in its policies', (said, { kind, word }) => said === 'u32' && kind === 's32' && (word.role === 'link' || word.role === 'namespace')],
  ['-1 stands for none (int in struct fib_rule), u32 in its policies', (said, { kind }, constant) => said === 'u32' && kind === 's32' && /^FRA_SUPPRESS_(IFGROUP|PREFIXLEN)$/.test(constant)],
  ['a flag in requests, a byte in answers (vxlan_fill_info): both are taken', (said, { kind }, constant) => said === 'flag' && kind === 'u8' && constant === 'IFLA_VXLAN_TTL_INHERIT'],
]

export async function policies (): Promise<Figure[]> {
  const silent = await kernelProblem()
  if (silent !== undefined) { console.log(`\n${silent}`); return [] }
  const lines: string[] = []
  try {
    const running = sandbox([process.execPath, join(import.meta.dirname, 'policies-inside.js')], { stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    for await (const part of running.stdout ?? []) text += String(part)
    const { code, signal } = await running
    if (code !== 0) return [{ name: 'attributes that the running kernel says its policy of', got: 0, of: 0, text: 'none', wrong: [`the question ended with ${signal ?? code}`] }]
    lines.push(...text.trim().split('\n'))
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error
    console.log(`\n${error.message}`)
    return []
  }
  const declared = ours()
  const said = lines.map(line => JSON.parse(line) as Said)
  const why = new Reasons()
  const wrong: string[] = []
  let got = 0
  const answered = said.filter(one => one.policy !== undefined)
  for (const { where, constant, policy } of answered) {
    const type = String(policy!.type)
    const forms = declared.get(constant)!.words.map(formOf)
    const same = forms.some(form => type === 'binary' ? isLong(form, policy!) : fits[type]?.(form) ?? false)
    const length = policy!.minLength === undefined && policy!.maxLength === undefined ? '' : ` of ${policy!.minLength ?? 0} to ${policy!.maxLength ?? ''}`
    const text = `${constant} ${[...new Set(forms.map(told))].join(' or ')}, not ${type}${length}`
    const reason = reasons.find(([, holds]) => forms.some(form => holds(type, form, constant)))?.[0]
    if (same) got++
    else if (reason !== undefined) { got++; why.note(reason, text) } else wrong.push(`${where} > ${text}`)
  }
  return [{
    name: `attributes whose type is what the running kernel's policy says (Linux ${release().replace(/-.*/, '')})`, got, of: answered.length, exceptions: why, wrong,
    notes: [`of ${said.length} that were asked for, in ${new Set(said.map(({ where }) => where)).size} places; of the others it says none: no policy, none of its kinds, or no words for it`,
      `${new Set(answered.map(({ constant }) => constant)).size} constants`],
  }]
}
