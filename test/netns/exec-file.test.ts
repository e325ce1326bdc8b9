// NetworkNamespace.execFile. The witness is Node's own: util.promisify(child_process.execFile).
import { expect } from 'chai'
import { execFile, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { UsageError } from '../../src/libc/errors.js'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import { descriptors } from './witness.js'

interface Options {
  readonly maxBuffer?: number
  readonly timeout?: number
  readonly killSignal?: 'SIGKILL'
  readonly encoding?: 'latin1' | null
}

describe('NetworkNamespace.execFile', () => {
  let red: NetworkNamespace
  before(async () => {
    red = await NetworkNamespace.create()
    // The launcher, which stays, has descriptors of its own.
    await red.execFile('true')
  })
  after(() => {
    red.close()
    for (const pid of readdirSync('/proc')) if (commandOf(pid) === lasting) process.kill(Number(pid), 'SIGKILL')
  })

  /** A program that is left when those are settled which wait for it no longer. */
  const lasting = 'sleep 71.25'
  const commandOf = (pid: string): string => {
    try { return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() } catch { return '' }
  }
  /** What came: the result, or the error with all of its properties. */
  const told = async (promise: Promise<object>): Promise<object> =>
    await promise.catch((error: Error) => ({ ...error, message: error.message }))
  const node = promisify(execFile)

  const same: Array<[what: string, file: string, args: string[], options?: Options]> = [
    ['what a program wrote', 'sh', ['-c', 'echo out; echo err >&2']],
    ['a program that fails, with what it wrote', 'sh', ['-c', 'echo out; echo err >&2; exit 3']],
    ['a program that a signal ended', 'sh', ['-c', 'kill -USR1 $$']],
    ['a program that is not there', 'nosuch', ['a']],
    ['one that may not be run', '/etc/passwd', []],
    ['one that takes too long', 'sleep', ['60'], { timeout: 20, killSignal: 'SIGKILL' }],
    ['one that takes too long, whose own child holds its output', 'sh', ['-c', `${lasting} & wait`], { timeout: 50 }],
    ['what a program wrote whose child holds its output', 'sh', ['-c', `echo out; ${lasting} & exit`], { timeout: 100 }],
    ['bytes', 'printf', ['\\344\\366'], { encoding: null }],
    ['another encoding', 'printf', ['\\344\\366'], { encoding: 'latin1' }],
    ['more output than is allowed', 'sh', ['-c', 'echo 0123456789; exec sleep 60'], { maxBuffer: 5 }]
  ]
  for (const [what, file, args, options] of same) {
    it(`tells ${what} as Node does`, async () => {
      const before = descriptors()
      // Ours always has `killed` and `signal`, Node's not in each error
      const ours = await told(red.execFile(file, args, options ?? {}))
      expect(ours).to.deep.include(await told(node(file, args, options ?? {})))
      expect(descriptors()).to.be.at.most(before)
    })
  }

  it('gives bytes when asked to, 10 MB of them, and takes as many', async () => {
    const input = Buffer.alloc(10_000_000, 'abc')
    const { stdout } = await red.execFile('cat', [], { input, encoding: 'buffer', maxBuffer: 20_000_000 })
    expect(stdout.equals(input)).to.equal(true)
  })

  it('does not mind a program that leaves its input unread', async () => {
    expect((await red.execFile('echo', ['enough'], { input: 'x'.repeat(1_000_000) })).stdout).to.equal('enough\n')
  })

  it('ends the program when its signal is aborted', async () => {
    const controller = new AbortController()
    const running = red.execFile('sleep', ['60'], { signal: controller.signal })
    const end = new Promise(resolve => running.program?.once('exit', (...how) => { resolve(how) }))
    controller.abort()
    expect(await told(running)).to.include({ code: 'ABORT_ERR', killed: true })
    expect(await end).to.deep.equal([null, 'SIGTERM'])
  })

  it('does not wait for a program that minds no signal, as Node does not', async () => {
    const errors = [red.execFile.bind(red), node].map(async run => {
      const controller = new AbortController()
      const running = run('sh', ['-c', `trap "" TERM; echo up; exec ${lasting}`], { signal: controller.signal })
      const { stdout = null } = ('program' in running ? running.program : running.child) ?? {}
      stdout?.once('data', () => { controller.abort() })
      return await told(running)
    })
    const [ours, theirs] = await Promise.all(errors)
    expect(ours).to.deep.include(theirs).and.include({ code: 'ABORT_ERR', stdout: 'up\n' })
  })

  it('refuses an encoding and a signal that are none before anything is started', async () => {
    expect(await told(red.execFile('true', [], { encoding: 'zzz' as 'utf8' }))).to.deep.equal({ code: 'EUSAGE', name: 'UsageError', message: 'encoding: "zzz" is none that Node has' })
    expect(() => red.spawn('true', [], { killSignal: 'SIGFOO' as 'SIGTERM' })).to.throw(UsageError, 'killSignal: SIGFOO is no signal')
    expect(() => spawn('true', [], { killSignal: 'SIGFOO' as 'SIGTERM' })).to.throw(TypeError, 'Unknown signal: SIGFOO')
  })

  it('keeps the order of what comes at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, async (_, at) => await red.execFile('echo', [String(at)])))
    expect(all.map(({ stdout }) => stdout)).to.deep.equal(Array.from({ length: 20 }, (_, at) => `${at}\n`))
  })
})
