// Address families, the first byte of every message of NETLINK_ROUTE. AF_*: linux/socket.h; RTNL_FAMILY_*: linux/rtnetlink.h
import type { Enumeration } from '../core/infer.js'
import { enumeration, u8 } from '../core/types.js'

export const addressFamilies = {
  unspec: 0,
  unix: 1,
  inet: 2,
  ax25: 3,
  ipx: 4,
  appletalk: 5,
  netrom: 6,
  bridge: 7,
  atmpvc: 8,
  x25: 9,
  inet6: 10,
  rose: 11,
  decnet: 12,
  netbeui: 13,
  security: 14,
  key: 15,
  netlink: 16,
  packet: 17,
  ash: 18,
  econet: 19,
  atmsvc: 20,
  rds: 21,
  sna: 22,
  irda: 23,
  pppox: 24,
  wanpipe: 25,
  llc: 26,
  ib: 27,
  mpls: 28,
  can: 29,
  tipc: 30,
  bluetooth: 31,
  iucv: 32,
  rxrpc: 33,
  isdn: 34,
  phonet: 35,
  ieee802154: 36,
  caif: 37,
  alg: 38,
  nfc: 39,
  vsock: 40,
  kcm: 41,
  qipcrtr: 42,
  smc: 43,
  xdp: 44,
  mctp: 45,
  /** RTNL_FAMILY_IPMR: routes of multicast, IPv4. */
  ipmr: 128,
  /** RTNL_FAMILY_IP6MR */
  ip6mr: 129,
} as const

/** An interface, so that a .d.ts prints its name in each message, not the 48 families. */
export interface AddressFamily extends Enumeration<keyof typeof addressFamilies> {}
export const addressFamily: AddressFamily = enumeration(u8, addressFamilies)
