// rt.link against the kernel. The witness is `ip -j link` of iproute2.
import { expect } from 'chai'
import { CodecError, NetworkNamespace, type Link, type NetlinkError, type UsageError } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal } from './machine.js'

const names = (links: readonly Link[]): Array<string | undefined> => links.map(({ ifname }) => ifname)

describe('link', () => {
  describe('add', () => {
    itNeeds('iproute2', 'gives back what was made, as ip shows it', async () => {
      using machine = await Machine.make()
      const link = await machine.rt.link.add({
        ifname: 'v0', mtu: 1400, address: '02:00:00:00:00:01', txqlen: 77, group: 5, kind: 'veth',
        data: { peer: { ifname: 'v1', mtu: 1300, address: '02:00:00:00:00:02' } },
      })
      const [shown] = await machine.ip('-d link show v0')
      expect(shown).to.deep.include({
        ifindex: link.index, ifname: link.ifname, mtu: link.mtu, address: link.address, broadcast: link.broadcast, txqlen: link.txqlen,
        group: String(link.group), link: 'v1', operstate: String(link.operstate).toUpperCase(),
        linkinfo: { info_kind: link.linkinfo?.kind }, num_tx_queues: link.numTxQueues, min_mtu: link.minMtu, max_mtu: link.maxMtu,
      })
      expect(shown).to.include({ mtu: 1400, address: '02:00:00:00:00:01', txqlen: 77, group: '5' })
      const [peer] = await machine.ip('link show v1')
      expect(peer).to.deep.include({ ifindex: link.link, mtu: 1300, address: '02:00:00:00:00:02' })
    })

    itNeeds('iproute2', 'makes a bridge with settings, and a port with settings of its own', async () => {
      using machine = await Machine.make()
      const bridge = await machine.rt.link.add({ ifname: 'br0', kind: 'bridge', data: { forwardDelay: 400, priority: 4096, stpState: 1, groupFwdMask: 8 } })
      expect(bridge.linkinfo?.kind === 'bridge' && bridge.linkinfo.data?.forwardDelay).to.equal(400)
      await machine.veth('p0', 'p1')
      await machine.rt.link.change('p0', { master: 'br0', slaveKind: 'bridge' })
      await machine.rt.link.change('p0', { slaveKind: 'bridge', slaveData: { cost: 77, mode: 'hairpin' } })
      const [shown] = await machine.ip('-d link show br0') as [{ linkinfo: { info_data: object } }]
      expect(shown.linkinfo.info_data).to.include({ forward_delay: 400, priority: 4096, stp_state: 1, group_fwd_mask: '0x8' })
      const [port] = await machine.ip('-d link show p0') as [{ master: string, linkinfo: { info_slave_data: object } }]
      expect(port.master).to.equal('br0')
      expect(port.linkinfo.info_slave_data).to.include({ cost: 77, hairpin: true })
    })

    for (const [story, reference] of [['the object', (ns: NetworkNamespace) => ns], ['its descriptor', (ns: NetworkNamespace) => ns.fd]] as const) {
      itNeeds('iproute2', `puts either end into another namespace, given as ${story}`, async () => {
        using machine = await Machine.make()
        using red = await Machine.make()
        using blue = await Machine.make()
        const link = await machine.rt.link.add({ ifname: 'v0', kind: 'veth', netNsFd: reference(red.namespace), data: { peer: { ifname: 'v1', netNsFd: reference(blue.namespace) } } })
        expect(names(await machine.rt.link.list())).to.deep.equal(['lo'])
        const [[here], [there]] = [await red.ip('link show v0'), await blue.ip('link show v1')]
        expect(here).to.deep.include({ ifindex: link.index, address: link.address, link_index: there?.['ifindex'] })
      })
    }

    itNeeds('iproute2', 'puts a link into the namespace of a process', async () => {
      using machine = await Machine.make()
      using red = await Machine.make()
      const inside = red.namespace.spawn('cat', [], { stdio: ['pipe', 'ignore', 'inherit'] })
      try {
        const link = await machine.rt.link.add({ ifname: 'b0', kind: 'bridge', netNsPid: inside.pid! })
        expect((await red.ip('link show b0'))[0]).to.include({ ifindex: link.index, address: link.address })
      } finally {
        inside.stdin?.end()
        await new Promise(resolve => inside.once('exit', resolve))
      }
    })

    it('gives back what is made in a namespace that is known by a number', async () => {
      using machine = await Machine.make()
      using red = await Machine.make()
      const targetNetnsid = await machine.rt.nsid.add(red.namespace)
      const made = await machine.rt.link.add({ ifname: 'br0', kind: 'bridge', address: '02:00:00:00:00:bb', targetNetnsid })
      expect(made).to.include({ ifname: 'br0', address: '02:00:00:00:00:bb', index: (await red.rt.link.get('br0')).index })
      expect(names(await machine.rt.link.list())).to.deep.equal(['lo'])
      const error = await refusal<UsageError>(machine.rt.link.add({ kind: 'bridge', targetNetnsid }))
      expect(error.message).to.equal('link.add bridge: a link that is made in another namespace needs an ifname')
    })

    it('in another namespace wants a name, which could not be told otherwise', async () => {
      using machine = await Machine.make()
      using red = NetworkNamespace.createSync()
      for (const ifname of [undefined, 'v%d']) {
        const error = await refusal<UsageError>(machine.rt.link.add({ ...ifname === undefined ? {} : { ifname }, kind: 'veth', netNsFd: red }))
        expect(error.message).to.equal(`link.add ${ifname ?? 'veth'}: a link that is made in another namespace needs an ifname`)
      }
      expect(names(await machine.rt.link.list())).to.deep.equal(['lo'])
    })

    it('leaves nothing behind where the other namespace has that name', async () => {
      using machine = await Machine.make()
      using red = await Machine.make()
      await red.veth('v0', 'v1')
      const error = await refusal<NetlinkError>(machine.rt.link.add({ ifname: 'v0', kind: 'veth', netNsFd: red.namespace, data: { peer: { ifname: 'w0' } } }))
      expect(error.code).to.equal('EEXIST')
      expect(names(await machine.rt.link.list())).to.deep.equal(['lo'])
    })

    it('leaves nothing behind where the peer cannot be', async () => {
      using machine = await Machine.make()
      await machine.rt.link.add({ ifname: 'taken', kind: 'bridge' })
      const error = await refusal<NetlinkError>(machine.rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { ifname: 'taken' } } }))
      expect(error).to.include({ code: 'EEXIST', call: 'link.add v0' })
      expect(names(await machine.rt.link.list())).to.deep.equal(['lo', 'taken'])
    })

    itNeeds('iproute2', 'tells the name that the kernel chose, without a name and with %d', async () => {
      using machine = await Machine.make()
      await machine.rt.link.add({ ifname: 'x0', kind: 'bridge' })
      const link = await machine.rt.link.add({ ifname: 'x%d', kind: 'veth' })
      expect(link.ifname).to.equal('x1')
      const other = await machine.rt.link.add({ kind: 'veth' })
      expect(other.ifname).to.match(/^veth\d+$/)
      for (const { ifname, index } of [link, other]) expect((await machine.ip(`link show ${ifname}`))[0]).to.include({ ifindex: index })
    })

    it('takes an index', async () => {
      using machine = await Machine.make()
      expect((await machine.rt.link.add({ index: 77, kind: 'bridge' })).index).to.equal(77)
      expect((await machine.rt.link.add({ ifname: 'z', index: 78, kind: 'bridge' })).index).to.equal(78)
    })

    it('says where a name is taken', async () => {
      using machine = await Machine.make()
      await machine.veth('v0', 'v1')
      const error = await refusal<NetlinkError>(machine.rt.link.add({ ifname: 'v0', kind: 'bridge' }))
      expect(error.message).to.equal('link.add v0: EEXIST: File exists')
      expect(error.hint).to.contain('link.change')
    })
  })

  describe('get, change and delete', () => {
    itNeeds('iproute2', 'take a name, an alternative name, and an index', async () => {
      using machine = await Machine.make()
      const index = await machine.veth('v0', 'v1')
      await machine.run('link property add dev v0 altname short altname a-name-of-more-than-fifteen-bytes')
      for (const [i, reference] of ['v0', 'short', 'a-name-of-more-than-fifteen-bytes', index].entries()) {
        expect((await machine.rt.link.get(reference)).index).to.equal(index)
        await machine.rt.link.change(reference, { mtu: 1400 + i })
        expect((await machine.ip('link show v0'))[0]).to.include({ mtu: 1400 + i })
        expect((await machine.rt.address.add({ index: reference, local: `10.1.${i}.1/24` })).index).to.equal(index)
      }
      expect((await machine.rt.link.get('v0')).propList?.altIfname).to.deep.equal(['short', 'a-name-of-more-than-fifteen-bytes'])
      await machine.rt.link.delete('a-name-of-more-than-fifteen-bytes')
      expect(names(await machine.rt.link.list())).to.deep.equal(['lo'])
    })

    itNeeds('iproute2', 'take an alternative name of 64 bytes, and one with characters that no name has', async () => {
      using machine = await Machine.make()
      const index = await machine.veth('v0', 'v1')
      const long = 'ä'.repeat(32)
      await machine.run(`link property add dev v0 altname ${long} altname 🌍 altname a:b`)
      for (const reference of [long, '🌍', 'a:b']) expect((await machine.rt.link.get(reference)).index, reference).to.equal(index)
      expect((await machine.rt.route.add({ dst: '10.9.0.0/16', oif: long })).oif).to.equal(index)
    })

    itNeeds('iproute2', 'take the white space that the kernel takes, which looks at bytes, and refuse what it refuses', async () => {
      using machine = await Machine.make()
      for (const ifname of ['a\u3000', 'a\u2003b', '\ufeffx', 'a\u1680']) {
        await machine.run(`link add name ${ifname} type bridge`)
        expect((await machine.rt.link.get(ifname)).ifname).to.equal(ifname)
        await machine.rt.link.change(ifname, { ifname: `${ifname}y` })
        await machine.rt.link.delete(`${ifname}y`)
      }
      // U+00E0 is c3 a0, and a0 is white space to isspace() of the kernel.
      for (const ifname of ['\u00e0', 'tr\u00e0m', 'a\u00a0b']) {
        expect((await refusal<Error & { stderr: string }>(machine.run(`link add name ${ifname} type bridge`))).stderr).to.match(/Invalid argument|not a valid ifname/)
        const error = await refusal(machine.rt.link.add({ ifname, kind: 'bridge' }))
        expect(error).to.be.instanceOf(CodecError).with.property('message').that.includes(`ifname: "${ifname}" is no name for a link`)
      }
    })

    itNeeds('iproute2', 'take names of any bytes, as the kernel does', async () => {
      using machine = await Machine.make()
      const index = await machine.veth('v0', 'v1', { up: false })
      await machine.rt.link.change('v0', { ifname: 'grün0' })
      expect((await machine.ip('link show grün0'))[0]).to.include({ ifindex: index, ifname: 'grün0' })
      // Latin-1, so no UTF-8: bytes 0xfc become U+DCFC.
      const odd = 'gr\udcfcn1'
      await machine.rt.link.change('grün0', { ifname: odd })
      const { stdout } = await machine.namespace.execFile('ip', ['-o', 'link', 'show'], { encoding: 'buffer' })
      expect(stdout.includes(Buffer.from('gr\xfcn1', 'latin1'))).to.equal(true)
      expect((await machine.rt.link.get(odd)).index).to.equal(index)
      expect(names(await machine.rt.link.list())).to.include(odd)
      await machine.rt.link.delete(odd)
      expect(await machine.ip('link')).to.have.lengthOf(1)
    })

    itNeeds('iproute2', 'change what is given and nothing else', async () => {
      using machine = await Machine.make()
      await machine.veth('v0', 'v1')
      const [before] = await machine.ip('link show v0')
      await machine.rt.link.change('v0', { ifalias: 'left' })
      expect((await machine.ip('link show v0'))[0]).to.deep.equal({ ...before, ifalias: 'left' })
      await machine.rt.link.change('v0', { flags: { promisc: true, multicast: false } })
      expect((await machine.ip('link show v0'))[0]?.['flags']).to.include('PROMISC').and.to.include('UP').and.not.to.include('MULTICAST')
      await machine.rt.link.change('v0', { flags: ['multicast'] })
      expect((await machine.ip('link show v0'))[0]?.['flags']).to.include('PROMISC').and.to.include('MULTICAST')
      await machine.rt.link.change('v0', { ifalias: '', flags: { promisc: false } })
      expect((await machine.ip('link show v0'))[0]).to.deep.equal(before)
    })

    itNeeds('iproute2', 'rename, give to a master and take from it, move by object, descriptor and process', async () => {
      using machine = await Machine.make()
      using red = await Machine.make()
      await machine.rt.link.add({ ifname: 'br0', kind: 'bridge' })
      await machine.veth('v0', 'v1', { up: false })
      await machine.rt.link.change('v0', { ifname: 'w0', master: 'br0' })
      expect((await machine.ip('link show w0'))[0]).to.include({ master: 'br0' })
      await machine.rt.link.change('w0', { master: 0 })
      expect((await machine.ip('link show w0'))[0]).not.to.have.property('master')
      await machine.rt.link.change('w0', { netNsFd: red.namespace })
      await machine.rt.link.change('v1', { netNsFd: red.namespace.fd, ifname: 'w1' })
      expect((await red.ip('link')).map(({ ifname }) => ifname).sort()).to.deep.equal(['lo', 'w0', 'w1'])
      const inside = machine.namespace.spawn('cat', [], { stdio: ['pipe', 'ignore', 'inherit'] })
      try {
        await red.rt.link.change('w0', { netNsPid: inside.pid! })
      } finally {
        inside.stdin?.end()
        await new Promise(resolve => inside.once('exit', resolve))
      }
      expect((await machine.ip('link show w0'))[0]).to.include({ ifname: 'w0' })
    })
  })

  describe('replace', () => {
    itNeeds('iproute2', 'makes a link, or changes the one of that name', async () => {
      using machine = await Machine.make()
      const { index } = await machine.rt.link.replace({ ifname: 'br0', kind: 'bridge', data: { forwardDelay: 400 } })
      const again = await machine.rt.link.replace({ ifname: 'br0', kind: 'bridge', mtu: 1400, data: { forwardDelay: 500 } })
      expect(again).to.include({ index, mtu: 1400 })
      const [shown] = await machine.ip('-d link show br0') as [{ linkinfo: { info_data: object } }]
      expect(shown).to.include({ mtu: 1400 })
      expect(shown.linkinfo.info_data).to.include({ forward_delay: 500 })
    })

    it('leaves a link of another kind alone', async () => {
      using machine = await Machine.make()
      await machine.veth('v0', 'v1')
      const error = await refusal<NetlinkError>(machine.rt.link.replace({ ifname: 'v0', kind: 'bridge', mtu: 1300 }))
      expect(error.message).to.equal('link.replace v0: EEXIST: there is a link of this name, and it is a veth')
      expect((await machine.rt.link.get('v0')).mtu).to.equal(1500)
    })
  })

  describe('list and flush', () => {
    itNeeds('iproute2', 'go by kind, master and group', async () => {
      using machine = await Machine.make()
      await machine.rt.link.add({ ifname: 'br0', kind: 'bridge' })
      for (const i of [0, 1]) await machine.veth(`v${i}`, `w${i}`)
      await machine.rt.link.change('v1', { master: 'br0', group: 7 })
      const shown = async (words: string): Promise<unknown[]> => (await machine.ip(`link show ${words}`.trim())).map(({ ifname }) => ifname)
      expect(names(await machine.rt.link.list({ kind: 'veth' }))).to.deep.equal(await shown('type veth')).and.to.have.lengthOf(4)
      expect(names(await machine.rt.link.list({ master: 'br0' }))).to.deep.equal(await shown('master br0')).and.to.deep.equal(['v1'])
      expect(names(await machine.rt.link.list({ group: 7 }))).to.deep.equal(await shown('group 7')).and.to.deep.equal(['v1'])
      expect(names(await machine.rt.link.list({ kind: 'of-tomorrow' }))).to.deep.equal([])
      expect(names(await machine.rt.link.list({ family: 'bridge' }))).to.include('v1').and.not.to.include('w1')
      for (const filter of [{ master: 'br0' }, { group: 7 }, { kind: 'veth', group: 7 }]) {
        for (const family of ['bridge', 'inet6'] as const) expect(names(await machine.rt.link.list({ family, ...filter }))).to.deep.equal(['v1'])
      }
      expect(names(await machine.rt.link.list({ family: 'bridge', kind: 'bridge' }))).to.deep.equal([])
      expect((await machine.rt.link.list({ extMask: ['skipStats'] }))[0]).not.to.have.nested.property('afSpec.inet6.stats')
      expect(await machine.rt.link.flush({ master: 'br0' })).to.equal(1)
      expect(await shown('')).to.deep.equal(['lo', 'br0', 'w0', 'v0'])
      // Each takes its peer along.
      expect(await machine.rt.link.flush({ kind: 'veth' })).to.equal(2)
      expect(await shown('')).to.deep.equal(['lo', 'br0'])
    })
  })
})
