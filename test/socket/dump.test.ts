// Lists, against the running kernel in namespaces of their own. Witness: /proc/net/dev
import { expect } from 'chai'
import { UsageError } from '../../src/libc/errors.js'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import { NetlinkError } from '../../src/socket/errors.js'
import type { Request } from '../../src/socket/request.js'
import type { NetlinkSocket } from '../../src/socket/socket.js'
import { addVeth, bytes, decodeName, DUMP, getLink, linkName, linkNames, list, listLinks, request, rest, RTM_GETADDR, RTM_GETLINK, RTM_GETROUTE, setUp, socketIn, u32, u8 } from './messages.js'

const PAIRS = 60
const names = (found: string[]) => (_: Request, b: { readonly u8: Uint8Array }, at: number, length: number) => { found.push(linkName(b.u8, at, length)) }

/** 121 links: a list of many datagrams. */
function populated (): { readonly namespace: NetworkNamespace, readonly socket: NetlinkSocket, [Symbol.dispose]: () => void } {
  const namespace = NetworkNamespace.createSync()
  const socket = socketIn(namespace)
  for (const error of socket.exchange(Array.from({ length: PAIRS }, (_, i) => addVeth(`v${i}`)))) if (error !== undefined) throw error
  return {
    namespace,
    socket,
    [Symbol.dispose]: () => {
      socket.close()
      namespace.close()
    },
  }
}

describe('socket dump', () => {
  it('lists every link, in steps', () => {
    using machine = populated()
    const found: string[] = []
    const dump = machine.socket.dump(listLinks, names(found))
    expect(dump.next().done).to.equal(false)
    expect(found.length).to.be.within(1, 2 * PAIRS)
    expect(rest(dump)).to.deep.equal({ interrupted: false, filtered: false })
    expect(found.sort()).to.deep.equal(linkNames(machine.namespace))
  })

  it('says that the kernel has filtered', () => {
    using machine = populated()
    // lo has routes in the local table, once it is up.
    machine.socket.exchange([setUp(1)])
    const dump = machine.socket.dump(request('route.list', RTM_GETROUTE, DUMP, bytes(u8(2, 0, 0, 0, 255, 0, 0, 0), u32(0))), () => {})
    expect(rest(dump).filtered).to.equal(true)
  })

  it('throws what stands at the end of the list', () => {
    using machine = populated()
    // Without strict checking the kernel would overlook the prefix length.
    const bad = request('address.list', RTM_GETADDR, DUMP, bytes(u8(0, 1, 0, 0), u32(0)))
    expect(() => list(machine.socket, bad, () => 1)).to.throw(NetlinkError, 'address.list: EINVAL: ipv4: Invalid values in header for address dump request')
    expect(list(machine.socket, listLinks, decodeName)).to.have.lengthOf(2 * PAIRS + 1)
  })

  it('throws what refuses the list, and can be used afterwards', () => {
    using machine = populated()
    const bad = request('link.list', RTM_GETLINK, DUMP, u32(0))
    expect(() => list(machine.socket, bad, () => 1)).to.throw(NetlinkError).with.property('code', 'EINVAL')
    expect(list(machine.socket, listLinks, decodeName).sort()).to.deep.equal(linkNames(machine.namespace))
  })

  it('says that it was interrupted where a link comes while it goes on', () => {
    using machine = populated()
    using other = socketIn(machine.namespace)
    const dump = machine.socket.dump(listLinks, () => {})
    dump.next()
    other.exchange([addVeth('late')])
    expect(rest(dump).interrupted).to.equal(true)
  })

  describe('in the middle of which', () => {
    it('the socket carries out other requests', () => {
      using machine = populated()
      const found: string[] = []
      const dump = machine.socket.dump(listLinks, names(found))
      let step = dump.next()
      let answers = 0
      for (; step.done !== true; step = dump.next()) {
        const outcomes = machine.socket.exchange([getLink(1), getLink(4711)], () => { answers++ })
        expect(outcomes.map(outcome => outcome?.code)).to.deep.equal([undefined, 'ENODEV'])
      }
      expect(answers).to.be.greaterThan(1)
      expect(step.value).to.deep.equal({ interrupted: false, filtered: false })
      expect(found.sort()).to.deep.equal(linkNames(machine.namespace))
    })

    it('the socket carries out a hundred other requests', () => {
      using machine = populated()
      const found: string[] = []
      const dump = machine.socket.dump(listLinks, names(found))
      dump.next()
      for (let i = 0; i < 100; i++) expect(machine.socket.exchange([getLink(1)])).to.deep.equal([undefined])
      expect(rest(dump).interrupted).to.equal(false)
      expect(found.sort()).to.deep.equal(linkNames(machine.namespace))
    })

    it('two more lists are read, and the first goes on', () => {
      using machine = populated()
      const found: string[][] = [[], [], []]
      const [first, second, third] = found.map(one => machine.socket.dump(listLinks, names(one)))
      first?.next()
      second?.next()
      third?.next()
      for (const dump of [second, first, third]) if (dump !== undefined) rest(dump)
      const expected = linkNames(machine.namespace)
      for (const one of found) expect(one.sort()).to.deep.equal(expected)
    })

    it('an onMessage asks for something else', () => {
      using machine = populated()
      const found: string[] = []
      let answers = 0
      rest(machine.socket.dump(listLinks, (asked, b, at, length) => {
        names(found)(asked, b, at, length)
        if (found.length % 20 === 1) machine.socket.exchange([getLink(1)], () => { answers++ })
      }))
      expect(answers).to.equal(7)
      expect(found.sort()).to.deep.equal(linkNames(machine.namespace))
    })

    it('one that is left lets the next begin', () => {
      using machine = populated()
      for (let i = 0; i < 3; i++) {
        const dump = machine.socket.dump(listLinks, () => {})
        dump.next()
        dump.return({ interrupted: false, filtered: false })
      }
      expect(machine.socket.exchange([getLink(1)])).to.deep.equal([undefined])
      expect(list(machine.socket, listLinks, decodeName).sort()).to.deep.equal(linkNames(machine.namespace))
    })

    it('one whose onMessage throws, and whose end came in the same datagram, keeps nobody waiting', function () {
      // Waiting for an end that is gone takes 5 s.
      this.timeout(4000)
      using namespace = NetworkNamespace.createSync()
      using socket = socketIn(namespace)
      expect(() => list(socket, listLinks, () => { throw new Error('mine') })).to.throw('mine')
      expect(list(socket, listLinks, decodeName)).to.deep.equal(linkNames(namespace))
    })

    it('one whose onMessage throws lets the next begin', () => {
      using machine = populated()
      expect(() => list(machine.socket, listLinks, () => { throw new Error('mine') })).to.throw('mine')
      expect(list(machine.socket, listLinks, decodeName).sort()).to.deep.equal(linkNames(machine.namespace))
    })

    it('closing the socket is said', () => {
      using machine = populated()
      const dump = machine.socket.dump(listLinks, () => {})
      dump.next()
      machine.socket.close()
      expect(() => dump.next()).to.throw(UsageError, 'this socket is closed')
    })
  })
})
