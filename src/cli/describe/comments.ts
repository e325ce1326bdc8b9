// What the sources of the codec, which the package has with it, say of what they declare: the comment above a line, and the first lines of a file.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Row } from '../../../codec/reference.js'

/** What is said of one thing. */
export interface Said {
  readonly doc?: string
  /** What the file that declares it is about. */
  readonly about?: string
  /** The headers of the kernel that it names: `linux/if_link.h`. */
  readonly headers: readonly string[]
}
interface File { readonly about: string, readonly headers: readonly string[], readonly message?: boolean }

// Our own style is what is read here, no more: a test compares it with what TypeScript's parser finds.
const begins = /\b(attributes|message|struct)\((?:\w+, |struct\(.*\), )?'([^']*)'/g
const entry = /(?:'([\w.]+)'|\b(\w+)): \[\d+, /
const member = /^\s+(?:'([\w.]+)'|(\w+))(?:: |,|$)/
const clean = (comment: string): string => comment.replace(/^\s*\/\*\*|\*\/\s*$/g, '').replace(/\n\s*\* ?/g, ' ').trim()

/** Keys: `IFLA_VXLAN_id`, of an attribute by the prefix of its set; `vlan_flags.flags`, of a struct's member; `IFLA_VXLAN_` and `vlan_flags` of the whole. */
export class Comments {
  readonly #docs = new Map<string, string>()
  readonly #files = new Map<string, File>()

  constructor (root: string) {
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts')).sort()) {
      this.#read(readFileSync(join(root, name), 'utf8'))
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
    return { ...doc === undefined ? {} : { doc }, ...file === undefined || file.about === '' ? {} : { about: file.about }, headers: file?.headers ?? [] }
  }

  #read (text: string): void {
    const lines = text.split('\n')
    const first = lines.findIndex(line => !line.startsWith('//'))
    const about = lines.slice(0, first).map(line => line.slice(2).trim()).join(' ')
    const headers = [...new Set(about.match(/\b(?:linux|uapi|net)\/[\w/-]+\.h\b/g) ?? [])]
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
