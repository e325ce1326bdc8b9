// The helper that compares messages whatever the order of their attributes: it must see every difference but the order.
import { expect } from 'chai'
import { fixture, fixtures } from './fixtures.js'
import { attributesOf, linkShape, sorted, sortedMessage } from './nlattr.js'

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'))
const ifinfomsg = '00000000 00000000 00000000 00000000'

describe('nlattr', () => {
  it('sorts siblings by number, at every depth, and keeps the order of what has one number', () => {
    const [mtu, kind, data] = ['0800 0400 dc050000', '0900 0100 766c616e00000000', '0c00 0280 0600 0100 05000000']
    const one = bytes(`${ifinfomsg} ${mtu} 1c00 1280 ${kind} ${data}`)
    const other = bytes(`${ifinfomsg} 1c00 1280 ${data} ${kind} ${mtu}`)
    expect(sorted(one, linkShape)).to.deep.equal(sorted(other, linkShape))
    const twice = (a: string, b: string): object =>
      sorted(bytes(`${ifinfomsg} 0500 0d00 ${a} 0500 0d00 ${b}`), linkShape)
    expect(twice('01000000', '02000000')).not.to.deep.equal(twice('02000000', '01000000'))
  })

  it('sees a value, a flag bit, a header and bytes left over', () => {
    const base = '0800 0400 dc050000'
    const rows = [`${ifinfomsg} ${base}`, `${ifinfomsg} 0800 0400 dd050000`, `${ifinfomsg} 0800 0440 dc050000`,
      `02${ifinfomsg.slice(2)} ${base}`, `${ifinfomsg} ${base} 010000`]
    const seen = new Set(rows.map(row => JSON.stringify(sorted(bytes(row), linkShape))))
    expect(seen.size).to.equal(rows.length)
  })

  it('leaves out a final zero of texts and, when asked, NLA_F_NESTED', () => {
    const withZero = bytes(`${ifinfomsg} 1000 1280 0a00 0100 64756d6d79000000`)
    const without = bytes(`${ifinfomsg} 1000 1200 0900 0100 64756d6d79000000`)
    expect(sorted(withZero, linkShape)).not.to.deep.equal(sorted(without, linkShape))
    const options = { ignoreNestedFlag: true }
    expect(sorted(withZero, linkShape, options)).to.deep.equal(sorted(without, linkShape, options))
  })

  it('picks the shape of data by the kind beside it: a veth\'s peer is a whole link', () => {
    const request = fixture('route/link/veth').find({ command: 'type veth', type: 16, flags: 0x400 })
    const { attributes } = sortedMessage(request.bytes)
    expect(JSON.stringify(attributes)).to.include('"header":"00000000000000000000000000000000"').and.include('\\"v1\\"')
  })

  it('says which attribute runs past the end', () => {
    expect(() => attributesOf(bytes('0900 0400 01000000'))).to.throw('attribute 4 of 9 bytes at 0 runs past the end')
    expect(() => sortedMessage(bytes('10000000 ff00 0000 00000000 00000000')))
      .to.throw('no shape is known of message type 255')
  })

  it('walks every message of fixtures/ whose shape it knows, and leaves nothing over', () => {
    let count = 0
    for (const story of fixtures().filter(story => !story.startsWith('errors/'))) {
      for (const { type, bytes } of fixture(story).all({ protocol: 0 })) {
        if (type < 16 || type > 35) continue
        const whole = sortedMessage(bytes)
        expect(whole.rest, `${story} ${type}`).to.equal(undefined)
        count++
      }
    }
    expect(count).to.be.above(500)
  })
})
