// Who may look, and who may change: a process without CAP_NET_ADMIN. capabilities(7)
import { expect } from 'chai'
import { spawnWithout } from '../../src/index.js'
import { Machine } from './machine.js'

/** What the process without the right tells of each attempt. */
interface Attempt { readonly call: string, readonly name: string, readonly code?: string, readonly hint?: string }

const script = (index: string): string => `
  const { Rtnetlink } = await import(${JSON.stringify(index)})
  const rt = await Rtnetlink.open()
  const attempts = {
    'link.list': () => rt.link.list(), 'link.get': () => rt.link.get('v0'), 'address.list': () => rt.address.list(), 'route.get': () => rt.route.get('10.1.1.7'),
    state: async () => { (await rt.state()).close() },
    'link.change': () => rt.link.change('v0', { mtu: 1400 }), 'link.add': () => rt.link.add({ ifname: 'x', kind: 'bridge' }), 'link.delete': () => rt.link.delete('v0'),
    'address.add': () => rt.address.add({ index: 'v0', local: '10.2.2.2/24' }), 'address.flush': () => rt.address.flush({ index: 'v0' }),
    'route.add': () => rt.route.add({ dst: '10.9.0.0/16', oif: 'v0' }), 'rule.add': () => rt.rule.add({ table: 100 }),
    'neighbour.add': () => rt.neighbour.add({ ifindex: 'v0', dst: '10.1.1.9', lladdr: '02:00:00:00:00:09' }),
  }
  const told = []
  for (const [call, step] of Object.entries(attempts)) {
    try { await step(); told.push({ call, name: 'fine' }) } catch ({ name, code, hint }) { told.push({ call, name, code, hint }) }
  }
  rt.close()
  process.stdout.write(JSON.stringify(told))`

describe('client', () => {
  it('without CAP_NET_ADMIN may look at everything and change nothing: EPERM, with what would help', async () => {
    using machine = await Machine.make()
    await machine.veth('v0', 'v1')
    await machine.rt.address.add({ index: 'v0', local: '10.1.1.1/24' })
    const before = await machine.rt.address.list({ family: 'inet' })
    const index = new URL('../../src/index.js', import.meta.url).href
    const running = spawnWithout(['NET_ADMIN'], [process.execPath, '--input-type=module', '-e', script(index)],
      { network: machine.namespace.fd, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    for await (const part of running.stdout!) text += String(part)
    expect(await running).to.include({ code: 0 })
    const told = JSON.parse(text) as Attempt[]
    expect(told.filter(({ name }) => name === 'fine').map(({ call }) => call)).to.deep.equal(['link.list', 'link.get', 'address.list', 'route.get', 'state'])
    for (const attempt of told.slice(5)) {
      expect(attempt).to.include({ name: 'NetlinkError', code: 'EPERM' })
      expect(attempt.hint, attempt.call).to.contain('CAP_NET_ADMIN').and.to.contain('rtnl sandbox')
    }
    expect((await machine.rt.link.get('v0')).mtu).to.equal(1500)
    expect(await machine.rt.address.list({ family: 'inet' })).to.deep.equal(before)
  })
})
