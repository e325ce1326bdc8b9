// Where our types are other than those of the kernel's specs, and why: constant, type there, type here, reason.
const index = 'an index of a link is an int in the kernel'
const address = 'an address, told as text'
export const differences: ReadonlyArray<readonly [constant: RegExp, theirs: RegExp, ours: RegExp, reason: string]> = [
  [/(LINK|MASTER|IIF|OIF|IFINDEX|SLAVE\d|ACTIVE_SLAVE|PRIMARY|INTERLINK|BACKUP_PORT)$/, /^u32$/, /^s32/, index],
  [/^IFLA_NET_NS_FD$/, /^u32$/, /^s32$/, 'a descriptor is an int'],
  [/^FRA_SUPPRESS_|^IFLA_BOND_SLAVE_PRIO$|^TCA_POLICE_RESULT$/, /^u32$/, /^s32$/, '-1 means something: fib_rules.c, bond_netlink.c, act_police.c take them as int'],
  [/./, /^be32$/, /^IP address$/, address],
  [/^IFLA_AF_SPEC$|^RTA_EXPIRES$/, /./, /^by family/, 'it is another in other families'],
  [/^IFLA_(PROTO_DOWN_REASON|DEVLINK_PORT|BR_MCAST_QUERIER_STATE|STATS_LINK_XSTATS(_SLAVE)?|STATS_AF_SPEC)$|^NDA_FDB_EXT_ATTRS$|^TCA_(IFE_METALST|PEDIT_KEY_EX|TUNNEL_KEY_ENC_OPTS|CGROUP_EMATCHES|FLOW_EMATCHES|TAPRIO_ATTR_ADMIN_SCHED)$/,
    /^(binary|string)$/, /^set /, 'a nest in C, which the specs leave as bytes'],
  [/^IFLA_OFFLOAD_XSTATS_HW_S_INFO$/, /^indexed-array/, /^set /, 'numbered by IFLA_OFFLOAD_XSTATS_*, no array: rtnl_offload_xstats_fill_hw_s_info()'],
  [/^TCA_STATS_APP$/, /^sub-message$/, /^set|struct/, 'of TCA_STATS2, by the kind of the message that it is in: a set for each'],
  [/^(IFLA_BR_VLAN_PROTOCOL|RTA_SPORT|RTA_DPORT|NDA_PORT|TCA_VLAN_PUSH_VLAN_PROTOCOL|TCA_FLOWER_KEY_ENC_OPT_GENEVE_CLASS)$/, /^u16$/, /^be16$/, 'in network byte order, INVENTORY.md 4'],
  [/^TCA_FLOWER_KEY_ENC_OPT_ERSPAN_INDEX$/, /^u32$/, /^be32$/, 'in network byte order, INVENTORY.md 4'],
  [/^FRA_TUN_ID$/, /^u64$/, /^be64$/, 'in network byte order, INVENTORY.md 4'],
  [/^IFLA_IPTUN_FLAGS$/, /^be/, /u32|u16/, 'in the host\'s byte order, 16 bits of sit and 32 of ip6tnl, INVENTORY.md 4'],
  [/^TCA_TUNNEL_KEY_ENC_KEY_ID$/, /^be64$/, /^be32$/, 'of 32 bits: act_tunnel_key.c; INVENTORY.md 4'],
  [/^TCA_FLOWER_KEY_(VLAN_ID|CVLAN_ID|MPLS_LABEL)$/, /^be/, /^u/, 'in the host\'s byte order: cls_flower.c takes it by nla_get_u16, nla_get_u32'],
  [/^(TCA_ACT_BPF_ID|TCA_MIRRED_BLOCKID)$/, /^binary$/, /^u32$/, 'nla_put_u32 in C'],
  [/^TCA_SKBMOD_ETYPE$/, /^binary$/, /^u16$/, 'nla_get_u16 in act_skbmod.c'],
  [/^IFA_TARGET_NETNSID$/, /^binary$/, /^s32$/, 'nla_get_s32, and the policy of 6.18'],
  [/^TCA_DEF_DATA$/, /^binary$/, /^string$/, 'act_simple.c prints it'],
  [/^IFLA_BR_FDB_FLUSH$/, /^binary$/, /^flag$/, 'br_changelink() looks whether it is there'],
  [/^TC_HFSC_ATTRS_/, /./, /^$/, 'TCA_HFSC_RSC, _FSC, _USC in C, and declared by these names'],
  [/^DPLL_A_ID$/, /./, /^$/, 'DPLL_A_PIN_ID in C: dpll_netdev_add_pin_handle(); declared by that name'],
  [/(_PAD|_UNSPEC)$/, /./, /^$/, 'padding'],
]
