// The calls to the C library, on the backend that RTNETLINK_FFI names. The witnesses are the kernel's own files, man pages and programs.
import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { closeSync, readFileSync, readSync } from 'node:fs'
import os from 'node:os'
import { allocate, libc } from '../../src/libc/open.js'
import { UsageError } from '../../src/libc/errors.js'
import { script } from '../netns/witness.js'

const { errno } = os.constants
const AF_UNIX = 1
const SOCK_STREAM = 1
const SOCK_NONBLOCK = 0o4000

const both = (result: number | readonly [number, number]): readonly [number, number] => {
  if (typeof result === 'number') throw new Error(`errno ${-result}`)
  return result
}
const pair = (type = SOCK_STREAM): readonly [number, number] => both(libc().socketpair(AF_UNIX, type, 0))

describe('libc', () => {
  const opened: number[] = []
  const held = (...fds: readonly number[]): void => { opened.push(...fds) }
  afterEach(() => { for (const fd of opened.splice(0)) libc().close(fd) })

  it('gives minus errno of a failure and the result of a success, whichever came before', () => {
    const c = libc()
    const [a, b] = pair(SOCK_STREAM | SOCK_NONBLOCK)
    held(a, b)
    const memory = allocate(64)
    for (let round = 0; round < 2000; round++) {
      expect(c.close(-1)).to.equal(-errno.EBADF)
      expect(c.fcntl(a, 1, 0)).to.equal(1)
      expect(c.recv(a, memory, 0, 64, 0)).to.equal(-errno.EAGAIN)
      expect(c.send(b, memory, 0, 5, 0)).to.equal(5)
      expect(c.recv(a, memory, 8, 56, 0)).to.equal(5)
      expect(c.open('/nowhere/at/all', 0)).to.equal(-errno.ENOENT)
      expect(c.dup3(a, a, 0)).to.equal(-errno.EINVAL)
    }
  })

  it('has the right errno while V8 collects garbage', () => {
    const run = script(`
      import { libc, allocate } from '%SRC%/libc/open.js'
      const c = libc()
      const [a] = c.socketpair(1, 1 | 0o4000, 0)
      const memory = allocate(8)
      let wrong = 0
      for (let round = 0; round < 100_000; round++) {
        if (c.recv(a, memory, 0, 8, 0) !== -11) wrong++
        const waste = new Array(20).fill(round).map(n => ({ n, bytes: new Uint8Array(100) }))
        if (c.close(-1 - waste.length) !== -9) wrong++
        if (round % 10_000 === 0) gc()
      }
      console.log(wrong)`, [], { NODE_OPTIONS: '--expose-gc' })
    expect(run).to.include({ stdout: '0\n', status: 0 })
  })

  describe('when signals come', () => {
    const ignore = (): void => {}
    before(() => { process.on('SIGUSR2', ignore) })
    after(() => { process.off('SIGUSR2', ignore) })
    /** Signals from a shell, then one word through descriptor 3. */
    const storm = (fd: number, seconds: string): void => {
      spawn('sh', ['-c', `for i in 1 2 3 4 5; do sleep ${seconds}; kill -USR2 ${process.pid}; done; printf done >&3`], { stdio: ['ignore', 'inherit', 'inherit', fd] })
    }

    it('goes on with a call that they interrupted, but for poll', () => {
      const c = libc()
      const [a, b] = pair()
      held(a, b)
      // signal(7): with a time-out set a receive is interrupted whatever SA_RESTART says, which libuv asks for.
      const timeout = new BigInt64Array([10n, 0n])
      expect(c.setsockopt(a, 1, 20, new Uint8Array(timeout.buffer))).to.equal(0)
      const memory = allocate(16)
      memory.view.setInt32(8, a, true)
      memory.view.setInt16(12, 1, true)
      storm(b, '0.05')
      expect(c.poll(memory, 8, 1, 10_000)).to.equal(-errno.EINTR)
      expect(c.recv(a, memory, 0, 8, 0)).to.equal(4)
      expect(Buffer.from(memory.bytes.subarray(0, 4)).toString()).to.equal('done')
    })
  })

  it('makes descriptors that no program inherits', () => {
    const c = libc()
    const [socketpair, secondSocket] = pair()
    const [pipe, secondPipe] = both(c.pipe())
    const made = {
      socket: c.socket(AF_UNIX, SOCK_STREAM, 0),
      socketpair,
      secondSocket,
      pipe,
      secondPipe,
      open: c.open('/proc', 0),
      pidfdOpen: c.pidfdOpen(process.pid),
      epollCreate: c.epollCreate()
    }
    held(...Object.values(made))
    for (const [name, fd] of Object.entries(made)) {
      const flags = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? ''
      expect(parseInt(flags, 8) & 0o2000000, name).to.equal(0o2000000)
    }
  })

  it('makes a descriptor that came in a message close-on-exec', () => {
    const c = libc()
    const [a, b] = pair()
    held(a, b)
    // struct msghdr, iovec, one byte, and a control message SCM_RIGHTS with one descriptor (cmsg(3)).
    const message = allocate(128)
    const at = (offset: number): bigint => BigInt(message.address) + BigInt(offset)
    const header = (): void => {
      message.view.setBigUint64(16, at(56), true)
      message.view.setBigUint64(24, 1n, true)
      message.view.setBigUint64(32, at(80), true)
      message.view.setBigUint64(40, 24n, true)
      message.view.setBigUint64(56, at(72), true)
      message.view.setBigUint64(64, 1n, true)
    }
    header()
    message.view.setBigUint64(80, 20n, true)
    message.view.setInt32(88, 1, true)
    message.view.setInt32(92, 1, true)
    message.view.setInt32(96, a, true)
    expect(c.sendmsg(b, message, 0, 0)).to.equal(1)
    message.bytes.fill(0)
    header()
    expect(c.recvmsg(a, message, 0, 0)).to.equal(1)
    const passed = message.view.getInt32(96, true)
    held(passed)
    expect(passed).to.be.greaterThan(2).and.not.equal(a)
    expect(readFileSync(`/proc/self/fdinfo/${passed}`, 'utf8')).to.match(/^flags:\s*02\d{6}$/m)
  })

  it('receives several datagrams in one call', () => {
    const c = libc()
    const [a, b] = pair(2)
    held(a, b)
    const bytes = allocate(64)
    bytes.bytes.set([1, 2, 3, 4, 5, 6])
    c.send(b, bytes, 0, 1, 0)
    c.send(b, bytes, 1, 2, 0)
    // Two struct mmsghdr of 64 bytes, two iovecs of 16.
    const headers = allocate(160)
    for (const i of [0, 1]) {
      headers.view.setBigUint64(i * 64 + 16, BigInt(headers.address) + BigInt(128 + i * 16), true)
      headers.view.setBigUint64(i * 64 + 24, 1n, true)
      headers.view.setBigUint64(128 + i * 16, BigInt(bytes.address) + BigInt(16 + i * 16), true)
      headers.view.setBigUint64(136 + i * 16, 16n, true)
    }
    expect(c.recvmmsg(a, headers, 0, 2, 0)).to.equal(2)
    expect([headers.view.getUint32(56, true), headers.view.getUint32(120, true)]).to.deep.equal([1, 2])
    expect([...bytes.bytes.subarray(16, 17), ...bytes.bytes.subarray(32, 34)]).to.deep.equal([1, 2, 3])
  })

  it('says the type of a file system as statfs(2) has it', () => {
    const c = libc()
    const fd = c.open('/proc/self/ns/net', 0)
    held(fd)
    expect([c.statfsType('/proc'), c.fstatfsType(fd), c.statfsType('/nowhere/at/all')]).to.deep.equal([0x9fa0, 0x6e736673, -errno.ENOENT])
  })

  it('gives the lengths that the kernel wrote back', () => {
    const c = libc()
    const [a, b] = pair()
    held(a, b)
    const type = new Uint8Array(16)
    expect(c.getsockopt(a, 1, 3, type)).to.equal(4)
    expect(type[0]).to.equal(SOCK_STREAM)
    expect(c.getsockname(a, new Uint8Array(110))).to.equal(2)
  })

  it('runs a C function in a process of its own', () => {
    const c = libc()
    const [read, write] = both(c.pipe())
    // F_SETFD: the clone's shell must have it.
    c.fcntl(write, 2, 0)
    const command = allocate(64)
    command.bytes.set(Buffer.from(`echo from a clone >/proc/self/fd/${write}`))
    const pid = c.clone('system', allocate(1 << 18), os.constants.signals.SIGCHLD, command)
    expect(pid).to.be.greaterThan(1)
    expect(c.waitpid(pid, new Uint8Array(4), 0)).to.equal(pid)
    c.close(write)
    const text = Buffer.alloc(64)
    expect(text.toString('utf8', 0, readSync(read, text))).to.equal('from a clone\n')
    closeSync(read)
    expect(() => c.clone('no_such_function_there', allocate(4096), 17, command)).to.throw(UsageError, 'the C library has no function no_such_function_there')
  })

  it('refuses a zero byte in a string', () => {
    const c = libc()
    const message = '"/tmp\\u0000/x" holds a zero byte, which ends a string for the kernel'
    const path = '/tmp\0/x'
    for (const call of [
      () => c.open(path, 0), () => c.mount(path, '/', 'none', 0, ''), () => c.mount('none', path, 'none', 0, ''), () => c.mount('none', '/', path, 0, ''),
      () => c.mount('none', '/', 'none', 0, path), () => c.umount2(path, 0), () => c.statfsType(path), () => c.sethostname(path)
    ]) expect(call).to.throw(UsageError, message)
  })

  it('ends the process with SIGABRT when told to', () => {
    const run = script("import { libc } from '%SRC%/libc/open.js'; libc().abort()", ['sh', '-c', 'ulimit -c 0; exec "$@"', 'sh'])
    expect(run.signal).to.equal('SIGABRT')
  })
})

describe('libc\'s memory', () => {
  it('is zero, aligned to 8 and apart from Node\'s pool', () => {
    for (const size of [1, 7, 64, 4096, 1 << 20]) {
      const { bytes, address } = allocate(size)
      expect(Number(address) % 8).to.equal(0)
      expect(bytes.buffer.byteLength).to.equal(size)
      expect(bytes.every(byte => byte === 0)).to.equal(true)
    }
  })

  it('is where the kernel writes, also after the heap was collected and compacted', () => {
    const run = script(`
      import { libc, allocate } from '%SRC%/libc/open.js'
      const c = libc()
      const [a, b] = c.socketpair(1, 2, 0)
      const memories = Array.from({ length: 200 }, (_, i) => allocate(i % 2 === 0 ? 16 : 5000))
      for (let round = 0; round < 5; round++) {
        for (let i = 0; i < 1000; i++) new Uint8Array(10_000).fill(255)
        gc()
        memories.forEach((memory, i) => {
          memory.bytes.fill(i)
          c.send(a, memory, 0, 16, 0)
          memory.bytes.fill(0)
          c.recv(b, memory, 0, 16, 0)
          if (memory.bytes.subarray(0, 16).some(byte => byte !== i)) throw new Error('memory ' + i)
        })
      }
      console.log('alive')`, [], { NODE_OPTIONS: '--expose-gc' })
    expect(run).to.include({ stdout: 'alive\n', status: 0 })
  })

  it('cannot be taken away by a transfer to another thread', () => {
    const memory = allocate(64)
    try {
      structuredClone(memory.bytes, { transfer: [memory.bytes.buffer as ArrayBuffer] })
    } catch (error) {
      // Node 20 leaves it out of the transfer, later ones refuse.
      expect(error).to.have.property('name', 'DataCloneError')
    }
    expect(memory.bytes.length).to.equal(64)
  })
})

describe('the choice of the FFI', () => {
  const chosen = (name: string): string =>
    script("import { libc } from '%SRC%/libc/open.js'; try { console.log(libc().backend) } catch (error) { console.log(error.name + ': ' + error.message) }",
      [], { RTNETLINK_FFI: name }).stdout.trim()

  it('is ffi-rs unless the environment says otherwise', () => {
    expect([chosen(''), chosen('ffi-rs')]).to.deep.equal(['ffi-rs', 'ffi-rs'])
    expect(chosen('koffi')).to.equal('UsageError: RTNETLINK_FFI: "koffi" is none of ffi-rs, node')
  })

  it('is node:ffi where that is asked for, or says which Node has it', () => {
    const [major = 0] = process.versions.node.split('.').map(Number)
    expect(chosen('node')).to.equal(major >= 26 ? 'node:ffi'
      : `UsageError: node:ffi: Node ${process.versions.node} has none: it takes 26.9 or later, or the default, RTNETLINK_FFI=ffi-rs`)
  })

  it('says what is missing where ffi-rs has no native part', () => {
    const run = script(`
      import Module from 'node:module'
      const load = Module._load
      Module._load = (name, ...rest) => { if (name.startsWith('@yuuang/')) throw new Error('Cannot find module'); return load(name, ...rest) }
      const { libc } = await import('%SRC%/libc/open.js')
      try { libc('ffi-rs') } catch (error) { console.log(error.name + ': ' + error.message) }`)
    expect(run.stdout).to.equal(`UsageError: ffi-rs: its native part for linux on ${process.arch} is not installed. It is an optional dependency of ffi-rs: ` +
      'npm ci without --omit=optional brings it, where there is one; Node 26.9 and later have their own FFI: RTNETLINK_FFI=node\n')
  })

  it('waits for the first call: on another system the import is no error, and loads nothing native', () => {
    const run = script(`
      Object.defineProperty(process, 'platform', { value: 'darwin' })
      process.dlopen = () => { throw new Error('loads an addon') }
      const { libc } = await import('%SRC%/libc/open.js')
      await import('%SRC%/socket/ready.js')
      await import('%SRC%/probe/ping.js')
      try { libc() } catch (error) { console.log(error.name + ': ' + error.message) }`)
    expect(run.stdout).to.equal('UsageError: rtnetlink talks to a Linux kernel: this system is darwin\n')
  })
})
