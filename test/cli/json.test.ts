// `rtnl -j … show` against `ip -j … show` of iproute2: keys, values, order of elements.
import { expect } from 'chai'
import { Machine } from '../client/machine.js'
import { itNeeds } from '../needs.js'
import { rtnl } from './rtnl.js'

/** All sorts of things, said to `rtnl` in ip's words. */
const setUp = `
  link set lo up
  link add a0 mtu 1400 type veth peer name a1 address 02:00:00:00:00:77
  link add v0 address 02:00:00:00:00:01 txqlen 500 type veth peer name v1
  link add br0 type bridge forward_delay 500
  link set a0 master br0 group 5 alias port
  link set br0 up
  link set a0 up
  link set a1 up
  link set v0 up
  link set v1 up arp off
  addr add 10.1.1.1/24 brd + dev v0
  addr add 10.1.1.7/24 dev v0 valid_lft 3000 preferred_lft 2000
  addr add 10.1.2.8/24 dev v0 label v0:x scope link metric 77 noprefixroute
  addr add 10.5.5.5/32 peer 10.5.5.6/32 dev a1
  addr add fd00::1/64 nodad dev v0
  addr add fd00::2/64 nodad preferred_lft 0 valid_lft 5000 dev v0
  addr add fd01::1 peer fd01::2/128 nodad dev a1
  route add default via 10.1.1.254
  route add 10.9.0.0/16 via 10.1.1.3 metric 5 mtu 1300 advmss 1200 initcwnd 20 hoplimit 33
  route add blackhole 10.8.0.0/16
  route add unreachable 10.8.1.0/24 proto static
  route add 10.7.0.0/16 nexthop via 10.1.1.3 weight 2 nexthop via 10.1.1.4
  route add 10.6.0.0/16 dev v0 table 100 src 10.1.1.1
  route add 10.5.0.0/16 tos 0x10 via 10.1.1.3
  route add 10.66.0.0/16 via inet6 fd00::9 dev v0
  route add 10.67.0.0/16 via 172.16.0.1 dev v0 onlink proto static
  -6 route add 2001:db8::/32 via fd00::9
  -6 route add 2001:db8:1::/48 nexthop via fd00::8 weight 3 nexthop via fd00::9
  -6 route add prohibit 2001:db8:2::/48 metric 7
  -6 route add default via fd00::9 pref high
  neigh add 10.1.1.9 lladdr 02:00:00:00:00:09 dev v0
  neigh add fd00::9 lladdr 02:00:00:00:00:09 dev v0 nud stale router
  neigh add proxy 10.1.1.10 dev v0
  neigh add proxy fd00::10 dev v0
  rule add from 10.0.0.0/8 table 100 priority 1000
  rule add not to 10.2.0.0/16 fwmark 0x10/0xff iif v0 blackhole priority 40000
  rule add from 10.3.3.3 oif nope tos 0x10 table 7 priority 1002
  rule add ipproto tcp dport 80-90 sport 5 goto 32766 priority 7
  rule add ipproto icmp unreachable priority 8
  rule add uidrange 0-0 suppress_prefixlength 0 table main priority 1003
  rule add suppress_ifgroup 5 table main priority 1004
  rule add l3mdev priority 1005
  rule add goto 4000 priority 3000
  -6 rule add from 2001:db8::/32 table main priority 1006
  nexthop add id 1 via 10.1.1.2 dev v0
  nexthop add id 2 via fd00::22 dev v0 proto static onlink
  nexthop add id 3 blackhole
  nexthop add id 4 dev v0
  nexthop add id 7 via 10.1.1.3 fdb
  nexthop add id 10 group 1/4,3
  nexthop add id 11 group 1/4 type resilient buckets 4 idle_timer 30 unbalanced_timer 20
  addrlabel add prefix 2001:db8::/32 dev v0 label 77
  ntable change name arp_cache dev v0 base_reachable 10000 queue 5
`
const words = [
  'link', 'link show v0', 'link show a0', 'link show br0', 'link show up', 'link show type veth', 'link show master br0', 'link show group 5',
  'addr', 'addr show dev v0', 'addr show up', 'addr show v0 scope link', 'addr show scope global', 'addr show to 10.1.0.0/16', 'addr show to fd00::/16', 'addr show to default', 'addr show a0 to 10.1.0.0/16', '-4 addr', '-6 addr', '-6 addr show dev v0', '-s link show v0',
  '-4 link show v0', '-6 link show v0', 'addr show permanent', 'addr show dynamic', 'addr show deprecated', 'addr show primary', 'addr show secondary',
  'route', '-6 route', 'route show table all', '-6 route show table all', 'route show table 100', 'route show table local', 'route show dev v0', 'route show 10.9.0.0/16',
  'route show default', 'route show proto static', 'route show type blackhole', 'route show scope link', 'route show via 10.1.1.3', 'route show root 10.8.0.0/16', 'route show match 10.9.1.1',
  'route get 10.9.1.1', 'route get 10.1.1.1', 'route get 127.0.0.1', 'route get 10.1.1.255', 'route get 10.1.1.77 from 10.1.1.1', 'route get 10.9.1.1 mark 5 oif v0', 'route get fibmatch 10.9.1.1',
  'route get fibmatch 10.7.1.1', 'route get fd00::77', 'route get fibmatch 2001:db8::1', 'route get ::1',
  'neigh', 'neigh show dev v0', 'neigh show proxy', 'neigh show nud all', 'neigh show nud permanent', 'neigh show 10.1.1.9', '-6 neigh', '-4 neigh',
  'rule', '-6 rule', 'rule show table 100', 'rule show priority 1000',
  'nexthop', 'nexthop show id 10', 'nexthop show dev v0', 'nexthop show groups', 'nexthop show fdb', 'nexthop bucket', 'nexthop bucket show id 11',
  'addrlabel', 'netconf', 'netconf show dev v0', '-6 netconf', 'ntable', 'ntable show dev v0', 'ntable show name ndisc_cache', '-6 ntable',
]

/** Times go on between the two, and counters with them. */
const moving = new Set(['valid_life_time', 'preferred_life_time', 'expires', 'age', 'users', 'used', 'confirmed', 'updated', 'refcnt', 'idle_time', 'unbalanced_time'])
const isTimer = (name: string): boolean => name.endsWith('_timer') || moving.has(name)
const redrawn = new Set(['reachable', 'hash_rnd', 'hash_mask'])
/** Counters, of a link and of the machine's tables of neighbours. */
const changesAnyhow = (path: string): boolean => path.includes('stats64') || /^-s (.* )?ntable\b/.test(path)
function compare (ours: unknown, theirs: unknown, path: string): void {
  if (Array.isArray(theirs)) {
    // iproute2 6.1 leaves {} where it filters.
    theirs = theirs.filter(one => JSON.stringify(one) !== '{}')
    expect(ours, path).to.be.an('array').with.lengthOf((theirs as unknown[]).length);
    (theirs as unknown[]).forEach((one, i) => compare((ours as unknown[])[i], one, `${path}[${i}]`))
  } else if (typeof theirs === 'object' && theirs !== null) {
    // A look-up that is younger than a second has no age.
    expect(Object.keys(ours as object).filter(name => name !== 'age'), path).to.deep.equal(Object.keys(theirs).filter(name => name !== 'age'))
    for (const [name, value] of Object.entries(theirs)) {
      const mine = (ours as Record<string, unknown>)[name]
      // iproute2 6.1 prints bridge_id there: ip/iplink_bridge.c reads IFLA_BR_BRIDGE_ID twice.
      if (name === 'root_id') expect(mine, `${path}.${name}`).to.be.a('string')
      // Drawn anew from time to time, and when the table, which is the machine's, grows
      else if (redrawn.has(name)) expect(mine, `${path}.${name}`).to.be.a(typeof value)
      else if (typeof value === 'number' && (isTimer(name) || changesAnyhow(path))) expect(mine ?? 0, `${path}.${name}`).to.be.a('number').closeTo(value, changesAnyhow(path) ? 5000 : 5)
      // A moment in seconds, counted back from now
      else if (name === 'last_flush' || name === 'last_rand') expect(Date.parse(String(mine)), `${path}.${name}`).to.be.closeTo(Date.parse(String(value)), 2000)
      else compare(mine, value, `${path}.${name}`)
    }
  } else expect(ours, path).to.equal(theirs)
}

describe('rtnl -j', () => {
  let machine: Machine
  before(async () => {
    machine = await Machine.make()
    for (const line of setUp.trim().split('\n')) await rtnl(machine.namespace, line.trim())
    // Nothing that waits for the other end may change between the two.
    machine.namespace.sysctl('net.ipv6.conf.all.accept_ra', 0)
    for (let i = 0; i < 200 && (await machine.rt.address.list()).some(({ flags }) => flags?.includes('tentative')); i++) {
      await new Promise(resolve => setTimeout(resolve, 25))
    }
  })
  after(() => machine[Symbol.dispose]())

  for (const line of words) {
    itNeeds('iproute2', `${line} is as ip says, also with -d and -s`, async () => {
      // Of one family with -s, ip -6 has counters of IPv6 alone, which ours has not.
      for (const more of line.startsWith('-6 addr') || line.startsWith('-s') ? ['', '-d '] : ['', '-d ', '-s ']) {
        const ours = JSON.parse(await rtnl(machine.namespace, `-j ${more}${line}`)) as unknown
        compare(ours, await machine.ip(`${more}${line}`), `${more}${line}`)
      }
    })
  }

  itNeeds('iproute2', '-d link show of a bridge has the root that the bridge has', async () => {
    const [link] = JSON.parse(await rtnl(machine.namespace, '-j -d link show br0')) as [{ linkinfo: { info_data: { root_id: string, bridge_id: string } } }]
    const { root_id: root, bridge_id: own } = link.linkinfo.info_data
    // Alone, a bridge is its own root.
    expect(root).to.equal(own)
    const [shown] = await machine.ip('-d link show br0') as [typeof link]
    expect(own).to.equal(shown.linkinfo.info_data.bridge_id)
  })
})
