// All that the kernel lists of links, addresses, routes, neighbours and rules: nothing of it is left undecoded that is declared, and what
// `ip -j -d` prints of it is what we print. A kind that a kernel lacks is skipped by its name.
import { expect } from 'chai'
import type { Printed } from '../client/machine.js'
import { Machine } from '../client/machine.js'
import { rtnl } from '../cli/rtnl.js'
import { has, itNeeds, type Thing } from '../needs.js'

/** Made with ip itself, so that nothing here is told by us to us. */
const always = `
  link set lo up
  link add v0 address 02:00:00:00:00:01 type veth peer name v1
  link add br0 type bridge forward_delay 500 ageing_time 20000 priority 4096
  link set v0 up
  link set v1 up
  link add p0 type veth peer name p1
  link set p0 master br0
  link set p0 type bridge_slave cost 7 hairpin on guard on
  link set br0 up
  addr add 10.1.1.1/24 brd + dev v0
  addr add 10.1.1.2/24 dev v0 valid_lft 3000 preferred_lft 2000
  addr add 10.5.5.5 peer 10.5.5.6/32 dev v1
  addr add fd00::1/64 nodad dev v0
  addr add fd01::1 peer fd01::2/128 nodad dev v1
  route add default via 10.1.1.254 metric 50 mtu 1300
  route add 10.7.0.0/16 nexthop via 10.1.1.3 weight 2 nexthop via 10.1.1.4
  route add blackhole 10.8.0.0/16
  route add 10.66.0.0/16 via inet6 fd00::9 dev v0
  nexthop add id 5 via 10.1.1.4 dev v0
  route add 10.10.0.0/16 nhid 5
  -6 route add 2001:db8::/32 nexthop via fd00::8 nexthop via fd00::9 weight 3
  neigh add 10.1.1.9 lladdr 02:00:00:00:00:09 dev v0 router
  neigh add proxy 10.1.1.10 dev v0
  rule add from 10.0.0.0/8 fwmark 1/3 ipproto tcp dport 80-90 table 100 priority 1000
  -6 rule add not to 2001:db8::/32 iif v0 goto 32766 priority 1001
`
const byKind: ReadonlyArray<readonly [needs: Thing, commands: string]> = [
  ['kernel: dummy', 'link add d0 type dummy'],
  ['kernel: vlan', 'link add link v1 name vl0 type vlan id 5 protocol 802.1ad gvrp on ingress-qos-map 1:2 3:4 egress-qos-map 5:6'],
  ['kernel: macvlan', 'link add link v1 name mv0 type macvlan mode bridge\nlink add link v1 name mt0 type macvtap mode vepa'],
  ['kernel: ifb', 'link add ifb9 type ifb'],
]
/** Where the kernel was built with them: of two, VLANs on a bridge and lightweight tunnels, no kind of link says so. */
const perhaps = [
  'link set br0 type bridge vlan_filtering 1 vlan_default_pvid 7',
  'route add 10.20.0.0/16 encap mpls 100/200 via 10.1.1.3 dev v0',
  '-6 route add 2001:db8:7::/48 encap seg6 mode encap segs fd00::7,fd00::8 dev v0',
]

describe('everything that the kernel lists', () => {
  let machine: Machine
  before(async () => {
    if (!has('iproute2')) return
    machine = await Machine.make()
    for (const line of always.trim().split('\n')) await machine.run(line.trim())
    for (const [needs, commands] of byKind) if (has(needs)) for (const line of commands.split('\n')) await machine.run(line)
    for (const line of perhaps) await machine.run(line).catch(() => {})
    for (let i = 0; i < 200 && (await machine.rt.address.list()).some(({ flags }) => flags?.includes('tentative')); i++) {
      await new Promise(resolve => setTimeout(resolve, 25))
    }
  })
  after(() => machine?.[Symbol.dispose]())

  const lists = {
    link: () => machine.rt.link.list({ extMask: ['vf'] }), address: () => machine.rt.address.list(), route: () => machine.rt.route.list(),
    neighbour: () => machine.rt.neighbour.list(), rule: () => machine.rt.rule.list(), 'link of bridges': () => machine.rt.link.list({ family: 'bridge', extMask: ['brvlan'] }),
  }
  for (const [object, list] of Object.entries(lists)) {
    itNeeds('iproute2', `${object}: has a name for every attribute`, async () => {
      const found = await list()
      expect(found).not.to.deep.equal([])
      expect(unknowns(found)).to.deep.equal([])
    })
  }

  for (const words of ['link show', 'addr show', 'route show table all', '-6 route show table all', 'neigh show nud all', 'neigh show proxy', 'rule show', '-6 rule show']) {
    itNeeds('iproute2', `${words}: says what ip -j -d says`, async () => {
      const ours = JSON.parse(await rtnl(machine.namespace, `-j -d ${words}`)) as Printed[]
      expect(ours.map(steady)).to.deep.equal((await machine.ip(`-d ${words}`)).map(steady))
    })
  }

  for (const [needs, commands] of byKind) {
    itNeeds(['iproute2', needs], `${commands.split(' ').slice(1, 4).join(' ')} … is among them`, async () => {
      const kinds = (await machine.rt.link.list()).map(({ linkinfo }) => linkinfo?.kind)
      expect(kinds).to.include(needs.replace('kernel: ', ''))
    })
  }
})

/** Paths of attributes without a name. */
function unknowns (value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  return Object.entries(value).flatMap(([name, one]) => name === 'unknown'
    ? (one as ReadonlyArray<{ type: number }>).map(({ type }) => `${path}: ${type}`)
    : unknowns(one, `${path}.${name}`))
}
/** Without what goes on while one looks, what iproute2 6.1 has wrong (the root of a bridge), and nexthop objects, which it asks for besides. */
function steady (one: Printed): unknown {
  return JSON.parse(JSON.stringify(one, (name, value: unknown) => /_timer$|life_time$|^(nh_info|expires|root_id|root_port|used|confirmed|updated)$/.test(name) ? undefined : value))
}
