// `npm run article -- --host` on a machine that may be thrown away: run in a sandbox by host.test.ts, which reads what this prints.
import { NetworkNamespace, ping, RtnetlinkSync } from '../../src/index.js'
import { counterOf, machine, Run } from './witness.js'
import type { Ended, Machine } from './witness.js'

/** What came of a scenario. `internet`: IPv4 packets that arrived beyond the default route. */
export interface Facts {
  readonly runs: readonly Ended[]
  readonly left: readonly string[]
  readonly before: Machine
  readonly after: Machine
  readonly internet?: number
  /** As `internet`, after a ping that does leave. */
  readonly control?: number
}

const rt = RtnetlinkSync.open()
rt.link.change('lo', { flags: { up: true } })

/** A default route to somewhere that counts what comes. */
async function connected (): Promise<NetworkNamespace> {
  const internet = await NetworkNamespace.create('internet')
  rt.link.add({ ifname: 'up0', kind: 'veth', data: { peer: { ifname: 'up1', netNsFd: internet } } })
  using there = RtnetlinkSync.open({ namespace: internet })
  there.address.add({ index: 'up1', local: '203.0.113.1/24' })
  there.link.change('up1', { flags: { up: true } })
  rt.address.add({ index: 'up0', local: '203.0.113.2/24' })
  rt.link.change('up0', { flags: { up: true } })
  rt.route.add({ dst: 'default', gateway: '203.0.113.1' })
  return internet
}

const scenarios: Readonly<Record<string, (...args: string[]) => Promise<Facts>>> = {
  /** With a default route, along which nothing may leave. */
  async connected (...args) {
    using internet = await connected()
    const arrived = (): number => counterOf(internet, 'Ip:', 'InReceives')
    const before = machine()
    const run = new Run(['--host', ...args])
    const runs = [await run.ended]
    const facts = { runs, left: await run.left(), before, after: machine(), internet: arrived() }
    await ping('192.0.2.1', { timeout: 300 }).finished()
    return { ...facts, control: arrived() }
  },

  /** Ctrl-C at a step. */
  async interrupted (text = '') {
    const before = machine()
    const run = new Run(['--host', '--break', 'no-network'], { detached: true })
    await run.said(text)
    process.kill(-run.child.pid!, 'SIGINT')
    return { runs: [await run.ended], left: await run.left(), before, after: machine() }
  },

  /** kill -9 at a step, and another one at once. */
  async killed (text = '') {
    const before = machine()
    const run = new Run(['--host', '--break', 'no-network'])
    await run.said(text)
    run.child.kill('SIGKILL')
    const again = new Run(['--host', '--break', 'links'])
    const runs = [await run.ended, await again.ended]
    return { runs, left: [...await run.left(), ...await again.left()], before, after: machine() }
  },

  /** Two at a time: the second is refused. */
  async twice () {
    const before = machine()
    const first = new Run(['--host', '--break', 'links'])
    await first.said('$ rtnl netns add netns1')
    first.child.kill('SIGSTOP')
    const second = await new Run(['--host']).ended
    first.child.kill('SIGCONT')
    return { runs: [await first.ended, second], left: await first.left(), before, after: machine() }
  },

  /** Something is there already. */
  async occupied (what) {
    if (what === 'namespace') (await NetworkNamespace.create('netns1')).close()
    if (what === 'link') rt.link.add({ ifname: 'veth2', kind: 'veth', data: { peer: { ifname: 'other' } } })
    if (what === 'address') rt.address.add({ index: 'lo', local: '10.1.1.77/32' })
    if (what === 'route') rt.route.add({ dst: '10.1.0.0/16', type: 'blackhole' })
    const before = machine()
    const run = new Run(['--host'], what === 'capability' ? { wrapped: ['setpriv', '--bounding-set=-net_admin', '--inh-caps=-net_admin'] } : {})
    return { runs: [await run.ended], left: await run.left(), before, after: machine() }
  },
}

const [scenario = '', ...args] = process.argv.slice(2)
const facts = await scenarios[scenario]!(...args)
process.stdout.write(JSON.stringify(facts))
process.exit(0)
