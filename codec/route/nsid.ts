// RTM_NEWNSID, RTM_DELNSID, RTM_GETNSID: struct rtgenmsg, then NETNSA_*: the ids that a namespace has for others. linux/net_namespace.h
import { message, struct } from '../core/attributes.js'
import { namespaceFd, s32, u32 } from '../core/types.js'
import { addressFamily } from './family.js'

/** struct rtgenmsg, linux/rtnetlink.h: the shortest header there is; attributes begin 4 bytes from its start. */
export class Rtgenmsg extends struct('rtgenmsg', { family: addressFamily }) {}

/** The id by which one namespace knows another, as IFLA_LINK_NETNSID says it. */
export class Nsid extends message(Rtgenmsg, 'NETNSA_', () => ({
  /** -1: none is assigned; in RTM_NEWNSID: choose one. */
  nsid: [1, s32],
  /** A process of the namespace that is meant. */
  pid: [2, u32],
  /** A descriptor open on the namespace that is meant. */
  fd: [3, namespaceFd],
  /** The namespace, known by its id here, whose ids are asked for. */
  targetNsid: [4, s32],
  /** With a target: the id in the namespace that asked. */
  currentNsid: [5, s32],
})) {}
