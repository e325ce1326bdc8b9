// NetworkNamespace: made, opened, held. The witness is the kernel: /proc/PID/ns/net, stat(1), unshare(1).
import { expect } from 'chai'
import { Rtnetlink, RtnetlinkSync } from '../../src/index.js'
import { UsageError } from '../../src/libc/errors.js'
import { spawnWithout, withOwnPids } from '../../src/netns/isolation.js'
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import type { NamespaceSource } from '../../src/netns/namespace.js'
import { descriptors, ownInode, output, rounds, running, script } from './witness.js'

describe('NetworkNamespace.create', () => {
  it('makes one that is not this thread\'s, and leaves the thread where it is', async () => {
    const before = ownInode()
    await using made = await NetworkNamespace.create()
    expect(ownInode()).to.equal(before)
    expect(made.inode).to.not.equal(before)
    expect(Number(output('stat', '-L', '-c', '%i', `/proc/${process.pid}/fd/${made.fd}`))).to.equal(made.inode)
    expect(made.name).to.equal(undefined)
  })

  it('makes one with nothing in it but lo', async () => {
    await using made = await NetworkNamespace.create()
    const links = made.run(() => readFileSync('/proc/thread-self/net/dev', 'utf8')).split('\n').slice(2, -1)
    expect(links.map(line => line.split(':')[0]?.trim())).to.deep.equal(['lo'])
  })

  it('holds one descriptor, closed on exec, until it is closed, twice if need be', async () => {
    const before = descriptors()
    const made = await NetworkNamespace.create()
    expect(descriptors()).to.equal(before + 1)
    // Octal, and 02000000 is O_CLOEXEC
    expect(readFileSync(`/proc/self/fdinfo/${made.fd}`, 'utf8')).to.match(/flags:\s+02100000|flags:\s+02000000/)
    made.close()
    made.close()
    expect(descriptors()).to.equal(before)
    expect(() => made.fd).to.throw(`the namespace net:[${made.inode}] is closed`)
    expect(() => made.run(() => 1)).to.throw('is closed')
  })

  it(`leaves no descriptor over ${rounds(300, 10_000)} rounds`, async function () {
    this.timeout(120_000)
    const before = descriptors()
    for (let round = 0; round < rounds(300, 10_000); round++) {
      await using made = await NetworkNamespace.create()
      made.run(() => 1)
    }
    expect(descriptors()).to.equal(before)
  })

  it('says what is missing where it is not allowed', () => {
    const { stdout } = script(`
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      await NetworkNamespace.create().catch(error => console.log(error.name, error.code, error.message))`,
    ['setpriv', '--bounding-set', '-all', '--inh-caps', '-all'])
    expect(stdout).to.equal('SystemError EPERM unshare (a network namespace): EPERM: Operation not permitted: ' +
      'needs CAP_SYS_ADMIN (root, or a user namespace of your own)\n')
  })
})

describe('NetworkNamespace.open', () => {
  it('takes a process', async () => {
    using other = await running('unshare', '-n', 'sh', '-c', 'echo up; exec sleep 60')
    await using opened = await NetworkNamespace.open({ pid: other.pid ?? 0 })
    expect(opened.inode).to.equal(ownInode(other.pid))
    expect(opened.inode).to.not.equal(ownInode())
  })

  it('takes a descriptor, and leaves it to its owner', async () => {
    const fd = openSync('/proc/thread-self/ns/net', 'r')
    const opened = await NetworkNamespace.open({ fd })
    expect(opened.fd).to.not.equal(fd)
    expect(opened.inode).to.equal(ownInode())
    opened.close()
    closeSync(fd)
  })

  it('takes a file', async () => {
    await using opened = await NetworkNamespace.open({ path: `/proc/${process.pid}/ns/net` })
    expect(opened.inode).to.equal(ownInode())
  })

  it('gives the same one by different ways', async () => {
    await using one = await NetworkNamespace.current()
    await using same = await NetworkNamespace.open({ pid: process.pid })
    await using another = await NetworkNamespace.create()
    expect(one.equals(same)).to.equal(true)
    expect(one.equals(another)).to.equal(false)
  })

  const gone = (): number => spawnSync('true').pid
  const refused: Array<[what: string, source: () => NamespaceSource, message: string | RegExp]> = [
    ['a process that has ended', () => ({ pid: gone() }), /^pidfd_open \(process \d+\): ESRCH: No such process$/],
    ['a number that no process has', () => ({ pid: 0 }), '0 is no process: a whole number from 1 on is'],
    ['a fraction', () => ({ pid: 1.5 }), '1.5 is no process: a whole number from 1 on is'],
    ['a descriptor that is not open', () => ({ fd: 987 }), /^fcntl \(descriptor 987\): EBADF/],
    ['a descriptor of something else', () => ({ fd: 1 }), 'descriptor 1 is not a network namespace: it is no namespace at all'],
    ['an ordinary file', () => ({ path: '/etc/passwd' }), '/etc/passwd is not a network namespace: it is no namespace at all'],
    ['a namespace of another type', () => ({ path: '/proc/self/ns/mnt' }), '/proc/self/ns/mnt is not a network namespace: it is a namespace of another type'],
    ['a file that is not there', () => ({ path: '/nowhere' }), /^open \/nowhere: ENOENT/]
  ]
  for (const [what, source, message] of refused) {
    it(`refuses ${what}`, async () => {
      const before = descriptors()
      const error = await NetworkNamespace.open(source()).then(() => undefined, (error: Error) => error)
      if (typeof message === 'string') expect(error?.message).to.equal(message)
      else expect(error?.message).to.match(message)
      expect(descriptors()).to.equal(before)
    })
  }
})

describe('a namespace that is none', () => {
  const neither = 'is neither a NetworkNamespace nor a descriptor: NetworkNamespace.open gives one of a name'

  it('is refused where a client is opened', async () => {
    for (const namespace of ['blue', null, {}, { fd: 'x' }, { fd: -1 }, { fd: 1.5 }] as never[]) {
      const message = `namespace: ${JSON.stringify(namespace)} ${neither}`
      expect(() => RtnetlinkSync.open({ namespace })).to.throw(UsageError, message)
      expect(await Rtnetlink.open({ namespace }).catch((error: unknown) => error)).to.be.instanceOf(UsageError).with.property('message', message)
    }
  })

  it('is refused where a program is started', () => {
    for (const run of [withOwnPids, spawnWithout.bind(null, [])]) expect(() => run(['true'], { network: 'blue' as never })).to.throw(UsageError, `network: "blue" ${neither}`)
  })

  it('is refused where one is opened, made and deleted', async () => {
    for (const source of [5, null, undefined, {}]) {
      expect(() => NetworkNamespace.openSync(source as never)).to.throw(UsageError, `${JSON.stringify(source)} is none of a name, { pid }, { fd }, { path }`)
    }
    expect(() => NetworkNamespace.openSync({ fd: 'x' as never })).to.throw(UsageError, `fd: {"fd":"x"} ${neither}`)
    expect(() => NetworkNamespace.createSync(5 as never)).to.throw(UsageError, '5 cannot name a network namespace: it is no text')
    expect(await NetworkNamespace.delete(5 as never).catch((error: unknown) => error)).to.be.instanceOf(UsageError)
  })
})
