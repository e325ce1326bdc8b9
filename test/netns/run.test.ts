// NetworkNamespace.run: there and back on one thread. The witness is /proc/thread-self/ns/net and
// /proc/self/task/*/ns/net.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import { descriptors, ownInode, script } from './witness.js'

describe('NetworkNamespace.run', () => {
  let red: NetworkNamespace
  let blue: NetworkNamespace
  beforeEach(async () => {
    red = await NetworkNamespace.create()
    blue = await NetworkNamespace.create()
  })
  afterEach(() => {
    red.close()
    blue.close()
  })

  it('is inside while the function runs, gives what it gave, and comes back', () => {
    const home = ownInode()
    expect(red.run(() => ownInode())).to.equal(red.inode)
    expect(ownInode()).to.equal(home)
  })

  it('comes back when the function throws, with the very error', () => {
    const home = ownInode()
    const error = new Error('from inside')
    expect(() => red.run(() => { throw error })).to.throw(error)
    expect(ownInode()).to.equal(home)
  })

  it('nests', () => {
    const home = ownInode()
    const seen = red.run(() => {
      const first = ownInode()
      const second = blue.run(ownInode)
      expect(() => blue.run(() => { throw new Error('below') })).to.throw('below')
      return [first, second, ownInode()]
    })
    expect(seen).to.deep.equal([red.inode, blue.inode, red.inode])
    expect(ownInode()).to.equal(home)
  })

  it('makes a namespace inside another', () => {
    using made = red.run(() => NetworkNamespace.createSync())
    expect(made.inode).to.not.equal(red.inode)
    using current = red.run(() => NetworkNamespace.currentSync())
    expect(current.equals(red)).to.equal(true)
  })

  it('refuses an async function without calling it', () => {
    let called = false
    // @ts-expect-error a promise is no result of run
    expect(() => red.run(async () => { called = true })).to.throw('run: the function is async or a generator')
    expect(called).to.equal(false)
  })

  it('refuses a generator', () => {
    expect(() => red.run(function * () { yield 1 })).to.throw('run: the function is async or a generator')
  })

  it('refuses a function that gives a promise, and is back by then', () => {
    const home = ownInode()
    // @ts-expect-error a promise is no result of run
    expect(() => red.run(() => Promise.reject(new Error('late')))).to.throw('run: the function gave a promise')
    // @ts-expect-error a promise is no result of run
    expect(() => red.run(() => Promise.resolve(1))).to.throw('run: the function gave a promise')
    // @ts-expect-error nor is anything with `then`
    expect(() => red.run(() => ({ then (done: () => void) { done() } }))).to.throw('run: the function gave a promise')
    expect(ownInode()).to.equal(home)
  })

  it('reports a promise that fails later once, by its own error', () => {
    const { stdout, status } = script(`
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      const red = NetworkNamespace.createSync()
      try { red.run(() => Promise.reject(new Error('late'))) } catch (error) { console.log(error.name) }
      setImmediate(() => console.log('alive'))`)
    expect([stdout, status]).to.deep.equal(['UsageError\nalive\n', 0])
  })

  it('leaves no descriptor, whatever happens', () => {
    const before = descriptors()
    for (let round = 0; round < 100; round++) {
      red.run(() => 1)
      try {
        red.run(() => { throw new Error('no') })
      } catch {}
    }
    expect(descriptors()).to.equal(before)
  })

  it('has started libuv\'s threads outside, with and without io_uring', () => {
    // CommonJS: an ESM entry is read through the pool, so that it is always there
    const file = new URL('../../src/netns/namespace.js', import.meta.url).pathname
    const source = `
      const fs = require('node:fs')
      const { NetworkNamespace } = require('${file}')
      const made = NetworkNamespace.createSync()
      const tasks = () => fs.readdirSync('/proc/self/task')
      const before = tasks().length
      made.run(() => fs.access('/', () => {}))
      const home = fs.readlinkSync('/proc/self/ns/net')
      const elsewhere = tasks().filter(task => fs.readlinkSync('/proc/self/task/' + task + '/ns/net') !== home)
      console.log(elsewhere.length, tasks().length - before)`
    for (const UV_USE_IO_URING of ['0', '1']) {
      const env = { ...process.env, UV_USE_IO_URING, NODE_NO_WARNINGS: '1' }
      const { stdout, stderr } = spawnSync(process.execPath, ['-e', source], { encoding: 'utf8', env })
      expect(stdout, stderr).to.equal('0 0\n')
    }
  })

  it('ends the process where there is no way back, and says so', () => {
    const { stdout, stderr, signal } = script(`
      import { libc } from '%SRC%/libc/open.js'
      import { NetworkNamespace } from '%SRC%/netns/namespace.js'
      const made = NetworkNamespace.createSync()
      const header = new Uint8Array(new Uint32Array([0x20080522, 0]).buffer)
      try {
        made.run(() => { libc().capset(header, new Uint8Array(24)) })
      } finally {
        console.log('went on')
      }`)
    expect(stdout).to.equal('')
    expect(stderr).to.match(/^rtnetlink: the way back from a network namespace failed \(setns: errno 1\)/)
    expect(signal).to.equal('SIGABRT')
  })
})
