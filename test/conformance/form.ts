// What form a word has on the wire: found out by writing with it, so that what a declaration claims is not what is believed.
import { Writer } from '../../codec/core/bytes.js'
import { CodecError } from '../../codec/core/errors.js'
import * as types from '../../codec/core/types.js'
import type { Word } from '../../codec/core/types.js'
import { isDeclared, resolved } from '../../codec/core/declaration.js'
import { isListed } from '../walk.js'

export interface Form {
  /**
   * `u8`, `s32`, `be16`: a number; `string`, `bytes`, `flag`, `ip`, `ip4`, `ip6`, `mac`, `uint`; `struct`; `nest`, a set of attributes, with a struct in front
   * or without; lists by their word (`repeated`, `array`); `other` for what is none of these.
   */
  readonly kind: string
  /** The C struct, of `struct` and of a nest with one. */
  readonly struct?: string
  /** Of a list. */
  readonly each?: Form
  readonly word: Word
}

const known = new Map<Word, string>([[types.uint as Word, 'uint'], [types.bytes as Word, 'bytes'], [types.string as Word, 'string'], [types.linkName as Word, 'string']])

function written (word: Word, value: unknown): Uint8Array | undefined {
  const w = new Writer()
  try { return w.b.u8.slice(0, w.write(0, w => { word.write(w, value, undefined) })) } catch (error) {
    if (error instanceof CodecError) return undefined
    throw error
  }
}
/** By where the one byte of a small number goes, and whether -1 is one. */
function number (word: Word): string | undefined {
  const bytes = written(word, 0x12)
  if (bytes === undefined || ![1, 2, 4, 8].includes(bytes.length) || bytes.filter(byte => byte !== 0).length !== 1) return undefined
  const signed = written(word, -1) !== undefined && written(word, bytes.length === 8 ? 2n ** 64n - 1n : 2 ** (8 * bytes.length) - 1) === undefined
  const order = bytes[0] === 0x12 ? '' : 'be'
  return order === '' ? `${signed ? 's' : 'u'}${8 * bytes.length}` : `${order}${8 * bytes.length}`
}
function address (word: Word): string | undefined {
  const four = written(word, '10.1.2.3')?.length === 4
  const sixteen = written(word, '2001:db8::1')?.length === 16
  if (four || sixteen) return four && sixteen ? 'ip' : four ? 'ip4' : 'ip6'
  return written(word, '02:00:00:00:00:01') === undefined ? undefined : 'mac'
}
function leaf (word: Word): string {
  const name = known.get(word) ?? number(word)
  if (name !== undefined) return name
  if (written(word, true)?.length === 0) return 'flag'
  const text = written(word, 'no address')
  if (text !== undefined && Buffer.from(text).toString('latin1').startsWith('no address\0')) return 'string'
  return address(word) ?? 'other'
}

export function formOf (given: Word): Form {
  const word = resolved(given)
  if (isListed(word)) return { kind: word.list, each: formOf(word.each), word }
  if (isDeclared(word)) {
    const { isStruct, struct } = word.declaration
    return { kind: isStruct ? 'struct' : 'nest', ...struct === '' ? {} : { struct }, word }
  }
  return { kind: leaf(word), word }
}

export const told = ({ kind, struct, each }: Form): string =>
  each !== undefined ? `${kind} ${told(each)}` : kind === 'struct' ? `struct ${struct ?? ''}`.trim() : struct === undefined ? kind : `struct ${struct}, then attributes`
