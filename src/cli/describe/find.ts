// What a name means: a constant, a message, a kind, a struct, a prefix, a path.
import type { Row } from '../../../codec/reference.js'

/** `link` of RTM_NEWLINK, `ctrl` of CTRL_CMD_NEWFAMILY: where paths of its messages begin. */
export const rootOf = (message = ''): string => message.startsWith('RTM_') ? message.replace(/^RTM_(NEW|DEL|GET|SET)/, '').toLowerCase() : 'ctrl'
/** `link.linkinfo.data.id` */
export const fullPath = ({ message, path = '' }: Row): string => path === '' ? rootOf(message) : `${rootOf(message)}.${path}`

/** What it is called here. */
export const nameOf = ({ path = '' }: Row): string => path.split('.').at(-1)!

/** What each row answers to, the clearest first. */
const meanings: ReadonlyArray<(row: Row) => ReadonlyArray<string | undefined>> = [
  row => row.what === 'member' || row.what === 'kind' || row.what === 'enumeration' ? [] : [row.constant],
  row => row.what === 'kind' ? [row.kind] : [],
  row => [fullPath(row)],
  row => row.what === 'member' || row.what === 'kind' ? [row.struct, `struct ${row.struct ?? ''}`, `${row.struct ?? ''}.${nameOf(row)}`] : [],
  row => row.what === 'attribute' || row.what === 'kind' ? [row.prefix, `${row.prefix ?? ''}*`] : [],
  row => row.what === 'attribute' || row.what === 'member' ? [nameOf(row)] : row.what === 'enumeration' ? Object.keys(row.values ?? {}) : [],
]

/** The rows that a name means, in upper or lower case; none, where it means nothing. */
export function find (rows: readonly Row[], name: string): Row[] {
  const wanted = name.toLowerCase()
  for (const meaning of meanings) {
    const found = rows.filter(row => meaning(row).some(one => one?.toLowerCase() === wanted))
    if (found.length > 0) return found
  }
  // A path that says something too much: `link.linkinfo.link.data`
  const segments = wanted.split('.')
  if (segments.length < 3) return []
  const shorter = segments.map((_, at) => segments.filter((_, i) => i !== at).join('.'))
  return rows.filter(row => shorter.includes(fullPath(row).toLowerCase()))
}

/** Rows inside of a set or a struct, itself not among them: where it is told. */
export function inside (rows: readonly Row[], one: Row): Row[] {
  const { message, path = '', kind, request } = one.as ?? one
  const isOfIt = (row: Row): boolean => path === '' ? row.kind === kind && row.request === request : kind === undefined || row.kind === kind
  return rows.filter(row => (row.what === 'attribute' || row.what === 'member') && row.message === message && isOfIt(row) &&
    row.path !== path && row.path?.startsWith(path === '' ? '' : `${path}.`) === true && !row.path.slice(path === '' ? 0 : path.length + 1).includes('.'))
}

/** Names like the one that means nothing, the likest first. */
export function like (rows: readonly Row[], name: string): string[] {
  const names = new Set(rows.flatMap(row => [row.constant, row.kind, row.struct, fullPath(row)]).filter(one => one !== undefined && one !== ''))
  const wanted = name.toLowerCase()
  const near = [...names].map(one => [distance(wanted, one!.toLowerCase()), one!] as const).filter(([far, one]) => far <= Math.max(2, one.length / 4))
  return near.sort(([a], [b]) => a - b).slice(0, 5).map(([, one]) => one)
}
/** Levenshtein's. */
function distance (a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (a[i] === b[j] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}
