// fixtures/ itself: whole, as its README says, and one real message for each construct that a declaration must express.
// Witness: the stories and what iproute2 printed; the bytes are looked at here, not decoded.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { fixture, fixtures, fixturesRoot, type Wanted } from './fixtures.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex')

/** A part of the bytes, in hexadecimal, that shows that the message has the construct. */
const constructs: Array<[construct: string, story: string, wanted: Wanted, part: string]> = [
  ['a payload by a sibling: IFLA_INFO_KIND, IFLA_INFO_DATA', 'route/link/vlan', { type: 16 }, `0900 0100 ${ascii('vlan')}00`],
  ['a kind without its final zero, as iproute2 sends it', 'route/link/veth', { type: 16, flags: 0x400 }, `0800 0100 ${ascii('veth')}`],
  ['a set without NLA_F_NESTED, as iproute2 sends it', 'route/link/veth', { type: 16, flags: 0x400 }, `1200 0800 0100 ${ascii('veth')}`],
  ['data of a port by its kind', 'route/link/bridge-port', { type: 16, direction: 'in' }, ascii('bridge')],
  ['an encapsulation by its type', 'route/route/encap-mpls', { type: 24, direction: 'in' }, '0600 1500 0100'],
  ['options of a qdisc by TCA_KIND', 'tc/qdisc-stats', { type: 36, direction: 'in' }, `0800 0100 ${ascii('htb')}00`],
  ['counters by TCA_KIND: TCA_XSTATS', 'tc/qdisc-stats', { type: 40, direction: 'in' }, '1800 0400'],
  ['a payload by a header member: AF_BRIDGE', 'route/link/bridge-port', { type: 16, direction: 'in', command: 'bridge -j' }, '0c80 0500 0100'],
  ['a destination by the header: labels of MPLS', 'route/route/mpls', { type: 24, direction: 'in' }, '1c 14 00 00'],
  ['a destination of a vxlan in a message of AF_BRIDGE', 'route/neighbour/vxlan-fdb', { type: 28, direction: 'in' }, '0800 0100 0a000009'],
  ['numbers that are address families', 'route/link/af-spec', { type: 16, direction: 'in' }, '1a00 8c00 0200 8800 0100'],
  ['a kind in a struct: ematches', 'tc/u32-basic-ematch', { type: 44, direction: 'in' }, ascii('basic')],
  ['a counted array behind a struct: keys of u32', 'tc/u32-basic-ematch', { type: 44, direction: 'in' }, ascii('u32')],
  ['a struct, then attributes: netem', 'tc/netem', { type: 36, direction: 'out' }, ascii('netem')],
  ['a struct with its length, then attributes: RTA_MULTIPATH', 'route/route/multipath', { type: 24, direction: 'in' }, '0900 1000 0002'],
  ['br_mdb_entry, then attributes', 'bridge/mdb', { type: 86, direction: 'in' }, 'ef010101'],
  ['filters of RTM_GETSTATS', 'stats/getstats', { type: 94 }, '5e00 0100'],
  ['counters of RTM_NEWSTATS', 'stats/getstats', { type: 92 }, '5c00'],
  ['a list: IFLA_PROP_LIST', 'route/link/altname', { type: 16, direction: 'in' }, ascii('second')],
  ['numbers that are indices: ARP targets', 'route/link/bond', { type: 16, direction: 'in' }, '0800 0000 0a000002 0800 0100 0a000003'],
  ['packed structs: NHA_GROUP', 'nexthop/group', { type: 104, command: 'get id 101' }, '0100 0000 02 00 0000 0200 0000 fe 00 0000'],
  ['actions in a filter', 'tc/flower-actions', { type: 44, direction: 'in' }, ascii('skbedit')],
  ['an address of four bytes', 'route/link/tunnels', { type: 16, command: 'dev gre1', direction: 'in' }, '0800 0100 0a000001'],
  ['an address of sixteen bytes', 'route/link/tunnels', { type: 16, command: 'dev t6', direction: 'in' },
    '1400 0100 20010db8000000000000000000000001'],
  ['an array longer than its struct: IFLA_INET6_CONF', 'route/link/af-spec', { type: 16, direction: 'in' }, 'f000 0200'],
  ['a notification', 'route/events', { type: 24, direction: 'in' }, ''],
  ['an answer by NLM_F_ECHO', 'route/link/echo', { type: 20, direction: 'in' }, '0a000001'],
  ['an error with words and an offset four nests deep', 'errors/policy', { type: 2 }, '0800 0200 50000000'],
  ['a missing attribute: NLMSGERR_ATTR_MISS_TYPE', 'errors/missing', { type: 2 }, '0800 0500 01000000'],
  ['a policy: NLMSGERR_ATTR_POLICY', 'errors/policy', { type: 2 }, '2400 0480'],
  ['a capped error', 'errors/acks', { type: 2, flags: 0x300 }, ascii('Attribute failed policy validation')],
  ['an error in NLMSG_DONE', 'errors/dump', { type: 3 }, ascii('Invalid values in header')],
]

describe('fixtures', () => {
  it('are stories with a capture, a witness and a line in the README each', () => {
    const files = readdirSync(fixturesRoot, { recursive: true, encoding: 'utf8' }).filter(name => name.includes('/'))
    const stories = (ending: string): string[] =>
      files.filter(name => name.endsWith(ending)).map(name => name.slice(0, -ending.length)).sort()
    expect(stories('.sh')).to.deep.equal(fixtures())
    expect(stories('.json')).to.deep.equal(fixtures())
    const list = readFileSync(join(fixturesRoot, 'README.md'), 'utf8').split('## Stories\n\n')[1]
    const lines = fixtures().map(story => {
      const [first = ''] = readFileSync(join(fixturesRoot, `${story}.sh`), 'utf8').split('\n')
      return `- \`${story}\`: ${first.slice(2)}\n`
    })
    expect(list?.split(/(?<=\n)/).sort()).to.deep.equal(lines.sort())
    const bytes = files.map(name => statSync(join(fixturesRoot, name))).filter(file => file.isFile())
    expect(bytes.reduce((sum, file) => sum + file.size, 0)).to.be.below(950_000)
  })

  it('have what the story ran, and packets without a gap', () => {
    for (const story of fixtures()) {
      const { json, packets } = fixture(story)
      const script = readFileSync(join(fixturesRoot, `${story}.sh`), 'utf8')
      expect(json.kernel).to.match(script.includes('# needs Linux 6.12\n') ? /^6\.12\./ : /^6\.1\./)
      expect(json.iproute2).to.equal('6.1.0')
      let next = 0
      for (const { command, input = [], packets: [first, end] } of json.at) {
        expect(script).to.include([command, ...input.map(line => `  ${line}`)].join('\n'))
        expect(first, story).to.equal(next)
        next = end
      }
      expect(next, story).to.equal(packets.length)
      for (const packet of packets) expect(packet.messages.length, story).to.be.above(0)
    }
  })

  for (const [construct, story, wanted, part] of constructs) {
    it(`have ${construct}`, () => {
      const messages = fixture(story).all(wanted).map(message => hex(message.bytes))
      expect(messages).not.to.equal([])
      expect(messages.join('\n')).to.include(part.replace(/\s/g, ''))
    })
  }

  it('say what they lack', () => {
    const veth = fixture('route/link/veth')
    expect(() => veth.find({ type: 99 })).to.throw('route/link/veth has no message like {"type":99}')
    expect(() => veth.step('ip rule')).to.throw('route/link/veth has no command like ip rule')
    expect(() => fixture('route/link/none')).to.throw('ENOENT')
  })
})
