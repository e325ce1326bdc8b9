// The words that structs, sets of attributes and messages are declared in. One name is the codec and the type of what it decodes:
//   export class Vlan extends attributes('IFLA_VLAN_', () => ({ id: [1, u16], ... })) {}
import { Bytes, Writer } from './bytes.js'
import { compileRead, compileWrite, tier } from './compile.js'
import { declaration, type Declaration as TakenApart, type Declared, type Parts } from './declaration.js'
import { CodecError } from './errors.js'
import { interpretRead, interpretWrite, readWord } from './interpret.js'
import type { AnyCodec, ByHeader, Choice, Codec, Member, Members, MessageCodec, MessageUnion, Struct, Table, Type, Union } from './infer.js'
import type { Word } from './types.js'

type HasChoice<T> = { [K in keyof T]: T[K] extends Choice<string, unknown> | readonly [number, Choice<string, unknown>, ...any] ? K : never }[keyof T]

/**
 * A C struct by its name there: members in order, each at its natural alignment. `tail`: members that a kernel of 5.10 does not have; they are absent where
 * the kernel's struct is shorter, and what is behind the last is in `rest` where it is longer. The last member may have no size of its
 * own (`bytes`, `array`, `choice`): it takes what is left.
 */
export function struct<const M extends Members> (name: string, members: M): [HasChoice<M>] extends [never] ? Struct<M, {}> : Union<M, {}>
export function struct<const M extends Members, const L extends Members> (name: string, members: M, newer: { readonly tail: L }): Struct<M, L>
export function struct (name: string, members: Members, { tail = {} }: { readonly tail?: Members } = {}): never {
  return declare(() => ({ struct: name, members, tail }))
}
/**
 * A set of attributes. Prefix and name give the kernel's constant: IFLA_VLAN_ and egressQos, IFLA_VLAN_EGRESS_QOS. `table` is asked once, when the set
 * is first used: of all that is declared, a program uses little.
 */
export function attributes<const T extends Table> (prefix: string, table: () => T): [HasChoice<T>] extends [never] ? Codec<{}, T> : Union<{}, T> {
  return declare(() => ({ prefix, table: table() }))
}
/** A fixed header and the attributes after it, as one object. A name that both have does not compile. */
export function message<const H extends { readonly members: Members }, const T extends Table> (header: H, prefix: string,
  table: () => T & { readonly [K in keyof H['members'] & keyof T]: `the header has ${K & string}, too` }): [HasChoice<T>] extends [never] ? MessageCodec<H, T> : MessageUnion<H, T> {
  return declare(() => ({ prefix, struct: (header as unknown as typeof Declaration).parts.struct ?? '', members: header.members, table: table() }))
}
/**
 * A payload whose type goes by a sibling, as IFLA_INFO_DATA's by IFLA_INFO_KIND. What is not in the list is of the type `others`, and stays
 * in `unknown` without one. Several choices may go by the same sibling.
 */
export function choice<const By extends string, const K extends Readonly<Record<string, Member | AnyCodec | { later: () => any }>>, const E = undefined> (
  by: By, kinds: K, others?: E,
): Choice<By, K, E> {
  return { by, kinds, others: others as E }
}
/** A payload whose type goes by a member of the header. */
export function byHeader<const K extends Readonly<Record<string, any>>, const E = undefined> (member: string, kinds: K, otherwise?: E): ByHeader<K, E> {
  return { member, kinds, otherwise: otherwise as E }
}
/** By the address family of the message's header, also from inside of its nests. */
export const byFamily = <const K extends Readonly<Record<string, any>>, const E = undefined>(kinds: K, otherwise?: E): ByHeader<K, E> =>
  byHeader('family', kinds, otherwise)
/** A nest that the kernel marks with NLA_F_NESTED, as its policies want it since Linux 5.2. Without it, the bit is not set. */
export const nested = <C>(of: C): C => ({ nested: true, of }) as C

let made: Writer | undefined
/** One writer for all: encoding never waits. It is taken away while in use, should an object's getter encode something itself. */
export function withWriter<R> (step: (w: Writer) => R): R {
  const writer = made ?? new Writer()
  made = undefined
  try { return step(writer) } finally { made = writer }
}

interface Held {
  readonly make: () => Parts
  parts?: Parts
  taken?: TakenApart
  reads: number
  writes: number
}
/**
 * The static side of all declarations. There are 1,100, of which a program uses a few: each is taken apart when it is first used, and the
 * methods are the same for all.
 */
abstract class Declaration {
  static readonly held: Held
  /** A struct may be an older kernel's, and shorter. */
  static readonly least = 0

  static get parts (): Parts { return this.held.parts ??= this.held.make() }
  static get declaration (): TakenApart { return this.held.taken ??= declaration(this.parts) }
  static get members (): Members { return { ...this.parts.members, ...this.parts.tail } }
  static get table (): Table { return this.parts.table ?? {} }
  static get size (): number {
    const { isStruct, layout } = this.declaration
    return isStruct && layout.open === undefined ? layout.size : 0
  }

  static read (b: Bytes, p: number, n: number, family: unknown): object {
    if (this.held.reads++ < tier.after) return interpretRead(this.declaration, this.prototype, b, p, n, family)
    const read = compileRead(this.declaration, this.prototype)
    Object.defineProperty(this, 'read', { value: read })
    return read(b, p, n, family)
  }

  static write (w: Writer, value: object, family: unknown): void {
    if (this.held.writes++ < tier.after) return interpretWrite(this.declaration, w, value as Record<string, unknown>, family)
    const write = compileWrite(this.declaration)
    Object.defineProperty(this, 'write', { value: write })
    write(w, value, family)
  }

  static explain (b: Bytes, p: number, n: number, family: unknown): object { return interpretRead(this.declaration, this.prototype, b, p, n, family) }
  static explainWrite (w: Writer, value: object, family: unknown): void { interpretWrite(this.declaration, w, value as Record<string, unknown>, family) }
  static decode (payload: Uint8Array): object { return decodeAt(this as unknown as Declared, Bytes.of(payload), 0, payload.length) as object }
  static encode (value: object): Uint8Array {
    return withWriter(w => w.b.u8.slice(0, w.write(0, () => encodeAt(this as unknown as Declared, w, value))))
  }
}
/** A function that inherits from `Declaration`, as a class would: 490 classes more take 8 ms of a program's start. */
function declare (make: () => Parts): never {
  const held: Held = { make, reads: 0, writes: 0 }
  return Object.assign(Object.setPrototypeOf(function () {}, Declaration), { held }) as never
}

/** Reads `n` bytes at `p` of a larger memory. @throws {CodecError} with path and offset */
export function decodeAt<T> (of: Type<T>, b: Bytes, p: number, n: number): T {
  b.depth = 0
  try { return of.read(b, p, n, undefined) } catch (error) {
    if (!(error instanceof CodecError)) throw error
    b.depth = 0
    readWord(of as Word, b, p, n, undefined) // throws what `error` cannot say
    throw error
  }
}
/** Writes a value at the writer's place. @throws {CodecError} with the path */
export function encodeAt (of: Type<any>, w: Writer, value: unknown): void {
  const begin = w.p
  try { of.write(w, value, undefined) } catch (error) {
    if (!(error instanceof CodecError)) throw error
    w.p = begin;
    ((of as Word).explainWrite ?? of.write).call(of, w, value, undefined)
  }
}
