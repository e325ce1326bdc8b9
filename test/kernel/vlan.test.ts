// rt.vlan against the kernel. The witness is bridge of iproute2.
import { expect } from 'chai'
import type { CodecError, NetlinkError } from '../../src/index.js'
import { has, itNeeds } from '../needs.js'
import { Machine, refusal } from '../client/machine.js'

interface Vid { readonly vlan: number, readonly vlanEnd?: number, readonly flags?: readonly string[] }
interface Shown { readonly ifname: string, readonly vlans: readonly Vid[] }

describe('vlan', () => {
  let machine: Machine
  let port: number
  beforeEach(async () => {
    machine = await Machine.make()
    port = await machine.veth('p0', 'v0')
    await machine.rt.link.add({ ifname: 'br0', kind: 'bridge', ...has('kernel: VLANs of bridges') ? { data: { vlanFiltering: 1 } } : {}, flags: ['up'] })
    await machine.rt.link.change('p0', { master: 'br0' })
  })
  afterEach(() => machine[Symbol.dispose]())
  const shown = async (link: string): Promise<Shown['vlans']> =>
    (JSON.parse((await machine.namespace.execFile('bridge', ['-j', 'vlan', 'show', 'dev', link])).stdout) as Shown[]).find(({ ifname }) => ifname === link)?.vlans ?? []

  itNeeds(['iproute2', 'kernel: VLANs of bridges'], 'add puts ports and bridges into VLANs, as bridge shows it', async () => {
    expect(await machine.rt.vlan.add({ ifindex: 'p0', vid: 10, flags: ['pvid', 'untagged'] })).to.deep.include({ ifindex: port, vid: 10 })
    await machine.rt.vlan.add({ ifindex: 'p0', vid: 20, range: 22 })
    await machine.rt.vlan.add({ ifindex: 'br0', vid: 30, flags: ['brentry'] })
    const flat = (await shown('p0')).flatMap(({ vlan, vlanEnd = vlan, flags = [] }) => Array.from({ length: vlanEnd - vlan + 1 }, (_, i) => [vlan + i, flags]))
    expect(flat).to.deep.equal([[1, ['Egress Untagged']], [10, ['PVID', 'Egress Untagged']], [20, []], [21, []], [22, []]])
    expect((await shown('br0')).map(({ vlan }) => vlan)).to.include(30)
  })

  itNeeds(['iproute2', 'kernel: VLANs of bridges'], 'list has one for each VLAN of a range; get and delete go by number', async () => {
    await machine.rt.vlan.add({ ifindex: 'p0', vid: 20, range: 24 })
    expect((await machine.rt.vlan.list({ ifindex: 'p0' })).map(({ vid }) => vid)).to.deep.equal([1, 20, 21, 22, 23, 24])
    expect(await machine.rt.vlan.get({ ifindex: 'p0', vid: 22 })).to.deep.include({ ifindex: port, vid: 22, state: 'forwarding' })
    expect((await machine.rt.vlan.list({ vid: 22, stats: true })).map(({ stats }) => stats?.rxPackets)).to.deep.equal([0n])
    await machine.rt.vlan.delete({ ifindex: 'p0', vid: 21, range: 23 })
    expect((await shown('p0')).flatMap(({ vlan, vlanEnd }) => vlanEnd === undefined ? [vlan] : [vlan, vlanEnd])).to.deep.equal([1, 20, 24])
    expect((await refusal<NetlinkError>(machine.rt.vlan.get({ ifindex: 'p0', vid: 22 }))).message).to.equal('vlan.get p0 22: ENOENT: it is not in that VLAN')
  })

  itNeeds(['iproute2', 'kernel: VLANs of bridges'], 'list has the tunnel of each VLAN of a range', async () => {
    await machine.run('link add vx0 type vxlan dstport 4789 external')
    await machine.run('link set vx0 master br0')
    for (const line of ['link set dev vx0 vlan_tunnel on', 'vlan add dev vx0 vid 61-63', 'vlan add dev vx0 vid 61-63 tunnel_info id 610-612']) await machine.namespace.execFile('bridge', line.split(' '))
    expect((await machine.rt.vlan.list({ ifindex: 'vx0' })).map(({ vid, tunnelInfo }) => [vid, tunnelInfo?.id])).to.deep.equal([[1, undefined], [61, 610], [62, 611], [63, 612]])
  })

  itNeeds(['iproute2', 'kernel: VLANs of bridges'], 'change sets options of a VLAN, changeGlobals those of all of a bridge', async () => {
    expect(await machine.rt.vlan.change({ ifindex: 'p0', vid: 1, state: 'blocking' })).to.deep.include({ vid: 1, state: 'blocking' })
    const { stdout } = await machine.namespace.execFile('bridge', ['-j', '-d', 'vlan', 'show', 'dev', 'p0'])
    expect(JSON.stringify(JSON.parse(stdout))).to.include('"state":"blocking"')
    await machine.rt.vlan.changeGlobals({ ifindex: 'br0', id: 1, mcastSnooping: 0 })
    expect(await machine.rt.vlan.globals({ ifindex: 'br0' })).to.satisfy((all: Array<{ id: number, mcastSnooping: number }>) => all.some(({ id, mcastSnooping }) => id === 1 && mcastSnooping === 0))
    const global = JSON.parse((await machine.namespace.execFile('bridge', ['-j', 'vlan', 'global', 'show', 'dev', 'br0'])).stdout) as Array<{ vlans: Array<{ mcast_snooping: number }> }>
    expect(global[0]!.vlans[0]!.mcast_snooping).to.equal(0)
  })

  itNeeds('kernel: VLANs of bridges', 'refuses what does not fit, before anything is sent', async () => {
    const wrong = async (given: object): Promise<string> => (await refusal<CodecError>(machine.rt.vlan.add({ ifindex: 'p0', vid: 10, ...given } as never))).message
    expect(await wrong({ vid: 70000 })).to.equal('vlan.add p0 70000: vid: 70000 is not a whole number from 0 to 65535')
    expect(await wrong({ range: 5 })).to.equal('vlan.add p0 10: range: 5 comes before 10')
    expect(await wrong({ flags: ['tagged'] })).to.match(/^vlan\.add p0 10: flags: "tagged" is none of master, pvid, untagged/)
    expect((await refusal<NetlinkError>(machine.rt.vlan.add({ ifindex: 'v0', vid: 10 }))).code).to.be.oneOf(['EINVAL', 'EOPNOTSUPP'])
    expect((await refusal(machine.rt.vlan.list({ dev: 'p0' } as never))).message).to.equal('vlan.list: dev: no such filter; there are ifindex, vid, stats')
  })
})
