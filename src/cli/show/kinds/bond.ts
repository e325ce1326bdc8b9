// Bonds and their ports, as `ip -j -d link` has them.
import type { Bond } from '../../../../codec/route/link/kinds/bond.js'
import type { BondPort } from '../../../../codec/route/link/ports/bond.js'
import { facts, type Facts } from '../facts.js'
import type { LinkNames } from '../names.js'

const modes: Readonly<Record<string, string>> = {
  roundrobin: 'balance-rr', activebackup: 'active-backup', xor: 'balance-xor', broadcast: 'broadcast', '8023ad': '802.3ad', tlb: 'balance-tlb', alb: 'balance-alb',
}
const policies: Readonly<Record<string, string>> = { layer34: 'layer3+4', layer23: 'layer2+3', encap23: 'encap2+3', encap34: 'encap3+4', vlanSrcmac: 'vlan+srcmac' }
const validates: Readonly<Record<string, string>> = { filterActive: 'filter_active', filterBackup: 'filter_backup' }
const text = (value: string | number | undefined, names: Readonly<Record<string, string>> = {}): string | undefined =>
  value === undefined ? undefined : names[value] ?? String(value)
const some = <T>(list: readonly T[] | undefined): readonly T[] | undefined => list?.length === 0 ? undefined : list

export function bond (b: Bond, names: LinkNames): Facts {
  const link = (index: number | undefined): string | undefined => index === undefined || index === 0 ? undefined : names.name(index)
  return facts({
    mode: text(b.mode, modes), active_slave: link(b.activeSlave), miimon: b.miimon, updelay: b.updelay, downdelay: b.downdelay,
    peer_notify_delay: b.peerNotifDelay, use_carrier: b.useCarrier, arp_interval: b.arpInterval, arp_missed_max: b.missedMax,
    arp_ip_target: some(b.arpIpTarget), ns_ip6_target: some(b.nsIp6Target),
    // ip has a word without a value where nothing is asked for, and nothing can be
    arp_validate: b.arpValidate === 'none' && b.arpInterval === 0 ? null : text(b.arpValidate, validates),
    arp_all_targets: text(b.arpAllTargets), primary: link(b.primary), primary_reselect: text(b.primaryReselect), fail_over_mac: text(b.failOverMac),
    xmit_hash_policy: text(b.xmitHashPolicy, policies), resend_igmp: b.resendIgmp, num_peer_notif: b.numPeerNotif, all_slaves_active: b.allSlavesActive,
    min_links: b.minLinks, lp_interval: b.lpInterval, packets_per_slave: b.packetsPerSlave,
    ad_lacp_active: b.adLacpActive === undefined ? undefined : b.adLacpActive === 0 ? 'off' : 'on', ad_lacp_rate: text(b.adLacpRate), ad_select: text(b.adSelect),
    ad_info: b.adInfo && facts({
      aggregator: b.adInfo.aggregator, num_ports: b.adInfo.numPorts, actor_key: b.adInfo.actorKey, partner_key: b.adInfo.partnerKey, partner_mac: b.adInfo.partnerMac,
    }),
    ad_actor_sys_prio: b.adActorSysPrio, ad_user_port_key: b.adUserPortKey, ad_actor_system: b.adActorSystem, tlb_dynamic_lb: b.tlbDynamicLb,
  })
}

export const bondPort = (p: BondPort): Facts => facts({
  state: text(p.state)?.toUpperCase(), mii_status: p.miiStatus === 'back' ? 'GOING_BACK' : p.miiStatus === 'fail' ? 'GOING_DOWN' : text(p.miiStatus)?.toUpperCase(),
  link_failure_count: p.linkFailureCount, perm_hwaddr: p.permHwaddr, queue_id: p.queueId, prio: p.prio, ad_aggregator_id: p.adAggregatorId,
})
