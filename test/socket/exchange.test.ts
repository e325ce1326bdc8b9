// Requests and their answers, against the running kernel in namespaces of their own. Witness: /proc/net/dev,
// /proc/net/netlink
import { expect } from 'chai'
import { UsageError } from '../../src/libc/errors.js'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import type { Request } from '../../src/socket/request.js'
import { NetlinkSocket } from '../../src/socket/socket.js'
import {
  addAddress, addVeth, attribute, ECHO, getLink, linkName, linkNames, link, listLinks, localAddress, name, PLAIN, procFile, request,
  RTM_NEWLINK, setUp, socketIn, text, u8
} from './messages.js'

describe('socket exchange', () => {
  it('gives the answer to a get, and undefined as its outcome', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    const names: string[] = []
    const outcomes = socket.exchange([getLink(1)], (_, b, at, length) => names.push(linkName(b.u8, at, length)))
    expect(outcomes).to.deep.equal([undefined])
    expect(names).to.deep.equal(['lo'])
  })

  it('hands what NLM_F_ECHO gives to the request that asked for it', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    const heard: string[] = []
    const requests = [addAddress(1, ECHO), addAddress(2), addAddress(3, ECHO)]
    expect(socket.exchange(requests, ({ call }, b, at, length) => heard.push(`${call}: ${localAddress(b.u8, at, length)}`)))
      .to.deep.equal([undefined, undefined, undefined])
    expect(heard).to.deep.equal(['address.add 1: 10.0.0.1', 'address.add 3: 10.0.0.3'])
    expect(procFile(namespace, 'net/fib_trie')).to.include('10.0.0.2')
  })

  it('is told of a thousand changes by one datagram a send, and by one for each that is refused', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    const requests = Array.from({ length: 1000 }, (_, i) => i === 10 || i === 500 ? addVeth('x'.repeat(20)) : setUp(1))
    const outcomes = socket.exchange(requests)
    expect(outcomes.flatMap((outcome, i) => outcome === undefined ? [] : [[i, outcome.code]])).to.deep.equal([[10, 'ERANGE'], [500, 'ERANGE']])
    expect(socket.stats.received).to.equal(socket.stats.sent + 2)
  })

  it('gives each error to its request, and carries out the others', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    const outcomes = socket.exchange([addVeth('a'), addVeth('a'), getLink(4711), addVeth('b'), addVeth('x'.repeat(20))])
    expect(outcomes.map(outcome => outcome?.code)).to.deep.equal([undefined, 'EEXIST', 'ENODEV', undefined, 'ERANGE'])
    expect(outcomes.map(outcome => outcome?.call)).to.deep.equal([undefined, 'link.add a', 'link.get 4711', undefined, `link.add ${'x'.repeat(20)}`])
    expect(linkNames(namespace)).to.deep.equal(['a', 'ap', 'b', 'bp', 'lo'])
  })

  it('takes more requests than fit into one send, with every seventh one refused', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace, { receiveBuffer: 1 << 16 })
    const requests = Array.from({ length: 20_000 }, (_, i) => i % 7 === 3 ? getLink(4711 + i) : i % 5 === 0 ? getLink(1) : setUp(1))
    let answers = 0
    const outcomes = socket.exchange(requests, () => { answers++ })
    expect(outcomes.map(outcome => outcome?.code)).to.deep.equal(requests.map((_, i) => i % 7 === 3 ? 'ENODEV' : undefined))
    expect(outcomes[3]?.call).to.equal('link.get 4714')
    expect(answers).to.equal(requests.filter((_, i) => i % 7 !== 3 && i % 5 === 0).length)
    expect(socket.stats.overruns).to.equal(0)
    expect(socket.stats.sent).to.be.greaterThan(10)
  })

  it('sends acknowledged requests by the hundred', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    socket.exchange(Array.from({ length: 10_000 }, () => setUp(1)))
    expect(socket.stats.sent).to.be.lessThan(100)
  })

  it('sends a request larger than the send buffer was', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace, { sendBuffer: 4608 })
    // IFLA_PROP_LIST: 120 names of 100 bytes
    const names = Array.from({ length: 120 }, (_, i) => attribute(53, text(String(i).padStart(100, 'n'))))
    const before = socket.properties.sendBuffer
    const [outcome] = socket.exchange([request('link.change lo', 108, 0x601, link(1), attribute(0x8034, ...names))])
    expect(outcome).to.equal(undefined)
    expect(before).to.be.lessThan(120 * 100)
    expect(socket.properties.sendBuffer).to.be.greaterThan(120 * 100)
  })

  it('does nothing for no requests', () => {
    using socket = NetlinkSocket.open()
    expect(socket.exchange([])).to.deep.equal([])
    expect(socket.stats.sent).to.equal(0)
  })

  it('leaves the bytes of the request as they are', () => {
    using socket = NetlinkSocket.open()
    const get = getLink(1)
    const before = get.bytes.slice()
    socket.exchange([get])
    expect(get.bytes).to.deep.equal(before)
  })

  it('takes requests at any address', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    const { bytes, call } = getLink(1)
    const odd = new Uint8Array(bytes.length + 3).subarray(3)
    odd.set(bytes)
    let answers = 0
    expect(socket.exchange([{ call, bytes: odd }], () => { answers++ })).to.deep.equal([undefined])
    expect(answers).to.equal(1)
  })

  it('keeps the request as it was sent in its error', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    const [, error] = socket.exchange([setUp(1), request('link.change lo', RTM_NEWLINK, PLAIN, link(1), name('y'.repeat(16)))])
    const words = new Uint32Array(error?.request?.slice().buffer ?? new ArrayBuffer(16))
    expect([words[0], words[2], words[3]]).to.deep.equal([56, 2, socket.properties.port])
  })

  it('refuses a request that has no header', () => {
    using socket = NetlinkSocket.open()
    expect(() => socket.exchange([{ call: 'link.get', bytes: new Uint8Array(12) }]))
      .to.throw(UsageError, 'link.get: a request of 12 bytes, where its header alone has 16')
  })

  it('refuses another exchange from within its own onMessage, and goes on well', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    expect(() => socket.exchange([getLink(1)], () => socket.exchange([getLink(1)])))
      .to.throw(UsageError, 'the socket is in the middle of an exchange')
    let answers = 0
    expect(socket.exchange([getLink(1)], () => { answers++ })).to.deep.equal([undefined])
    expect(answers).to.equal(1)
  })

  it('takes a list, too, and ends with it', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    socket.exchange([addVeth('a')])
    const names: string[] = []
    expect(socket.exchange([listLinks, getLink(4711)], (_, b, at, length) => names.push(linkName(b.u8, at, length))).map(error => error?.code))
      .to.deep.equal([undefined, 'ENODEV'])
    expect(names.sort()).to.deep.equal(linkNames(namespace))
  })

  it('speaks other protocols than NETLINK_ROUTE', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace, { protocol: 16 })
    // NETLINK_GENERIC: CTRL_CMD_GETFAMILY (3) of the controller (GENL_ID_CTRL, 0x10) itself, by CTRL_ATTR_FAMILY_NAME
    // (2); linux/genetlink.h
    const ask = (family: string): Request => request(`family.get ${family}`, 0x10, PLAIN, u8(3, 1, 0, 0), attribute(2, text(family)))
    const answers: number[] = []
    const outcomes = socket.exchange([ask('nlctrl'), ask('no such')], (_, b, at) => answers.push(b.u16[at + 4 >> 1] ?? 0))
    expect(outcomes.map(outcome => outcome?.code)).to.deep.equal([undefined, 'ENOENT'])
    expect(answers).to.deep.equal([0x10])
  })

  it('is bound to a port that the kernel lists', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    const ports = procFile(namespace, 'net/netlink').split('\n').map(line => line.split(/\s+/)).filter(([, protocol]) => protocol === '0').map(([, , port]) => Number(port))
    expect(ports).to.include(socket.properties.port)
  })
})
