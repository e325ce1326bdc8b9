// From a declaration to the code that one would write by hand. The text is made from our own declarations alone, never from messages,
// and does what interpret.ts does: the tests run both. It throws without a path; interpret.ts then runs on the same input and says where.
import type { Bytes, Writer } from './bytes.js'
import { NLA_TYPE_MASK, type Declaration, type Declared, type Entry } from './declaration.js'
import { CodecError } from './errors.js'
import { familyOf, interpretRead, interpretWrite, maskFor, wordToWrite, writeUnknown } from './interpret.js'
import type { Field } from './struct.js'
import { bytes, type Word } from './types.js'

export type Read = (b: Bytes, p: number, n: number, family: unknown) => object
export type Write = (w: Writer, value: any, family: unknown) => void

const canCompile = (() => { try { return new Function('return true')() === true } catch { return false } })()
/**
 * How many times a declaration is interpreted before it is compiled: compiling takes as long as some hundred messages. For tests: 0
 * compiles at once, Infinity never.
 */
export const tier = { after: canCompile ? 32 : Infinity }

/** Thrown by compiled code; nobody but `decode` and `encode` sees it. */
const refused = (): never => { throw new CodecError('refused') }
const key = JSON.stringify
/** Gives a name to each value that the text needs. */
class Bound {
  readonly values: unknown[] = []
  add (value: unknown): string { return `x${this.values.push(value) - 1}` }
  /** As constants: V8 folds them into what it compiles, which it does not do with parameters. */
  make (text: string): unknown {
    return new Function('x', `'use strict'; const [${this.values.map((_, i) => `x${i}`).join(', ')}] = x\n${text}`)(this.values)
  }
}

/** Compiled along with what holds it, as it is small, and called without looking it up in its class. */
const isStruct = (word: Word): word is Declared => (word as Partial<Declared>).declaration?.isStruct === true
export function compileRead (d: Declaration, prototype: object): Read {
  if (d.layout.open?.countedBy !== undefined) return (b, p, n, family) => interpretRead(d, prototype, b, p, n, family)
  const bound = new Bound()
  const proto = bound.add(prototype)
  const fallback = bound.add((b: Bytes, p: number, n: number, family: unknown) => interpretRead(d, prototype, b, p, n, family))
  const again = `${fallback}(b, p, n, family)`
  const bad = `${bound.add(refused)}()`
  const { fields, size, least, open } = d.layout
  const names = [...fields.map(field => field.name), ...d.entries.map(entry => entry.name), d.isStruct ? 'rest' : 'unknown']
  const hasFamily = fields.some(({ name }) => name === 'family')
  const bind = (value: unknown): string => bound.add(value)
  const value = (word: Word, p: string, n: string, family: string): string => word.js?.(p, bind, n) ??
    (isStruct(word) ? `${bind(compileRead(word.declaration, word.prototype))}(` : `${bind(word)}.read(`) + `b, ${p}, ${n}, ${family})`
  const keep = 'keep(o, b, q, l)'

  const one = (entry: Entry, word: Word): string => {
    const least = word.least ?? word.size
    const check = least > 0 ? `if (l < ${least + 4}) ${bad}; ` : ''
    const read = value(word, 'q + 4', 'l - 4', 'inner')
    return check + (entry.many ? `(o[${key(entry.name)}] ??= []).push(${read})` : `o[${key(entry.name)}] = ${read}`)
  }
  /** By the header: a chain of comparisons, for there are few. */
  const byHeader = (entry: Entry): string => {
    const { member, kinds, otherwise } = entry.header!
    const by = fields.some(({ name }) => name === member) ? `o[${key(member)}]` : 'inner'
    const last = otherwise === undefined ? keep : one(entry, otherwise)
    return [...kinds].map(([name, word]) => `if (${by} === ${key(name)}) { ${one(entry, word)} } else `).join('') + `{ ${last} }`
  }
  const late = d.entries.filter(entry => entry.choice !== undefined)
  const cases = d.entries.map(entry => `case ${entry.number}: ${entry.choice !== undefined
    ? `if (late${entry.number} >= 0) return ${again}; late${entry.number} = q`
    : entry.header !== undefined ? byHeader(entry) : one(entry, entry.word!)}; break`)
  // Two choices at once, one of them unknown, or one twice: what is kept stays in the order of its coming, which is the interpreter's work.
  const choices = late.map(entry => `if (late${entry.number} >= 0) {
      const q = late${entry.number}, l = u16[q >> 1]
      const word = ${bound.add(entry.choice!.kinds)}.get(o[${key(entry.choice!.by)}])
      if (word === undefined) {
        ${late.filter(other => other !== entry).map(other => `if (late${other.number} >= 0) return ${again}`).join('; ')}
        ${keep}
      }
      else if (l - 4 < (word.least ?? word.size)) ${bad}
      else o[${key(entry.name)}] = word.read(b, q + 4, l - 4, inner)
    }`)
  const members = fields.filter(field => field !== open).map(field =>
    `${field.tail ? `if (n >= ${field.at + field.word!.size}) ` : ''}o[${key(field.name)}] = ${value(field.word!, `p + ${field.at}`, `${field.word!.size}`, 'family')}`)
  if (open !== undefined) {
    const word = open.choice === undefined
      ? bound.add(open.word)
      : `(${bound.add(new Map(Object.entries(open.choice.kinds)))}.get(o[${key(open.choice.by)}]) ?? ${bound.add(bytes)})`
    members.push(`const last = ${word}; if (n - ${open.at} < (last.least ?? last.size)) ${bad}
      o[${key(open.name)}] = last.read(b, p + ${open.at}, n - ${open.at}, family)`)
  }
  return bound.make(`
  // V8 counts assignments as it parses, to make room in the object, and compiles none behind a return: short, it is inlined. Links of 50
  // attributes decode in 1.0 us, and are kept in 2.2; begun as Object.create(), which grows three at a time, in 1.4 and 6.1.
  function Shape () { return; ${names.map(name => `this[${key(name)}] = 0`).join('; ')} }
  Shape.prototype = ${proto}
  let sample, count = 0 // V8 throws its best code away with the last object of a shape: one in 64 lives on
  function keep (o, b, q, l) { (o.unknown ??= []).push({ type: b.u16[(q >> 1) + 1], data: b.u8.slice(q + 4, q + l) }) }
  return function read (b, p, n, family) {
    if (n < ${least}) return ${again}
    const { u8, u16, u32, s32, dv } = b
    const o = new Shape()
    ${members.join('\n    ')}
    ${d.isStruct && open === undefined ? `if (n > ${size}) o.rest = u8.slice(p + ${size}, p + n)` : ''}
    ${d.isStruct
      ? ''
      : `${hasFamily ? 'const inner = o.family' : 'const inner = family'}
    ${late.length > 0 ? `let ${late.map(entry => `late${entry.number} = -1`).join(', ')}` : ''}
    let q = p + ${d.start}
    for (const end = p + n; end - q >= 4;) {
      const l = u16[q >> 1]
      if (l < 4 || l > end - q) ${bad}
      switch (u16[(q >> 1) + 1] & ${NLA_TYPE_MASK}) {
        ${cases.join('\n        ')}
        default: ${keep}
      }
      q += l + 3 & ~3
    }
    ${choices.join('\n    ')}`}
    if ((count = count + 1 & 63) === 1) sample = o
    return o
  }`) as Read
}

/** Reads a C array: a loop for each type of number, as one for all would look each number's reader up. */
export function compileArray (each: Word): (b: Bytes, p: number, n: number) => unknown[] {
  const bound = new Bound()
  const one = each.js!('p', value => bound.add(value), `${each.size}`)
  return bound.make(`
  return function read (b, p, n) {
    const { u8, u16, u32, s32, dv } = b
    const found = new Array(Math.floor(n / ${each.size}))
    for (let i = 0; i < found.length; i++, p += ${each.size}) found[i] = ${one}
    return found
  }`) as never
}

export function compileWrite (d: Declaration): Write {
  const bound = new Bound()
  const bad = `${bound.add(refused)}()`
  const { fields, size, least } = d.layout
  const bind = (value: unknown): string => bound.add(value)
  const member = ({ at, word }: Field): string => word!.put?.('x', `begin + ${at}`, bad, bind) ?? `w.p = begin + ${at}; ${bind(word)}.write(w, x, family)`
  const attribute = (number: string, body: string): string => `at = w.p; w.p = at + 4; ${body}; w.close(at, ${number})`
  /** Of a number: all of it in place, with its length and the zeros behind it. */
  const small = (number: string, size: number, body: string): string => `at = w.p; ${(size & 3) === 0 ? '' : 'u32[(at >> 2) + 1] = 0; '}${body}
      u16[at >> 1] = ${size + 4}; u16[(at >> 1) + 1] = ${number}; w.p = at + ${size + 7 & ~3}`
  const entries = d.entries.map(entry => {
    const number = entry.word !== undefined ? String(entry.typeFor(entry.word)) : `${bound.add(entry)}.typeFor(word)`
    const chosen = entry.word === undefined
      ? `const word = ${bound.add((o: Record<string, any>, inner: unknown) => wordToWrite(d, entry, o, inner))}(o, inner); `
      : ''
    const put = (v: string): string => {
      const body = entry.word?.put?.(v, 'at + 4', bad, bind)
      if (body !== undefined) return small(number, entry.word!.size, body)
      return attribute(number, `${entry.word === undefined ? 'word' : bind(entry.word)}.write(w, ${v}, inner)`)
    }
    const body = entry.many ? `if (!Array.isArray(x)) ${bad}; for (const y of x) { ${put('y')} }` : put('x')
    const unlessFalse = entry.word === undefined ? 'if (x !== false || !word.takesFalse) ' : entry.word.takesFalse ? 'if (x !== false) ' : ''
    return `if ((x = o[${key(entry.name)}]) !== undefined) { seen++; ${chosen}${unlessFalse}{ ${body} } }`
  })
  // A struct with an open end is the interpreter's: none of the messages that come in thousands has one.
  if (d.layout.open !== undefined || fields.some(field => field.choice !== undefined)) {
    return (w, value, family) => interpretWrite(d, w, value as Record<string, any>, family)
  }
  const masks = fields.filter(field => field.maskOf !== undefined).map(field => `if (o[${key(field.name)}] === undefined && o[${key(field.maskOf!)}] !== undefined) {
      x = ${bind((o: Record<string, any>) => maskFor(d, field.maskOf!, o))}(o); ${member(field)} }`)
  const zero = d.isStruct ? size : d.start
  /** Members newer than the oldest kernel's struct go out as far as they are given. */
  const endOf = (field: Field): string => field.tail ? `; end = begin + ${field === fields.at(-1) ? size : field.at + field.word!.size}` : ''
  const hasFamily = fields.some(({ name }) => name === 'family')
  return bound.make(`
  return function write (w, o, family) {
    if (typeof o !== 'object' || o === null) ${bad}
    const { u8, u16, u32, s32 } = w.b // the same until all is written: Writer.write() looks for room once, at the end
    const begin = w.p
    let x, at, seen = 0, end = begin + ${least}
    ${zero > 32 || (zero & 3) !== 0
      ? `u8.fill(0, begin, begin + ${zero})`
      : Array.from({ length: zero >> 2 }, (_, i) => `u32[(begin >> 2) + ${i}] = 0`).join('; ')}
    ${fields.map(field => `if ((x = o[${key(field.name)}]) !== undefined) { seen++; ${member(field)}${endOf(field)} }`).join('\n    ')}
    ${masks.join('\n    ')}
    w.p = ${least === size ? `begin + ${zero}` : 'end'}
    ${d.isStruct
      ? `if ((x = o.rest) !== undefined) { seen++; w.p = begin + ${size}; ${bind(bytes)}.write(w, x) }`
      : `const inner = ${hasFamily ? `typeof o.family === 'string' ? o.family : ${bound.add((o: Record<string, any>) => familyOf(d, o, undefined))}(o)` : 'family'}
    ${entries.join('\n    ')}
    if ((x = o.unknown) !== undefined) { seen++; ${bind(writeUnknown)}(w, x) }`}
    for (const name in o) seen--
    if (seen !== 0) ${bad} // a name that is not declared, or one that holds undefined: the interpreter knows what to say
  }`) as Write
}
