// rtnl run: a command with less than it would have; the kernel's own files say how much less.
import { expect } from 'chai'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { refusal, rtnl, rtnlGoing, rtnlWords } from './run-rtnl.js'
import type { Said } from './run-rtnl.js'

/** In a machine of its own: `rtnl` is "$@". */
const onMachine = (script: string): Said => rtnl('sandbox', '--', 'sh', '-c', script, 'sh', ...rtnlWords)
const onlyLoDown = /^1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN [^\n]*\n {4}link\/loopback [^\n]*\n$/

describe('rtnl run', function () {
  this.timeout(120_000)

  it('--no-network leaves a down lo, and does not reach a server on the machine', async () => {
    expect(rtnl('run', '--no-network', '--', ...rtnlWords, 'link', 'show').stdout).to.match(onlyLoDown)
    let asked = 0
    const decoy = http.createServer((_request, response) => {
      asked++
      response.end('the decoy')
    }).listen(0, '127.0.0.1')
    await once(decoy, 'listening')
    try {
      const url = `http://127.0.0.1:${(decoy.address() as AddressInfo).port}`
      // Not by spawnSync: the decoy could not answer, and would look as if nobody had asked it.
      const { ended } = await rtnlGoing('run', '--no-network', 'node', '-e', `fetch('${url}').then(() => console.log('answered'), error => console.log(error.cause.code))`)
      expect((await ended).stdout).to.equal('ENETUNREACH\n')
      expect(asked).to.equal(0)
    } finally {
      decoy.close()
    }
  })

  it('--no-network gives no way back: no right, no path, no process outside', () => {
    const { stdout } = rtnl('run', '--no-network', 'sh', '-c', 'ls /proc | grep -c "^[0-9]"; ls -A /run/netns 2>/dev/null | wc -l; grep CapEff /proc/self/status; exec "$@" link set lo up', 'sh', ...rtnlWords)
    const [processes, names, capabilities = ''] = stdout.split('\n')
    expect(Number(processes)).to.be.below(6)
    expect(names).to.equal('0')
    // CAP_NET_ADMIN and CAP_SYS_ADMIN are the bits 12 and 21 of linux/capability.h.
    expect(BigInt(`0x${capabilities.replace(/\D*:\s*/, '')}`) & (1n << 12n | 1n << 21n)).to.equal(0n)
  })

  it('--own-pids gives PIDs of its own, in the namespace that -n names', () => {
    const { status, stdout, stderr } = onMachine('"$@" netns add blue; "$@" -n blue run --own-pids -- sh -c \'readlink /proc/1/ns/net /proc/self/ns/net; ls /proc | grep -c "^[0-9]"\'; ' +
      'readlink /proc/self/ns/net; grep -o "net:[^ ]*" /proc/self/mountinfo | head -n 1')
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' })
    const [ofFirst, own, processes, outside, blue] = stdout.split('\n')
    expect(ofFirst).to.equal(blue)
    expect(own).to.equal(blue)
    expect(outside).to.not.equal(blue)
    expect(Number(processes)).to.be.below(6)
  })

  it('--drop takes what it names, and nothing else', () => {
    const before = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))?.[1]}`)
    // CAP_NET_ADMIN is 12, CAP_NET_RAW 13.
    const { status, stdout } = rtnl('run', '--drop', 'net_admin', '--drop=CAP_NET_RAW', '--', 'grep', 'CapBnd', '/proc/self/status')
    expect({ status, left: BigInt(`0x${stdout.replace(/\D*:\s*/, '').trim()}`) }).to.deep.equal({ status: 0, left: before & ~(3n << 12n) })
  })

  it('without NET_ADMIN a command sees the links and may not change them', () => {
    const { status, stdout, stderr } = onMachine('"$@" netns add blue; "$@" -n blue run --drop NET_ADMIN -- "$@" link show; "$@" -n blue run --drop NET_ADMIN -- "$@" link set lo up')
    expect(status).to.equal(2)
    expect(stdout).to.match(onlyLoDown)
    expect(stderr).to.match(/^rtnl: link\.change lo: EPERM: Operation not permitted \(needs CAP_NET_ADMIN in the namespace's user namespace: be root, or use `rtnl sandbox`\)\n$/)
  })

  for (const option of [['--no-network'], ['--own-pids'], ['--drop', 'NET_RAW']]) {
    it(`${option.join(' ')} ends as the command does`, async () => {
      expect(rtnl('run', ...option, 'sh', '-c', 'echo out; echo err >&2; exit 9')).to.deep.equal({ status: 9, signal: null, stdout: 'out\n', stderr: 'err\n' })
      expect(rtnl('run', ...option, '--', 'sh', '-c', 'kill -KILL $$')).to.include({ status: null, signal: 'SIGKILL' })
      const { child, ended } = await rtnlGoing('run', ...option, 'sh', '-c', 'echo ready; exec sleep 1000')
      child.kill('SIGTERM')
      expect(await ended).to.include({ status: null, signal: 'SIGTERM' })
      expect(rtnl('run', ...option, 'no-such-program')).to.deep.equal(refusal(1, 'execve no-such-program: ENOENT: No such file or directory'))
    })
  }

  const usage = 'usage: rtnl run --no-network|--own-pids|--drop CAP [--] COMMAND: see rtnl run help'
  const refused: ReadonlyArray<readonly [words: string, line: string]> = [
    ['', usage],
    ['true', usage],
    ['--no-network', usage],
    ['--no-network --own-pids true', usage],
    ['--nothing true', 'Unknown option \'--nothing\': see rtnl run help'],
    ['--drop BAKING true', 'run --drop: there is no capability "BAKING": see capabilities(7)'],
  ]
  for (const [words, line] of refused) {
    it(`refuses \`run ${words}\``, () => expect(rtnl('run', ...words.split(' ').filter(word => word !== ''))).to.deep.equal(refusal(255, line)))
  }

  it('refuses a namespace for what has none', () => {
    expect(onMachine('"$@" netns add blue; "$@" -n blue run --no-network true')).to.deep.equal(refusal(255, 'run --no-network goes into no namespace: leave out -n'))
  })
})
