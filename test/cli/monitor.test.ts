// `rtnl monitor` beside `ip monitor`, both started as programs, while a third makes changes.
import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Machine } from '../client/machine.js'
import { itNeeds } from '../needs.js'
import { rtnl, rtnlWords } from './run-rtnl.js'

interface Going { readonly said: () => string, end (signal?: NodeJS.Signals): Promise<{ readonly status: number | null, readonly said: string }> }
/** A program inside of the machine's namespace. */
function going ({ namespace }: Machine, [file, ...args]: readonly string[]): Going {
  const child = namespace.spawn(file!, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout!.on('data', part => { said += String(part) })
  return {
    said: () => said,
    async end (signal = 'SIGINT') {
      child.kill(signal)
      const [status] = await once(child, 'close') as [number | null]
      return { status, said }
    },
  }
}
async function shows (program: Going, what: RegExp): Promise<void> {
  for (let i = 0; i < 400 && !what.test(program.said()); i++) await delay(10)
  expect(program.said()).to.match(what)
}

const changes = `addr add 10.1.1.1/24 dev br0
addr add 10.1.2.1/24 brd + dev br0 label br0:x
addr del 10.1.2.1/24 dev br0
route add 10.9.0.0/16 via 10.1.1.3 metric 5 proto static
route add blackhole 10.8.0.0/16
route del 10.9.0.0/16
neigh add 10.1.1.9 lladdr 02:00:00:00:00:09 dev br0
neigh del 10.1.1.9 dev br0
rule add from 10.0.0.0/8 table 100 priority 1000
rule del priority 1000
link set br0 mtu 1400`

describe('rtnl monitor', function () {
  this.timeout(20_000)
  let machine: Machine
  beforeEach(async () => {
    machine = await Machine.make()
    machine.namespace.sysctl('net.ipv6.conf.default.disable_ipv6', 1)
    await machine.run('link add br0 up type bridge')
  })
  afterEach(() => machine[Symbol.dispose]())

  for (const words of [['all'], ['address', 'route'], ['rule', 'neigh', 'label']]) {
    itNeeds('iproute2', `${words.join(' ')}: says what ip monitor says`, async () => {
      const [ours, theirs] = [going(machine, [...rtnlWords, 'monitor', ...words]), going(machine, ['ip', 'monitor', ...words])]
      const marked = async (mark: string): Promise<boolean> => {
        await machine.run(`rule add from ${mark}.0/24 table 100 priority 5`)
        await machine.run(`addr add ${mark}.1/32 dev br0`)
        for (let i = 0; i < 50 && !(ours.said().includes(mark) && theirs.said().includes(mark)); i++) await delay(20)
        return ours.said().includes(mark) && theirs.said().includes(mark)
      }
      // Both listen from the first mark on that both have seen; what comes before the second is what is compared.
      let begin = 1
      while (!await marked(`10.254.${begin}`)) begin++
      for (const line of changes.split('\n')) await machine.run(line)
      expect(await marked('10.255.0')).to.equal(true)
      const between = (said: string): string[] => {
        const all = lines(said)
        return all.slice(all.findLastIndex(line => line.includes(`10.254.${begin}.`)) + 1, all.findIndex(line => line.includes('10.255.0.')))
      }
      const [{ status, said }, { said: wanted }] = await Promise.all([ours.end(), theirs.end()])
      expect(status).to.equal(0)
      expect(between(said).length).to.be.greaterThan(3)
      expect(between(said)).to.deep.equal(between(wanted))
    })
  }

  itNeeds('iproute2', '-j says a line of JSON an event, with what changed', async () => {
    const ours = going(machine, [...rtnlWords, '-j', 'monitor', 'link', 'initial'])
    await shows(ours, /"br0"/)
    await machine.run('link set br0 mtu 1400')
    await shows(ours, /"changed"/)
    await machine.run('link del br0')
    await shows(ours, /"removed"/)
    const { status, said } = await ours.end('SIGTERM')
    const events = said.trim().split('\n').map(line => JSON.parse(line) as { event: string, value: Record<string, unknown>, changed?: object })
    expect(status).to.equal(0)
    expect(events.slice(0, 2).map(({ event, value }) => [event, value['ifname']])).to.deep.equal([['added', 'lo'], ['added', 'br0']])
    expect(events.find(({ event }) => event === 'changed')).to.deep.include({ object: 'link', changed: { mtu: { before: 1500, after: 1400 } } })
    expect(events.at(-1)).to.nested.include({ event: 'removed', 'value.ifname': 'br0' })
  })

  it('refuses what it does not know', () => {
    expect(rtnl('monitor', 'nope')).to.include({ status: 255, stdout: '', stderr: 'rtnl: there is no object "nope" to monitor; there are link, address, route, neighbour, rule, nsid, all: see rtnl monitor help\n' })
  })

  it('ends well where nobody reads it any more', async () => {
    const child = spawn(rtnlWords[0]!, [...rtnlWords.slice(1), 'monitor', 'initial'], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.stdout.destroy()
    child.kill('SIGTERM')
    expect(await once(child, 'close')).to.deep.equal([0, null])
  })
})

/** Without what ip says of netconf, and of links again and again. */
function lines (said: string): string[] {
  return said.split('\n').map(line => line.trimEnd()).filter(line => line !== '' && !/^\[NETCONF\]|^(\[LINK\])?\d+: br0: <|^ {4}link\//.test(line))
}
