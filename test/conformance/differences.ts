// Where ours differs from the kernel's YAML specs, and why. Each by its constant and what ours is; by the constant or set/attribute alone, where
// nothing of ours stands in its place; by sub-message/format.
import type { Evidence } from './shared.js'

/** Sources are of Linux 6.12 to 7.2. */
const reasons: ReadonlyArray<readonly [reason: string, ...where: string[]]> = [
  // errata of the specs
  ['a nest: IFLA_PROTO_DOWN_REASON_* (rtnetlink.c, ifla_policy); the running kernel says so, too', 'IFLA_PROTO_DOWN_REASON: nest'],
  ['in network byte order in the kernel (br_netlink.c, fib_rules.c nla_get_be64, route.c, act_vlan.c, cls_flower.c, ndisc and vxlan_core.c nla_get_be16)',
    'IFLA_BR_VLAN_PROTOCOL: be16', 'NDA_PORT: be16', 'RTA_SPORT: be16', 'RTA_DPORT: be16', 'FRA_TUN_ID: be64', 'TCA_VLAN_PUSH_VLAN_PROTOCOL: be16', 'TCA_FLOWER_KEY_ENC_OPT_GENEVE_CLASS: be16', 'TCA_FLOWER_KEY_ENC_OPT_ERSPAN_INDEX: be32'],
  ['in the host\'s byte order in the kernel (sit.c and ip6_tunnel.c; cls_flower.c: nla_get_u16, nla_get_u32), as iproute2 and libnl have it',
    'IFLA_IPTUN_FLAGS: u16', 'IFLA_IPTUN_FLAGS: u32', 'TCA_FLOWER_KEY_VLAN_ID: u16', 'TCA_FLOWER_KEY_CVLAN_ID: u16', 'TCA_FLOWER_KEY_MPLS_LABEL: u32'],
  ['32 bits: tunnel_key_policy has NLA_U32 (act_tunnel_key.c)', 'TCA_TUNNEL_KEY_ENC_KEY_ID: be32'],
  ['of ip6tnl alone (ip6_tunnel.c), whose set has it', 'linkinfo-iptun-attrs/encap-limit', 'linkinfo-iptun-attrs/flowinfo'],
  ['a filler, or zero: says nothing', 'RTA_PAD', 'NDA_UNSPEC', 'TCA_NETEM_PAD'],
  ['inside of TCA_PEDIT_KEYS_EX, whose elements it is', 'TCA_PEDIT_KEY_EX'],
  ['attributes: TCA_SFB_PARMS has the struct (sch_sfb.c)', 'options-msg/sfb'],
  ['attributes behind the struct: TCA_MQPRIO_* (sch_mqprio.c)', 'options-msg/mqprio'],
  ['the same struct by its own name', 'IFLA_VF_RSS_QUERY_EN: struct ifla_vf_spoofchk', 'IFLA_VF_TRUST: struct ifla_vf_spoofchk', 'TCA_CHOKE_PARMS: struct tc_choke_qopt', 'TCA_SAMPLE_PARMS: struct tc_sample'],
  ['signed in the kernel: -1 stands for none (fib_rules.h: int suppress_ifgroup, suppress_prefixlen)', 'FRA_SUPPRESS_IFGROUP: s32', 'FRA_SUPPRESS_PREFIXLEN: s32'],
  ['signed in the kernel (bond_netlink.c: NLA_S32; act_police.c: int tcfp_result, TC_ACT_UNSPEC is -1)', 'IFLA_BOND_SLAVE_PRIO: s32', 'TCA_POLICE_RESULT: s32'],
  ['again and again inside of TCA_ETS_QUANTA and TCA_ETS_PRIOMAP; of a class, it stands alone', 'TCA_ETS_QUANTA_BAND: u32', 'TCA_ETS_PRIOMAP_BAND: u8'],
  // the specs say less
  ['a C array with an index for each name: its elements are told by them', 'IFLA_INET_CONF: struct ipv4_devconf', 'IFLA_INET6_CONF: struct ipv6_devconf', 'IFLA_INET6_ICMP6STATS: struct icmp6_mib'],
  ['numbered by the counters that it is of: IFLA_OFFLOAD_XSTATS_*', 'IFLA_OFFLOAD_XSTATS_HW_S_INFO: nest'],
  ['bytes of one byte each: the same', 'TCA_GRED_STAB: bytes'],
  ['bytes in the specs; a flag, as br_netlink.c only asks whether it is there', 'IFLA_BR_FDB_FLUSH: flag'],
  ['bytes in the specs; a set of attributes, by the header or a sibling (rtnetlink.c, br_netlink.c, addrconf.c)', 'IFLA_PROTINFO: nest', 'IFLA_STATS_LINK_XSTATS: nest', 'IFLA_STATS_LINK_XSTATS_SLAVE: nest',
    'IFLA_STATS_AF_SPEC: nest', 'IFLA_BR_MCAST_QUERIER_STATE: nest', 'IFLA_DEVLINK_PORT: nest', 'IFLA_NETKIT_PEER_INFO: struct ifinfomsg, then attributes'],
  ['bytes in the specs; a set of attributes (sch_taprio.c, act_gate.c, act_ife.c, act_tunnel_key.c)', 'TCA_TAPRIO_ATTR_ADMIN_SCHED: nest', 'TCA_GATE_ENTRY_LIST: repeated nest', 'TCA_IFE_METALST: nest', 'TCA_TUNNEL_KEY_ENC_OPTS: nest'],
  ['bytes in the specs; struct rtnexthop with attributes, one after the other (rtnetlink(7))', 'RTA_MULTIPATH: records struct rtnexthop, then attributes'],
  ['bytes in the specs; a number of 32 bits (act_mirred.c: NLA_U32)', 'TCA_MIRRED_BLOCKID: u32'],
  ['bytes in the specs; a table of 256 numbers, TC_RTAB_SIZE (sch_api.c, qdisc_get_rtab), or of numbers of 16 bits (struct qdisc_size_table)',
    'TCA_HTB_CTAB: array u32', 'TCA_HTB_RTAB: array u32', 'TCA_POLICE_RATE: array u32', 'TCA_POLICE_PEAKRATE: array u32', 'TCA_TBF_RTAB: array u32', 'TCA_TBF_PTAB: array u32', 'TCA_STAB_DATA: array u16'],
  ['bytes in the specs; an address, of the length that its family has', 'IFLA_GENEVE_LOCAL6: ip6', 'IFLA_PERM_ADDRESS: ip', 'IFLA_BOND_NS_IP6_TARGET: indexed ip6', 'IFLA_ADDRESS: ip', 'IFLA_BROADCAST: ip', 'NDA_DST: ip', 'NDA_LLADDR: ip',
    'FRA_DST: ip', 'FRA_SRC: ip', 'TCA_VLAN_PUSH_ETH_DST: mac', 'TCA_VLAN_PUSH_ETH_SRC: mac'],
  ['bytes in the specs; addresses, or what stands in their place in other families: labels of MPLS, one byte of MCTP and Phonet', 'RTA_DST: other or ip', 'RTA_NEWDST: other or ip', 'IFA_ADDRESS: other or ip', 'IFA_LOCAL: other or ip'],
]
export const errata: ReadonlyMap<string, string> = new Map(reasons.flatMap(([reason, ...where]) => where.map(one => [one, reason] as const)))

/** What a witness calls what `Form` calls so. */
const saidBy: Readonly<Record<string, readonly string[]>> = {
  mac: ['mac'], ip: ['ip', 'ip6', 'be32'], ip4: ['be32', 'ip'], ip6: ['ip6', 'ip'], string: ['str'], flag: ['flag'], nest: ['nested'], u16: ['u16'], u32: ['u32'], s32: ['s32'],
}
const isSaid = ({ witnesses }: Evidence, ours: string): boolean => {
  const kind = /^(repeated|indexed|records|many)/.test(ours) ? 'nest' : ours
  return Object.values(witnesses).some(said => said.some(one => saidBy[kind]?.includes(one)))
}

/** What holds for many. */
export const rules: ReadonlyArray<{ readonly reason: string, holds (row: Evidence, ours: string, roles: readonly string[]): boolean }> = [
  {
    reason: 'u32 in the specs; the index of a link or a descriptor, both int in the kernel, and never below 0',
    holds: ({ type }, ours, roles) => type === 'u32' && ours === 's32' && roles.every(role => role === 'link' || role === 'namespace'),
  },
  {
    reason: 'a number of 32 bits in network byte order in the specs; an IPv4 address, the same four bytes',
    holds: ({ type, subType, bigEndian }, ours) => bigEndian && (type === 'u32' || subType === 'u32') && /^(indexed )?ip4?$/.test(ours),
  },
  { reason: 'bytes in the specs; another witness says what they are', holds: (row, ours) => row.type === 'binary' && row.ref === '' && row.subType === '' && isSaid(row, ours) },
  {
    reason: 'bytes in the specs; the struct of that name in the kernel\'s headers (see structs)',
    holds: ({ type, ref, subType }, ours) => type === 'binary' && ref === '' && subType === '' && /^(array )?struct \w+$/.test(ours),
  },
]
