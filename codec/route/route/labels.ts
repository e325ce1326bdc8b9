// MPLS labels as text: '100/200', the outermost first. Four bytes each: label (20 bits), class (3), bottom of the stack (1), ttl (8). RFC 3032
import { CodecError } from '../../core/errors.js'
import type { Bytes, Writer } from '../../core/bytes.js'
import type { Type } from '../../core/infer.js'
import { show } from '../../core/types.js'

const form = /^(\d{1,7})(?:,tc=([0-7]))?(?:,ttl=(\d{1,3}))?(?:,s=([01]))?$/

/**
 * A stack of labels. What the kernel never sends is said behind the label, so that no bit is lost: `100,tc=5,ttl=64/200`, and `s=0` or
 * `s=1` where the bottom of the stack is not at its end.
 */
export const labels: Type<string> = {
  type: 'MPLS labels',
  size: 0,
  read (b: Bytes, p: number, n: number) {
    if (n % 4 !== 0) throw new CodecError(`${n} bytes, a multiple of 4 wanted`)
    let text = ''
    for (let at = p; at < p + n; at += 4) {
      const entry = b.dv.getUint32(at, false)
      const tc = entry >>> 9 & 7
      const bottom = entry >>> 8 & 1
      const ttl = entry & 0xff
      text += (at > p ? '/' : '') + String(entry >>> 12) + (tc === 0 ? '' : `,tc=${tc}`) + (ttl === 0 ? '' : `,ttl=${ttl}`)
      if (bottom !== (at + 4 === p + n ? 1 : 0)) text += `,s=${bottom}`
    }
    return text
  },
  write (w: Writer, value: string) {
    if (typeof value !== 'string') throw new CodecError(`${show(value)} is no text of labels`)
    const entries = value === '' ? [] : value.split('/')
    for (const [i, text] of entries.entries()) {
      const [, label, tc, ttl, bottom] = form.exec(text) ?? []
      if (label === undefined || Number(label) > 0xfffff || Number(ttl ?? 0) > 0xff) {
        throw new CodecError(`${show(value)} is no list of MPLS labels, each from 0 to 1048575, as 100/200`)
      }
      const last = i === entries.length - 1 ? 1 : 0
      const entry = (Number(label) << 12 | Number(tc ?? 0) << 9 | Number(bottom ?? last) << 8 | Number(ttl ?? 0)) >>> 0
      for (let shift = 24; shift >= 0; shift -= 8) w.b.u8[w.p++] = entry >>> shift
    }
  },
}
