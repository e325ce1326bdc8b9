// Rules, as `ip -j rule` has them.
import type { Rule } from '../../../codec/route/rule.js'
import type { Context } from '../command.js'
import { facts, hex, word, type Facts } from './facts.js'
import { dsfieldName, groupName, protocolName, realmName, tableName } from './names.js'

const protocols: Readonly<Record<string, string>> = { icmpv6: 'ipv6-icmp' }

export function ruleFacts (rule: Rule, { details }: Pick<Context, 'details'>): Facts {
  const whole = rule.family === 'inet6' ? 128 : 32
  const has = (flag: string): boolean => rule.flags.includes(flag as 'invert')
  const table = rule.table ?? rule.frhTable
  const end = (address: string | undefined, length: number): [string | undefined, number | undefined] =>
    [address ?? (length === 0 ? undefined : '0'), length === 0 || length === whole ? undefined : length]
  const [src = 'all', srclen] = end(rule.src, rule.srcLen)
  const [dst, dstlen] = end(rule.dst, rule.dstLen)
  const marked = rule.fwmark !== undefined || rule.fwmask !== undefined
  const ports = (range: { start: number, end: number } | undefined, name: string): Facts => range === undefined ? {}
    : range.start === range.end ? { [name]: range.start } : { [`${name}_start`]: range.start, [`${name}_end`]: range.end }
  const suppress = (value: number | undefined): number | undefined => value === undefined || value === -1 || table === 0 ? undefined : value
  const group = suppress(rule.suppressIfgroup)
  return facts({
    priority: rule.priority ?? 0,
    not: word(has('invert')),
    src, srclen, dst, dstlen,
    tos: rule.tos === 0 ? undefined : dsfieldName(rule.tos),
    fwmark: marked ? hex(rule.fwmark ?? 0).replace(/^0x0$/, '0') : undefined,
    fwmask: marked && (rule.fwmask ?? 0xffffffff) !== 0xffffffff ? hex(rule.fwmask!).replace(/^0x0$/, '0') : undefined,
    iif: rule.iifname,
    iif_detached: word(has('iifDetached')),
    oif: rule.oifname,
    oif_detached: word(has('oifDetached')),
    l3mdev: word((rule.l3mdev ?? 0) !== 0),
    uid_start: rule.uidRange?.start,
    uid_end: rule.uidRange?.end,
    ipproto: rule.ipProto === undefined ? undefined : protocols[rule.ipProto] ?? String(rule.ipProto),
    ...ports(rule.sportRange, 'sport'),
    ...ports(rule.dportRange, 'dport'),
    tun_id: rule.tunId,
    table: table === 0 ? undefined : tableName(table),
    suppress_prefixlen: suppress(rule.suppressPrefixlen),
    suppress_ifgroup: group === undefined ? undefined : groupName(group),
    flow_from: rule.flow === undefined || rule.flow >>> 16 === 0 ? undefined : realmName(rule.flow >>> 16),
    flow_to: rule.flow === undefined ? undefined : realmName(rule.flow & 0xffff),
    goto: rule.action === 'goto' ? rule.goto ?? 'none' : undefined,
    unresolved: word(rule.action === 'goto' && has('unresolved')),
    nop: word(rule.action === 'nop'),
    action: ['toTbl', 'goto', 'nop'].includes(String(rule.action)) ? undefined : String(rule.action),
    protocol: rule.protocol !== undefined && (details || !['unspec', 'kernel'].includes(protocolName(rule.protocol))) ? protocolName(rule.protocol) : undefined,
  })
}

const said: Readonly<Record<string, string>> = { table: 'lookup', suppress_prefixlen: 'suppress_prefixlength', protocol: 'proto', action: '', flow_to: 'realms' }
/** The same, for people: a line a rule, as `ip rule`. */
export function ruleText (f: Facts): string {
  const parts = [`${String(f.priority)}:\t${f.not === null ? 'not ' : ''}from ${String(f.src)}${f.srclen === undefined ? '' : `/${String(f.srclen)}`}`]
  if (f.dst !== undefined) parts.push(`to ${String(f.dst)}${f.dstlen === undefined ? '' : `/${String(f.dstlen)}`}`)
  for (const [key, value] of Object.entries(f)) {
    if (['priority', 'not', 'src', 'srclen', 'dst', 'dstlen', 'fwmask', 'sport_end', 'dport_end', 'uid_end', 'flow_from'].includes(key)) continue
    if (key === 'l3mdev') parts.push('lookup [l3mdev-table]')
    else if (key === 'uid_start') parts.push(`uidrange ${String(value)}-${String(f.uid_end)}`)
    else if (key === 'sport_start' || key === 'dport_start') parts.push(`${key.slice(0, 5)} ${String(value)}-${String(f[`${key.slice(0, 5)}_end`])}`)
    else if (value === null) parts.push(['iif_detached', 'oif_detached', 'unresolved'].includes(key) ? `[${key.replace(/^.*_/, '')}]` : key)
    else {
      const text = key === 'fwmark' && f.fwmask !== undefined ? `${String(value)}/${String(f.fwmask)}` : key === 'flow_to' && f.flow_from !== undefined ? `${String(f.flow_from)}/${String(value)}` : String(value)
      parts.push(`${said[key] ?? key} ${text}`.trimStart())
    }
  }
  return `${parts.join(' ')}\n`
}
