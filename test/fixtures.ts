// Captured messages for tests: fixtures/STORY.pcap and .json, read by code that shares nothing with the codec.
// The format: fixtures/README.md
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** fixtures/ of the package, from dist/test/. */
export const fixturesRoot = join(import.meta.dirname, '..', '..', 'fixtures')

/** What stands in a netlink header. */
export interface CapturedMessage {
  readonly type: number
  readonly flags: number
  readonly seq: number
  readonly pid: number
  /** Whole: header and padding-free body, `nlmsg_len` bytes. A copy, so that it starts at a multiple of 8 in memory. */
  readonly bytes: Uint8Array
}

export interface CapturedPacket {
  /** `out`: to the kernel, seen by NLM_F_REQUEST in its first message. */
  readonly direction: 'in' | 'out'
  /** NETLINK_ROUTE is 0. */
  readonly protocol: number
  readonly messages: readonly CapturedMessage[]
}

/** One command of a story. */
export interface Step {
  readonly command: string
  /** Lines of its standard input: the commands of a batch. */
  readonly input?: readonly string[]
  /** The packets it caused: from the first, up to but without the second. */
  readonly packets: readonly [first: number, end: number]
  /** Exit status, where it is not 0. */
  readonly status?: number
  readonly stderr?: string
  /** What a command with -j printed. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- iproute2's JSON, of any shape
  readonly output?: any
  readonly text?: string
}

/** What to look for; everything that is given must hold. */
export interface Wanted {
  /** RTM_NEWLINK is 16. */
  readonly type?: number
  /** Bits that must be set. */
  readonly flags?: number
  readonly direction?: 'in' | 'out'
  /** Netlink family: NETLINK_ROUTE is 0. */
  readonly protocol?: number
  /** A part of the command that caused it, or of a line of its input: then it is any message of that batch. */
  readonly command?: string
  /** 0 for the first (so, too, where it is absent), 1 for the second, -1 for the last. */
  readonly nth?: number
}

export interface Fixture {
  readonly story: string
  readonly packets: readonly CapturedPacket[]
  readonly json: { readonly kernel: string, readonly iproute2: string, readonly at: readonly Step[] }
  /** All messages wanted, in order. */
  all (wanted: Wanted): readonly CapturedMessage[]
  /** The one message wanted. @throws Error where there is none */
  find (wanted: Wanted): CapturedMessage
  /** The first step whose command, or a line of its input, has this part. @throws Error where there is none */
  step (command: string): Step
}

const NLM_F_REQUEST = 1

const says = ({ command, input = [] }: Step, part: string): boolean =>
  [command, ...input].some(line => line.includes(part))

function messagesOf (data: Buffer): CapturedMessage[] {
  const messages: CapturedMessage[] = []
  for (let at = 0; at + 16 <= data.length;) {
    const length = data.readUInt32LE(at)
    // iproute2 sends 264 bytes for a request of 36: what follows it are zeros, which the kernel does not read either
    if (length < 16) break
    messages.push({
      type: data.readUInt16LE(at + 4),
      flags: data.readUInt16LE(at + 6),
      seq: data.readUInt32LE(at + 8),
      pid: data.readUInt32LE(at + 12),
      bytes: Uint8Array.from(data.subarray(at, at + length)),
    })
    at += (length + 3) & ~3
  }
  return messages
}

export function packetsOf (pcap: Buffer): CapturedPacket[] {
  const packets: CapturedPacket[] = []
  for (let at = 24; at < pcap.length;) {
    const length = pcap.readUInt32LE(at + 8)
    const packet = pcap.subarray(at + 16, at + 16 + length)
    const messages = messagesOf(packet.subarray(16))
    const request = ((messages[0]?.flags ?? 0) & NLM_F_REQUEST) !== 0
    packets.push({ direction: request ? 'out' : 'in', protocol: packet.readUInt16BE(14), messages })
    at += 16 + length
  }
  return packets
}

/** The stories there are below a folder of fixtures/: `fixtures('route/link')`, or all of them. */
export function fixtures (below = ''): string[] {
  return readdirSync(join(fixturesRoot, below), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.pcap')).map(name => join(below, name.slice(0, -'.pcap'.length))).sort()
}

/** Reads one fixture: `fixture('route/link/vlan')`. */
export function fixture (story: string): Fixture {
  const file = join(fixturesRoot, story)
  const packets = packetsOf(readFileSync(`${file}.pcap`))
  const json = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Fixture['json']
  const all = ({ type, flags = 0, direction, protocol, command }: Wanted): CapturedMessage[] => {
    const ranges = command === undefined
      ? [[0, packets.length] as const]
      : json.at.filter(step => says(step, command)).map(step => step.packets)
    return ranges.flatMap(([first, end]) => packets.slice(first, end))
      .filter(packet => direction === undefined || packet.direction === direction)
      .filter(packet => protocol === undefined || packet.protocol === protocol)
      .flatMap(packet => packet.messages)
      .filter(message => (type === undefined || message.type === type) && (message.flags & flags) === flags)
  }
  return {
    story, packets, json, all,
    find (wanted) {
      const found = all(wanted).at(wanted.nth ?? 0)
      if (found === undefined) throw new Error(`${story} has no message like ${JSON.stringify(wanted)}`)
      return found
    },
    step (command) {
      const found = json.at.find(step => says(step, command))
      if (found === undefined) throw new Error(`${story} has no command like ${command}`)
      return found
    },
  }
}
