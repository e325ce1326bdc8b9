// flower's keys: tc's words, our names. tc-flower(8)
import { CommandLineError } from '../../command.js'
import { parsePrefix } from '../../../client/values.js'
import { ethertypeOf } from '../../show/tc/units.js'
import { numeric, type Words } from '../words.js'
import { takeOption, type Options, type Read } from './units.js'

type Given = Record<string, unknown>
const number: Read = (words, what) => words.number(what)
const ethertype: Read = (words, what) => ethertypeOf(words.next(what)) ?? words.unknown(words.last)
const simple: Options = {
  ip_proto: ['keyIpProto', (words, what) => numeric(words.next(what))], vlan_id: ['keyVlanId', number], vlan_prio: ['keyVlanPrio', number],
  vlan_ethtype: ['keyVlanEthType', ethertype], cvlan_id: ['keyCvlanId', number], cvlan_prio: ['keyCvlanPrio', number], cvlan_ethtype: ['keyCvlanEthType', ethertype],
  num_of_vlans: ['keyNumOfVlans', number], mpls_label: ['keyMplsLabel', number], mpls_tc: ['keyMplsTc', number], mpls_bos: ['keyMplsBos', number], mpls_ttl: ['keyMplsTtl', number],
  enc_key_id: ['keyEncKeyId', number], pppoe_sid: ['keyPppoeSid', number],
}
/** With a mask after `/`: a number. */
const masked: Readonly<Record<string, readonly [name: string, whole: number]>> = {
  ip_tos: ['keyIpTos', 0xff], ip_ttl: ['keyIpTtl', 0xff], ct_mark: ['keyCtMark', 0xffffffff], ct_zone: ['keyCtZone', 0xffff], tcp_flags: ['keyTcpFlags', 0xfff],
  enc_tos: ['keyEncIpTos', 0xff], enc_ttl: ['keyEncIpTtl', 0xff], enc_dst_port: ['keyEncUdpDstPort', 0xffff],
}
const addresses: Readonly<Record<string, readonly [four: string, six: string]>> = {
  dst_ip: ['keyIpv4Dst', 'keyIpv6Dst'], src_ip: ['keyIpv4Src', 'keyIpv6Src'], enc_dst_ip: ['keyEncIpv4Dst', 'keyEncIpv6Dst'], enc_src_ip: ['keyEncIpv4Src', 'keyEncIpv6Src'],
}
const macs: Readonly<Record<string, string>> = { dst_mac: 'keyEthDst', src_mac: 'keyEthSrc', arp_sha: 'keyArpSha', arp_tha: 'keyArpTha' }

/** The first `length` of so many bits, as bytes. */
const maskBytes = (length: number, size: number): number[] => Array.from({ length: size }, (_, i) => 0xff00 >> Math.min(8, Math.max(0, length - 8 * i)) & 0xff)
const ipMask = (length: number, six: boolean): string => six
  ? Array.from({ length: 8 }, (_, i) => (0xffff0000 >>> Math.min(16, Math.max(0, length - 16 * i)) & 0xffff).toString(16)).join(':')
  : maskBytes(length, 4).join('.')
const macMask = (text: string): string => /^\d+$/.test(text) ? maskBytes(Number(text), 6).map(byte => byte.toString(16).padStart(2, '0')).join(':') : text

function address (words: Words, word: string, given: Given): void {
  const { address, length } = parsePrefix(words.next(word), word)
  if (address === undefined) return
  const six = address.includes(':')
  const name = addresses[word]![six ? 1 : 0]
  Object.assign(given, { [name]: address, [`${name}Mask`]: ipMask(length ?? (six ? 128 : 32), six) })
}
/** A port, with a mask, or a range of them: of the protocol that was said before. */
function port (words: Words, word: string, given: Given): void {
  const protocol = String(given['keyIpProto'])
  if (!['tcp', 'udp', 'sctp'].includes(protocol)) throw new CommandLineError(`${word}: ip_proto tcp, udp or sctp goes before it: see ${words.usage}`)
  const text = words.next(word)
  const side = word === 'dst_port' ? 'Dst' : 'Src'
  const [, first, sign, second] = /^(\d+)(?:([-/])(\d+|0x[0-9a-f]+))?$/i.exec(text) ?? []
  if (first === undefined) words.unknown(text)
  const name = `key${protocol[0]!.toUpperCase()}${protocol.slice(1)}${side}`
  if (sign === '-') Object.assign(given, { [`keyPort${side}Min`]: Number(first), [`keyPort${side}Max`]: Number(second) })
  else Object.assign(given, { [name]: Number(first), ...sign === '/' ? { [`${name}Mask`]: Number(second) } : {} })
}

export function flowerWord (words: Words, given: Given): boolean {
  if (takeOption(words, simple, given)) return true
  const word = words.peek
  if (word === undefined) return false
  const is = (table: object): boolean => Object.hasOwn(table, word)
  if (!is(masked) && !is(addresses) && !is(macs) && word !== 'dst_port' && word !== 'src_port') return false
  words.next(word)
  if (is(addresses)) address(words, word, given)
  else if (is(macs)) {
    const [mac, mask] = words.next(word).split('/') as [string, string?]
    Object.assign(given, { [macs[word]!]: mac, [`${macs[word]!}Mask`]: macMask(mask ?? '48') })
  } else if (is(masked)) {
    const [name, whole] = masked[word]!
    const [value, mask] = words.numbers(word, '/')
    Object.assign(given, { [name]: value, [`${name}Mask`]: mask ?? whole })
  } else port(words, word, given)
  return true
}
