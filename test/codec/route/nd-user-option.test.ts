// struct nduseroptmsg, options of RFC 4861 and NDUSEROPT_*, as Linux 6.1 told them of an advertisement sent by hand.
import { expect } from 'chai'
import { Bytes } from '../../../codec/core/bytes.js'
import { placeAt } from '../../../codec/core/place.js'
import { fromTree, toTree } from '../../../codec/core/tree.js'
import { NdUserOption } from '../../../codec/route/nd-user-option.js'
import { fixture } from '../../fixtures.js'
import { bare, hex, hexOf, payloadOf, tables } from '../tables.js'

const header = { family: 'inet6', ifindex: 4, icmpType: 134, icmpCode: 0, srcaddr: 'fe80::99' }
const told = (nth: number) => ['route/nd-user-option', { type: 68, direction: 'in', nth }] as const
const start = '0a000800 04000000 86000000 00000000'

describe('NdUserOption', () => {
  tables({
    codec: NdUserOption,
    captured: [
      ['a name server', told(0), { ...header, optsLen: 24, options: [{ type: 'rdnss', data: hex('0000 00000258 20010db8 00000000 00000000 00000053') }] }],
      ['a search domain', told(1), { ...header, optsLen: 16, options: [{ type: 'dnssl', data: hex('0000 00000258 03 6c616e 00 000000') }] }],
      ['a prefix for NAT64', told(2), { ...header, optsLen: 16, options: [{ type: 'pref64', data: hex('0258 20010db8 0064ff9b 00000000') }] }],
    ],
    degraded: [
      ['options without attributes', `${start} 5a01 000000000000`, { family: 'inet6', optsLen: 8, ifindex: 4, icmpType: 134, icmpCode: 0, options: [{ type: 90, data: new Uint8Array(6) }] }],
      ['no options, an attribute', `${start.replace('0800', '0000')} 05006300 01000000`, {
        family: 'inet6', optsLen: 0, ifindex: 4, icmpType: 134, icmpCode: 0, options: [], unknown: [{ type: 99, data: Uint8Array.of(1) }] }],
    ],
    refused: [
      [{ options: [{ type: 'rdnss', data: new Uint8Array(7) }] }, 'options[0]: data of 7 bytes; with type and length it is a multiple of 8, and at most 2040'],
      [{ options: [{ type: 'dns', data: new Uint8Array(6) }] }, 'options[0].type: "dns" is none of rdnss, dnssl, captivePortal, pref64'],
      [{ options: {} }, 'options: {} is no list'],
    ],
    malformed: [
      ['a length of options beyond the message', `${start.replace('0800', '1000')} 5a01 000000000000`, 'options: 8 bytes, where optsLen says 16'],
      ['an option without a length', `${start} 5a00 000000000000`, 'options: an option of 0 bytes where 8 are left'],
      ['an option longer than all of them', `${start} 5a02 000000000000`, 'options: an option of 16 bytes where 8 are left'],
    ],
  })

  it('counts its options, where nobody did', () => {
    const options = [{ type: 37, data: new Uint8Array(6) }, { type: 25, data: new Uint8Array(22) }]
    const encoded = NdUserOption.encode({ family: 'inet6', options, srcaddr: 'fe80::1' })
    expect(NdUserOption.decode(encoded)).to.deep.include({ optsLen: 32, srcaddr: 'fe80::1' })
    expect(encoded.length).to.equal(16 + 32 + 20)
  })
  it('is a tree whose attributes begin behind the options', () => {
    for (const { bytes } of fixture('route/nd-user-option').all({ type: 68 })) {
      const payload = bytes.slice(16)
      const tree = toTree(NdUserOption, payload)
      expect(tree.map(({ struct, name, offset }) => [struct ?? name, offset])).to.deep.equal([['nduseroptmsg', 0], ['NDUSEROPT_SRCADDR', payload.length - 20]])
      expect(hexOf(fromTree(NdUserOption, bare(tree)))).to.equal(hexOf(payload))
    }
  })
  it('knows what lies where', () => {
    const payload = payloadOf(fixture('route/nd-user-option').find({ type: 68 }))
    const at = (offset: number) => placeAt(NdUserOption, Bytes.of(payload), 0, payload.length, offset).path
    expect([at(4), at(20), at(payload.length - 4)]).to.deep.equal(['ifindex', 'options', 'srcaddr'])
  })
})
