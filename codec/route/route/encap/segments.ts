// Headers of IPv6 source routing. struct ipv6_sr_hdr: linux/seg6.h, RFC 8754; struct ipv6_rpl_sr_hdr: linux/rpl.h, RFC 6554
import { CodecError } from '../../../core/errors.js'
import type { Bytes, Writer } from '../../../core/bytes.js'
import type { Type } from '../../../core/infer.js'
import { within } from '../../../core/interpret.js'
import { be16, bytes, ip, objectOf, show, u8 } from '../../../core/types.js'

/** struct ipv6_sr_hdr. What follows from the segments is written by the encoder where it is not given. */
export interface SegmentRoutingHeader {
  readonly nexthdr?: number
  /** Of all behind the first 8 bytes, in units of 8 bytes. */
  readonly hdrlen?: number
  /** 4 for segment routing. */
  readonly type?: number
  readonly segmentsLeft?: number
  /** The number of segments, less 1: where the path begins. */
  readonly firstSegment?: number
  /** SR6_FLAG1_*: 0x8 says that the `tlvs` have an HMAC. */
  readonly flags?: number
  readonly tag?: number
  /** As in the header: the last one of the path first. */
  readonly segments: readonly string[]
  /** What follows the segments. */
  readonly tlvs?: Uint8Array
}

const FIXED = 8
const ROUTING_TYPE = 4

export const segmentRoutingHeader: Type<Required<Omit<SegmentRoutingHeader, 'tlvs'>> & Pick<SegmentRoutingHeader, 'tlvs'>, SegmentRoutingHeader> = {
  type: 'struct ipv6_sr_hdr',
  size: 0,
  read (b: Bytes, p: number, n: number, family: unknown) {
    if (n < FIXED) throw new CodecError(`${n} bytes, ${FIXED} wanted`)
    const firstSegment = b.u8[p + 4]!
    const count = Math.min(firstSegment + 1, Math.floor((n - FIXED) / 16))
    const behind = p + FIXED + 16 * count
    return {
      nexthdr: b.u8[p]!,
      hdrlen: b.u8[p + 1]!,
      type: b.u8[p + 2]!,
      segmentsLeft: b.u8[p + 3]!,
      firstSegment,
      flags: b.u8[p + 5]!,
      tag: be16.read(b, p + 6, 2, family),
      segments: Array.from({ length: count }, (_, i) => ip.read(b, p + FIXED + 16 * i, 16, family)),
      ...behind < p + n ? { tlvs: b.u8.slice(behind, p + n) } : {},
    }
  },
  write (w: Writer, value: SegmentRoutingHeader, family: unknown) {
    const { segments, tlvs } = objectOf(value) as SegmentRoutingHeader
    if (!Array.isArray(segments)) throw new CodecError(`${show(segments)} is no list of segments`)
    const from = w.p
    w.p += FIXED
    for (const [i, segment] of segments.entries()) putSegment(w, segment, i, family)
    if (tlvs !== undefined) within('tlvs', '', undefined, () => { bytes.write(w, tlvs, family) })
    const end = w.p
    w.p = from
    const last = Math.max(0, segments.length - 1)
    const octets = {
      nexthdr: value.nexthdr ?? 0,
      hdrlen: value.hdrlen ?? end - from - FIXED >> 3,
      type: value.type ?? ROUTING_TYPE,
      segmentsLeft: value.segmentsLeft ?? last,
      firstSegment: value.firstSegment ?? last,
      flags: value.flags ?? 0,
    }
    for (const [name, octet] of Object.entries(octets)) within(name, '', undefined, () => { u8.write(w, octet, family) })
    within('tag', '', undefined, () => { be16.write(w, value.tag ?? 0, family) })
    w.p = end
  },
}

function putSegment (w: Writer, segment: string, i: number, family: unknown): void {
  const from = w.p
  if (typeof segment === 'string') ip.write(w, segment, family)
  if (w.p - from !== 16) throw new CodecError(`${show(segment)} is no IPv6 address`, `segments[${i}]`)
}
