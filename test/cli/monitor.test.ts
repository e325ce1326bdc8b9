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
nexthop add id 5 via 10.1.1.3 dev br0 proto static
nexthop replace id 5 via 10.1.1.4 dev br0
nexthop del id 5
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

  itNeeds('iproute2', 'fdb, mdb: says what bridge monitor says', async () => {
    await machine.veth('p0', 'p1')
    await machine.run('link set p0 master br0')
    const [ours, theirs] = [going(machine, [...rtnlWords, 'monitor', 'fdb', 'mdb']), going(machine, ['bridge', 'monitor', 'fdb', 'mdb'])]
    const bridge = async (line: string): Promise<unknown> => machine.namespace.execFile('bridge', line.split(' '))
    // Both listen from the first on that both have told of.
    for (let mark = 10; !(ours.said().includes('02:00:00:00:00:') && theirs.said().includes('02:00:00:00:00:')) && mark < 99; mark++) {
      await bridge(`fdb add 02:00:00:00:00:${mark} dev p0 master static`)
      await delay(100)
    }
    await delay(300)
    const [begin, from] = [ours.said().length, theirs.said().length]
    for (const line of ['fdb add 02:00:00:00:01:01 dev p0 master static', 'fdb del 02:00:00:00:01:01 dev p0 master', 'mdb add dev br0 port p0 grp 239.1.1.1 permanent',
      'mdb del dev br0 port p0 grp 239.1.1.1', 'fdb add 02:00:00:00:02:02 dev p0 master static']) await bridge(line)
    for (const program of [ours, theirs]) await shows(program, /02:00:00:00:02:02/)
    const [{ said }, { said: wanted }] = await Promise.all([ours.end(), theirs.end()])
    expect(lines(said.slice(begin))).to.deep.equal(lines(wanted.slice(from)))
  })

  itNeeds('iproute2', 'tc: says what tc monitor says', async () => {
    const [ours, theirs] = [going(machine, [...rtnlWords, 'monitor', 'tc']), going(machine, ['tc', 'monitor'])]
    const tc = async (line: string): Promise<unknown> => machine.namespace.execFile('tc', line.split(' '))
    // Both listen from the first on that both have told of.
    for (let limit = 1; !(ours.said().includes('pfifo') && theirs.said().includes('pfifo')) && limit < 100; limit++) {
      await tc(`qdisc replace dev br0 root handle 9: pfifo limit ${limit}`)
      await delay(50)
    }
    await delay(300)
    const [begin, from] = [ours.said().length, theirs.said().length]
    for (const line of ['qdisc replace dev br0 root handle 1: htb default 1', 'class add dev br0 parent 1: classid 1:1 htb rate 1mbit', 'class change dev br0 parent 1: classid 1:1 htb rate 2mbit',
      'filter add dev br0 parent 1: protocol ip prio 1 u32 match ip dport 80 0xffff classid 1:1', 'qdisc add dev br0 clsact', 'chain add dev br0 ingress chain 7', 'chain del dev br0 ingress chain 7',
      'class add dev br0 parent 1: classid 1:2 htb rate 1mbit', 'class del dev br0 classid 1:2', 'qdisc del dev br0 clsact', 'qdisc add dev br0 clsact']) await tc(line)
    for (const program of [ours, theirs]) await shows(program, /deleted qdisc clsact(.|\n)*qdisc clsact/)
    const [{ said }, { said: wanted }] = await Promise.all([ours.end(), theirs.end()])
    expect(lines(wanted.slice(from)).length).to.be.at.least(11)
    // The kernel tells of a filter, and not of the table that was made for it; and of what is gone, that nobody refers to it.
    expect(lines(said.slice(begin)).filter(line => !line.includes('ht divisor'))).to.deep.equal(lines(wanted.slice(from)).map(line => line.replace(/ refcnt 0$/, '')))
  })

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
    expect(rtnl('monitor', 'nope')).to.include({ status: 255, stdout: '', stderr: 'rtnl: there is no object "nope" to monitor; there are link, address, route, neighbour, rule, nsid, nexthop, netconf, fdb, mdb, vlan, qdisc, class, filter, chain, all, bridge, tc: see rtnl monitor help\n' })
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
