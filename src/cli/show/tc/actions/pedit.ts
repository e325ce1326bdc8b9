// pedit: writes into packets. iproute2's tc/m_pedit.c
import { endianness } from 'node:os'
import type { Pedit } from '../../../../../codec/route/tc/action/pedit.js'
import { control, uses } from '../action.js'
import type { How } from '../../how.js'
import { any, fact, list, NEW_LINE, shown, text, type Said } from '../../said.js'

const headers: Readonly<Record<string, string>> = { eth: 'eth', ip4: 'ipv4', ip6: 'ipv6', tcp: 'tcp', udp: 'udp' }
/** As the packet has them: in network byte order. */
const inPacket = (value: number): string => {
  const bytes = Buffer.alloc(4)
  if (endianness() === 'LE') bytes.writeUInt32LE(value)
  else bytes.writeUInt32BE(value)
  return bytes.readUInt32BE().toString(16)
}
const hex = (name: string, value: number, form: string): Said => shown(name, inPacket(value), form, inPacket(value).padStart(8, '0'))

export function pedit (p: Pedit, how: How): Said {
  const sel = p.parms ?? p.parmsEx
  return sel && [
    any('kind', 'pedit', ' % '), control(sel.action, 'action ', ' '), any('nkeys', sel.nkeys, 'keys %\n '), uses(sel, p.tm, how),
    list('keys', sel.keys.map((key, i) => {
      const { htype = 'network', cmd = 'set' } = p.parms === undefined ? p.keysEx?.[i] ?? {} : {}
      const off = key.off | 0
      return [
        text(`\n\t key #${i}  at `), htype === 'network' ? fact('htype', 'network') : any('htype', headers[htype] ?? `unknown(${htype})`, '%'),
        shown('offset', off, '%', htype === 'network' || off < 0 ? String(off) : `+${off}`),
        shown('cmd', cmd === 'add' ? 'add' : 'set', ': %', cmd === 'add' ? 'add' : 'val'), hex('val', key.val, ' %'), hex('mask', key.mask, ' mask %'),
      ]
    })),
    NEW_LINE,
  ]
}
