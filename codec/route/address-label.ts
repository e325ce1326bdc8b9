// RTM_NEWADDRLABEL, RTM_DELADDRLABEL, RTM_GETADDRLABEL: struct ifaddrlblmsg, then IFAL_*: labels that choose an address of IPv6 to send from
// (RFC 6724). linux/if_addrlabel.h; net/ipv6/addrlabel.c
import { message, struct } from '../core/attributes.js'
import { ip, linkIndex, pad, u32, u8 } from '../core/types.js'
import { addressFamily } from './family.js'

/** struct ifaddrlblmsg */
export class Ifaddrlblmsg extends struct('ifaddrlblmsg', {
  family: addressFamily,
  reserved: pad(1),
  /** Bits of `address` that must match. */
  prefixlen: u8,
  /** The kernel knows none. */
  flags: u8,
  /** The link that it goes for; 0 for all. */
  index: linkIndex,
  /** Of the whole list: it grows with every change. */
  seq: u32,
}) {}

export class AddressLabel extends message(Ifaddrlblmsg, 'IFAL_', () => ({
  address: [1, ip],
  label: [2, u32],
})) {}
