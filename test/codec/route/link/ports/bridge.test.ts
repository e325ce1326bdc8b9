// Ports of bridges, on what Linux 6.1 sent (fixtures/route/link/bridge-port). The witnesses are `ip -j -d` and `bridge -j -d link show`.
import { expect } from 'chai'
import type { Input } from '../../../../../codec/core/infer.js'
import { Link } from '../../../../../codec/route/link/link.js'
import { BridgePort } from '../../../../../codec/route/link/ports/bridge.js'
import { fixture } from '../../../../fixtures.js'
import { hex, runTables } from '../table.js'

type Printed = Readonly<Record<string, unknown>>
const { all, step } = fixture('route/link/bridge-port')
const show = (command: string): { readonly links: readonly Link[], readonly printed: Printed } => ({
  links: all({ type: 16, direction: 'in', command }).map(({ bytes }) => Link.decode(bytes.subarray(16))),
  printed: (step(command).output as Printed[])[0]!,
})
const on = (value: number | undefined): boolean => value === 1
const seconds = (value: bigint | undefined): number => Number(value) / 100
const id = ({ prio, addr }: { prio: number, addr: string }): string => `${prio.toString(16)}.${addr.split(':').map(octet => parseInt(octet, 16).toString(16)).join(':')}`

/** In the words of both programs; `ip` prints more than `bridge`. */
const inWords = (port: BridgePort): Printed => ({
  state: port.state,
  priority: port.priority,
  cost: port.cost,
  hairpin: port.mode === 'hairpin',
  guard: on(port.guard),
  root_block: on(port.protect),
  fastleave: on(port.fastLeave),
  learning: on(port.learning),
  flood: on(port.unicastFlood),
  id: `0x${port.id!.toString(16)}`,
  no: `0x${port.no!.toString(16)}`,
  designated_port: port.designatedPort,
  designated_cost: port.designatedCost,
  bridge_id: id(port.bridgeId!),
  root_id: id(port.rootId!),
  hold_timer: seconds(port.holdTimer),
  message_age_timer: seconds(port.messageAgeTimer),
  forward_delay_timer: seconds(port.forwardDelayTimer),
  topology_change_ack: port.topologyChangeAck,
  config_pending: port.configPending,
  proxy_arp: on(port.proxyarp),
  proxy_arp_wifi: on(port.proxyarpWifi),
  multicast_router: ['disabled', 'tempQuery', 'perm', 'temp'].indexOf(port.multicastRouter as string),
  mcast_router: ['disabled', 'tempQuery', 'perm', 'temp'].indexOf(port.multicastRouter as string),
  mcast_flood: on(port.mcastFlood),
  bcast_flood: on(port.bcastFlood),
  mcast_to_unicast: on(port.mcastToUcast),
  neigh_suppress: on(port.neighSuppress),
  group_fwd_mask: `0x${port.groupFwdMask!.toString(16)}`,
  group_fwd_mask_str: `0x${port.groupFwdMask!.toString(16)}`,
  vlan_tunnel: on(port.vlanTunnel),
  isolated: on(port.isolated),
  locked: on(port.locked),
})

describe('codec/route/link/ports/bridge', () => {
  it('is IFLA_INFO_SLAVE_DATA, as `ip` shows it', () => {
    const { links, printed } = show('ip -j -d link show dev p0')
    const linkinfo = links.find(link => link.ifname === 'p0')?.linkinfo
    expect(linkinfo?.slaveKind).to.equal('bridge')
    const { mcast_router: again, ...words } = inWords(linkinfo?.slaveKind === 'bridge' ? linkinfo.slaveData! : new BridgePort())
    expect(words).to.deep.equal((printed.linkinfo as Printed).info_slave_data)
  })
  it('is IFLA_PROTINFO where the family is AF_BRIDGE, as `bridge` shows it', () => {
    const { links, printed } = show('bridge -j -d link show dev p0')
    const link = links.find(link => link.family === 'bridge')
    const { ifindex, ifname, flags, mtu, master, ...options } = printed
    expect({ ifindex: link?.index, ifname: link?.ifname, mtu: link?.mtu }).to.deep.equal({ ifindex, ifname, mtu })
    expect(inWords(link!.protinfo as BridgePort)).to.deep.include(options)
    expect(options).to.not.be.empty
  })

  runTables<Input<BridgePort>>({ decode: bytes => BridgePort.decode(bytes), encode: value => BridgePort.encode(value) }, {
    captured: [
      ['what `bridge link set dev p0 cost 7 priority 5 guard off learning on flood on` asks',
        '05000500 00000000 05000900 01000000 05000800 01000000 08000300 07000000 06000200 05000000', {
          guard: 0, unicastFlood: 1, learning: 1, cost: 7, priority: 5,
        }],
      ['a state that nobody named and a newer attribute', '05000100 09000000 08006000 01000000', { state: 9, unknown: [{ type: 0x60, data: hex('01000000') }] }],
      ['the order to forget its addresses', '04001800', { flush: true }],
    ],
    refused: [
      ['a state that is none', { state: 'up' }, 'state: "up" is none of disabled, listening, learning, forwarding, blocking'],
      ['a cost below zero', { cost: -1 }, 'cost: -1 is not a whole number from 0 to 4294967295'],
    ],
    malformed: [['a cost of two bytes', '06000300 07000000', 'cost: 2 bytes, 4 wanted']],
  })
})
