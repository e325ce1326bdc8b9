// Addresses of links: hardware's, but a tunnel's is an IP address, as ll_addr_n2a of iproute2 tells them apart.
import type { Bytes, Writer } from '../../core/bytes.js'
import { byHeader } from '../../core/attributes.js'
import { fail } from '../../core/errors.js'
import type { Type } from '../../core/infer.js'
import { fixed, ip, mac, show } from '../../core/types.js'
import { hardwareAddress } from '../hardware-address.js'

/** Pairs of hexadecimal digits with colons; what else has a dot or a colon is an IP address. */
const hardware = /^([0-9a-f]{2}(:[0-9a-f]{2})*)?$/i
/** Written by its form, for a request need not say what type the link has. */
const byForm = (read: Type<string>): Type<string> => ({
  type: 'hardware address or IP address',
  size: 0,
  read: (b: Bytes, p: number, n: number, family: unknown) => read.read(b, p, n, family),
  write (w: Writer, value: string, family: unknown) {
    if (typeof value !== 'string') fail(`${show(value)} is no address: '02:00:00:00:00:01', or a tunnel's '10.0.0.1'`)
    if (hardware.test(value)) mac.write(w, value, family)
    else if (value.includes('.') || value.includes('::') || value.split(':').length === 8) ip.write(w, value, family)
    else fail(`${show(value)} is no hardware address`)
  },
})
const tunnel = byForm(hardwareAddress)

/** The address of a link, by the type in the header: `02:00:00:00:00:01`, and of an IP tunnel, `10.0.0.1`. */
export const linkAddress = byHeader('type', {
  tunnel, sit: tunnel, ipgre: tunnel, tunnel6: tunnel, ip6gre: tunnel,
}, byForm(mac))

/** Lengths that addresses have: Ethernet's, InfiniBand's, MAX_ADDR_LEN. */
const lengths = [6, 20, 32]
/**
 * A hardware address in a field of MAX_ADDR_LEN bytes that does not say its length: as long as Ethernet's, or
 * InfiniBand's where the bytes behind are not zero.
 */
export const paddedAddress = fixed<string>(32, {
  type: 'hardware address',
  size: 0,
  read (b, p, n, family) {
    const length = lengths.find(length => b.u8.subarray(p + length, p + n).every(byte => byte === 0))!
    return mac.read(b, p, length, family)
  },
  write (w, value, family) {
    const from = w.p
    mac.write(w, value, family)
    if (w.p - from > 32) fail(`${show(value)} has ${w.p - from} bytes, 32 at most`)
    w.zero(32 - (w.p - from))
  },
})
