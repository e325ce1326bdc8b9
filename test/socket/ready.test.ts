// Readiness from the event loop. What must end, or must not, is a process: those tests have one of their own.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { allocate, libc } from '../../src/libc/open.js'
import { Poller, timer, waitReadable, Watcher } from '../../src/socket/ready.js'
import { itNeeds } from '../needs.js'
import { rounds, script } from '../netns/witness.js'

const memory = allocate(64)
const AF_UNIX = 1
const SOCK_STREAM_NONBLOCK = 1 | 0o4000

/** Two connected sockets, closed at the end. */
function pair (): readonly [number, number] & Disposable {
  const both = libc().socketpair(AF_UNIX, SOCK_STREAM_NONBLOCK, 0)
  if (typeof both === 'number') throw new Error(`errno ${-both}`)
  return Object.assign([both[0], both[1]] as const, { [Symbol.dispose]: () => { both.forEach(fd => libc().close(fd)) } })
}
const say = (fd: number): void => { expect(libc().send(fd, memory, 0, 1, 0)).to.equal(1) }
const hear = (fd: number): number => libc().recv(fd, memory, 0, 64, 0)

describe('waitReadable', () => {
  it('resolves when something can be read, and not before', async () => {
    using sockets = pair()
    const order: string[] = []
    const ready = waitReadable(sockets[0]).then(() => { order.push('ready') })
    await new Promise(resolve => { setImmediate(resolve) })
    order.push('said')
    say(sockets[1])
    await ready
    expect(order).to.deep.equal(['said', 'ready'])
    expect(hear(sockets[0])).to.equal(1)
  })

  it('resolves for all who wait for one descriptor', async () => {
    using sockets = pair()
    const all = Promise.all([waitReadable(sockets[0]), waitReadable(sockets[0]), waitReadable(sockets[0])])
    say(sockets[1])
    await all
  })

  it('resolves at a hang-up', async () => {
    using sockets = pair()
    const ready = waitReadable(sockets[0])
    libc().close(sockets[1])
    await ready
    expect(hear(sockets[0])).to.equal(0)
  })

  it('rejects with the reason of the signal, before and while it waits', async () => {
    using sockets = pair()
    const reason = new Error('enough')
    expect(await waitReadable(sockets[0], AbortSignal.abort(reason)).catch((error: unknown) => error)).to.equal(reason)
    const controller = new AbortController()
    const waiting = waitReadable(sockets[0], controller.signal).catch((error: unknown) => error)
    controller.abort(reason)
    expect(await waiting).to.equal(reason)
    // Nothing of it is left: the descriptor can be waited for again.
    say(sockets[1])
    await waitReadable(sockets[0])
  })

  it('rejects for what cannot be waited for', async () => {
    const file = openSync(process.execPath, 'r')
    try {
      expect(await waitReadable(file).catch((error: Error) => error.message)).to.equal(`epoll_ctl descriptor ${file}: EPERM: Operation not permitted`)
    } finally {
      closeSync(file)
    }
    expect(await waitReadable(-1).catch((error: Error) => error.message)).to.equal('epoll_ctl descriptor -1: EBADF: Bad file descriptor')
  })

  it('bears ten thousand rounds', async () => {
    using sockets = pair()
    for (let round = 0; round < 10_000; round++) {
      say(sockets[1])
      await waitReadable(sockets[0])
      hear(sockets[0])
    }
  })

  it('knows a descriptor whose number was used before', async () => {
    for (let round = 0; round < 50; round++) {
      using sockets = pair()
      const ready = waitReadable(sockets[0])
      say(sockets[1])
      await ready
    }
  })
})

describe('Watcher', () => {
  it('calls again and again, until it is closed, also from within', async () => {
    using sockets = pair()
    let calls = 0
    say(sockets[1])
    await new Promise<void>(resolve => {
      const watcher = new Watcher(sockets[0], () => {
        calls++
        if (calls === 3) {
          watcher.close()
          watcher.close()
          resolve()
        }
      })
    })
    // Still readable; another one hears it, the closed one does not.
    await waitReadable(sockets[0])
    expect(calls).to.equal(3)
  })

  it('is not called after another one for the same descriptor closed it', async () => {
    using sockets = pair()
    const called: string[] = []
    const done = new Promise<void>(resolve => {
      const first = new Watcher(sockets[0], () => {
        called.push('first')
        second.close()
        first.close()
        resolve()
      })
    })
    const second = new Watcher(sockets[0], () => { called.push('second') })
    say(sockets[1])
    await done
    expect(called).to.deep.equal(['first'])
  })

  it('runs promises and ticks after each call, as Node does after its own callbacks', async () => {
    using sockets = pair()
    say(sockets[1])
    const order: string[] = []
    await new Promise<void>(resolve => {
      const watcher = new Watcher(sockets[0], () => {
        watcher.close()
        void Promise.resolve().then(() => order.push('promise'))
        process.nextTick(() => order.push('tick'))
        setImmediate(() => {
          order.push('immediate')
          resolve()
        })
      })
    })
    expect(order).to.deep.equal(['tick', 'promise', 'immediate'])
  })

  it('gives a throw to the process as an uncaught exception', () => {
    const run = inProcess(`
      process.on('uncaughtException', error => { console.log(error.message); process.exit(3) })
      say()
      new Watcher(b, () => { throw new Error('from a watcher') })`)
    expect(run).to.include({ stdout: 'from a watcher\n', status: 3 })
  })
})

const setUp = `
  const { libc, allocate } = await import('%SRC%/libc/open.js')
  const { Watcher, waitReadable } = await import('%SRC%/socket/ready.js')
  const [a, b] = libc().socketpair(1, 1 | 0o4000, 0)
  const memory = allocate(64)
  const say = () => { libc().send(a, memory, 0, 1, 0) }\n`
const inProcess = (source: string, env: NodeJS.ProcessEnv = {}): ReturnType<typeof script> => script(setUp + source, [], env)

describe('a process', function () {
  this.timeout(240_000)

  it('lives while somebody waits', () => {
    const run = inProcess(`
      setTimeout(say, 100).unref()
      setTimeout(() => {}, 0)
      const keepAlive = setInterval(() => {}, 20)
      setTimeout(() => clearInterval(keepAlive), 60)
      await waitReadable(b)
      console.log('heard')`)
    // The timer that says it is not what keeps the process: without the wait it would have ended at 60 ms with status 13.
    expect(run).to.include({ stdout: 'heard\n', status: 0 })
  })

  it('is not kept by a watcher without a reference, even one with much to read', () => {
    for (const end of ['', 'setTimeout(() => process.exit(), 20)', "setTimeout(() => { throw new Error('x') }, 20)"]) {
      const run = inProcess(`
        say()
        new Watcher(b, () => {}).unref()
        process.on('exit', () => console.log('exit'))
        setTimeout(() => {}, 20)
        ${end}`)
      expect(run, run.stderr).to.include({ stdout: 'exit\n', signal: null })
    }
  })

  it('survives the collection of garbage between a wait and its end', () => {
    const run = inProcess(`
      for (let round = 0; round < 300; round++) {
        const ready = waitReadable(b)
        for (let i = 0; i < 50; i++) new Uint8Array(10_000)
        gc()
        say()
        await ready
        libc().recv(b, memory, 0, 64, 0)
      }
      console.log('alive')`, { NODE_OPTIONS: '--expose-gc' })
    expect(run, run.stderr).to.include({ stdout: 'alive\n', status: 0 })
  })

  const endings = {
    'has heard': 'say(); await waitReadable(b)',
    'watches without a reference': 'new Watcher(b, () => {}).unref()',
    'ends itself while it waits': 'new Watcher(b, () => {}); setTimeout(() => process.exit(), 5)',
    'is terminated while it waits': "const ready = waitReadable(b); parentPort.postMessage('terminate'); await ready",
    'is terminated while much comes': "let calls = 0; say(); new Watcher(b, () => { if (++calls === 20) parentPort.postMessage('terminate') })"
  }
  const workers = rounds(20, 50)
  for (const [name, source] of Object.entries(endings)) {
    it(`survives ${workers} workers, one of which after the other ${name}`, () => {
      const worker = `import { parentPort } from 'node:worker_threads'\n${setUp}${source}`
      const run = script(`
        import { readdirSync, readlinkSync } from 'node:fs'
        import { Worker } from 'node:worker_threads'
        const source = new URL('data:text/javascript,' + encodeURIComponent(${JSON.stringify(worker)}))
        for (let round = 0; round < ${workers}; round++) {
          await new Promise((resolve, reject) => {
            const worker = new Worker(source).on('message', () => worker.terminate()).on('exit', resolve).on('error', reject)
          })
        }
        const link = fd => { try { return readlinkSync('/proc/self/fd/' + fd) } catch { return '' } }
        console.log(readdirSync('/proc/self/fd').map(link).filter(name => name.includes('eventpoll')).length)`)
      const own = script("import { readdirSync, readlinkSync } from 'node:fs'; console.log(readdirSync('/proc/self/fd').map(fd => { try { return readlinkSync('/proc/self/fd/' + fd) } catch { return '' } }).filter(name => name.includes('eventpoll')).length)")
      expect(run, run.stderr).to.include({ status: 0, signal: null })
      // No epoll descriptor more than a Node has that never watched anything.
      expect(run.stdout).to.equal(own.stdout)
    })
  }
})

describe('Poller with a timer, where libuv is hidden', () => {
  itNeeds('Node 26', 'is taken where node:ffi makes the calls and there is no ffi-rs', () => {
    const source = `
      import Module from 'node:module'
      const load = Module._load
      Module._load = (name, ...rest) => { if (name.startsWith('@yuuang/')) throw new Error('Cannot find module'); return load(name, ...rest) }
      ${setUp}
      setTimeout(say, 30)
      await waitReadable(b)
      new Watcher(b, () => {}).unref()
      console.log('heard')`.replaceAll('%SRC%', new URL('../../src', import.meta.url).href)
    const { stdout, status } = spawnSync(process.env['RTNETLINK_NODE26'] ?? '', ['--no-warnings', '--input-type=module', '-e', source],
      { encoding: 'utf8', env: { ...process.env, RTNETLINK_FFI: 'node' }, timeout: 20_000 })
    expect({ stdout, status }).to.deep.equal({ stdout: 'heard\n', status: 0 })
  })

  it('hears what comes, again and again, while it is held', async () => {
    using sockets = pair()
    const poller = new Poller(timer)
    for (let round = 0; round < 5; round++) {
      const ready = new Promise<void>(resolve => {
        const listener = (): void => {
          poller.remove(sockets[0], listener)
          poller.release()
          resolve()
        }
        poller.add(sockets[0], listener)
        poller.hold()
      })
      say(sockets[1])
      await ready
      expect(hear(sockets[0])).to.equal(1)
    }
    poller.close()
  })
})
