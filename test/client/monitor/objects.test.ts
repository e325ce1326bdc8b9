// rt.monitor of what tc(8) and bridge(8) change: whatever they do, events come to what a fresh list has, also after lost events.
import { expect } from 'chai'
import { setTimeout as delay } from 'node:timers/promises'
import type { Monitor, MonitoredObject, MonitorEvent } from '../../../src/index.js'
import { isSame } from '../../../src/client/monitor/differences.js'
import { lineOf } from '../../../src/client/monitor/monitored.js'
import { comparison } from '../../../src/client/monitor/table.js'
import { Machine } from '../machine.js'
import { itNeeds } from '../../needs.js'
import { rounds } from '../../netns/witness.js'

const objects = ['qdisc', 'class', 'filter', 'chain', 'mdb', 'vlan', 'fdb', 'nexthop', 'netconf'] as const satisfies readonly MonitoredObject[]

const setUp = `ip link add br0 type bridge vlan_filtering 1 || ip link add br0 type bridge
ip link add p0 type veth peer name p1
ip link add q0 type veth peer name q1
ip link set p0 master br0
for l in br0 p0 p1 q0 q1; do ip link set $l up; done
tc qdisc add dev p1 root handle 1: prio
tc qdisc add dev q1 clsact
tc filter add dev q1 ingress protocol ip pref 10 u32 match u32 0 0 action ok
bridge mdb add dev br0 port p0 grp 239.1.1.1 permanent
true`
/** Some are refused, by this kernel or by what was before. */
const lines = `tc qdisc replace dev p1 root handle 1: prio bands 4
tc qdisc replace dev p1 root handle 2: htb
tc qdisc replace dev p1 root handle 3: fq_codel
tc qdisc replace dev q0 root handle 5: pfifo limit 100
tc qdisc replace dev q0 root handle 5: pfifo limit 200
tc qdisc replace dev q0 root handle 6: hfsc
tc qdisc replace dev q0 root handle 7: drr
tc qdisc del dev p1 root
tc qdisc del dev q0 root
tc qdisc add dev p1 parent 1:1 handle 10: pfifo limit 30
tc qdisc del dev p1 parent 1:1
tc class add dev p1 parent 2: classid 2:1 htb rate 1mbit
tc class add dev p1 parent 2: classid 2:2 htb rate 2mbit
tc class change dev p1 parent 2: classid 2:1 htb rate 3mbit
tc class del dev p1 classid 2:1
tc class add dev q0 parent 6: classid 6:1 hfsc sc rate 1mbit
tc class add dev q0 parent 7: classid 7:1 drr
tc class add dev q0 parent 7: classid 7:2 drr quantum 3000
tc class del dev q0 classid 7:1
tc filter add dev p1 parent 2: protocol ip pref 1 u32 match u32 0 0 classid 2:2
tc filter add dev q0 parent 7: protocol ip pref 1 u32 match u32 0 0 classid 7:2
tc filter del dev p1 parent 2: pref 1
tc qdisc add dev q1 clsact
tc qdisc del dev q1 clsact
tc filter add dev q1 ingress protocol all pref 1 matchall action ok
tc filter add dev q1 ingress protocol ip pref 2 flower dst_ip 10.1.1.1 action drop
tc filter add dev q1 ingress protocol ip pref 3 u32 match ip src 10.1.1.1 action ok
tc filter add dev q1 ingress protocol ip pref 3 u32 match ip src 10.1.1.2 action ok
tc filter add dev q1 egress protocol ip pref 4 bpf bytecode 1,6_0_0_4294967295
tc filter add dev q1 ingress protocol ip pref 5 chain 7 matchall action drop
tc filter replace dev q1 ingress protocol all pref 1 handle 1 matchall action drop
tc filter del dev q1 ingress pref 3
tc filter del dev q1 ingress pref 2
tc filter del dev q1 ingress
tc filter del dev q1 egress
tc chain add dev q1 ingress chain 9
tc chain del dev q1 ingress chain 9
tc chain del dev q1 ingress chain 7
tc qdisc add dev q0 ingress_block 5 ingress
tc filter add block 5 protocol ip pref 1 matchall action ok
tc filter del block 5 pref 1
tc qdisc del dev q0 ingress
ip link add t0 up type veth peer name t1
ip link add t2 type bridge
ip link del t0
ip link set q0 down
ip link set q0 up
ip link set p0 nomaster
ip link set p0 master br0
ip link set q0 master br0
ip link set q0 nomaster
bridge mdb add dev br0 port p0 grp 239.1.1.2
bridge mdb add dev br0 port p0 grp 239.1.1.3 permanent
bridge mdb add dev br0 port q0 grp 239.1.1.3 permanent
bridge mdb add dev br0 port br0 grp 239.1.1.4
bridge mdb add dev br0 port p0 grp 239.1.1.5 src 10.1.1.1 permanent vid 10
bridge mdb del dev br0 port p0 grp 239.1.1.3
bridge mdb del dev br0 port p0 grp 239.1.1.2
bridge vlan add dev p0 vid 10-20
bridge vlan add dev p0 vid 15 pvid untagged
bridge vlan add dev p0 vid 16 pvid
bridge vlan del dev p0 vid 12-17
bridge vlan del dev p0 vid 1
bridge vlan add dev q0 vid 30
bridge vlan add dev br0 vid 40 self
bridge vlan del dev br0 vid 40 self
bridge vlan set dev p0 vid 10 state blocking
bridge vlan set dev p0 vid 10 state forwarding
bridge fdb add 02:00:00:00:00:55 dev p0 master static
bridge fdb replace 02:00:00:00:00:55 dev q0 master static
bridge fdb del 02:00:00:00:00:55 dev p0 master
ip nexthop add id 5 dev p0
ip nexthop replace id 5 blackhole
ip nexthop add id 6 group 5
ip nexthop del id 5
sysctl -qw net.ipv4.conf.p0.forwarding=1
sysctl -qw net.ipv4.conf.p0.forwarding=0`.split('\n')

/** The same each time. */
function script (count: number, seed: number): string {
  let state = seed
  const random = (below: number): number => (state = (state * 1103515245 + 12345) % 2147483648) % below
  return Array.from({ length: count }, () => `${lines[random(65536) % lines.length]!.replaceAll('_0', ' 0').replace('_4294967295', ' 4294967295').replace(/bytecode (.*)$/, "bytecode '$1'")}\n`).join('')
}

/** What events add up to, by object and key. */
class Sum {
  readonly all = new Map<MonitoredObject, Map<string, unknown>>(objects.map(object => [object, new Map()]))
  overruns = 0
  take (event: MonitorEvent): void {
    if (event.event === 'overrun') this.overruns++
    if (!('object' in event)) return
    const known = this.all.get(event.object)!
    const key = lineOf(event.object).key(event.value)
    expect(known.has(key), `${event.event} ${event.object} ${key}`).to.equal(event.event !== 'added')
    if (event.event === 'removed') known.delete(key)
    else known.set(key, event.value)
  }
}
async function listed (machine: Machine): Promise<Sum> {
  const sum = new Sum()
  for await (const event of machine.rt.monitor({ objects })) {
    if (event.event === 'synchronised') break
    sum.take(event)
  }
  return sum
}
/** All that comes until nothing has for so long. */
async function follow (monitor: Monitor<(typeof objects)[number]>, sum: Sum, milliseconds: number, until: Promise<unknown>): Promise<void> {
  const over = until.then(async () => {
    for (let [seen, still] = [-1, 0]; still < milliseconds; still += 50) {
      await delay(50)
      if (count !== seen) [seen, still] = [count, 0]
    }
    monitor.close()
  })
  let count = 0
  for await (const event of monitor) {
    count++
    sum.take(event)
    if (sum.overruns === 0 && count % 50 === 0) await delay(5)
  }
  await over
}

describe('monitor of traffic control and bridges', function () {
  this.timeout(rounds(120_000, 1_200_000))
  let machine: Machine
  beforeEach(async () => {
    machine = await Machine.make()
    // Bridges and neighbours of IPv6 speak by themselves.
    machine.namespace.sysctl('net.ipv6.conf.default.disable_ipv6', 1)
    machine.namespace.sysctl('net.ipv6.conf.all.disable_ipv6', 1)
    await machine.namespace.execFile('sh', ['-c', setUp])
  })
  afterEach(() => machine[Symbol.dispose]())

  for (const [title, receiveBuffer, seed] of [['tells all', undefined, 1], ['tells all', undefined, 2], ['makes up for what is lost', 4096, 3]] as const) {
    itNeeds('iproute2', `${title} that random changes come to (${seed})`, async () => {
      const monitor = machine.rt.monitor({ objects, ...receiveBuffer === undefined ? {} : { receiveBuffer } })
      const sum = new Sum()
      const changing = machine.namespace.execFile('sh', ['-c', `${script(rounds(100, 1000), seed)}true`])
      await follow(monitor, sum, 1500, changing)
      if (receiveBuffer !== undefined) expect(sum.overruns).to.be.greaterThan(0)
      const wanted = await listed(machine)
      for (const object of objects) {
        const [ours, theirs] = [sum.all.get(object)!, wanted.all.get(object)!]
        expect([...ours.keys()].sort(), object).to.deep.equal([...theirs.keys()].sort())
        for (const [key, value] of theirs) {
          if (!isSame(ours.get(key) as object, value as object, comparison(lineOf(object)))) expect(ours.get(key), `${object} ${key}`).to.deep.equal(value)
        }
      }
    })
  }

  itNeeds('iproute2', 'names what changed', async () => {
    const events = machine.rt.monitor({ objects: ['qdisc', 'mdb'], initial: false })[Symbol.asyncIterator]()
    expect(await events.next()).to.nested.include({ 'value.event': 'synchronised' })
    await machine.rt.qdisc.replace({ ifindex: 'q0', handle: '5:', kind: 'pfifo', options: { limit: 100 } })
    await machine.rt.qdisc.change({ ifindex: 'q0', handle: '5:', kind: 'pfifo', options: { limit: 200 } })
    await machine.rt.mdb.add({ bridge: 'br0', port: 'p0', group: '239.9.9.9', state: 'permanent' })
    await machine.rt.mdb.delete({ bridge: 'br0', port: 'p0', group: '239.9.9.9' })
    const told: string[] = []
    while (told.at(-1) !== 'removed mdb') {
      const { value } = await events.next() as { value: MonitorEvent<'qdisc' | 'mdb'> }
      if (!('object' in value)) continue
      told.push(`${value.event} ${value.object}`)
      if (value.event === 'changed' && value.object === 'qdisc' && value.changed.kind === undefined) expect(value.changed).to.deep.equal({ options: { before: { limit: 100 }, after: { limit: 200 } } })
    }
    await events.return!()
    expect(told.slice(-3)).to.deep.equal(['changed qdisc', 'added mdb', 'removed mdb'])
  })
})
