// Every number that is declared is the kernel's, and every attribute that the kernel has is declared: against the constants of its headers.
// ../shared/uapi/constants.tsv: name, header and value of each constant of linux 7.2, as a C compiler gave them.
import { expect } from 'chai'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageTypes, multicastGroups } from '../../../codec/route/message-types.js'
import { reached } from '../../walk.js'

const file = join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'uapi', 'constants.tsv')
const constants = new Map(existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(1).map(line => line.split('\t')).map(([name, , value]) => [name!, Number(value)]) : [])

/** Of headers whose constants are not in the file. */
const elsewhere = new Set(['AF_', 'IFLA_BATADV_', 'IFLA_CAIF_', 'IFLA_WWAN_', 'DEVLINK_ATTR_', 'DPLL_A_', 'DPLL_A_PIN_', 'BOND_XSTATS_', 'BOND_3AD_STAT_',
  // gone from the headers before 7.2, and still what Linux 5.10 to 6.2 speak
  'TCA_CBQ_', 'TCA_DSMARK_', 'TCA_ATM_', 'TCA_IPT_', 'TCA_RSVP_', 'TCA_TCINDEX_'])
/** Newer than the headers: of the kernel's specs. */
const newer = new Set(['IFLA_PACING_OFFLOAD', 'IFA_MC_USERS', 'RTA_DEL_REASON'])
/** Constants of a prefix that are no attributes. */
const aside = /_(UNSPEC|UNDEFINED|NONE|MAX|PAD|UNUSED\d*)$|^__|^IFA_F_|^NETNSA_NSID_NOT_ASSIGNED$|^FRA_IFNAME$|^RTA_ALIGNTO$|_MODE_|_ACTION_|_OP_|_DEFAULT$/
/** Sets of another file whose constants begin with the same letters. */
const others: Readonly<Record<string, RegExp>> = {
  LWTUNNEL_IP_: /^LWTUNNEL_IP_OPT/, LWT_BPF_: /^LWT_BPF_(PROG|MAX)/, SEG6_LOCAL_: /^SEG6_LOCAL_(BPF_PROG|CNT_|FLV_)/, IOAM6_IPTUNNEL_: /_FREQ_(MIN|MAX)$|_MODE_/,
  LWTUNNEL_IP_OPTS_: /^$/, RTAX_: /^RTAX_FEATURE_/, NDA_: /^$/,
  NHA_: /^NHA_(RES_GROUP|RES_BUCKET|GROUP_STATS)_/, NHA_GROUP_STATS_: /_ENTRY_/, NETCONFA_: /^NETCONFA_(ALL|IFINDEX_)/, VXLAN_VNIFILTER_: /_ENTRY_/,
  BRIDGE_VLANDB_: /^BRIDGE_VLANDB_(ENTRY|STATS|TINFO|GOPTS|DUMPF?)_/, MDBA_ROUTER_: /_PATTR_/,
  DCB_ATTR_: /^DCB_ATTR_(IEEE_(?!APP$)|CEE_(?!APP$)|DCB_(?!APP$)|VALUE_)/, DCB_ATTR_IEEE_: /^DCB_ATTR_IEEE_APP$/, DCB_ATTR_CEE_: /^DCB_ATTR_CEE_(PEER_APP(_INFO)?|APP)$/,
  DCB_ATTR_CEE_PEER_: /_(PG|PFC|APP_TABLE)$/, MDBA_: /^MDBA_(MDB|ROUTER|SET|GET)_/, MDBA_MDB_: /_(ENTRY_INFO|EATTR_.*|SRCLIST_.*|SRCATTR_.*)$/, IFLA_OFFLOAD_XSTATS_: /_HW_S_INFO_/,
}
const ours = ['IFA_', 'RTA_', 'RTAX_', 'NDA_', 'NFEA_', 'FRA_', 'NETNSA_', 'MPLS_IPTUNNEL_', 'LWTUNNEL_IP_', 'LWTUNNEL_IP6_', 'LWTUNNEL_IP_OPTS_', 'LWTUNNEL_IP_OPT_GENEVE_',
  'LWTUNNEL_IP_OPT_VXLAN_', 'LWTUNNEL_IP_OPT_ERSPAN_', 'SEG6_IPTUNNEL_', 'SEG6_LOCAL_', 'SEG6_LOCAL_BPF_', 'SEG6_LOCAL_CNT_', 'SEG6_LOCAL_FLV_', 'ILA_ATTR_', 'LWT_BPF_',
  'LWT_BPF_PROG_', 'RPL_IPTUNNEL_', 'IOAM6_IPTUNNEL_', 'LWT_XFRM_',
  'NHA_', 'NHA_RES_GROUP_', 'NHA_RES_BUCKET_', 'NHA_GROUP_STATS_', 'NHA_GROUP_STATS_ENTRY_', 'NETCONFA_', 'NDTA_', 'NDTPA_', 'IFAL_', 'PREFIX_',
  'VXLAN_VNIFILTER_', 'VXLAN_VNIFILTER_ENTRY_', 'VNIFILTER_ENTRY_STATS_',
  'BRIDGE_VLANDB_', 'BRIDGE_VLANDB_DUMP_', 'BRIDGE_VLANDB_ENTRY_', 'BRIDGE_VLANDB_TINFO_', 'BRIDGE_VLANDB_STATS_', 'BRIDGE_VLANDB_GOPTS_', 'MDBA_ROUTER_', 'MDBA_ROUTER_PATTR_',
  'MDBA_', 'MDBA_MDB_', 'MDBA_MDB_ENTRY_', 'MDBA_MDB_EATTR_', 'MDBA_MDB_SRCLIST_', 'MDBA_MDB_SRCATTR_', 'MDBA_SET_', 'MDBA_GET_', 'MDBE_ATTR_', 'MDBE_SRC_LIST_', 'MDBE_SRCATTR_',
  'IFLA_STATS_', 'IFLA_OFFLOAD_XSTATS_', 'IFLA_OFFLOAD_XSTATS_HW_S_INFO_', 'LINK_XSTATS_TYPE_', 'BRIDGE_XSTATS_', 'MPLS_STATS_',
  'NDUSEROPT_', 'IPMRA_CREPORT_', 'IP6MRA_CREPORT_', 'IPMRA_TABLE_', 'IPMRA_VIFA_', 'DCB_ATTR_', 'DCB_ATTR_IEEE_', 'DCB_ATTR_CEE_', 'DCB_ATTR_CEE_PEER_', 'DCB_PFC_UP_ATTR_', 'DCB_PG_ATTR_',
  'DCB_TC_ATTR_PARAM_', 'DCB_CAP_ATTR_', 'DCB_NUMTCS_ATTR_', 'DCB_BCN_ATTR_', 'DCB_APP_ATTR_', 'DCB_FEATCFG_ATTR_']

describe('constants [needs ../shared/uapi]', () => {
  before(function () { if (constants.size === 0) this.skip() })

  it('every attribute has the number of its constant', () => {
    const wrong = reached().declarations.filter(({ prefix }) => !elsewhere.has(prefix)).flatMap(({ entries }) => entries)
      .filter(({ constant, number }) => constants.get(constant) !== number && !newer.has(constant))
    expect(wrong.map(({ constant, number }) => `${constant} ${number}, not ${constants.get(constant)}`)).to.deep.equal([])
  })
  for (const prefix of ours) {
    it(`every ${prefix}* is declared`, () => {
      const declared = new Set(reached().declarations.filter(set => set.prefix === prefix).flatMap(({ entries }) => entries).map(({ constant }) => constant))
      expect(declared.size).to.be.greaterThan(0)
      const missing = [...constants.keys()].filter(name => name.startsWith(prefix) && !aside.test(name) && !others[prefix]?.test(name) && !declared.has(name))
      expect(missing).to.deep.equal([])
    })
  }
  for (const [what, list, prefix, none] of [['messages', messageTypes, 'RTM_', /^RTM_(F_|BASE|MAX|NR_)/], ['groups', multicastGroups, 'RTNLGRP_', /_(NONE|MAX)$/]] as const) {
    it(`${what}: all that the kernel has, and no other`, () => {
      const theirs = [...constants].filter(([name]) => name.startsWith(prefix) && !none.test(name))
      expect(Object.entries(list).sort()).to.deep.equal(theirs.sort())
    })
  }
})
