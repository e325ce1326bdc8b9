// rt.stats against the kernel. The witness is ip of iproute2.
import { expect } from 'chai'
import type { NetlinkError } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal } from './machine.js'

describe('stats', () => {
  let machine: Machine
  let index: number
  beforeEach(async () => {
    machine = await Machine.make()
    index = await machine.veth('v0', 'v1')
  })
  afterEach(() => machine[Symbol.dispose]())

  itNeeds('iproute2', 'list and get count what ip counts', async () => {
    await machine.rt.link.change('lo', { flags: { up: true } })
    await machine.namespace.execFile(process.execPath, ['-e', "const s = require('node:dgram').createSocket('udp4'); s.send('hello', 9, '127.0.0.1', () => s.close())"])
    const [told] = await machine.ip('-s link show lo') as unknown as Array<{ stats64: { rx: { bytes: number, packets: number } } }>
    const { link64 } = await machine.rt.stats.get('lo')
    expect({ bytes: Number(link64?.rxBytes), packets: Number(link64?.rxPackets) }).to.deep.equal({ bytes: told!.stats64.rx.bytes, packets: told!.stats64.rx.packets })
    expect(link64!.rxBytes > 0n).to.equal(true)
    expect((await machine.rt.stats.list()).map(({ ifindex }) => ifindex)).to.include.members([1, index])
  })

  it('tells what is asked for alone: of a bridge, what it counts of multicast', async () => {
    await machine.rt.link.add({ ifname: 'br0', kind: 'bridge' })
    const { link64, linkXstats } = await machine.rt.stats.get('br0', { filterMask: ['linkXstats'] })
    expect(link64).to.equal(undefined)
    expect(linkXstats?.bridge?.mcast).to.have.property('igmpParseErrors', 0n)
  })

  it('says what is wrong', async () => {
    expect((await refusal<NetlinkError>(machine.rt.stats.get('nothing'))).message).to.match(/^stats\.get: ENODEV: no link is called "nothing"/)
    expect((await refusal(machine.rt.stats.list({ mask: 1 } as never))).message).to.equal('stats.list: mask: no such filter; there are filterMask, getFilters')
  })

  it('set asks drivers to count in hardware, and no longer to', async () => {
    const asked = async (): Promise<unknown> => (await machine.rt.stats.get('v0', { filterMask: ['linkOffloadXstats'], getFilters: { linkOffloadXstats: ['hwSInfo'] } })).linkOffloadXstats?.hwSInfo?.l3Stats?.request
    await machine.rt.stats.set('v0', { l3Stats: true })
    expect(await asked()).to.equal(1)
    await machine.rt.stats.set('v0', { l3Stats: false })
    expect(await asked()).to.equal(0)
  })
})
