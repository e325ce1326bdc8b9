// Kinds of links: what IFLA_INFO_KIND says, and the type of IFLA_INFO_DATA.
import type { Type } from '../../../core/infer.js'
import { lazy } from '../../../core/lists.js'
import { Amt } from './amt.js'
import { Bareudp } from './bareudp.js'
import { Batadv } from './batadv.js'
import { Bond } from './bond.js'
import { Bridge } from './bridge.js'
import { Caif } from './caif.js'
import { Can } from './can.js'
import { Dsa } from './dsa.js'
import { Dummy } from './dummy.js'
import { Geneve } from './geneve.js'
import { Gre } from './gre.js'
import { Gtp } from './gtp.js'
import { Hsr } from './hsr.js'
import { Ifb } from './ifb.js'
import { Ipoib } from './ipoib.js'
import { Ip6tnl, Iptunnel } from './iptunnel.js'
import { Ipvlan } from './ipvlan.js'
import { Macsec } from './macsec.js'
import { Macvlan } from './macvlan.js'
import { Netkit } from './netkit.js'
import { None } from './none.js'
import { Ovpn } from './ovpn.js'
import { Ppp } from './ppp.js'
import { Rmnet } from './rmnet.js'
import { Tun } from './tun.js'
import { Veth } from './veth.js'
import { Vlan } from './vlan.js'
import { Vrf } from './vrf.js'
import { Vti } from './vti.js'
import { Vxcan } from './vxcan.js'
import { Vxlan } from './vxlan.js'
import { Wwan } from './wwan.js'
import { Xfrm } from './xfrm.js'

export const kinds = {
  amt: Amt,
  bareudp: Bareudp,
  batadv: Batadv,
  bond: Bond,
  bridge: Bridge,
  caif: Caif,
  can: Can,
  dsa: Dsa,
  dummy: Dummy,
  erspan: Gre,
  geneve: Geneve,
  gre: Gre,
  gretap: Gre,
  gtp: Gtp,
  hsr: Hsr,
  ifb: Ifb,
  ip6erspan: Gre,
  ip6gre: Gre,
  ip6gretap: Gre,
  ip6tnl: Ip6tnl,
  ipip: Iptunnel,
  ipoib: Ipoib,
  ipvlan: Ipvlan,
  ipvtap: Ipvlan,
  lowpan: None,
  macsec: Macsec,
  macvlan: Macvlan,
  macvtap: Macvlan,
  netdevsim: None,
  netkit: lazy((): Type<Netkit> => Netkit),
  nlmon: None,
  ovpn: Ovpn,
  pfcp: None,
  ppp: Ppp,
  rmnet: Rmnet,
  sit: Iptunnel,
  team: None,
  tun: Tun,
  vcan: None,
  // A kind that has a peer imports link.ts, which imports this file: it may not be there yet.
  veth: lazy((): Type<Veth> => Veth),
  virt_wifi: None,
  vlan: Vlan,
  vrf: Vrf,
  vsockmon: None,
  vti: Vti,
  vti6: Vti,
  vxcan: lazy((): Type<Vxcan> => Vxcan),
  vxlan: Vxlan,
  wireguard: None,
  wwan: Wwan,
  xfrm: Xfrm,
}
