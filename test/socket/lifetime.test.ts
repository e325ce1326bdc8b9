// Where a socket lives, and when it ends. Witness: /proc/self/fd, /proc/net/dev
import { expect } from 'chai'
import { readdirSync, readlinkSync } from 'node:fs'
import { setImmediate as loop } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Worker } from 'node:worker_threads'
import { UsageError } from '../../src/libc/errors.js'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import { NetlinkSocket } from '../../src/socket/socket.js'
import { rounds, script } from '../netns/witness.js'
import { addVeth, decodeName, getLink, linkName, list, listLinks, setUp, socketIn } from './messages.js'

/** How many sockets this process has open. */
function sockets (): number {
  return readdirSync('/proc/self/fd').filter(fd => {
    try { return readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:') } catch { return false }
  }).length
}

describe('socket', () => {
  it('is closed by using and by await using', async () => {
    const before = sockets()
    {
      using one = NetlinkSocket.open()
      await using two = NetlinkSocket.open()
      expect([one.properties.fd, two.properties.fd]).to.have.lengthOf(2)
      expect(sockets()).to.equal(before + 2)
    }
    expect(sockets()).to.equal(before)
  })

  it('refuses every use after it was closed', () => {
    const socket = NetlinkSocket.open()
    socket.close()
    const closed = 'this socket is closed'
    expect(() => socket.exchange([getLink(1)])).to.throw(UsageError, closed)
    expect(() => list(socket, listLinks, decodeName)).to.throw(UsageError, closed)
    expect(() => socket.receiveEvents(() => {})).to.throw(UsageError, closed)
  })

  it('that is closed from an onMessage does not read from a descriptor that is no longer its own', () => {
    const socket = NetlinkSocket.open()
    expect(() => socket.exchange([getLink(1), ...Array.from({ length: 200 }, () => getLink(1))], () => socket.close()))
      .to.throw(UsageError, 'this socket is closed')
  })

  it('leaves no descriptor behind in 2,000 rounds', () => {
    const before = sockets()
    for (let i = 0; i < 2000; i++) {
      using socket = NetlinkSocket.open()
      if (i % 100 === 0) socket.exchange([getLink(1)])
    }
    expect(sockets()).to.equal(before)
  })

  it('that is forgotten is closed when it is collected', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const before = sockets()
    const forget = (): void => { for (let i = 0; i < 50; i++) NetlinkSocket.open() }
    forget()
    expect(sockets()).to.equal(before + 50)
    for (let i = 0; i < 100 && sockets() > before; i++) {
      collect()
      await loop()
    }
    expect(sockets()).to.equal(before)
  })

  it('stays in the namespace that it was opened in', () => {
    using inner = NetworkNamespace.createSync()
    using other = NetworkNamespace.createSync()
    using socket = socketIn(inner)
    using stranger = socketIn(other)
    socket.exchange([addVeth('mine')])
    expect(list(socket, listLinks, decodeName).sort()).to.deep.equal(['lo', 'mine', 'minep'])
    expect(other.run(() => list(socket, listLinks, decodeName)).sort()).to.deep.equal(['lo', 'mine', 'minep'])
    expect(list(stranger, listLinks, decodeName)).to.deep.equal(['lo'])
  })

  it('works in a worker, which leaves nothing behind when it ends', async function () {
    this.timeout(20_000)
    const before = sockets()
    const source = new URL('../../src/socket/', import.meta.url)
    const code = `(async () => {
      const { NetlinkSocket } = await import(${JSON.stringify(new URL('socket.js', source).href)})
      const { parentPort, workerData } = require('node:worker_threads')
      const socket = NetlinkSocket.open()
      const errors = socket.exchange([{ call: 'get', bytes: workerData.get }, { call: 'none', bytes: workerData.none }]).map(error => error?.code)
      let links = 0
      for (const _ of socket.dump({ call: 'list', bytes: workerData.list }, () => { links++ }));
      socket.close()
      parentPort.postMessage({ errors, links })
    })()`
    const own = (() => {
      using socket = NetlinkSocket.open()
      return list(socket, listLinks, decodeName).length
    })()
    for (let i = 0; i < 3; i++) {
      const worker = new Worker(code, { eval: true, workerData: { get: getLink(1).bytes, none: getLink(4711).bytes, list: listLinks.bytes } })
      // Both at once: a worker that ends soon gives its last message and its end in one go.
      const [said, status] = await Promise.all([
        new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject)),
        new Promise(resolve => worker.once('exit', resolve)),
      ])
      expect(said).to.deep.equal({ errors: [undefined, 'ENODEV'], links: own })
      expect(status).to.equal(0)
    }
    expect(sockets()).to.equal(before)
  })

  it('has the process survive workers that are terminated in the middle of its calls', function () {
    this.timeout(20_000)
    const worker = `import { parentPort } from 'node:worker_threads'
      import { NetlinkSocket } from '%SRC%/socket/socket.js'
      parentPort.postMessage('now')
      for (;;) NetlinkSocket.open().close()`
    const run = script(`
      import { once } from 'node:events'
      import { setTimeout } from 'node:timers/promises'
      import { Worker } from 'node:worker_threads'
      const source = new URL('data:text/javascript,' + encodeURIComponent(${JSON.stringify(worker)}))
      for (let round = 0; round < ${rounds(20, 100)}; round++) {
        const worker = new Worker(source)
        await once(worker, 'message')
        await setTimeout(round % 10)
        await worker.terminate()
      }
      console.log('alive')`)
    expect(run, run.stderr).to.include({ stdout: 'alive\n', status: 0 })
  })
})

describe('socket events', () => {
  const RTNLGRP_LINK = 1

  it('come once each, in order, with the names of the links', () => {
    using namespace = NetworkNamespace.createSync()
    using events = socketIn(namespace, { groups: [RTNLGRP_LINK] })
    using socket = socketIn(namespace)
    expect(events.receiveEvents(() => {})).to.deep.equal({ overrun: false, more: false })
    socket.exchange([addVeth('a'), addVeth('b')])
    const heard: string[] = []
    expect(events.receiveEvents((b, at, length) => { heard.push(linkName(b.u8, at, length)) })).to.deep.equal({ overrun: false, more: false })
    expect([...new Set(heard)]).to.deep.equal(['ap', 'a', 'bp', 'b'])
    expect(events.receiveEvents(() => {})).to.deep.equal({ overrun: false, more: false })
  })

  it('that are lost are told, and new ones come', () => {
    using namespace = NetworkNamespace.createSync()
    using events = socketIn(namespace, { groups: [RTNLGRP_LINK], receiveBuffer: 8192 })
    using socket = socketIn(namespace)
    for (let round = 0; round < 3; round++) {
      socket.exchange(Array.from({ length: 30 }, (_, i) => addVeth(`r${round}n${i}`)))
      let heard = 0
      expect(events.receiveEvents(() => { heard++ })).to.deep.equal({ overrun: true, more: false })
      expect(heard).to.be.within(1, 59)
      const after: string[] = []
      socket.exchange([addVeth(`after${round}`)])
      expect(events.receiveEvents((b, at, length) => { after.push(linkName(b.u8, at, length)) })).to.deep.equal({ overrun: false, more: false })
      expect(after).to.include.members([`after${round}`, `after${round}p`])
    }
    expect(events.stats.overruns).to.equal(3)
  })

  it('do not come from groups that were not asked for', () => {
    using namespace = NetworkNamespace.createSync()
    using events = socketIn(namespace, { groups: [5] })
    using socket = socketIn(namespace)
    socket.exchange([addVeth('a'), setUp(2)])
    let heard = 0
    events.receiveEvents(() => { heard++ })
    expect(heard).to.equal(0)
  })
})
