// sandbox() as a function: what it gives its command, what it gives back, how it is refused. Witnesses: sh, cat, /proc.
import { expect } from 'chai'
import { spawn } from 'node:child_process'
import type { SpawnOptions } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { SystemError, UsageError } from '../../src/libc/errors.js'
import { spawnWithout } from '../../src/netns/isolation.js'
import { sandbox, sandboxProblem } from '../../src/netns/sandbox.js'
import type { CommandOptions, Stdio, Way } from '../../src/netns/sandbox.js'
import { passSignals } from '../../src/netns/sandbox-signals.js'
import { warnings } from './sandbox-outside.js'
import { eventually, script } from './witness.js'

async function text (stream: Readable | null): Promise<string> {
  let all = ''
  for await (const part of stream ?? []) all += String(part)
  return all
}

async function refused (promise: Promise<unknown>): Promise<Error> {
  return await promise.then(() => { throw new Error('it was not refused') }, (error: Error) => error)
}

const descriptors = (): string[] => fs.readdirSync('/proc/self/fd').map(fd => {
  try { return fs.readlinkSync(`/proc/self/fd/${fd}`).replace(/\[\d+\]/, '') } catch { return '' }
}).filter(target => !target.includes('/fd')).sort()

for (const way of ['thread', 'unshare', 'clone'] as const satisfies readonly Way[]) {
  describe(`sandbox(), way ${way}`, () => {
    it('resolves to the exit status', async () => {
      expect(await sandbox(['sh', '-c', 'exit 5'], { way })).to.deep.equal({ code: 5, signal: null })
    })

    it('resolves to the signal', async () => {
      expect(await sandbox(['sh', '-c', 'kill -KILL $$'], { way })).to.deep.equal({ code: null, signal: 'SIGKILL' })
    })

    it('has pipes', async () => {
      const running = sandbox(['sh', '-c', 'cat; echo error >&2'], { way, stdio: 'pipe' })
      running.stdin?.end('through a pipe')
      const [out, error] = await Promise.all([text(running.stdout), text(running.stderr), running])
      expect({ out, error }).to.deep.equal({ out: 'through a pipe', error: 'error\n' })
    })

    it('has more descriptors than three', async () => {
      const running = sandbox(['sh', '-c', 'cat <&3 >&4'], { way, stdio: ['ignore', 'ignore', 'inherit', 'pipe', 'pipe'] })
      running.stdio[3]?.end('by 3 and 4')
      expect(await text(running.stdio[4] ?? null)).to.equal('by 3 and 4')
      expect(await running).to.include({ code: 0 })
    })

    it('starts in the directory and with the environment that it is told', async () => {
      const running = sandbox(['/bin/sh', '-c', 'pwd; echo $COLOUR; /usr/bin/env | /usr/bin/wc -l'], {
        way, cwd: '/usr', env: { COLOUR: 'blue' }, stdio: ['ignore', 'pipe', 'inherit']
      })
      expect(await text(running.stdout)).to.equal('/usr\nblue\n2\n') // PWD is sh's
      await running
    })

    it('keeps the command from the options of this Node', async () => {
      process.env['NODE_OPTIONS'] = '--no-such-option'
      const running = sandbox(['sh', '-c', 'echo $NODE_OPTIONS'], { way, stdio: ['ignore', 'pipe', 'inherit'] })
      delete process.env['NODE_OPTIONS']
      expect(await text(running.stdout)).to.equal('--no-such-option\n')
      await running
    })

    it('sends signals, also before the command has started, and refuses what is none', async () => {
      const running = sandbox(['sleep', '1000'], { way })
      for (const send of [running.kill, running.relay]) expect(() => { send('SIGFOO' as 'SIGTERM') }).to.throw(UsageError, 'kill: SIGFOO is no signal')
      running.kill('SIGTERM')
      expect(await running).to.deep.equal({ code: null, signal: 'SIGTERM' })
      running.kill('SIGTERM')
    })

    it('rejects with the reason of an abort, when nothing is left', async () => {
      const abort = new AbortController()
      const running = sandbox(['sh', '-c', 'setsid sleep 1000 & echo ready; wait'], { way, stdio: ['ignore', 'pipe', 'inherit'], signal: abort.signal })
      const output = text(running.stdout)
      running.stdout?.once('data', () => abort.abort(new Error('enough')))
      expect((await refused(running)).message).to.equal('enough')
      expect(await output).to.equal('ready\n') // its end: nobody holds it any more
    })

    it('rejects with the reason of an abort that came at once', async () => {
      const abort = new AbortController()
      const running = sandbox(['sleep', '1000'], { way, signal: abort.signal })
      abort.abort(new Error('at once'))
      expect((await refused(running)).message).to.equal('at once')
    })

    it('leaves no descriptor, and no child', async () => {
      await sandbox(['true'], { way })
      const before = descriptors()
      await Promise.all([sandbox(['true'], { way }), sandbox(['true'], { way, stdio: 'pipe' }), refused(sandbox(['no-such-program'], { way }))])
      // Closed handles of libuv go a turn of the event loop later.
      await eventually(() => descriptors().length <= before.length)
      expect(descriptors()).to.deep.equal(before)
      expect(fs.readFileSync('/proc/thread-self/children', 'utf8')).to.equal('')
    })

    it('says that it was killed if its init was', async () => {
      const running = sandbox(['sh', '-c', 'echo ready; sleep 1000'], { way, stdio: ['ignore', 'pipe', 'inherit'] })
      const output = text(running.stdout)
      await new Promise(resolve => running.stdout?.once('data', resolve))
      const inits = fs.readdirSync('/proc').filter(pid => {
        try { return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1]?.endsWith('sandbox-init.js') === true && pid !== '1' } catch { return false }
      })
      expect(inits).to.have.length(1)
      process.kill(Number(inits[0]), 'SIGKILL')
      expect(await running).to.deep.equal({ code: null, signal: 'SIGKILL' })
      await output
    })
  })
}

describe('sandbox()', () => {
  it('gives a megabyte through a pipe whole', async () => {
    const running = sandbox(['head', '-c', '1000000', '/dev/zero'], { stdio: ['ignore', 'pipe', 'inherit'] })
    expect(await text(running.stdout)).to.have.length(1000000)
    await running
  })

  it('gives its command /dev/null for ignore', async () => {
    const running = sandbox(['sh', '-c', 'readlink /proc/self/fd/0 >&2'], { stdio: ['ignore', 'ignore', 'pipe'] })
    expect(await text(running.stderr)).to.equal('/dev/null\n')
    await running
  })

  it('starts with this environment and in this directory, untold', async () => {
    process.env['OF_THE_TEST'] = 'kept'
    const running = sandbox(['sh', '-c', 'pwd; echo $OF_THE_TEST'], { stdio: ['ignore', 'pipe', 'inherit'] })
    delete process.env['OF_THE_TEST']
    expect(await text(running.stdout)).to.equal(`${process.cwd()}\nkept\n`)
    await running
  })

  it('says which program there is not', async () => {
    // A PATH of its own: one with a directory that may not be searched makes it EACCES (execvp(3)).
    const error = await refused(sandbox(['no-such-program'], { env: { PATH: '/usr/bin:/bin' } }))
    expect(error).to.be.instanceOf(SystemError).and.to.include({ code: 'ENOENT', call: 'execve' })
    expect(error.message).to.equal('execve no-such-program: ENOENT: No such file or directory')
  })

  it('says which directory there is not', async () => {
    const error = await refused(sandbox(['true'], { cwd: '/no/such/directory' }))
    expect(error).to.be.instanceOf(SystemError)
    expect(error.message).to.equal('chdir /no/such/directory: ENOENT: No such file or directory')
  })

  it('says which file may not be executed', async () => {
    expect((await refused(sandbox(['/etc/passwd']))).message).to.equal('execve /etc/passwd: EACCES: Permission denied')
  })

  it('says of a program what Node says that it cannot be started for', async () => {
    for (const [run, file, ...args] of [[sandbox, '/etc/passwd/x'], [spawnWithout.bind(null, []), 'true', 'x'.repeat(200_000)]] as const) {
      const { code } = ((): NodeJS.ErrnoException => { try { throw spawn(file, args) } catch (error) { return error as Error } })()
      expect(code).to.be.oneOf(['ENOTDIR', 'E2BIG'])
      expect(await refused(run([file, ...args]))).to.include({ name: 'SystemError', code, call: 'execve', about: file })
    }
  })

  it('takes a directory from where this process is', async () => {
    const running = sandbox(['pwd'], { cwd: 'test', stdio: ['ignore', 'pipe', 'inherit'] })
    expect(await text(running.stdout)).to.equal(`${path.resolve('test')}\n`)
    await running
  })

  it('hands a descriptor of the caller over, and leaves it open', async () => {
    const fd = fs.openSync('/etc/passwd', 'r')
    try {
      const running = sandbox(['head', '-n', '1'], { stdio: [fd, 'pipe', 'inherit'] })
      expect(await text(running.stdout)).to.equal(`${fs.readFileSync('/etc/passwd', 'utf8').split('\n')[0]}\n`)
      await running
      expect(fs.fstatSync(fd).isFile()).to.equal(true)
    } finally {
      fs.closeSync(fd)
    }
  })

  it('wants a command', () => {
    expect(() => sandbox([])).to.throw(UsageError, 'a command is needed: the program and its arguments')
  })

  it('refuses what no program can be given, as Node does', () => {
    const zero = (place: string, text: string): string => `${place}: ${text} holds a zero byte, which ends a string for the kernel`
    const wrong: ReadonlyArray<readonly [command: string[], options: CommandOptions, message: string]> = [
      [[''], {}, 'command[0]: the name of a program is needed'],
      [['tr\0ue'], {}, zero('command[0]', '"tr\\u0000ue"')],
      [['true', 'a', 'b\0'], {}, zero('command[2]', '"b\\u0000"')],
      [['true'], { cwd: '/\0' }, zero('cwd', '"/\\u0000"')],
      [['true'], { env: { A: 'x\0y' } }, zero('env', '"A=x\\u0000y"')],
    ]
    for (const [command, options, message] of wrong) {
      expect(() => spawn(command[0]!, command.slice(1), options as SpawnOptions)).to.throw(TypeError)
      for (const run of [() => sandbox(command, options), () => spawnWithout([], command, options)]) expect(run).to.throw(UsageError, message)
    }
  })

  it('refuses descriptors that are none', () => {
    for (const run of [sandbox, spawnWithout.bind(null, [])]) {
      expect(() => run(['true'], { stdio: ['ignore', 'zzz' as 'pipe'] })).to.throw(UsageError, 'stdio[1]: "zzz" is none of inherit, ignore, pipe, a descriptor')
      expect(() => run(['true'], { stdio: 'zzz' as 'pipe' })).to.throw(UsageError, 'stdio[0]: "zzz" is none of')
      // As the kernel says it of a descriptor that is not open.
      for (const stdio of [['ignore', 777], ['ignore', 'ignore', -1]]) expect(() => run(['true'], { stdio: stdio as Stdio })).to.throw(SystemError, /^fcntl stdio\[[12]\]: EBADF: Bad file descriptor$/)
    }
  })

  it('throws the reason of a signal that is aborted already', () => {
    expect(() => sandbox(['true'], { signal: AbortSignal.abort(new Error('before')) })).to.throw('before')
  })

  it('leaves this process its signals', async () => {
    const before = process.listenerCount('SIGTERM')
    await passSignals(sandbox(['true']))
    expect(process.listenerCount('SIGTERM')).to.equal(before)
  })

  it('leaves no descriptor where it cannot be set up, nor does what is like it', () => {
    const { stdout, stderr, status } = script(`
      import fs from 'node:fs'
      import { spawnWithout } from '%SRC%/netns/isolation.js'
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      import { sandbox } from '%SRC%/netns/sandbox.js'
      const count = () => fs.readdirSync('/proc/self/fd').length
      const tell = async (what, spare, run) => {
        const before = count()
        const filled = []
        try { for (;;) filled.push(fs.openSync('/dev/null')) } catch {}
        for (const fd of filled.splice(0, spare)) fs.closeSync(fd)
        const said = await (async () => await run())().then(() => 'made', error => error.name + ' ' + error.code)
        for (const fd of filled) fs.closeSync(fd)
        for (let i = 0; i < 100 && count() > before; i++) await new Promise(resolve => { setTimeout(resolve, 1) })
        console.log(what, spare, said, count() - before)
      }
      await spawnWithout([], ['true'], { stdio: 'pipe' })
      for (const spare of [1, 2, 6, 7, 10]) await tell('sandbox', spare, () => sandbox(['true'], { stdio: 'pipe' }))
      for (const spare of [1, 4]) await tell('spawnWithout', spare, () => spawnWithout([], ['true'], { stdio: 'pipe' }))
      await tell('pid', 2, () => NetworkNamespace.openSync({ pid: process.pid }))
      process.env.LARGE = 'x'.repeat(200_000)
      for (const way of ['unshare', 'clone']) await sandbox(['true'], { way, stdio: 'pipe' }).catch(error => console.log(error.message))`,
    ['sh', '-c', 'ulimit -n 64; exec "$@"', 'sh'])
    const lines = (what: string, ...spares: number[]): string => spares.map(spare => `${what} ${spare} SystemError EMFILE 0\n`).join('')
    const large = ['unshare', process.execPath].map(file => `execve ${file}: E2BIG: Argument list too long\n`).join('')
    expect(stdout, stderr).to.equal(lines('sandbox', 1, 2, 6, 7, 10) + lines('spawnWithout', 1, 4) + lines('pid', 2) + large)
    expect(status).to.equal(0)
  })

  it('makes no warning in a worker', () => {
    const { stdout, stderr } = script(`
      import { Worker } from 'node:worker_threads'
      const source = "import('%SRC%/netns/isolation.js').then(({ spawnWithout, withOwnPids }) => " +
        "Promise.all([spawnWithout([], ['true'], { stdio: 'pipe' }), withOwnPids(['true'], { stdio: 'ignore' })]))"
      new Worker(source, { eval: true }).on('exit', console.log)`, [], { NODE_NO_WARNINGS: '0' })
    expect([stdout, stderr.replaceAll(warnings, '')]).to.deep.equal(['0\n', ''])
  })

  it('sees no problem where there is none', async () => {
    expect(await sandboxProblem()).to.equal(undefined)
  })
})
