// `flush` deletes what its words choose, and no more: beside `ip` with the same words, on a machine that is alike.
import { expect } from 'chai'
import { Machine, refusal } from '../client/machine.js'
import { itNeeds } from '../needs.js'
import { rtnl } from './rtnl.js'

const setUp = `
link add v0 address 02:00:00:00:00:01 type veth peer name v1
link set v0 up
link set v1 up
addr add 10.0.0.1/24 dev v0 label v0:1
addr add 192.168.7.1/24 dev v0 scope link
addr add fd00::1/64 dev v0 nodad
route add 10.1.0.0/16 via 10.0.0.2
route add 10.2.0.0/16 via 10.0.0.3 proto static
route add blackhole 10.3.0.0/16
route add 10.4.0.0/16 dev v1 table 100
route add fd01::/64 via fd00::2
neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0 nud stale
neigh add 10.0.0.10 lladdr 02:00:00:00:00:10 dev v0 nud reachable
neigh add 10.0.0.11 lladdr 02:00:00:00:00:11 dev v0
neigh add fd00::9 lladdr 02:00:00:00:00:09 dev v0 nud stale
rule add from 10.0.0.0/8 table 100 priority 100
rule add from 11.0.0.0/8 table 200 priority 200
nexthop add id 1 via 10.0.0.2 dev v0
nexthop add id 2 via 10.0.0.3 dev v0 proto static
`
const all = ['-4 addr', 'addr show dev v0 scope global', '-4 route show table all', '-6 route show fd01::/64', 'neigh', 'rule', 'nexthop']

async function made (): Promise<Machine> {
  const machine = await Machine.make()
  await machine.namespace.execFile('sh', ['-c', 'echo "$1" | ip -batch -', 'sh', setUp.trim()])
  return machine
}
/** What there is, without what counts time: all of it is asked by one program, as starting one costs more than what it says. */
async function state (machine: Machine): Promise<unknown> {
  const { stdout } = await machine.namespace.execFile('sh', ['-c', 'for words; do ip -j $words || exit; echo --; done', 'sh', ...all])
  const said = stdout.split('--\n').slice(0, -1)
  expect(said).to.have.lengthOf(all.length)
  return said.map(text => {
    const found = text.trim() === '' ? [] : JSON.parse(text) as object[]
    // Neighbours come in no order.
    return found.map(one => JSON.stringify(one, (name, value: unknown) => name === 'used' || name.endsWith('_life_time') ? undefined : value)).sort()
  })
}

describe('rtnl flush', () => {
  for (const line of [
    'route flush 10.1.0.0/16', 'route flush via 10.0.0.3', 'route flush root 10.0.0.0/8', 'route flush proto static', 'route flush table 100',
    'route flush dev v0', '-6 route flush fd01::/64', 'route flush via 10.0.0.99', 'route flush type blackhole',
    'addr flush dev v0', 'addr flush dev v0 scope link', 'addr flush to 192.168.0.0/16', 'addr flush dev v0 label v0:1', 'addr flush dev v0 label v*', '-6 addr flush dev v0 scope global', 'addr flush dev v0 dynamic',
    'neigh flush dev v0', 'neigh flush dev v0 10.0.0.9', 'neigh flush dev v0 nud reachable', '-6 neigh flush dev v0', 'neigh flush dev v0 nud permanent', 'neigh flush to 10.0.0.9',
    'rule flush table 100', 'nexthop flush dev v0 proto 4', 'nexthop flush dev v0', 'nexthop flush id 2',
  ]) {
    itNeeds('iproute2', `${line}: as ip`, async () => {
      using ours = await made()
      using theirs = await made()
      await rtnl(ours.namespace, line)
      await theirs.run(line)
      expect(await state(ours)).to.deep.equal(await state(theirs))
    })
  }

  itNeeds('iproute2', 'deletes nothing where it is not said what, or where a word says nothing of what is chosen', async () => {
    using machine = await made()
    const before = await state(machine)
    for (const [line, message] of [
      ['route flush', 'which routes?'], ['addr flush', 'which addresses?'], ['neigh flush', 'which neighbours?'], ['route flush cache', '"cache" is no IP address'],
      ['addr flush dev v0 blah', 'what is "blah"?'], ['addr flush dev v0 up', 'what is "up"?'], ['neigh flush dev v0 lladdr 02:00:00:00:00:09', 'not chosen by lladdr'],
      ['rule flush bogus words', 'what is "bogus"?'], ['rule flush from 10.0.0.0/8', 'not by src'], ['rule show from 10.0.0.0/8', 'not by src'],
      ['nexthop flush dev v0 via 10.0.0.2', 'not chosen by gateway'], ['filter del dev v0 ingress u32', 'prio is missing'], ['filter del dev v0 ingress handle 800::800 u32', 'prio is missing'],
    ] as const) expect((await refusal(rtnl(machine.namespace, line))).message, line).to.include(message)
    expect(await state(machine)).to.deep.equal(before)
  })
})
