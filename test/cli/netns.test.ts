// rtnl netns, beside `ip netns` on the same names, and what it says where it refuses.
import { expect } from 'chai'
import fs from 'node:fs'
import { NetworkNamespace } from '../../src/index.js'
import { has, itNeeds } from '../needs.js'
import { program, refusal, rtnl, rtnlGoing, rtnlWords, success } from './run-rtnl.js'

const ip = (...args: string[]): ReturnType<typeof program> => program('ip', ...args)
const name = `rtnl-${process.pid}`
const other = `${name}-other`

describe('rtnl netns', function () {
  this.timeout(120_000)
  afterEach(async () => {
    for (const entry of await NetworkNamespace.list()) if (entry.name.startsWith(name)) await NetworkNamespace.delete(entry.name)
  })

  it('makes a namespace that is mounted on its name, and takes it away', () => {
    expect(rtnl('netns', 'add', name)).to.deep.equal(success())
    const mounted = (): boolean => fs.readFileSync('/proc/self/mountinfo', 'utf8').split('\n').some(line => / net:\[\d+\] /.test(line) && line.includes(`/netns/${name} `))
    expect(mounted()).to.equal(true)
    expect(rtnl('netns', 'list').stdout.split('\n')).to.include(name)
    expect(rtnl('netns', 'del', name)).to.deep.equal(success())
    expect(mounted()).to.equal(false)
    expect(fs.existsSync(`/run/netns/${name}`)).to.equal(false)
  })

  itNeeds('iproute2', 'lists what ip lists, also as JSON, with numbers and without', () => {
    for (const one of [name, other]) ip('netns', 'add', one)
    ip('netns', 'set', other, '4711')
    expect(rtnl('netns')).to.deep.equal(ip('netns'))
    expect(rtnl('netns', 'list').stdout).to.include(`${other} (id: 4711)`)
    expect(JSON.parse(rtnl('-j', 'netns').stdout)).to.deep.equal(JSON.parse(ip('-j', 'netns').stdout))
    for (const word of ['s', 'ls', 'lst', 'show']) expect(rtnl('netns', word), word).to.deep.equal(ip('netns', word))
    expect(rtnl('netns', 'list-id')).to.deep.equal(ip('netns', 'list-id'))
    expect(JSON.parse(rtnl('-j', 'netns', 'list-id').stdout)).to.deep.equal(JSON.parse(ip('-j', 'netns', 'list-id').stdout))
  })

  itNeeds('iproute2', 'gives a number that ip sees', () => {
    ip('netns', 'add', name)
    expect(rtnl('netns', 'set', name, '815')).to.deep.equal(success())
    expect(ip('netns', 'list').stdout).to.include(`${name} (id: 815)`)
    expect(rtnl('netns', 'set', name, '816')).to.include({ status: 2, stdout: '' }).and.to.have.property('stderr').that.includes('EEXIST: Peer netns already has a nsid assigned')
  })

  it('runs a program inside, with its streams, arguments and exit status', () => {
    rtnl('netns', 'add', name)
    expect(rtnl('netns', 'exec', name, 'sh', '-c', 'echo "$1"; echo trouble >&2; exit 7', 'sh', 'a  b')).to.deep.equal({ status: 7, signal: null, stdout: 'a  b\n', stderr: 'trouble\n' })
    expect(rtnl('netns', 'exec', name, 'cat', '/proc/net/dev').stdout.trim().split('\n').slice(2)).to.have.length.below(12)
    expect(rtnl('netns', 'exec', name, 'readlink', '/proc/self/ns/net').stdout.trim()).to.not.equal(fs.readlinkSync('/proc/self/ns/net'))
    expect(rtnl('netns', 'exec', name, ...rtnlWords, 'link', 'show').stdout).to.match(/^1: lo: <LOOPBACK> mtu 65536 /)
  })

  it('ends by the signal that ended its program, and passes on what it gets itself', async () => {
    rtnl('netns', 'add', name)
    expect(rtnl('netns', 'exec', name, 'sh', '-c', 'kill -KILL $$')).to.include({ status: null, signal: 'SIGKILL' })
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child, ended } = await rtnlGoing('netns', 'exec', name, 'sh', '-c', 'echo ready; exec sleep 1000')
      child.kill(signal)
      expect(await ended).to.include({ status: null, signal })
    }
    expect(rtnl('netns', 'pids', name)).to.deep.equal(success())
  })

  it('says which processes are inside, and which names a process is in', async () => {
    rtnl('netns', 'add', name)
    const { child, said, ended } = await rtnlGoing('netns', 'exec', name, 'sh', '-c', 'echo $$; exec sleep 1000')
    const pid = said().trim()
    expect(rtnl('netns', 'pids', name)).to.deep.equal(success(`${pid}\n`))
    expect(rtnl('netns', 'identify', pid)).to.deep.equal(success(`${name}\n`))
    if (has('iproute2')) {
      expect(ip('netns', 'pids', name).stdout).to.equal(`${pid}\n`)
      expect(ip('netns', 'identify', pid).stdout).to.equal(`${name}\n`)
    }
    expect(rtnl('netns', 'identify', `${process.pid}`)).to.deep.equal(success())
    child.kill()
    await ended
  })

  it('takes all names away', () => {
    // In a machine of its own: there may be others here.
    const script = 'for n in a b c; do "$@" netns add $n; done; "$@" netns list; "$@" netns delete -all; echo --; "$@" netns list; ls -A /run/netns'
    const { status, stdout } = rtnl('sandbox', '--', 'sh', '-c', script, 'sh', ...rtnlWords)
    const [before = '', after] = stdout.split('--\n')
    expect({ status, after, before: before.trim().split('\n').sort() }).to.deep.equal({ status: 0, after: '', before: ['a', 'b', 'c'] })
  })

  it('shows a file that a crash left as stale, and takes it away', () => {
    rtnl('netns', 'add', other)
    fs.writeFileSync(`/run/netns/${name}`, '', { mode: 0 })
    expect(rtnl('netns', 'list').stdout).to.include(`${name} (stale: only a file, \`rtnl netns delete\` takes it away)\n`)
    expect(JSON.parse(rtnl('-j', 'netns').stdout)).to.deep.include({ name, stale: true })
    expect(rtnl('netns', 'delete', name)).to.deep.equal(success())
    expect(fs.existsSync(`/run/netns/${name}`)).to.equal(false)
  })

  const see = 'see rtnl netns help'
  const gone = (call: string): string => `${call} /run/netns/${name}: ENOENT: No such file or directory: there is no network namespace named ${name}`
  const refused: ReadonlyArray<readonly [words: readonly string[], status: number, line: string]> = [
    [['delete', name], 1, gone('umount2')],
    [['exec', name, 'true'], 1, gone('open')],
    [['pids', name], 1, gone('open')],
    [['set', name, '1'], 1, gone('open')],
    [['identify', '99999999'], 1, 'stat /proc/99999999/ns/net: ESRCH: No such process'],
    [['add'], 255, `usage: rtnl netns add NAME: ${see}`],
    [['add', 'a', 'b'], 255, `usage: rtnl netns add NAME: ${see}`],
    [['add', ''], 255, '"" cannot name a network namespace: it is empty'],
    [['add', 'a/b'], 255, '"a/b" cannot name a network namespace: it has a slash in it'],
    [['add', '..'], 255, '".." cannot name a network namespace: it means a directory'],
    [['delete'], 255, `usage: rtnl netns delete NAME: ${see}`],
    [['delete', '../x'], 255, '"../x" cannot name a network namespace: it has a slash in it'],
    [['exec', name], 255, `usage: rtnl netns exec NAME COMMAND [ARGUMENT...]: ${see}`],
    [['exec', '..', 'true'], 255, '".." cannot name a network namespace: it means a directory'],
    [['identify', 'x'], 255, `usage: rtnl netns identify [PID]: ${see}`],
    [['set', name, 'x'], 255, `usage: rtnl netns set NAME ID|auto: ${see}`],
    [['set', name], 255, `usage: rtnl netns set NAME ID|auto: ${see}`],
    [['list', name], 255, `usage: rtnl netns list: ${see}`],
    [['foo'], 255, `netns has no "foo"; there are list, add, delete, exec, pids, identify, set, list-id: ${see}`],
  ]
  for (const [words, status, line] of refused) {
    it(`refuses \`netns ${words.map(word => word === name ? 'NAME' : word || '\'\'').join(' ')}\``, () => expect(rtnl('netns', ...words)).to.deep.equal(refusal(status, line)))
  }

  it('refuses a name that is taken, and a program that is not there', () => {
    rtnl('netns', 'add', name)
    expect(rtnl('netns', 'add', name)).to.deep.equal(refusal(1, `open /run/netns/${name}: EEXIST: File exists: there is a network namespace named ${name} already`))
    expect(rtnl('netns', 'exec', name, 'no-such-program')).to.deep.equal(refusal(1, 'execve no-such-program: ENOENT: No such file or directory'))
    expect(rtnl('netns', 'exec', name, '/etc/passwd')).to.deep.equal(refusal(1, 'execve /etc/passwd: EACCES: Permission denied'))
  })

  it('explains itself', () => {
    const { status, stdout, stderr } = rtnl('netns', 'help')
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' })
    for (const word of ['list', 'add NAME', 'delete NAME', 'exec NAME COMMAND', 'pids NAME', 'identify [PID]']) expect(stdout).to.include(`rtnl netns ${word.startsWith('list') ? '[list]' : word}`)
  })
})
