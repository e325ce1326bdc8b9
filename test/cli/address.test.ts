// `rtnl addr`: what it makes of its words, beside `ip` with the same on another link.
import { expect } from 'chai'
import { Machine, refusal } from '../client/machine.js'
import { itNeeds } from '../needs.js'
import { rtnl } from './rtnl.js'

const broadcasts = [
  '10.1.1.1/24 brd +', '10.2.1.1/24 brd -', '10.3.1.1/31 brd +', '10.4.1.1/32 brd +', '10.5.1.1 brd +', '10.6.1.5/30 brd +', '10.7.1.1/31 brd -', '200.8.1.1/1 brd +',
  '10.9.1.1 peer 10.10.1.2/24 brd +', '10.11.1.1/24 peer 10.12.1.2 brd +', 'peer 10.13.1.2/20 10.14.1.1 broadcast +', '10.15.1.1/16 brd 10.15.1.7', '0.1.2.3/0 brd -',
]

describe('rtnl addr', () => {
  itNeeds('iproute2', 'add brd + and -: as ip', async () => {
    using machine = await Machine.make()
    await machine.veth('v0', 'v1')
    await machine.namespace.execFile('sh', ['-c', 'echo "$1" | ip -batch -', 'sh', broadcasts.map(words => `addr add ${words} dev v0`).join('\n')])
    for (const words of broadcasts) await rtnl(machine.namespace, `addr add ${words} dev v1`)
    const [theirs, ours] = (await machine.ip('-4 addr')).map(({ addr_info }) => (addr_info as Array<Record<string, unknown>>).map(({ label: _label, ...one }) => one))
    expect(theirs).to.have.lengthOf(broadcasts.length)
    expect(ours).to.deep.equal(theirs)
    expect((await refusal(rtnl(machine.namespace, 'addr add fd00::1/64 brd + dev v1'))).message).to.equal('broadcast +: only an IPv4 address has one: see rtnl addr help')
  })

  // With a label ip prints addresses without a line of their link: ours says whose they are.
  itNeeds('iproute2', 'show label: the addresses that ip shows, and no link that has none', async () => {
    using machine = await Machine.make()
    await machine.veth('v0', 'v1')
    await machine.rt.link.add({ ifname: 'br0', kind: 'bridge' })
    await rtnl(machine.namespace, 'addr add 10.0.0.1/24 dev v0 label v0:x')
    await rtnl(machine.namespace, 'addr add fd00::1/64 dev v0 nodad noprefixroute')
    for (const pattern of ['v*', 'v0', 'v0:?', 'nope']) {
      const ours = JSON.parse(await rtnl(machine.namespace, `-j addr show label ${pattern}`)) as Array<{ ifname: string, addr_info: object[] }>
      // iproute2 6.1 leaves {} where it filters.
      const theirs = (await machine.ip(`addr show label ${pattern}`)).flatMap(({ addr_info }) => addr_info as object[]).filter(one => Object.keys(one).length > 0)
      expect(ours.flatMap(({ addr_info }) => addr_info), pattern).to.deep.equal(theirs)
      expect(ours.filter(({ addr_info }) => addr_info.length === 0), pattern).to.deep.equal([])
    }
  })
})
