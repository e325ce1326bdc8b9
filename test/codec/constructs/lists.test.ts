// Lists in the forms that netlink has: repeated in a nest, numbered, packed one behind the other, counted by a member of a struct.
import { expect } from 'chai'
import { attributes, message, nested, struct } from '../../../codec/core/attributes.js'
import { array, indexed, many } from '../../../codec/core/lists.js'
import { ip, pad, s32, string, u16, u32, u8 } from '../../../codec/core/types.js'
import { addressFamily } from '../../../codec/route/family.js'
import { fixture } from '../../fixtures.js'
import { attributesOf } from '../../nlattr.js'
import { hex, payloadOf } from '../tables.js'
import { Filter } from './tc.js'
import { expectUnchanged } from './unchanged.js'

class Ifinfomsg extends struct('ifinfomsg', { family: addressFamily, pad: pad(1), type: u16, index: s32, flags: u32, change: u32 }) {}

describe('lists', () => {
  it('IFLA_PROP_LIST: the same attribute, again and again', () => {
    class PropList extends attributes('IFLA_', () => ({ altIfname: [53, many(string)] })) {}
    class Link extends message(Ifinfomsg, 'IFLA_', () => ({ propList: [52, nested(PropList)] })) {}
    const { step, all } = fixture('route/link/altname')
    const shown = step('ip -j -d link show').output.find(({ altnames }: { altnames?: string[] }) => altnames !== undefined)
    const message_ = all({ type: 16, direction: 'in' }).find(({ bytes }) => Link.decode(bytes.slice(16)).propList !== undefined)!
    expect(Link.decode(payloadOf(message_)).propList?.altIfname).to.deep.equal(shown.altnames)
    expectUnchanged(Link, payloadOf(message_), { header: 16 })
  })

  it('IFLA_BOND_ARP_IP_TARGET: numbered by its place, from 0', () => {
    class Bond extends attributes('IFLA_BOND_', () => ({ arpIpTarget: [8, indexed(ip, 0)] })) {}
    class LinkInfo extends attributes('IFLA_INFO_', () => ({ kind: [1, string], data: [2, Bond] })) {}
    class Link extends message(Ifinfomsg, 'IFLA_', () => ({ linkinfo: [18, LinkInfo] })) {}
    const { all, json } = fixture('route/link/bond')
    const targets = json.at.flatMap(({ output }) => output ?? []).map(link => link.linkinfo?.info_data?.arp_ip_target).find(list => list !== undefined)
    const bonds = all({ type: 16, direction: 'in' }).map(payloadOf).filter(payload => {
      const { linkinfo } = Link.decode(payload)
      return linkinfo?.kind === 'bond' && linkinfo.data?.arpIpTarget !== undefined
    })
    expect(Link.decode(bonds[0]!).linkinfo?.data?.arpIpTarget).to.deep.equal(targets)
    expectUnchanged(Link, bonds[0]!, { header: 16, nests: { 18: { nests: { 2: {} } } } })
    const numbers = attributesOf(Bond.encode({ arpIpTarget: targets })).attributes.flatMap(({ data }) => attributesOf(data).attributes.map(({ type }) => type))
    expect(numbers).to.deep.equal(targets.map((_: string, i: number) => i))
  })

  describe('NHA_GROUP: structs one behind the other', () => {
    class Nhmsg extends struct('nhmsg', { family: addressFamily, scope: u8, protocol: u8, resvd: pad(1), flags: u32 }) {}
    /** struct nexthop_grp */
    class NexthopGroup extends struct('nexthop_grp', { id: u32, weight: u8, weightHigh: u8, resvd2: u16 }) {}
    class Nexthop extends message(Nhmsg, 'NHA_', () => ({ id: [1, u32], group: [2, array(NexthopGroup)] })) {}
    const { step, all } = fixture('nexthop/group')
    const groups = (): Nexthop[] => all({ type: 104, direction: 'in', command: 'nexthop show' }).map(message => Nexthop.decode(payloadOf(message))).filter(({ group }) => group !== undefined)

    it('decodes what ip -j nexthop show printed', () => {
      const printed = (step('nexthop show').output as Array<{ id: number, group?: Array<{ id: number, weight?: number }> }>).filter(({ group }) => group !== undefined)
      expect(groups().map(({ id, group }) => ({ id, group: group!.map(({ id, weight }) => weight === 0 ? { id } : { id, weight: weight + 1 }) })))
        .to.deep.equal(printed.map(({ id, group }) => ({ id, group })))
    })
    it('encodes them', () => {
      for (const message of all({ type: 104, direction: 'in', command: 'nexthop show' })) expectUnchanged(Nexthop, payloadOf(message), { header: 8 })
    })
    it('decodes the upper bits of a weight, of Linux 6.12', () => {
      const message = fixture('newer/nexthop').all({ type: 104, direction: 'in', command: 'nexthop show' }).map(payloadOf).map(payload => Nexthop.decode(payload))
      expect(message.find(({ group }) => group !== undefined)?.group).to.deep.equal([
        { id: 1, weight: 0, weightHigh: 16, resvd2: 0 }, { id: 2, weight: 7, weightHigh: 0, resvd2: 0 }
      ])
    })
    it('says which element is wrong, and leaves what is too short for one', () => {
      expect(() => Nexthop.encode({ group: [{ id: 1 }, { id: -1 }] })).to.throw('group[1].id: -1 is not a whole number from 0 to 4294967295')
      expect(Nexthop.decode(hex('0000000000000000 1000020001000000 00000000 02000000')).group).to.deep.equal([{ id: 1, weight: 0, weightHigh: 0, resvd2: 0 }])
    })
  })

  describe('TCA_U32_SEL: a struct, and as many keys behind it as it says', () => {
    const u32 = (): Uint8Array => payloadOf(fixture('tc/u32-basic-ematch').find({ type: 44, direction: 'in', nth: 3 }))
    // tc -s -d filter show: match 0a000000/ff000000 at 12, match 00000050/0000ffff at 20
    it('decodes them', () => {
      const filter = Filter.decode(u32())
      if (filter.kind !== 'u32') throw new Error('no u32')
      expect(filter.options?.sel).to.deep.equal({
        flags: 1, offshift: 0, nkeys: 2, offmask: 0, off: 0, offoff: 0, hoff: 0, hmask: 0,
        keys: [{ mask: 0xff000000, val: 0x0a000000, off: 12, offmask: 0 }, { mask: 0x0000ffff, val: 0x50, off: 20, offmask: 0 }] })
      expect(filter.options?.pcnt).to.deep.equal({ rcnt: 0n, rhit: 0n, kcnts: [0n, 0n] })
    })
    it('encodes them', () => { expectUnchanged(Filter, u32(), { header: 20, nests: { 2: {} } }) })
    it('says which key is wrong', () => {
      expect(() => Filter.encode({ kind: 'u32', options: { sel: { nkeys: 1, keys: [{ mask: 'all' as never }] } } }))
        .to.throw('options.sel.keys[0].mask: "all" is not a whole number from 0 to 4294967295')
    })
  })
})
