// What the client refuses before anything is sent, and what the kernel refuses: the exact words, and the path as the caller wrote it.
import { expect } from 'chai'
import type { CodecError, NetlinkError, Rtnetlink, UsageError } from '../../src/index.js'
import { Machine, refusal } from './machine.js'

type Step = (rt: Rtnetlink, index: number) => Promise<unknown>
/** What TypeScript would refuse: JavaScript has only the tests. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as JavaScript has it
const any = (value: object): any => value
const name = "is no name for a link: 1 to 15 bytes without '/', ':', white space and the byte 0xa0, and neither '.' nor '..'"

const badInput: ReadonlyArray<readonly [message: string | RegExp, step: Step]> = [
  [`link.add a/b: ifname: "a/b" ${name}`, rt => rt.link.add({ ifname: 'a/b', kind: 'bridge' })],
  [`link.add a b: ifname: "a b" ${name}`, rt => rt.link.add({ ifname: 'a b', kind: 'bridge' })],
  [`link.add ..: ifname: ".." ${name}`, rt => rt.link.add({ ifname: '..', kind: 'bridge' })],
  [`link.get : ifname: "" ${name}`, rt => rt.link.get('')],
  ['link.add sixteen-bytes-16: ifname: "sixteen-bytes-16" has 16 bytes; a link\'s name has at most 15', rt => rt.link.add({ ifname: 'sixteen-bytes-16', kind: 'bridge' })],
  ['link.add fünfzehn-zeich: ifname: "fünfzehn-zeichn" has 16 bytes; a link\'s name has at most 15'.replace('zeich:', 'zeichn:'),
    rt => rt.link.add({ ifname: 'fünfzehn-zeichn', kind: 'bridge' })],
  ['link.add v0: data.id: 70000 is not a whole number from 0 to 65535', rt => rt.link.add({ ifname: 'v0', kind: 'vlan', link: 1, data: { id: 70000 } })],
  ['link.add v0: mtu: -1 is not a whole number from 0 to 4294967295', rt => rt.link.add({ ifname: 'v0', mtu: -1, kind: 'bridge' })],
  ['link.add v0: mtu: "1400" is not a whole number from 0 to 4294967295', rt => rt.link.add({ ifname: 'v0', kind: 'bridge', ...any({ mtu: '1400' }) })],
  ['link.add v0: address: "02:0g" is no hardware address', rt => rt.link.add({ ifname: 'v0', kind: 'bridge', address: '02:0g' })],
  ['link.add v0: data.peer.ifname: "sixteen-bytes-16" has 16 bytes; a link\'s name has at most 15', rt => rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { ifname: 'sixteen-bytes-16' } } })],
  ['link.add v0: data.peer.netNsFd: it wants a NetworkNamespace, or a descriptor that is open on one', rt => rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: any({ netNsFd: 'blue' }) } })],
  ['link.add v0: linkinfo: kind, data, slaveKind and slaveData stand beside ifname here', rt => rt.link.add({ ifname: 'v0', ...any({ linkinfo: { kind: 'bridge' } }) })],
  [/^link\.add v0: ifnam: no such attribute; there are family, type, /, rt => rt.link.add({ ifname: 'v0', kind: 'bridge', ...any({ ifnam: 'v1' }) })],
  [/^link\.add v0: data\.idd: no such attribute; there are id, flags, /, rt => rt.link.add({ ifname: 'v0', kind: 'vlan', data: any({ idd: 5 }) })],
  [/^link\.change v0: flags: "upp" is none of up, broadcast, /, rt => rt.link.change('v0', { flags: any({ upp: true }) })],
  [/^link\.change v0: ifname: "w\/" is no name/, rt => rt.link.change('v0', { ifname: 'w/' })],
  ["link.change v0: master: null is neither a link's name nor an index", rt => rt.link.change('v0', any({ master: null }))],
  ["link.get undefined: undefined is neither a link's name nor an index", rt => rt.link.get(undefined as never)],
  ['address.add 10.0.0.1/33: local: "10.0.0.1/33" has a prefix of 33 bits; 32 at most', rt => rt.address.add({ index: 'v0', local: '10.0.0.1/33' })],
  ['address.add fd00::1/129: local: "fd00::1/129" has a prefix of 129 bits; 128 at most', rt => rt.address.add({ index: 'v0', local: 'fd00::1/129' })],
  ['address.add 10.0.0.256: local: "10.0.0.256" is no IP address', rt => rt.address.add({ index: 'v0', local: '10.0.0.256' })],
  ['address.add 10.0.0.1/: local: "10.0.0.1/" is no IP address with a length of prefix', rt => rt.address.add({ index: 'v0', local: '10.0.0.1/' })],
  ['address.add 10.0.0.1/8/9: local: "10.0.0.1/8/9" is no IP address with a length of prefix', rt => rt.address.add({ index: 'v0', local: '10.0.0.1/8/9' })],
  ['address.add fd00::1::2: local: "fd00::1::2" is no IP address', rt => rt.address.add({ index: 'v0', local: 'fd00::1::2' })],
  ['address.add default: local: "default" is no address', rt => rt.address.add({ index: 'v0', local: 'default' })],
  ['address.add: local: it is missing', rt => rt.address.add({ index: 'v0' })],
  ["address.add 10.0.0.1: index: undefined is neither a link's name nor an index", rt => rt.address.add(any({ local: '10.0.0.1' }))],
  ['address.add 10.0.0.1: address: "fd00::1" is of another family than "10.0.0.1"', rt => rt.address.add({ index: 'v0', local: '10.0.0.1', address: 'fd00::1' })],
  ['address.add 10.0.0.1: broadcast: "all" is no IP address', rt => rt.address.add({ index: 'v0', local: '10.0.0.1', broadcast: 'all' })],
  ['address.add 10.0.0.1: cacheinfo.valid: 4294967296 is not a whole number from 0 to 4294967295', rt => rt.address.add({ index: 'v0', local: '10.0.0.1', cacheinfo: { valid: 2 ** 32 } })],
  [/^address\.add 10\.0\.0\.1: flags: "nodads" is none of secondary, nodad, /, rt => rt.address.add({ index: 'v0', local: '10.0.0.1', flags: any(['nodads']) })],
  ['address.add fd00::1/64: local: "fd00::1" is no IPv4 address, and the family is inet', rt => rt.address.add({ index: 'v0', local: 'fd00::1/64', family: 'inet' })],
  ['route.add 10.5.0.0/16: dst: "10.5.0.0/16" is no IPv6 address, and the family is inet6', rt => rt.route.add({ dst: '10.5.0.0/16', oif: 'v0', family: 'inet6' })],
  ['route.add 10.5.0.0/16: prefsrc: "fd00::1" is no IPv4 address, and the family is inet', rt => rt.route.add({ dst: '10.5.0.0/16', oif: 'v0', prefsrc: 'fd00::1' })],
  ['route.add 10.0.0.0/33: dst: "10.0.0.0/33" has a prefix of 33 bits; 32 at most', rt => rt.route.add({ dst: '10.0.0.0/33', oif: 'v0' })],
  ['route.add defaultt: dst: "defaultt" is no IP address', rt => rt.route.add({ dst: 'defaultt', oif: 'v0' })],
  ['route.add default: gateway: "10.1.1" is no IP address', rt => rt.route.add({ gateway: '10.1.1' })],
  ['route.add 10.0.0.0/8: gateway: "fd00::zz" is no IP address', rt => rt.route.add({ dst: '10.0.0.0/8', gateway: 'fd00::zz' })],
  ['route.add default: table: "mein" is none of unspec, default, main, local, and not in /etc/iproute2/rt_tables: give its number', rt => rt.route.add(any({ gateway: '10.1.1.1', table: 'mein' }))],
  ['route.add default: table: -1 is not a whole number from 0 to 4294967295', rt => rt.route.add({ gateway: '10.1.1.1', table: -1 })],
  ['route.add default: multipath[1].gateway: "10.1" is no IP address', rt => rt.route.add({ multipath: [{ gateway: '10.1.1.1' }, { gateway: '10.1' }] })],
  ['route.add 10.0.0.0/8: multipath[0].gateway: "fd00::zz" is no IP address', rt => rt.route.add({ dst: '10.0.0.0/8', multipath: [{ gateway: 'fd00::zz' }] })],
  [/^route\.add default: metrics\.mtuu: no such attribute; there are lock, mtu, /, rt => rt.route.add({ gateway: '10.1.1.1', metrics: any({ mtuu: 5 }) })],
  [/^route\.add default: gatewey: no such attribute/, rt => rt.route.add(any({ gatewey: '10.1.1.1' }))],
  ['route.get 10.1.1: dst: "10.1.1" is no IP address', rt => rt.route.get('10.1.1')],
  ['neighbour.add: dst: it is missing', rt => rt.neighbour.add({ ifindex: 'v0' })],
  [/^neighbour\.add 10\.0\.0\.9: lladdr: "02:00:00:00:00:0" is no /, rt => rt.neighbour.add({ ifindex: 'v0', dst: '10.0.0.9', lladdr: '02:00:00:00:00:0' })],
  ['neighbour.add 10.0.0: dst: "10.0.0" is no IP address', rt => rt.neighbour.add({ ifindex: 'v0', dst: '10.0.0', lladdr: '02:00:00:00:00:09' })],
  [/^neighbour\.add 10\.0\.0\.9: state: "dead" is none of incomplete, reachable, /, rt => rt.neighbour.add({ ifindex: 'v0', dst: '10.0.0.9', state: any(['dead']) })],
  ["neighbour.add 10.0.0.9: ifindex: undefined is neither a link's name nor an index", rt => rt.neighbour.add(any({ dst: '10.0.0.9' }))],
  ['rule.add: dst: "fd00::/8" is no IPv4 address, and the family is inet', rt => rt.rule.add({ src: '10.0.0.0/8', dst: 'fd00::/8' })],
  ['rule.add 5: src: "10.0.0.0/40" has a prefix of 40 bits; 32 at most', rt => rt.rule.add({ src: '10.0.0.0/40', priority: 5 })],
  ['rule.add: sportRange.end: 70000 is not a whole number from 0 to 65535', rt => rt.rule.add({ sportRange: { start: 1, end: 70000 } })],
  ['rule.add: iifname: "sixteen-bytes-16" has 16 bytes; a link\'s name has at most 15', rt => rt.rule.add({ iifname: 'sixteen-bytes-16' })],
  [/^rule\.add: flags: "inverted" is none of permanent, invert, /, rt => rt.rule.add({ flags: any(['inverted']) })],
  ["link.change 0: 0 is neither a link's name nor an index", rt => rt.link.change(0, { group: 0, flags: { up: false } })],
  ["link.get 0: 0 is neither a link's name nor an index", rt => rt.link.get(0)],
  ["link.delete 0: 0 is neither a link's name nor an index", rt => rt.link.delete(0)],
  ["link.flush: master: 0 is neither a link's name nor an index", rt => rt.link.flush({ master: 0 })],
  ["address.flush: index: 0 is neither a link's name nor an index", rt => rt.address.flush({ index: 0 })],
  ["address.add 10.0.0.1: index: 0 is neither a link's name nor an index", rt => rt.address.add({ index: 0, local: '10.0.0.1' })],
  ["route.flush: oif: 0 is neither a link's name nor an index", rt => rt.route.flush({ oif: 0 })],
  ["neighbour.flush: master: 0 is neither a link's name nor an index", rt => rt.neighbour.flush({ master: 0 })],
  ["nexthop.flush: oif: 0 is neither a link's name nor an index", rt => rt.nexthop.flush({ oif: 0 })],
  ["nexthop.list: master: 0 is neither a link's name nor an index", rt => rt.nexthop.list({ master: 0 })],
  ["nexthop.buckets: oif: 0 is neither a link's name nor an index", rt => rt.nexthop.buckets({ oif: 0 })],
  ["fdb.flush: ifindex: 0 is neither a link's name nor an index", rt => rt.fdb.flush({ ifindex: 0 })],
  ["mdb.flush: bridge: 0 is neither a link's name nor an index", rt => rt.mdb.flush({ bridge: 0 })],
  ["vlan.list: ifindex: 0 is neither a link's name nor an index", rt => rt.vlan.list({ ifindex: 0 })],
  ["qdisc.list: ifindex: 0 is neither a link's name nor an index", rt => rt.qdisc.list({ ifindex: 0 })],
  ["stats.get: ifindex: 0 is neither a link's name nor an index", rt => rt.stats.get(0)],
  ['nsid.add: fd: it wants a NetworkNamespace, or a descriptor that is open on one', rt => rt.nsid.add(any({}))],
]

const senseless: ReadonlyArray<readonly [message: string, step: Step]> = [
  ['link.flush: which? The filter must say at least one of kind, master, group', rt => rt.link.flush(any({}))],
  ['link.flush: which? The filter must say at least one of kind, master, group', rt => rt.link.flush(any({ kind: undefined }))],
  ['address.flush: which? The filter must say at least one of index, family', rt => rt.address.flush(any({}))],
  ['route.flush: which? The filter must say at least one of family, table, oif, protocol, type', rt => rt.route.flush(any({}))],
  ['neighbour.flush: which? The filter must say at least one of ifindex, family, master', rt => rt.neighbour.flush(any({ proxy: true }))],
  ['rule.flush: which? The filter must say at least one of family, priority, table', rt => rt.rule.flush(any({}))],
  ['link.list: kindd: no such filter; there are kind, master, group, family, extMask', rt => rt.link.list(any({ kindd: 'veth' }))],
  ['route.list: dev: no such filter; there are family, table, oif, protocol, type', rt => rt.route.list(any({ dev: 'v0' }))],
  ['address.list: dev: no such filter; there are index, family', rt => rt.address.list(any({ dev: 'v0' }))],
  ['neighbour.list: dev: no such filter; there are ifindex, family, master, proxy', rt => rt.neighbour.list(any({ dev: 'v0' }))],
  ['rule.list: prio: no such filter; there are family, priority, table', rt => rt.rule.list(any({ prio: 5 }))],
]

/** What the kernel's side is: Linux 5.10 to 6.18 say the same, but for the words in `says`. */
interface Refused { readonly code: string, readonly path?: string, readonly constant?: string, readonly says?: RegExp, readonly hint?: RegExp }
const byKernel: ReadonlyArray<readonly [story: string, refused: Refused, step: Step]> = [
  ['an attribute deep inside a peer', { code: 'ERANGE', path: 'data.peer.ifalias', constant: 'IFLA_IFALIAS', says: /policy/, hint: /at most 255 bytes/ },
    rt => rt.link.add({ ifname: 'x0', kind: 'veth', data: { peer: { ifalias: 'x'.repeat(256) } } })],
  ['an attribute in the first rank', { code: 'ERANGE', path: 'ifalias', constant: 'IFLA_IFALIAS', says: /policy/, hint: /at most 255 bytes/ },
    rt => rt.link.change('v0', { ifalias: 'x'.repeat(256) })],
  ['an MTU beyond what the link takes', { code: 'EINVAL', says: /^mtu greater than device maximum$/ }, rt => rt.link.change('v0', { mtu: 100_000 })],
  ['a kind that is none', { code: 'EOPNOTSUPP', hint: /this kernel has no kind of-tomorrow/ }, rt => rt.link.add({ ifname: 'x0', kind: 'of-tomorrow' })],
  ['settings of a port that is none', { code: 'EOPNOTSUPP' }, rt => rt.link.change('v0', { slaveKind: 'bridge', slaveData: { cost: 5 } })],
  ['lo, which is to move', { code: 'EINVAL', hint: /belong to their namespace/ }, rt => rt.link.change('lo', { netNsPid: process.pid })],
  ['lo, which is to go', { code: 'EOPNOTSUPP', hint: /cannot be deleted/ }, rt => rt.link.delete('lo')],
  ['a process that is none', { code: 'ESRCH', hint: /no process has that number/ }, rt => rt.link.change('v0', { netNsPid: 2 ** 22 + 1 })],
  ['a descriptor of something else', { code: 'EINVAL' }, rt => rt.link.change('v0', { netNsFd: 0 })],
  ['an alternative name over 127 bytes', { code: 'ERANGE', path: 'altIfname', constant: 'IFLA_ALT_IFNAME' }, rt => rt.link.get('x'.repeat(128))],
  ['an index that is none', { code: 'ENODEV', hint: /rtnl link show/ }, rt => rt.link.get(4711)],
  ['a name that is none', { code: 'ENODEV', hint: /rtnl link show/ }, rt => rt.link.delete('nope')],
  ['an address that is there', { code: 'EEXIST', hint: /address\.replace/ }, rt => rt.address.add({ index: 'v0', local: '10.1.1.1/24' })],
  ['an address that is not there', { code: 'EADDRNOTAVAIL', hint: /length of the prefix/ }, rt => rt.address.delete({ index: 'v0', local: '10.1.1.9/24' })],
  ['an address with another length', { code: 'EADDRNOTAVAIL' }, rt => rt.address.delete({ index: 'v0', local: '10.1.1.1/25' })],
  ['a route that is there', { code: 'EEXIST', hint: /route\.replace/ }, rt => rt.route.add({ dst: '10.7.0.0/16', gateway: '10.1.1.3' })],
  ['a gateway nowhere near', { code: 'ENETUNREACH', says: /invalid gateway/, hint: /onlink/ }, rt => rt.route.add({ dst: '10.8.0.0/16', gateway: '192.0.2.1' })],
  ['bits beyond the prefix', { code: 'EINVAL', says: /^Invalid prefix for given prefix length$/ }, rt => rt.route.add({ dst: '10.8.0.1/16', oif: 'v0' })],
  ['a way of avoiding congestion that is none', { code: 'EINVAL', says: /congestion/ },
    rt => rt.route.add({ dst: '10.8.0.0/16', oif: 'v0', metrics: { ccAlgo: 'of-tomorrow' } })],
  ['a way to nowhere', { code: 'ENETUNREACH', hint: /no default route/ }, rt => rt.route.get('192.0.2.1')],
  ['a route that is not there', { code: 'ESRCH', hint: /no such route/ }, rt => rt.route.delete({ dst: '10.99.0.0/16' })],
  ['a rule that is there', { code: 'EEXIST', hint: /already/ }, rt => rt.rule.add({ src: '10.0.0.0/8', table: 100, priority: 1000 })],
  ['a rule that is not there', { code: 'ENOENT', hint: /no such rule/ }, rt => rt.rule.delete({ priority: 7 })],
  ['a goto backwards', { code: 'EINVAL', says: /^Backward goto not supported$/ }, rt => rt.rule.add({ priority: 100, goto: 1 })],
  ['a neighbour that is there', { code: 'EEXIST', hint: /neighbour\.replace/ }, rt => rt.neighbour.add({ ifindex: 'v0', dst: '10.1.1.9', lladdr: '02:00:00:00:00:09' })],
  ['a neighbour that is not there', { code: 'ENOENT', hint: /no entry/ }, rt => rt.neighbour.delete({ ifindex: 'v0', dst: '10.1.1.10' })],
  ['a hardware address too short for the link', { code: 'EINVAL', says: /^Invalid link address$/ }, rt => rt.neighbour.add({ ifindex: 'v0', dst: '10.1.1.11', lladdr: '02:00:00:00:00' })],
]

const unknownLinks: ReadonlyArray<readonly [message: string, path: string, step: Step]> = [
  ['link.change v0: ENODEV: no link is called "nope", at master (IFLA_MASTER)', 'master', rt => rt.link.change('v0', { master: 'nope' })],
  ['link.add x0: ENODEV: no link is called "nope", at data.peer.master (IFLA_MASTER)', 'data.peer.master', rt => rt.link.add({ ifname: 'x0', kind: 'veth', data: { peer: { master: 'nope' } } })],
  ['link.list: ENODEV: no link is called "nope", at master', 'master', rt => rt.link.list({ master: 'nope' })],
  ['address.add 10.0.0.1/8: ENODEV: no link is called "nope", at index', 'index', rt => rt.address.add({ index: 'nope', local: '10.0.0.1/8' })],
  ['address.delete 10.0.0.1/8: ENODEV: no link is called "nope", at index', 'index', rt => rt.address.delete({ index: 'nope', local: '10.0.0.1/8' })],
  ['address.get 10.0.0.1: ENODEV: no link is called "nope", at index', 'index', rt => rt.address.get('10.0.0.1', { index: 'nope' })],
  ['address.flush: ENODEV: no link is called "nope", at index', 'index', rt => rt.address.flush({ index: 'nope' })],
  ['route.add default: ENODEV: no link is called "nope", at oif (RTA_OIF)', 'oif', rt => rt.route.add({ oif: 'nope' })],
  ['route.add default: ENODEV: no link is called "nope", at multipath[1].ifindex (RTA_MULTIPATH)', 'multipath[1].ifindex',
    rt => rt.route.add({ multipath: [{ gateway: '10.1.1.3' }, { ifindex: 'nope' }] })],
  ['neighbour.add 10.1.1.9: ENODEV: no link is called "nope", at ifindex', 'ifindex', rt => rt.neighbour.add({ ifindex: 'nope', dst: '10.1.1.9', lladdr: '02:00:00:00:00:09' })],
  ['neighbour.delete 10.1.1.9: ENODEV: no link is called "nope", at ifindex', 'ifindex', rt => rt.neighbour.delete({ ifindex: 'nope', dst: '10.1.1.9' })],
]

describe('client', () => {
  let machine: Machine
  let index: number
  beforeEach(async () => {
    machine = await Machine.make()
    index = await machine.veth('v0', 'v1')
    await machine.rt.address.add({ index: 'v0', local: '10.1.1.1/24' })
    await machine.rt.route.add({ dst: '10.7.0.0/16', gateway: '10.1.1.3' })
    await machine.rt.rule.add({ src: '10.0.0.0/8', table: 100, priority: 1000 })
    await machine.rt.neighbour.add({ ifindex: 'v0', dst: '10.1.1.9', lladdr: '02:00:00:00:00:09' })
  })
  afterEach(() => machine[Symbol.dispose]())

  it('refuses bad input with its path, and sends nothing', async () => {
    for (const [message, step] of badInput) {
      let error: CodecError | undefined
      const sent = await machine.sent(async () => { error = await refusal<CodecError>(() => step(machine.rt, index)) })
      if (typeof message === 'string') expect(error?.message).to.equal(message)
      else expect(error?.message).to.match(message)
      expect(error?.name, error?.message).to.equal('CodecError')
      expect(sent, error?.message).to.equal(0)
    }
  })

  it('refuses filters that make no sense, and sends nothing', async () => {
    for (const [message, step] of senseless) {
      let error: UsageError | undefined
      const sent = await machine.sent(async () => { error = await refusal<UsageError>(() => step(machine.rt, index)) })
      expect(error).to.include({ message, name: 'UsageError' })
      expect(sent, message).to.equal(0)
    }
  })

  it('names a link that is none, with the path', async () => {
    for (const [message, path, step] of unknownLinks) {
      expect(await refusal<NetlinkError>(step(machine.rt, index))).to.include({ message, path, code: 'ENODEV', name: 'NetlinkError' })
    }
    expect(await machine.rt.link.list()).to.have.lengthOf(3)
  })

  for (const [story, { code, path, constant, says, hint }, step] of byKernel) {
    it(`tells that the kernel refused ${story}: ${code}`, async () => {
      const error = await refusal<NetlinkError>(step(machine.rt, index))
      expect(error).to.include({ name: 'NetlinkError', code })
      expect(error.path).to.equal(path)
      expect(error.constant).to.equal(constant)
      // Words came with Linux 5.x here, 6.x there: where there are some, these.
      if (says !== undefined && error.kernelMessage !== undefined) expect(error.kernelMessage).to.match(says)
      if (hint !== undefined) expect(error.hint).to.match(hint)
      if (path !== undefined) expect(error.message).to.contain(`, at ${path} (${constant})`)
    })
  }
})
