// Actions that know of addresses: nat, ct, tunnel_key. tc-nat(8), tc-ct(8), tc-tunnel_key(8); iproute2's tc/m_nat.c, m_ct.c, m_tunnel_key.c
import { familyOfText } from '../../../client/values.js'
import type { Words } from '../words.js'
import { is, number, put, takeOption, text, type Option, type Options, type Read } from './units.js'
import { wholeNumber } from '../../whole-number.js'

type Given = Record<string, unknown>
/** `10.0.0.0/8` as address and mask. */
function prefix (words: Words): { readonly address: string, readonly mask: string } {
  const [, address, length = '32'] = /^([\d.]+)(?:\/(\d+))?$/.exec(words.next('address')) ?? words.unknown(words.last)
  const bits = Number(length)
  if (bits > 32) words.unknown(words.last)
  const byte = (i: number): number => 256 - 2 ** (8 - Math.max(0, Math.min(8, bits - 8 * i)))
  return { address: address!, mask: [0, 1, 2, 3].map(byte).join('.') }
}
/** `nat ingress 10.1.0.0/16 10.2.0.0` */
export function natWords (words: Words, options: Given): void {
  const direction = words.next('direction')
  if (direction !== 'ingress' && direction !== 'egress') words.unknown(direction)
  const [{ address: oldAddr, mask }, { address: newAddr }] = [prefix(words), prefix(words)]
  options['parms'] = { oldAddr, newAddr, mask, flags: direction === 'egress' ? ['egress'] : [] }
}

/** `VALUE` or `VALUE/MASK`. */
const split = (word: string): readonly [value: string, mask?: string] => word.split('/') as [string, string?]
/** `FROM` or `FROM-TO`. */
const range = (word: string): readonly [from: string, to: string] => { const [from, to = from] = word.split('-') as [string, string?]; return [from, to] }
const label = (text: string): string => text.replace(/^0x/, '').padStart(32, '0')
const ctOptions: Options = {
  commit: is('action', ['commit']), force: is('action', ['force']), clear: is('action', ['clear']), nat: is('action', ['nat']), src: is('action', ['natSrc']), dst: is('action', ['natDst']),
  zone: ['zone', number], mark: ['mark', text], label: ['label', text], addr: ['addr', text], port: ['port', text],
}
/** `ct commit zone 5 mark 1/0xff nat src addr 10.0.0.1-10.0.0.9 port 10-20` */
export function ctWords (words: Words, options: Given): void {
  const given: { mark?: string, label?: string, addr?: string, port?: string, action?: string[], zone?: number } = {}
  while (takeOption(words, ctOptions, given)) { /* each of them */ }
  const { mark, label: labels, addr, port, ...plain } = given
  Object.assign(options, plain)
  const numbers = (word: string): number => wholeNumber(word) ?? words.unknown(word)
  if (mark !== undefined) {
    const [value, mask = '0xffffffff'] = split(mark)
    Object.assign(options, { mark: numbers(value), markMask: numbers(mask) })
  }
  if (labels !== undefined) {
    const [value, mask = 'f'.repeat(32)] = split(labels)
    Object.assign(options, { labels: label(value), labelsMask: label(mask) })
  }
  if (addr !== undefined) {
    const [from, to] = range(addr)
    const family = familyOfText(from) === 'inet6' ? 'Ipv6' : 'Ipv4'
    Object.assign(options, { [`nat${family}Min`]: from, [`nat${family}Max`]: to })
  }
  if (port !== undefined) {
    const [from, to] = range(port)
    Object.assign(options, { natPortMin: numbers(from), natPortMax: numbers(to) })
  }
}

/** `CLASS:TYPE:DATA`, several with commas between; all in hexadecimal. */
const geneve: Read = (words, what) => words.next(what).split(',').map(one => {
  const [, kind, type, data] = /^([0-9a-f]{1,4}):([0-9a-f]{1,2}):((?:[0-9a-f]{8})*)$/i.exec(one) ?? words.unknown(one)
  return { class: [parseInt(kind!, 16)], type: [parseInt(type!, 16)], data: [data!] }
})
/** `VERSION:INDEX:DIRECTION:HARDWARE` */
const erspan: Read = (words, what) => {
  const word = words.next(what)
  if (!/^\d+(:\d+){1,3}$/.test(word)) words.unknown(word)
  const [ver, index, dir, hwid] = word.split(':').map(Number)
  return ver === 1 ? { ver, index } : ver === 2 ? { ver, dir, hwid } : words.unknown(words.last)
}
const address = (of: 'Src' | 'Dst'): Option => [`address${of}`, text]
const tunnelOptions: Options = {
  set: is('parms.tAction', 'set'), unset: is('parms.tAction', 'release'), src_ip: address('Src'), dst_ip: address('Dst'), id: ['encKeyId', number],
  dst_port: ['encDstPort', number], geneve_opts: ['encOpts.geneve', geneve], vxlan_opts: ['encOpts.vxlan.gbp', number], erspan_opts: ['encOpts.erspan', erspan],
  csum: is('noCsum', 0), nocsum: is('noCsum', 1), nofrag: is('noFrag', true), tos: ['encTos', number], ttl: ['encTtl', number],
}
/** `tunnel_key set src_ip 10.0.0.1 dst_ip 10.0.0.2 id 7`, `tunnel_key unset` */
export function tunnelKeyWords (words: Words, options: Given): void {
  const given: Given = {}
  while (takeOption(words, tunnelOptions, given)) { /* each of them */ }
  for (const [name, value] of Object.entries(given)) {
    const end = /^address(Src|Dst)$/.exec(name)?.[1]
    put(options, end === undefined ? name : `encIpv${familyOfText(value as string) === 'inet6' ? 6 : 4}${end}`, value)
  }
}
