// rt.nexthop against the kernel. The witness is iproute2.
import { expect } from 'chai'
import { NLM_F_ECHO, NLM_F_REPLACE } from '../../codec/core/header.js'
import { RTM_NEWNEXTHOP } from '../../codec/route/message-types.js'
import { Nexthop } from '../../codec/route/nexthop.js'
import { Conversation } from '../../src/client/conversation.js'
import type { CodecError, NetlinkError } from '../../src/index.js'
import { inside } from '../../src/netns/enter.js'
import { NetlinkSocket } from '../../src/socket/socket.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal } from './machine.js'

describe('nexthop', () => {
  let machine: Machine
  let index: number
  beforeEach(async () => {
    machine = await Machine.make()
    index = await machine.veth('v0', 'v1')
    // For a blackhole, whose link is lo.
    await machine.rt.link.change('lo', { flags: { up: true } })
    await machine.rt.address.add({ index: 'v0', local: '10.1.1.1/24' })
    await machine.rt.address.add({ index: 'v0', local: 'fd00::1/64', flags: ['nodad'] })
  })
  afterEach(() => machine[Symbol.dispose]())
  const shown = async (words = ''): Promise<string[]> => (await machine.run(`nexthop show ${words}`.trim())).trim().split('\n').map(line => line.trim())
    .filter(line => line !== '')

  itNeeds('iproute2', 'add gives back what was made, as ip shows it', async () => {
    expect(await machine.rt.nexthop.add({ id: 1, oif: 'v0', gateway: '10.1.1.2' })).to.deep.include({ id: 1, oif: index, gateway: '10.1.1.2', family: 'inet' })
    await machine.rt.nexthop.add({ id: 2, oif: 'v0', gateway: 'fd00::2', protocol: 'static' })
    await machine.rt.nexthop.add({ id: 3, blackhole: true })
    await machine.rt.nexthop.add({ id: 4, oif: 'v0', gateway: '10.1.1.3', flags: ['onlink'] })
    const group = await machine.rt.nexthop.add({ id: 10, group: [{ id: 1 }, { id: 4, weight: 2 }] })
    expect(group.group?.map(({ id, weight }) => [id, weight])).to.deep.equal([[1, 0], [4, 2]])
    expect(await shown()).to.deep.equal([
      'id 1 via 10.1.1.2 dev v0 scope link', 'id 2 via fd00::2 dev v0 scope link proto static', 'id 3 blackhole',
      'id 4 via 10.1.1.3 dev v0 scope link onlink', 'id 10 group 1/4,3',
    ])
  })

  itNeeds('iproute2', 'add without an id gives back the one that the kernel chose', async () => {
    const { id } = await machine.rt.nexthop.add({ oif: 'v0', gateway: '10.1.1.2' })
    expect(id).to.be.above(0)
    expect(await machine.ip('nexthop show')).to.deep.include.members([{ id, gateway: '10.1.1.2', dev: 'v0', scope: 'link', flags: [] }])
  })

  itNeeds('iproute2', 'replace and change put another in its place; change needs one', async () => {
    const wanted = { id: 1, oif: 'v0', gateway: '10.1.1.9' } as const
    expect((await refusal<NetlinkError>(machine.rt.nexthop.change(wanted))).code).to.equal('ENOENT')
    await machine.rt.nexthop.replace({ ...wanted, gateway: '10.1.1.8' })
    await machine.rt.nexthop.add({ id: 10, group: [{ id: 1 }] })
    expect((await refusal<NetlinkError>(machine.rt.nexthop.add(wanted))).message).to.match(/^nexthop\.add 1: EEXIST: /)
    expect(await machine.rt.nexthop.change(wanted)).to.deep.include({ id: 1, gateway: '10.1.1.9' })
    expect(await shown('id 1')).to.deep.equal(['id 1 via 10.1.1.9 dev v0 scope link'])
    expect(await machine.rt.nexthop.get(1)).to.deep.include({ gateway: '10.1.1.9' })
  })

  itNeeds('iproute2', 'list goes by family, link and groups; delete and flush tell what is gone', async () => {
    await machine.veth('w0', 'w1')
    await machine.rt.nexthop.add({ id: 1, oif: 'v0' })
    await machine.rt.nexthop.add({ id: 2, oif: 'w0' })
    await machine.rt.nexthop.add({ id: 3, oif: 'v0', gateway: 'fd00::2' })
    await machine.rt.nexthop.add({ id: 10, group: [{ id: 1 }, { id: 2 }] })
    const ids = async (filter: Parameters<Machine['rt']['nexthop']['list']>[0]): Promise<unknown[]> => (await machine.rt.nexthop.list(filter)).map(({ id }) => id)
    expect(await ids({})).to.deep.equal([1, 2, 3, 10])
    expect(await ids({ oif: 'v0' })).to.deep.equal([1, 3])
    expect(await ids({ family: 'inet6' })).to.deep.equal([3])
    expect(await ids({ groups: true })).to.deep.equal([10])
    await machine.rt.nexthop.delete(3)
    expect((await refusal<NetlinkError>(machine.rt.nexthop.get(3))).code).to.equal('ENOENT')
    expect((await refusal<NetlinkError>(machine.rt.nexthop.delete(3))).code).to.equal('ENOENT')
    expect(await machine.rt.nexthop.flush({ oif: 'v0' })).to.equal(1)
    expect(await shown()).to.deep.equal(['id 2 dev w0 scope host', 'id 10 group 2'])
  })

  itNeeds('iproute2', 'a route goes by a nexthop, and goes with it', async () => {
    await machine.rt.nexthop.add({ id: 1, oif: 'v0', gateway: '10.1.1.2' })
    await machine.rt.route.add({ dst: '10.9.0.0/16', nhId: 1 })
    expect(await machine.ip('route show 10.9.0.0/16')).to.deep.equal([{ dst: '10.9.0.0/16', nhid: 1, gateway: '10.1.1.2', dev: 'v0', flags: [] }])
    expect(await machine.rt.nexthop.replace({ id: 1, oif: 'v0', gateway: '10.1.1.9' })).to.include({ id: 1, gateway: '10.1.1.9' })
    expect((await machine.ip('route show 10.9.0.0/16'))[0]).to.include({ gateway: '10.1.1.9' })
    await machine.rt.nexthop.delete(1)
    expect(await machine.ip('route show 10.9.0.0/16')).to.deep.equal([])
  })

  itNeeds('iproute2', 'one that many routes use is replaced and changed', async () => {
    await machine.rt.nexthop.add({ id: 1, oif: 'v0', gateway: '10.1.1.2' })
    await machine.rt.nexthop.add({ id: 10, group: [{ id: 1 }] })
    // An echo of all does not fit into the receive buffer.
    await machine.rt.batch(b => { for (let i = 0; i < 5000; i++) b.route.add({ dst: `10.9.${i >> 8}.${i & 255}/32`, nhId: i % 2 === 0 ? 1 : 10 }) })
    for (const [verb, gateway] of [['replace', '10.1.1.8'], ['change', '10.1.1.9']] as const) {
      const changed = { id: 1, oif: 'v0', gateway } as const
      expect(await machine.rt.nexthop[verb](changed)).to.deep.include({ id: 1, gateway })
      expect(await machine.rt.batch(b => { b.nexthop[verb](changed) }, { values: true })).to.containSubset([{ status: 'done', value: { id: 1, gateway } }])
      expect((await machine.rt.nexthop[verb]({ id: 10, group: [{ id: 1, weight: 1 }] })).group).to.have.lengthOf(1)
      expect(await machine.ip('route show 10.9.0.2')).to.containSubset([{ nhid: 1, gateway }])
    }
  })

  it('an echo may tell of more than was asked for', async () => {
    await machine.rt.nexthop.add({ id: 1, oif: 'v0', gateway: '10.1.1.2' })
    await machine.rt.route.add({ dst: '10.9.0.0/16', nhId: 1 })
    using socket = NetlinkSocket.open({ inside: step => inside(machine.namespace.fd, 'the namespace', step) })
    const value = { id: 1, family: 'inet', oif: 'v0', gateway: '10.1.1.9' }
    const [told] = new Conversation(socket).exchange([{ call: 'nexthop.replace', type: RTM_NEWNEXTHOP, flags: NLM_F_REPLACE | NLM_F_ECHO, codec: Nexthop, value }])
    expect(told).to.containSubset([{ id: 1, gateway: '10.1.1.9' }]).and.to.have.lengthOf(1)
  })

  itNeeds('iproute2', 'buckets of a resilient group lead to its members', async () => {
    await machine.rt.nexthop.add({ id: 1, oif: 'v0' })
    await machine.rt.nexthop.add({ id: 2, oif: 'v1' })
    await machine.rt.nexthop.add({ id: 10, group: [{ id: 1 }, { id: 2 }], groupType: 'res', resGroup: { buckets: 8 } })
    const buckets = await machine.rt.nexthop.buckets({ id: 10 })
    const witness = await machine.ip('nexthop bucket show id 10') as unknown as ReadonlyArray<{ bucket: { index: number, nhid: number } }>
    expect(buckets.map(({ resBucket }) => [resBucket?.index, resBucket?.nhId])).to.deep.equal(witness.map(({ bucket }) => [bucket.index, bucket.nhid]))
    expect(buckets).to.have.length(8)
  })

  it('refuses what makes no sense before anything is sent', async () => {
    const sent = await machine.sent(async () => {
      expect((await refusal<CodecError>(machine.rt.nexthop.add({ id: 1, gateway: '10.1.1' }))).message).to.equal('nexthop.add 1: gateway: "10.1.1" is no IP address')
      expect((await refusal<CodecError>(machine.rt.nexthop.change({ gateway: '10.1.1.1' } as never))).message).to.equal('nexthop.change: id: it is missing')
      expect((await refusal(machine.rt.nexthop.flush({}))).message).to.match(/^nexthop\.flush: which\?/)
      expect((await refusal(machine.rt.nexthop.list({ dev: 'v0' } as never))).message).to.match(/^nexthop\.list: dev: no such filter/)
    })
    expect(sent).to.equal(0)
  })

  it('is the same without promises', () => {
    const made = machine.sync.nexthop.add({ id: 1, oif: index })
    expect(machine.sync.nexthop.get(1)).to.deep.equal(made)
    expect(machine.sync.nexthop.list()).to.deep.equal([made])
  })
})
