// How iproute2 prints what the kernel tells otherwise: by the key in its JSON, which of our values it is made of.

/** A text, a number, or a number from the first up to but without the second. */
export type Rendering = string | number | readonly [least: number, end: number]
type Of = (value: string | number | boolean, key: string) => readonly Rendering[]

const named = (names: Readonly<Record<string, Rendering>>): Of => value => Object.hasOwn(names, String(value)) ? [names[String(value)]!] : []
/** In a unit that is so many times as small; what is cut off is not told. */
const cut = (factor: number, step = 1): Of => value => [[Math.floor(Number(value) * factor + 1e-6), Math.floor((Number(value) + step) * factor + 1e-6)]]
/** The same, rounded. */
const near = (factor: number, slack = 1): Of => value => [[Math.floor(Number(value) * factor - slack), Math.ceil(Number(value) * factor + slack) + 1]]
/** The bits of a number in four parts with dots, as keys of tunnels are printed. */
const dotted: Of = value => /^\d+(\.\d+){3}$/.test(String(value)) ? [String(value).split('.').reduce((sum, part) => sum * 256 + Number(part), 0)] : []
/** A priority in hexadecimal, a dot, an address: struct ifla_bridge_id. */
const bridgeId: Of = value => { const [, prio, addr] = /^([0-9a-f]{4})\.(.*)$/.exec(String(value)) ?? []; return prio === undefined ? [] : [addr!] }
const on = (name: string): Of => value => value === true || value === 'on' ? [name] : []
/** 2^32 of it are 1. */
const probability = near(2 ** 32, 2)

/** The first that fits the key and gives what is found counts. */
export const renderings: ReadonlyArray<readonly [key: RegExp, why: string, of: Of]> = [
  [/^scope$/, 'RT_SCOPE_UNIVERSE is printed as global', named({ global: 'universe', 253: 'link' })],
  [/^(table)$/, 'tables by name (/etc/iproute2/rt_tables)', named({ main: 254, local: 255, default: 253 })],
  [/^protocol$/, 'protocols by name (/etc/iproute2/rt_protos)', named({ openr: 99, unspec: 'unspec' })],
  [/^(local|remote)$/, 'no address is printed as any', named({ any: '0.0.0.0' })], [/^(local|remote)$/, 'no address is printed as any', named({ any: '::' })],
  [/^[io]key$/, 'keys of tunnels in four parts', dotted],
  [/^flags$/, 'names of flags', named({ 'Egress Untagged': 'untagged', extern_learn: 'extlearned', 'rx_drop_ooseq': 'seq', tx_seq: 'seq', tx_csum: 'csum', rx_csum: 'csum' })],
  [/^[io]?seq$/, 'names of flags', on('seq')], [/^[io]?csum$/, 'names of flags', on('csum')],
  [/^autojoin$/, 'names of flags', on('mcautojoin')], [/^mngtmpaddr$/, 'names of flags', on('managetempaddr')], [/^home$/, 'names of flags', on('homeaddress')],
  [/^external$/, 'names of attributes', on('collectmetadata')], [/^root_block$/, 'names of attributes', on('protect')], [/^flood$/, 'names of attributes', on('unicastflood')],
  [/^link_pointtopoint$/, 'names of attributes', on('pointopoint')],
  [/^link_type$/, 'types of hardware, ARPHRD_*', named({ ipip: 'tunnel', gre6: 'ip6gre', 'gre': 'ipgre', tunnel6: 'tunnel6' })],
  [/^(ip6_tnl_f_\w+)$/, 'IP6_TNL_F_*: names of flags', (value, key) => value === true ? [key.replace(/^ip6_tnl_f_/, '')] : []],
  [/^state$/, 'a state that is printed by another name', named({ static: 'noarp', temp: 'temporary', permanent: 1 })],
  [/^(used|updated|confirmed)$/, 'in 1/100 s', cut(100)],
  [/^(valid_life_time|preferred_life_time)$/, 'in s', near(1, 0)],
  [/_timer$|^(idle_time|timer|idle_timer|unbalanced_timer|gc_timer)$/, 'in 1/100 s', cut(100, 0.01)],
  [/_timer$|^(idle_time|timer|idle_timer|unbalanced_timer|gc_timer)$/, 'in 1/100 s', near(100)],
  [/^weight$/, 'one more than the kernel has it', value => [Number(value) - 1]],
  [/^rtt$/, 'in 1/8 ms', near(8, 0)], [/^rttvar$/, 'in 1/4 ms', near(4, 0)],
  [/^(root_id|bridge_id)$/, 'a priority before the address', bridgeId],
  [/^(rp_filter|skip_sock_check|offload|deadline_mode)$/, 'a number that is on or off', named({ off: 0, on: 1, strict: 1, loose: 2 })],
  [/^(ad_lacp_active)$/, 'a number that is on or off', named({ on: 'on', off: 'off' })], [/^ad_lacp_active$/, 'a number that is on or off', named({ on: 1, off: 0 })],
  [/^type$/, 'a resilient group is res in the kernel', named({ resilient: 'res' })],
  [/^(proto|ipproto)$/, 'protocols by name', named({ any: 0, 'ipv6-icmp': 58, ip6ip6: 41, ip6ip: 4 })], [/^(proto|ipproto)$/, 'protocols by name', named({ 'ipv6-icmp': 'icmpv6', any: 'any', ip6ip6: 'ipv6', ip6ip: 'ipip' })],
  [/^(loss|correlation|duplicate|corrupt|reorder|p13|p31|p32|p14|p23)$/, 'of 2^32', probability],
  [/^(delay|jitter|min-delay|max-delay)$/, 'in ns', near(1e9, 0)], [/^(delay|jitter)$/, 'in ticks of 64 ns', near(1e9 / 64)],
  [/^proto$/, 'protocols by name', named({ ip6ip: 'ipv6', mplsip: 'mpls', ipip6: 'ipip' })],
  [/^(from|flow_from)$/, 'realms: the upper 16 bits of a number', value => [[Number(value) << 16, Number(value) + 1 << 16]]],
  [/^(to|flow_to)$/, 'realms: the lower 16 bits of a number', value => Array.from({ length: 256 }, (_, i) => i << 16 | Number(value))],
  [/^tclass$/, 'bits 20 to 27 of the flow\'s label', value => [[Number(value) << 20, Number(value) + 1 << 20]]],
  [/^flowlabel$/, 'the lower 20 bits of the flow\'s label', value => Array.from({ length: 256 }, (_, i) => i << 20 | Number(value))],
  [/^ad_actor_oper_port_state_str$/, 'names of flags', named({ active: 'lacpActivity', short_timeout: 'lacpTimeout', aggregating: 'aggregation' })],
  [/^ad_actor_oper_port_state$/, 'flags as one number', value => Number(value) % 2 === 1 ? ['lacpActivity'] : []],
  [/^mcast_to_unicast$/, 'names of attributes', on('mcastToUcast')],
  [/^cmd$/, 'a letter for TC_TAPRIO_CMD_*', named({ S: 'setGates', H: 'setAndHold', R: 'setAndRelease' })],
  [/^buckets$/, 'a power of 2', value => [Math.log2(Number(value))]],
  [/^clockid$/, 'CLOCK_*', named({ TAI: 11, REALTIME: 0, MONOTONIC: 1 })],
  [/^(ack-filter)$/, 'CAKE_ACK_*', named({ disabled: 'none', enabled: 'filter' })], [/^ack-filter$/, 'CAKE_ACK_*', named({ disabled: 0, enabled: 1 })],
  [/^flowmode$/, 'CAKE_FLOW_*', named({ 'triple-isolate': 'triple', 'dual-srchost': 'dualSrc' })],
  [/^autorate$/, 'names of attributes', () => ['autorate']],
  [/^adaptive$/, 'names of flags', on('adaptative')],
  [/^mode$/, 'modes by name', named({ 'balance-rr': 'roundrobin', 'balance-xor': 'xor', 'balance-tlb': 'tlb', 'balance-alb': 'alb' })],
  [/^(mode|xmit_hash_policy)$/, 'modes by name', value => [String(value).replace(/\W/g, '')]],
]

/** What iproute2 prints and no message of the kernel has, or not as such. */
export const printedAlone: ReadonlyArray<{ readonly reason: string, readonly key: RegExp, readonly value?: RegExp, readonly command?: RegExp }> = [
  { reason: 'from /proc/net, not from the kernel\'s messages: ip maddr', key: /./, command: /^addr\.maddr$/ },
  { reason: 'a word for what is not there', key: /^(dst|src|interface)$/, value: /^(default|all)$/ },
  { reason: 'a word for what is not there', key: /^bandwidth$/, value: /^unlimited$/ },
  { reason: 'follows from other flags: up, running, the master\'s', key: /^flags$/, value: /^(NO-CARRIER|M-DOWN)$/ },
  { reason: 'follows from a flag that is not set', key: /^dynamic$/ },
  { reason: 'of another namespace, in which nobody captured', key: /./, command: /^link-veth-netns\.(m0|red|blue)$/ },
  { reason: 'asked by ioctl (SIOCGETTUNNEL), not by a message: ip tunnel', key: /./, command: /^link-tunnel-ip\.(tunnel6?|gre)$/ },
  { reason: 'computed by tc from other values: a limit, a burst and a rate; Plog and the thresholds', key: /^(lat|burst|mtu|probability)$/, command: /^tc-/ },
  { reason: 'of the kernel\'s version of htb, with the numbers of two members between', key: /^ver$/, command: /^tc-/ },
  { reason: 'a date: the time of day less what the kernel tells in ms', key: /^last_(rand|flush)$/ },
  { reason: 'what is left where no flag is set (IPVLAN_F_PRIVATE, IPVLAN_F_VEPA)', key: /^bridge$/, command: /^link-vlan/ },
  { reason: 'a mode of nothing, as the kernel tells it: no overhead', key: /^raw$/, command: /^tc-/ },
  { reason: 'a name of the file that ip netns made', key: /^name$/, command: /nsid$/ },
]
