// What must compile of links, and what must not. Nothing here runs.
import type { Input, Wide } from '../../../../codec/core/infer.js'
import type { LinkInfo, LinkKind } from '../../../../codec/route/link/link-info.js'
import { Link } from '../../../../codec/route/link/link.js'

// --- decoded
export const id = (link: Link): number | undefined => link.linkinfo?.kind === 'vlan' ? link.linkinfo.data?.id : undefined
export const peer = (link: Link): string | undefined => link.linkinfo?.kind === 'veth' ? link.linkinfo.data?.peer?.ifname : undefined
export const cost = ({ linkinfo }: Link): number | undefined => linkinfo?.slaveKind === 'bridge' ? linkinfo.slaveData?.cost : undefined
/** Kind and port's kind narrow apart. */
export const both = (info: LinkInfo): unknown => info.kind === 'bridge' && info.slaveKind === 'bond' ? [info.data?.stpMode, info.slaveData?.queueId] : undefined
export const master = (link: Link): number | undefined => link.master // never a string
export const mode = (link: Link): 'eui64' | 'none' | 'stablePrivacy' | 'random' | number | undefined => link.afSpec?.inet6?.addrGenMode
/** Two sets by the family: the members of both, no narrowing. */
export const vlans = (link: Link): readonly number[] | undefined => link.afSpec?.vlanInfo?.map(({ vid }) => vid)
export const token = (link: Link): string | undefined => link.protinfo?.token
export const address = ({ address }: Link): string | undefined => address
export const state = ({ operstate }: Link): string | number | undefined => operstate
export const newer = (link: Link): bigint | undefined => link.stats64?.rxOtherhostDropped
// @ts-expect-error a kernel older than 5.19 does not count it
export const older = (link: Link): bigint => link.stats64!.rxOtherhostDropped
// @ts-expect-error which kind it is must be asked first
export const any = (link: Link): unknown => link.linkinfo?.data?.id
export class Titled extends Link { get title (): string { return `${this.index}: ${this.ifname ?? ''}` } }
export const kind: LinkKind = 'macvtap'
// @ts-expect-error no such kind
export const noKind: LinkKind = 'vethh'

// --- what the codec takes
export function codecs (): void {
  Link.encode({ linkinfo: { kind: 'vlan', data: { id: 3, egressQos: [{ from: 1, to: 2 }], flags: { flags: { gvrp: true } } } } })
  Link.encode({ linkinfo: { kind: 'dummy' }, flags: ['up'], operstate: 5, map: { irq: 3 } })
  Link.encode({ linkinfo: { kind: 'kind-of-tomorrow', unknown: [{ type: 2, data: new Uint8Array(4) }] } })
  Link.encode({ linkinfo: { kind: 'veth', data: { peer: { linkinfo: { kind: 'veth', data: { peer: { netNsFd: 3 } } } } } } })
  Link.encode({ stats64: { rxBytes: 5, txBytes: 5n }, maxPacingOffloadHorizon: 5 })
  Link.encode({ afSpec: { inet6: { addrGenMode: 'none' } }, protinfo: { cost: 5 } })
  Link.encode({ address: '10.0.0.1', type: 'sit' })
  // @ts-expect-error the codec is pure: it knows no name of a link
  Link.encode({ master: 'br0' })
  // @ts-expect-error only VLANs have an id of 16 bits
  Link.encode({ linkinfo: { kind: 'vlan', data: { idd: 3 } } })
  // @ts-expect-error another kind's option
  Link.encode({ linkinfo: { kind: 'vlan', data: { stpMode: 'user' } } })
  // @ts-expect-error deep inside the peer, too
  Link.encode({ linkinfo: { kind: 'veth', data: { peer: { master: 'br0' } } } })
  // @ts-expect-error no such flag
  Link.encode({ flags: { upp: true } })
  // @ts-expect-error misspelt
  Link.encode({ ifnam: 'x' })
  // @ts-expect-error misspelt in a set by the family
  Link.encode({ afSpec: { inet66: {} } })
  // @ts-expect-error no such state
  Link.encode({ operstate: 'upwards' })
}

// --- what the client takes: the same, with names of links and namespaces
export const wide: Input<Link, Wide> = {
  link: 'eth0',
  master: 'br0',
  netNsFd: { fd: 3 },
  linkinfo: { kind: 'veth', data: { peer: { ifname: 'v1', netNsFd: { fd: 4 }, master: 'br1', flags: { up: true } } }, slaveKind: 'bridge', slaveData: { backupPort: 'eth1' } },
}
// @ts-expect-error deep: a namespace is no text
export const noNamespace: Input<Link, Wide> = { linkinfo: { kind: 'veth', data: { peer: { netNsFd: 'blue' } } } }
// @ts-expect-error getters are no input
export const noGetter: Input<Titled> = { title: '1: lo' }
