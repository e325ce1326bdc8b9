// `rtnl fdb`, `mdb` and `stats` against `bridge` and `ip stats` of iproute2. VLANs: test/kernel/bridge.test.ts
import { Machine } from '../client/machine.js'
import { has, itNeeds } from '../needs.js'
import { options, says, saysTheSame, setUp } from './bridge-witness.js'

const words = [
  'fdb', 'fdb show br br0', 'fdb show dev p0', 'fdb show brport p0', 'fdb show dev vx0', 'fdb show dynamic', 'fdb show state permanent', 'fdb show state static',
  'mdb', 'mdb show dev br0', 'mdb show dev vx0',
]
const stats = ['dev br0', 'group link', 'group offload', 'group offload subgroup l3_stats', 'group xstats', 'group xstats_slave', 'group afstats', 'group xstats subgroup bridge suite mcast',
  'dev br0 group xstats', 'dev p0 group xstats_slave', 'dev p0']

describe('rtnl, and bridge', () => {
  let machine: Machine
  before(async () => {
    machine = await Machine.make()
    await says(machine, setUp)
  })
  after(() => machine[Symbol.dispose]())

  for (const line of words) {
    itNeeds('iproute2', `${line}: as bridge says, also with -d and -s`, async () => {
      for (const more of options) await saysTheSame(machine, 'bridge', `${more}${line}`)
    })
  }
  itNeeds('iproute2', 'vlan: nothing, of a kernel whose bridges know no VLANs', async () => {
    if (!has('kernel: VLANs of bridges')) await saysTheSame(machine, 'bridge', 'vlan show')
  })
  for (const line of stats) {
    itNeeds('iproute2', `stats show ${line}: as ip says`, async () => {
      // A packet may go by between the two.
      for (let tries = 1; ; tries++) try { return await saysTheSame(machine, 'ip', `stats show ${line}`) } catch (error) { if (tries === 5) throw error }
    })
  }
})
