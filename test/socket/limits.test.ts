// Answers that are too large, answers that are lost, and messages from strangers, on the running kernel. Witness:
// /proc/net/dev, ip-link(8)'s limits
import { expect } from 'chai'
import { check } from '../../src/libc/errors.js'
import { allocate, libc } from '../../src/libc/open.js'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import type { NetlinkSocket } from '../../src/socket/socket.js'
import {
  ACK, addAddress, addVeth, attribute, bytes, decodeName, DUMP, ECHO, getLink, linkName, linkNames, list, listLinks, link, localAddress, procFile, request,
  PLAIN, RTM_GETLINK, RTM_NEWLINKPROP, setUp, socketIn, text, u16, u32
} from './messages.js'

const NETLINK_USERSOCK = 2

/** Gives `lo` alternative names of 127 bytes: with 400, what the kernel says of it is longer than 50,000. */
function enlarge (socket: NetlinkSocket, count = 400): void {
  for (let i = 0; i < count; i += 20) {
    const names = Array.from({ length: 20 }, (_, k) => attribute(53, text(String(i + k).padStart(127, 'n'))))
    const [error] = socket.exchange([request('link.change lo', RTM_NEWLINKPROP, 0x601, link(1), attribute(0x8034, ...names))])
    if (error !== undefined) throw error
  }
}

/** Sends a datagram from one socket to another's port, as a stranger might. */
function send (from: NetlinkSocket, to: NetlinkSocket, datagram: Uint8Array): void {
  const memory = allocate(datagram.length)
  memory.bytes.set(datagram)
  const peer = bytes(u16(16, 0), u32(to.properties.port, 0))
  check(libc().sendto(from.properties.fd, memory, 0, datagram.length, 0, peer), 'sendto')
}

/** An NLMSG_ERROR to the request with this number. */
const forged = (to: NetlinkSocket, sequence: number, errno: number): Uint8Array =>
  u32(36, 0x01000002, sequence, to.properties.port, -errno, 32, 0, sequence, to.properties.port)

/** With IFLA_EXT_MASK the kernel looks for the largest link first, and makes room for it; without, 32 KiB must do. */
const largeLinks = request('link.list', RTM_GETLINK, DUMP, link(), attribute(29, u32(8)))

describe('socket answer', () => {
  describe('of more than 32 KiB', () => {
    for (const answerRoom of [undefined, 1 << 16, 1 << 10]) {
      const room = answerRoom === undefined ? 'the room that there is' : `room for ${answerRoom} bytes at first`
      it(`is whole with ${room}`, () => {
        using namespace = NetworkNamespace.createSync()
        using socket = socketIn(namespace, { answerRoom })
        enlarge(socket)
        const lengths: number[] = []
        const outcomes = socket.exchange([setUp(1), getLink(1), getLink(1)], (_, b, at, length) => {
          lengths.push(length)
          // The last of the names is there.
          expect(Buffer.from(b.u8.subarray(at, at + length)).includes(`${'n'.repeat(124)}399\0`)).to.equal(true)
        })
        expect(outcomes).to.deep.equal([undefined, undefined, undefined])
        expect(lengths).to.have.lengthOf(2)
        expect(lengths[0]).to.be.greaterThan(50_000)
        expect(socket.stats.cut > 0).to.equal(answerRoom === 1 << 10)
      })

      it(`in a list is whole with ${room}`, () => {
        using namespace = NetworkNamespace.createSync()
        using socket = socketIn(namespace, { answerRoom })
        enlarge(socket)
        socket.exchange(Array.from({ length: 20 }, (_, i) => addVeth(`v${i}`)))
        const lengths: number[] = []
        const found = list(socket, largeLinks, (b, at, length) => {
          if (length > 32_768) lengths.push(length)
          return linkName(b.u8, at, length)
        })
        expect(found.sort()).to.deep.equal(linkNames(namespace))
        expect(lengths).to.not.have.lengthOf(0)
      })
    }
  })

  for (const answerRoom of [undefined, 1 << 10]) {
    it(`of 12 KiB in a list, as the first that a socket asks for, is whole${answerRoom === undefined ? '' : ' also where there is little room'}`, () => {
      using namespace = NetworkNamespace.createSync()
      using maker = socketIn(namespace)
      enlarge(maker, 80)
      maker.exchange([addVeth('v0')])
      using socket = socketIn(namespace, { answerRoom })
      expect(list(socket, listLinks, decodeName).sort()).to.deep.equal(linkNames(namespace))
    })
  }

  it('in a list that is cut and left, does not keep the next one waiting', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace, { answerRoom: 256, patience: 60_000 })
    socket.exchange(Array.from({ length: 30 }, (_, i) => addVeth(`v${i}`)))
    const left = socket.dump(listLinks, () => {})
    left.next()
    left.return({ interrupted: true, filtered: false })
    expect(list(socket, listLinks, decodeName).sort()).to.deep.equal(linkNames(namespace))
  })

  it('that is cut and cannot be asked for again is told, and the next has room', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace, { answerRoom: 64 })
    const heard: string[] = []
    const add = (last: number): Array<string | undefined> =>
      socket.exchange([addAddress(last, ECHO)], (_, b, at, length) => heard.push(localAddress(b.u8, at, length)))
        .map(error => error?.message)
    expect(add(1)[0]).to.match(/^address\.add 1: EMSGSIZE: it was done, but the end of an answer of \d+ bytes is lost$/)
    expect(add(2)).to.deep.equal([undefined])
    expect(heard).to.deep.equal(['10.0.0.2'])
    expect(procFile(namespace, 'net/fib_trie')).to.include('10.0.0.1').and.to.include('10.0.0.2')
  })

  it('that the receive buffer does not hold is an error that says so, and the socket goes on', () => {
    using namespace = NetworkNamespace.createSync()
    // The kernel makes it 2304: an answer, but not its acknowledgement, too.
    using socket = socketIn(namespace, { receiveBuffer: 1 })
    let answers = 0
    const [error] = socket.exchange([request('link.get 1', RTM_GETLINK, PLAIN | ACK, link(1))], () => { answers++ })
    expect(answers).to.equal(1)
    expect(error).to.have.property('code', 'ENOBUFS')
    expect(error?.message).to.equal('link.get 1: ENOBUFS: the answer is lost: the receive buffer of 2304 bytes was full')
    expect(error?.hint).to.match(/whether it was done is not known/)
    expect(socket.stats.overruns).to.equal(1)
    expect(socket.exchange(Array.from({ length: 50 }, () => setUp(1)))).to.deep.equal(Array.from({ length: 50 }, () => undefined))
    expect(list(socket, listLinks, decodeName)).to.deep.equal(['lo'])
  })
})

describe('socket sender', () => {
  it('that is not the kernel is not believed', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    using stranger = socketIn(namespace)
    send(stranger, socket, forged(socket, 1, 17))
    send(stranger, socket, forged(socket, 2, 0))
    const outcomes = socket.exchange([setUp(1), getLink(4711)])
    expect(outcomes.map(outcome => outcome?.code)).to.deep.equal([undefined, 'ENODEV'])
    expect(socket.stats.foreign).to.equal(2)
  })

  it('that is not the kernel is not heard in a list', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    using stranger = socketIn(namespace)
    const done = u32(20, 0x00020003, 1, socket.properties.port, 0)
    send(stranger, socket, done)
    expect(list(socket, listLinks, decodeName)).to.deep.equal(['lo'])
    expect(socket.stats.foreign).to.equal(1)
  })

  it('that is not the kernel is not heard among events, over NETLINK_USERSOCK either', () => {
    using namespace = NetworkNamespace.createSync()
    for (const protocol of [0, NETLINK_USERSOCK]) {
      using socket = socketIn(namespace, { protocol })
      using stranger = socketIn(namespace, { protocol })
      send(stranger, socket, forged(socket, 0, 1))
      let events = 0
      expect(socket.receiveEvents(() => { events++ })).to.deep.equal({ overrun: false, more: false })
      expect(events).to.equal(0)
      expect(socket.stats).to.include({ foreign: 1, received: 1 })
    }
  })

  it('of something huge does not make us take more room', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace, { protocol: NETLINK_USERSOCK, answerRoom: 4096 })
    using stranger = socketIn(namespace, { protocol: NETLINK_USERSOCK, sendBuffer: 1 << 20 })
    send(stranger, socket, bytes(forged(socket, 1, 1), new Uint8Array(100_000)))
    expect(socket.receiveEvents(() => {})).to.deep.equal({ overrun: false, more: false })
    expect(socket.stats).to.include({ foreign: 1, cut: 0 })
  })

  it('that fills the receive buffer cannot make a lost answer look like a good one', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace, { receiveBuffer: 8192 })
    using stranger = socketIn(namespace)
    // The kernel makes it 16,384; a single one of these takes more.
    send(stranger, socket, new Uint8Array(40_000))
    const [error] = socket.exchange([setUp(1)])
    expect(error).to.have.property('code', 'ENOBUFS')
    expect(socket.exchange([setUp(1), getLink(4711)]).map(outcome => outcome?.code)).to.deep.equal([undefined, 'ENODEV'])
  })
})
