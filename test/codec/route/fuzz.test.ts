// Any bytes and any values: the codec throws a CodecError or nothing, never hangs, and compiled and interpreted code agree.
// RTNETLINK_FUZZ_RUNS and RTNETLINK_FUZZ_SEED: how many, and which.
import { expect } from 'chai'
import fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { encodeAt, withWriter } from '../../../codec/core/attributes.js'
import { Bytes, type Writer } from '../../../codec/core/bytes.js'
import { tier } from '../../../codec/core/compile.js'
import type { Declared } from '../../../codec/core/declaration.js'
import { CodecError } from '../../../codec/core/errors.js'
import { placeAt } from '../../../codec/core/place.js'
import { decodeMessage, decodeMessages } from '../../../codec/message.js'
import { payloads, route } from '../../../codec/route/registry.js'
import { fixtures, fixture } from '../../fixtures.js'
import { hexOf } from '../tables.js'
import { ofDeclaration } from './generated.js'

const numRuns = Number(process.env['RTNETLINK_FUZZ_RUNS'] ?? (process.env['RTNETLINK_SOAK'] === '1' ? 2000 : 150))
const seed = Number(process.env['RTNETLINK_FUZZ_SEED'] ?? 20261124)
const options = { numRuns, seed }

type Codec = Declared & { decode (payload: Uint8Array): object, encode (value: object): Uint8Array }
const codecs = payloads().map(({ name, of, family, request }): [string, Codec] =>
  [`${name}${family === undefined ? '' : `, ${family}`}${request === true ? ', requests' : ''}`, of as unknown as Codec])
const distinct = codecs.filter(([, codec], i) => codecs.findIndex(([, other]) => other === codec) === i)
/** Their tests have bytes that are made by hand. */
const withoutStory = ['RTM_NEWADDRLABEL', 'RTM_NEWNEIGHTBL', 'RTM_NEWNETCONF', 'RTM_NEWPREFIX', 'RTM_NEWTUNNEL']

const captured: Array<{ codec: Codec, message: Uint8Array }> = fixtures().flatMap(story => fixture(story).packets).filter(({ protocol }) => protocol === 0)
  .flatMap(({ messages }) => messages).flatMap(({ type, flags, bytes }) => {
    const { of } = route.find({ length: bytes.length, type, flags, sequence: 0, port: 0 }, Bytes.of(bytes), 0)
    return of === undefined ? [] : [{ codec: of as unknown as Codec, message: bytes }]
  })

/** What came out: a value, or the reason that there is none. Anything but a CodecError is a bug. */
function outcome<R> (step: () => R): { value: R } | { error: CodecError } {
  try { return { value: step() } } catch (error) {
    if (error instanceof CodecError) return { error }
    throw error
  }
}
function expectAgreement (codec: Codec, payload: Uint8Array): void {
  const b = Bytes.of(payload)
  const run = (read: 'read' | 'explain') => outcome(() => {
    b.depth = 0
    return codec[read]!(b, 0, payload.length, undefined) as object
  })
  const compiled = run('read')
  const interpreted = run('explain')
  if ('error' in interpreted) expect(compiled, `only the interpreter refuses: ${interpreted.error.message}`).to.have.property('error')
  else if ('error' in compiled) expect.fail('only compiled code refuses')
  else if (!isDeepStrictEqual(compiled.value, interpreted.value)) expect(compiled.value).to.deep.equal(interpreted.value)
  // what users see, refused or not: the interpreter's words
  const seen = outcome(() => codec.decode(payload))
  if ('error' in interpreted) expect('error' in seen && seen.error.message).to.equal(interpreted.error.message)
}
/** What is decoded can be encoded, or is refused with a reason; encoded, it says the same again. */
function expectStable (codec: Codec, payload: Uint8Array): void {
  const first = outcome(() => codec.decode(payload))
  if ('error' in first) return
  const encoded = outcome(() => codec.encode(first.value))
  if ('error' in encoded) return
  const second = codec.decode(encoded.value)
  expect(hexOf(codec.encode(second))).to.equal(hexOf(encoded.value))
}

/** Attributes with likely numbers and unlikely lengths. */
const attribute = fc.record({
  type: fc.integer({ min: 0, max: 80 }),
  flags: fc.constantFrom(0, 0, 0, 0x8000, 0x4000),
  data: fc.uint8Array({ maxLength: 40 }),
  off: fc.constantFrom(0, 0, 0, 0, -3, 1, 40)
})
  .map(({ type, flags, data, off }) => {
    const bytes = new Uint8Array(4 + data.length + 3 & ~3)
    bytes.set(data, 4)
    const view = new DataView(bytes.buffer)
    view.setUint16(0, Math.max(0, 4 + data.length + off), true)
    view.setUint16(2, type | flags, true)
    return bytes
  })
const nest = fc.tuple(fc.integer({ min: 0, max: 80 }), fc.array(attribute, { maxLength: 4 })).map(([type, inside]) => {
  const bytes = Uint8Array.from([0, 0, type, 0, ...inside.flatMap(one => [...one])])
  new DataView(bytes.buffer).setUint16(0, bytes.length, true)
  return bytes
})
const attributes = fc.array(fc.oneof(attribute, nest), { maxLength: 8 }).map(list => Uint8Array.from(list.flatMap(one => [...one])))
const families = fc.constantFrom(0, 2, 7, 10, 28, 45, 128, 200)

const anything = fc.oneof(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true, withTypedArray: true }),
  fc.constant(Symbol('any')), fc.constant(() => 1), fc.constant(circular()))
function circular (): object {
  const one: Record<string, unknown> = { list: [] }
  one['list'] = [one]
  return one
}

/** A captured message with some bytes changed, cut out, put twice. */
const mutated = fc.record({
  from: fc.integer({ min: 0, max: captured.length - 1 }),
  changes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
  end: fc.option(fc.nat(), { nil: undefined }),
}).map(({ from, changes, end }) => {
  const { codec, message } = captured[from]!
  const payload = message.slice(16)
  for (const [at, byte] of changes) if (payload.length > 0) payload[at % payload.length] = byte
  return { codec, payload: end === undefined ? payload : payload.slice(0, end % (payload.length + 1)) }
})

describe('fuzz', function () {
  this.timeout(120_000)
  let usual: number
  before(() => {
    usual = tier.after
    if (usual !== Infinity) tier.after = 0
    // read once, so that everything is compiled where it can be
    for (const { codec, message } of captured) outcome(() => codec.decode(message.slice(16)))
  })
  after(() => { tier.after = usual })

  it('there are captured messages of every declaration but those that no story has', () => {
    const stories = new Set(captured.map(({ codec }) => codec))
    expect(distinct.filter(([, codec]) => !stories.has(codec)).map(([name]) => name).sort()).to.deep.equal(withoutStory)
  })
  for (const [name, codec] of distinct) {
    it(`${name}: any bytes`, () => {
      fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), payload => { expectAgreement(codec, payload) }), options)
    })
    it(`${name}: any attributes`, () => {
      fc.assert(fc.property(families, fc.uint8Array({ minLength: 15, maxLength: 15 }), attributes, (family, header, rest) => {
        const start = (codec as unknown as { declaration: { start: number } }).declaration.start
        const payload = Uint8Array.from([family, ...header.subarray(1, start), ...rest])
        expectAgreement(codec, payload)
        expectStable(codec, payload)
      }), options)
    })
    it(`${name}: any values`, () => {
      for (const family of ['inet', 'inet6', 'mpls', 'bridge', 'unspec']) {
        fc.assert(fc.property(ofDeclaration(codec.declaration, 0, family)!, value => {
          const encoded = codec.encode(value)
          expect(hexOf(withWriter((w: Writer) => w.b.u8.slice(0, w.write(0, () => { codec.explainWrite!(w, value, undefined) }))))).to.equal(hexOf(encoded))
          const decoded = codec.decode(encoded) as Record<string, unknown>
          expect(withoutLengths(decoded)).to.deep.equal(withoutLengths(value))
        }), { ...options, numRuns: Math.ceil(numRuns / 5) })
      }
    })
  }
  it('captured messages, some bytes changed', () => {
    fc.assert(fc.property(mutated, ({ codec, payload }) => {
      expectAgreement(codec, payload)
      expectStable(codec, payload)
    }), { ...options, numRuns: 10 * numRuns })
  })
  it('captured messages, as they are', () => {
    for (const { codec, message } of captured) {
      expectAgreement(codec, message.slice(16))
      expectStable(codec, message.slice(16))
    }
  })
  it('the place of any byte', () => {
    fc.assert(fc.property(mutated, fc.nat({ max: 300 }), ({ codec, payload }, offset) => {
      expect(placeAt(codec as never, Bytes.of(payload), 0, payload.length, offset)).to.have.keys('path', 'constant')
    }), options)
  })
  it('whole messages of any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), fc.integer({ min: 0, max: 130 }), (bytes, type) => {
      outcome(() => decodeMessage(bytes))
      if (bytes.length < 16) return
      const whole = bytes.slice()
      new DataView(whole.buffer).setUint32(0, whole.length, true)
      new DataView(whole.buffer).setUint16(4, type, true)
      outcome(() => decodeMessage(whole))
      outcome(() => decodeMessages(Uint8Array.from([...whole, ...new Uint8Array(-whole.length & 3), ...whole])))
    }), { ...options, numRuns: 5 * numRuns })
  })
  it('values of any shape are refused with a CodecError', () => {
    fc.assert(fc.property(fc.nat({ max: distinct.length - 1 }), fc.object({ maxDepth: 3 }), anything, (i, value, any) => {
      const codec = distinct[i]![1]
      outcome(() => codec.encode(value as never))
      for (const { name } of codec.declaration.entries) {
        const tried = { [name]: any }
        const compiled = outcome(() => codec.encode(tried))
        const interpreted = outcome(() => withWriter((w: Writer) => { w.write(0, () => { codec.explainWrite!(w, tried, undefined) }) }))
        expect('error' in compiled, `${name}: ${'error' in compiled ? compiled.error.message : 'taken'}`).to.equal('error' in interpreted)
      }
      outcome(() => withWriter((w: Writer) => { encodeAt(codec as never, w, any) }))
    }), { ...options, numRuns })
  })
})

/** The encoder fills in the lengths of hops. */
function withoutLengths (value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLengths)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'len' && name !== 'optsLen').map(([name, inner]) => [name, withoutLengths(inner)]))
}
