// Threads that come and go. What must not die is a process: each test has one of its own.
import { expect } from 'chai'
import { STORES_FOUR_ZEROS } from '../../src/libc/loop.js'
import { rounds, script } from '../netns/witness.js'

/** A process whose workers, one after the other, run `source` as a module; says how many there were. */
const comeAndGo = (count: number, source: string): ReturnType<typeof script> => script(`
  import { Worker } from 'node:worker_threads'
  const source = ${JSON.stringify(source)}
  for (let round = 0; round < ${count}; round++) {
    await new Promise((resolve, reject) => {
      new Worker(new URL('data:text/javascript,' + encodeURIComponent(source))).on('exit', resolve).on('error', reject)
    })
  }
  console.log(${count} + ' came and went')`)

describe('libc in workers', function () {
  this.timeout(240_000)

  it('lets a worker that alone uses it come and go, again and again', () => {
    const times = rounds(30, 100)
    const run = comeAndGo(times, `
      const { libc, allocate } = await import('%SRC%/libc/open.js')
      const [a, b] = libc().socketpair(1, 1, 0)
      const memory = allocate(16)
      if (libc().send(a, memory, 0, 5, 0) !== 5 || libc().recv(b, memory, 0, 16, 0) !== 5) throw new Error('no')
      libc().close(a)
      libc().close(b)`)
    expect(run).to.include({ stdout: `${times} came and went\n`, status: 0, signal: null })
  })

  it('is needed for that: ffi-rs as it is takes the process down [needs an ffi-rs that does]', function () {
    const run = comeAndGo(20, `
      import { createRequire } from 'node:module'
      const { open, load, DataType } = createRequire('${import.meta.url}')('ffi-rs')
      open({ library: 'c', path: '' })
      load({ library: 'c', funcName: 'getppid', retType: DataType.I32, paramsType: [], paramsValue: [] })`)
    if (run.status === 0) this.skip()
    expect(run.signal).to.equal('SIGSEGV')
  })

  it('has a function of this libc store four zero bytes, and no more, in the handle that a worker leaves behind', () => {
    const { stdout, stderr } = script(`
      import { createRequire } from 'node:module'
      const { open, load, DataType } = createRequire('${import.meta.url}')('ffi-rs')
      open({ library: 'c', path: '' })
      const bytes = Buffer.alloc(12, 0xff)
      load({ library: 'c', funcName: '${STORES_FOUR_ZEROS}', retType: DataType.I32, paramsType: [DataType.U8Array], paramsValue: [bytes] })
      console.log(bytes.toString('hex'))`)
    expect(stdout, stderr).to.equal('00000000ffffffffffffffff\n')
  })
})
