// rt.state: what it says, against iproute2 and the kernel's own look-up of routes.
import { expect } from 'chai'
import { setTimeout as delay } from 'node:timers/promises'
import { CodecError, RtnetlinkSync, SystemError, UsageError, type State, type StateEvent } from '../../src/index.js'
import { libc } from '../../src/libc/open.js'
import { itNeeds } from '../needs.js'
import { descriptors, rounds, script } from '../netns/witness.js'
import { Machine, refusal } from './machine.js'
import { commands, ipBatch, random } from './monitor/follow.js'

const names = (links: ReadonlyArray<{ ifname?: string }>): unknown[] => links.map(({ ifname }) => ifname)

describe('state', function () {
  this.timeout(rounds(20_000, 600_000))
  let machine: Machine
  let state: State
  beforeEach(async () => {
    machine = await Machine.make()
    state = await machine.rt.state()
  })
  afterEach(() => {
    state.close()
    machine[Symbol.dispose]()
  })

  itNeeds('iproute2', 'knows links by name, alternative name and index, ports, addresses', async () => {
    await machine.run('link add br0 up type bridge')
    await machine.run('link add v0 master br0 type veth peer name v1')
    await machine.run('link property add dev br0 altname a-rather-long-name')
    await machine.run('link add 77 type bridge')
    await machine.run('addr add 10.1.1.1/24 dev br0')
    await machine.run('addr add fd00::1/64 dev br0 nodad')
    state.refresh()
    const { index } = state.link('br0')!
    expect(state.link('a-rather-long-name')).to.equal(state.link(index)).and.to.include({ ifname: 'br0' })
    // A text is a name, whatever it looks like.
    expect(state.link('77')).to.include({ ifname: '77' }).and.to.not.have.property('index', 77)
    expect(state.link(77)).to.equal(undefined)
    expect(names(state.children('br0'))).to.deep.equal(['v0'])
    expect(state.addressesOf('br0').map(({ prefix }) => prefix)).to.have.members(['10.1.1.1/24', 'fd00::1/64'])
    await machine.run('link set br0 down')
    await machine.run('link set br0 name br9')
    await machine.run('link set v0 nomaster')
    state.refresh()
    expect([state.link('br0'), state.link('br9')?.index, state.children(index)]).to.deep.equal([undefined, index, []])
    await machine.run('link del br9')
    state.refresh()
    expect([state.link(index), state.link('a-rather-long-name'), state.addressesOf(index)]).to.deep.equal([undefined, undefined, []])
  })

  it('knows what was made by a call before it, without a turn of the event loop', () => {
    machine.sync.link.add({ ifname: 'br0', kind: 'bridge' })
    expect(state.link('br0')).to.equal(undefined)
    state.refresh()
    expect(state.link('br0')).to.include({ ifname: 'br0' })
  })

  it('is what there is after refresh, also where a list that is read again changes meanwhile', async () => {
    await machine.veth('v0', 'v1')
    machine.sync.address.add({ index: 'v0', local: '10.1.1.1/24' })
    machine.sync.address.add({ index: 'lo', local: '10.99.0.1/32' })
    for (let i = 0; i < 10; i++) machine.sync.route.add({ dst: `10.2.${i}.0/24`, oif: 'v0' })
    const routes = (): unknown[] => state.routes.map(({ dst }) => dst).filter(dst => dst?.startsWith('10.2.'))
    state.refresh()
    expect(routes()).to.have.lengthOf(10)
    // Routes that go with it go in silence, so they are listed; when the list is there, these go with their link.
    machine.sync.address.delete({ index: 'lo', local: '10.99.0.1/32' })
    using other = RtnetlinkSync.open({ namespace: machine.namespace })
    machine.faults.clear()
    let up = true
    machine.faults.replace('recvmmsg', (fd, ...values) => {
      const got = libc().recvmmsg(fd, ...values)
      if (up && machine.faults.calls.some(({ name, values: [sender] }) => name === 'send' && sender === fd)) {
        up = false
        other.link.change('v0', { flags: { up } })
      }
      return got
    })
    state.refresh()
    expect(up).to.equal(false)
    expect(routes()).to.deep.equal([])
  })

  itNeeds('iproute2', 'tells of changes when they are taken in, by itself', async () => {
    const told: Array<[string, boolean]> = []
    const end = state.onChange((event: StateEvent) => {
      if ('object' in event && event.object === 'link') told.push([`${event.event} ${event.value.ifname}`, state.link('br0') !== undefined])
      expect(() => { state.refresh() }).to.throw(UsageError, 'refresh: not while a change is told')
    })
    await machine.run('link add br0 type bridge')
    for (let i = 0; i < 200 && told.length === 0; i++) await delay(5)
    end()
    await machine.run('link del br0')
    state.refresh()
    expect(told).to.deep.equal([['added br0', true]])
    expect(state.link('br0')).to.equal(undefined)
  })

  itNeeds('iproute2', 'finds the route that the kernel finds', async () => {
    await machine.veth('v0', 'v1')
    for (const line of `addr add 10.1.1.1/24 dev v0
      addr add fd00::1/64 dev v0 nodad
      route add default via 10.1.1.254
      route add 10.0.0.0/8 via 10.1.1.2
      route add 10.9.0.0/16 via 10.1.1.3 metric 5
      route add 10.9.0.0/16 via 10.1.1.4 metric 4
      route add blackhole 10.9.9.0/24
      route add throw 10.9.8.0/24
      route add 10.9.7.128/25 nexthop via 10.1.1.5 nexthop via 10.1.1.6
      route add 10.9.8.0/24 via 10.1.1.7 table 100
      route add 10.5.0.0/16 via 10.1.1.8 table 100
      rule add to 10.5.0.0/16 table 100 priority 50
      rule add fwmark 7 blackhole priority 60
      rule add to 10.6.0.0/16 goto 32767 priority 70
      route add 10.3.0.0/16 via 10.1.1.9 table 100
      rule add to 10.3.0.0/16 goto 85 priority 71
      rule add from 10.1.1.1 to 10.4.0.0/16 table 100 priority 80
      rule add to 10.3.0.0/16 table 100 priority 81
      rule add table main suppress_prefixlength 0 priority 90
      rule add to 172.16.0.0/12 unreachable priority 95
      -6 route add 2001:db8::/32 via fd00::9
      -6 route add 2001:db8:1::/48 via fd00::8
      -6 route add default via fd00::7`.split('\n')) await machine.run(line.trim())
    state.refresh()
    const asked = ['10.1.1.1', '10.1.1.255', '10.1.1.77', '10.2.3.4', '10.9.1.1', '10.9.9.1', '10.9.8.1', '10.9.7.1', '10.9.7.200', '10.5.5.5', '10.6.1.1', '10.3.3.3', '10.4.4.4', '8.8.8.8', '172.16.5.5', '127.0.0.1',
      '2001:db8::1', '2001:db8:1::1', 'fd00::1', 'fd00::77', '2a00::1', '::1']
    for (const to of asked) {
      const ours = state.lookup(to)
      const theirs = await machine.rt.route.get(to, { fibMatch: true }).catch(() => undefined)
      if (theirs === undefined || ours === undefined || ['blackhole', 'unreachable', 'prohibit'].includes(String(ours.type))) {
        expect(theirs, to).to.equal(undefined)
        continue
      }
      const key = ({ dst, dstLen, gateway, oif, priority, table, rtmTable, multipath, type }: typeof theirs): object =>
        ({ dst, dstLen, gateway, oif, priority, table: table ?? rtmTable, hops: multipath?.map(hop => hop.gateway), type })
      expect(key(ours), to).to.deep.equal(key(theirs))
    }
    expect(state.lookup('10.9.9.1')?.type).to.equal('blackhole')
    expect(state.lookup('10.3.3.3')?.gateway).to.equal('10.1.1.9')
    expect(state.lookup('10.2.3.4', { mark: 7 })).to.equal(undefined)
    expect(() => state.lookup('nowhere')).to.throw(CodecError, 'state.lookup: dst: "nowhere" is no IP address')
  })

  itNeeds(['iproute2', 'kernel: IPV6_SUBTREES'], 'finds the route that the kernel finds for a source', async () => {
    await machine.veth('v0', 'v1')
    for (const line of `addr add fd00::1/64 dev v0 nodad
      -6 route add default via fd00::2
      -6 route add default from 2001:db8:99::/48 via fd00::3
      -6 route add 2001:db8:7::/48 via fd00::4
      -6 route add 2001:db8:7::/48 from 2001:db8:99::/48 via fd00::5 metric 9
      -6 route add 2001:db8:7::/48 from 2001:db8:99:1::/64 via fd00::6 metric 20
      -6 route add 2001:db8:7::/48 from 2001:db8:99::/48 via fd00::7 metric 8
      -6 route add 2001:db8:7:7::/64 from 2001:db8:99::/48 via fd00::8`.split('\n')) await machine.run(line.trim())
    state.refresh()
    for (const to of ['2001:db8:7::1', '2001:db8:7:7::1', '2a00::1']) {
      for (const src of [undefined, '2001:db8:98::1', '2001:db8:99::1', '2001:db8:99:1::1']) {
        const { gateway } = await machine.rt.route.get(to, { ...src === undefined ? {} : { src }, fibMatch: true })
        expect(state.lookup(to, { src })?.gateway, `${to} from ${src}`).to.equal(gateway).and.to.be.a('string')
      }
    }
  })

  itNeeds('iproute2', 'is what the kernel lists, and finds what it finds, after random changes', async () => {
    for (let round = 0; round < rounds(2, 30); round++) {
      await ipBatch(machine, commands(rounds(300, 1500), 99 + round))
      for (let i = 0; i < 100 && (await machine.rt.address.list()).some(({ flags }) => flags?.includes('tentative')); i++) await delay(50)
      state.refresh()
      expect(names(state.links).sort()).to.deep.equal(names(machine.sync.link.list()).sort())
      expect(state.routes.length).to.equal(machine.sync.route.list().filter(({ family }) => family === 'inet' || family === 'inet6').length)
      expect(state.addresses.map(({ index, prefix }) => `${index} ${prefix}`).sort()).to.deep.equal(machine.sync.address.list().map(({ index, prefix }) => `${index} ${prefix}`).sort())
      const pick = random(round)
      for (let i = 0; i < 200; i++) {
        const to = pick(3) === 0 ? `2001:db${8 + pick(2)}:${pick(5)}::${1 + pick(9)}` : `10.${8 + pick(2)}.${pick(10)}.${pick(255)}`
        let theirs
        try { theirs = machine.sync.route.get(to, { fibMatch: true }) } catch { theirs = undefined }
        const ours = state.lookup(to)
        const hops = (route: typeof ours): string => JSON.stringify((route?.multipath ?? [{ gateway: route?.gateway }]).map(hop => hop.gateway).sort())
        expect([ours?.dst, ours?.dstLen, hops(ours)], to).to.deep.equal([theirs?.dst, theirs?.dstLen, hops(theirs)])
      }
    }
  })

  it('goes on where a listener throws, tells the others, and leaves the error to the process', () => {
    const { stdout, status } = script(`
      import { NetworkNamespace, Rtnetlink } from '${new URL('../../src/index.js', import.meta.url).href}'
      const rt = await Rtnetlink.open({ namespace: NetworkNamespace.createSync() })
      const state = await rt.state({ objects: ['link'] })
      const uncaught = []
      process.on('uncaughtException', error => { uncaught.push(error.message) })
      state.onChange(({ event }) => { if (event === 'added') throw new Error('mine') })
      let others = 0
      state.onChange(({ event }) => { if (event === 'added') others++ })
      await rt.link.add({ ifname: 'br0', kind: 'bridge' })
      while (others === 0) await new Promise(resolve => setTimeout(resolve, 5))
      await rt.link.add({ ifname: 'br1', kind: 'bridge' })
      state.refresh()
      await new Promise(setImmediate)
      console.log(state.links.length, others, ...uncaught, state.failure)`)
    expect({ stdout, status }).to.deep.equal({ stdout: '3 2 mine mine undefined\n', status: 0 })
  })

  it('hears when it is opened right after another was closed, which had the same number for its descriptor', async () => {
    // It waits by now.
    await delay(20)
    state.close()
    state = await machine.rt.state()
    machine.sync.link.add({ ifname: 'br0', kind: 'bridge' })
    for (const until = Date.now() + 5000; state.link('br0') === undefined && Date.now() < until;) await delay(5)
    expect(state.link('br0')).to.include({ ifname: 'br0' })
  })

  it('ends with what makes refresh fail', async () => {
    machine.faults.fail('recvmmsg', 'ENOMEM')
    const error = await refusal(() => { state.refresh() })
    expect(error).to.be.instanceOf(SystemError).with.property('code', 'ENOMEM')
    await delay(20)
    expect(state.failure).to.equal(error)
    expect(await refusal(() => { state.refresh() })).to.equal(error)
  })

  it('keeps no program alive, and ends', async () => {
    const before = descriptors()
    {
      await using other = await machine.rt.state({ objects: ['link'] })
      expect(names(other.links)).to.deep.equal(['lo'])
    }
    expect(descriptors()).to.equal(before)
    state.close()
    expect(() => { state.refresh() }).to.throw(UsageError, 'this state is closed')
    expect(script(`
      import { NetworkNamespace, Rtnetlink } from '${new URL('../../src/index.js', import.meta.url).href}'
      const rt = await Rtnetlink.open({ namespace: NetworkNamespace.createSync() })
      const state = await rt.state()
      console.log(state.links.length)`)).to.deep.include({ stdout: '1\n', status: 0 })
  })

  it('ends with its signal, and says why', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    using other = await machine.rt.state({ signal: controller.signal })
    controller.abort(reason)
    for (let i = 0; i < 100 && other.failure === undefined; i++) await delay(5)
    expect(other.failure).to.equal(reason)
    expect(await refusal(machine.rt.state({ signal: controller.signal }))).to.equal(reason)
    for (const [objects, said] of [[['qdisc'], '"qdisc": no such object; t'], [[], 'of what? T']] as const) {
      expect(await refusal(machine.rt.state({ objects: objects as [] }))).to.be.instanceOf(UsageError)
        .with.property('message', `state: ${said}here are link, address, route, neighbour, rule`)
    }
  })
})
