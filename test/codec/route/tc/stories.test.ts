// Every message of fixtures/tc: decodes, has nothing that is not declared, and encodes to the same attributes.
import { expect } from 'chai'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { declarations, messageName } from '../../../../codec/route/registry.js'
import { fixture, type CapturedMessage } from '../../../fixtures.js'
import { payloadOf } from '../../tables.js'
import { canonical } from './canonical.js'

const stories = readdirSync(join(import.meta.dirname, '..', '..', '..', '..', '..', 'fixtures', 'tc')).filter(name => name.endsWith('.sh')).map(name => name.slice(0, -3))
/** RTM_*QDISC to RTM_*ACTION, and RTM_*CHAIN. */
const isOurs = ({ type }: CapturedMessage): boolean => type >= 36 && type < 52 || type >= 100 && type < 103
/** tc ends prio's options in a nest that is empty. */
const known = /^out RTM_NEWQDISC.options\.rest 4 bytes/
interface Codec { decode (payload: Uint8Array): object, encode (value: object): Uint8Array }
const codecOf = ({ type }: CapturedMessage): Codec => {
  const name = messageName(type)
  if (name === undefined) throw new Error(`nothing is declared for ${name}`)
  return declarations[name] as unknown as Codec
}

function leftOver (value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  return Object.entries(value).flatMap(([name, inside]) => name === 'unknown'
    ? (inside as Array<{ type: number, data: Uint8Array }>).map(({ type, data }) => `${path}.unknown ${type} of ${data.length} bytes`)
    : name === 'rest' ? [`${path}.rest ${(inside as Uint8Array).length} bytes`] : leftOver(inside, `${path}.${name}`))
}

/** Requests with these want NLA_F_NESTED where the kernel's own messages lack it: which bits that are, test/conformance says. */
const forgets = (value: object): boolean => /"kind":"(ets|ct|ctinfo|gate|mpls)"|"(vxlan|erspan|gtp|pfcp)":/.test(JSON.stringify(value, (_, inner: unknown) => typeof inner === 'bigint' ? String(inner) : inner))

for (const story of stories) {
  describe(`tc/${story}`, () => {
    const messages = (): Array<CapturedMessage & { direction: 'in' | 'out' }> => fixture(`tc/${story}`).packets.flatMap(({ direction, messages }) =>
      messages.filter(isOurs).map(message => ({ ...message, direction })))

    it('has messages', () => { expect(messages()).not.to.have.length(0) })
    it('nothing is unknown', () => {
      const left = messages().flatMap(message => leftOver(codecOf(message).decode(payloadOf(message)), `${message.direction} ${messageName(message.type)}`))
      expect(left.filter(row => !known.test(row))).to.deep.equal([])
    })
    it('encodes to the same attributes', () => {
      for (const message of messages()) {
        const payload = payloadOf(message)
        const codec = codecOf(message)
        const value = codec.decode(payload)
        const options = { header: message.type >= 48 && message.type < 52 ? 4 : 20, flags: message.direction === 'in' && !forgets(value) }
        expect(canonical(codec.encode(value), options)).to.equal(canonical(payload, options))
      }
    })
  })
}
