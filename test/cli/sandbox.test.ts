// rtnl sandbox as a command; the sandbox itself is tested in test/netns.
import { expect } from 'chai'
import fs from 'node:fs'
import { refusal, rtnl, rtnlGoing, rtnlWords } from './run-rtnl.js'

describe('rtnl sandbox', function () {
  this.timeout(120_000)

  it('is a machine of its own: one down lo, no names, other namespaces', () => {
    const { status, stdout, stderr } = rtnl('sandbox', '--', 'sh', '-c', 'readlink /proc/self/ns/net /proc/self/ns/pid /proc/self/ns/mnt; ls -A /run/netns 2>/dev/null; exec "$@" link show', 'sh', ...rtnlWords)
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' })
    const [net, pid, mnt, ...links] = stdout.split('\n')
    for (const [type, inside] of Object.entries({ net, pid, mnt })) expect(inside).to.match(/^\w+:\[\d+\]$/).and.to.not.equal(fs.readlinkSync(`/proc/self/ns/${type}`))
    expect(links.join('\n')).to.match(/^1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN [^\n]*\n {4}link\/loopback [^\n]*\n$/)
  })

  it('ends as the command does, and takes no option for its own that is the command\'s', async () => {
    expect(rtnl('sandbox', 'sh', '-c', 'echo out; echo err >&2; exit 4')).to.deep.equal({ status: 4, signal: null, stdout: 'out\n', stderr: 'err\n' })
    expect(rtnl('sandbox', 'echo', '--help', '-n', 'blue').stdout).to.equal('--help -n blue\n')
    expect(rtnl('sandbox', '--', 'sh', '-c', 'kill -KILL $$')).to.include({ status: null, signal: 'SIGKILL' })
    const { child, ended } = await rtnlGoing('sandbox', 'sh', '-c', 'echo ready; exec sleep 1000')
    child.kill('SIGTERM')
    expect(await ended).to.include({ status: null, signal: 'SIGTERM' })
  })

  it('refuses a program that is not there, an option, and a namespace', () => {
    expect(rtnl('sandbox', 'no-such-program')).to.deep.equal(refusal(1, 'execve no-such-program: ENOENT: No such file or directory'))
    expect(rtnl('sandbox', '--nothing', 'true')).to.deep.equal(refusal(255, 'sandbox has no option "--nothing": see rtnl sandbox help'))
    expect(rtnl('sandbox', '--', 'sh', '-c', '"$@" netns add blue; exec "$@" -n blue sandbox true', 'sh', ...rtnlWords))
      .to.deep.equal(refusal(255, 'a sandbox has a network of its own: leave out -n'))
  })

  it('explains itself', () => {
    const { status, stdout, stderr } = rtnl('sandbox', '--help')
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' })
    expect(stdout).to.include('usage: rtnl sandbox [--] [COMMAND [ARGUMENT...]]')
  })
})
