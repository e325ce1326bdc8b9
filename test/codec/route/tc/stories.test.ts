// Every message of fixtures/tc: decodes, has nothing that is not declared, and encodes to the same attributes.
import { expect } from 'chai'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { messageName } from '../../../../codec/route/message-types.js'
import { declarations } from '../../../../codec/route/registry.js'
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

const strict = ['ets', 'ct', 'ctinfo', 'gate', 'mpls']
const tunnels = ['vxlan', 'erspan', 'gtp', 'pfcp']
/** How many nests of a value a request must have NLA_F_NESTED on, where the kernel's own message lacks it. */
function forgotten (value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 0
  const { kind, options } = value as { kind?: string, options?: { entryList?: unknown[] } }
  const own = options === undefined || !strict.includes(kind ?? '') ? 0 : 1 + (options.entryList === undefined ? 0 : 1 + options.entryList.length)
  return Object.entries(value).reduce((sum, [name, inside]) => sum + forgotten(inside) + (tunnels.includes(name) && typeof inside === 'object' ? 1 : 0), own)
}
/** A line of a nest as it is with the bit. */
const marked = (line: string): string => line.replace(/^\d+(?=: )/, type => String(0x8000 + Number(type)))

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
        const options = { header: message.type >= 48 && message.type < 52 ? 4 : 20, flags: message.direction === 'in' }
        const ours = canonical(codec.encode(value), options).split('\n')
        let more = 0
        const theirs = canonical(payload, options).split('\n').map((line, i) => line !== ours[i] && marked(line) === ours[i] ? (more++, ours[i]) : line)
        expect(ours).to.deep.equal(theirs)
        expect(more).to.equal(options.flags ? forgotten(value) : 0)
      }
    })
  })
}
