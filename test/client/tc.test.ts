// rt.qdisc, rt.class, rt.filter and rt.chain against the kernel. The witness is tc of iproute2.
import { expect } from 'chai'
import type { CodecError, NetlinkError } from '../../src/index.js'
import { handleText } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal, type Printed } from './machine.js'

let machine: Machine
beforeEach(async () => {
  machine = await Machine.make()
  await machine.veth('v0', 'v1')
})
afterEach(() => machine[Symbol.dispose]())
const tc = async (words: string): Promise<Printed[]> => {
  const text = (await machine.namespace.execFile('tc', ['-j', ...words.split(' ')])).stdout
  return text.trim() === '' ? [] : (JSON.parse(text) as Printed[]).filter(one => Object.keys(one).length > 0)
}
/** 1 Mbit/s in bytes, its burst in ticks of 64 ns. */
const mbit = { rate: { rate: 125_000, linklayer: 'ethernet' }, ceil: { rate: 250_000, linklayer: 'ethernet' }, buffer: 200_000, cbuffer: 200_000 } as const

describe('qdisc', () => {
  itNeeds('iproute2', 'add gives back what was made, as tc shows it; replace, change, delete', async () => {
    const made = await machine.rt.qdisc.add({ ifindex: 'v0', handle: '1:', kind: 'htb', options: { init: { version: 3, rate2quantum: 10, defcls: 0x20 } } })
    expect(made).to.deep.include({ kind: 'htb', handle: 0x10000, parent: 0xffffffff })
    expect(await tc('qdisc show dev v0')).to.have.deep.nested.property('[0].options.default', '0x20')
    expect((await refusal<NetlinkError>(machine.rt.qdisc.add({ ifindex: 'v0', handle: '1:', kind: 'htb', options: { init: { version: 3 } } }))).code).to.equal('EEXIST')
    await machine.rt.qdisc.replace({ ifindex: 'v0', handle: '2:', kind: 'htb', options: { init: { version: 3, rate2quantum: 10, defcls: 0x30 } } })
    expect(await tc('qdisc show dev v0')).to.have.deep.nested.property('[0].handle', '2:')
    expect(await machine.rt.qdisc.get({ ifindex: 'v0' })).to.deep.include({ handle: 0x20000 })
    await machine.rt.qdisc.delete({ ifindex: 'v0' })
    expect((await tc('qdisc show dev v0')).map(one => one['kind'])).to.deep.equal(['noqueue'])
    expect((await refusal<NetlinkError>(machine.rt.qdisc.delete({ ifindex: 'v0' }))).code).to.equal('ENOENT')
  })

  itNeeds('iproute2', 'list has what tc lists', async () => {
    await machine.rt.qdisc.add({ ifindex: 'v0', handle: '1:', kind: 'htb', options: { init: { version: 3 } } })
    await machine.rt.qdisc.add({ ifindex: 'v1', kind: 'clsact' })
    const indices = new Map((await machine.rt.link.list()).map(link => [link.index, link.ifname]))
    const told = (await machine.rt.qdisc.list()).map(({ ifindex, kind, handle }) => [indices.get(ifindex), kind, handleText(handle)])
    expect(told).to.deep.equal((await tc('qdisc show')).map(one => [one['dev'], one['kind'], one['handle'] === '0:' ? '0:' : one['handle']]))
    expect((await machine.rt.qdisc.list({ ifindex: 'v1', kind: 'clsact' })).map(({ handle }) => handle)).to.deep.equal([0xffff0000])
  })

  it('refuses what makes no sense before anything is sent', async () => {
    expect(await machine.sent(async () => {
      expect((await refusal<CodecError>(machine.rt.qdisc.add({ ifindex: 1, handle: '1', kind: 'htb' }))).message)
        .to.equal('qdisc.add 1 htb: handle: "1" is no handle: \'1:\' and \'1:20\' are, of up to four hexadecimal digits each')
      expect((await refusal<CodecError>(machine.rt.qdisc.add({ ifindex: 1, kind: 'htb', options: { init: { defcls: -1 } } }))).message)
        .to.match(/^qdisc\.add 1 htb: options\.init\.defcls: -1 is not a whole number/)
    })).to.equal(0)
  })
})

describe('class', () => {
  /** tc 6.1 has no JSON for classes: `class htb 1:10 root prio 0 rate 1Mbit ceil 2Mbit burst …`. */
  const shown = async (): Promise<string[]> => (await machine.namespace.execFile('tc', ['class', 'show', 'dev', 'v0'])).stdout.trim().split('\n')
    .map(line => line.replace(/^class /, '').replace(/ leaf \S+| prio 0| burst.*$/g, '').trim()).sort()

  itNeeds('iproute2', 'add, get, change, list and delete are as tc shows them', async () => {
    await machine.rt.qdisc.add({ ifindex: 'v0', handle: '1:', kind: 'htb', options: { init: { version: 3, defcls: 0x20 } } })
    const made = await machine.rt.class.add({ ifindex: 'v0', parent: '1:', handle: '1:10', kind: 'htb', options: { parms: mbit } })
    expect(made).to.deep.include({ kind: 'htb', handle: 0x10010 })
    await machine.rt.class.add({ ifindex: 'v0', parent: '1:10', handle: '1:20', kind: 'htb', options: { parms: { ...mbit, prio: 3 } } })
    expect(await shown()).to.deep.equal(['htb 1:10 root rate 1Mbit ceil 2Mbit', 'htb 1:20 parent 1:10 prio 3 rate 1Mbit ceil 2Mbit'])
    expect((await machine.rt.class.list({ ifindex: 'v0', parent: '1:10' })).map(({ handle }) => handleText(handle))).to.deep.equal(['1:20'])
    await machine.rt.class.change({ ifindex: 'v0', parent: '1:10', handle: '1:20', kind: 'htb', options: { parms: { ...mbit, rate: { rate: 62_500, linklayer: 'ethernet' } } } })
    expect((await shown())[1]).to.include('rate 500Kbit')
    expect((await machine.rt.class.get({ ifindex: 'v0', handle: '1:20' })).handle).to.equal(0x10020)
    await machine.rt.class.delete({ ifindex: 'v0', handle: '1:20' })
    expect(await shown()).to.have.length(1)
  })
})

describe('filter and chain', () => {
  /** `return 1`: struct sock_filter. linux/filter.h */
  const options = { opsLen: 1, ops: [{ code: 6, jt: 0, jf: 0, k: 1 }] } as const

  itNeeds('iproute2', 'add, get, list, delete and flush are as tc shows them', async () => {
    await machine.rt.qdisc.add({ ifindex: 'v0', kind: 'clsact' })
    const made = await machine.rt.filter.add({ ifindex: 'v0', parent: 'ingress', priority: 7, protocol: 'ip', kind: 'bpf', options })
    expect(made).to.deep.include({ kind: 'bpf', handle: 1 })
    await machine.rt.filter.add({ ifindex: 'v0', parent: 'egress', priority: 8, kind: 'bpf', options })
    await machine.rt.filter.add({ ifindex: 'v0', parent: 'ingress', priority: 9, protocol: 'ipv6', kind: 'bpf', options })
    const shown = (await tc('filter show dev v0 ingress')).filter(one => one['options'] !== undefined)
    expect(shown.map(one => [one['pref'], one['protocol'], one['kind']])).to.deep.equal([[7, 'ip', 'bpf'], [9, 'ipv6', 'bpf']])
    const key = { ifindex: 'v0', parent: 'ingress', priority: 7, protocol: 'ip', handle: 1, kind: 'bpf' } as const
    expect((await machine.rt.filter.get(key)).options).to.deep.include(options)
    expect((await machine.rt.filter.list({ ifindex: 'v0', parent: 'egress' })).filter(({ handle }) => handle !== 0)).to.have.length(1)
    // A priority alone is one of any protocol.
    expect((await machine.rt.filter.list({ ifindex: 'v0', parent: 'ingress', priority: 7 })).filter(({ handle }) => handle !== 0)).to.have.length(1)
    for (const protocol of ['ip', 0x800] as const) {
      expect((await machine.rt.filter.list({ ifindex: 'v0', parent: 'ingress', protocol })).map(({ info }) => info >>> 16)).to.include(7).and.not.include(9)
    }
    await machine.rt.filter.delete({ ifindex: 'v0', parent: 'ingress', priority: 9 })
    await machine.rt.filter.add({ ifindex: 'v0', parent: 'ingress', priority: 9, protocol: 'ipv6', kind: 'bpf', options })
    await machine.rt.filter.delete(key)
    expect((await refusal<NetlinkError>(machine.rt.filter.get(key))).code).to.equal('ENOENT')
    expect(await machine.rt.filter.flush({ ifindex: 'v0', parent: 'ingress' })).to.equal(1)
    expect(await tc('filter show dev v0 ingress')).to.deep.equal([])
    expect((await tc('filter show dev v0 egress')).filter(one => one['options'] !== undefined)).to.have.length(1)
  })

  itNeeds('iproute2', 'chains are made, listed and deleted', async () => {
    await machine.rt.qdisc.add({ ifindex: 'v0', kind: 'clsact' })
    const place = { ifindex: 'v0', parent: 'ingress' } as const
    expect((await machine.rt.chain.add({ ...place, chain: 5 })).chain).to.equal(5)
    expect((await tc('chain show dev v0 ingress')).map(one => one['chain'])).to.deep.equal([5])
    expect((await machine.rt.chain.list(place)).map(({ chain }) => chain)).to.deep.equal([5])
    expect((await machine.rt.chain.get({ ...place, chain: 5 })).chain).to.equal(5)
    await machine.rt.chain.delete({ ...place, chain: 5 })
    expect(await tc('chain show dev v0 ingress')).to.deep.equal([])
  })
})
