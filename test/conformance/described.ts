// What the kernel's YAML specs describe, and whether ours is the same: number, type, byte order of each attribute; each format of a sub-message.
import type { Word } from '../../codec/core/types.js'
import { isDeclared, resolved } from '../../codec/core/declaration.js'
import { isListed, wordsOf } from '../walk.js'
import { errata, rules } from './differences.js'
import { Reasons, type Figure } from './figure.js'
import { formOf, told, type Form } from './form.js'
import { evidence, has, type Evidence } from './shared.js'
import { entryOf, families, spec, walk, type FormatPair, type Pair } from './specs.js'

const snake = (name: string): string => name.replaceAll('-', '_')

/** The type of theirs in the words of `Form`: what ours must be to be the same. */
function theirs ({ type, subType, bigEndian, ref }: Evidence): string {
  const scalar = (name: string): string => bigEndian ? name.replace(/^[us]/, 'be') : name
  if (/^[us]\d+$/.test(type)) return scalar(type)
  if (type === 'binary') return subType !== '' ? `array ${scalar(subType)}` : ref !== '' ? `struct ${snake(ref)}` : 'bytes'
  if (type === 'indexed-array') return subType === 'nest' ? 'indexed nest' : subType === 'binary' ? 'indexed bytes' : `indexed ${scalar(subType)}`
  if (type === 'bitfield32') return 'struct nla_bitfield32'
  if (type === 'sub-message') return 'by kind'
  return type
}
/** Ours, once for each word that the attribute may hold. */
const nest = ({ kind, each }: Form): boolean => kind === 'nest' || (each !== undefined && kind !== 'array')

function agrees (row: Evidence, form: Form, word: Word): boolean {
  const wanted = theirs(row)
  if (wanted === told(form)) return true
  if (wanted === 'nest') return nest(form)
  if (wanted === 'indexed nest') return form.kind === 'indexed' && nest(formOf(resolved((word as unknown as { each: Word }).each)))
  return false
}

interface Compared { readonly ours: string, readonly theirs: string, readonly same: boolean, readonly roles: readonly string[] }
function compare (row: Evidence, { word }: Pair): Compared | undefined {
  const wanted = theirs(row)
  if (isListed(word)) {
    if (word.element !== undefined && word.element.number !== row.number) return undefined
    return { ours: `repeated ${told(formOf(word.each))}`, theirs: wanted, same: agrees(row, formOf(word.each), word.each), roles: [] }
  }
  if (!isDeclared(word)) return undefined
  const entry = entryOf(word, row.attr)
  if (entry === undefined || entry.number !== row.number) return undefined
  const words = wordsOf(entry).map(({ word }) => ({ word, form: formOf(word) }))
  if (row.type === 'sub-message') {
    // In a set of one kind, the kind's own.
    return { ours: entry.choice === undefined ? 'of one kind' : 'by kind', theirs: wanted, same: entry.choice !== undefined || words.length === 1, roles: [] }
  }
  const same = words.some(({ word, form }) => agrees(row, form, word))
  return { ours: [...new Set(words.map(({ form }) => told(form)))].join(' or '), theirs: wanted, same: same && (!row.multi || entry.many), roles: words.map(({ word }) => word.role ?? '') }
}

export function described (): Figure[] {
  if (!has('specs')) return []
  const rows = evidence()
  const why = new Reasons()
  const wrong: string[] = []
  const right = new Set<string>()
  const repeated = new Set<string>()
  const formats: FormatPair[] = []
  let different = 0
  for (const family of families) {
    const read = spec(family)
    const subsets = new Set(read['attribute-sets'].filter(set => set['subset-of'] !== undefined).map(({ name }) => name))
    const { pairs, formats: found } = walk(read)
    formats.push(...found)
    for (const row of rows.filter(row => row.family === family)) {
      const key = `${row.family}/${row.set}/${row.attr}`
      if (subsets.has(row.set)) repeated.add(key)
      if (row.type === 'pad' || row.type === 'unused') { right.add(key); continue }
      const compared = pairs.filter(({ set }) => set === row.set).map(pair => compare(row, pair)).filter(one => one !== undefined)
      if (compared.length === 0) {
        const reason = errata.get(`${row.set}/${row.attr}`) ?? errata.get(row.constant)
        if (reason === undefined) wrong.push(`${key} (${row.constant}, ${theirs(row)}): nothing of ours stands in its place`)
        else { right.add(key); why.note(reason, row.constant) }
        continue
      }
      const others = compared.filter(({ same }) => !same)
      if (others.length === 0) { right.add(key); continue }
      const what = [...new Set(others.map(({ ours }) => ours))].join(' or ')
      different++
      const reason = errata.get(`${row.constant}: ${what}`) ?? rules.find(rule => others.every(({ ours, roles }) => rule.holds(row, ours, roles)))?.reason
      if (reason === undefined) wrong.push(`${key} (${row.constant}): ours is ${what}, theirs ${theirs(row)}; ${JSON.stringify(row.witnesses)}`)
      else { right.add(key); why.note(reason, `${row.constant} ${what}, not ${theirs(row)}`) }
    }
  }
  const own = [...right].filter(key => !repeated.has(key)).length
  const all = rows.filter(row => !repeated.has(`${row.family}/${row.set}/${row.attr}`)).length
  return [
    {
      name: 'attributes of the kernel\'s YAML specs described with the right type', got: own, of: all, exceptions: why, wrong,
      notes: [`and ${repeated.size} that are repeated in subsets; ${different} differ from the specs for a reason; fillers and unused ones hold nothing`],
    },
    sorted(formats),
  ]
}

function sorted (formats: readonly FormatPair[]): Figure {
  const why = new Reasons()
  const wrong: string[] = []
  let got = 0
  for (const { message, format, words } of formats) {
    const key = `${message}/${format.value}`
    const header = format['fixed-header'] && snake(format['fixed-header'])
    const wanted = header === undefined ? (format['attribute-set'] === undefined ? 'nothing' : 'nest')
      : format['attribute-set'] === undefined ? `struct ${header}` : `struct ${header}, then attributes`
    const ours = words.map(word => told(formOf(word)))
    const same = wanted === 'nothing' ? ours.every(one => one !== 'bytes') : ours.includes(wanted)
    const reason = errata.get(key)
    if (same) got++
    else if (reason !== undefined) { got++; why.note(reason, `${key}: ${ours.join(' or ') || 'nothing'}, not ${wanted}`) } else wrong.push(`${key}: ours is ${ours.join(' or ') || 'nothing'}, theirs ${wanted}`)
  }
  return { name: 'formats of sub-messages of the specs', got, of: formats.length, exceptions: why, wrong }
}
