// Ping against the kernel's own replies, in namespaces that are thrown away.
import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { RtnetlinkSync } from '../../src/client/rtnetlink-sync.js'
import { SystemError, UsageError } from '../../src/libc/errors.js'
import { allocate, libc } from '../../src/libc/open.js'
import type { Memory } from '../../src/libc/memory.js'
import { NetworkNamespace } from '../../src/netns/namespace.js'
import { ping } from '../../src/probe/ping.js'
import type { PingOptions, PingResult } from '../../src/probe/ping.js'
import { waitReadable } from '../../src/socket/ready.js'
import { itNeeds } from '../needs.js'

const AF_INET = 2
const SOCK_RAW_NONBLOCK = 3 | 0o4000

describe('ping', () => {
  let ns: NetworkNamespace
  let rt: RtnetlinkSync
  beforeEach(() => {
    ns = NetworkNamespace.createSync()
    rt = RtnetlinkSync.open({ namespace: ns })
  })
  afterEach(() => {
    rt.close()
    ns.close()
  })

  const inside = (options: PingOptions = {}): PingOptions => ({ inNamespace: step => { ns.run(step) }, ...options })
  const all = async (address: string, options?: PingOptions): Promise<PingResult[]> => {
    const results: PingResult[] = []
    for await (const result of ping(address, inside(options))) results.push(result)
    return results
  }
  const failure = async (address: string, options?: PingOptions): Promise<string> =>
    await all(address, options).then(results => `no failure: ${JSON.stringify(results)}`, (error: unknown) => error instanceof SystemError ? error.message : String(error))
  const up = (ifname: string): void => { rt.link.change(ifname, { flags: { up: true } }) }
  const descriptors = (): number => readdirSync('/proc/self/fd').length

  it('fails as the article has it while lo is down, and is answered when it is up', async () => {
    expect(await failure('127.0.0.1')).to.equal('sendto 127.0.0.1: ENETUNREACH: Network is unreachable')
    expect(await failure('::1')).to.match(/^sendto ::1: E(NETUNREACH|ADDRNOTAVAIL): /)
    up('lo')
    for (const address of ['127.0.0.1', '::1']) {
      const [result, ...more] = await all(address)
      expect(more).to.deep.equal([])
      expect(result).to.include({ outcome: 'reply', sequence: 1, bytes: 64, ttl: 64, from: address })
      expect(result).to.have.property('time').that.is.greaterThan(0).and.lessThan(1000)
    }
  })

  it('fails where there is no route', async () => {
    up('lo')
    expect(await failure('192.0.2.1')).to.equal('sendto 192.0.2.1: ENETUNREACH: Network is unreachable')
    expect(await failure('2001:db8::1')).to.equal('sendto 2001:db8::1: ENETUNREACH: Network is unreachable')
  })

  it('happens in the namespace that was asked for: an address that only it has', async () => {
    up('lo')
    rt.address.add({ index: 'lo', local: '192.0.2.77/32' })
    expect(await all('192.0.2.77')).to.have.nested.property('[0].outcome', 'reply')
    using other = NetworkNamespace.createSync()
    const elsewhere = ping('192.0.2.77', { inNamespace: step => { other.run(step) } })
    expect(await elsewhere.finished().catch((error: unknown) => error)).to.be.instanceOf(SystemError).with.property('code', 'ENETUNREACH')
  })

  it('sends as many as asked, so far apart, and sums up', async () => {
    up('lo')
    const run = ping('127.0.0.1', inside({ count: 4, interval: 30 }))
    const began = performance.now()
    const sequences: number[] = []
    for await (const { sequence } of run) sequences.push(sequence)
    expect(performance.now() - began).to.be.greaterThan(85)
    expect(sequences).to.deep.equal([1, 2, 3, 4])
    const { min = 0, avg = 0, max = 0, ...rest } = run.summary
    expect(rest).to.deep.equal({ transmitted: 4, received: 4, loss: 0 })
    expect(min).to.be.greaterThan(0).and.at.most(avg)
    expect(avg).to.be.at.most(max)
  })

  it('counts what nobody answers, and goes on', async () => {
    up('lo')
    ns.sysctl('net.ipv4.icmp_echo_ignore_all', 1)
    const run = ping('127.0.0.1', inside({ count: 3, interval: 0, timeout: 300 }))
    const results: PingResult[] = []
    for await (const result of run) {
      results.push(result)
      ns.sysctl('net.ipv4.icmp_echo_ignore_all', 0)
    }
    // All three were under way before the first time-out.
    expect(results).to.deep.equal([1, 2, 3].map(sequence => ({ outcome: 'timeout', sequence })))
    expect(run.summary).to.deep.equal({ transmitted: 3, received: 0, loss: 1, min: undefined, avg: undefined, max: undefined })
    expect(await all('127.0.0.1')).to.have.nested.property('[0].outcome', 'reply')
  })

  it('says who says that an address cannot be reached', async () => {
    rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { ifname: 'v1' } } })
    ns.sysctl('net.ipv6.conf.v0.accept_dad', 0)
    // This machine says it to itself, by lo.
    up('lo')
    up('v0')
    up('v1')
    rt.address.add({ index: 'v0', local: '192.0.2.1/24' })
    rt.address.add({ index: 'v0', local: '2001:db8::1/64' })
    const [four, six] = await Promise.all([all('192.0.2.9', { timeout: 8000 }), all('2001:db8::9', { timeout: 8000 })])
    expect(four).to.deep.equal([{ outcome: 'refused', sequence: 1, from: '192.0.2.1', message: 'Destination Host Unreachable' }])
    expect(six).to.have.length(1)
    expect(six[0]).to.include({ outcome: 'refused', sequence: 1, message: 'Destination unreachable: Address unreachable' })
    // Which of its own addresses the kernel says it from differs from run to run.
    expect(six[0]).to.have.property('from').that.matches(/^(2001:db8::1|::1|fe80::.*)$/)
  })

  it('reads the time to live that the reply had', async () => {
    up('lo')
    ns.sysctl('net.ipv4.ip_default_ttl', 77)
    ns.sysctl('net.ipv6.conf.lo.hop_limit', 78)
    expect(await all('127.0.0.1', { ttl: 1 })).to.have.nested.property('[0].ttl', 77)
    expect(await all('::1')).to.have.nested.property('[0].ttl', 78)
  })

  it('sends as many bytes as asked', async () => {
    up('lo')
    for (const size of [0, 3, 8, 1473, 65507]) {
      expect(await all('127.0.0.1', { size })).to.have.nested.property('[0].bytes', size + 8)
      expect(await all('::1', { size: Math.min(size, 65000) })).to.have.nested.property('[0].bytes', Math.min(size, 65000) + 8)
    }
  })

  it('sends from the address and by the link that were asked for', async () => {
    up('lo')
    rt.address.add({ index: 'lo', local: '192.0.2.1/32' })
    using sniffer = openSniffer(ns)
    await all('127.0.0.1', { source: '192.0.2.1', interface: 'lo' })
    // The source of an IPv4 header: bytes 12 to 15.
    expect((await sniffer.request()).slice(12, 16)).to.deep.equal(Uint8Array.of(192, 0, 2, 1))
    expect(await failure('127.0.0.1', { source: '192.0.2.2' })).to.equal('bind 192.0.2.2: EADDRNOTAVAIL: Cannot assign requested address')
    expect(await failure('127.0.0.1', { interface: 'none' })).to.equal('setsockopt SO_BINDTODEVICE none: ENODEV: No such device')
    expect(await failure('fe80::1%none')).to.equal('ioctl none: ENODEV: No such device')
    expect(await failure('fe80::1%much-too-long-a-name')).to.equal('UsageError: "much-too-long-a-name" is no name that a link can have: 1 to 15 bytes, none of them zero')
  })

  it('takes only a reply to its own request', async () => {
    up('lo')
    ns.sysctl('net.ipv4.icmp_echo_ignore_all', 1)
    using sniffer = openSniffer(ns)
    const forged = async (change: (reply: Uint8Array) => void, timeout = 150): Promise<PingResult[]> => {
      const results = all('127.0.0.1', { timeout })
      const reply = (await sniffer.request()).slice(20)
      // Of a request and its reply only the type differs, and so the checksum: by 0x0800, in one's complement.
      reply[0] = 0
      const view = new DataView(reply.buffer)
      const sum = view.getUint16(2) + 0x0800
      view.setUint16(2, (sum & 0xffff) + (sum >> 16))
      change(reply)
      sniffer.send(reply)
      return await results
    }
    const timeout = [{ outcome: 'timeout', sequence: 1 }]
    expect(await forged(() => {}, 5000)).to.have.nested.property('[0].outcome', 'reply')
    // Words are exchanged, or changed in pairs, where the checksum must stay right.
    expect(await forged(swap(8, 10)), 'another payload').to.deep.equal(timeout)
    expect(await forged(shift(4)), 'another identifier').to.deep.equal(timeout)
    expect(await forged(shift(6)), 'another sequence number').to.deep.equal(timeout)
    expect(await forged(reply => { reply[2] = (reply[2] ?? 0) ^ 1 }), 'a wrong checksum').to.deep.equal(timeout)
  })

  it('runs beside others', async () => {
    up('lo')
    const runs = await Promise.all(Array.from({ length: 8 }, async (_, i) => await all('127.0.0.1', { count: 5, interval: i })))
    for (const run of runs) expect(run.map(({ outcome, sequence }) => [outcome, sequence])).to.deep.equal([1, 2, 3, 4, 5].map(sequence => ['reply', sequence]))
  })

  it('ends when told to, and leaves no descriptor', async () => {
    up('lo')
    await all('127.0.0.1')
    const before = descriptors()
    for await (const { sequence } of ping('127.0.0.1', inside({ count: Infinity, interval: 1 }))) if (sequence === 3) break
    expect(await all('127.0.0.1', { signal: AbortSignal.abort(new Error('before')) }).catch((error: unknown) => String(error))).to.equal('Error: before')
    ns.sysctl('net.ipv4.icmp_echo_ignore_all', 1)
    const controller = new AbortController()
    const run = ping('127.0.0.1', inside({ timeout: 60_000, signal: controller.signal }))
    const ended = run.finished().catch((error: unknown) => String(error))
    controller.abort(new Error('while it waits'))
    expect(await ended).to.equal('Error: while it waits')
    expect(run.summary).to.include({ transmitted: 1, received: 0 })
    expect(await failure('192.0.2.1')).to.match(/ENETUNREACH/)
    expect(descriptors()).to.equal(before)
  })

  itNeeds('util-linux', 'does without CAP_NET_RAW where net.ipv4.ping_group_range allows it, else says what is missing', () => {
    up('lo')
    const source = `
      import { ping } from '${new URL('../../src/probe/ping.js', import.meta.url).href}'
      for (const address of ['127.0.0.1', '::1', '192.0.2.1']) {
        try {
          for await (const { outcome, bytes, ttl, from } of ping(address, { count: 2, interval: 1 })) console.log(outcome, bytes, ttl, from)
        } catch (error) { console.log(error.message) }
      }`
    const unprivileged = (): string => ns.run(() =>
      spawnSync('setpriv', ['--bounding-set=-net_raw', '--inh-caps=-net_raw', process.execPath, '--input-type=module', '-e', source], { encoding: 'utf8' }).stdout)
    expect(unprivileged()).to.include('socket for ICMP: EPERM: Operation not permitted: a raw socket needs CAP_NET_RAW, ' +
      'one without it that net.ipv4.ping_group_range holds a group of this process\n')
    ns.sysctl('net.ipv4.ping_group_range', '0 0')
    expect(unprivileged()).to.equal('reply 64 64 127.0.0.1\n'.repeat(2) + 'reply 64 64 ::1\n'.repeat(2) + 'sendto 192.0.2.1: ENETUNREACH: Network is unreachable\n')
  })
})

describe('ping\'s options', () => {
  it('are refused before anything is opened', () => {
    const refusal = (address: string, options?: PingOptions): string => {
      try {
        ping(address, options)
      } catch (error) {
        if (error instanceof UsageError) return error.message
        throw error
      }
      return 'none'
    }
    expect(refusal('localhost')).to.equal('"localhost" is no IPv4 or IPv6 address: names are not looked up here')
    expect(refusal('127.0.0.1%lo')).to.equal('"127.0.0.1%lo": only an IPv6 address says its link with \'%\'')
    expect(refusal('127.0.0.1', { count: 0 })).to.equal('ping 127.0.0.1: count: 0 is not a whole number from 1 to 9007199254740991')
    expect(refusal('127.0.0.1', { ttl: 256 })).to.equal('ping 127.0.0.1: ttl: 256 is not a whole number from 1 to 255')
    expect(refusal('127.0.0.1', { size: 65508 })).to.equal('ping 127.0.0.1: size: 65508 is not a whole number from 0 to 65507')
    expect(refusal('127.0.0.1', { interval: -1 })).to.equal('ping 127.0.0.1: interval: -1 is no time from 0 to 2147483647 ms')
    // The kernel cuts a longer name, and binds to nothing by an empty one.
    for (const name of ['', 'lo\0x', 'abcdefghijklmnop', 'l\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4']) {
      expect(refusal('127.0.0.1', { interface: name })).to.equal(`ping 127.0.0.1: interface: ${JSON.stringify(name)} is no name that a link can have: 1 to 15 bytes, none of them zero`)
    }
    expect(refusal('::1', { source: '127.0.0.1' })).to.equal('ping ::1: source: "127.0.0.1" is of the other family')
  })

  it('make a ping that can be walked through once', async () => {
    const run = ping('127.0.0.1', { signal: AbortSignal.abort() })
    await run.finished().catch(() => {})
    expect(await run.finished().catch((error: unknown) => String(error))).to.equal('UsageError: ping 127.0.0.1: its results were asked for before: make another ping')
  })

  it('must call the step that opens the socket', async () => {
    const run = ping('127.0.0.1', { inNamespace: () => {} })
    expect(await run.finished().catch((error: unknown) => String(error))).to.equal('UsageError: ping: inNamespace did not call what it was given')
  })
})

const swap = (a: number, b: number) => (bytes: Uint8Array): void => {
  const word = bytes.slice(a, a + 2)
  bytes.copyWithin(a, b, b + 2)
  bytes.set(word, b)
}
/** One more in the word at `at`, one less in a word of the payload beyond the first 8 bytes: the checksum stays as it is. */
const shift = (at: number) => (bytes: Uint8Array): void => {
  const view = new DataView(bytes.buffer)
  view.setUint16(at, view.getUint16(at) ^ 0x0001)
  const less = (view.getUint16(at) & 1) === 1 ? -1 : 1
  view.setUint16(24, view.getUint16(24) + less)
}

interface Sniffer extends Disposable {
  /** The next echo request, with its IPv4 header. */
  request (): Promise<Uint8Array>
  send (message: Uint8Array): void
}

/** A second raw socket in the namespace: it hears what ours sends, and sends what ours must not believe. */
function openSniffer (ns: NetworkNamespace): Sniffer {
  const c = libc()
  const fd = ns.run(() => c.socket(AF_INET, SOCK_RAW_NONBLOCK, 1))
  const memory: Memory = allocate(70_000)
  return {
    async request () {
      for (;;) {
        const length = c.recv(fd, memory, 0, memory.bytes.length, 0)
        if (length >= 28 && memory.bytes[20] === 8) return memory.bytes.slice(0, length)
        if (length < 0) await waitReadable(fd)
      }
    },
    send (message) {
      memory.bytes.set(message)
      const loopback = Uint8Array.of(2, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
      expect(c.sendto(fd, memory, 0, message.length, 0, loopback)).to.equal(message.length)
    },
    [Symbol.dispose] () { c.close(fd) }
  }
}
