// A decoy listens outside, on the addresses that programs and calls inside use: nothing that happens inside may reach
// it. As a check of the check, the same is done outside, where it must.
import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { libc } from '../../src/libc/open.js'
import { NetworkNamespace } from '../../src/netns/namespace.js'

const AF_INET = 2
const SOCK_STREAM = 1
const SOCK_DGRAM = 2
/** asm-generic/ioctls, linux/sockios.h */
const SIOCSIFFLAGS = 0x8914
const ENETUNREACH = 101
const ECONNREFUSED = 111

/** struct ifreq with ifr_flags, for the namespace this thread is in. */
function setLoopback (up: boolean): void {
  const request = new Uint8Array(40)
  request.set(Buffer.from('lo'))
  new DataView(request.buffer).setInt16(16, up ? 1 : 0, true)
  const fd = libc().socket(AF_INET, SOCK_DGRAM, 0)
  const result = libc().ioctl(fd, SIOCSIFFLAGS, request)
  libc().close(fd)
  if (result < 0) throw new Error(`lo: errno ${-result}`)
}

/** connect(2) to 127.0.0.1 from the namespace this thread is in: 0 or minus errno. */
function connectTo (port: number): number {
  const fd = libc().socket(AF_INET, SOCK_STREAM, 0)
  const address = new Uint8Array(16)
  new DataView(address.buffer).setUint16(0, AF_INET, true)
  new DataView(address.buffer).setUint16(2, port)
  address.set([127, 0, 0, 1], 4)
  const result = libc().connect(fd, address)
  libc().close(fd)
  return result
}

describe('with a decoy outside', () => {
  let decoy: Server
  let port: number
  let hits: number
  let red: NetworkNamespace
  beforeEach(async () => {
    setLoopback(true)
    red = await NetworkNamespace.create()
    red.run(() => { setLoopback(true) })
    hits = 0
    decoy = createServer(socket => {
      hits++
      socket.end('outside')
    }).listen(0, '127.0.0.1')
    await once(decoy, 'listening')
    port = (decoy.address() as AddressInfo).port
  })
  afterEach(async () => {
    red.close()
    decoy.close()
    await once(decoy, 'close')
    setLoopback(false)
  })

  /** Connects here, and waits for it: what came before has then been counted as well. */
  const settled = async (): Promise<number> => {
    const before = hits
    const socket = connect(port, '127.0.0.1').resume()
    await once(socket, 'close')
    expect(hits).to.be.above(before)
    return hits - 1
  }

  it('a connection made in run does not reach it, one made before or after does', async () => {
    expect(connectTo(port)).to.equal(0)
    expect(red.run(() => connectTo(port))).to.equal(-ECONNREFUSED)
    expect(await settled()).to.equal(1)
    using fresh = NetworkNamespace.createSync()
    expect(fresh.run(() => connectTo(port))).to.equal(-ENETUNREACH)
    expect(await settled()).to.equal(2)
  })

  it('a program of spawn and execFile does not, by a name neither, the same program outside does', async () => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const dial = ['-e', `require('net').connect(${port}, '${host}').on('error', () => process.exit(9)).resume()`]
      const program = red.spawn(process.execPath, dial)
      expect((await once(program, 'exit'))[0]).to.equal(9)
      const error: unknown = await red.execFile(process.execPath, dial).catch((error: unknown) => error)
      expect(error).to.include({ code: 9 })
    }
    expect(await settled()).to.equal(0)
    const outside = spawn(process.execPath, ['-e', `require('net').connect(${port}, '127.0.0.1').resume()`])
    expect((await once(outside, 'exit'))[0]).to.equal(0)
    expect(await settled()).to.equal(2)
  })

  it('a socket made in run stays inside, and the port is free in both', async () => {
    const fd = red.run(() => {
      const made = libc().socket(AF_INET, SOCK_STREAM, 0)
      const address = new Uint8Array(16)
      new DataView(address.buffer).setUint16(0, AF_INET, true)
      new DataView(address.buffer).setUint16(2, port)
      address.set([127, 0, 0, 1], 4)
      expect(libc().bind(made, address)).to.equal(0)
      expect(libc().listen(made, 5)).to.equal(0)
      return made
    })
    let inner = 0
    const server = createServer(socket => {
      inner++
      socket.end('inside')
    }).listen({ fd })
    await once(server, 'listening')
    const dial = `require('net').connect(${port}, '127.0.0.1').pipe(process.stdout)`
    const { stdout } = await red.execFile(process.execPath, ['-e', dial])
    expect(stdout).to.equal('inside')
    expect([inner, await settled()]).to.deep.equal([1, 0])
    server.close()
    await once(server, 'close')
  })
})
