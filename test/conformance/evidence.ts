// Types and byte orders of attributes against the kernel's YAML specs, a row each in attr_evidence.tsv.
import type { Row } from '../../codec/reference.js'
import type { Exception, Figure } from './figures.js'
import { differences } from './differences.js'
import { table } from './shared.js'

/** One attribute of the specs. */
interface Spec { readonly set: string, readonly attribute: string, readonly number: number, readonly type: string, readonly constant: string, readonly evidence: string }

const specs = (): Spec[] => table('specs', 'attr_evidence.tsv').map(([, set = '', attribute = '', number, type = '', sub = '', order = '', , , constant = '', evidence = '']) => ({
  set, attribute, number: Number(number), constant, evidence,
  type: order === 'big-endian' ? type.replace('u', 'be') : type === 'indexed-array' || (type === 'binary' && sub !== '') ? `${type} ${sub}` : type,
}))

/** Whether a type of ours holds what a type of the specs holds. */
function agrees (ours: string, theirs: string): boolean {
  const kind = theirs.split(' ')[0]!
  if (/^(u|s|be)\d+$/.test(kind) || kind === 'string' || kind === 'flag') return ours === theirs
  switch (kind) {
    case 'uint': return ours === 'u32 or u64'
    case 'bitfield32': return ours === 'struct nla_bitfield32'
    case 'nest': return /^(set|list of|struct \w+, set)/.test(ours)
    case 'indexed-array': return /^(numbered )?list of/.test(ours)
    case 'sub-message': return ours.startsWith('by ')
    case 'binary': return !/^([us]|be)\d+$|^flag$|^string$|^set /.test(ours)
    default: return true // pad, unused
  }
}

export function evidence (rows: readonly Row[]): Figure[] {
  const ours = new Map<string, Row[]>()
  for (const row of rows) if (row.what === 'attribute') ours.set(row.constant!, [...ours.get(row.constant!) ?? [], row])
  const exceptions: Exception[] = []
  let right = 0; let of = 0
  for (const { set, attribute, number, type, constant, evidence } of specs()) {
    if (type === 'pad' || type === 'unused') continue
    of++
    const found = ours.get(constant) ?? []
    if (found.some(row => row.number === number && agrees(row.type!, type))) { right++; continue }
    const said = found.map(row => row.type).join(' / ')
    const reason = differences.find(([name, theirs, mine]) => name.test(constant) && theirs.test(type) && mine.test(said))?.[3]
    if (reason !== undefined) right++
    exceptions.push({ what: `${constant} (${set} ${attribute}): ${type} there, ${said === '' ? 'nothing' : said} here; others: ${evidence}`, reason })
  }
  return [{ name: 'attributes of the YAML specs with the right type', right, of, wanted: 1, exceptions }]
}
