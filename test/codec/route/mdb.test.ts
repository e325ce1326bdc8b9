// struct br_port_msg and MDBA_*, as Linux 6.1 and 6.12 and iproute2 6.1 sent them; the values are what `bridge` was told, and what
// `bridge -j -d -s mdb show` printed of the same messages.
import { expect } from 'chai'
import { Bytes } from '../../../codec/core/bytes.js'
import { NLM_F_REQUEST } from '../../../codec/core/header.js'
import { placeAt } from '../../../codec/core/place.js'
import { fromTree, toTree } from '../../../codec/core/tree.js'
import { decodeMessage, encodeMessage } from '../../../codec/message.js'
import { Mdb, MdbGetRequest, MdbRequest, type MdbEntryInfo } from '../../../codec/route/mdb.js'
import { messageName, type MessageType } from '../../../codec/route/message-types.js'
import { declarationOf } from '../../../codec/route/registry.js'
import { capture, capturedOf, hasCaptures, nameless, printed } from '../../captures.js'
import { fixture, type CapturedMessage } from '../../fixtures.js'
import { sortedMessage } from '../../nlattr.js'
import { hexOf, payloadOf, tables, type Captured } from '../tables.js'

const header = { family: 'bridge', ifindex: 3 }
const none = { flags: [], vid: 0 }
const of = (...info: object[]): object => ({ ...header, mdb: { entry: [{ info }] } })
const group = (u: string): object => ({ u, proto: u.includes('.') ? 'ip' : 'ipv6' })
const kept = { ifindex: 5, state: 'permanent', ...none, addr: group('239.1.1.1'), timer: 0, rtprot: 'static', groupMode: 'exclude' }

describe('Mdb', () => {
  const told: readonly Captured[] = [
    ['a group that a port joins', ['bridge/mdb-events', { type: 84, direction: 'in', command: 'mdb add' }], of(kept)],
    ['a group that it leaves', ['bridge/mdb-events', { type: 85, direction: 'in' }], of(kept)],
    ['a router behind a port', ['bridge/mdb-events', { type: 84, direction: 'in', command: 'mcast_router' }], { ...header, router: { port: [{ ifindex: 5 }] } }],
    ['a source of a group', ['bridge/mdb-events', { type: 84, direction: 'in' }, '080004000a000005'], of({
      ifindex: 5, state: 'temporary', ...none, addr: group('239.1.1.2'), timer: 0, source: '10.0.0.5', rtprot: 'kernel', groupMode: 'include' })],
    ['all sources of a group', ['newer/mdb', { type: 84, direction: 'in', command: '0a000007 0500' }, '2c000280'], of({
      ifindex: 4, state: 'permanent', ...none, addr: group('239.1.1.3'), timer: 0, rtprot: 'static', groupMode: 'include',
      srcList: { entry: [{ address: '10.0.0.7', timer: 0 }, { address: '10.0.0.6', timer: 0 }] } })],
    ['a source that is not heard', ['newer/mdb', { type: 84, direction: 'in', command: 'ff0e0000' }, '00080000ff0e'], of({
      ifindex: 4, state: 'temporary', flags: ['blocked'], vid: 0, addr: group('ff0e::1'), timer: 0, source: '2001:db8::1', rtprot: 'dhcp', groupMode: 'include' })],
    ['the answer to MDBA_GET_ENTRY', ['newer/mdb', { type: 84, direction: 'in', command: 'strict 86' }], of({
      ifindex: 4, state: 'permanent', ...none, addr: group('239.1.1.3'), timer: 0, source: '10.0.0.6', rtprot: 'static', groupMode: 'include' })],
    ['a group of a VXLAN', ['newer/mdb', { type: 84, direction: 'in', command: 'ef020202' }], { ...of({
      ifindex: 5, state: 'permanent', ...none, addr: group('239.2.2.2'), timer: 0, rtprot: 'static', groupMode: 'exclude',
      dst: '10.0.0.7', dstPort: 8472, vni: 43, eattrIfindex: 3, srcVni: 42 }), ifindex: 5 }],
  ]
  tables({
    codec: Mdb,
    captured: told,
    degraded: [
      // made by hand: linux/if_bridge.h
      ['an attribute and a flag of tomorrow, a protocol that is neither', '07000000 03000000 30000100 2c000100 28000100 03000000 00200000 01020304 05060708 090a0b0c 0d0e0f10 88b50000 05006300 01000000', of({
        ifindex: 3, state: 'temporary', flags: [0x20], vid: 0, addr: { u: '01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10', proto: 0x88b5 },
        unknown: [{ type: 99, data: Uint8Array.of(1) }] })],
      ['a router with all that is told of one', '00000000 03000000 34000200 30000100 05000000 08000100 7c650000 05000200 01000000 08000300 7c650000 08000400 00000000 06000500 0a000000',
        { family: 'unspec', ifindex: 3, router: { port: [{ ifindex: 5, timer: 25980, type: 'tempQuery', inetTimer: 25980, inet6Timer: 0, vid: 10 }] } }],
    ],
    refused: [
      [of({ addr: { u: 'ff0e::1', proto: 'ip' } }), 'mdb.entry[0].info[0].addr.u: "ff0e::1" has 16 bytes, 4 wanted'],
      [of({ state: 'static' }), 'mdb.entry[0].info[0].state: "static" is none of temporary, permanent'],
      [of({ dst: '10.0.0' }), 'mdb.entry[0].info[0].dst: "10.0.0" is no IP address'],
    ],
    malformed: [
      ['an entry longer than its group', '07000000 03000000 0c000100 08000100 30000100', 'mdb.entry: an attribute of 48 bytes where 4 are left'],
      ['a time cut short', '07000000 03000000 30000100 2c000100 28000100 03000000 00000000 ef010101 00000000 00000000 00000000 08000000 06000100 7c650000',
        'mdb.entry.info.timer: 2 bytes, 4 wanted'],
    ],
  })

  it('counts in 1/100 s, down from the 260 s of a membership', () => {
    const [info] = infosOf(fixture('bridge/mdb').all({ type: 86, direction: 'in', command: 'mdb show' })[0]!)
    expect(info?.timer).to.be.within(25_000, 26_000)
  })
})

describe('MdbRequest', () => {
  const add = (nth: number) => ['bridge/mdb', { type: 84, direction: 'out', nth }] as const
  const entry = { ifindex: 4, state: 'permanent', flags: [], vid: 0, addr: group('239.1.1.3') }
  // br_mdb_add() and br_mdb_del() write each VLAN of the port into a request that names none, and so nlmon, too, sees the last of them.
  const everywhere = { ...entry, vid: 1 }
  tables({
    codec: MdbRequest,
    captured: [
      ['permanent vid 1', add(0), { ...header, entry: { ...entry, vid: 1, addr: group('239.1.1.1') } }],
      ['src 10.0.0.5 temp vid 1', add(1), {
        ...header, entry: { ...entry, state: 'temporary', vid: 1, addr: group('239.1.1.2') }, entryAttrs: { source: '10.0.0.5' } }],
      ['grp ff0e::1 temp', add(2), { ...header, entry: { ...everywhere, state: 'temporary', addr: group('ff0e::1') } }],
      ['grp 01:02:03:04:05:06 permanent', add(3), { ...header, entry: { ...everywhere, addr: { u: '01:02:03:04:05:06', proto: 0 } } }],
      ['port br0', add(4), { ...header, entry: { ...everywhere, ifindex: 3, state: 'temporary', addr: group('239.1.1.9') } }],
      ['mdb del', ['bridge/mdb', { type: 85, direction: 'out' }], {
        ...header, entry: { ...everywhere, state: 'temporary', addr: { u: '01:02:03:04:05:06', proto: 0 } } }],
      ['sources', ['newer/mdb', { type: 84, direction: 'out', nth: 0 }], { ...header, entry, entryAttrs: {
        srcList: { entry: [{ address: '10.0.0.6' }, { address: '10.0.0.7' }] }, groupMode: 'include', rtprot: 'static' } }],
      ['a group of a VXLAN', ['newer/mdb', { type: 84, direction: 'out', nth: 2 }], {
        ...header, ifindex: 5, entry: { ...entry, ifindex: 5, addr: group('239.2.2.2') },
        entryAttrs: { dst: '10.0.0.7', dstPort: 8472, vni: 43, ifindex: 3, srcVni: 42 } }],
      ['all that is permanent and static', ['newer/mdb', { type: 85, direction: 'out', nth: 1 }], {
        ...header, entry: { ...entry, ifindex: 0, addr: { u: '00:00:00:00:00:00', proto: 0 } }, entryAttrs: { rtprot: 'static', stateMask: ['permanent'] } }],
    ],
    refused: [
      [{ mdb: {} }, 'mdb: no such attribute; there are family, ifindex, entry, entryAttrs'],
      [{ entry: { addr: '239.1.1.1' } }, 'entry.addr: "239.1.1.1" is no object'],
      [{ entry: { addr: { ip4: '239.1.1.1' } } }, 'entry.addr: ip4: no such member; there are u, proto'],
      [{ entry: { addr: { u: '239.1.1.1' } } }, 'entry.addr.u: "239.1.1.1" is no hardware address'],
      [{ entry: { addr: { proto: 'arp' } } }, 'entry.addr.proto: "arp" is none of ip, ipv6'],
      [{ entryAttrs: { srcList: { entry: [{ address: 'red' }] } } }, 'entryAttrs.srcList.entry[0].address: "red" is no IP address'],
    ],
    malformed: [['a VNI cut short', '07000000 03000000 0c000280 06000700 2b00 0000', 'entryAttrs.vni: 2 bytes, 4 wanted']],
  })

  it('takes the number of a protocol as its name', () => {
    const hexOfProto = (proto: 'ip' | number): string => hexOf(MdbRequest.encode({ entry: { addr: { u: '239.1.1.1', proto } } }))
    expect(hexOfProto(0x0800)).to.equal(hexOfProto('ip'))
  })
})

describe('MdbGetRequest', () => {
  tables({
    codec: MdbGetRequest,
    captured: [
      ['a dump', ['bridge/mdb', { type: 86, direction: 'out' }], { family: 'bridge', ifindex: 0 }],
      ['one group', ['newer/mdb', { type: 86, direction: 'out', nth: 0 }], {
        ...header, entry: { ifindex: 0, state: 'temporary', ...none, addr: group('239.1.1.3') }, entryAttrs: { source: '10.0.0.6' } }],
    ],
  })
})

describe('requests of RTM_NEWMDB', () => {
  it('are told from what the kernel says by NLM_F_REQUEST', () => {
    const { find } = fixture('bridge/mdb-events')
    const asked = decodeMessage(find({ type: 84, direction: 'out' }).bytes)
    const told = decodeMessage(find({ type: 84, direction: 'in' }).bytes)
    if (asked.type !== 'RTM_NEWMDB' || !asked.request) return expect.fail('it is a request')
    expect(asked.message.entry?.addr).to.deep.equal(group('239.1.1.1'))
    if (told.type !== 'RTM_NEWMDB' || told.request) return expect.fail('it is no request')
    expect(told.message.mdb?.entry?.[0]?.info?.[0]?.addr).to.deep.equal(group('239.1.1.1'))
  })
  it('are written as bridge writes them', () => {
    const { bytes, flags, seq } = fixture('bridge/mdb').find({ type: 84, direction: 'out', nth: 1 })
    const value = {
      family: 'bridge', ifindex: 3, entry: { ifindex: 4, vid: 1, addr: { u: '239.1.1.2', proto: 'ip' } }, entryAttrs: { source: '10.0.0.5' },
    } as const
    expect(hexOf(encodeMessage('RTM_NEWMDB', value, { flags, sequence: seq }))).to.equal(hexOf(bytes))
    expect(() => encodeMessage('RTM_NEWMDB', value)).to.throw('entry: no such attribute; there are family, ifindex, mdb, router')
  })
  it('give the place of what the kernel refuses', () => {
    const { json, packets } = fixture('newer/mdb')
    const places = json.at.filter(({ text }) => / -\d+\n$/.test(text ?? '')).map(({ packets: [first, end] }) => {
      const [asked, refused] = packets.slice(first, end).flatMap(({ messages }) => messages)
      const answer = decodeMessage(refused!.bytes)
      const offset = answer.type === 'NLMSG_ERROR' ? answer.message.extended?.offs : undefined
      return placeAt(declarationOf('RTM_NEWMDB', asked!.flags), Bytes.of(asked!.bytes), 16, asked!.bytes.length - 16, offset!)
    })
    expect(places).to.deep.equal([{ path: 'entryAttrs.groupMode', constant: 'MDBE_ATTR_GROUP_MODE' }, { path: 'entry', constant: 'MDBA_SET_ENTRY' }])
  })
})

// --- as `bridge -j -d -s mdb show` prints it
const links: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  'bridge/mdb': { 3: 'br0', 4: 'p0' }, 'bridge/mdb-events': { 3: 'br0', 5: 'p0' }, 'newer/mdb': { 3: 'br0', 4: 'p0', 5: 'vx0' },
  captured: { 3: 'br0', 4: 'p0', 5: 'p1' },
}
const infosOf = (message: CapturedMessage): MdbEntryInfo[] => (Mdb.decode(payloadOf(message)).mdb?.entry ?? []).flatMap(({ info = [] }) => info)
const seconds = (time = 0): string => (time / 100).toFixed(2)
const states: Readonly<Record<string, string>> = { temporary: 'temp', perm: 'permanent' }
const given = (value: object): object => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined))

function groupAsBridge (info: MdbEntryInfo, index: number, names: Readonly<Record<number, string>>): object {
  return given({
    index, dev: names[index], port: names[info.ifindex], grp: info.addr.u, src: info.source, state: states[info.state] ?? info.state,
    filter_mode: info.groupMode, source_list: info.srcList?.entry?.map(({ address, timer }) => ({ address, timer: seconds(timer) })),
    protocol: info.rtprot, flags: info.flags, vid: info.vid === 0 ? undefined : info.vid, timer: seconds(info.timer).padStart(7),
  })
}
/** bridge asks twice, and prints the groups of the first dump, the routers of the second. */
function asBridge (messages: readonly CapturedMessage[], names: Readonly<Record<number, string>>): object {
  const second = messages.findLastIndex(({ type, flags }) => type === 86 && (flags & NLM_F_REQUEST) !== 0)
  const isMdb = ({ type, flags }: CapturedMessage): boolean => (type === 84 || type === 86) && (flags & NLM_F_REQUEST) === 0
  const mdb = messages.slice(0, second).filter(isMdb).flatMap(message =>
    infosOf(message).map(info => groupAsBridge(info, Mdb.decode(payloadOf(message)).ifindex, names)))
  const routers = messages.slice(second).filter(isMdb).map(message => Mdb.decode(payloadOf(message))).filter(({ router }) => router !== undefined)
    .map(({ ifindex, router }) => [names[ifindex], router!.port!.map(({ ifindex, timer, type }) =>
      ({ port: names[ifindex], timer: seconds(timer).padStart(7), type: states[type!] }))])
  return [{ mdb, router: Object.fromEntries(routers) as object }]
}

describe('Mdb, of what `bridge -j -d -s mdb show` printed', () => {
  for (const story of ['bridge/mdb', 'bridge/mdb-events', 'newer/mdb']) {
    it(`tells all: ${story}`, () => {
      const { json, packets } = fixture(story)
      const steps = json.at.filter(({ command }) => command.startsWith('bridge -j -d -s mdb show'))
      expect(steps).not.to.have.length(0)
      for (const { packets: [first, end], output } of steps) {
        expect(asBridge(packets.slice(first, end).flatMap(({ messages }) => messages), links[story]!)).to.deep.equal(output)
      }
    })
  }
})

describe('captures with multicast groups [needs ../shared/captures]', () => {
  before(function () { if (!hasCaptures) this.skip() })
  const types = [84, 85, 86]
  const declared = ({ type, flags }: CapturedMessage) => declarationOf(messageName(type) as MessageType, flags)

  it('Mdb tells all that bridge printed', () => {
    // the third time that bridge showed them: once as text, once with -d -s, then in JSON
    const dumps = capture('bridge-vlan-fdb-mdb').flatMap(({ messages }) => messages).filter(({ type }) => types.includes(type))
    const asked = dumps.flatMap(({ type, flags }, i) => type === 86 && (flags & NLM_F_REQUEST) !== 0 ? [i] : [])
    expect(asBridge(dumps.slice(asked[4]), links.captured!)).to.deep.equal(printed('bridge-vlan-fdb-mdb.mdb'))
  })
  it('each is a tree of names alone, and comes back byte for byte', () => {
    const messages = capturedOf(types)
    expect(messages).to.have.length.above(10)
    for (const message of messages) {
      const tree = toTree(declared(message), payloadOf(message))
      expect(nameless(tree)).to.deep.equal([])
      expect(hexOf(fromTree(declared(message), tree))).to.equal(hexOf(payloadOf(message)))
    }
  })
  it('each is written again as it was', () => {
    for (const message of capturedOf(types)) {
      const { type, flags, seq, pid, bytes } = message
      const decoded = decodeMessage(bytes)
      const again = encodeMessage(messageName(type) as 'RTM_NEWMDB', decoded.message as never, { flags, sequence: seq, port: pid })
      expect(sortedMessage(again)).to.deep.equal(sortedMessage(bytes))
    }
  })
})
