// The address of a multicast group: struct { union { ... } u; __be16 proto; } addr of struct br_mdb_entry, linux/if_bridge.h
import type { Bytes, Writer } from '../core/bytes.js'
import { selected } from '../core/declaration.js'
import { fail } from '../core/errors.js'
import type { Type } from '../core/infer.js'
import { readWord, within } from '../core/interpret.js'
import { be16, enumeration, fixed, ipv4, ipv6, mac, objectOf, type Word } from '../core/types.js'

/** ETH_P_*: linux/if_ether.h */
const protocol = enumeration(be16, { ip: 0x0800, ipv6: 0x86dd })

export interface MdbAddress {
  /** IPv4 of `ip`, IPv6 of `ipv6`; a hardware address of 0; of anything else, all 16 bytes in hexadecimal, with colons. */
  u: string
  proto: 'ip' | 'ipv6' | number
}
const SIZE = 20
const PROTO = 16
const kinds = new Map<unknown, Type<string>>([['ip', ipv4], ['ipv6', ipv6], [0, fixed(6, mac)]])
const kindOf = (proto: unknown): Word => (kinds.get(proto) ?? fixed(PROTO, mac)) as unknown as Word

/** The union comes before what says which of its members it is. */
export const mdbAddress = {
  type: 'address and protocol',
  size: SIZE,
  align: 4,
  read (b: Bytes, p: number, _n: number, family: unknown): MdbAddress {
    const proto = protocol.read(b, p + PROTO, 2, family)
    return { u: readWord(kindOf(proto), b, p, PROTO, family) as string, proto }
  },
  write (w: Writer, value: Partial<MdbAddress>, family: unknown) {
    for (const name in objectOf(value)) if (name !== 'u' && name !== 'proto') fail(`${name}: no such member; there are u, proto`)
    const begin = w.p
    w.zero(SIZE)
    w.p = begin + PROTO
    within('proto', '', undefined, () => { protocol.write(w, value.proto ?? 0, family) })
    w.p = begin
    if (value.u !== undefined) within('u', '', undefined, () => { kindOf(selected(value.proto, protocol as Word)).write(w, value.u, family) })
    w.p = begin + SIZE
  },
} as unknown as Type<MdbAddress, Partial<MdbAddress>>
