// What refusals say. The kernel's words and numbers: Linux 6.18 (they are looked at, not fixed: other kernels may say
// more or less); hints: ours.
import { expect } from 'chai'
import { check } from '../../src/libc/errors.js'
import { libc } from '../../src/libc/open.js'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import { NetlinkError } from '../../src/socket/errors.js'
import type { Places } from '../../src/socket/errors.js'
import type { Request } from '../../src/socket/request.js'
import {
  address, ADD, addVeth, attribute, bytes, getLink, info, link, name, PLAIN, request, route, RTM_DELLINK,
  RTM_GETLINK, RTM_GETROUTE, RTM_NEWADDR, RTM_NEWLINK, RTM_NEWROUTE, setUp, socketIn, u16, u32, u8
} from './messages.js'

const RTM_DELADDR = 21, RTM_DELROUTE = 25, RTM_NEWNEIGH = 28, RTM_DELNEIGH = 29, RTM_NEWRULE = 32, RTM_DELRULE = 33
/** Of a, which has index 3. */
const neighbour = (call: string, type: number, flags: number): Request =>
  request(call, type, flags, u8(2, 0, 0, 0), u32(3), u16(0x80), u8(0, 0), attribute(1, u8(10, 9, 9, 9)), attribute(2, u8(2, 0, 0, 0, 0, 1)))
const rule = (call: string, type: number, flags: number): Request =>
  request(call, type, flags, u8(2, 0, 0, 0, 99, 0, 0, 1), u32(0), attribute(6, u32(4711)))
const onlink = (...gateway: readonly number[]): Uint8Array => attribute(5, u8(...gateway))

/** After `link.add a` (3; its peer is 2), lo and a set up, 10.0.0.1/8 on lo. */
const refusals: ReadonlyArray<readonly [asked: Request, message: RegExp, hint: RegExp | undefined]> = [
  [addVeth('a'), /^link\.add a: EEXIST: File exists$/, /a link has this name already/],
  [{ ...request('link.add n', RTM_NEWLINK, ADD, link(), name('n'), info('nokind')), kind: 'nokind' },
    /^link\.add n: EOPNOTSUPP: Unknown device type$/, /this kernel has no kind nokind \(modprobe nokind\?\)/],
  [getLink(4711), /^link\.get 4711: ENODEV: No such device$/, /no link has that name or index in this namespace/],
  [request('link.delete lo', RTM_DELLINK, PLAIN, link(1)), /^link\.delete lo: EOPNOTSUPP: Operation not supported$/, /cannot be deleted/],
  [request('link.change lo', RTM_NEWLINK, PLAIN, link(1), attribute(19, u32(0x7ffffff0))), /^link\.change lo: ESRCH: /, /no process has that number/],
  [request('link.change a', RTM_NEWLINK, PLAIN, link(2), name('lo')), /^link\.change a: EEXIST: /, /a link has this name already/],
  [request('link.change lo', RTM_NEWLINK, PLAIN, link(1), attribute(4, u8(1))), /^link\.change lo: ERANGE: Attribute failed policy validation$/, /the kernel takes a u32$/],
  [request('link.change lo', RTM_NEWLINK, PLAIN, link(1), name('y'.repeat(16))), /^link\.change lo: ERANGE: /, /the kernel takes a string, at most 15 bytes$/],
  [request('address.add', RTM_NEWADDR, ADD, address(1, 8, 10, 0, 0, 1)), /^address\.add: EEXIST: /, /has this address already/],
  [request('address.delete', RTM_DELADDR, PLAIN, address(1, 8, 10, 0, 0, 2)), /^address\.delete: EADDRNOTAVAIL: /, /the length of the prefix must fit/],
  [request('address.add', RTM_NEWADDR, ADD, address(4711, 8, 10, 0, 0, 1)), /^address\.add: ENODEV: /, /no link has that name or index/],
  [request('route.add default', RTM_NEWROUTE, ADD, route(0, onlink(99, 1, 1, 1))), /^route\.add default: ENETUNREACH: Nexthop has invalid gateway$/, /the gateway is on no connected network/],
  [request('route.add', RTM_NEWROUTE, ADD, route(8, attribute(1, u8(10, 0, 0, 0)), attribute(4, u32(2)))), /^route\.add: ENETDOWN: /, /set the link up first/],
  [request('route.delete', RTM_DELROUTE, PLAIN, route(8, attribute(1, u8(77, 0, 0, 0)))), /^route\.delete: ESRCH: /, /there is no such route/],
  [request('route.get 99.1.1.1', RTM_GETROUTE, PLAIN, bytes(u8(2, 32, 0, 0, 0, 0, 0, 0), u32(0), attribute(1, u8(99, 1, 1, 1)))), /^route\.get 99\.1\.1\.1: ENETUNREACH: /, /no route leads there/],
  [neighbour('neighbour.delete', RTM_DELNEIGH, PLAIN), /^neighbour\.delete: ENOENT: /, /no entry for this address/],
  [rule('rule.delete', RTM_DELRULE, PLAIN), /^rule\.delete: ENOENT: /, /there is no such rule/],
  [request('link.get', RTM_GETLINK, PLAIN, u32(0)), /^link\.get: EINVAL: /, undefined],
]

describe('NetlinkError', () => {
  for (const [asked, message, hint] of refusals) {
    it(`of ${asked.call} is ${message.source.replaceAll(/[\\^$]/g, '')}`, () => {
      using namespace = NetworkNamespace.createSync()
      using socket = socketIn(namespace)
      socket.exchange([addVeth('a'), setUp(1), setUp(3), request('address.add', RTM_NEWADDR, ADD, address(1, 8, 10, 0, 0, 1))])
      const [error] = socket.exchange([asked])
      expect(error?.message).to.match(message)
      if (hint === undefined) expect(error?.hint).to.equal(undefined)
      else expect(error?.hint).to.match(hint)
    })
  }

  it('of what was there already says what would replace it', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    socket.exchange([addVeth('a'), setUp(2), setUp(3), request('address.add', RTM_NEWADDR, ADD, address(3, 8, 10, 0, 0, 1))])
    const add = request('route.add', RTM_NEWROUTE, ADD, route(8, attribute(1, u8(77, 0, 0, 0)), attribute(4, u32(3))))
    const requests = [add, neighbour('neighbour.add', RTM_NEWNEIGH, ADD), rule('rule.add', RTM_NEWRULE, ADD)]
    expect(socket.exchange(requests)).to.deep.equal([undefined, undefined, undefined])
    const refused = socket.exchange(requests)
    expect(refused.map(error => error?.code)).to.deep.equal(['EEXIST', 'EEXIST', 'EEXIST'])
    expect(refused.map(error => error?.hint)).to.deep.equal([
      'there is such a route already: use route.replace, or give it another priority',
      'there is such an entry already: use neighbour.replace',
      'there is such a rule already',
    ])
  })

  it('of moving lo says that it stays', () => {
    using namespace = NetworkNamespace.createSync()
    using other = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    const [error] = socket.exchange([request('link.change lo', RTM_NEWLINK, PLAIN, link(1), attribute(28, u32(other.fd)))])
    expect(error?.code).to.equal('EINVAL')
    expect(error?.hint).to.equal('lo and some others belong to their namespace for good')
  })

  it('without the right to change anything says which right, and a list is still given', () => {
    using namespace = NetworkNamespace.createSync()
    using socket = socketIn(namespace)
    const [error, get] = withoutNetAdmin(() => socket.exchange([setUp(1), getLink(1)]))
    expect(error?.message).to.equal('link.change 1: EPERM: Operation not permitted')
    expect(error?.hint).to.match(/needs CAP_NET_ADMIN .*rtnl sandbox/)
    expect(get).to.equal(undefined)
  })

  describe('names the attribute', () => {
    const places: Places = {
      at: (asked, offset) => ({ path: `path ${asked.length} ${offset}`, constant: 'IFLA_IFNAME' }),
      missing: (asked, nest, type) => ({ path: `missed ${asked.length} ${nest} ${type}`, constant: 'IFLA_X' }),
    }

    it('that the kernel points at, four nests deep', () => {
      using namespace = NetworkNamespace.createSync()
      using socket = socketIn(namespace)
      const asked = { ...addVeth('y'.repeat(15)), places }
      const [error] = socket.exchange([asked])
      // The peer is called yyyyyyyyyyyyyyyp, 16 bytes: its IFLA_IFNAME is the last attribute of the message.
      const offset = asked.bytes.length - 4 - 20
      expect(error?.message).to.equal(`link.add ${'y'.repeat(15)}: ERANGE: Attribute failed policy validation, at path ${asked.bytes.length} ${offset} (IFLA_IFNAME)`)
      expect(error).to.include({ path: `path ${asked.bytes.length} ${offset}`, constant: 'IFLA_IFNAME', kernelMessage: 'Attribute failed policy validation' })
      expect(error?.policy).to.deep.equal({ type: 'string', maxLength: 15 })
    })

    it('that is missing', () => {
      // As NETDEV_CMD_DEV_GET without an index is answered, but for the nest.
      const error = new NetlinkError({ call: 'x.get', errno: 22, extended: { missType: 1, missNest: 20 }, request: new Uint8Array(24), places })
      expect(error.message).to.equal('x.get: EINVAL: Invalid argument, missing missed 24 20 1 (IFLA_X)')
      expect(error.missing).to.deep.equal({ path: 'missed 24 20 1', constant: 'IFLA_X' })
    })
  })

  it('of a number that Linux does not have says the number', () => {
    expect(new NetlinkError({ call: 'x', errno: 4103 }).message).to.equal('x: errno 4103: Unknown error 4103')
  })

  it("leaves out the stop at the end of the kernel's words in the message, and keeps it in kernelMessage", () => {
    const error = new NetlinkError({ call: 'x', errno: 22, extended: { msg: 'Device does not exist.' } })
    expect(error.message).to.equal('x: EINVAL: Device does not exist')
    expect(error.kernelMessage).to.equal('Device does not exist.')
  })
})

/** Runs `step` without CAP_NET_ADMIN, number 12, among this thread's effective capabilities. capset(2), version 3 */
function withoutNetAdmin<R> (step: () => R): R {
  const header = u32(0x20080522, 0)
  const had = new Uint32Array(6)
  check(libc().capget(header, new Uint8Array(had.buffer)), 'capget')
  const less = had.slice()
  less[0] = (less[0] ?? 0) & ~(1 << 12)
  check(libc().capset(header, new Uint8Array(less.buffer)), 'capset')
  try {
    return step()
  } finally {
    check(libc().capset(header, new Uint8Array(had.buffer)), 'capset')
  }
}
