// Addresses of links. The texts are what `ip -j -d link show` printed, the bytes what Linux 6.1 sent (fixtures/route/link/tunnels).
import { expect } from 'chai'
import { CodecError } from '../../../../codec/core/errors.js'
import type { Input } from '../../../../codec/core/infer.js'
import { Link } from '../../../../codec/route/link/link.js'

type Type = NonNullable<Input<Link>['type']>
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
/** IFLA_ADDRESS behind a header of this ARPHRD_*. */
const message = (type: string, address: string): Uint8Array => {
  const data = hex(address)
  const padding = '00'.repeat(-data.length & 3)
  return hex(`0000 ${type} 00000000 00000000 00000000 ${(data.length + 4).toString(16).padStart(2, '0')}00 0100 ${address} ${padding}`)
}

const captured: ReadonlyArray<readonly [story: string, type: Type, number: string, address: string, text: string]> = [
  ['sit', 'sit', '0803', '0a000001', '10.0.0.1'],
  ['gre', 'ipgre', '0a03', '0a000001', '10.0.0.1'],
  ['ipip', 'tunnel', '0003', '0a000001', '10.0.0.1'],
  ['ip6tnl', 'tunnel6', '0103', '20010db8000000000000000000000001', '2001:db8::1'],
  ['ip6gre', 'ip6gre', '3703', '20010db8000000000000000000000001', '2001:db8::1'],
  ['gre external, whose four bytes are no IP address', 'none', 'feff', '00000000', '00:00:00:00'],
  ['ip6tnl, whose IPv6 text would be eight bytes of hardware', 'tunnel6', '0103', '00100011001200130014001500160017',
    '00:10:00:11:00:12:00:13:00:14:00:15:00:16:00:17'],
  ['Ethernet', 'ether', '0100', '020000000001', '02:00:00:00:00:01'],
  ['InfiniBand', 'infiniband', '2000', '80000048fe800000000000000002c903000ab1c1',
    '80:00:00:48:fe:80:00:00:00:00:00:00:00:02:c9:03:00:0a:b1:c1'],
  ['FireWire, which is as long as it looks', 'ieee1394', '1800', '0011223344556677', '00:11:22:33:44:55:66:77'],
  ['a link without an address', 'ether', '0100', '', ''],
]

const refused: ReadonlyArray<readonly [address: unknown, message: string]> = [
  ['02:00:00:00:00', ''], // five bytes are an address: that the link has six, only the kernel knows
  ['02:00:00:00:00:0g', 'address: "02:00:00:00:00:0g" is no hardware address'],
  ['02:00:00:00:00:1', 'address: "02:00:00:00:00:1" is no hardware address'],
  ['10.0.0.256', 'address: "10.0.0.256" is no IP address'],
  ['2001:db8::g', 'address: "2001:db8::g" is no IP address'],
  ['veth0', 'address: "veth0" is no hardware address'],
  [7, "address: 7 is no address: '02:00:00:00:00:01', or a tunnel's '10.0.0.1'"],
]

describe('codec/route/link/address', () => {
  for (const [story, type, number, address, text] of captured) {
    it(`reads the address of ${story}`, () => expect(Link.decode(message(number, address))).to.include({ type, address: text }))
    it(`writes the address of ${story}`, () => expect(Link.encode({ type, address: text })).to.deep.equal(message(number, address)))
    it(`writes the address of ${story}, the type not given`, () => {
      expect(Link.encode({ address: text })).to.deep.equal(message('0000', address))
    })
  }
  for (const [address, text] of refused) {
    if (text === '') it('leaves lengths to the kernel', () => expect(Link.encode({ address: address as string })).to.have.length(16 + 12))
    else it(`refuses ${String(address)}`, () => { expect(() => Link.encode({ address: address as string })).to.throw(CodecError).with.property('message', text) })
  }
})
