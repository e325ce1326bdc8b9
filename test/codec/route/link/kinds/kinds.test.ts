// Every kind on what iproute2 6.1 and Linux 6.1 (netkit: 6.12) said to each other (fixtures/route/link); the witness is what `ip -j -d link` printed.
import { expect } from 'chai'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Declared } from '../../../../../codec/core/declaration.js'
import type { Input } from '../../../../../codec/core/infer.js'
import { kinds } from '../../../../../codec/route/link/kinds/index.js'
import { Link } from '../../../../../codec/route/link/link.js'
import { ports } from '../../../../../codec/route/link/ports/index.js'
import { kindFacts, portFacts } from '../../../../../src/cli/show/link-data.js'
import type { LinkNames } from '../../../../../src/cli/show/names.js'
import { fixture, type CapturedMessage } from '../../../../fixtures.js'
import { linkShape, sorted, type Shape } from '../../../../nlattr.js'

const RTM_NEWLINK = 16
const stories = ['bond', 'can', 'gre', 'ipvlan', 'iptunnel', 'macsec', 'netkit', 'tunnels', 'udp-tunnels', 'unknown-kind', 'vrf', 'vxlan', 'without-data']
const payload = ({ bytes }: CapturedMessage): Uint8Array => bytes.slice(16)
/** As nlattr's, with the nests of kinds that it does not know: the peers of vxcan and netkit. */
const shape: Shape = {
  ...linkShape,
  nests: {
    ...linkShape.nests,
    18: {
      texts: [1, 4],
      nests: {
        2: {
          kind: 1,
          shapes: {
            bond: { nests: { 8: {}, 23: {}, 31: {} } }, vxcan: { nests: { 1: linkShape } }, netkit: { nests: { 1: linkShape } },
            batadv: { texts: [1] }
          }
        },
        5: {}
      }
    }
  },
}
interface Printed {
  readonly ifindex: number
  readonly ifname: string
  readonly linkinfo?: { readonly info_kind?: string, readonly info_data?: object, readonly info_slave_data?: object }
}
/** `ip` prints names of users, and of modes of CAN, which we do not: these have rows of their own below. */
const notPrinted = new Set(['can', 'tun'])

describe('codec/route/link/kinds', () => {
  for (const story of stories) {
    const { json, packets, all } = fixture(`route/link/${story}`)
    const told = all({ type: RTM_NEWLINK, direction: 'in' })
    const asked = all({ type: RTM_NEWLINK, direction: 'out' })

    it(`reads all that the kernel said in ${story}`, () => {
      expect(told.length).to.be.greaterThan(0)
      for (const { linkinfo } of told.map(message => Link.decode(payload(message)))) {
        expect(linkinfo?.unknown).to.equal(undefined)
        expect((linkinfo?.data as { unknown?: object } | undefined)?.unknown).to.equal(undefined)
      }
    })
    it(`writes it back, and what was asked in ${story}`, () => {
      for (const message of [...told, ...asked]) {
        const options = { ignoreNestedFlag: asked.includes(message) }
        expect(sorted(Link.encode(Link.decode(payload(message)) as Input<Link>), shape, options)).to.deep.equal(sorted(payload(message), shape, options))
      }
    })
    for (const { command, output, packets: range } of json.at) {
      for (const printed of (output ?? []) as readonly Printed[]) {
        const { info_kind: kind = '', info_data: data, info_slave_data: slaveData } = printed.linkinfo ?? {}
        if ((data === undefined && slaveData === undefined) || notPrinted.has(kind)) continue
        it(`says of ${printed.ifname} in ${story} what ip printed (${command})`, () => {
          const links = packets.slice(...range).filter(({ direction }) => direction === 'in').flatMap(({ messages }) => messages)
            .filter(({ type }) => type === RTM_NEWLINK).map(message => Link.decode(payload(message)))
          const name = (index: number): string => all({ type: RTM_NEWLINK, direction: 'in' }).map(message => Link.decode(payload(message))).find(link => link.index === index)?.ifname ?? `if${index}`
          const { linkinfo } = links.find(({ index }) => index === printed.ifindex)!
          if (data !== undefined) expect(kindFacts(linkinfo!, { name } as LinkNames)).to.deep.equal(data)
          if (slaveData !== undefined) expect(portFacts(linkinfo!)).to.deep.equal(slaveData)
        })
      }
    }
  }

  // What cannot be compared word by word, and requests for kinds that Debian's kernel does not have: the values are the command's.
  const said: ReadonlyArray<readonly [story: string, command: string, name: string, direction: 'in' | 'out', linkinfo: object]> = [
    ['not-built', 'name', 'bu1', 'out', { kind: 'bareudp', data: { port: 6635, ethertype: 0x8847, srcportMin: 5000 } }],
    ['not-built', 'name', 'bu2', 'out', { kind: 'bareudp', data: { port: 6636, ethertype: 0x0800, multiprotoMode: true } }],
    ['not-built', 'name', 'amt1', 'out', {
      kind: 'amt', data: { mode: 'gateway', localIp: '10.0.0.1', discoveryIp: '10.0.0.2', link: 3, gatewayPort: 2268, relayPort: 2269 },
    }],
    ['not-built', 'name', 'amt2', 'out', { kind: 'amt', data: { mode: 'relay', localIp: '10.0.0.1', link: 3, relayPort: 2270, maxTunnels: 10 } }],
    ['not-built', 'name', 'hsr0', 'out', { kind: 'hsr', data: { slave1: 3, slave2: 1, multicastSpec: 45, version: 1 } }],
    ['not-built', 'name', 'prp0', 'out', { kind: 'hsr', data: { slave1: 3, slave2: 1, protocol: 'prp' } }],
    ['not-built', 'name', 'rm0', 'out', { kind: 'rmnet', data: { muxId: 5 } }],
    ['can', 'type can', 'can0', 'in', {
      kind: 'can',
      data: {
        bittiming: { bitrate: 500000, samplePoint: 0, tq: 0, propSeg: 0, phaseSeg1: 0, phaseSeg2: 0, sjw: 0, brp: 0 },
        clock: { freq: 0 },
        state: 'stopped',
        ctrlmode: { mask: 0, flags: ['listenonly'] },
        restartMs: 0,
        bitrateConst: [10000, 20000, 50000, 100000, 125000, 250000, 500000, 800000, 1000000],
        bitrateMax: 0,
        ctrlmodeExt: { supported: ['listenonly'] },
      },
      xstats: { busError: 0, errorWarning: 0, errorPassive: 0, busOff: 0, arbitrationLost: 0, restarts: 0 },
    }],
    ['without-data', 'link show', 'tun0', 'in', { kind: 'tun', data: { owner: 1000, group: 100, type: 'tun', pi: 0, vnetHdr: 0, persist: 1, multiQueue: 0 } }],
    ['without-data', 'link show', 'tap0', 'in', {
      kind: 'tun', data: { type: 'tap', pi: 0, vnetHdr: 1, persist: 1, multiQueue: 1, numQueues: 0, numDisabledQueues: 0 },
    }],
    ['without-data', 'type batadv', 'bat0', 'out', { kind: 'batadv', data: { algoName: 'BATMAN_IV' } }],
    ['netkit', 'link show', 'nk0', 'in', { kind: 'netkit', data: { primary: 1, policy: 'pass', mode: 'l2', peerPolicy: 'drop', scrub: 'none', peerScrub: 'default' } }],
  ]
  for (const [story, command, ifname, direction, linkinfo] of said) {
    it(`reads ${direction === 'in' ? 'what the kernel said of' : 'the request for'} ${ifname} in ${story}`, () => {
      const links = fixture(`route/link/${story}`).all({ type: RTM_NEWLINK, direction, command }).map(message => Link.decode(payload(message)))
      expect(links.findLast(link => link.ifname === ifname)?.linkinfo).to.deep.equal(linkinfo)
    })
  }

  it('gives netkit and vxcan a peer that is a link', () => {
    for (const input of [
      { kind: 'netkit', data: { mode: 'l3', peerInfo: { ifname: 'b0', mtu: 1400 } } }, { kind: 'vxcan', data: { peer: { ifname: 'b0', mtu: 72 } } },
    ] as const) {
      const { linkinfo } = Link.decode(Link.encode({ linkinfo: input }))
      const data = linkinfo?.kind === 'netkit' ? linkinfo.data?.peerInfo : linkinfo?.kind === 'vxcan' ? linkinfo.data?.peer : undefined
      expect(data).to.include({ ifname: 'b0', mtu: input.kind === 'netkit' ? 1400 : 72 })
    }
  })
  it('has an entry for each kind of iproute2 6.1 that Linux still has', () => {
    // `ip link help`, less bridge_slave and bond_slave, which are ports
    const known = ('amt bareudp bond bridge dummy erspan geneve gre gretap gtp ifb ip6erspan ip6gre ip6gretap ip6tnl ipip ipoib ipvlan ipvtap macsec ' +
      'macvlan macvtap netdevsim nlmon rmnet sit team vcan veth vlan vrf vti vxcan vxlan wwan xfrm virt_wifi hsr lowpan can').split(' ')
    expect(known.filter(kind => !Object.hasOwn(kinds, kind))).to.deep.equal([])
  })
})

const constants = join(import.meta.dirname, '..', '..', '..', '..', '..', '..', '..', 'shared', 'uapi', 'constants.tsv')
describe('constants of kinds [needs ../shared/uapi]', () => {
  before(function () { if (!existsSync(constants)) this.skip() })
  const prefixes = ['VXCAN_INFO_', ...'BOND BOND_AD_INFO VXLAN IPVLAN VRF GRE IPTUN VTI XFRM GENEVE BAREUDP GTP AMT MACSEC HSR CAN CAN_TDC CAN_PWM NETKIT TUN RMNET PPP OVPN DSA IPOIB BOND_SLAVE VRF_PORT'
    .split(' ').map(name => `IFLA_${name}_`)]
  /** Sets inside of others begin as these do. */
  const inner = ['IFLA_BOND_AD_INFO_', 'IFLA_BOND_SLAVE_', 'IFLA_VRF_PORT_', 'IFLA_CAN_TDC_', 'IFLA_CAN_PWM_', 'IFLA_CAN_CTRLMODE_']
  for (const prefix of prefixes) {
    it(`every ${prefix}* is declared, with its number`, () => {
      const sets = [...Object.values(kinds), ...Object.values(ports)].map(set => ('later' in set ? set.later() : set) as unknown as Declared)
      const all = new Set(sets.flatMap(set => [set, ...set.declaration.entries.map(({ word }) => word as unknown as Declared | undefined)]))
      const entries = [...all].filter(set => set !== undefined && 'declaration' in set && set.declaration.prefix === prefix).flatMap(set => set!.declaration.entries)
      const theirs = readFileSync(constants, 'utf8').split('\n').map(line => line.split('\t')).filter(([name]) => name!.startsWith(prefix))
        .filter(([name]) => !inner.some(other => other.length > prefix.length && name!.startsWith(other)) || name === 'IFLA_CAN_CTRLMODE_EXT')
        .filter(([name]) => !['UNSPEC', 'MAX', 'PAD', 'MASTER'].includes(name!.slice(prefix.length)))
      expect(theirs.length).to.be.greaterThan(0)
      expect(Object.fromEntries(entries.map(({ constant, number }) => [constant, number]).sort()))
        .to.deep.equal(Object.fromEntries(theirs.map(([name, , value]) => [name, Number(value)]).sort()))
    })
  }
})
