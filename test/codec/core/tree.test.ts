// The tree: every message of every fixture comes back byte for byte, whatever it was, also from values alone.
import { expect } from 'chai'
import fc from 'fast-check'
import { CodecError } from '../../../codec/core/errors.js'
import type { Type } from '../../../codec/core/infer.js'
import { fromTree, toTree, type TreeNode } from '../../../codec/core/tree.js'
import { Link } from '../../../codec/route/link/link.js'
import { messageName } from '../../../codec/route/message-types.js'
import { declarationOf } from '../../../codec/route/registry.js'
import { fixture, fixtures } from '../../fixtures.js'
import { bare } from '../tables.js'

interface Sample { readonly story: string, readonly name: string, readonly of: Type<unknown>, readonly payload: Uint8Array }
function samplesOf (story: string): Sample[] {
  const messages = fixture(story).packets.filter(({ protocol }) => protocol === 0).flatMap(({ messages }) => messages)
  return messages.flatMap(({ type, flags, bytes }) => {
    const name = messageName(type)
    if (name === undefined) return []
    return [{ story, name, of: declarationOf(name, flags), payload: bytes.slice(16) }]
  })
}
const samples = fixtures().flatMap(samplesOf)
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function * all (nodes: readonly TreeNode[]): Generator<TreeNode> {
  for (const node of nodes) {
    yield node
    yield * all(node.children ?? [])
  }
}

describe('the tree', () => {
  it('has messages to look at', () => expect(samples.length).to.be.above(500))

  for (const story of new Set(samples.map(sample => sample.story))) {
    it(`gives back each message of ${story}, from values alone`, () => {
      for (const { name, of, payload } of samples.filter(sample => sample.story === story)) {
        const tree = toTree(of, payload)
        expect(hex(fromTree(of, tree)), name).to.equal(hex(payload))
        expect(hex(fromTree(of, bare(tree))), name).to.equal(hex(payload))
      }
    })
  }

  it('says where each attribute is, by name and number', () => {
    const { payload } = samples.find(({ name }) => name === 'RTM_NEWLINK')!
    const view = new DataView(payload.buffer, payload.byteOffset)
    for (const node of all(toTree(Link, payload))) {
      if (node.type === undefined) continue
      expect(view.getUint16(node.offset!, true)).to.equal(node.length)
      expect(view.getUint16(node.offset! + 2, true) & 0x3fff).to.equal(node.type)
    }
  })

  it('names what lists are of, where that has a name', () => {
    const names = samples.filter(({ name }) => name === 'RTM_NEWLINK').flatMap(({ of, payload }) => [...all(toTree(of, payload))].map(({ name }) => name))
    expect(names).to.include.members(['IFLA_VLAN_EGRESS_QOS', 'IFLA_VLAN_QOS_MAPPING', 'IFLA_MACVLAN_MACADDR_DATA', 'IFLA_MACVLAN_MACADDR'])
  })
  it('tells what the usual form would lose: a missing final zero, a header cut short, padding, flag bits', () => {
    // `ip link show dev lo`, of iproute2: 17 bytes of IFLA_EXT_MASK and so on follow; made by hand from these facts
    const name = Buffer.from('00000000 00000000 00000000 00000000 0600 0380 6c6f ffff'.replaceAll(' ', ''), 'hex')
    expect(bare(toTree(Link, name))[1]).to.deep.equal({ type: 3, name: 'IFLA_IFNAME', nested: true, value: 'lo', short: 2, padding: 'ffff' })
    expect(bare(toTree(Link, Uint8Array.of(7)))).to.deep.equal([{ struct: 'ifinfomsg', fields: { family: 'bridge' }, short: 1 }])
    for (const bytes of [name, Uint8Array.of(7)]) expect(hex(fromTree(Link, toTree(Link, bytes)))).to.equal(hex(bytes))
  })

  it('refuses a place outside of the value', () => {
    const attribute = (node: object): Uint8Array => fromTree(Link, [{ struct: 'ifinfomsg', fields: {} }, { type: 3, value: 'lo', ...node }])
    for (const [node, message] of [
      [{ short: 'x' }, 'short: "x" is not a whole number from 0 to 3'], [{ short: -20 }, 'short: -20 is not a whole number from 0 to 3'],
      [{ hidden: [{ at: -20, hex: 'ff' }] }, 'hidden: -20 is not a whole number from 0 to 3'], [{ hidden: [{ hex: 'ff' }] }, 'hidden: undefined is not a whole number from 0 to 3'],
      [{ rest: 55 }, '"55" is not bytes in hexadecimal'],
    ] as const) expect(() => attribute(node)).to.throw(CodecError).with.property('message', message)
  })

  it('changes those bytes alone whose value is changed', () => {
    const { payload } = samples.find(({ name, payload }) => name === 'RTM_NEWLINK' && toTree(Link, payload).some(node => node.name === 'IFLA_MTU'))!
    const tree = toTree(Link, payload)
    const mtu = tree.find(node => node.name === 'IFLA_MTU')!
    mtu.value = 0x01020304
    const changed = fromTree(Link, tree)
    const differing = [...changed.keys()].filter(i => changed[i] !== payload[i])
    expect(changed.length).to.equal(payload.length)
    expect(differing).to.deep.equal([4, 5, 6, 7].map(i => mtu.offset! + i))
  })

  it('gives back any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), bytes => hex(fromTree(Link, toTree(Link, bytes))) === hex(bytes)), { numRuns: 300 })
  })

  it('gives back real messages with any byte changed, and cut anywhere', () => {
    fc.assert(fc.property(fc.nat(samples.length - 1), fc.nat(), fc.nat(255), fc.nat(), (which, where, byte, length) => {
      const { of, payload } = samples[which]!
      const mutated = payload.slice(0, 1 + length % payload.length)
      mutated[where % mutated.length] = byte
      return hex(fromTree(of, bare(toTree(of, mutated)))) === hex(mutated)
    }), { numRuns: 1000 })
  })
})
