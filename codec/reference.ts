// What is declared, as rows: every message, header member, attribute, enumeration and kind of rtnetlink and of the generic controller, each once.
// It walks the declarations that encode and decode, so that it says nothing else than they do.
import { isDeclared, NLA_F_NESTED, resolved, type Declaration, type Declared, type Entry } from './core/declaration.js'
import type { Field } from './core/struct.js'
import type { Word } from './core/types.js'
import { controllerCommands } from './generic/registry.js'
import { Controller } from './generic/controller.js'
import { messageTypes, multicastGroups } from './route/message-types.js'
import { payloads } from './route/registry.js'

/** One thing that is declared. */
export interface Row {
  readonly what: 'message' | 'member' | 'attribute' | 'enumeration' | 'kind' | 'group'
  /** The first of the messages that have it: `RTM_NEWLINK`. */
  readonly message?: string
  /** From the message, with the names that values have here: `linkinfo.data.id`; the shortest, where there are several. */
  readonly path?: string
  /** The kernel's name: of a message, an attribute, a group. */
  readonly constant?: string
  readonly number?: number
  /** `u32`, `IP address`, `struct ifla_vlan_flags`, `set IFLA_VLAN_*`, `list of u32` ... */
  readonly type?: string
  /** What stands at this path by another attribute's value: `vxlan`; of a whole message, the address family that it is so in: `ip6mr`. */
  readonly kind?: string
  /** The C struct that it is, is a member of, or begins with. */
  readonly struct?: string
  readonly offset?: number
  readonly size?: number
  /** Of the set that the attribute is in, or of the attributes in it: `IFLA_VXLAN_`. */
  readonly prefix?: string
  /** The kernel marks it with NLA_F_NESTED, or wants it marked. */
  readonly nested?: true
  /** It may come several times. */
  readonly many?: true
  /** Only in requests: what the kernel tells by the same number is something else. */
  readonly request?: true
  /** Where what is in it is told, where that is at another place: each set and struct is told once. */
  readonly as?: Pick<Row, 'message' | 'path' | 'kind' | 'request'>
  /** What decides: a sibling, or a member of the header. */
  readonly by?: string
  /** Names for its numbers. */
  readonly values?: Readonly<Record<string, number>>
  /** The values are bits. */
  readonly flags?: true
}

/** Where the walk is. */
interface At { readonly message: string, readonly path: string, readonly kind?: string, readonly request?: true }
interface Todo { readonly word: Declared, readonly at: At }
/** The set or struct that a row holds, and where it is told. */
interface Told { readonly holds: Map<Row, { readonly word: Declared, readonly at: At }>, readonly at: Map<Declared, At> }

type Listed = Word & { readonly each: Word, readonly list: string, readonly element?: { readonly number: number, readonly constant: string } }
type Named = Word & { readonly names: Readonly<Record<string, number>>, readonly bits?: unknown }
const isListed = (word: Word): word is Listed => 'each' in word
const isNamed = (word: Word): word is Named => 'names' in word

const lists: Readonly<Record<string, string>> = {
  repeated: 'list of', indexed: 'numbered list of', keyed: 'by number,', array: 'array of', records: 'records of', many: 'list of',
}
/** What a word is called. */
function typeOf (given: Word): string {
  const word = resolved(given)
  if (isListed(word)) return `${lists[word.list]} ${typeOf(word.each)}`
  if (isDeclared(word)) {
    const { isStruct, struct, prefix } = word.declaration
    return isStruct ? `struct ${struct}` : `${struct === '' ? '' : `struct ${struct}, `}set ${prefix}*`
  }
  if (word.lengths !== undefined) return [...Object.values(word.lengths), ...word.others === undefined ? [] : [word.others]].map(typeOf).join(' or ')
  return word.type ?? 'bytes'
}
/** The sets and structs in a word, and the lists of names. */
function * within (given: Word): Generator<Declared | Named> {
  const word = resolved(given)
  if (isDeclared(word) || isNamed(word)) yield word
  else if (isListed(word)) yield * within(word.each)
  for (const inside of [...Object.values(word.lengths ?? {}), ...word.others === undefined ? [] : [word.others]]) yield * within(inside)
}
const namesOf = (word: Word): Pick<Row, 'values' | 'flags'> => {
  const [named] = [...within(word)].filter(isNamed)
  return named === undefined ? {} : { values: named.names, ...named.bits === undefined ? {} : { flags: true } }
}

/** All rows, of each message in turn, the outer before the inner. */
export function reference (): Row[] {
  const rows: Row[] = []
  const seen = new Set<unknown>()
  const todo: Todo[] = []
  const told: Told = { holds: new Map(), at: new Map() }
  const root = (word: unknown, message: string, beside: Pick<Row, 'request' | 'kind'>): void => {
    const at: At = { message, path: '', ...beside }
    todo.push({ word: word as Declared, at })
    told.holds.set(rows.at(-1)!, { word: word as Declared, at })
  }
  for (const { name, of, family, request } of payloads()) {
    const { declaration } = of as unknown as Declared
    const beside = { ...family === undefined ? {} : { kind: family }, ...request === undefined ? {} : { request } }
    rows.push({ what: 'message', message: name, constant: name, number: messageTypes[name], struct: declaration.struct, prefix: declaration.prefix, ...beside })
    root(of, name, beside)
  }
  for (const [constant, number] of Object.entries(controllerCommands)) {
    rows.push({ what: 'message', message: constant, constant, number, struct: 'genlmsghdr', prefix: (Controller as unknown as Declared).declaration.prefix })
    root(Controller, constant, {})
  }
  for (let next = todo.shift(); next !== undefined; next = todo.shift()) {
    if (seen.has(next.word)) continue
    seen.add(next.word)
    told.at.set(next.word, next.at)
    rows.push(...ofDeclared(next, seen, todo, told))
  }
  return [...rows.map(row => ({ ...row, ...elsewhere(row, told) })), ...Object.entries(multicastGroups).map(([constant, number]): Row => ({ what: 'group', constant, number }))]
}

function elsewhere (row: Row, { holds, at }: Told): Pick<Row, 'as'> {
  const held = holds.get(row)
  const place = held && at.get(held.word)
  return held === undefined || place === undefined || place === held.at ? {} : { as: place }
}

function ofDeclared ({ word: { declaration: d }, at }: Todo, seen: Set<unknown>, todo: Todo[], told: Told): Row[] {
  const rows: Row[] = []
  const of = { ...d.prefix === '' ? {} : { prefix: d.prefix }, ...d.struct === '' ? {} : { struct: d.struct } }
  const follow = (word: Word, at: At, row?: Row): void => {
    for (const inside of within(word)) {
      if (isDeclared(inside)) {
        todo.push({ word: inside, at })
        if (row !== undefined) told.holds.set(row, { word: inside, at })
      } else if (!seen.has(inside.names)) {
        seen.add(inside.names)
        rows.push({ what: 'enumeration', ...at, ...of, type: typeOf(word), ...namesOf(inside) })
      }
    }
  }
  for (const field of d.layout.fields) {
    const inner = { ...at, path: join(at.path, field.name) }
    rows.push(ofMember(d, field, inner))
    if (field.word !== undefined) follow(field.word, inner, rows.at(-1))
    for (const word of Object.values(field.choice?.kinds ?? {})) follow(word, inner)
  }
  for (const entry of d.entries) {
    const inner = { ...at, path: join(at.path, entry.name) }
    const row = ofEntry(entry, d.prefix, inner)
    rows.push(row, ...ofElements(entry, d.prefix, inner))
    if (entry.word !== undefined) follow(entry.word, inner, row)
    for (const [kind, word] of kindsOf(entry)) {
      const [inside] = [...within(word)].filter(isDeclared)
      const { prefix, struct } = inside?.declaration ?? {}
      const place = { ...inner, kind }
      rows.push({ what: 'kind', ...place, type: typeOf(word), by: entry.choice?.by ?? entry.header!.member, ...prefix === undefined || prefix === '' ? {} : { prefix }, ...struct === undefined || struct === '' ? {} : { struct } })
      follow(word, place, rows.at(-1))
    }
    const otherwise = entry.header?.otherwise ?? (entry.choice?.kinds as { others?: Word } | undefined)?.others
    if (otherwise !== undefined) follow(otherwise, inner)
  }
  return rows
}
const join = (path: string, name: string): string => path === '' ? name : `${path}.${name}`
const kindsOf = ({ choice, header }: Entry): ReadonlyMap<string, Word> => choice?.kinds ?? header?.kinds ?? new Map()

/** What a nest holds again and again, where that has a name of its own. */
function ofElements ({ word }: Entry, prefix: string, at: At): Row[] {
  const { element, each } = (word ?? {}) as Partial<Listed>
  return element === undefined ? [] : [{ what: 'attribute', ...at, path: `${at.path}[]`, ...element, type: typeOf(each!), prefix }]
}
function ofMember ({ struct }: Declaration, { at: offset, word, choice }: Field, at: At): Row {
  const by = choice === undefined ? {} : { by: choice.by }
  const type = word === undefined ? `by ${choice!.by}` : typeOf(word)
  return { what: 'member', ...at, struct, offset, size: word?.size ?? 0, type, ...by, ...word === undefined ? {} : namesOf(word) }
}
function ofEntry (entry: Entry, prefix: string, at: At): Row {
  const { constant, number, word, choice, header, many } = entry
  const some = word ?? header?.otherwise ?? [...kindsOf(entry).values()][0]!
  const by = choice?.by ?? header?.member
  const type = word !== undefined ? typeOf(word) : `by ${by}${header?.otherwise === undefined ? '' : `, else ${typeOf(header.otherwise)}`}`
  return {
    what: 'attribute', ...at, constant, number, type, prefix,
    ...(entry.typeFor(some) & NLA_F_NESTED) === 0 ? {} : { nested: true },
    ...many ? { many: true } : {}, ...by === undefined ? {} : { by }, ...word === undefined ? {} : namesOf(word),
  }
}
