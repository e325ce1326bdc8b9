// What a member of the header decides, and numbers that are keys: AF_BRIDGE in the header, address families as attributes.
import { expect } from 'chai'
import { attributes, byFamily, byHeader, message, nested, struct } from '../../../codec/core/attributes.js'
import { array } from '../../../codec/core/lists.js'
import { bytes, ip, mac, pad, s32, u16, u32, u8 } from '../../../codec/core/types.js'
import { addressFamily } from '../../../codec/route/family.js'
import { fixture } from '../../fixtures.js'
import { hex, hexOf, payloadOf } from '../tables.js'
import { expectUnchanged } from './unchanged.js'

class Ifinfomsg extends struct('ifinfomsg', { family: addressFamily, pad: pad(1), type: u16, index: s32, flags: u32, change: u32 }) {}
class Inet extends attributes('IFLA_INET_', () => ({ conf: [1, array(s32)] })) {}
class Inet6 extends attributes('IFLA_INET6_', () => ({ flags: [1, u32], conf: [2, array(s32)], addrGenMode: [8, u8] })) {}
class AfSpec extends attributes('AF_', () => ({ inet: [2, Inet], inet6: [10, Inet6] })) {}
class VlanInfo extends struct('vlan_info', { flags: u16, vid: u16 }) {}
class BridgeAfSpec extends attributes('IFLA_BRIDGE_', () => ({ flags: [0, u16], mode: [1, u16], vlanInfo: [2, VlanInfo] })) {}
class BridgePort extends attributes('IFLA_BRPORT_', () => ({ state: [1, u8], priority: [2, u16], cost: [3, u32] })) {}
class Link extends message(Ifinfomsg, 'IFLA_', () => ({
  protinfo: [12, nested(byFamily({ bridge: BridgePort }))],
  afSpec: [26, byFamily({ bridge: BridgeAfSpec, unspec: AfSpec })],
  address: [1, byHeader('type', { 1: mac, 768: ip } as Record<number, typeof mac>, bytes)],
})) {}
const shape = { header: 16, nests: { 26: { nests: { 2: {}, 10: {} } } } }

describe('by a member of the header', () => {
  const links = (family: number): Uint8Array[] => fixture('route/link/bridge-port').all({ type: 16, direction: 'in' }).map(payloadOf).filter(payload => payload[0] === family)

  it('IFLA_AF_SPEC has address families as its numbers', () => {
    const { afSpec } = Link.decode(links(0)[0]!)
    expect(afSpec?.inet?.conf?.length).to.equal(33) // IPV4_DEVCONF_MAX of Linux 6.1
    expect(afSpec?.inet6?.addrGenMode).to.be.a('number')
    expect(afSpec?.mode).to.equal(undefined)
    for (const payload of links(0)) expectUnchanged(Link, payload, shape)
  })
  it('with AF_BRIDGE it has VLANs, and IFLA_PROTINFO a port', () => {
    expect(links(7)).not.to.have.length(0)
    const port = links(7).map(payload => Link.decode(payload)).find(({ protinfo }) => protinfo !== undefined)
    expect(port?.protinfo).to.include.keys('state', 'priority', 'cost')
    expect(port?.afSpec?.inet6).to.equal(undefined)
    for (const payload of links(7)) expectUnchanged(Link, payload, { ...shape, nests: { 26: {}, 12: {} } })
  })
  it('what no family has declared is kept as bytes', () => {
    const inet = hex('02000000 03000000 00000000 00000000 08001a0001020304')
    expect(Link.decode(inet).unknown).to.deep.equal([{ type: 26, data: Uint8Array.of(1, 2, 3, 4) }])
    expect(hexOf(Link.encode(Link.decode(inet)))).to.equal(hexOf(inet))
    expect(() => Link.encode({ family: 'inet', afSpec: {} })).to.throw('afSpec: nothing is declared for family "inet": give its bytes in `unknown`')
  })
  it('a request without a family is of AF_UNSPEC', () => {
    expect(hexOf(Link.encode({ index: 3, afSpec: { inet6: { addrGenMode: 1 } } }))).to.equal(hexOf(hex(
      '00000000 03000000 00000000 00000000 10001a00 0c000a00 0500080001000000')))
  })
})
