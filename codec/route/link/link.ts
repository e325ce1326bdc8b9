// RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK, RTM_SETLINK: struct ifinfomsg, then IFLA_*. linux/if_link.h;
// net/core/rtnetlink.c
import { byFamily, message, nested, struct } from '../../core/attributes.js'
import { repeated } from '../../core/lists.js'
import {
  bytes, enumeration, flags, linkIndex, linkName, maskOf, named, namespaceFd, pad, s32, string, u16, u32, u8, uint
} from '../../core/types.js'
import { addressFamily } from '../family.js'
import { linkAddress } from './address.js'
import { AfSpec, Inet6 } from './af-spec.js'
import { BridgeAfSpec } from './bridge-af-spec.js'
import { hardwareType } from './hardware-type.js'
import { IpmrAfSpec } from './ipmr-af-spec.js'
import { LinkInfo } from './link-info.js'
import { BridgePort } from './ports/bridge.js'
import { DevlinkPort, DpllPin, PropList, ProtoDownReason } from './prop-list.js'
import { LinkIfmap, LinkStats, LinkStats64 } from './stats.js'
import { declareLink } from './peer.js'
import { Port, VfInfo } from './vf.js'
import { Xdp } from './xdp.js'

/** IFF_*: linux/if.h */
export const linkFlags = flags(u32, {
  up: 0x1,
  broadcast: 0x2,
  debug: 0x4,
  loopback: 0x8,
  pointopoint: 0x10,
  notrailers: 0x20,
  running: 0x40,
  noarp: 0x80,
  promisc: 0x100,
  allmulti: 0x200,
  master: 0x400,
  slave: 0x800,
  multicast: 0x1000,
  portsel: 0x2000,
  automedia: 0x4000,
  dynamic: 0x8000,
  lowerUp: 0x10000,
  dormant: 0x20000,
  echo: 0x40000,
})

/** RTEXT_FILTER_*: linux/rtnetlink.h. What a request wants to be told besides. */
export const extFilter = flags(u32, {
  vf: 0x1,
  brvlan: 0x2,
  brvlanCompressed: 0x4,
  skipStats: 0x8,
  mrp: 0x10,
  cfmConfig: 0x20,
  cfmStatus: 0x40,
  mst: 0x80,
  nameOnly: 0x100,
})

/** struct ifinfomsg: linux/rtnetlink.h */
export class Ifinfomsg extends struct('ifinfomsg', {
  family: addressFamily,
  pad: pad(1),
  type: hardwareType,
  index: s32,
  flags: linkFlags,
  /** Only these bits of `flags` are changed. Where it is missing: those that `flags` speaks of. */
  change: maskOf('flags'),
}) {}

export class Link extends message(Ifinfomsg, 'IFLA_', () => ({
  address: [1, linkAddress],
  /** Of a tunnel, the other end. */
  broadcast: [2, linkAddress],
  /** At most 15 bytes. */
  ifname: [3, linkName],
  mtu: [4, u32],
  /** The link that this one is on, as a VLAN's; of veth, the peer. With `linkNetnsid`, an index in that namespace. */
  link: [5, linkIndex],
  qdisc: [6, string],
  stats: [7, LinkStats],
  cost: [8, bytes],
  priority: [9, bytes],
  /** The bridge, bond or VRF that this one is a port of; 0 takes it out. */
  master: [10, linkIndex],
  /** struct iw_event: linux/wireless.h */
  wireless: [11, bytes],
  protinfo: [12, byFamily({ bridge: nested(BridgePort), inet6: Inet6 })],
  txqlen: [13, u32],
  map: [14, LinkIfmap],
  weight: [15, u32],
  /** RFC 2863, IF_OPER_* */
  operstate: [16, enumeration(u8, {
    unknown: 0, notpresent: 1, down: 2, lowerlayerdown: 3, testing: 4, dormant: 5, up: 6,
  })],
  /** Where `operstate` goes once there is a carrier: up (`default`), or where a program has to say so. */
  linkmode: [17, enumeration(u8, { default: 0, dormant: 1, testing: 2 })],
  linkinfo: [18, LinkInfo],
  /** Moves the link into the namespace of this process. */
  netNsPid: [19, u32],
  /** At most 255 bytes; '' takes it away. */
  ifalias: [20, string],
  numVf: [21, u32],
  /** With `vf` in `extMask`. */
  vfinfoList: [22, repeated(1, VfInfo, 'IFLA_VF_INFO')],
  stats64: [23, LinkStats64],
  vfPorts: [24, repeated(1, Port, 'IFLA_VF_PORT')],
  portSelf: [25, Port],
  afSpec: [26, byFamily({ bridge: BridgeAfSpec, ipmr: IpmrAfSpec }, AfSpec)],
  group: [27, named(u32, 'group')],
  /** Moves the link into the namespace that this descriptor is open on. */
  netNsFd: [28, namespaceFd],
  extMask: [29, extFilter],
  /** How many want the link to hear all. */
  promiscuity: [30, u32],
  numTxQueues: [31, u32],
  numRxQueues: [32, u32],
  carrier: [33, u8],
  physPortId: [34, bytes],
  carrierChanges: [35, u32],
  physSwitchId: [36, bytes],
  /** The namespace that `link` is in, where it is another; -1 where this one has no id for it. */
  linkNetnsid: [37, s32],
  physPortName: [38, string],
  protoDown: [39, u8],
  gsoMaxSegs: [40, u32],
  gsoMaxSize: [41, u32],
  xdp: [43, Xdp],
  /** Why this message was sent. */
  event: [44, enumeration(u32, {
    none: 0, reboot: 1, features: 2, bondingFailover: 3, notifyPeers: 4, igmpResend: 5, bondingOptions: 6,
  })],
  /** Of the namespace that the link went to, in RTM_DELLINK. */
  newNetnsid: [45, s32],
  /** The request, or the answer, is about the namespace of this id. */
  targetNetnsid: [46, s32],
  carrierUpCount: [47, u32],
  carrierDownCount: [48, u32],
  /** The index that the link has in the namespace it went to. */
  newIfindex: [49, s32],
  minMtu: [50, u32],
  /** 0: without bound. */
  maxMtu: [51, u32],
  propList: [52, nested(PropList)],
  /** To ask for a link by any of its names; its names are in `propList`. */
  altIfname: [53, string],
  permAddress: [54, linkAddress],
  protoDownReason: [55, nested(ProtoDownReason)],
  parentDevName: [56, string],
  parentDevBusName: [57, string],
  groMaxSize: [58, u32],
  tsoMaxSize: [59, u32],
  tsoMaxSegs: [60, u32],
  /** How many want the link to hear all multicast. */
  allmulti: [61, u32],
  devlinkPort: [62, nested(DevlinkPort)],
  gsoIpv4MaxSize: [63, u32],
  groIpv4MaxSize: [64, u32],
  dpllPin: [65, nested(DpllPin)],
  /** In ns. */
  maxPacingOffloadHorizon: [66, uint],
  netnsImmutable: [67, u8],
  headroom: [68, u16],
  tailroom: [69, u16],
  /** 1: pace by earliest departure times in hardware. Newer than Linux 7.2. */
  pacingOffload: [70, u32],
})) {}
declareLink(Link)

export { LinkInfo, type LinkKind, type PortKind } from './link-info.js'
