// A declaration, taken apart once for all that walk it: interpreter, compiler, places, the client.
import type { ByHeader, Choice, Lazy, Members, Payload, Table } from './infer.js'
import { layOut, type StructLayout } from './struct.js'
import type { Word } from './types.js'

export const NLA_F_NESTED = 0x8000
export const NLA_TYPE_MASK = 0x3fff

type Words = ReadonlyMap<string, Word>
/** One attribute of a set. */
export interface Entry {
  readonly name: string
  readonly number: number
  /** The kernel's: `IFLA_IFNAME`. */
  readonly constant: string
  /** What it holds, where that goes by nothing else. */
  readonly word: Word | undefined
  /** By the value of a sibling. */
  readonly choice: { readonly by: string, readonly kinds: Words } | undefined
  /** By the value of a member of the header. */
  readonly header: { readonly member: string, readonly kinds: Words, readonly otherwise: Word | undefined } | undefined
  /** It may come several times, and is a list. */
  readonly many: boolean
  /** The number with the flag bits that the kernel sets: of a choice by the header, each kind may have its own. */
  typeFor (word: Word): number
}
/** What `attributes`, `message` and `struct` are given, in the form that the engine walks. */
export interface Declaration {
  /** Of the constants of its attributes. */
  readonly prefix: string
  /** The C struct that it is, or begins with; empty where there is none. */
  readonly struct: string
  readonly layout: StructLayout
  readonly entries: readonly Entry[]
  readonly byNumber: ReadonlyMap<number, Entry>
  readonly byName: ReadonlyMap<string, Entry>
  /** Where the attributes begin. */
  readonly start: number
  /** A struct alone: bytes behind it are kept. */
  readonly isStruct: boolean
}
/** The static side of every class and set that a declaration makes. */
export interface Declared extends Word {
  readonly declaration: Declaration
  readonly prototype: object
}

export const constantOf = (prefix: string, name: string): string => prefix + name.replace(/[A-Z]/g, '_$&').toUpperCase()
const wordsOf = (kinds: object): Words => new Map(Object.entries(kinds).map(([name, kind]) => [name, bare(kind as Payload)]))
/** The kinds of a choice; whatever has no entry is of `others`. */
class Kinds extends Map<string, Word> {
  constructor (kinds: Words, readonly others: Word | undefined) { super(kinds) }
  override get (kind: string): Word | undefined { return super.get(kind) ?? (typeof kind === 'string' ? this.others : undefined) }
}
export const isNested = (payload: Payload): payload is Payload & { nested: true, of: Payload } => (payload as { nested?: boolean })?.nested === true
export const bare = (payload: Payload): Word => (isNested(payload) ? payload.of : payload) as Word

export interface Parts { readonly prefix?: string, readonly struct?: string, readonly members?: Members, readonly tail?: Members, readonly table?: Table }

export function declaration ({ prefix = '', struct = '', members = {}, tail = {}, table }: Parts): Declaration {
  const layout = layOut(members, tail)
  const entries = Object.entries(table ?? {}).map(([name, [number, payload, constant]]): Entry => {
    const given = (isNested(payload) ? payload.of : payload) as Payload & { many?: boolean, each?: Word }
    const choice = 'by' in given ? given as Choice<string, object> : undefined
    const header = 'otherwise' in given ? given as ByHeader<object, Word | undefined> : undefined
    const marked = new Set([...Object.values(choice?.kinds ?? header?.kinds ?? {}), header?.otherwise].filter(isNested).map(bare))
    return {
      name,
      number,
      constant: constant ?? constantOf(prefix, name),
      word: choice !== undefined || header !== undefined ? undefined : (given.many === true ? given.each : given) as Word,
      choice: choice && { by: choice.by, kinds: new Kinds(wordsOf(choice.kinds), choice.others as Word | undefined) },
      header: header && { member: header.member, kinds: wordsOf(header.kinds), otherwise: header.otherwise && bare(header.otherwise) },
      many: given.many === true,
      typeFor: word => number | (isNested(payload) || marked.has(word) ? NLA_F_NESTED : 0),
    }
  })
  return {
    prefix,
    struct,
    layout,
    entries,
    byNumber: new Map(entries.map(entry => [entry.number, entry])),
    byName: new Map(entries.map(entry => [entry.name, entry])),
    start: layout.size + 3 & ~3,
    isStruct: table === undefined,
  }
}

/** The name that a selector's value stands for: a number's name where it has one, and the name of 0 where there is no value. */
export function selected (value: unknown, of: Word | undefined): unknown {
  if (typeof value === 'string') return value
  const number = typeof value === 'number' ? value : 0
  return of?.nameOf?.(number) ?? number
}

export const isLazy = (word: object): word is Lazy<any> => 'later' in word
export const isDeclared = (word: Word): word is Declared => 'declaration' in word
/** What is behind a `lazy`. */
export const resolved = (word: Word): Word => isLazy(word) ? resolved(word.later() as unknown as Word) : word
