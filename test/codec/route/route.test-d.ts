// Compiled, never run: what TypeScript knows of routes, addresses, rules and messages.
import type { Input, Wide } from '../../../codec/core/infer.js'
import { decodeMessage, encodeMessage } from '../../../codec/message.js'
import type { Address } from '../../../codec/route/address.js'
import type { Neighbour } from '../../../codec/route/neighbour.js'
import { Route } from '../../../codec/route/route/route.js'
import type { Rule } from '../../../codec/route/rule.js'

declare const route: Route

// --- a kind of tunnel says what is in `encap`
export const label: string | undefined = route.encapType === 'mpls' ? route.encap?.dst : undefined
export const key: bigint | undefined = route.encapType === 'ip' ? route.encap?.id : undefined
export const segments: readonly string[] | undefined = route.encapType === 'seg6' ? route.encap?.srh?.srh.segments : undefined
// @ts-expect-error a tunnel of MPLS has no key
export const none = route.encapType === 'mpls' ? route.encap?.id : undefined
export const hop: string | undefined = route.multipath?.[0]?.gateway
export const metric: number | undefined = route.metrics?.mtu
export const flag: boolean = route.flags.includes('onlink')
// @ts-expect-error no such flag
export const noFlag: boolean = route.flags.includes('onlin')

// --- what encoding takes
export const input: Input<typeof Route> = { family: 'inet', dst: '10.0.0.0', dstLen: 24, oif: 3, encapType: 'mpls', encap: { dst: '100/200' } }
export const wide: Input<typeof Route, Wide> = { oif: 'eth0', multipath: [{ ifindex: 'eth1', gateway: '10.0.0.1' }] }
// @ts-expect-error the codec alone knows no names of links
export const narrow: Input<typeof Route> = { oif: 'eth0' }
// @ts-expect-error a tunnel of IPv4 has no labels
export const wrongKind: Input<typeof Route> = { encapType: 'ip', encap: { dst: '10.0.0.1', label: 1 } }
// @ts-expect-error a key that is none
export const wrongKey: Input<typeof Route> = { gatewy: '10.0.0.1' }
export const address: Input<Address, Wide> = { index: 'eth0', local: '10.0.0.1', prefixlen: 24, flags: { noprefixroute: true } }
export const neighbour: Input<Neighbour, Wide> = { ndmIfindex: 'eth0', dst: '10.0.0.2', lladdr: '02:00:00:00:00:01', state: ['permanent'] }
export const rule: Input<Rule> = { family: 'inet', srcLen: 8, src: '10.0.0.0', table: 100, action: 'toTbl', tunId: 5, sportRange: { start: 1, end: 2 } }
// @ts-expect-error no such action
export const wrongAction: Input<Rule> = { action: 'lookup' }

// --- the name of a message says what it is
const message = decodeMessage(new Uint8Array())
if (message.type === 'RTM_NEWROUTE') void message.message.rtmTable
if (message.type === 'RTM_NEWADDR') void (message.message.prefix satisfies string)
if (message.type === 'NLMSG_ERROR') void (message.message.errno satisfies number)
if (message.type === 'RTM_GETDCB') void (message.message.ieee satisfies number | object | undefined)
if (typeof message.type === 'number') void (message.message satisfies Uint8Array)
// @ts-expect-error an address has no gateway
if (message.type === 'RTM_NEWADDR') void message.message.gateway

// --- the same type in a request and from the kernel
if (message.type === 'RTM_NEWMDB' && message.request) void (message.message.entry?.addr.u satisfies string | undefined)
if (message.type === 'RTM_NEWMDB' && !message.request) void (message.message.mdb?.entry?.[0]?.info?.[0]?.timer satisfies number | undefined)
// @ts-expect-error what the kernel says has no such attribute
if (message.type === 'RTM_NEWMDB' && !message.request) void message.message.entry
// @ts-expect-error which of the two is not known
if (message.type === 'RTM_GETMDB') void message.message.router
void encodeMessage('RTM_DELMDB', { ifindex: 3, entry: { addr: { u: '239.1.1.1', proto: 'ip' } } }, { flags: 1 })
void encodeMessage('RTM_DELMDB', { ifindex: 3, mdb: { entry: [{ info: [{ timer: 100 }] }] } })
// @ts-expect-error a key that is none of either
void encodeMessage('RTM_DELMDB', { ifindex: 3, entri: {} })

void encodeMessage('RTM_GETROUTE', { family: 'inet' }, { flags: 0x301 })
// @ts-expect-error nobody declared it
void encodeMessage('RTM_NEWDECNET', {})
void encodeMessage('RTM_SETDCB', { cmd: 'ieeeSet', ifname: 'd0', ieee: { appTable: { ieeeApp: [{ selector: 'dscp', priority: 3, protocol: 46 }] } } })
