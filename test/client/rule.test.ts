// rt.rule against the kernel. The witness is `ip rule` of iproute2.
import { expect } from 'chai'
import type { NetlinkError, NewRule } from '../../src/index.js'
import { itNeeds } from '../needs.js'
import { Machine, refusal } from './machine.js'

describe('rule', () => {
  let machine: Machine
  beforeEach(async () => { machine = await Machine.make() })
  afterEach(() => machine[Symbol.dispose]())
  const shown = async (words = ''): Promise<string[]> =>
    (await machine.run(`${words} rule`.trim())).trim().split('\n').map(line => line.replace('\t', ' ').trim()).filter(line => !/^(0|3276[67]):/.test(line))

  // What iproute2 6.1 prints of each.
  const added: ReadonlyArray<readonly [line: string, rule: NewRule]> = [
    ['1000: from 10.0.0.0/8 lookup 100', { src: '10.0.0.0/8', table: 100, priority: 1000 }],
    ['1000: from all to 10.1.1.1 lookup main', { dst: '10.1.1.1', priority: 1000 }],
    ['1000: from all fwmark 0x10/0xff lookup 1000', { fwmark: 16, fwmask: 255, table: 1000, priority: 1000 }],
    ['1000: not from 10.0.0.0/8 blackhole', { src: '10.0.0.0/8', flags: ['invert'], action: 'blackhole', priority: 1000 }],
    ['1000: from all iif v0 [detached] oif v1 [detached] lookup 5', { iifname: 'v0', oifname: 'v1', table: 5, priority: 1000 }],
    ['1000: from all ipproto tcp sport 5 dport 80-90 lookup 5', { ipProto: 'tcp', sportRange: { start: 5, end: 5 }, dportRange: { start: 80, end: 90 }, table: 5, priority: 1000 }],
    ['1000: from all uidrange 0-0 lookup main suppress_prefixlength 0', { uidRange: { start: 0, end: 0 }, suppressPrefixlen: 0, priority: 1000 }],
    ['1000: from all goto 32766', { goto: 32766, priority: 1000 }],
    ['1000: from all lookup [l3mdev-table]', { l3mdev: 1, priority: 1000 }],
    ['1000: from all tos 0x10 lookup 7 proto static', { tos: 16, table: 7, protocol: 'static', priority: 1000 }],
    ['1000: from all tun_id 5 lookup 7', { tunId: 5, table: 7, priority: 1000 }],
    ['1000: from all lookup 7 suppress_ifgroup 5', { suppressIfgroup: 5, table: 7, priority: 1000 }],
  ]
  for (const [line, rule] of added) {
    itNeeds('iproute2', `add: ${line}; replace leaves it, what is listed can be deleted`, async () => {
      const made = await machine.rt.rule.add(rule)
      expect(await shown()).to.deep.equal([line])
      expect(await machine.rt.rule.list({ priority: 1000 })).to.deep.equal([made])
      expect((await refusal<NetlinkError>(machine.rt.rule.add(rule))).code).to.equal('EEXIST')
      expect(await machine.rt.rule.replace(rule)).to.deep.equal(made)
      expect(await shown()).to.deep.equal([line])
      await machine.rt.rule.delete(made)
      expect(await shown()).to.deep.equal([])
      expect(await machine.rt.rule.replace(rule)).to.deep.equal(made)
      expect(await shown()).to.deep.equal([line])
    })
  }

  itNeeds('iproute2', 'add: of IPv6, by the address or by the family', async () => {
    await machine.rt.rule.add({ src: '2001:db8::/32', table: 100, priority: 1000 })
    await machine.rt.rule.add({ family: 'inet6', table: 101, priority: 1001 })
    expect(await shown('-6')).to.deep.equal(['1000: from 2001:db8::/32 lookup 100', '1001: from all lookup 101'])
    expect(await shown('-4')).to.deep.equal([])
  })

  itNeeds('iproute2', 'change changes what is given and keeps the rest, and never takes the new one for the old', async () => {
    await machine.rt.rule.add({ src: '10.0.0.0/8', iifname: 'v0', table: 100, priority: 1000 })
    await machine.rt.rule.change({ priority: 1000 }, { table: 200 })
    expect(await shown()).to.deep.equal(['1000: from 10.0.0.0/8 iif v0 [detached] lookup 200'])
    // The changed one comes before the old one, and fits what was given, too.
    await machine.rt.rule.change({ table: 200 }, { priority: 5 })
    expect(await shown()).to.deep.equal(['5: from 10.0.0.0/8 iif v0 [detached] lookup 200'])
    await machine.rt.rule.change({ src: '10.0.0.0/8' }, { src: '10.1.1.1', action: 'unreachable' })
    expect(await shown()).to.deep.equal(['5: from 10.1.1.1 iif v0 [detached] unreachable'])
    await machine.rt.rule.change({ src: '10.1.1.1' }, { goto: 32766 })
    expect(await shown()).to.deep.equal(['5: from 10.1.1.1 iif v0 [detached] goto 32766'])
  })

  it('change of one that is not there makes none', async () => {
    await machine.rt.rule.add({ src: '10.0.0.0/8', table: 100, priority: 1000 })
    for (const rule of [{ src: '10.0.0.0/9' }, { priority: 7 }, { table: 101 }, { src: '10.0.0.0/8', flags: ['invert'] }] satisfies NewRule[]) {
      expect((await refusal<NetlinkError>(machine.rt.rule.change(rule, { priority: 5 }))).code).to.equal('ENOENT')
    }
    expect((await machine.rt.rule.list({ family: 'inet' })).map(({ priority }) => priority)).to.deep.equal([undefined, 1000, 32766, 32767])
  })

  itNeeds('iproute2', 'get, list and flush go by family, priority and table', async () => {
    for (const priority of [1000, 1001, 1002]) await machine.rt.rule.add({ table: priority % 2 + 100, priority })
    expect((await machine.rt.rule.get({ priority: 1001 })).table).to.equal(101)
    expect((await machine.rt.rule.get({ family: 'inet6', table: 'main' })).priority).to.equal(32766)
    expect((await refusal<NetlinkError>(machine.rt.rule.get({ priority: 7 }))).message).to.equal('rule.get: ENOENT: there is no such rule')
    expect(await machine.rt.rule.flush({ table: 100 })).to.equal(2)
    expect(await shown()).to.deep.equal(['1001: from all lookup 101'])
    expect(await machine.rt.rule.flush({ family: 'inet' })).to.equal(1)
    expect(await machine.ip('rule')).to.have.lengthOf(3)
    expect(await machine.rt.rule.flush({ family: 'inet', priority: 32767 })).to.equal(1)
    expect(await machine.ip('rule')).to.have.lengthOf(2)
  })
})
