// `rtnl vlan`, and VLANs in `fdb` and `mdb`, against `bridge` of iproute2.
import { expect } from 'chai'
import { options, says, saysTheSame, setUp } from '../cli/bridge-witness.js'
import { Machine } from '../client/machine.js'
import { has, itNeeds } from '../needs.js'

const vlanSetUp = `
  link set br0 type bridge vlan_filtering 1 mcast_vlan_snooping 1
  link add q0 type veth peer name q1
  link set q0 master br0
  vlan add dev p0 vid 10-20
  vlan add dev p0 vid 30 pvid untagged
  vlan add dev br0 vid 40 self
  vlan add dev q0 vid 50-54
  vlan delete dev q0 vid 53-54
  vlan set dev q0 vid 51 state blocking
  vlan global set dev br0 vid 40 mcast_snooping 0
  fdb add 02:00:00:00:00:61 dev p0 master static vlan 10
  mdb add dev br0 port p0 grp 239.1.1.4 vid 10 permanent`

const words = ['vlan', 'vlan show dev p0', 'vlan show dev br0', 'vlan show vid 12', 'vlan show dev q0 vid 51', 'vlan global', 'vlan global show dev br0 vid 12', 'fdb show vlan 10', 'mdb show vid 10', 'mdb', 'fdb']

describe('rtnl vlan', () => {
  let machine: Machine
  before(async () => {
    machine = await Machine.make()
    if (has('kernel: VLANs of bridges')) await says(machine, `${setUp.trimEnd()}${vlanSetUp}`)
  })
  after(() => machine[Symbol.dispose]())

  for (const line of words) {
    itNeeds(['iproute2', 'kernel: VLANs of bridges'], `${line}: as bridge says, also with -d and -s`, async () => {
      for (const more of options) await saysTheSame(machine, 'bridge', `${more}${line}`)
    })
  }
  itNeeds(['iproute2', 'kernel: VLANs of bridges'], 'vlan add, delete and set do what they say', async () => {
    const shown = JSON.parse((await machine.namespace.execFile('bridge', ['-j', '-d', 'vlan'])).stdout) as Array<{ ifname: string, vlans: Array<{ vlan: number, vlanEnd?: number, state: string }> }>
    const of = (link: string): unknown => shown.find(({ ifname }) => ifname === link)!.vlans.map(({ vlan, vlanEnd = vlan, state }) => [vlan, vlanEnd, state])
    expect(of('br0')).to.deep.equal([[1, 1, 'forwarding'], [40, 40, 'forwarding']])
    expect(of('q0')).to.deep.equal([[1, 1, 'forwarding'], [50, 50, 'forwarding'], [51, 51, 'blocking'], [52, 52, 'forwarding']])
  })
})
