// What an older kernel, a full queue or a broken answer would do, by a C library that fails on request.
import { expect } from 'chai'
import { CodecError } from '../../codec/core/errors.js'
import { SystemError } from '../../src/libc/errors.js'
import { Faults } from '../../src/libc/faults.js'
import type { Memory } from '../../src/libc/memory.js'
import { libc } from '../../src/libc/open.js'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import { NetlinkError } from '../../src/socket/errors.js'
import type { SocketOptions } from '../../src/socket/socket.js'
import type { NetlinkSocket } from '../../src/socket/socket.js'
import { addVeth, decodeName, getLink, linkNames, list, listLinks, rest, setUp, socketIn } from './messages.js'

const little = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

interface Made {
  readonly namespace: NetworkNamespace
  readonly faults: Faults
  readonly socket: NetlinkSocket
  [Symbol.dispose]: () => void
}

/** A socket in a namespace of its own, over a C library that can be made to fail. */
function made (options: SocketOptions = {}, prepare: (faults: Faults) => void = () => {}): Made {
  const faults = new Faults(libc())
  const namespace = NetworkNamespace.createSync()
  prepare(faults)
  const socket = socketIn(namespace, { patience: 20, ...options, libc: faults.libc })
  const dispose = (): void => {
    socket.close()
    namespace.close()
  }
  return { namespace, faults, socket, [Symbol.dispose]: dispose }
}

/**
 * Lets every received datagram pass through `change`, which gets struct mmsghdr and the bytes, and may say another
 * length.
 */
function tamper (faults: Faults, change: (data: DataView, length: number) => number | void): void {
  faults.replace('recvmmsg', (fd, memory, offset, count, flags) => {
    const got = libc().recvmmsg(fd, memory, offset, count, flags)
    for (let i = 0; i < got; i++) {
      const header = offset + i * 64
      const length = memory.view.getUint32(header + 56, little)
      memory.view.setUint32(header + 56, change(payload(memory, header), length) ?? length, little)
    }
    return got
  })
}

/** The bytes behind msg_iov of the struct mmsghdr at `header`. */
function payload (memory: Memory, header: number): DataView {
  const { view, address } = memory
  const inside = (at: number): number => Number(view.getBigUint64(at, little) - BigInt(address))
  return new DataView(view.buffer, view.byteOffset + inside(inside(header + 16)))
}

const codes = (outcomes: ReadonlyArray<NetlinkError | undefined>): Array<string | undefined> => outcomes.map(outcome => outcome?.code)

describe('socket', () => {
  describe('open', () => {
    it('does without options that an older kernel does not know', () => {
      using machine = made({}, faults => faults.replace('setsockopt', (fd, level, option, value) =>
        level === 270 && option >= 10 ? -92 : libc().setsockopt(fd, level, option, value)))
      expect(machine.socket.properties).to.include({ strict: false, extendedAck: false, cappedAck: false })
      const [, refused] = machine.socket.exchange([addVeth('a'), addVeth('a'), setUp(1)])
      expect(refused?.message).to.equal('link.add a: EEXIST: File exists')
      expect(list(machine.socket, listLinks, decodeName).sort()).to.deep.equal(linkNames(machine.namespace))
    })

    it('knows all options of a kernel as this one, and leaves strict checking off where it is told to', () => {
      using machine = made({ strict: false })
      expect(machine.socket.properties).to.include({ strict: false, extendedAck: true, cappedAck: true })
    })

    it('asks for a receive buffer beyond the limit, and where that is not allowed for one within it', () => {
      using machine = made({ receiveBuffer: 100_000 }, faults => faults.replace('setsockopt', (fd, level, option, value) =>
        level === 1 && option === 33 ? -1 : libc().setsockopt(fd, level, option, value)))
      // socket(7): the kernel doubles it.
      expect(machine.socket.properties.receiveBuffer).to.equal(200_000)
    })

    for (const call of ['setsockopt', 'getsockopt', 'bind', 'getsockname'] as const) {
      it(`leaves no descriptor behind where ${call} fails`, () => {
        const faults = new Faults(libc()).fail(call, 'ENOMEM')
        using namespace = NetworkNamespace.createSync()
        expect(() => socketIn(namespace, { libc: faults.libc })).to.throw(SystemError, `${call}`).with.property('code', 'ENOMEM')
        const opened = faults.calls.find(({ name }) => name === 'socket')?.result
        expect(faults.calls.at(-1)).to.deep.include({ name: 'close', values: [opened] })
      })
    }

    it('says where the kernel lacks the protocol', () => {
      using namespace = NetworkNamespace.createSync()
      // NETLINK_DNRTMSG, gone with Linux 6.1 (and never there in a kernel without DECnet)
      expect(() => socketIn(namespace, { protocol: 14 })).to.throw(SystemError, 'socket').with.property('code', 'EPROTONOSUPPORT')
    })
  })

  describe('send', () => {
    for (const code of ['ENOBUFS', 'EMSGSIZE', 'ECONNREFUSED']) {
      it(`that fails (${code}) is the error of each request, and the next is sent`, () => {
        using machine = made()
        machine.faults.fail('send', code)
        const outcomes = machine.socket.exchange([setUp(1), getLink(1)])
        expect(codes(outcomes)).to.deep.equal([code, code])
        expect(codes(machine.socket.exchange([setUp(1)]))).to.deep.equal([undefined])
      })
    }

    it('that fails is the error of a list', () => {
      using machine = made()
      machine.faults.fail('send', 'ENOBUFS', { after: 1 })
      expect(() => list(machine.socket, listLinks, decodeName)).to.throw(NetlinkError, 'link.list: ENOBUFS')
      expect(list(machine.socket, listLinks, decodeName)).to.deep.equal(['lo'])
    })
  })

  describe('receive', () => {
    it('waits for an answer that is late, also when a signal comes', () => {
      using machine = made({ patience: 5000 })
      machine.faults.fail('recvmmsg', 'EAGAIN').fail('poll', 'EINTR')
      expect(codes(machine.socket.exchange([setUp(1), getLink(4711)]))).to.deep.equal([undefined, 'ENODEV'])
      expect(machine.faults.calls.filter(({ name }) => name === 'poll')).to.have.lengthOf(2)
    })

    it('gives up where no answer comes, and goes on well', () => {
      using machine = made()
      machine.faults.fail('recvmmsg', 'EAGAIN', { times: Infinity }).replace('poll', () => 0)
      const [error] = machine.socket.exchange([setUp(1)])
      expect(error?.message).to.equal('link.change 1: ETIMEDOUT: the kernel gave no answer within 20 ms')
      machine.faults.clear()
      // What comes late is nobody's.
      expect(codes(machine.socket.exchange([getLink(4711)]))).to.deep.equal(['ENODEV'])
      expect(machine.socket.stats.stale).to.equal(1)
    })

    it('gives up where a list does not go on', () => {
      using machine = made()
      // The first is what makes the kernel allocate more.
      machine.faults.fail('recvmmsg', 'EAGAIN', { after: 1, times: Infinity }).replace('poll', () => 0)
      expect(() => list(machine.socket, listLinks, decodeName)).to.throw(NetlinkError, 'link.list: ETIMEDOUT: the kernel gave no answer within 20 ms')
    })

    it('goes on after an overrun, and gives the answers that are there; of what asked for none, nobody knows', () => {
      using machine = made()
      machine.faults.fail('recvmmsg', 'ENOBUFS')
      expect(codes(machine.socket.exchange([setUp(1), getLink(4711), setUp(1)]))).to.deep.equal(['ENOBUFS', 'ENODEV', undefined])
      expect(machine.socket.stats.overruns).to.equal(1)
    })

    it('says of an overrun which answers are lost, and sends less at once from then on', () => {
      using machine = made()
      const requests = Array.from({ length: 1500 }, () => setUp(1))
      machine.socket.exchange(requests)
      const before = machine.socket.stats.sent
      machine.faults.fail('recvmmsg', 'ENOBUFS').fail('recvmmsg', 'EAGAIN')
      expect(codes(machine.socket.exchange([setUp(1)]))).to.deep.equal(['ENOBUFS'])
      const between = machine.socket.stats.sent
      expect(codes(machine.socket.exchange(requests))).to.deep.equal(requests.map(() => undefined))
      expect(machine.socket.stats.sent - between).to.be.greaterThan(before)
    })

    it('that fails is thrown, and the socket goes on', () => {
      using machine = made()
      machine.faults.fail('recvmmsg', 'ENOMEM')
      expect(() => machine.socket.exchange([setUp(1)])).to.throw(SystemError, 'recvmmsg').with.property('code', 'ENOMEM')
      expect(codes(machine.socket.exchange([getLink(4711)]))).to.deep.equal(['ENODEV'])
    })

    for (const length of [0, 10, 15, 20, 35]) {
      it(`of ${length} bytes is ${length === 0 ? 'nothing' : 'said'}`, () => {
        using machine = made()
        tamper(machine.faults, () => length)
        const refused = machine.socket.exchange.bind(machine.socket, [getLink(4711)])
        if (length === 0) expect(codes(refused())).to.deep.equal(['ETIMEDOUT'])
        else expect(refused).to.throw(CodecError, length < 16 ? `${length} bytes, where a header has 16` : `36 bytes long, where there are ${length}`)
        machine.faults.clear()
        expect(codes(machine.socket.exchange([getLink(4711)]))).to.deep.equal(['ENODEV'])
      })
    }

    it('of a refusal that is cut off gives its number', () => {
      using machine = made()
      tamper(machine.faults, () => 2000)
      expect(codes(machine.socket.exchange([setUp(1), addVeth('x'.repeat(16))]))).to.deep.equal([undefined, 'ERANGE'])
      expect(machine.socket.stats.cut).to.equal(1)
    })

    const strange: ReadonlyArray<readonly [story: string, at: number, add: number]> = [['number', 8, 1000], ['port', 12, 1]]
    for (const [story, at, add] of strange) {
      it(`of another ${story} is not taken for an answer`, () => {
        using machine = made()
        tamper(machine.faults, data => data.setUint32(at, data.getUint32(at, little) + add, little))
        expect(codes(machine.socket.exchange([getLink(4711)]))).to.deep.equal(['ETIMEDOUT'])
        expect(machine.socket.stats).to.include({ stale: 1, received: 1 })
      })

      it(`of another ${story} is not taken for a part of a list`, () => {
        using machine = made()
        tamper(machine.faults, data => data.setUint32(at, data.getUint32(at, little) + add, little))
        expect(() => list(machine.socket, listLinks, decodeName)).to.throw(NetlinkError, 'ETIMEDOUT')
      })
    }

    it('of NLM_F_DUMP_INTR on the last message alone says that the list was interrupted', () => {
      using machine = made()
      tamper(machine.faults, data => {
        if (data.getUint16(4, little) === 3) data.setUint16(6, data.getUint16(6, little) | 0x10, little)
      })
      expect(rest(machine.socket.dump(listLinks, () => {}))).to.include({ interrupted: true })
    })

    it('of NLMSG_OVERRUN is an error', () => {
      using machine = made()
      tamper(machine.faults, data => data.setUint16(4, 4, little))
      expect(codes(machine.socket.exchange([setUp(1)]))).to.deep.equal(['ENOBUFS'])
    })
  })

  it('closes its descriptor once', () => {
    const faults = new Faults(libc())
    using namespace = NetworkNamespace.createSync()
    const socket = socketIn(namespace, { libc: faults.libc })
    socket.close()
    socket.close()
    socket[Symbol.dispose]()
    expect(faults.calls.filter(({ name }) => name === 'close')).to.have.lengthOf(1)
  })
})
