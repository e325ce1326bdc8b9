// `rtnl` as a program: how its words are completed, what it says when it fails, its exit status. The witness is `ip` of iproute2.
import { expect } from 'chai'
import { Machine } from '../client/machine.js'
import { itNeeds } from '../needs.js'
import { rtnl } from './rtnl.js'
import { main as program } from './run-rtnl.js'

interface Ended { readonly status: number | string, readonly stdout: string, readonly stderr: string }
async function run (machine: Machine, file: string, args: readonly string[]): Promise<Ended> {
  try {
    return { status: 0, ...await machine.namespace.execFile(file, args) }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number, stdout: string, stderr: string }
    return { status: code, stdout, stderr }
  }
}

/** As one would type it, and what is said. The status must be ip's. */
const failing: ReadonlyArray<readonly [line: string, stderr: string | RegExp]> = [
  ['link show nope', /^rtnl: link\.get nope: ENODEV: No such device \(no link has that name .*\)\n$/],
  ['link set nope up', /^rtnl: link\.change nope: ENODEV: No such device \(.*\)\n$/],
  ['link add v0 type bridge', /^rtnl: link\.add v0: EEXIST: File exists \(a link has this name already: .*\)\n$/],
  ['route get 192.0.2.1', /^rtnl: route\.get 192\.0\.2\.1: ENETUNREACH: .*\n$/],
  ['route add 10.9.0.0/16 via 192.0.2.1', /^rtnl: route\.add 10\.9\.0\.0\/16: ENETUNREACH: .*\n$/],
  ['route del', /^rtnl: to where\? A prefix is missing, or default: see rtnl route help\n$/],
  ['route add via 10.1.1.3', /^rtnl: to where\? .*\n$/],
  ['rule add fwmark 1/ table 100', /^rtnl: fwmark: "1\/" is neither a whole number nor two with \/ between them: see rtnl rule help\n$/],
  ['rule del', 'rtnl: which rule? see rtnl rule help\n'],
  ['rule add', 'rtnl: which rule? see rtnl rule help\n'],
  ['route flush', 'rtnl: which routes? see rtnl route help\n'],
  ['addr del 10.1.1.9/24 dev v0', /^rtnl: address\.delete 10\.1\.1\.9\/24: EADDRNOTAVAIL: .*\n$/],
  ['rule del priority 77', /^rtnl: rule\.delete 77: ENOENT: .*\n$/],
  ['neigh del 10.1.1.9 dev v0', /^rtnl: neighbour\.delete 10\.1\.1\.9: ENOENT: .*\n$/],
  ['nonsense', /^rtnl: there is no object "nonsense"; there are address, route, .*: see rtnl help\n$/],
  ['link nonsense', /^rtnl: there is no "nonsense"; there are add, set, .*: see rtnl link help\n$/],
  ['link set v0 mtu', 'rtnl: mtu is missing after "mtu": see rtnl link help\n'],
]

describe('rtnl', () => {
  let machine: Machine
  beforeEach(async () => {
    machine = await Machine.make()
    await machine.veth('v0', 'v1')
  })
  afterEach(() => machine[Symbol.dispose]())

  for (const [line, stderr] of failing) {
    itNeeds('iproute2', `${line}: one line on stderr, ip's exit status`, async () => {
      const ours = await run(machine, process.execPath, [program, ...line.split(' ')])
      const theirs = await run(machine, 'ip', line.split(' '))
      expect(ours.stderr).to.match(typeof stderr === 'string' ? new RegExp(`^${stderr.replace('?', '\\?')}$`) : stderr)
      expect(ours.stdout).to.equal('')
      expect(ours.status, theirs.stderr).to.equal(theirs.status)
    })
  }

  it('takes options as ip has them, and says which it does not know', async () => {
    for (const options of [['-j'], ['-json'], ['-j', '-details'], ['-det', '-j'], ['-4', '-json'], ['-family', 'inet', '-j'], ['--json', '--statistics'], ['-j', '-stat']]) {
      const { stdout } = await run(machine, process.execPath, [program, ...options, 'addr', 'show', 'dev', 'lo'])
      expect(JSON.parse(stdout), options.join(' ')).to.be.an('array')
    }
    expect(await run(machine, process.execPath, [program, '-br', 'link'])).to.deep.equal({
      status: 255, stdout: '',
      stderr: 'rtnl: what is "-br"? The options are -4, -6, -netns, -family, -json, -pretty, -details, -statistics, -version, -help, -M: see rtnl help\n',
    })
    expect(await run(machine, process.execPath, [program, '-netns', 'nope', 'link'])).to.deep.include({ status: 1, stdout: '' })
  })

  it('tells its version, and what there is to say', async () => {
    expect(await run(machine, process.execPath, [program, '-V'])).to.deep.include({ status: 0, stderr: '' })
    for (const words of [['help'], ['--help'], ['link', 'help'], ['addr', '--help'], ['route', '-h']]) {
      const { status, stdout } = await run(machine, process.execPath, [program, ...words])
      expect(status, words.join(' ')).to.equal(0)
      expect(stdout).to.contain('usage: ').and.to.contain('example')
    }
  })

  it('says that it cannot write, in one line', async () => {
    expect(await run(machine, 'sh', ['-c', '"$@" >/dev/full', 'sh', process.execPath, program, 'link'])).to.deep.equal({
      status: 1, stdout: '', stderr: 'rtnl: standard output: ENOSPC: no space left on device, write\n',
    })
  })

  // What ip makes of beginnings of words: its own order, not the alphabet's.
  itNeeds('iproute2', 'completes actions as ip does', async () => {
    await rtnl(machine.namespace, 'link s v0 mtu 1400')
    expect((await machine.ip('link show v0'))[0]).to.include({ mtu: 1400 })
    await rtnl(machine.namespace, 'link c v0 mtu 1300')
    expect((await machine.ip('link show v0'))[0]).to.include({ mtu: 1300 })
    await rtnl(machine.namespace, 'addr a 10.1.1.1/24 dev v0')
    for (const line of ['addr s dev v0', 'addr l dev v0', 'link l v0', 'link sh v0', 'link lst v0', 'route l', 'route s', 'route', 'rule l', 'neigh s']) {
      expect(JSON.parse(await rtnl(machine.namespace, `-j ${line}`)), line).to.have.lengthOf((await machine.ip(line)).length)
    }
    await rtnl(machine.namespace, 'route a 10.9.0.0/16 via 10.1.1.3')
    await rtnl(machine.namespace, 'route r 10.9.0.0/16 via 10.1.1.4')
    expect((await machine.ip('route show 10.9.0.0/16'))[0]).to.include({ gateway: '10.1.1.4' })
    await rtnl(machine.namespace, 'route d 10.9.0.0/16')
    await rtnl(machine.namespace, 'addr f dev v0')
    expect((await machine.ip('-4 addr show dev v0'))).to.deep.equal([])
    await rtnl(machine.namespace, 'link d v0')
    expect(await machine.ip('link')).to.have.lengthOf(1)
  })
})
