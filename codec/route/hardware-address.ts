// Addresses of the link layer where no header says of which kind: 4 and 16 bytes are a tunnel's IP address. net/ipv4/ip_gre.c; NDA_LLADDR
import type { Type } from '../core/infer.js'
import { ip, mac } from '../core/types.js'

const colons = /^[0-9a-f]{2}(:[0-9a-f]{2})*$/i
/** `02:00:00:00:00:01`, or of a tunnel's neighbour `192.0.2.1`, `2001:db8::1`. */
export const hardwareAddress: Type<string> = {
  type: 'hardware address or IP address',
  size: 0,
  read (b, p, n, family) {
    const text = (n === 4 || n === 16 ? ip : mac).read(b, p, n, family)
    // 16 bytes whose IPv6 text would be read back as a hardware address of 8
    return n === 16 && colons.test(text) ? mac.read(b, p, n, family) : text
  },
  write (w, value, family) {
    const isIp = typeof value === 'string' && (value.includes('.') || (value.includes(':') && !colons.test(value)))
    const word = isIp ? ip : mac
    word.write(w, value, family)
  },
}
