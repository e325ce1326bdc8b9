// NetworkNamespace.spawn: programs inside, as `ip netns exec` runs them and as Node's child_process tells of them. Both
// are the witnesses.
import { expect } from 'chai'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { UsageError } from '../../src/libc/errors.js'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import type { Program } from '../../src/netns/program.js'
import { itNeeds } from '../needs.js'
import { descriptors, eventually, needs, output, ownInode, rounds, script } from './witness.js'

async function read (stream: Readable | null): Promise<string> {
  if (stream === null) throw new Error('no pipe')
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}

/** Not `once`, which an 'error' before would end. */
const closed = async (program: Program): Promise<unknown[]> =>
  await new Promise(resolve => program.once('close', (...how) => { resolve(how) }))
const mountinfo = (): string => readFileSync('/proc/self/mountinfo', 'utf8')

describe('NetworkNamespace.spawn', () => {
  let red: NetworkNamespace
  before(async () => { red = await NetworkNamespace.create() })
  after(() => { red.close() })

  it('runs a program inside, with a /sys of the namespace, and changes nothing here', async () => {
    const mounts = mountinfo()
    const home = ownInode()
    const program = red.spawn('sh', ['-c', 'readlink /proc/self/ns/net; ls /sys/class/net; mount -t tmpfs x /mnt'])
    expect(await read(program.stdout)).to.equal(`net:[${red.inode}]\nlo\n`)
    expect(mountinfo()).to.equal(mounts)
    expect(ownInode()).to.equal(home)
    for (const task of output('ls', `/proc/${process.pid}/task`).trim().split('\n')) {
      expect(readFileSync(`/proc/self/task/${task}/mountinfo`, 'utf8')).to.equal(mounts)
    }
  })

  it('keeps a program\'s mounts from everybody, and shows it those made later outside, where mounts are shared', () => {
    const { stdout, stderr } = script(`
      import { execFileSync } from 'node:child_process'
      import fs from 'node:fs'
      import { once } from 'node:events'
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      const red = NetworkNamespace.createSync()
      fs.mkdirSync('/run/inside')
      fs.mkdirSync('/run/outside')
      const look = 'mount -t tmpfs x /run/inside; echo up; read line; grep -cE "/run/(in|out)side" /proc/self/mountinfo'
      const program = red.spawn('sh', ['-c', look])
      await once(program.stdout, 'data')
      execFileSync('mount', ['-t', 'tmpfs', 'x', '/run/outside'])
      const here = fs.readFileSync('/proc/self/mountinfo', 'utf8')
      program.stdin.end()
      const there = String(await once(program.stdout, 'data')).trim()
      console.log(here.includes('/run/inside'), here.includes('/run/outside'), there)
      execFileSync('umount', ['/run/outside'])`,
    ['unshare', '-m', '--propagation', 'shared', 'sh', '-c', 'mount -t tmpfs run /run && exec "$@"', 'sh'])
    expect(stdout, stderr).to.equal('false true 2\n')
  })

  it('has the pid at once, and ends with the program\'s status', async () => {
    const program = red.spawn('sh', ['-c', 'read line; exit $line'])
    expect(ownInode(program.pid)).to.equal(red.inode)
    expect(readFileSync(`/proc/${program.pid}/stat`, 'utf8')).to.contain(` ${process.pid} `)
    program.stdin?.end('7\n')
    const events: string[] = []
    program.on('spawn', () => events.push('spawn'))
    program.on('exit', code => events.push(`exit ${code}`))
    program.on('close', code => events.push(`close ${code}`))
    expect(await closed(program)).to.deep.equal([7, null])
    expect(events).to.deep.equal(['spawn', 'exit 7', 'close 7'])
    expect(program.exitCode).to.equal(7)
  })

  it('tells the signal that ended it', async () => {
    const program = red.spawn('sleep', ['60'])
    expect(program.kill('SIGINT')).to.equal(true)
    expect(await closed(program)).to.deep.equal([null, 'SIGINT'])
    expect([program.signalCode, program.killed, program.kill()]).to.deep.equal(['SIGINT', true, false])
  })

  it('takes a signal by its number, and none that Node cannot tell the end by', async () => {
    const program = red.spawn('sleep', ['60'])
    for (const signal of ['SIGNOSUCH' as 'SIGTERM', 34, 65, -1, 1.5, NaN]) {
      expect(() => program.kill(signal)).to.throw(UsageError, `kill: ${signal} is no signal`)
    }
    expect([program.kill(0), program.killed, program.kill(2)]).to.deep.equal([true, false, true])
    expect(await closed(program)).to.deep.equal([null, 'SIGINT'])
  })

  itNeeds('root of the machine', 'says that a signal may not be sent, and loses nothing by it', () => {
    const { stdout, stderr } = script(`
      import { dropCapabilities } from '%SRC%/netns/capabilities.js'
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      dropCapabilities(['KILL'])
      const red = NetworkNamespace.createSync()
      const other = red.spawn('sh', ['-c', 'read line; exit 5'], { uid: 65534 })
      console.log(other.kill('SIGKILL'), other.killed)
      other.on('exit', code => console.log(code)).stdin.end('\\n')`)
    expect(stdout, stderr).to.equal('false false\n5\n')
  })

  it('ends it when its signal is aborted, before or after, as Node does', async () => {
    for (const early of [true, false]) {
      const controller = new AbortController()
      if (early) controller.abort()
      const program = red.spawn('sleep', ['60'], { signal: controller.signal, killSignal: 'SIGKILL' })
      const error = once(program, 'error')
      const end = closed(program)
      if (!early) controller.abort()
      expect((await error)[0]).to.include({ name: 'AbortError', code: 'ABORT_ERR' })
      expect(await end).to.deep.equal([null, 'SIGKILL'])
    }
  })

  it('ends it when its time is up', async () => {
    expect(await closed(red.spawn('sleep', ['60'], { timeout: 20 }))).to.deep.equal([null, 'SIGTERM'])
  })

  for (const [what, file, options] of [
    ['a program that is not there', 'nosuch', {}],
    ['one that may not be run', '/etc/passwd', {}],
    ['a working directory that is not there', 'true', { cwd: '/nowhere' }]
  ] as const) {
    it(`reports ${what} as Node does`, async () => {
      const told = async (program: NodeJS.EventEmitter): Promise<unknown> => {
        const events: unknown[] = []
        for (const event of ['spawn', 'exit', 'close']) program.on(event, (...how) => events.push([event, how]))
        program.on('error', (error: Error) => events.push({ ...error, message: error.message }))
        await new Promise(resolve => program.once('close', resolve))
        return events
      }
      const before = descriptors()
      const program = red.spawn(file, ['a'], options)
      expect(program.pid).to.equal(undefined)
      expect(await told(program)).to.deep.equal(await told(spawn(file, ['a'], options)))
      expect(descriptors()).to.equal(before)
    })
  }

  it('throws what Node throws for arguments that make no sense', () => {
    expect(() => red.spawn('')).to.throw(TypeError, 'The argument \'file\' cannot be empty')
    expect(() => red.spawn('true', ['a\0b'])).to.throw(TypeError, 'null bytes')
    expect(() => red.spawn('true', [], { stdio: ['ipc' as 'pipe'] })).to.throw(
      'spawn: stdio[0] is none of \'pipe\', \'inherit\', \'ignore\', a descriptor, something with a descriptor `fd`')
  })

  it('hands over environment, directory, argv[0] and descriptors', async () => {
    const fd = openSync('/etc/hostname', 'r')
    const program = red.spawn('sh', ['-c', 'echo $A:$HOME:$0:$PWD; cat <&3; echo err >&2'], {
      env: { A: 'b', HOME: undefined, PATH: process.env['PATH'] },
      cwd: new URL('file:///usr/bin'),
      stdio: ['ignore', 'pipe', 'pipe', fd]
    })
    closeSync(fd)
    expect(await Promise.all([read(program.stdout), read(program.stderr)])).to.deep.equal([
      `b::sh:/usr/bin\n${readFileSync('/etc/hostname', 'utf8')}`, 'err\n'])
    expect(program.stdin).to.equal(null)
    const named = red.spawn('sh', ['-c', 'tr "\\0" " " < /proc/$$/cmdline'], { argv0: 'me' })
    expect(await read(named.stdout)).to.match(/^me -c/)
  })

  it('works in this process\' own directory when none is named', async () => {
    expect(await read(red.spawn('pwd').stdout)).to.equal(`${process.cwd()}\n`)
  })

  it('leads a session of its own when detached', async () => {
    const program = red.spawn('sh', ['-c', 'echo $$ $(cut -d" " -f6 /proc/$$/stat)'], { detached: true })
    const [pid, session] = (await read(program.stdout)).split(' ')
    expect(Number(session)).to.equal(Number(pid))
  })

  it('gives a program no descriptors but its own', async () => {
    const list = ['-c', 'ls /proc/self/fd']
    await using more = await NetworkNamespace.create()
    const witness = spawnSync('sh', list, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }).stdout
    expect(await read(more.spawn('sh', list).stdout)).to.equal(witness)
  })

  it('reads what is written to it, and sees its end', async () => {
    const program = red.spawn('wc', ['-c'])
    program.stdin?.write('12345')
    program.stdin?.end('67')
    expect(await read(program.stdout)).to.equal('7\n')
  })

  it('waits with 10 MB until they are read', async () => {
    const program = red.spawn('sh', ['-c', 'head -c 10000000 /dev/zero; echo done >&2'])
    let done = false
    program.stderr?.once('data', () => { done = true })
    if (program.stdout === null) throw new Error('no pipe')
    await once(program.stdout, 'readable')
    let size = 0
    for (let turn = 0; turn < 50; turn++) await new Promise(resolve => setImmediate(resolve))
    expect(done).to.equal(false)
    for await (const chunk of program.stdout) size += (chunk as Buffer).length
    expect(size).to.equal(10_000_000)
  })

  it('ends with SIGPIPE when its output is closed here first', async () => {
    const program = red.spawn('sh', ['-c', 'exec cat /dev/zero'], { stdio: ['pipe', 'pipe', 'ignore'] })
    if (program.stdout === null) throw new Error('no pipe')
    await once(program.stdout, 'readable')
    program.stdout.destroy()
    // Node's pipes are sockets: where something was not read yet, a writer may hear ECONNRESET first, which is no signal.
    expect(await once(program, 'exit')).to.deep.be.oneOf([[null, 'SIGPIPE'], [1, null]])
  })

  it('closes a program whose output nobody reads', async () => {
    expect(await closed(red.spawn('head', ['-c', '1000', '/dev/zero']))).to.deep.equal([0, null])
  })

  it('runs many at once, in namespaces of their own', async () => {
    const several = await Promise.all(Array.from({ length: 5 }, async () => await NetworkNamespace.create()))
    const all = Array.from({ length: 50 }, (_, at) => {
      const namespace = several[at % 5] ?? red
      return { namespace, read: read(namespace.spawn('readlink', ['/proc/self/ns/net']).stdout) }
    })
    for (const one of all) expect(await one.read).to.equal(`net:[${one.namespace.inode}]\n`)
    for (const one of several) one.close()
  })

  it(`leaves no descriptor over ${rounds(100, 1000)} programs`, async function () {
    this.timeout(120_000)
    await closed(red.spawn('true'))
    const before = descriptors()
    for (let round = 0; round < rounds(100, 1000); round++) await closed(red.spawn('true'))
    expect(descriptors()).to.equal(before)
  })

  it('may be started from inside another namespace, which its thread does not keep', async () => {
    const { stdout } = script(`
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      import fs from 'node:fs'
      const red = NetworkNamespace.createSync()
      const blue = NetworkNamespace.createSync()
      const program = blue.run(() => red.spawn('readlink', ['/proc/self/ns/net'], { stdio: 'inherit' }))
      program.on('close', () => {
        const all = fs.readdirSync('/proc/self/task')
          .map(task => fs.readlinkSync('/proc/self/task/' + task + '/ns/net'))
        console.log('net:[' + red.inode + ']', new Set(all).size)
      })`)
    expect(stdout).to.match(/^(net:\[\d+\])\n\1 1\n$/)
  })

  it('keeps the process for a program that runs, and for nothing else', () => {
    const begin = `
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      const red = NetworkNamespace.createSync()`
    const waited = script(`${begin}
      red.spawn('sh', ['-c', 'sleep 0.1; echo waited'], { stdio: ['ignore', 'inherit', 'ignore'] })`)
    expect(waited.stdout).to.equal('waited\n')
    const ended = script(`${begin}
      red.spawn('true', [], { stdio: 'ignore' })`)
    expect(ended).to.deep.equal({ stdout: '', stderr: '', status: 0, signal: null })
    const left = script(`${begin}
      const sleeping = red.spawn('sleep', ['60'], { stdio: 'ignore' })
      sleeping.unref()
      console.log(sleeping.pid)`)
    expect(left.status).to.equal(0)
    process.kill(Number(left.stdout), 'SIGKILL')
  })

  it('may be killed from the handler of the process\' own exit', async () => {
    const { stdout, status } = script(`
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      const red = NetworkNamespace.createSync()
      const program = red.spawn('sleep', ['60'], { stdio: 'ignore' })
      process.on('exit', () => console.log(program.pid, program.kill('SIGKILL')))
      process.exit(5)`)
    const [pid, killed] = stdout.trim().split(' ')
    expect([killed, status]).to.deep.equal(['true', 5])
    expect(await eventually(() => !existsSync(`/proc/${pid}`))).to.equal(true)
  })

  it('works in a worker that comes and goes', () => {
    const { stdout, status } = script(`
      import { Worker } from 'node:worker_threads'
      import { once } from 'node:events'
      for (let round = 0; round < 5; round++) {
        const worker = new Worker(\`
          import('%SRC%/netns/namespace.js').then(async ({ NetworkNamespace }) => {
            const red = NetworkNamespace.createSync()
            await red.execFile('true')
            red.close()
          })\`, { eval: true })
        const [code] = await once(worker, 'exit')
        console.log(code)
      }`)
    expect([stdout, status]).to.deep.equal(['0\n'.repeat(5), 0])
  })

  describe('with /etc/netns/NAME', () => {
    let blue: NetworkNamespace
    before(async () => {
      blue = await NetworkNamespace.create('blue')
      mkdirSync('/etc/netns/blue', { recursive: true })
      writeFileSync('/etc/netns/blue/hosts', '192.0.2.1 only.here\n')
    })
    after(async () => {
      rmSync('/etc/netns', { recursive: true })
      blue.close()
      await NetworkNamespace.delete('blue')
    })

    it('binds its files over those in /etc, for that program alone', async () => {
      const hosts = readFileSync('/etc/hosts', 'utf8')
      expect(await read(blue.spawn('cat', ['/etc/hosts']).stdout)).to.equal('192.0.2.1 only.here\n')
      expect(await read(red.spawn('cat', ['/etc/hosts']).stdout)).to.equal(hosts)
      expect(readFileSync('/etc/hosts', 'utf8')).to.equal(hosts)
    })

    it('says which of them it could not bind', async () => {
      writeFileSync('/etc/netns/blue/nosuch', '')
      const program = blue.spawn('true')
      expect(program.warnings).to.deep.equal([
        '/etc/netns/blue/nosuch is not bound over /etc/nosuch: No such file or directory'])
      expect(await closed(program)).to.deep.equal([0, null])
      rmSync('/etc/netns/blue/nosuch')
    })

    it('gives the mounts that ip netns exec gives [needs iproute2]', async function () {
      needs('ip').call(this)
      const mounts = ['sh', '-c', 'cut -d" " -f4- /proc/self/mountinfo | sed s/[a-z]*:[0-9]*//g']
      const ours = await read(blue.spawn('sh', mounts.slice(1)).stdout)
      const theirs = output('ip', 'netns', 'exec', 'blue', ...mounts)
      // The source of the new /sys is the namespace's name there
      const alike = (mounts: string): string => mounts.replaceAll(' - sysfs sysfs ', ' - sysfs blue ')
      expect(alike(ours)).to.equal(alike(theirs))
    })
  })

  it('says why the namespace may not be entered', () => {
    const { stdout } = script(`
      import { libc } from '%SRC%/libc/open.js'
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      const red = NetworkNamespace.createSync()
      libc().capset(new Uint8Array(new Uint32Array([0x20080522, 0]).buffer), new Uint8Array(24))
      try { red.spawn('true') } catch (error) { console.log(error.name, error.code, error.call) }
      await red.execFile('true').catch(error => console.log(error.message.replace(/\\d+/, '')))`)
    expect(stdout).to.equal('SystemError EPERM setns\n' +
      'setns net:[]: EPERM: Operation not permitted: needs CAP_SYS_ADMIN (root, or a user namespace of your own)\n')
  })

  describe('in a chroot', () => {
    // setns to the mount namespace, the way back, leads out of a chroot: each program needs a thread of its own there
    const chroot = (sys: string, text: string) => script(text, ['unshare', '-m', 'sh', '-c', `
      mount -t tmpfs root /mnt && touch /mnt/inside
      for entry in /*; do
        if [ -L $entry ]; then cp -a $entry /mnt
        elif [ -d $entry ] && [ $entry != /mnt ] && [ $entry != /sys ]; then
          mkdir /mnt$entry && mount --rbind $entry /mnt$entry
        fi
      done
      ${sys}
      exec chroot /mnt "$@"`, 'sh'])

    it('stays in it, program after program', () => {
      const { stdout, stderr } = chroot('mkdir /mnt/sys', `
        import { NetworkNamespace } from '%SRC%/netns/namespace.js'
        const red = NetworkNamespace.createSync()
        for (let round = 0; round < 3; round++) console.log((await red.execFile('ls', ['-d', '/inside'])).stdout)`)
      expect(stdout, stderr).to.equal('/inside\n\n'.repeat(3))
    })

    it('says which mount was refused, and is not left half-way', () => {
      const { stdout, stderr } = chroot('', `
        import fs from 'node:fs'
        import { NetworkNamespace } from '%SRC%/netns/namespace.js'
        const red = NetworkNamespace.createSync()
        const before = fs.readdirSync('/proc/self/fd').length
        for (let round = 0; round < 2; round++) {
          await red.execFile('true').catch(error => console.log(error.message))
        }
        fs.mkdirSync('/sys')
        console.log((await red.execFile('ls', ['-d', '/inside'])).stdout)`)
      expect(stdout, stderr).to.equal(
        'mount /sys (of the network namespace): ENOENT: No such file or directory\n'.repeat(2) + '/inside\n\n')
    })
  })
})
