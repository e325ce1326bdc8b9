// rt.route against the kernel. The witness is `ip route` of iproute2.
import { expect } from 'chai'
import type { NetlinkError, NewRoute, Route } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { eventually } from '../netns/witness.js'
import { Machine, refusal } from './machine.js'

describe('route', () => {
  let machine: Machine
  let index: number
  beforeEach(async () => {
    machine = await Machine.make()
    index = await machine.veth('v0', 'v1')
    await machine.rt.address.add({ index, local: '10.1.1.1/24' })
    await machine.rt.address.add({ index, local: 'fd00::1/64', flags: ['nodad'] })
  })
  afterEach(() => machine[Symbol.dispose]())

  /** The lines of routes that were not made by the kernel. */
  const shown = async (words: string): Promise<string[]> => (await machine.run(`${words} route show`)).replace(/\n\t/g, ' ').trim().split('\n')
    .map(line => line.trim().replace(/ +/g, ' ')).filter(line => !line.includes('proto kernel') && line !== '')

  // What iproute2 6.1 prints of each, and what is asked for again to delete it.
  const added: ReadonlyArray<readonly [line: string, route: NewRoute]> = [
    ['default via 10.1.1.254 dev v0', { dst: 'default', gateway: '10.1.1.254' }],
    ['default via 10.1.1.254 dev v0', { gateway: '10.1.1.254', oif: 'v0', table: 'main' }],
    ['10.9.0.0/16 dev v0 scope link', { dst: '10.9.0.0/16', oif: 'v0' }],
    ['10.9.0.1 via 10.1.1.3 dev v0 proto static src 10.1.1.1 metric 5', { dst: '10.9.0.1', gateway: '10.1.1.3', protocol: 'static', prefsrc: '10.1.1.1', priority: 5 }],
    ['10.9.0.0/16 via 10.1.1.3 dev v0 mtu 1300 advmss 1200', { dst: '10.9.0.0/16', gateway: '10.1.1.3', metrics: { mtu: 1300, advmss: 1200 } }],
    ['10.9.0.0/16 via 172.16.0.1 dev v0 onlink', { dst: '10.9.0.0/16', gateway: '172.16.0.1', oif: 'v0', flags: ['onlink'] }],
    ['10.9.0.0/16 via inet6 fd00::9 dev v0', { dst: '10.9.0.0/16', gateway: 'fd00::9', oif: 'v0' }],
    ['blackhole 10.9.0.0/16', { dst: '10.9.0.0/16', type: 'blackhole' }],
    ['10.9.0.0/16 nexthop via 10.1.1.3 dev v0 weight 2 nexthop via 10.1.1.4 dev v0 weight 1',
      { dst: '10.9.0.0/16', multipath: [{ gateway: '10.1.1.3', hops: 1 }, { gateway: '10.1.1.4', ifindex: 'v0' }] }],
    ['10.9.0.0/16 nexthop via inet6 fd00::8 dev v0 weight 1 nexthop via 10.1.1.4 dev v0 weight 1 nexthop dev v0 weight 1',
      { dst: '10.9.0.0/16', multipath: [{ gateway: 'fd00::8', ifindex: 'v0' }, { gateway: '10.1.1.4' }, { ifindex: 'v0' }] }],
    ['10.9.0.0/16 tos 0x10 via 10.1.1.3 dev v0', { dst: '10.9.0.0/16', tos: 16, gateway: '10.1.1.3' }],
    ['2001:db8::/32 via fd00::9 dev v0 metric 1024 pref medium', { dst: '2001:db8::/32', gateway: 'fd00::9' }],
    ['default via fd00::9 dev v0 metric 5 pref high', { gateway: 'fd00::9', priority: 5, pref: 'high' }],
    ['unreachable 2001:db8::/32 dev lo metric 1024 pref medium', { dst: '2001:db8::/32', type: 'unreachable' }],
    ['2001:db8::/32 metric 1024 pref medium nexthop via fd00::9 dev v0 weight 1 nexthop via fd00::8 dev v0 weight 3',
      { dst: '2001:db8::/32', multipath: [{ gateway: 'fd00::9' }, { gateway: 'fd00::8', hops: 2 }] }],
  ]
  for (const [line, route] of added) {
    itNeeds('iproute2', `add: ${line}; what it gives back is listed, and can be deleted and added again`, async () => {
      const made = await machine.rt.route.add(route)
      const family = line.includes('pref') ? '-6' : '-4'
      expect(await shown(family)).to.deep.equal([line])
      const listed = (await machine.rt.route.list({ table: 'main', protocol: made.protocol }))
      expect(listed.map(unaged)).to.deep.equal([unaged(made)])
      expect((await refusal<NetlinkError>(machine.rt.route.add(route))).code).to.equal('EEXIST')
      await machine.rt.route.delete(listed[0]!)
      expect(await shown(family)).to.deep.equal([])
      await machine.rt.route.add(listed[0]!)
      expect(await shown(family)).to.deep.equal([line])
      await machine.rt.route.delete(route)
      expect(await shown(family)).to.deep.equal([])
    })
  }

  itNeeds('iproute2', 'add: into any table, by number', async () => {
    for (const table of [100, 1000, 2 ** 32 - 1]) {
      expect((await machine.rt.route.add({ dst: '10.9.0.0/16', oif: 'v0', table })).table).to.equal(table)
      expect(await shown('-4')).to.deep.equal([])
      expect((await machine.run(`route show table ${table}`)).trim()).to.equal('10.9.0.0/16 dev v0 scope link')
      expect((await machine.rt.route.list({ table })).map(({ table }) => table)).to.deep.equal([table])
    }
  })

  itNeeds('iproute2', 'replace puts a route in the place of another; change needs one; append puts it behind', async () => {
    const way = (gateway: string): NewRoute => ({ dst: '10.9.0.0/16', gateway })
    expect((await refusal<NetlinkError>(machine.rt.route.change(way('10.1.1.2')))).code).to.equal('ENOENT')
    await machine.rt.route.replace(way('10.1.1.2'))
    await machine.rt.route.replace(way('10.1.1.3'))
    expect(await shown('-4')).to.deep.equal(['10.9.0.0/16 via 10.1.1.3 dev v0'])
    await machine.rt.route.change(way('10.1.1.4'))
    await machine.rt.route.append(way('10.1.1.5'))
    expect(await shown('-4')).to.deep.equal(['10.9.0.0/16 via 10.1.1.4 dev v0', '10.9.0.0/16 via 10.1.1.5 dev v0'])
    await machine.rt.route.delete(way('10.1.1.5'))
    expect(await shown('-4')).to.deep.equal(['10.9.0.0/16 via 10.1.1.4 dev v0'])
  })

  it('replace and change give back one that is there just so, also in a batch', async () => {
    await machine.rt.route.add({ dst: '10.9.0.0/16', gateway: '10.1.1.2', priority: 7 })
    await machine.rt.route.add({ dst: '10.9.0.0/16', gateway: '10.1.1.2', table: 300 })
    const routes: readonly NewRoute[] = [
      { dst: '10.5.0.0/16', type: 6 },
      { dst: '10.9.0.0/16', gateway: '10.1.1.2' }, { dst: '10.9.0.0/16', gateway: '10.1.1.2', protocol: 'static', tos: 16, priority: 5 }, { gateway: '10.1.1.3' },
      { dst: '0.0.0.0/0', gateway: '10.1.1.3', table: 300 }, { dst: '10.8.0.0/16', type: 'blackhole' }, { dst: '10.7.0.0/16', gateway: 'fd00::9', oif: 'v0' },
      { dst: '10.6.0.0/16', multipath: [{ gateway: '10.1.1.4' }, { gateway: '10.1.1.5' }] }, { dst: '2001:db8::/32', gateway: 'fd00::9' },
    ]
    for (const route of routes) {
      const made = unaged(await machine.rt.route.replace(route))
      for (const verb of ['replace', 'change'] as const) {
        expect(unaged(await machine.rt.route[verb](route))).to.deep.equal(made)
        const [entry] = await machine.rt.batch(b => { b.route[verb](route) }, { values: true })
        expect(unaged(entry!.value as Route)).to.deep.equal(made)
      }
    }
  })

  it('what is listed of a link without a carrier can be given back', async () => {
    const ways: readonly NewRoute[] = [
      { dst: '10.9.0.0/16', gateway: '10.1.1.2', oif: 'v0', flags: ['onlink'] }, { dst: '2001:db8::/32', gateway: 'fd00::9' },
      { dst: '10.8.0.0/16', multipath: [{ gateway: '10.1.1.4', ifindex: 'v0', flags: ['onlink'] }, { gateway: '10.1.1.5' }] },
    ]
    for (const way of ways) await machine.rt.route.add(way)
    await machine.rt.link.change('v1', { flags: { up: false } })
    const flagsOf = (routes: readonly Route[]): unknown[] => routes.flatMap(({ flags, multipath = [] }) => [flags, ...multipath.map(hop => hop.flags)]).flat()
    // The kernel's own worker sees to it, some time later.
    expect(await eventually(() => flagsOf(machine.sync.route.list({ protocol: 'boot' })).includes('linkdown'))).to.equal(true)
    const before = await machine.rt.route.list({ protocol: 'boot' })
    expect(flagsOf(before)).to.include('onlink')
    for (const route of before) {
      await machine.rt.route.replace(route)
      await machine.rt.route.delete(route)
      await machine.rt.route.add(route)
    }
    expect((await machine.rt.route.list({ protocol: 'boot' })).map(unaged)).to.have.deep.members(before.map(unaged))
  })

  itNeeds('iproute2', 'replace of IPv6 puts a route in the place of all hops, whatever there was', async () => {
    const one: NewRoute = { dst: '2001:db8::/32', gateway: 'fd00::7' }
    const two: NewRoute = { dst: '2001:db8::/32', multipath: [{ gateway: 'fd00::8' }, { gateway: 'fd00::9' }] }
    const direct: NewRoute = { dst: '2001:db8::/32', oif: 'v0' }
    const lines = new Map([
      [one, '2001:db8::/32 via fd00::7 dev v0 metric 1024 pref medium'],
      [two, '2001:db8::/32 metric 1024 pref medium nexthop via fd00::8 dev v0 weight 1 nexthop via fd00::9 dev v0 weight 1'],
      [direct, '2001:db8::/32 dev v0 metric 1024 pref medium'],
    ])
    for (const route of [one, two, one, direct, two, two, direct, one, one]) {
      await machine.rt.route.replace(route)
      expect(await shown('-6')).to.deep.equal([lines.get(route)])
    }
    // Appended, it is one more hop of the same route; deleted by its gateway, one less.
    const appended = await machine.rt.route.append({ dst: '2001:db8::/32', gateway: 'fd00::6' })
    expect(appended.multipath?.map(({ gateway }) => gateway).sort()).to.deep.equal(['fd00::6', 'fd00::7'])
    await machine.rt.route.delete({ dst: '2001:db8::/32', gateway: 'fd00::7' })
    expect(await shown('-6')).to.deep.equal(['2001:db8::/32 via fd00::6 dev v0 metric 1024 pref medium'])
    expect((await refusal<NetlinkError>(machine.rt.route.change({ dst: '2001:db8:1::/48', gateway: 'fd00::6' }))).code).to.equal('ENOENT')
  })

  itNeeds('iproute2', 'get tells the way, as ip does', async () => {
    await machine.rt.route.add({ dst: '10.9.0.0/16', gateway: '10.1.1.3', metrics: { mtu: 1300 } })
    await machine.rt.route.add({ dst: '2001:db8::/32', gateway: 'fd00::9' })
    for (const [dst, words] of [['10.9.1.1', '10.9.1.1'], ['10.1.1.77', '10.1.1.77 from 10.1.1.1'], ['2001:db8::1', '2001:db8::1'], ['fd00::7', 'fd00::7']] as const) {
      const [printed] = await machine.ip(`route get ${words}`)
      const way = await machine.rt.route.get(dst, words.includes('from') ? { src: '10.1.1.1' } : {})
      expect(printed).to.include({ dst: way.dst, dev: 'v0' })
      expect(way.oif).to.equal(index)
      expect(printed?.['gateway']).to.equal(way.gateway)
      expect(printed?.['prefsrc']).to.equal(way.prefsrc)
    }
    for (const [dst, prefix] of [['10.9.1.1', '10.9.0.0/16'], ['2001:db8::1', '2001:db8::/32']] as const) {
      const way = await machine.rt.route.get(dst, { fibMatch: true })
      expect(`${way.dst}/${way.dstLen}`).to.equal(prefix).and.to.equal((await machine.ip(`route get fibmatch ${dst}`))[0]?.['dst'])
    }
    expect((await machine.rt.route.get('10.9.1.1', { oif: 'v0', mark: 5 })).mark).to.equal(5)
  })

  itNeeds('iproute2', 'list goes by family, table, link, protocol and type', async () => {
    const ways: readonly NewRoute[] = [
      { dst: '10.9.0.0/16', gateway: '10.1.1.3', protocol: 'static' }, { dst: '10.8.0.0/16', oif: 'v0', table: 100 }, { dst: '10.7.0.0/16', type: 'blackhole' },
      { dst: '2001:db8::/32', gateway: 'fd00::9', protocol: 'static' }, { dst: '10.6.0.0/16', multipath: [{ gateway: '10.1.1.4' }, { gateway: '10.1.1.5' }] },
    ]
    for (const route of ways) await machine.rt.route.add(route)
    const listed = async (filter: Parameters<Machine['rt']['route']['list']>[0]): Promise<unknown[]> => (await machine.rt.route.list(filter)).map(({ dst }) => dst)
    const printed = async (words: string): Promise<unknown[]> => (await machine.ip(words)).map(({ dst }) => String(dst).split('/')[0])
    expect(await listed({ family: 'inet', table: 'main' })).to.deep.equal(await printed('-4 route')).and.to.have.lengthOf(4)
    expect(await listed({ table: 100 })).to.deep.equal(await printed('route show table 100')).and.to.deep.equal(['10.8.0.0'])
    expect(await listed({ protocol: 'static' })).to.deep.equal(['10.9.0.0', '2001:db8::'])
    for (const type of ['blackhole', 6] as const) expect(await listed({ type })).to.deep.equal(['10.7.0.0'])
    expect(await listed({ family: 'inet', table: 'main', oif: 'v0' })).to.have.members([...await printed('-4 route show dev v0'), '10.6.0.0'])
    // Of the kernel's own, some come only when an address is no longer tentative.
    const made = (await machine.rt.route.list()).filter(({ protocol }) => protocol !== 'kernel').map(({ dst }) => dst)
    expect(made).to.have.members((await machine.ip('-d route show table all')).filter(({ protocol }) => protocol !== 'kernel').map(({ dst }) => String(dst).split('/')[0]))
    for (const family of ['inet', 'inet6'] as const) expect(await listed({ family, table: 77 })).to.deep.equal([])
  })

  itNeeds('iproute2', 'flush deletes those that fit, also of nexthop objects, and leaves the kernel its own', async () => {
    await machine.run('nexthop add id 5 via 10.1.1.4 dev v0')
    await machine.run('nexthop add id 6 via fd00::4 dev v0')
    const ways: readonly NewRoute[] = [
      { dst: '10.9.0.0/16', gateway: '10.1.1.3' }, { dst: '10.8.0.0/16', nhId: 5 }, { dst: '2001:db8::/32', nhId: 6 },
      { dst: '2001:db8:1::/48', multipath: [{ gateway: 'fd00::8' }, { gateway: 'fd00::9' }] }, { dst: '10.7.0.0/16', gateway: 'fd00::9', oif: 'v0' },
    ]
    for (const route of ways) await machine.rt.route.add(route)
    expect(await machine.rt.route.flush({ family: 'inet6' })).to.be.greaterThan(1)
    expect(await machine.rt.route.flush({ oif: 'v0' })).to.equal(3)
    const left = await machine.ip('-d route show table all')
    expect(left.filter(({ protocol }) => protocol !== 'kernel')).to.deep.equal([])
    expect(left.map(({ dst }) => dst)).to.include('10.1.1.0/24').and.to.include('fd00::/64')
    await machine.rt.route.add({ dst: '10.9.0.0/16', oif: 'v0', table: 100 })
    expect(await machine.rt.route.flush({ table: 100 })).to.equal(1)
    expect(await machine.rt.route.flush({ family: 'inet', table: 77 })).to.equal(0)
  })
})

/** Without what changes by itself. */
function unaged ({ cacheinfo: _, ...route }: Route): object { return route }
