// The types that follow from a declaration: what decoding gives, what encoding takes, what the client takes. Nothing here runs.
import type { Bytes, Writer } from './bytes.js'

/** One kind of payload, in both directions. */
export interface Type<Out, In = Out> {
  /** Bytes it takes; 0 where the payload's own length says. */
  readonly size: number
  /** What the reference calls it, where neither its members nor its names say it: `u32`, `IP address`. */
  readonly type?: string
  /** Reads the `n` bytes at `p`, all of them inside of `b`. `family` is the address family of the message's header. */
  read (b: Bytes, p: number, n: number, family: unknown): Out
  write (w: Writer, value: In, family: unknown): void
}
/** A word with a role: the codec sees a number, the client takes more (a name for a link's index). Only `Wide` looks at the role. */
export interface LinkIndex extends Type<number> { readonly role: 'link' }
export interface NamespaceFd extends Type<number> { readonly role: 'namespace' }
/** A number that a machine may have names of its own for, in a file of /etc/iproute2, which the role is called after. */
export type NameFile = 'rt_protos' | 'rt_scopes' | 'rt_realms' | 'rt_addrprotos' | 'group'
/** A list sets, an object sets and clears. */
export type FlagsInput<N extends string> = ReadonlyArray<N | number> | { readonly [K in N]?: boolean }
export interface Flags<N extends string> extends Type<ReadonlyArray<N | number>, FlagsInput<N>> {
  /** The bits that an input names: those to set, and all that it speaks of. */
  bits (value: FlagsInput<N>): { readonly set: number, readonly named: number }
}
/** Interfaces, so that a .d.ts prints their names. */
export interface Integer extends Type<number> {}
export interface Long extends Type<bigint> {}
export interface Text extends Type<string> {}
/** A name, or a number that has none. An interface, so that a .d.ts prints the names once. */
export interface Enumeration<N extends string> extends Type<N | number> {}
/** `T` is the instance type (`Link`, never `typeof Link`: a type query resolves the class's base at once, TS2506). */
export interface Lazy<T> { readonly later: () => Type<T, any> }
/** An interface, so that a .d.ts prints its name and not what it holds. */
export interface Repeated<C> extends Type<Array<Decoded<C>>, any> { readonly each: C }
/** A nest whose attribute numbers are keys. */
export interface Keyed<C> extends Type<Record<number, Decoded<C>>, any> { readonly keys: C }
/** By a member of the header: the members of every set are offered, the header picks the set. */
export interface ByHeader<K, E> { readonly member: string, readonly kinds: K, readonly otherwise: E }
/** By a sibling: another attribute of the set, or another member of the struct. */
export interface Choice<By extends string, K, E = any> { readonly by: By, readonly kinds: K, readonly others: E }
/** Bytes of a struct that say nothing. */
export interface Pad { readonly pad: number }

/** An attribute that no declaration names; `type` has its flag bits, too. Encoding writes it back. */
export interface Unknown { type: number, data: Uint8Array }

/** Where an instance type keeps its declaration, for `Input<Link>`: a symbol, so that no completion shows it; nothing at run time. */
declare const declaration: unique symbol
export interface Declared<M, T> { readonly [declaration]?: readonly [M, T] }

export type Member = Type<any, any> | Pad | Choice<string, object>
export type Members = Readonly<Record<string, Member>>
export interface AnyCodec { readonly table: object, readonly members: object }
export type Payload = Type<any, any> | AnyCodec | Lazy<any> | Choice<string, object> | ByHeader<object, any>
/** `name: [number, payload]`, and the kernel's constant where prefix and name do not give it. */
export type Table = Readonly<Record<string, readonly [number: number, payload: Payload, constant?: string]>>

export interface Codec<M, T> extends Type<Message<M, T>, any> {
  new (): Message<M, T>
  readonly members: M
  readonly table: T
  /** Reads a whole payload. @throws {CodecError} with the path, where the bytes do not fit */
  decode<I> (this: abstract new () => I, payload: Uint8Array): I
  /** The payload of a value. @throws {CodecError} with the path, where a value does not fit its attribute, or there is no such attribute */
  encode (value: InputOf<M, T, Narrow>): Uint8Array
}
/** A set with a choice by a sibling decodes into a union, which no class can extend: declare it as const and type. */
export interface Union<M, T> extends Type<Message<M, T>, any> {
  readonly members: M
  readonly table: T
  decode (payload: Uint8Array): Message<M, T>
  encode (value: InputOf<M, T, Narrow>): Uint8Array
}

/** Of a header by its class, so that a .d.ts prints its name and not what it holds. */
export interface MessageCodec<H extends { readonly members: unknown }, T> extends Codec<H['members'], T> {}
export interface MessageUnion<H extends { readonly members: unknown }, T> extends Union<H['members'], T> {}

// --- what decoding gives
type Leaf = string | number | bigint | boolean | Uint8Array | readonly unknown[]
export type Decoded<C> = C extends ByHeader<infer K, infer E> ? Merged<Decoded<K[keyof K]> | ([E] extends [undefined] ? never : Decoded<E>)>
  : C extends Lazy<infer D> ? D
    : C extends abstract new () => infer O ? O
      : C extends Union<infer M, infer T> ? Message<M, T>
        : C extends Type<infer O, any> ? O : never
/** Of sets, all members together, so that `link.afSpec?.inet6` needs no narrowing; of values, whichever. */
type Merged<U> = [U] extends [Leaf] ? U : All<U extends unknown ? Omit<U, 'unknown'> : never> & { unknown?: Unknown[] }
type All<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never

type ChoiceKey<T> = { [K in keyof T]: Payload1<T[K]> extends Choice<string, unknown> ? K : never }[keyof T]
type Chooser<T> = { [K in keyof T]: Payload1<T[K]> extends Choice<infer By, unknown> ? By : never }[keyof T]
type Payload1<E> = E extends readonly [number, infer P, ...any] ? P : E
type Plain<T> = { -readonly [K in keyof T as K extends ChoiceKey<T> | Chooser<T> ? never : K]?: Decoded<Payload1<T[K]>> }
/** The choices that go by the same selector, by name: all of a kind's in one member of the union, for TypeScript multiplies what is intersected. */
type By<T, S> = { [K in keyof T as Payload1<T[K]> extends Choice<infer By, unknown> ? ([By] extends [S] ? K : never) : never]: Payload1<T[K]> }
type KindsOf<C> = { [K in keyof C]: C[K] extends Choice<string, infer Kinds> ? keyof Kinds : never }[keyof C]
type PickedOne<C, N> = C extends Choice<string, infer Kinds, any> ? (N extends keyof Kinds ? Decoded<Kinds[N]> : Others<C>) : never
type Others<C> = C extends Choice<string, any, infer E> ? ([E] extends [undefined] ? undefined : Decoded<E>) : never
type Picked<S extends string, C> =
  | { [N in KindsOf<C>]: { [P in S]: N } & { [Of in keyof C]?: PickedOne<C[Of], N> } }[KindsOf<C>]
  | ({ [P in S]?: string | number } & { [Of in keyof C]?: Others<C[Of]> })
type Chosen<T> = [ChoiceKey<T>] extends [never] ? unknown
  : { [S in Chooser<T>]: (x: Picked<S, By<T, S>>) => void }[Chooser<T>] extends (x: infer I) => void ? I : unknown
export type StructOf<M> = { -readonly [K in keyof M as K extends ChoiceKey<M> | Chooser<M> | PadKey<M> ? never : K]: Decoded<M[K]> } & Chosen<M>
type PadKey<M> = { [K in keyof M]: M[K] extends Pad ? K : never }[keyof M]
export type SetOf<T> = Plain<T> & Chosen<T> & {
  /** Attributes that no declaration names, as they came. Encoding writes them back. */
  unknown?: Unknown[]
}
export type Message<M, T> = StructOf<M> & ([keyof T] extends [never] ? unknown : SetOf<T>) & Declared<M, T>
/** A struct whose last members are newer than Linux 5.10: an older kernel's has none of them, a newer kernel's has `rest`. */
export type StructWithTail<M, L> = StructOf<M> & Partial<StructOf<L>> & Declared<M & L, {}> & {
  /** What a newer kernel has behind the members that are declared. */
  rest?: Uint8Array
}
export interface Struct<M, L> extends Type<StructWithTail<M, L>, any> {
  new (): StructWithTail<M, L>
  readonly members: M & L
  readonly table: {}
  decode<I> (this: abstract new () => I, payload: Uint8Array): I
  encode (value: InputOf<M & L, {}, Narrow>): Uint8Array
}

// --- what encoding takes, and the client: the same tables, walked once more; W says what a role may be besides a number
export interface Narrow { link: number, namespace: number }
export interface Wide extends Record<NameFile, string & {}> { link: number | string, namespace: number | { readonly fd: number } }
export type Value<P, W = Narrow> = P extends Type<any, infer In> & { readonly role: infer R extends keyof W } ? In | W[R]
  : P extends ByHeader<infer K, infer E> ? MergedInput<Value<K[keyof K], W> | ([E] extends [undefined] ? never : Value<E, W>)>
    : P extends Lazy<infer D> ? Input<D, W>
      : P extends Repeated<infer E> ? ReadonlyArray<Value<E, W>>
        : P extends Keyed<infer E> ? Readonly<Record<number, Value<E, W>>>
          : P extends AnyCodec ? InputOf<P['members'], P['table'], W>
            : P extends Type<any, infer In> ? (In extends bigint ? bigint | number : In) : never
type MergedInput<U> = [U] extends [Leaf] ? U : All<U>
type PlainInput<T, W> = { readonly [K in keyof T as K extends ChoiceKey<T> | Chooser<T> | PadKey<T> ? never : K]?: Value<Payload1<T[K]>, W> }
type PickedInputOne<C, N, W> = C extends Choice<string, infer Kinds, any> ? (N extends keyof Kinds ? Value<Kinds[N], W> : OthersInput<C, W>) : never
type OthersInput<C, W> = C extends Choice<string, any, infer E> ? ([E] extends [undefined] ? undefined : Value<E, W>) : never
type PickedInput<S extends string, C, W> =
  | { [N in KindsOf<C>]: { readonly [P in S]: N } & { readonly [Of in keyof C]?: PickedInputOne<C[Of], N, W> } }[KindsOf<C>]
  | ({ readonly [P in S]?: string | number } & { readonly [Of in keyof C]?: OthersInput<C[Of], W> })
type ChosenInput<T, W> = [ChoiceKey<T>] extends [never] ? unknown
  : { [S in Chooser<T>]: (x: PickedInput<S, By<T, S>, W>) => void }[Chooser<T>] extends (x: infer I) => void ? I : unknown
export type InputOf<M, T, W> = PlainInput<M, W> & ChosenInput<M, W> & PlainInput<T, W> & ChosenInput<T, W> & {
  readonly unknown?: readonly Unknown[]
  readonly rest?: Uint8Array
}
/** Of an instance type (`Input<Link>`) or of a set with a choice (`Input<typeof LinkInfo>`); `Input<Link, Wide>`: as the client takes it. */
export type Input<D, W = Narrow> = D extends Declared<infer M, infer T> ? InputOf<M, T, W>
  : D extends AnyCodec ? InputOf<D['members'], D['table'], W> : never
