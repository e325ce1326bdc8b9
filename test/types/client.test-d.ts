// What must compile of the client, and what must not: each of the promises of design, once. Nothing here runs.
import { isolated, NetworkNamespace, ping, sandbox, withOwnPids } from '../../src/index.js'
import type {
  CommandOptions, ExecFileError, ExecFileOptions, ExecFilePromise, ExecFileResult, NamedNamespace, NetworkOption, PingRefusal, PingReply, PingTimeout,
  Program, ProgramStdio, Rtnetlink, RtnetlinkSync, SpawnOptions, Stdio, StdioEntry, Way,
} from '../../src/index.js'
import { Link } from '../../codec/route/link/link.js'
import { Route } from '../../codec/route/route/route.js'
import { message, struct } from '../../codec/core/attributes.js'
import { ip, u32, u8 } from '../../codec/core/types.js'

export async function links (rt: Rtnetlink, ns: NetworkNamespace): Promise<unknown[]> {
  await rt.link.add({ ifname: 'x', kind: 'bridge', data: { forwardDelay: 5 } })
  await rt.link.add({ ifname: 'x', kind: 'dummy' })
  await rt.link.add({ ifname: 'x', kind: 'kind-of-tomorrow' })
  const v = await rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { ifname: 'v1', netNsFd: ns, master: 'br0', flags: { up: true } } } })
  await rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { linkinfo: { kind: 'veth', data: { peer: { netNsFd: ns } } } } } })
  await rt.link.add({
    ifname: 'v0', kind: 'vlan', link: 'eth0', flags: ['up'], data: { id: 5, egressQos: [{ from: 1, to: 2 }], flags: { flags: { gvrp: true } } },
    slaveKind: 'bridge', slaveData: { cost: 1 },
  })
  await rt.link.change('v0', { netNsFd: ns.fd })
  await rt.link.change(5, { master: 0, flags: { up: false } })
  const n: number | undefined = v.linkinfo?.kind === 'vlan' ? v.linkinfo.data?.id : undefined
  const back: number | undefined = v.master // never a string
  const deep: string | undefined = v.linkinfo?.kind === 'veth' ? v.linkinfo.data?.peer?.ifname : undefined
  // @ts-expect-error another kind's option
  await rt.link.add({ ifname: 'x', kind: 'vlan', data: { forwardDelay: 5 } })
  // @ts-expect-error misspelt
  await rt.link.add({ ifname: 'x', kind: 'vlan', data: { idd: 5 } })
  // @ts-expect-error data of an unknown kind
  await rt.link.add({ ifname: 'x', kind: 'vlna', data: { id: 5 } })
  // @ts-expect-error data without kind
  await rt.link.add({ ifname: 'x', data: { id: 5 } })
  // @ts-expect-error misspelt in the first rank
  await rt.link.add({ ifnam: 'x', kind: 'vlan', data: { id: 5 } })
  // @ts-expect-error no such flag
  await rt.link.add({ ifname: 'x', flags: { upp: true } })
  // @ts-expect-error deep: a namespace is no text
  await rt.link.add({ ifname: 'v0', kind: 'veth', data: { peer: { netNsFd: 'blue' } } })
  // @ts-expect-error kind and data stand beside ifname
  await rt.link.add({ ifname: 'v0', linkinfo: { kind: 'veth' } })
  // @ts-expect-error a filter that says nothing
  await rt.link.flush({})
  return [n, back, deep]
}

export async function others (rt: Rtnetlink): Promise<void> {
  await rt.route.add({ dst: '10.0.0.0/24', oif: 'eth0', protocol: 'static', flags: ['onlink'] })
  await rt.route.add({ dst: 'default', multipath: [{ gateway: '10.0.0.1', ifindex: 'eth0', hops: 1 }], table: 'main' })
  await rt.address.add({ index: 'eth0', local: '10.0.0.1/24', flags: { nodad: true } })
  await rt.neighbour.add({ ifindex: 'eth0', dst: '10.0.0.9', lladdr: '02:00:00:00:00:01' })
  await rt.rule.add({ src: '10.0.0.0/8', table: 'main', tunId: 5 })
  // What was listed can be given back.
  for (const route of await rt.route.list()) await rt.route.delete(route)
  for (const rule of await rt.rule.list()) await rt.rule.delete(rule)
  for (const address of await rt.address.list()) await rt.address.delete(address)
  // @ts-expect-error getters are no input
  await rt.address.add({ index: 'eth0', prefix: '10.0.0.0/24' })
  // @ts-expect-error no such member
  await rt.route.add({ prefix: '10.0.0.0/24' })
  // @ts-expect-error an address is of a link
  await rt.address.add({ local: '10.0.0.1/24' })
  // names of /etc/iproute2, too
  await rt.route.add({ dst: 'default', table: 'mangled', protocol: 'mine', scope: 'near', multipath: [{ gateway: '10.0.0.1', flow: 'cosmos' }] })
  await rt.link.add({ kind: 'veth', group: 'backbone' })
  // @ts-expect-error the codec is pure: it knows no names of a machine
  Route.encode({ protocol: 'mine' })
  // @ts-expect-error a filter that says nothing
  await rt.route.flush({})
}

export function withoutPromises (rt: RtnetlinkSync): string | undefined {
  const name: string | undefined = rt.link.add({ ifname: 'v0', kind: 'veth' }).ifname
  // @ts-expect-error there is nothing to wait for
  void rt.link.list().then()
  return name
}

/** What a method takes and gives can be said by its name. */
export async function programs (ns: NetworkNamespace, way: Way, entry: StdioEntry, end: ProgramStdio): Promise<unknown[]> {
  const spawning: SpawnOptions = { stdio: ['pipe', end, 'inherit'] }
  const program: Program = ns.spawn('true', [], spawning)
  const running: ExecFileOptions = { encoding: 'latin1', timeout: 5 }
  const promise: ExecFilePromise<string> = ns.execFile('true', [], running)
  const bytes: ExecFileResult<Buffer> = await ns.execFile('true', [], { encoding: null })
  const status = await promise.catch((error: unknown) => (error as ExecFileError).code)
  const names: NamedNamespace[] = await NetworkNamespace.list()
  const stdio: Stdio = ['ignore', entry]
  const options: CommandOptions & NetworkOption = { way, stdio, network: ns.fd }
  await Promise.all([sandbox(['true'], { way, stdio }), isolated(['true']), withOwnPids(['true'], options)])
  for await (const result of ping('::1')) {
    const one: PingReply | PingRefusal | PingTimeout = result
    names.push(one as never)
  }
  return [program, bytes, status, names]
}

export function codecs (): void {
  Route.encode({ dst: '10.0.0.0', dstLen: 24, oif: 3 })
  // @ts-expect-error the codec is pure: it knows no name of a link
  Route.encode({ dst: '10.0.0.0', oif: 'eth0' })
  Link.encode({ linkinfo: { kind: 'vlan', data: { id: 3, egressQos: [{ from: 1, to: 2 }] } } })
  // @ts-expect-error only VLANs have an id of 16 bits
  Link.encode({ linkinfo: { kind: 'vlan', data: { idd: 3 } } })
  // @ts-expect-error deep inside the peer, too
  Link.encode({ linkinfo: { kind: 'veth', data: { peer: { master: 'br0' } } } })
}

export class Header extends struct('header', { family: u8, flags: u32 }) {}
// @ts-expect-error both have flags
export class Clash extends message(Header, 'X_', () => ({ flags: [1, u32], dst: [2, ip] })) {}
