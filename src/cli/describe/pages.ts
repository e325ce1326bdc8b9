// The reference as Markdown: a page for each family of messages, with a table for each set and struct.
import { join } from 'node:path'
import type { Row } from '../../../codec/reference.js'
import { fs } from '../../libc/node.js'
import type { Comments } from './comments.js'
import { fullPath, nameOf, rootOf } from './find.js'
import { namesOf, typeOf } from './print.js'

/** Writes README.md and a page a family into a directory, which it makes. */
export function writePages (directory: string, rows: readonly Row[], comments: Comments): void {
  fs.mkdirSync(directory, { recursive: true })
  for (const [name, text] of pages(rows, comments)) fs.writeFileSync(join(directory, name), text)
}

/** By file name. */
export function pages (rows: readonly Row[], comments: Comments): Map<string, string> {
  const families = grouped(rows.filter(({ what }) => what !== 'group'), row => rootOf(row.message))
  const found = new Map<string, string>()
  const list: string[] = []
  for (const [family, inside] of families) {
    const messages = inside.filter(({ what }) => what === 'message')
    found.set(`${family}.md`, page(family, inside, comments, rootOf((messages[0]!.as ?? messages[0]!).message)))
    list.push(`| [${family}](${family}.md) | ${[...new Set(messages.map(({ constant, number }) => `${constant} ${number}`))].join(', ')} | ${comments.of(messages[0]!).headers.join(', ')} |`)
  }
  const groups = rows.filter(({ what }) => what === 'group').map(({ constant, number }) => `| ${number} | ${constant} |`)
  found.set('README.md', `# What is declared\n\nMade by \`npm run reference\` from the declarations of codec/: do not edit. \`rtnl describe NAME\` says the same.\n\n` +
    `| family | messages | header |\n|---|---|---|\n${list.join('\n')}\n\n## Multicast groups\n\n| number | group |\n|---|---|\n${groups.join('\n')}\n`)
  return found
}

/** `same`: the family that has the same declaration, where the reference came by it before. */
function page (family: string, rows: readonly Row[], comments: Comments, same: string): string {
  const messages = rows.filter(({ what }) => what === 'message')
  const parts = rows.filter(({ what }) => what === 'attribute' || what === 'member')
  // A set, or a struct, is where its rows stand, and under which kind.
  const sets = grouped(parts, row => `${fullPath(row).replace(/\.[^.]*$/, '')}${row.kind === undefined ? '' : ` (${row.kind})`}${row.request === true ? ', requests' : ''}`)
  const sections = [...sets].map(([title, members]) => {
    const { about = '' } = comments.of(members.find(({ what }) => what === 'attribute') ?? members[0]!)
    const lines = members.map(row => row.what === 'member' ? line(`@${row.offset}`, row, '', comments) : line(String(row.number), row, row.constant!, comments))
    return `## ${title}\n\n${cell(about)}\n\n| | name | constant | type | |\n|---|---|---|---|---|\n${lines.join('\n')}\n`
  })
  return `# ${family}\n\n${[...new Set(messages.map(({ constant }) => constant))].join(', ')}\n\n${same === family ? sections.join('\n') : `As [${same}](${same}.md).\n`}`
}
function line (number: string, row: Row, constant: string, comments: Comments): string {
  const { doc = '' } = comments.of(row)
  const values = namesOf(row)
  const names = values.length === 0 || values.length > 20 ? '' : `${row.flags === true ? 'flags' : 'values'}: ${values.join(', ')}`
  return `| ${number} | ${nameOf(row)} | ${constant} | ${cell(typeOf(row, 'nested'))} | ${cell([doc, names].filter(text => text !== '').join(' '))} |`
}
function grouped (rows: readonly Row[], by: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = by(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '&lt;')
