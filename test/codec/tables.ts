// What each row of a table of messages is tested for: captured, degraded, refused, malformed.
import { expect } from 'chai'
import { CodecError } from '../../codec/core/errors.js'
import type { TreeNode } from '../../codec/core/tree.js'
import { jsonText } from '../../src/cli/output.js'
import { fixture, type CapturedMessage, type Wanted } from '../fixtures.js'
import { sortedMessage } from '../nlattr.js'

const NLMSG_HDRLEN = 16

/**
 * A message of fixtures/, `containing` these bytes where a dump has no order of its own, and what it says. What we write has NLA_F_NESTED where
 * the kernel wants it, not where it forgets it in its answers.
 */
export type Captured = readonly [story: string, from: readonly [fixture: string, wanted: Wanted, containing?: string], value: object, difference?: 'NLA_F_NESTED differs']
/** A payload, and what it says. */
export type Degraded = readonly [story: string, bytes: string, value: object]
/** A value that is refused, and the message. */
export type Refused = readonly [value: object, message: string]
/** A payload that is refused, and the message. */
export type Malformed = readonly [story: string, bytes: string, message: string]

export interface Tables {
  readonly codec: { decode (payload: Uint8Array): object, encode (value: never): Uint8Array }
  readonly captured?: readonly Captured[]
  readonly degraded?: readonly Degraded[]
  readonly refused?: readonly Refused[]
  readonly malformed?: readonly Malformed[]
  /** What is compared of a captured value; a story made again has other times. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- of any declaration
  readonly show?: (value: any) => object
}

/** A value as `rtnl decode` prints it and `rtnl encode` reads it. */
export const asJson = <T>(value: T): T => JSON.parse(jsonText(value, { pretty: false })) as T
export const payloadOf = ({ bytes }: CapturedMessage): Uint8Array => bytes.slice(NLMSG_HDRLEN)
export const hexOf = (data: Uint8Array): string => Buffer.from(data).toString('hex')
/** Bytes from hexadecimal, in which blanks are nothing. At a multiple of 8 in memory, as a receive buffer is. */
export const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'))

/** A tree without what a declared node can do without. */
export function bare (nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.map(({ offset: _offset, length: _length, ...node }) =>
    ({ ...node, ...node.children === undefined ? {} : { children: bare(node.children) } }))
}

export function tables ({ codec, captured = [], degraded = [], refused = [], malformed = [], show = value => value }: Tables): void {
  const read = (payload: Uint8Array): object => codec.decode(payload)
  const write = (value: object): Uint8Array => codec.encode(value as never)

  describe('captured', () => {
    for (const [story, from, value, difference] of captured) {
      const direction = from[1].direction
      it(`decodes ${story}`, () => { expect(show(read(payloadOf(found(from))))).to.deep.equal(value) })
      it(`encodes ${story}`, () => {
        const message = found(from)
        const encoded = withHeader(message, write(read(payloadOf(message))))
        const options = { ignoreNestedFlag: direction === 'out' }
        if (difference === undefined) expect(sortedMessage(encoded, options)).to.deep.equal(sortedMessage(message.bytes, options))
        else {
          expect(encoded.length).to.equal(message.bytes.length)
          expect(hexOf(encoded)).not.to.equal(hexOf(message.bytes))
          expect(show(read(encoded.slice(NLMSG_HDRLEN)))).to.deep.equal(value)
        }
      })
    }
  })
  describe('degraded', () => {
    for (const [story, bytes, value] of degraded) {
      it(`decodes ${story}`, () => { expect(read(hex(bytes))).to.deep.equal(value) })
      it(`encodes ${story}`, () => { expect(hexOf(write(read(hex(bytes))))).to.equal(hexOf(hex(bytes))) })
      it(`encodes ${story}, as JSON has it`, () => { expect(hexOf(write(asJson(read(hex(bytes)))))).to.equal(hexOf(hex(bytes))) })
    }
  })
  describe('refused', () => {
    for (const [value, message] of refused) it(message, () => { expect(() => write(value)).to.throw(CodecError).with.property('message', message) })
  })
  describe('malformed', () => {
    for (const [story, bytes, message] of malformed) {
      it(`${story}: ${message}`, () => { expect(() => read(hex(bytes))).to.throw(CodecError).with.property('message', message) })
    }
  })
}

function found ([file, wanted, containing = '']: Captured[1]): CapturedMessage {
  const { all } = fixture(file)
  const message = all(wanted).filter(({ bytes }) => hexOf(bytes).includes(containing)).at(wanted.nth ?? 0)
  if (message === undefined) throw new Error(`${file} has no message like ${JSON.stringify(wanted)} containing ${containing}`)
  return message
}

/** What a command printed with -j, and the messages of that type that it had from the kernel. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- iproute2's JSON
export function dumped (file: string, command: string, type: number): { readonly printed: readonly any[], readonly messages: readonly CapturedMessage[] } {
  const { json, packets } = fixture(file)
  const step = json.at.find(step => step.command === command)
  if (step?.output === undefined) throw new Error(`${file} has no output of ${command}`)
  const messages = packets.slice(...step.packets).filter(({ direction }) => direction === 'in').flatMap(packet => packet.messages)
  return { printed: step.output, messages: messages.filter(message => message.type === type) }
}

/** Another payload behind the header of a message, whose length follows. */
function withHeader ({ bytes }: CapturedMessage, payload: Uint8Array): Uint8Array {
  const whole = Uint8Array.from([...bytes.subarray(0, NLMSG_HDRLEN), ...payload])
  new DataView(whole.buffer).setUint32(0, whole.length, true)
  return whole
}
