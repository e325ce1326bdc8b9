// Rows of tests of `rtnl qdisc|class|filter|chain|action` against tc of iproute2: what both show of what tc made, what tc shows of what both made.
import { expect } from 'chai'
import { Machine } from '../client/machine.js'
import { itNeeds, type Thing } from '../needs.js'
import { rtnl } from './rtnl.js'

interface Row {
  /** Kinds that not every kernel has. */
  readonly needs: readonly Thing[]
  /** Said to tc, one after the other; those that `rtnl` has no grammar for are tc's alone: `!`. */
  readonly lines: readonly string[]
  readonly shows: readonly string[]
  /** iproute2 6.1 has no JSON of it, or what is none. */
  readonly noJson?: true
}
const qdisc = (kind: string, line: string, more: Partial<Row> = {}): Row => ({
  needs: [`kernel: qdisc ${kind}`], lines: [`qdisc add dev v0 root handle 1: ${line}`], shows: ['qdisc show dev v0'], ...more,
})
const ofClasses = (kind: string, lines: readonly string[]): Row =>
  ({ needs: [`kernel: qdisc ${kind}`], lines, shows: ['class show dev v0', 'class show dev v0 classid 1:10', 'class show dev v0 parent 1:'], noJson: true })
const filter = (needs: readonly Thing[], line: string, more: Partial<Row> = {}): Row => ({
  needs, lines: ['qdisc add dev v0 clsact', `filter add dev v0 ${line}`], shows: [`filter show dev v0 ${line.startsWith('egress') ? 'egress' : 'ingress'}`], ...more,
})
const acts = (kind: string, line: string, more: Partial<Row> = {}): Row =>
  filter(['kernel: filter u32', `kernel: action ${kind}`], `ingress protocol ip prio 1 u32 match u32 0 0 action ${line}`, more)

const rows: Readonly<Record<string, Row>> = {
  'qdiscs that the kernel made': { needs: [], lines: [], shows: ['qdisc', 'qdisc show dev v0', 'qdisc show dev lo', 'qdisc show invisible'] },
  'pfifo': qdisc('pfifo', 'pfifo limit 77'),
  'bfifo': qdisc('bfifo', 'bfifo limit 10kb'),
  'pfifo_head_drop': qdisc('pfifo_head_drop', 'pfifo_head_drop limit 50'),
  'pfifo_fast': { needs: [], lines: ['qdisc add dev v0 root handle 1: pfifo_fast'], shows: ['qdisc show dev v0', 'qdisc show dev v0 root', 'qdisc show dev v0 handle 1:'] },
  'mq': { needs: [], lines: ['qdisc add dev q0 root handle 1: mq'], shows: ['qdisc show dev q0', 'class show dev q0'], noJson: true },
  'a size table': qdisc('htb', 'stab linklayer atm overhead 20 mpu 64 mtu 1500 tsize 128 htb', { lines: ['qdisc add dev v0 root handle 1: stab linklayer atm overhead 20 mpu 64 mtu 1500 tsize 128 htb'] }),
  'a size table without sizes': qdisc('htb', 'stab overhead 24 linklayer ethernet htb'),
  'an estimator': qdisc('htb', '', { lines: ['qdisc add dev v0 root handle 1: estimator 1s 8s htb'] }),
  'fq': qdisc('fq', 'fq limit 5000 flow_limit 50 quantum 3000 initial_quantum 15000 maxrate 10mbit buckets 512'),
  'fq with all': qdisc('fq', 'fq nopacing defrate 1mbit low_rate_threshold 500kbit refill_delay 30ms orphan_mask 255 ce_threshold 5ms timer_slack 20us horizon 5s horizon_cap'),
  'fq_codel': qdisc('fq_codel', 'fq_codel limit 500 flows 512 target 10ms interval 200ms quantum 1000 ce_threshold 3ms memory_limit 5mb noecn drop_batch 32'),
  'fq_codel, as it is': qdisc('fq_codel', 'fq_codel'),
  'codel': qdisc('codel', 'codel limit 500 target 10ms interval 200ms ecn ce_threshold 3ms'),
  'pie': qdisc('pie', 'pie limit 500 target 10ms tupdate 20ms alpha 3 beta 20 ecn bytemode'),
  'fq_pie': qdisc('fq_pie', 'fq_pie limit 500 flows 512 target 10ms tupdate 20ms alpha 3 beta 20 quantum 1000 memory_limit 5mb ecn_prob 20 ecn'),
  'htb': qdisc('htb', 'htb default 20 r2q 5 direct_qlen 100'),
  'hfsc': qdisc('hfsc', 'hfsc default 10', { noJson: true }),
  'tbf': qdisc('tbf', 'tbf rate 1mbit burst 10kb latency 50ms'),
  'tbf with a peak': qdisc('tbf', 'tbf rate 1500kbit burst 15kb limit 30kb peakrate 3mbit mtu 2kb overhead 14'),
  'tbf, very fast': qdisc('tbf', 'tbf rate 50gbit burst 1mb limit 1mb'),
  'prio': qdisc('prio', 'prio bands 4 priomap 3 2 2 2 1 2 0 0 1 1 1 1 1 1 1 3'),
  'sfq': qdisc('sfq', 'sfq limit 100 quantum 3000 perturb 10 divisor 512 depth 60'),
  'sfq, as it is': qdisc('sfq', 'sfq perturb 10'),
  'sfq with red': qdisc('sfq', '', { lines: ['!qdisc add dev v0 root handle 1: sfq limit 3000 flows 512 divisor 16384 redflowlimit 100000 min 8000 max 60000 probability 0.20 ecn headdrop'] }),
  'red': qdisc('red', 'red limit 400kb min 30kb max 90kb avpkt 1000 burst 55 ecn adaptive bandwidth 10mbit'),
  'red, as it is': qdisc('red', 'red limit 60000 avpkt 1000 bandwidth 5mbit probability 0.1'),
  'gred': qdisc('gred', '', { lines: [
    '!qdisc add dev v0 root handle 1: gred setup DPs 3 default 2 grio', '!qdisc change dev v0 root gred limit 60KB min 15K max 25K burst 20 avpkt 1000 bandwidth 10Mbit DP 1 probability 0.1 prio 2',
    '!qdisc change dev v0 root gred limit 60KB min 15K max 25K burst 20 avpkt 1000 bandwidth 10Mbit DP 2 probability 0.02 prio 3 ecn',
  ] }),
  'choke': qdisc('choke', '', { lines: ['qdisc add dev v0 root handle 1: choke limit 1000 bandwidth 10mbit min 83 max 250 ecn'] }),
  'choke, as it is': qdisc('choke', 'choke limit 500 bandwidth 1mbit burst 200 probability 0.1'),
  'sfb, as it is': qdisc('sfb', 'sfb target 40 increment 0.01 decrement 0.001'),
  'sfb': qdisc('sfb', '', { lines: ['qdisc add dev v0 root handle 1: sfb rehash 300000 db 30000 limit 500 max 30 target 10 penalty_rate 20 penalty_burst 30'] }),
  'netem': qdisc('netem', 'netem limit 500 delay 20ms 5ms 25% loss 1% 25% duplicate 2% corrupt 0.1% reorder 25% 50% gap 5'),
  'netem with a rate': qdisc('netem', 'netem rate 1mbit 20 100 5 ecn loss 0.3%'),
  'netem, as it is': qdisc('netem', 'netem'),
  'netem, delay alone': qdisc('netem', 'netem delay 100ms'),
  'netem with models': qdisc('netem', '', { lines: ['!qdisc add dev v0 root handle 1: netem loss gemodel 1% 10% 70% 0.1% slot 800us 1ms packets 32 bytes 64k'] }),
  'netem with states': qdisc('netem', '', { lines: ['!qdisc add dev v0 root handle 1: netem loss state 1% 10% 70% 5% 2% slot distribution normal 5ms 1ms'] }),
  'ingress': { needs: ['kernel: qdisc ingress'], lines: ['qdisc add dev v0 ingress'], shows: ['qdisc show dev v0', 'qdisc show dev v0 ingress'] },
  'clsact': { needs: [], lines: ['qdisc add dev v0 clsact'], shows: ['qdisc show dev v0', 'qdisc show dev v0 clsact'] },
  'cake': qdisc('cake', '', { lines: ['qdisc add dev v0 root handle 1: cake bandwidth 10mbit diffserv4 nat wash ingress ack-filter-aggressive split-gso rtt 50ms overhead 18 mpu 64 memlimit 4mb fwmark 0xff atm'] }),
  'cake, as it is': qdisc('cake', 'cake'),
  'cake of a line': qdisc('cake', 'cake bandwidth 2mbit pppoe-ptm ether-vlan besteffort dual-dsthost nonat nowash no-split-gso oceanic egress no-ack-filter'),
  'cake without a limit': qdisc('cake', 'cake unlimited autorate-ingress raw flowblind precedence rtt 5ms'),
  'cake on Ethernet': qdisc('cake', 'cake bandwidth 1gbit ethernet diffserv8 dual-srchost overhead -10'),
  'drr': qdisc('drr', 'drr'),
  'qfq': qdisc('qfq', 'qfq'),
  'ets': qdisc('ets', 'ets bands 5 strict 2 quanta 4000 3000 2000 priomap 0 1 2 3 4 4 4'),
  'hhf': qdisc('hhf', 'hhf limit 500 quantum 1500 hh_limit 1000 reset_timeout 30ms admit_bytes 102400 evict_timeout 500ms non_hh_weight 3'),
  'mqprio': qdisc('mqprio', '', { lines: ['qdisc add dev q0 root handle 1: mqprio num_tc 2 map 0 0 1 1 queues 2@0 2@2 hw 0'], shows: ['qdisc show dev q0'] }),
  'taprio': qdisc('taprio', '', {
    lines: ['qdisc add dev q0 root handle 1: taprio num_tc 2 map 0 0 1 1 queues 1@0 1@1 base-time 1000000000000000 sched-entry S 01 300000 sched-entry S 02 400000 clockid CLOCK_TAI'],
    shows: ['qdisc show dev q0 root'],
  }),
  'cbs': qdisc('cbs', '', { lines: ['qdisc add dev v0 root handle 1: cbs locredit -1470 hicredit 30 sendslope -980000 idleslope 20000 offload 0'] }),
  'etf, as it is': qdisc('etf', 'etf clockid TAI delta 1000 skip_sock_check'),
  'etf': qdisc('etf', '', { lines: ['qdisc add dev v0 root handle 1: etf clockid CLOCK_TAI delta 300000 deadline_mode'] }),
  'plug': qdisc('plug', '', { lines: ['!qdisc add dev v0 root handle 1: plug limit 10000'] }),
  'multiq': qdisc('multiq', 'multiq', { lines: ['qdisc add dev q0 root handle 1: multiq'], shows: ['qdisc show dev q0'], noJson: true }),
  'skbprio': qdisc('skbprio', 'skbprio limit 100'),

  'classes of htb': ofClasses('htb', [
    'qdisc add dev v0 root handle 1: htb default 10', 'class add dev v0 parent 1: classid 1:1 htb rate 10mbit burst 20kb', 'class add dev v0 parent 1:1 classid 1:10 htb rate 1500kbit ceil 3mbit burst 15k cburst 30k prio 3 quantum 2000',
    'class add dev v0 parent 1:1 classid 1:20 htb rate 40gbit overhead 10 mpu 64', 'qdisc add dev v0 parent 1:10 handle 10: pfifo limit 5',
  ]),
  'classes of hfsc': ofClasses('hfsc', [
    'qdisc add dev v0 root handle 1: hfsc default 10', 'class add dev v0 parent 1: classid 1:1 hfsc sc rate 10mbit ul rate 20mbit', 'class add dev v0 parent 1:1 classid 1:10 hfsc rt m1 5mbit d 10ms m2 1mbit ls m2 2mbit',
    'class add dev v0 parent 1:1 classid 1:20 hfsc rt umax 1500b dmax 30ms rate 100kbit ls rate 1mbit',
  ]),
  'classes of drr': ofClasses('drr', ['qdisc add dev v0 root handle 1: drr', 'class add dev v0 parent 1: classid 1:10 drr quantum 3000', 'class add dev v0 parent 1: classid 1:20 drr']),
  'classes of qfq': ofClasses('qfq', ['qdisc add dev v0 root handle 1: qfq', 'class add dev v0 parent 1: classid 1:10 qfq weight 10 maxpkt 1500']),
  'classes of prio': ofClasses('prio', ['qdisc add dev v0 root handle 1: prio', 'qdisc add dev v0 parent 1:1 handle 10: pfifo limit 9']),
  'classes of ets': ofClasses('ets', ['qdisc add dev v0 root handle 1: ets bands 3 strict 1 quanta 3000 1500']),

  'u32': filter(['kernel: filter u32', 'kernel: action gact'], 'ingress protocol ip prio 7 u32 match ip dst 10.1.0.0/16 action drop'),
  'u32 with many keys': filter(['kernel: filter u32', 'kernel: action gact'], 'ingress protocol ip prio 7 u32 match ip src 10.1.1.1 match ip dport 80 0xffff match ip sport 1000 0xf000 match ip protocol 6 0xff match u16 0x1200 0xff00 at 2 match tcp dst 443 0xffff action pass', { noJson: true }),
  'u32 with a class': {
    needs: ['kernel: filter u32', 'kernel: qdisc htb'],
    lines: ['qdisc add dev v0 root handle 1: htb', 'filter add dev v0 parent 1: protocol ip prio 1 u32 match u8 6 0xff at 9 flowid 1:10', 'filter add dev v0 parent 1: protocol ipv6 prio 2 handle 5: u32 divisor 16'],
    shows: ['filter show dev v0', 'filter show dev v0 parent 1:', 'filter show dev v0 prio 1', 'filter show dev v0 protocol ipv6'],
  },
  'u32 of IPv6': filter(['kernel: filter u32', 'kernel: action gact'], 'ingress protocol ipv6 prio 7 u32 match ip6 dst 2001:db8::/32 action drop'),
  'a block that links share': {
    needs: ['kernel: filter u32', 'kernel: action gact'],
    lines: ['qdisc add dev v0 ingress_block 7 egress_block 8 clsact', 'qdisc add dev v1 ingress_block 7 clsact', 'filter add block 7 protocol ip prio 3 u32 match u32 0 0 action drop'],
    shows: ['qdisc show', 'filter show block 7', 'chain show block 7', 'filter show block 7 protocol ip'],
  },
  'matchall': filter(['kernel: filter matchall', 'kernel: action gact'], 'egress protocol all prio 5 handle 9 matchall skip_hw action drop'),
  'a chain': { ...filter(['kernel: filter matchall', 'kernel: action gact'], 'ingress chain 7 protocol ip prio 5 matchall action goto chain 9'), shows: ['filter show dev v0 ingress', 'filter show dev v0 ingress chain 7', 'chain show dev v0 ingress', 'chain show dev v0 egress'] },
  'fw': { needs: ['kernel: filter fw', 'kernel: qdisc htb'], lines: ['qdisc add dev v0 root handle 1: htb', 'filter add dev v0 parent 1: protocol ip prio 3 handle 0x10 fw flowid 1:5'], shows: ['filter show dev v0'], noJson: true },
  'basic': filter(['kernel: filter basic', 'kernel: action gact'], 'ingress protocol ip prio 3 handle 2 basic action pass'),
  'bpf': { ...filter(['kernel: filter bpf'], 'ingress protocol ip prio 3 bpf'), lines: ['qdisc add dev v0 clsact', 'filter add dev v0 ingress protocol ip prio 3 bpf bytecode 1,6 0 0 4294967295 flowid 1:1'] },
  'bpf, direct': filter(['kernel: filter bpf'], 'ingress protocol ip prio 3 handle 2 bpf da bytecode 1,6 0 0 0,'),
  'route': { needs: ['kernel: filter route', 'kernel: qdisc htb'], lines: ['qdisc add dev v0 root handle 1: htb', '!filter add dev v0 parent 1: protocol ip prio 3 route from 10 to 20 flowid 1:5'], shows: ['filter show dev v0'], noJson: true },
  'flow': { needs: ['kernel: filter flow', 'kernel: qdisc htb'], lines: ['qdisc add dev v0 root handle 1: htb', '!filter add dev v0 parent 1: protocol ip prio 3 handle 1 flow hash keys src,dst,proto-src divisor 64 perturb 10 baseclass 1:1', '!filter add dev v0 parent 1: protocol ip prio 4 handle 2 flow map key mark and 0xff addend 3'], shows: ['filter show dev v0'], noJson: true },
  'cgroup': { needs: ['kernel: filter cgroup', 'kernel: qdisc htb', 'kernel: action gact'], lines: ['qdisc add dev v0 root handle 1: htb', '!filter add dev v0 parent 1: protocol ip prio 3 handle 1: cgroup action pass'], shows: ['filter show dev v0'], noJson: true },
  'flower': filter(['kernel: filter flower', 'kernel: action gact'], 'ingress protocol ip prio 1 flower dst_ip 10.1.0.0/16 src_ip 10.2.2.2 ip_proto tcp dst_port 80 src_port 1000-2000 dst_mac 02:00:00:00:00:01 src_mac 02:00:00:00:00:00/24 ip_tos 0x10/0xf0 ip_ttl 64 tcp_flags 0x2/0x7 skip_hw action drop'),
  'flower of IPv6': filter(['kernel: filter flower'], 'ingress protocol ipv6 prio 1 flower dst_ip 2001:db8::/32 ip_proto udp dst_port 53 classid 1:10'),
  'flower of a VLAN': filter(['kernel: filter flower', 'kernel: action gact'], 'ingress protocol 802.1Q prio 1 flower vlan_id 100 vlan_prio 3 vlan_ethtype ip action pass'),
  'flower of ICMP, fragments and connections': { ...filter(['kernel: filter flower'], ''), lines: [
    'qdisc add dev v0 clsact', '!filter add dev v0 ingress protocol ip prio 1 flower ip_proto icmp type 8 code 0 ip_flags frag/nofirstfrag', '!filter add dev v0 ingress protocol arp prio 2 flower arp_sip 10.0.0.0/8 arp_op request arp_sha 02:00:00:00:00:01',
    '!filter add dev v0 ingress protocol ip prio 3 flower ct_state +trk+est-new ct_zone 5 ct_mark 0x10/0xff ct_label 01020304050607080910111213141516', '!filter add dev v0 ingress protocol mpls_uc prio 4 flower mpls_label 100 mpls_tc 3 mpls_ttl 64',
    '!filter add dev v0 ingress protocol ip prio 5 flower enc_dst_ip 10.0.0.1 enc_src_ip 10.0.0.0/24 enc_key_id 7 enc_dst_port 4789 enc_tos 3 enc_ttl 64/0x7f', '!filter add dev v0 ingress protocol ip prio 6 flower enc_key_id 7 geneve_opts 0102:34:05060708 ip_proto 47',
    '!filter add dev v0 ingress protocol mpls_uc prio 7 flower mpls lse depth 1 label 5 lse depth 2 ttl 3',
  ] },

  'gact': acts('gact', 'continue index 5'),
  'gact by counting': acts('gact', 'gact drop random determ pass 7 index 4'),
  'gact by chance': acts('gact', '', { lines: ['qdisc add dev v0 clsact', 'filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action gact pass random netrand drop 10'] }),
  'mirred': acts('mirred', 'mirred egress redirect dev v1'),
  'mirred twice': acts('mirred', 'mirred egress mirror dev v1 action mirred ingress redirect dev v1'),
  'police': acts('police', 'police rate 1mbit burst 10k mtu 2kb conform-exceed drop/pipe'),
  'police, in short': filter(['kernel: filter u32', 'kernel: action police'], 'ingress protocol ip prio 1 u32 match u32 0 0 police rate 1mbit burst 10k drop flowid :1', { noJson: true }),
  'pedit': acts('pedit', '', { lines: ['qdisc add dev v0 clsact', '!filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action pedit ex munge eth dst set 02:00:00:00:00:09 munge ip ttl add 0xff pipe action pedit munge ip src set 10.0.0.1'] }),
  'nat': acts('nat', '', { lines: ['qdisc add dev v0 clsact', 'filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action nat egress 10.1.0.1 10.2.0.1'] }),
  'vlan': acts('vlan', 'vlan push id 5 protocol 802.1Q priority 3 action vlan pop'),
  'vlan modify': acts('vlan', 'vlan modify id 7 pass action vlan push_eth dst_mac 02:00:00:00:00:01 src_mac 02:00:00:00:00:02'),
  'skbedit': acts('skbedit', 'skbedit queue_mapping 1 priority 1:10 mark 5 ptype host inheritdsfield'),
  'nat of what comes in': acts('nat', 'nat ingress 10.1.0.1 10.2.0.1 pipe index 3'),
  'csum': acts('csum', '', { lines: ['qdisc add dev v0 clsact', 'filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action csum ip4h tcp udp'] }),
  'tunnel_key': acts('tunnel_key', '', { lines: ['qdisc add dev v0 clsact', 'filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action tunnel_key set src_ip 10.0.0.1 dst_ip 10.0.0.2 id 7 dst_port 4789 csum tos 0x10 ttl 64 geneve_opts 0102:03:04050607 action tunnel_key unset'] }),
  'tunnel_key of IPv6': acts('tunnel_key', 'tunnel_key set src_ip 2001:db8::1 dst_ip 2001:db8::2 id 9 nocsum vxlan_opts 5 pass'),
  'ct, more': acts('ct', 'ct commit force mark 5 label 01020304050607080910111213141516/ffffffff000000000000000000000000 nat dst addr 2001:db8::1 pipe action ct nat zone 3'),
  'ct': acts('ct', '', { lines: ['qdisc add dev v0 clsact', 'filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action ct commit zone 5 mark 1/0xff nat src addr 10.0.0.1-10.0.0.9 port 10-20 action ct clear'] }),
  'bpf as an action': acts('bpf', '', { noJson: true, lines: ['qdisc add dev v0 clsact', 'filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action bpf bytecode 1,6 0 0 4294967295'] }),
  'sample': acts('sample', 'sample rate 100 group 5 trunc 128'),
  'mpls': acts('mpls', '', { lines: ['qdisc add dev v0 clsact', 'filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action mpls push protocol mpls_uc label 100 tc 3 ttl 64 bos 1 action mpls dec_ttl action mpls pop protocol ip'] }),
  'mpls, more': acts('mpls', 'mpls push label 5 action mpls modify tc 4 pass action mpls mac_push label 7 index 9'),
  'connmark': acts('connmark', 'connmark zone 7'),
  'ctinfo': acts('ctinfo', '', { lines: ['qdisc add dev v0 clsact', 'filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action ctinfo dscp 0xfc000000 0x01000000 cpmark 0xff'] }),
  'simple': acts('simple', 'simple sdata hello', { noJson: true }),
  'skbmod': acts('skbmod', '', { noJson: true, lines: ['qdisc add dev v0 clsact', 'filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action skbmod set dmac 02:00:00:00:00:01 set smac 02:00:00:00:00:02 set etype 0x800 swap mac'] }),
  'a cookie': acts('gact', '', { lines: ['qdisc add dev v0 clsact', '!filter add dev v0 ingress protocol ip prio 1 u32 match u32 0 0 action drop cookie 0102030405 hw_stats delayed no_percpu'] }),
  'shared actions': {
    needs: ['root of the machine', 'kernel: action gact'], lines: ['action add action drop index 5', 'action add action gact pass index 7', 'action replace action continue index 7'],
    shows: ['action show action gact', 'action get action gact index 5'],
  },
}

/** What is not known, and where. */
const refused: ReadonlyArray<readonly [line: string, message: string | RegExp]> = [
  ['qdisc show v0', 'what is "v0"? see rtnl qdisc help'],
  ['qdisc add root pfifo', 'qdisc add: dev is missing: see rtnl qdisc help'],
  ['qdisc add dev v0 root htb default 20 nonsense', 'what is "nonsense"? see rtnl qdisc help'],
  ['qdisc add dev v0 root gred setup DPs 3', 'what is "setup"? Options of gred are not known here: see rtnl qdisc help'],
  ['qdisc add dev v0 root cake bandwith 1mbit', 'what is "bandwith"? see rtnl qdisc help'],
  ['qdisc add dev v0 root etf clockid CLOCK_UNKNOWN', 'what is "CLOCK_UNKNOWN"? see rtnl qdisc help'],
  ['qdisc add dev v0 root estimator 1m 8s htb', 'estimator: "1m" is not like 5ms: see rtnl qdisc help'],
  ['qdisc add dev v0 root estimator 20s 30s htb', 'estimator: an interval of 8s at most, and an average over more than that, are wanted: see rtnl qdisc help'],
  ['qdisc add dev v0 root tbf rate 1parsec', 'rate: "1parsec" is not like 1mbit: see rtnl qdisc help'],
  ['qdisc add dev v0 root tbf rate 1mbit burst 10kb', 'limit or latency is missing: see rtnl qdisc help'],
  ['qdisc add dev v0 root netem delay', 'delay is missing after "delay": see rtnl qdisc help'],
  ['qdisc add dev v0 root red limit 1mb', 'avpkt is missing: see rtnl qdisc help'],
  ['class add dev v0 parent 1: classid 1:1 htb ceil 1mbit', 'rate is missing: see rtnl class help'],
  ['class add dev v0 parent 1: classid nonsense htb', 'what is "nonsense"? see rtnl class help'],
  ['class show', 'class show: dev is missing: see rtnl class help'],
  ['filter show', 'filter show: dev or block is missing: see rtnl filter help'],
  ['filter add dev v0 ingress u32 match ip nonsense 5', 'what is "nonsense"? see rtnl filter help'],
  ['filter add dev v0 ingress u32 match ip dport 70000 ffff', /^match: 70000 .* is not of 2 bytes$/],
  ['filter add dev v0 ingress bpf bytecode 2,6', /^bytecode: "2,6" is not like "1,6 0 0 4294967295", where 1 is/],
  ['filter add dev v0 ingress matchall action nonsense', /^what is "nonsense"\? Actions are bpf, connmark, csum, ct, /],
  ['filter add dev v0 ingress flower dst_port 80', 'dst_port: ip_proto tcp, udp or sctp goes before it: see rtnl filter help'],
  ['chain add dev v0 ingress', 'chain add: chain is missing: see rtnl chain help'],
  ['filter add dev v0 ingress matchall action nat egress 10.0.0.0/33 10.1.0.0', 'what is "10.0.0.0/33"? see rtnl filter help'],
  ['filter add dev v0 ingress matchall action ct mark one', 'what is "one"? see rtnl filter help'],
  ['action get action gact', 'index is missing after "gact": see rtnl action help'],
]

/** Counters go on between the two. */
const near = (value: string): string => value.replace(/\d+(\.\d+)?([KM]b|[mu]s)?/g, '#')
function compare (ours: unknown, theirs: unknown, moving: boolean, path: string): void {
  if (Array.isArray(theirs)) {
    expect(ours, path).to.be.an('array').with.lengthOf(theirs.length)
    theirs.forEach((one, i) => compare((ours as unknown[])[i], one, moving, `${path}[${i}]`))
  } else if (typeof theirs === 'object' && theirs !== null) {
    expect(Object.keys(ours as object), path).to.deep.equal(Object.keys(theirs))
    for (const [name, value] of Object.entries(theirs)) compare((ours as Record<string, unknown>)[name], value, moving, `${path}.${name}`)
  } else if (moving && typeof theirs === 'number') expect(ours, path).to.be.a('number').closeTo(theirs, 5000)
  else expect(ours, path).to.equal(theirs)
}

/** The rows with these names, or all, and what is refused. */
export function rtnlAndTc (names: readonly string[] = Object.keys(rows)): void {
  let machine!: Machine
  async function make (): Promise<void> {
    machine = await Machine.make()
    await machine.veth('v0', 'v1')
    await machine.rt.link.add({ ifname: 'q0', kind: 'veth', numTxQueues: 4, numRxQueues: 4, data: { peer: { ifname: 'q1', numTxQueues: 4, numRxQueues: 4 } } })
    for (const name of ['q0', 'q1']) await machine.rt.link.change(name, { flags: { up: true } })
  }
  // None was made for a test that was skipped.
  afterEach(() => { (machine as Machine | undefined)?.[Symbol.dispose]() })
  const tc = async (words: string): Promise<string> => (await machine.namespace.execFile('tc', words.split(' '))).stdout
  /** Bytecode has spaces, and is one word. */
  const wordsOf = (line: string): string[] => {
    const words = line.replace(/^!/, '').split(' ').filter(word => word !== '')
    const at = words.indexOf('bytecode')
    if (at !== -1) words.splice(at + 1, 4, words.slice(at + 1, at + 5).join(' '))
    return words
  }
  const tcLine = async (line: string): Promise<void> => {
    const words = wordsOf(line)
    await machine.namespace.execFile('tc', words[0] === 'action' ? ['actions', ...words.slice(1)] : words)
  }
  const said = (show: string): string => show.replace(/^action (show|get)/, 'actions $1')

  for (const [line, message] of names.length < Object.keys(rows).length ? [] : refused) {
    it(`${line}: refused, with the place named`, async () => {
      await make()
      const error = await rtnl(machine.namespace, line).then(() => undefined, (error: unknown) => error as Error)
      expect(error?.message).to.match(typeof message === 'string' ? new RegExp(`^${message.replace(/[?.]/g, '\\$&')}$`) : message)
    })
  }

  for (const name of names) {
    const { needs, lines, shows, noJson } = rows[name]!
    const needed: readonly Thing[] = [...needs.filter(one => one === 'root of the machine'), 'iproute2', ...needs.filter(one => one !== 'root of the machine')]
    itNeeds(needed, `${name}: both show the same`, async () => {
      await make()
      for (const line of lines) await tcLine(line)
      // Nothing is sent any more: counters that are shown without -s, too, stay.
      machine.namespace.sysctl('net.ipv6.conf.all.disable_ipv6', 1)
      for (const show of shows) {
        for (const options of ['', '-d ', '-s ']) {
          const moving = options.includes('s')
          const [ours, theirs] = [await rtnl(machine.namespace, `${options}${show}`), await tc(`${options}${said(show)}`)]
          if (moving) expect(near(ours), `${options}${show}`).to.equal(near(theirs))
          else expect(ours, `${options}${show}`).to.equal(theirs)
          if (noJson !== true) compare(JSON.parse(await rtnl(machine.namespace, `-j ${options}${show}`)), JSON.parse(await tc(`-j ${options}${said(show)}`) || '[]'), moving, `${options}${show}`)
        }
      }
    })

    const own = lines.length > 0 && lines.every(line => !line.startsWith('!'))
    if (own) {
      itNeeds(needed, `${name}: made by rtnl as by tc`, async () => {
        const shown: string[][] = []
        for (const by of [tcLine, async (line: string) => { await rtnl(machine.namespace, wordsOf(line)) }]) {
          await make()
          for (const line of lines) await by(line)
          const all: string[] = []
          // What went out until then is not the same.
          for (const show of shows) all.push((await tc(`-d ${said(show)}`)).replace(/direct_packets_stat \d+/, ''))
          shown.push(all)
          if (by === tcLine) machine[Symbol.dispose]()
        }
        expect(shown[1]).to.deep.equal(shown[0])
      })
    }
  }
}
