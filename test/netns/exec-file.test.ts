// NetworkNamespace.execFile. The witness is Node's own: util.promisify(child_process.execFile).
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import { descriptors } from './witness.js'

interface Options {
  readonly maxBuffer?: number
  readonly timeout?: number
  readonly killSignal?: 'SIGKILL'
  readonly encoding?: 'latin1'
}

describe('NetworkNamespace.execFile', () => {
  let red: NetworkNamespace
  before(async () => { red = await NetworkNamespace.create() })
  after(() => { red.close() })

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
    controller.abort()
    expect(await told(running)).to.include({ code: 'ABORT_ERR', killed: true })
    expect(running.program?.signalCode).to.equal('SIGTERM')
  })

  it('keeps the order of what comes at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, async (_, at) => await red.execFile('echo', [String(at)])))
    expect(all.map(({ stdout }) => stdout)).to.deep.equal(Array.from({ length: 20 }, (_, at) => `${at}\n`))
  })
})
