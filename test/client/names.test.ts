// Names that a machine gives to numbers (/etc/iproute2), wherever a number may be written.
import { expect } from 'chai'
import type { NetworkNamespace } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal } from './machine.js'
import { withNames } from './name-files.js'

const names = {
  'rt_tables': '100 mangled', 'rt_protos': '200 mine', 'rt_protos.d/own.conf': '201 other', 'rt_scopes': '100 near', 'rt_realms': '5 galaxy',
  'rt_addrprotos': '77 hand', 'rt_dsfield': '0x08 bulk', 'group': '7 backbone',
}

const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url))
const program = `
  import { NetworkNamespace } from ${url('../../src/index.js')}
  import { rtnl } from ${url('../cli/rtnl.js')}
  const namespace = NetworkNamespace.openSync({ pid: process.pid })
  const said = []
  for (const line of JSON.parse(process.argv[1])) said.push(await rtnl(namespace, line))
  console.log(JSON.stringify(said))`
/** What `rtnl` says to each line, in a process of its own: one reads names once, and this one may have. */
async function inOneProcess (namespace: NetworkNamespace, lines: readonly string[]): Promise<string[]> {
  const { stdout } = await namespace.execFile(process.execPath, ['--input-type=module', '-e', program, JSON.stringify(lines)])
  return JSON.parse(stdout) as string[]
}

describe('names of numbers', () => {
  let machine: Machine
  beforeEach(async () => {
    machine = await Machine.make()
    await machine.veth('v0', 'v1')
    await machine.rt.address.add({ index: 'v0', local: '10.1.1.1/24' })
  })
  afterEach(() => machine[Symbol.dispose]())

  itNeeds(['root of the machine', 'iproute2'], 'of tables are those that ip knows', () => withNames(names, async () => {
    await machine.rt.route.add({ dst: '10.9.0.0/16', oif: 'v0', table: 'mangled' })
    await machine.rt.rule.add({ src: '10.0.0.0/8', table: 'mangled', priority: 1000 })
    expect(await machine.ip('route show table mangled')).to.deep.include.members([{ dst: '10.9.0.0/16', dev: 'v0', scope: 'link', flags: [] }])
    expect((await machine.rt.route.list({ table: 'mangled' })).map(({ table }) => table)).to.deep.equal([100])
    expect((await machine.rt.rule.list({ table: 100 })).map(({ priority }) => priority)).to.deep.equal([1000])
  }))

  itNeeds(['root of the machine', 'iproute2'], 'may be written for every object', () => withNames(names, async () => {
    const { rt } = machine
    const route = await rt.route.add({ dst: '10.9.0.0/16', gateway: '10.1.1.3', protocol: 'mine', scope: 'global', flow: 'galaxy/7' })
    expect(route).to.include({ protocol: 200, scope: 'universe', flow: 0x50007 })
    expect(await rt.route.add({ dst: '10.8.0.0/16', oif: 'v0', scope: 'near' })).to.include({ scope: 100 })
    expect(await machine.ip('route show proto mine')).to.deep.equal([{ dst: '10.9.0.0/16', gateway: '10.1.1.3', dev: 'v0', flags: [], flow: { from: 'galaxy', to: '7' } }])
    for (const protocol of ['mine', 200] as const) expect((await rt.route.list({ protocol })).map(({ dst }) => dst)).to.deep.equal(['10.9.0.0'])
    for (const protocol of ['kernel', 2] as const) expect((await rt.route.list({ protocol, family: 'inet' })).length).to.be.greaterThan(0)
    await rt.route.delete({ dst: '10.9.0.0/16', protocol: 'mine' })
    expect(await rt.rule.add({ priority: 5, protocol: 'other', flow: 'galaxy', suppressIfgroup: 'backbone', table: 'main' })).to.include({ protocol: 201, flow: 5, suppressIfgroup: 7 })
    expect(await rt.rule.replace({ priority: 5, protocol: 'other', flow: 'galaxy', suppressIfgroup: 'backbone', table: 'main' })).to.include({ protocol: 201 })
    expect(await rt.rule.change({ priority: 5, protocol: 'other' }, { priority: 6, protocol: 'mine' })).to.include({ protocol: 200, priority: 6 })
    expect(await rt.nexthop.add({ id: 1, gateway: '10.1.1.3', oif: 'v0', protocol: 'mine' })).to.include({ protocol: 200 })
    expect(await rt.neighbour.add({ ifindex: 'v0', dst: '10.1.1.9', lladdr: '02:00:00:00:00:09', protocol: 'mine' })).to.include({ protocol: 200 })
    expect(await rt.address.add({ index: 'v0', local: '10.1.2.1/24', scope: 'near', proto: 'hand' })).to.include({ scope: 100, proto: 77 })
    await rt.link.change('v0', { group: 'backbone' })
    expect((await rt.link.list({ group: 'backbone' })).map(({ ifname, group }) => [ifname, group])).to.deep.equal([['v0', 7]])
    expect(await rt.link.flush({ group: 'backbone' })).to.equal(1)
  }))

  itNeeds(['root of the machine', 'iproute2'], 'are shown as ip shows them, and understood as ip understands them', () => withNames(names, async () => {
    const lines = [
      'link set v0 group backbone', 'addr add 10.1.2.1/24 scope near dev v0', 'neigh add 10.1.1.9 lladdr 02:00:00:00:00:09 dev v0 proto mine',
      'route add 10.9.0.0/16 via 10.1.1.3 proto mine realms galaxy/7', 'route add 10.8.0.0/16 dev v0 proto other scope near tos bulk', 'route add 10.7.0.0/16 dev v0 proto 77 tos 10',
      'route add 10.6.0.0/16 dev v0 table mangled', 'nexthop add id 1 via 10.1.1.3 dev v0 proto mine',
      'rule add from 10.0.0.0/8 tos bulk table mangled proto other priority 7 realms galaxy', 'rule add suppress_ifgroup backbone table main priority 8',
    ]
    const shown = ['link', 'addr', 'addr show scope near', 'neigh', 'route', 'route show proto mine', 'route show scope near', 'route show table mangled', 'nexthop', 'rule', 'rule show table mangled', 'link show group backbone']
    /** Of addresses the scopes alone: times go on. iproute2 6.1 leaves {} where it filters. */
    const compared = (words: string, all: readonly unknown[]): unknown => !words.startsWith('addr') ? all
      : all.map(one => (one as { addr_info: Array<{ scope?: string }> }).addr_info.flatMap(({ scope }) => scope ?? [])).filter(scopes => scopes.length > 0)
    const all = async (): Promise<unknown[]> => {
      const found = []
      for (const words of shown) found.push(compared(words, await machine.ip(words)))
      return found
    }
    const said = await inOneProcess(machine.namespace, [...lines, ...shown.map(words => `-j ${words}`)])
    const ours = await all()
    for (const [i, words] of shown.entries()) expect(compared(words, JSON.parse(said[lines.length + i]!) as unknown[]), words).to.deep.equal(ours[i])
    // The same lines said to ip make the same.
    for (const line of ['rule del priority 7', 'rule del priority 8', 'nexthop del id 1', 'route flush table mangled', 'route flush proto mine', 'route flush proto other', 'route flush proto 77',
      'neigh del 10.1.1.9 dev v0', 'addr del 10.1.2.1/24 dev v0', 'link set v0 group default']) await machine.run(line)
    for (const line of lines) await machine.run(line)
    expect(await all()).to.deep.equal(ours)
  }))

  it('that nobody knows are refused, with the member that they were written for', async () => {
    const { rt } = machine
    const known = 'unspec, redirect, kernel, boot, static, gated, ra, mrt, zebra, bird, dnrouted, xorp, ntk, dhcp, mrouted, keepalived, babel, ovn, openr, bgp, isis, ospf, rip, eigrp'
    const refused: ReadonlyArray<readonly [message: string, of: () => Promise<unknown>]> = [
      [`route.add 10.9.0.0/16: protocol: "nope" is none of ${known}, and not in /etc/iproute2/rt_protos: give its number`, () => rt.route.add({ dst: '10.9.0.0/16', oif: 'v0', protocol: 'nope' })],
      [`route.list: protocol: "nope" is none of ${known}, and not in /etc/iproute2/rt_protos: give its number`, () => rt.route.list({ protocol: 'nope' })],
      ['route.add 10.9.0.0/16: scope: "nope" is none of universe, site, link, host, nowhere, global, and not in /etc/iproute2/rt_scopes: give its number', () => rt.route.add({ dst: '10.9.0.0/16', oif: 'v0', scope: 'nope' })],
      ['route.add 10.9.0.0/16: multipath[0].flow: "nope" is not in /etc/iproute2/rt_realms: give its number', () => rt.route.add({ dst: '10.9.0.0/16', multipath: [{ gateway: '10.1.1.3', flow: 'nope' }] })],
      ['address.add 10.1.9.1/24: proto: "nope" is none of kernel_lo, kernel_ra, kernel_ll, and not in /etc/iproute2/rt_addrprotos: give its number', () => rt.address.add({ index: 'v0', local: '10.1.9.1/24', proto: 'nope' })],
      ['link.change v0: group: "nope" is none of default, and not in /etc/iproute2/group: give its number', () => rt.link.change('v0', { group: 'nope' })],
      ['link.list: group: "nope" is none of default, and not in /etc/iproute2/group: give its number', () => rt.link.list({ group: 'nope' })],
    ]
    for (const [message, of] of refused) expect((await refusal(of)).message).to.equal(message)
  })
})
