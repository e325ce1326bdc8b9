// A request with its values encoded, and what was answered to it.
import { decodeAt, encodeAt } from '../../codec/core/attributes.js'
import { Bytes } from '../../codec/core/bytes.js'
import type { Place } from '../../codec/core/errors.js'
import { NLM_F_DUMP, NLM_F_ECHO, NLM_F_REQUEST, NLMSG_HDRLEN, routeMessageKind, writeHeader } from '../../codec/core/header.js'
import type { Type } from '../../codec/core/infer.js'
import { placeAt, placeOfMissing } from '../../codec/core/place.js'
import { messageName } from '../../codec/route/message-types.js'
import { EPROTO } from '../libc/errno.js'
import { NetlinkError, type Places } from '../socket/errors.js'
import type { Request } from '../socket/request.js'
import { keep, type Kept } from './arena.js'

/** What is asked for. */
export interface Ask {
  /** For errors: 'link.add v0'. */
  readonly call: string
  /** RTM_* */
  readonly type: number
  /** NLM_F_*, besides REQUEST and ACK. */
  readonly flags?: number
  readonly codec: Type<unknown>
  /** What the kernel answers, where that is something else. */
  readonly answer?: Type<unknown>
  /** As a person writes it: names of links, namespaces. */
  readonly value: object
  /** The path as the caller wrote it, from the wire's. */
  readonly written?: (path: string) => string
  /** The kind of link, for hints. */
  readonly kind?: string | undefined
  /** The refusal by which the kernel says that a list is empty: 'ENOENT'. */
  readonly empty?: string
}

/** What requests of one sort have in common. */
type Form = Pick<Ask, 'type' | 'codec' | 'answer' | 'written' | 'kind'> & {
  /** There must be an answer. */
  readonly one: boolean
  /** What is done is echoed, with what it brings about: a nexthop with the routes that use it. */
  readonly echo: boolean
}
/** Those that were used last: what comes in thousands is of few. */
const forms: Form[] = []
function formOf ({ type, codec, answer, written, kind }: Ask, flags: number): Form {
  const one = asksForOne({ type, flags })
  const echo = (flags & NLM_F_ECHO) !== 0
  for (const form of forms) {
    if (form.codec === codec && form.type === type && form.one === one && form.echo === echo && form.written === written && form.kind === kind &&
      form.answer === answer) return form
  }
  if (forms.length === 16) forms.length = 0
  const form = { type, codec, one, echo, kind, ...answer === undefined ? {} : { answer }, ...written === undefined ? {} : { written } }
  forms.push(form)
  return form
}

/** Holds little, and nothing of what was encoded: of a batch there may be a million. */
export class Asked implements Request {
  readonly #form: Form
  readonly #chunk: Uint8Array
  readonly #at: number
  readonly #length: number
  #answers: unknown[] | undefined
  #wrong: NetlinkError | undefined

  /** @param named a name of a link became an index in it */
  private constructor (readonly call: string, form: Form, { chunk, at, length }: Kept, readonly named: boolean) {
    this.#form = form
    this.#chunk = chunk
    this.#at = at
    this.#length = length
  }

  /** With a value as the codec takes it. @throws {CodecError} */
  static of (ask: Ask, value: unknown, named: boolean, flags: number): Asked {
    return new Asked(ask.call, formOf(ask, flags), encode(ask.codec, ask.type, flags, value), named)
  }

  /** The whole message. */
  get bytes (): Uint8Array { return this.#chunk.subarray(this.#at, this.#at + this.#length) }

  get kind (): string | undefined { return this.#form.kind }

  get places (): Places { return new WrittenPlaces(this.#form.codec, this.#form.written ?? same) }

  get answers (): unknown[] { return this.#answers ?? [] }

  /** Decodes a message that came for it. */
  take (b: Bytes, at: number, length: number): void {
    const value = this.read(b, at, length)
    if (value !== undefined) (this.#answers ??= []).push(value)
  }

  /** The same, and keeps none. Undefined: another message than was asked for. */
  read (b: Bytes, at: number, length: number): unknown {
    const { type, answer, codec, echo } = this.#form
    const came = b.u16[at + 4 >> 1]!
    // RTM_NEW*, RTM_DEL*, RTM_GET*, RTM_SET* of one object have numbers in a row. linux/rtnetlink.h
    if (came >> 2 === type >> 2) return decodeAt(answer ?? codec, b, at + NLMSG_HDRLEN, length - NLMSG_HDRLEN)
    if (echo) return undefined
    const text = `the answer is a message of type ${came} (${messageName(came) ?? 'unknown'}), to a request of type ${type} (${messageName(type) ?? 'unknown'})`
    this.#wrong = new NetlinkError({ call: this.call, errno: EPROTO, text })
    return undefined
  }

  /** What is wrong with the answers, where the kernel refused nothing. */
  get wrong (): NetlinkError | undefined {
    if (this.#wrong !== undefined || !this.#form.one || this.#answers !== undefined) return this.#wrong
    return new NetlinkError({ call: this.call, errno: EPROTO, text: 'the kernel said that it was done, and gave no answer' })
  }
}

/** RTM_GET*, and no list: then there is an answer, or a refusal. */
export const asksForOne = ({ type, flags = 0 }: Pick<Ask, 'type' | 'flags'>): boolean => routeMessageKind(type) === 'get' && (flags & NLM_F_DUMP) === 0

/** The whole message. @throws {CodecError} */
export function encode (codec: Type<unknown>, type: number, flags: number, value: unknown): Kept {
  return keep(w => {
    const at = w.p
    w.p += NLMSG_HDRLEN
    encodeAt(codec, w, value)
    writeHeader(w.b, at, { length: w.p - at, type, flags: NLM_F_REQUEST | flags, sequence: 0, port: 0 })
  })
}

/** Where in a request something lies, in the words of whoever called. */
class WrittenPlaces implements Places {
  constructor (readonly codec: Type<unknown>, readonly written: (path: string) => string) {}

  at (request: Uint8Array, offset: number): Place {
    return this.#read(placeAt(this.codec, Bytes.of(request), NLMSG_HDRLEN, request.length - NLMSG_HDRLEN, offset))
  }

  missing (request: Uint8Array, nest: number | undefined, type: number): Place | undefined {
    const place = placeOfMissing(this.codec, Bytes.of(request), NLMSG_HDRLEN, request.length - NLMSG_HDRLEN, nest, type)
    return place && this.#read(place)
  }

  #read (place: Place): Place { return { ...place, path: this.written(place.path) } }
}
const same = (path: string): string => path
