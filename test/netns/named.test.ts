// Names in /run/netns, made and read by both: ours and iproute2's. The witness is `ip netns`, mountinfo and unshare(1).
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import { needs, output, ownInode, running, script } from './witness.js'

const mounts = (): string[] =>
  readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter(line => line.includes(' /run/netns'))
const names = (): string[] => output('ip', 'netns', 'list').trim().split('\n').map(line => line.split(' ')[0] ?? '')
const refusal = async (promise: Promise<unknown>): Promise<string> =>
  await promise.then(() => 'not refused', (error: Error) => `${error.name}: ${error.message}`)

describe('named network namespaces', () => {
  afterEach(async () => {
    for (const { name } of await NetworkNamespace.list()) await NetworkNamespace.delete(name)
  })

  describe('beside iproute2 [needs iproute2]', () => {
    before(needs('ip'))

    it('are seen, entered and deleted by ip when made here', async () => {
      await using blue = await NetworkNamespace.create('blue')
      expect(names()).to.deep.equal(['blue'])
      expect(output('ip', 'netns', 'exec', 'blue', 'readlink', '/proc/self/ns/net')).to.equal(`net:[${blue.inode}]\n`)
      output('ip', 'netns', 'delete', 'blue')
      expect(await NetworkNamespace.list()).to.deep.equal([])
    })

    it('are seen, opened and deleted here when made by ip', async () => {
      output('ip', 'netns', 'add', 'red')
      await using red = await NetworkNamespace.open('red')
      expect(red.name).to.equal('red')
      const theirs = output('ip', 'netns', 'exec', 'red', 'readlink', '/proc/self/ns/net')
      expect(`net:[${red.run(ownInode)}]\n`).to.equal(theirs)
      expect(await NetworkNamespace.list()).to.deep.equal([{ name: 'red', inode: red.inode, stale: false }])
      await NetworkNamespace.delete('red')
      expect(names()).to.deep.equal([''])
    })

    it('are listed in ip\'s order', async () => {
      for (const name of ['m', 'b', 'z', 'a']) (await NetworkNamespace.create(name)).close()
      expect((await NetworkNamespace.list()).map(entry => entry.name)).to.deep.equal(names())
    })

    it('are mounted as ip mounts them: one shared mount, and one for each name', async () => {
      output('ip', 'netns', 'add', 'red')
      const theirs = mounts()
      ;(await NetworkNamespace.create('blue')).close()
      const ours = mounts().filter(line => !theirs.includes(line))
      expect(ours).to.have.length(1)
      const shape = (line = ''): string =>
        line.replace(/^\d+ |\d{4,}|shared:\d+/g, '').replace(/\/(red|blue) /, ' ')
      expect(shape(ours[0])).to.equal(shape(theirs.find(line => line.includes('/red '))))
    })

    it('are told of a process, and processes of them, as ip tells', async () => {
      await using blue = await NetworkNamespace.create('blue')
      using program = blue.spawn('sh', ['-c', 'echo up; exec sleep 60'])
      if (program.stdout === null) throw new Error('no pipe')
      await once(program.stdout, 'data')
      const pid = program.pid ?? 0
      expect(await NetworkNamespace.identify(pid)).to.deep.equal(['blue'])
      expect(output('ip', 'netns', 'identify', String(pid))).to.equal('blue\n')
      expect(await NetworkNamespace.pids('blue')).to.deep.equal([pid])
      expect(output('ip', 'netns', 'pids', 'blue')).to.equal(`${pid}\n`)
      expect(await NetworkNamespace.identify(process.pid)).to.deep.equal([])
      program.kill()
      await once(program, 'close')
    })

    it('are made once where two make them at the same time, and the directory is mounted once', async () => {
      const source = `
        import { NetworkNamespace } from '%SRC%/netns/namespace.js'
        for (let i = 0; i < 40; i++) {
          try { NetworkNamespace.createSync('n' + i) } catch (error) { if (error.code !== 'EEXIST') throw error }
        }`.replaceAll('%SRC%', new URL('../../src', import.meta.url).href)
      // In mount namespaces of their own, /run/netns not mounted yet: then both want to do it
      const result = script('', ['unshare', '-m', 'sh', '-c', `
        umount /run/netns 2>/dev/null; mount -t tmpfs run /run
        before=$(grep -c ' /run/netns ' /proc/self/mountinfo); names=$(grep -c nsfs /proc/self/mountinfo)
        "$0" --input-type=module -e "$1" & one=$!
        "$0" --input-type=module -e "$1" & two=$!
        (for i in $(seq 0 39); do ip netns add n$i 2>/dev/null; done; true) & three=$!
        wait $one && wait $two && wait $three && ls /run/netns | wc -l &&
          echo $(($(grep -c ' /run/netns ' /proc/self/mountinfo) - before)) && echo $(($(grep -c nsfs /proc/self/mountinfo) - names))`,
      process.execPath, source])
      expect(result.stderr).to.equal('')
      expect(result.stdout).to.equal('40\n1\n40\n')
    })
  })

  it('mount the directory under the lock that iproute2 takes, after 2 s without it', async () => {
    ;(await NetworkNamespace.create('blue')).close()
    await NetworkNamespace.delete('blue')
    output('sh', '-c', 'while umount /run/netns 2>/dev/null; do :; done')
    const before = mounts().length
    using holder = await running('flock', '--no-fork', '-x', '/run/netns', 'sh', '-c', 'echo up; exec sleep 60')
    const begin = performance.now()
    ;(await NetworkNamespace.create('red')).close()
    expect(performance.now() - begin).to.be.within(1900, 8000)
    expect(holder.exitCode).to.equal(null)
    // The directory and the name.
    expect(mounts()).to.have.length(before + 2)
  })

  it('stay when the object is closed, and go when they are deleted', async () => {
    const blue = await NetworkNamespace.create('blue')
    blue.close()
    await using again = await NetworkNamespace.open('blue')
    expect(again.equals(blue)).to.equal(true)
    await NetworkNamespace.delete('blue')
    expect(readdirSync('/run/netns')).to.deep.equal([])
    expect(again.run(ownInode)).to.equal(again.inode)
  })

  it('go with all that was mounted on them', async () => {
    ;(await NetworkNamespace.create('blue')).close()
    for (let i = 0; i < 25; i++) output('mount', '--bind', '/proc/self/ns/net', '/run/netns/blue')
    await NetworkNamespace.delete('blue')
    expect(await NetworkNamespace.list()).to.deep.equal([])
    expect(mounts().filter(line => line.includes('/blue'))).to.deep.equal([])
  })

  it('may hold letters of any language, 255 bytes long', async () => {
    const name = 'ü'.repeat(127) + 'x'
    ;(await NetworkNamespace.create(name)).close()
    expect((await NetworkNamespace.list()).map(entry => entry.name)).to.deep.equal([name])
  })

  const unfit: Array<[name: string, reason: string]> = [
    ['', 'it is empty'],
    ['.', 'it means a directory'],
    ['..', 'it means a directory'],
    ['a/b', 'it has a slash in it'],
    ['../../etc/passwd', 'it has a slash in it'],
    ['a\0b', 'it has a zero byte in it'],
    ['ü'.repeat(128), 'it is longer than 255 bytes']
  ]
  for (const [name, reason] of unfit) {
    it(`cannot be ${JSON.stringify(name.slice(0, 20))}: ${reason}`, async () => {
      const message = `UsageError: ${JSON.stringify(name)} cannot name a network namespace: ${reason}`
      expect(await refusal(NetworkNamespace.create(name))).to.equal(message)
      expect(await refusal(NetworkNamespace.open(name))).to.equal(message)
      expect(await refusal(NetworkNamespace.delete(name))).to.equal(message)
    })
  }

  it('are refused where they are taken', async () => {
    await using blue = await NetworkNamespace.create('blue')
    expect(await refusal(NetworkNamespace.create('blue'))).to.equal(
      'SystemError: open /run/netns/blue: EEXIST: File exists: there is a network namespace named blue already')
    expect((await NetworkNamespace.list())[0]?.inode).to.equal(blue.inode)
  })

  it('are refused where there is none', async () => {
    expect(await refusal(NetworkNamespace.open('nowhere'))).to.equal(
      'SystemError: open /run/netns/nowhere: ENOENT: No such file or directory: ' +
      'there is no network namespace named nowhere')
    expect(await refusal(NetworkNamespace.delete('nowhere'))).to.equal(
      'SystemError: umount2 /run/netns/nowhere: ENOENT: No such file or directory: ' +
      'there is no network namespace named nowhere')
  })

  it('tell a file that a crash left behind from a namespace, and delete it', async () => {
    mkdirSync('/run/netns', { recursive: true })
    writeFileSync('/run/netns/left', '', { mode: 0 })
    const [entry] = await NetworkNamespace.list()
    expect(entry).to.include({ name: 'left', stale: true })
    expect(await refusal(NetworkNamespace.open('left'))).to.equal(
      'UsageError: /run/netns/left is no network namespace, only a file that a crash left behind ' +
      '(nothing is mounted on it): NetworkNamespace.delete(\'left\') or `ip netns delete left` takes it away')
    expect(await refusal(NetworkNamespace.create('left'))).to.equal(
      'SystemError: open /run/netns/left: EEXIST: File exists: it is no network namespace ' +
      'but what a crash left behind: NetworkNamespace.delete(\'left\') or `ip netns delete left` takes it away')
    await NetworkNamespace.delete('left')
    expect(readdirSync('/run/netns')).to.deep.equal([])
  })

  it('may be links, which are told and deleted when their process has ended, and take no other name along', async () => {
    await using blue = await NetworkNamespace.create('blue')
    symlinkSync(`/proc/${spawnSync('true').pid}/ns/net`, '/run/netns/gone')
    symlinkSync('/run/netns/blue', '/run/netns/other')
    const list = await NetworkNamespace.list()
    expect(list).to.have.length(3)
    expect(list.find(({ name }) => name === 'gone')).to.include({ stale: true })
    expect(list.find(({ name }) => name === 'other')).to.include({ stale: false, inode: blue.inode })
    expect(await refusal(NetworkNamespace.create('gone'))).to.include('EEXIST').and.include('NetworkNamespace.delete(\'gone\')')
    await NetworkNamespace.delete('gone')
    await NetworkNamespace.delete('other')
    expect(await NetworkNamespace.list()).to.deep.equal([{ name: 'blue', inode: blue.inode, stale: false }])
  })

  it('leave neither file nor mount where making one fails half-way', async () => {
    ;(await NetworkNamespace.create('first')).close()
    const before = mounts()
    // One descriptor is left: the way back takes it, and there is none for the new namespace, whose file is there by
    // then
    const { stdout, stderr } = script(`
      import fs from 'node:fs'
      import { libc } from '%SRC%/libc/open.js'
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      NetworkNamespace.createSync().close()
      const home = fs.readlinkSync('/proc/thread-self/ns/net')
      const taken = []
      for (let fd = libc().open('/dev/null', 0); fd >= 0; fd = libc().open('/dev/null', 0)) taken.push(fd)
      libc().close(taken.pop())
      let message
      try { NetworkNamespace.createSync('half') } catch (error) { message = error.message }
      for (const fd of taken) libc().close(fd)
      console.log(message)
      console.log(fs.readdirSync('/run/netns'), home === fs.readlinkSync('/proc/thread-self/ns/net'))`,
    ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'])
    expect(stderr).to.equal('')
    expect(stdout).to.equal('open /proc/thread-self/ns/net: EMFILE: Too many open files: ' +
      'this process has as many descriptors open as `ulimit -n` allows\n' +
      '[ \'first\' ] true\n')
    expect(mounts()).to.deep.equal(before)
  })

  it('go from every mount namespace when they are deleted in one', async () => {
    ;(await NetworkNamespace.create('blue')).close()
    using other = await running('unshare', '-m', '--propagation', 'unchanged', 'sh', '-c', 'echo up; exec sleep 60')
    const there = (): boolean => readFileSync(`/proc/${other.pid}/mountinfo`, 'utf8').includes('/run/netns/blue')
    expect(there()).to.equal(true)
    await NetworkNamespace.delete('blue')
    expect(there()).to.equal(false)
  })

  it('are deleted where another mount namespace has its own copy of the mount', async () => {
    ;(await NetworkNamespace.create('blue')).close()
    using other = await running('unshare', '-m', '--propagation', 'private', 'sh', '-c', 'echo up; exec sleep 60')
    expect(readFileSync(`/proc/${other.pid}/mountinfo`, 'utf8')).to.include('/run/netns/blue')
    await NetworkNamespace.delete('blue')
    expect(readdirSync('/run/netns')).to.deep.equal([])
    ;(await NetworkNamespace.create('blue')).close()
  })

  it('say who holds them where they cannot be deleted', async () => {
    ;(await NetworkNamespace.create('blue')).close()
    // In a user namespace below, the mounts that came along are locked
    const { stdout, stderr } = script(`
      import fs from 'node:fs'
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      console.log(process.pid, '(' + fs.readFileSync('/proc/self/comm', 'utf8').trim() + ')')
      await NetworkNamespace.delete('blue').catch(error => console.log(error.code + ' ' + error.message))`,
    ['nsenter', '--net=/run/netns/blue', 'unshare', '-U', '-r', '-m'])
    const [self, message] = stdout.split('\n')
    expect(message, stderr).to.equal('EBUSY unlink /run/netns/blue: EBUSY: Device or resource busy: ' +
      `what is mounted there cannot be unmounted from here. It is held: in it: process ${self}`)
    expect((await NetworkNamespace.list())[0]).to.include({ name: 'blue', stale: false })
  })

  it('live on without their name while a program runs inside', async () => {
    const blue = await NetworkNamespace.create('blue')
    using program = blue.spawn('sleep', ['60'], { stdio: 'ignore' })
    blue.close()
    await NetworkNamespace.delete('blue')
    expect(ownInode(program.pid)).to.equal(blue.inode)
    program.kill()
    await once(program, 'close')
  })
})
