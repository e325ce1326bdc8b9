// What the sources of the codec, which the package has with it, say of what they declare: the comment above a line, and the first lines of a file.
import { join } from 'node:path'
import type { Row } from '../../../codec/reference.js'
import { fs } from '../../libc/node.js'

/** What is said of one thing. */
export interface Said {
  readonly doc?: string
  /** What the file that declares it is about. */
  readonly about?: string
  /** The header of the kernel that has it, `linux/if_link.h`; where no comment says which, those of its file. */
  readonly headers: readonly string[]
}
interface File { readonly about: string, readonly headers: readonly string[], readonly message?: boolean }

// Our own style is what is read here, no more: a test compares it with what TypeScript's parser finds.
const begins = /\b(attributes|message|struct)\((?:\w+, |struct\(.*\), )?'([^']*)'/g
const entry = /(?:'([\w.]+)'|\b(\w+)): \[\d+, /
/** Members that several sets or structs have, and where they are put into one. */
const shared = /^(?:export )?const (\w+) = \{$/
const spread = /\.\.\.(\w+)/g
const member = /^\s+(?:'([\w.]+)'|(\w+))(?:: |,|$)/
const header = /\b(?:linux|uapi|net)\/[\w/-]+\.h\b/
/** `TCA_STATS_*, struct gnet_stats_*: linux/gen_stats.h`: what is named, `*` standing for more, and the header behind it. */
function * named (comment: string): Generator<readonly [name: string, header: string]> {
  for (const part of comment.split(';')) {
    const [found] = header.exec(part) ?? []
    for (const [, struct, prefix] of part.matchAll(/\bstruct (\w+\*?)|\b([A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*\*)(?!\w)/g)) if (found !== undefined) yield [(struct ?? prefix)!, found]
  }
}
const clean = (comment: string): string => comment.replace(/^\s*\/\*\*|\*\/\s*$/g, '').replace(/\n\s*\* ?/g, ' ').trim()

/** Keys: `IFLA_VXLAN_id`, of an attribute by the prefix of its set; `vlan_flags.flags`, of a struct's member; `IFLA_VXLAN_` and `vlan_flags` of the whole. */
export class Comments {
  readonly #docs = new Map<string, string>()
  readonly #spreads: Array<readonly [set: string, from: string]> = []
  readonly #files = new Map<string, File>()
  /** By what a comment names: a struct, or how constants begin. */
  readonly #headers = new Map<string, string>()
  /** The same, by the first lines of files: a struct's own comment knows better. */
  readonly #abouts = new Map<string, string>()

  constructor (root: string) {
    for (const name of fs.readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts')).sort()) {
      this.#read(fs.readFileSync(join(root, name), 'utf8'))
    }
    for (const [set, from] of this.#spreads) {
      for (const [key, doc] of [...this.#docs]) if (key.startsWith(`${from}.`)) this.#note(set + key.slice(from.length + 1), doc)
    }
  }

  /** By key. */
  get docs (): ReadonlyMap<string, string> { return this.#docs }

  of (row: Row): Said {
    const name = row.path?.split('.').at(-1) ?? ''
    const doc = row.what === 'attribute' ? this.#docs.get(`${row.prefix}${name}`)
      : row.what === 'member' ? this.#docs.get(`${row.struct}.${name}`)
        : row.what === 'kind' ? this.#docs.get(row.prefix ?? row.struct ?? '') : undefined
    const key = row.what === 'member' ? row.struct : row.prefix ?? row.struct
    const file = key === undefined ? undefined : this.#files.get(key)
    return { ...doc === undefined ? {} : { doc }, ...file === undefined || file.about === '' ? {} : { about: file.about }, headers: this.#headersOf(row, file) }
  }

  #headersOf ({ what, struct, constant = '' }: Row, file: File | undefined): readonly string[] {
    const name = what === 'member' ? struct ?? '' : constant
    const starred = Array.from(name, (_, i) => `${name.slice(0, name.length - i)}*`)
    const found = [name, ...starred].map(name => this.#headers.get(name) ?? this.#abouts.get(name)).find(header => header !== undefined)
    return found === undefined ? file?.headers ?? [] : [found]
  }

  #read (text: string): void {
    const lines = text.split('\n')
    const first = lines.findIndex(line => !line.startsWith('//'))
    const about = lines.slice(0, first).map(line => line.slice(2).trim()).join(' ')
    for (const [name, header] of named(about)) if (!this.#abouts.has(name)) this.#abouts.set(name, header)
    for (const comment of [...(text.match(/^\/\*\*.*?\*\//gms) ?? []).map(clean), ...text.match(/^\/\/ --- .*$/gm) ?? []]) {
      for (const [name, header] of named(comment)) if (!this.#headers.has(name)) this.#headers.set(name, header)
    }
    const headers = [...new Set(about.match(new RegExp(header, 'g')) ?? [])]
    const file: File = { about, headers }
    let set = ''
    let comment = ''
    for (let at = first; at < lines.length; at++) {
      let line = lines[at]!
      if (/^\s*\/\*\*/.test(line)) {
        const from = at
        while (!lines[at]!.includes('*/')) at++
        comment = clean(lines.slice(from, at + 1).join('\n'))
        continue
      }
      for (const [whole, word, name = ''] of line.matchAll(begins)) {
        set = word === 'struct' ? `${name}.` : name
        const key = word === 'struct' ? name : set
        // Of two sets of one prefix, a message's tells more.
        if (!this.#files.has(key) || (word === 'message' && this.#files.get(key)?.message === false)) this.#files.set(key, { ...file, message: word === 'message' })
        this.#note(key, comment)
        comment = ''
        line = line.slice(line.indexOf(whole) + whole.length)
      }
      const [, of] = shared.exec(line) ?? []
      if (of !== undefined) set = `const ${of}.`
      for (const [, from] of line.matchAll(spread)) this.#spreads.push([set, `const ${from!}`])
      const [, quoted, plain] = (set.endsWith('.') ? member : entry).exec(line) ?? []
      const name = quoted ?? plain
      if (name !== undefined) this.#note(set + name, comment)
      comment = ''
    }
  }

  #note (key: string, doc: string): void {
    if (doc !== '' && !this.#docs.has(key)) this.#docs.set(key, doc)
  }
}
