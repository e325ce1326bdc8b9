// npm's `netlink`, another's client and codec, as a witness. Its types are of CommonJS and of another age: what is used of it stands here.
import { createRequire } from 'node:module'

export interface PeerMessage {
  readonly kind: string
  readonly data: Readonly<Record<string, unknown>>
  readonly attrs: Readonly<Record<string, unknown>>
}
interface Stream { readonly bufs: readonly Buffer[] }
interface Codec {
  readonly [name: `format${string}`]: (message: PeerMessage, out: Stream) => void
  readonly [name: `parse${string}`]: (payload: Buffer) => PeerMessage
}
export interface PeerClient {
  getLinks (): Promise<PeerMessage[]>
  getAddresses (): Promise<PeerMessage[]>
  getRoutes (): Promise<PeerMessage[]>
  getNeighbors (): Promise<PeerMessage[]>
  getNeighborTables (): Promise<PeerMessage[]>
  getRules (): Promise<PeerMessage[]>
  getNextHops (): Promise<PeerMessage[]>
  getQdiscs (): Promise<PeerMessage[]>
  getTrafficClasses (data: object): Promise<PeerMessage[]>
  getTrafficFilters (data: object): Promise<PeerMessage[]>
  newLink (data: object, attrs: object, options: { readonly flags: number }): Promise<unknown>
  newAddress (data: object, attrs: object, options: { readonly flags: number }): Promise<unknown>
  readonly socket: { readonly socket: { close (): void } }
}
interface Peer {
  readonly AttrStream: new () => Stream
  readonly rt: Codec
  createRtNetlink (): PeerClient
}

const peer = createRequire(import.meta.url)('netlink') as Peer

/** Opened in the namespace that the thread is in. */
export const open = (): PeerClient => peer.createRtNetlink()
export function format (name: 'Link' | 'Address' | 'Route' | 'Neighbor' | 'Rule', data: object, attrs: object): Uint8Array {
  const out = new peer.AttrStream()
  peer.rt[`format${name}Message`]!({ kind: name.toLowerCase(), data: data as PeerMessage['data'], attrs: attrs as PeerMessage['attrs'] }, out)
  return new Uint8Array(Buffer.concat(out.bufs))
}
export const parse = (name: 'Link' | 'Address' | 'Route' | 'Neighbor' | 'Rule', payload: Uint8Array): PeerMessage =>
  peer.rt[`parse${name}Message`]!(Buffer.from(payload))
