// What `rtnl describe` prints of a row, for people.
import type { Row } from '../../../codec/reference.js'
import type { Comments } from './comments.js'
import { fullPath, inside, nameOf } from './find.js'

const WIDTH = 120
/** Words with commas, as many a line as it has room for. */
const listed = (words: readonly string[], indent: string): string => {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    if (line !== '' && indent.length + line.length + word.length + 2 > WIDTH) { lines.push(`${line},`); line = '' }
    line += line === '' ? word : `, ${word}`
  }
  return [...lines, line].join(`\n${indent}`)
}
const filled = (text: string, indent: string): string => listed(text.split(' '), indent).replaceAll(', ', ' ').replaceAll(',\n', '\n')
/** Columns side by side, as wide as they need to be. */
function columns (rows: ReadonlyArray<readonly string[]>, indent = '  '): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map(row => row[i]!.length)))
  return rows.map(row => indent + row.map((cell, i) => i === row.length - 1 ? cell : cell.padEnd(widths[i]!)).join('  ').trimEnd() + '\n').join('')
}
/** `up 0x1`, `inet 2` */
export const namesOf = ({ values = {}, flags }: Row): string[] => Object.entries(values).map(([name, value]) => `${name} ${flags === true ? `0x${value.toString(16)}` : value}`)
export const typeOf = ({ type = '', nested, many }: Row, mark = 'NLA_F_NESTED'): string =>
  `${many === true && !type.startsWith('list') ? 'list of ' : ''}${type}${nested === true ? `, ${mark}` : ''}`
const which = ({ kind, request }: Row): string => `${kind === undefined ? '' : ` (${kind})`}${request === true ? ', requests' : ''}`
const where = (row: Row): string => fullPath(row) + which(row)

/** One row, and what is in it. */
function text (rows: readonly Row[], row: Row, comments: Comments): string {
  const { doc, about, headers } = comments.of(row)
  const title = row.constant ?? (row.what === 'kind' ? row.kind! : row.what === 'member' ? `${row.struct}.${nameOf(row)}` : fullPath(row))
  const facts: Array<[string, string]> = []
  const fact = (name: string, value: string | number | undefined): void => { if (value !== undefined && value !== '') facts.push([name, filled(String(value), ' '.repeat(13))]) }
  fact('is', row.what === 'kind' ? `what ${fullPath(row)} is where ${row.by} is ${row.kind}` : row.what === 'message' ? row.what + which(row) : row.what)
  if (row.what !== 'kind') fact('at', row.path === undefined ? undefined : where(row))
  fact('number', row.number)
  fact('type', row.type === undefined ? undefined : typeOf(row))
  if (row.what === 'member') fact('offset', `${row.offset}${row.size === 0 ? '' : row.size === 1 ? ', 1 byte' : `, ${row.size} bytes`}`)
  if (row.what !== 'member') fact('struct', row.struct)
  if (row.as !== undefined) fact('as', where({ ...row, kind: undefined, request: undefined, ...row.as } as Row))
  const kinds = row.what === 'attribute' && row.by !== undefined ? rows.filter(one => one.what === 'kind' && one.message === row.message && one.path === row.path) : []
  if (kinds.length > 0) facts.push(['kinds', listed(kinds.map(({ kind }) => kind!), ' '.repeat(13))])
  if (row.values !== undefined) facts.push([row.flags === true ? 'flags' : 'values', listed(namesOf(row), ' '.repeat(13))])
  fact('header', headers.join(', '))
  fact('doc', doc)
  if (about !== undefined && row.what !== 'member') fact('about', about)
  const parts = kinds.length > 0 ? [] : inside(rows, row)
  return `${title}\n${columns(facts.map(([name, value]) => [name.padEnd(9), value]))}${parts.length === 0 ? '' : `\n${table(parts, comments)}`}`
}

/** Rows that a name has found: one by one, or as the set or struct that they are of. */
export function texts (rows: readonly Row[], found: readonly Row[], comments: Comments): string {
  const paths = new Set(found.filter(({ what }) => what === 'attribute').map(fullPath))
  // What its kinds are, the attribute says.
  const left = found.filter(row => row.what !== 'kind' || !paths.has(fullPath(row)))
  const wholes = left.filter(({ what }) => what === 'message' || what === 'kind')
  const parts = left.filter(({ what }) => what === 'member' || what === 'attribute')
  if (parts.length > 1 && (wholes.length > 0 || oneSet(parts))) {
    if (wholes.length > 0) return [...new Map(wholes.map(row => [`${row.struct} ${row.prefix} ${fullPath(row)}`, row])).values()].map(row => text(rows, row, comments)).join('\n')
    const [first] = parts as [Row]
    const { headers } = comments.of(first)
    return `${first.what === 'member' ? `struct ${first.struct}` : `${first.prefix}*`}\n  at         ${where({ ...first, path: first.path!.replace(/\.?[^.]*$/, '') })}\n` +
      `${headers.length === 0 ? '' : `  header     ${headers.join(', ')}\n`}\n${table(parts, comments)}`
  }
  return left.map(row => text(rows, row, comments)).join('\n')
}
const oneSet = ([first, ...more]: readonly Row[]): boolean => more.every(({ what, struct, prefix }) => what === first!.what && struct === first!.struct && prefix === first!.prefix)

/** Members and attributes of one set, a line each. */
const table = (parts: readonly Row[], comments: Comments): string => columns(parts.map(part => {
  const name = nameOf(part)
  const { doc = '' } = comments.of(part)
  const first = /^.*?[.;](?= |$)/.exec(doc)?.[0].replace(/;$/, '') ?? doc
  return part.what === 'member'
    ? [`@${part.offset}`, name, '', typeOf(part), first]
    : [String(part.number), name, part.constant!, typeOf(part), first]
}))
