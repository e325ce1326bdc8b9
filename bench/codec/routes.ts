// 100,000 RTM_NEWROUTE of one full table, as a dump brings them: TABLE DST PRIORITY PREFSRC GATEWAY OIF CACHEINFO, 112
// bytes each, in datagrams of up to 32 KiB. Made up: one order of attributes, one source, 251 gateways, every
// destination another.
import type { HandInput } from './hand.js'

export const ROUTES = 100_000
const LENGTH = 112

function put (to: DataView, at: number, i: number): void {
  to.setUint32(at, LENGTH, true)
  to.setUint16(at + 4, 24, true) // RTM_NEWROUTE
  to.setUint16(at + 6, 2, true) // NLM_F_MULTI
  to.setUint32(at + 8, 1, true)
  let p = at + 16
  for (const byte of [2, 24, 0, 0, 254, 186, 0, 1]) to.setUint8(p++, byte)
  to.setUint32(p, i % 16 === 0 ? 4 : 0, true)
  p += 4
  const attribute = (type: number, value: number, little = true): void => {
    to.setUint16(p, 8, true)
    to.setUint16(p + 2, type, true)
    to.setUint32(p + 4, value, little)
    p += 8
  }
  attribute(15, 254)
  attribute(1, 0x0a000000 + i * 256 >>> 0, false)
  attribute(6, 100 + i % 7)
  attribute(7, 0xc0a80001, false)
  attribute(5, 0xc0a80102 + i % 251, false)
  attribute(4, 2 + i % 5)
  to.setUint16(p, 36, true)
  to.setUint16(p + 2, 12, true)
}

export function routeDatagrams (): readonly Uint8Array[] {
  const each = Math.floor(32768 / LENGTH)
  const datagrams: Uint8Array[] = []
  for (let first = 0; first < ROUTES; first += each) {
    const count = Math.min(each, ROUTES - first)
    const memory = new ArrayBuffer(count * LENGTH)
    for (let i = 0; i < count; i++) put(new DataView(memory), i * LENGTH, first + i)
    datagrams.push(new Uint8Array(memory))
  }
  return datagrams
}

/** Requests of the same routes as one would write them. */
export const routeRequests = (count: number): readonly HandInput[] => Array.from({ length: count }, (_, i) => ({
  family: 'inet', dstLen: 24, rtmTable: 254, protocol: 'bgp', type: 'unicast', flags: i % 16 === 0 ? ['onlink'] : [],
  dst: `10.${i >> 8 & 255}.${i & 255}.0`, gateway: `192.168.1.${2 + i % 251}`, oif: 2 + i % 5, priority: 100 + i % 7,
  prefsrc: '192.168.0.1', table: 254,
}))
