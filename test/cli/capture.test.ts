// rtnl decode and rtnl encode, on the captures of fixtures/: what comes out of both is what was in the file. tshark and editcap as witnesses.
import { expect } from 'chai'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GenericFamilies, messageLengthIfWhole, readPcap, type TreeNode } from '../../codec/index.js'
import { Bytes } from '../../codec/core/bytes.js'
import { bytesOf, linesOf, type Line } from '../../src/cli/capture/line.js'
import { jsonText } from '../../src/cli/output.js'
import { itNeeds } from '../needs.js'
import { program, refusal, rtnl, rtnlWords } from './run-rtnl.js'

const fixtures = resolve(fileURLToPath(new URL('../../..', import.meta.url)), 'fixtures')
const captures = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.pcap')).map(name => join(fixtures, name))
/** Each message of a file, as hexadecimal. */
function messagesOf (file: string): string[] {
  return [...readPcap(readFileSync(file))].flatMap(({ data }) => {
    const found: string[] = []
    const b = Bytes.of(data.slice())
    for (let at = 0, length: number | undefined; at < data.length; at += length + 3 & ~3) {
      length = messageLengthIfWhole(b, at, data.length)
      found.push(Buffer.from(data.subarray(at, length === undefined ? undefined : at + length)).toString('hex'))
      if (length === undefined) break
    }
    return found
  })
}
type Printed = Readonly<Record<string, any>> // eslint-disable-line @typescript-eslint/no-explicit-any
const lines = (text: string): Printed[] => text.trim().split('\n').map(line => JSON.parse(line) as Printed)
const fed = (input: string | Uint8Array, ...words: string[]): { status: number | null, stdout: string, stderr: string } =>
  spawnSync(rtnlWords[0]!, [rtnlWords[1]!, ...words], { input, encoding: 'utf8', maxBuffer: 1 << 28 })
const small = join(fixtures, 'route/link/veth.pcap')

describe('rtnl decode and encode', function () {
  this.timeout(120_000)
  let directory: string
  before(() => { directory = mkdtempSync(join(tmpdir(), 'rtnl-decode-')) })
  after(() => rmSync(directory, { recursive: true }))

  /** Without what a tree says beside its values. */
  const bare = ({ offset: _, length: __, children, ...node }: TreeNode): TreeNode => ({ ...node, ...children === undefined ? {} : { children: children.map(bare) } })

  it('the tree of every message gives the very same bytes, also without offsets and lengths', () => {
    for (const file of captures) {
      const families = new GenericFamilies()
      const trees = [...readPcap(readFileSync(file))].flatMap((packet, i) => [...linesOf(packet, i + 1, 'tree', families)])
      const messages = messagesOf(file)
      const written = (lines: readonly Line[]): string[] => lines.map(line => Buffer.from(bytesOf(JSON.parse(jsonText(line, { pretty: false })) as Line)).toString('hex'))
      expect(written(trees), file).to.deep.equal(messages)
      expect(written(trees.map(line => line.tree === undefined ? line : { ...line, tree: line.tree.map(bare) })), file).to.deep.equal(messages)
    }
    expect(fed(rtnl('decode', '--format', 'tree', small).stdout, 'encode').stdout.trim().split('\n')).to.deep.equal(messagesOf(small))
  })

  it('has what the capture has: frames, times, directions, headers', () => {
    const packets = [...readPcap(readFileSync(small))]
    const shown = lines(rtnl('decode', small).stdout)
    expect(shown.at(-1)!['frame']).to.equal(packets.length)
    for (const line of shown) {
      const { time, direction } = packets[line['frame'] - 1]!
      expect(line).to.deep.include({ protocol: 'route', direction })
      expect(BigInt(Date.parse(line['time'])) * 1_000_000n / 1_000_000_000n).to.equal(time / 1_000_000_000n)
    }
    const request = shown.find(({ header }) => header.type === 'RTM_NEWLINK' && header.flags.includes('CREATE'))!
    expect(request['header'].flags).to.include.members(['REQUEST', 'ACK', 'EXCL'])
    expect(request['message'].linkinfo.kind).to.equal('veth')
  })

  itNeeds('tshark', 'headers are as tshark reads them', () => {
    const fields = ['netlink.hdr_type', 'netlink-route.nltype', 'netlink.hdr_seq', 'netlink.hdr_pid']
    const told = program('tshark', '-r', small, '-T', 'fields', '-e', 'frame.number', ...fields.slice(2).flatMap(field => ['-e', field])).stdout
    const byFrame = new Map<number, Printed[]>()
    for (const line of lines(rtnl('decode', small).stdout)) byFrame.set(line['frame'], [...byFrame.get(line['frame']) ?? [], line])
    for (const row of told.trim().split('\n')) {
      const [frame, sequences = '', ports = ''] = row.split('\t')
      const ours = byFrame.get(Number(frame))!
      // Of those tshark tells the header of the request, too.
      if (ours.some(({ header }) => header.type === 'NLMSG_ERROR')) continue
      expect(ours.map(({ header }) => header.sequence).join(), row).to.equal(sequences.split(',').map(Number).join())
      expect(ours.map(({ header }) => header.port).join(), row).to.equal(ports.split(',').map(Number).join())
    }
  })

  itNeeds('tshark', 'pcapng says the same as pcap', () => {
    const file = join(directory, 'veth.pcapng')
    expect(program('editcap', '-F', 'pcapng', small, file).status).to.equal(0)
    expect(rtnl('decode', file).stdout).to.equal(rtnl('decode', small).stdout)
    const cut = join(directory, 'cut.pcapng')
    writeFileSync(cut, readFileSync(file).subarray(0, -3))
    expect(rtnl('decode', cut)).to.include({ status: 255 }).and.to.have.property('stderr').that.matches(/^rtnl: the file ends inside a block: \d+ bytes of it are there/)
  })

  it('reads hexadecimal as people write it, and writes a pcap that decodes to the same', () => {
    const hex = messagesOf(small)
    const written = hex.map((digits, i) => i % 2 === 0 ? digits.match(/../g)!.join(' ') : `${digits} # a comment`).join('\n\n')
    const shown = lines(fed(written, 'decode').stdout)
    expect(shown.map(({ header, message }) => [header, message])).to.deep.equal(lines(rtnl('decode', small).stdout).map(({ header, message }) => [header, message]))
    const file = join(directory, 'again.pcap')
    writeFileSync(file, spawnSync(rtnlWords[0]!, [rtnlWords[1]!, 'encode', '--pcap'], { input: rtnl('decode', '--format', 'tree', small).stdout }).stdout)
    expect(messagesOf(file)).to.deep.equal(hex)
    expect(lines(rtnl('decode', file).stdout).map(({ time, direction }) => [time, direction]))
      .to.deep.equal(lines(rtnl('decode', small).stdout).map(({ time, direction }) => [time, direction]))
  })

  it('a request that a person writes is the one that goes out', () => {
    const line = '{"header":{"type":"RTM_GETLINK","flags":["REQUEST","DUMP"],"sequence":1},"message":{"family":"inet"}}'
    expect(fed(line, 'encode').stdout).to.equal('20000000120001030100000000000000' + '02000000000000000000000000000000\n')
    expect(fed('{"header":{"type":"RTM_NEWLINK"},"message":{"mtu":-1}}', 'encode')).to.include({ status: 255, stderr: 'rtnl: line 1: mtu: -1 is not a whole number from 0 to 4294967295\n' })
    expect(fed('[]', 'encode')).to.include({ status: 255, stderr: 'rtnl: line 1 is no JSON object\n' })
  })

  it('says what is wrong with a message, and goes on', () => {
    // An attribute that is longer than its message; a message that is; then a good one.
    const [line, rest, good] = lines(fed('24000000 1000 0000 00000000 00000000 00000000 00000000 00000000 00000000 ff00 0300\nff000000 1000 0000 00000000 00000000\n14000000 1200 0103 00000000 00000000 00000000', 'decode').stdout)
    expect(line!['error'].message).to.match(/255 bytes/)
    expect(line).to.include({ hex: `${'00'.repeat(16)}ff000300` })
    expect(rest!['error']).to.deep.include({ offset: 0, message: '16 bytes that are no whole message' })
    expect(good!['header'].type).to.equal('RTM_GETLINK')
  })

  it('prints as it reads', async () => {
    const child = spawn(rtnlWords[0]!, [rtnlWords[1]!, 'decode'], { stdio: ['pipe', 'pipe', 'inherit'] })
    const file = readFileSync(small)
    child.stdin.write(file.subarray(0, 600))
    const [part] = await once(child.stdout, 'data') as [Buffer]
    expect(part.toString()).to.match(/^\{"frame":1,/)
    child.stdin.end(file.subarray(600))
    const [status] = await once(child, 'close') as [number]
    expect(status).to.equal(0)
  })

  it('refuses what is no capture, and what it does not know', () => {
    expect(fed('GIF89a, surely', 'decode')).to.include({ status: 255, stderr: 'rtnl: line 1 is no message in hexadecimal, and the file is neither pcap nor pcapng\n' })
    expect(rtnl('decode', '--format', 'xml', small)).to.deep.equal(refusal(255, '--format xml: there are json and tree: see rtnl decode help'))
    expect(rtnl('decode', 'no-such-file')).to.have.property('status', 1)
  })
})
