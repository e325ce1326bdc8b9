// Links, on what Linux 6.1 and iproute2 6.1 said to each other (fixtures/route/link). The witness is what `ip -j -d` printed.
import { expect } from 'chai'
import { CodecError } from '../../../../codec/core/errors.js'
import type { Input } from '../../../../codec/core/infer.js'
import { Link } from '../../../../codec/route/link/link.js'
import { fixture, type CapturedMessage } from '../../../fixtures.js'
import { linkShape, sorted, sortedMessage, type Shape } from '../../../nlattr.js'
import { asIp, comparable } from './as-ip.js'

const RTM_NEWLINK = 16
const RTM_SETLINK = 19
const NLM_F_REQUEST = 1
const AF_INET6 = 10
const stories = ['af-spec', 'altname', 'bond', 'bridge', 'bridge-port', 'dummy', 'echo', 'ifb', 'macvlan', 'netns', 'stats', 'tunnels',
  'unknown-kind', 'veth', 'vlan', 'vrf']
const payload = ({ bytes }: CapturedMessage): Uint8Array => bytes.subarray(16)
/** The captured message with another payload. */
const withPayload = ({ bytes }: CapturedMessage, payload: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(16 + payload.length)
  whole.set(bytes.subarray(0, 16))
  whole.set(payload, 16)
  new DataView(whole.buffer).setUint32(0, whole.length, true)
  return whole
}
const inet6Shape: Shape = { ...linkShape, nests: { ...linkShape.nests, 12: {} } }
/** iproute2 marks no nest with NLA_F_NESTED; nor does the kernel IFLA_PROTINFO of AF_INET6, which it takes from nobody. */
const comparison = (captured: CapturedMessage, bytes: Uint8Array): object => payload(captured)[0] === AF_INET6
  ? sorted(bytes.subarray(16), inet6Shape, { ignoreNestedFlag: true })
  : sortedMessage(bytes, { ignoreNestedFlag: (captured.flags & NLM_F_REQUEST) !== 0 })
const shapeOf = ({ family }: Input<Link>): Shape => family === 'bridge' ? inet6Shape : linkShape
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const header = '00 00 0000 00000000 00000000 00000000'

/** What iproute2 asked with a command, as a person would write it. */
const asked: ReadonlyArray<readonly [story: string, command: string, input: Input<Link>]> = [
  ['vlan', 'link add link d0 name d0.10', { ifname: 'd0.10', link: 3, linkinfo: { kind: 'vlan', data: { id: 10 } } }],
  ['vlan', 'link add link d0 name d0.20', {
    ifname: 'd0.20',
    link: 3,
    linkinfo: {
      kind: 'vlan',
      data: {
        id: 20,
        protocol: '802.1ad',
        flags: { flags: { reorderHdr: false, gvrp: true, looseBinding: true } },
        ingressQos: [{ from: 1, to: 2 }, { from: 3, to: 4 }],
        egressQos: [{ from: 5, to: 6 }],
      },
    },
  }],
  ['vlan', 'ip link set d0.20 type vlan', {
    index: 5, linkinfo: { kind: 'vlan', data: { flags: { flags: { mvrp: true, gvrp: false } }, egressQos: [{ from: 5, to: 7 }] } },
  }],
  ['veth', 'link add v0', {
    ifname: 'v0',
    address: '02:00:00:00:00:01',
    mtu: 1400,
    linkinfo: { kind: 'veth', data: { peer: { ifname: 'v1', address: '02:00:00:00:00:02', numTxQueues: 2 } } },
  }],
  ['veth', 'link set v0 up', { index: 4, flags: { up: true } }],
  ['netns', 'link set w1 netns red', { index: 4, ifname: 'eth0', netNsFd: 5 }],
  ['macvlan', 'link set mv1 type macvlan macaddr set', {
    index: 5, linkinfo: { kind: 'macvlan', data: { macaddrMode: 'set', macaddrData: ['02:00:00:00:01:01', '02:00:00:00:01:02'] } },
  }],
  ['macvlan', 'ip link set mv0 type macvlan mode private', { index: 4, linkinfo: { kind: 'macvlan', data: { mode: 'private', bcQueueLen: 2000 } } }],
  ['bridge-port', 'bridge link set dev p0', {
    family: 'bridge', index: 4, protinfo: { cost: 7, priority: 5, guard: 0, learning: 1, unicastFlood: 1 },
  }],
]

const refused: ReadonlyArray<readonly [story: string, input: object, message: string]> = [
  ['a name of 16 bytes', { ifname: 'a234567890123456' }, `ifname: "a234567890123456" has 16 bytes; a link's name has at most 15`],
  ['a name with a slash', { ifname: 'a/b' },
    `ifname: "a/b" is no name for a link: 1 to 15 bytes without '/', ':', white space and the byte 0xa0, and neither '.' nor '..'`],
  ['an MTU below zero', { mtu: -1 }, 'mtu: -1 is not a whole number from 0 to 4294967295'],
  ['a flag that is none', { flags: ['upp'] }, 'flags: "upp" is none of up, broadcast, debug, loopback, pointopoint, notrailers, running, ' +
    'noarp, promisc, allmulti, master, slave, multicast, portsel, automedia, dynamic, lowerUp, dormant, echo'],
  ['an option of another kind', { linkinfo: { kind: 'vlan', data: { mode: 'bridge' } } },
    'linkinfo.data.mode: no such attribute; there are id, flags, egressQos, ingressQos, protocol'],
  ['options of a kind that nobody declares', { linkinfo: { kind: 'vlna', data: { id: 1 } } },
    'linkinfo.data: nothing is declared for kind "vlna": give its bytes in `unknown`'],
  ['options without a kind', { linkinfo: { data: { id: 1 } } }, 'linkinfo.data: it goes by kind, which is missing'],
  ['a number out of range, in the peer', { linkinfo: { kind: 'veth', data: { peer: { linkinfo: { kind: 'vlan', data: { id: 70000 } } } } } },
    'linkinfo.data.peer.linkinfo.data.id: 70000 is not a whole number from 0 to 65535'],
  ['a port of no bridge', { protinfo: { cost: 7 } }, 'protinfo: nothing is declared for family "unspec": give its bytes in `unknown`'],
  ['a state that is none', { operstate: 'upwards' }, 'operstate: "upwards" is none of unknown, notpresent, down, lowerlayerdown, testing, dormant, up'],
]

const malformed: ReadonlyArray<readonly [story: string, bytes: string, message: string, offset: number]> = [
  ['an MTU of two bytes', `${header} 0600 0400 dc050000`, 'mtu: 2 bytes, 4 wanted', 16],
  ['an attribute longer than the message', `${header} 0c00 0400 dc050000`, 'an attribute of 12 bytes where 8 are left', 16],
  ['an attribute shorter than its own header', `${header} 0300 0400 dc050000`, 'an attribute of 3 bytes where 8 are left', 16],
  ['an id of one byte in a VLAN', `${header} 1c00 1200 0900 0100 766c616e 00000000 0900 0200 0500 0100 0a000000`, 'linkinfo.data.id: 1 bytes, 2 wanted', 36],
]

describe('codec/route/link', () => {
  for (const story of stories) {
    const { json, all } = fixture(`route/link/${story}`)
    for (const { command, output, packets: [first, end] } of json.at) {
      // With -n the answer comes in another namespace, where nobody listens.
      if (!/^ip -j .*link show/.test(command) || first === end) continue
      it(`reads what \`${command}\` shows in ${story}`, () => {
        const counters = command.includes('-s')
        const links = all({ type: RTM_NEWLINK, direction: 'in', command }).map(message => Link.decode(payload(message)))
        for (const printed of output as Array<Parameters<typeof comparable>[0]>) {
          const link = links.findLast(link => link.index === printed.ifindex && link.family === 'unspec')
          expect(link && asIp(link, counters)).to.deep.equal(comparable(printed))
        }
      })
    }
    it(`writes what it read in ${story}`, () => {
      const messages = all({}).filter(({ type }) => type >= RTM_NEWLINK && type <= RTM_SETLINK)
      expect(messages).not.to.be.empty
      for (const message of messages) {
        const written = withPayload(message, Link.encode(Link.decode(payload(message))))
        expect(comparison(message, written)).to.deep.equal(comparison(message, message.bytes))
      }
    })
  }

  for (const [story, command, input] of asked) {
    it(`writes what iproute2 asks: ${command}`, () => {
      // A batch is one command of the story: its requests are told apart by what they ask.
      const requests = fixture(`route/link/${story}`).all({ direction: 'out' }).filter(({ type }) => type === RTM_NEWLINK || type === RTM_SETLINK)
      const captured = requests.map(({ bytes }) => sorted(bytes.subarray(16), shapeOf(input), { ignoreNestedFlag: true }))
      expect(captured).to.deep.include(sorted(Link.encode(input), shapeOf(input), { ignoreNestedFlag: true }))
    })
  }

  it('keeps attributes, kinds and bits that nobody declares', () => {
    const bytes = hex('00 00 0300 05000000 01000080 ffffffff 0800 f00f 01020304 1400 1200 0800 0100 666f6f00 0800 0200 0a000000')
    const link = Link.decode(bytes)
    expect(link).to.deep.include({ type: 'ax25', flags: ['up', 0x80000000], unknown: [{ type: 0x0ff0, data: hex('01020304') }] })
    expect(link.linkinfo).to.deep.equal({ kind: 'foo', unknown: [{ type: 2, data: hex('0a000000') }] })
    expect(Link.decode(Link.encode(link))).to.deep.equal(link)
  })
  it('reads a header cut short, as old requests for dumps have it', () => {
    expect({ ...Link.decode(hex('11000000')) }).to.deep.equal({ family: 'packet', type: 'netrom' })
  })

  for (const [story, input, message] of refused) {
    it(`refuses ${story}`, () => { expect(() => Link.encode(input)).to.throw(CodecError).with.property('message', message) })
  }
  for (const [story, bytes, message, offset] of malformed) {
    it(`says where ${story} is`, () => {
      expect(() => Link.decode(hex(bytes))).to.throw(CodecError).that.deep.includes({ message, offset })
    })
  }
})
